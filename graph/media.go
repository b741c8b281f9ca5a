package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
)

type pictures struct{ *Resolver }

// Media answers fields of pictures.
func (r *Resolver) Media() exec.MediaResolver { return pictures{r} }

func (pictures) URL(_ context.Context, obj *media.Media, width *int) (string, error) {
	return obj.URL(orDefault(width, 480)), nil
}

func (pictures) Alt(ctx context.Context, obj *media.Media) (string, error) {
	return text(ctx, obj.Alt), nil
}

func mediaBy(ctx context.Context, key *uuid.UUID) (*media.Media, error) {
	if key == nil {
		return nil, nil
	}
	return load(ctx).media.Load(ctx, *key)
}

func (m mutation) MediaUploadCreate(ctx context.Context) (*model.MediaUploadCreatePayload, error) {
	// The upload is let in by the very token that asked for it.
	return &model.MediaUploadCreatePayload{
		Target: &model.MediaUploadTarget{
			URL: m.UploadURL, Authorization: graphql.GetOperationContext(ctx).Headers.Get("Authorization"), MaxBytes: media.MaxBytes,
		},
		UserErrors: []model.UserError{},
	}, nil
}

func (m mutation) MediaUpdate(ctx context.Context, input model.MediaUpdateInput) (*model.MediaUpdatePayload, error) {
	picture, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*media.Media, error) {
		key, err := input.ID.Must(id.Media, "input", "id")
		if err != nil {
			return nil, err
		}
		return media.SetAlt(ctx, tx, storeID, key, *input.Alt)
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		picture = nil
	}
	return &model.MediaUpdatePayload{Media: picture, UserErrors: refused}, err
}
