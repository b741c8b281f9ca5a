package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/media"
)

type pictures struct{ *Resolver }

// Media answers fields of pictures.
func (r *Resolver) Media() exec.MediaResolver { return pictures{r} }

func (pictures) URL(_ context.Context, obj *media.Media, width *int, format *media.Format) (string, error) {
	return obj.URL(orDefault(width, 480), orDefault(format, media.Auto)), nil
}

func (pictures) Srcset(_ context.Context, obj *media.Media, format *media.Format) (string, error) {
	return obj.Srcset(orDefault(format, media.Auto)), nil
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

func (m mutation) MediaUploadCreate(ctx context.Context, input media.UploadCreateInput) (*model.MediaUploadCreatePayload, error) {
	u, err := media.Begin(ctx, m.DB, m.Files, storeOf(ctx).ID, input, m.Now())
	refused, err := refusals(ctx, err)
	payload := &model.MediaUploadCreatePayload{UserErrors: refused}
	if err == nil && len(refused) == 0 {
		payload.Target = &model.MediaUploadTarget{
			UploadID: u.NodeID(), URL: u.Offer.URL, Headers: u.Offer.Headers, ExpiresAt: u.ExpiresAt, MaxBytes: media.MaxBytes,
		}
	}
	return payload, err
}

func (m mutation) MediaUploadFinish(ctx context.Context, input media.UploadFinishInput) (*model.MediaUploadFinishPayload, error) {
	picture, err := media.Finish(ctx, m.DB, m.Files, storeOf(ctx).ID, input)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		picture = nil
	}
	return &model.MediaUploadFinishPayload{Media: picture, UserErrors: refused}, err
}

func (m mutation) MediaDelete(ctx context.Context, input edit.Deletion) (*model.MediaDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, media.Delete)
	return &model.MediaDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}

func (m mutation) MediaUpdate(ctx context.Context, input model.MediaUpdateInput) (*model.MediaUpdatePayload, error) {
	picture, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*media.Media, error) {
		return media.SetAlt(ctx, tx, storeID, input.ID, input.ExpectedVersion.Value(), *input.Alt)
	})
	return &model.MediaUpdatePayload{Media: picture, UserErrors: refused}, err
}
