package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
)

type pictures struct{ *Resolver }

// Media answers fields of pictures.
func (r *Resolver) Media() exec.MediaResolver { return pictures{r} }

func (pictures) ID(_ context.Context, obj *media.Media) (*id.ID, error) {
	return named(id.Media, &obj.ID), nil
}

func (pictures) URL(_ context.Context, obj *media.Media, width *int) (string, error) {
	return obj.URL(orDefault(width, 480)), nil
}

func (pictures) Srcset(_ context.Context, obj *media.Media) (string, error) {
	renditions := make([]string, len(obj.Widths))
	for i, w := range obj.Widths {
		renditions[i] = fmt.Sprintf("%s %dw", obj.URL(w), w)
	}
	return strings.Join(renditions, ", "), nil
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
