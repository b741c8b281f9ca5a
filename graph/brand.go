package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
)

type brand struct{ *Resolver }

// Brand answers fields of brands.
func (r *Resolver) Brand() exec.BrandResolver { return brand{r} }

func (q query) Brands(ctx context.Context) ([]*catalog.Brand, error) {
	all, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*catalog.Brand, error) {
		return catalog.Brands(ctx, db, storeID)
	})
	load(ctx).expectBrands(all)
	return all, err
}

func (q query) Brand(ctx context.Context, key *id.ID, slug, externalID *string) (*catalog.Brand, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*catalog.Brand, error) {
		return catalog.BrandBy(ctx, db, storeID, catalog.Key{ID: key, Slug: slug, ExternalID: externalID})
	})
}

func (b brand) Name(ctx context.Context, obj *catalog.Brand) (string, error) {
	return text(ctx, obj.Name), nil
}

func (b brand) Description(ctx context.Context, obj *catalog.Brand) (string, error) {
	return text(ctx, obj.Description), nil
}

func (b brand) Media(ctx context.Context, obj *catalog.Brand) (*media.Media, error) {
	return mediaBy(ctx, obj.MediaID)
}

func (b brand) Translations(_ context.Context, obj *catalog.Brand) (*model.BrandTranslations, error) {
	return &model.BrandTranslations{Name: &obj.Name, Description: &obj.Description}, nil
}

func (m mutation) BrandUpsert(ctx context.Context, input catalog.BrandUpsertInput) (*model.BrandUpsertPayload, error) {
	b, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Brand, error) {
		return catalog.UpsertBrand(ctx, tx, storeID, input, m.Now())
	})
	return &model.BrandUpsertPayload{Brand: b, UserErrors: refused}, err
}

func (m mutation) BrandDelete(ctx context.Context, input edit.Deletion) (*model.BrandDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, m.timed(catalog.DeleteBrand))
	return &model.BrandDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}

type tag struct{ *Resolver }

// Tag answers fields of tags.
func (r *Resolver) Tag() exec.TagResolver { return tag{r} }

func (q query) Tags(ctx context.Context) ([]*catalog.Tag, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*catalog.Tag, error) {
		return catalog.Tags(ctx, db, storeID)
	})
}

func (t tag) Name(ctx context.Context, obj *catalog.Tag) (string, error) {
	return text(ctx, obj.Name), nil
}

func (m mutation) TagUpsert(ctx context.Context, input catalog.TagUpsertInput) (*model.TagUpsertPayload, error) {
	t, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Tag, error) {
		return catalog.UpsertTag(ctx, tx, storeID, input, m.Now())
	})
	return &model.TagUpsertPayload{Tag: t, UserErrors: refused}, err
}

func (m mutation) TagDelete(ctx context.Context, input edit.Deletion) (*model.TagDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, m.timed(catalog.DeleteTag))
	return &model.TagDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}
