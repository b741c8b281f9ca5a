package graph

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/staff"
)

type category struct{ *Resolver }

// Category answers fields of categories.
func (r *Resolver) Category() exec.CategoryResolver { return category{r} }

// tree is the whole category tree of a store, which is small and read at once.
type tree struct {
	byID     map[uuid.UUID]*catalog.Category
	children map[uuid.UUID][]*catalog.Category // of the zero id: the roots
}

func newTree(all []*catalog.Category) *tree {
	t := &tree{byID: make(map[uuid.UUID]*catalog.Category, len(all)), children: map[uuid.UUID][]*catalog.Category{}}
	for _, c := range all {
		t.byID[c.ID] = c
		parent := uuid.Nil
		if c.ParentID != nil {
			parent = *c.ParentID
		}
		t.children[parent] = append(t.children[parent], c)
	}
	return t
}

func (t *tree) childrenOf(key uuid.UUID) []*catalog.Category {
	if list := t.children[key]; list != nil {
		return list
	}
	return []*catalog.Category{}
}

// visibleTree is the tree as the caller may see it.
func visibleTree(ctx context.Context) (*tree, error) {
	return load(ctx).tree.Load(ctx, can(ctx, staff.CatalogRead))
}

func (q query) Categories(ctx context.Context) ([]*catalog.Category, error) {
	t, err := visibleTree(ctx)
	if err != nil {
		return nil, err
	}
	return t.childrenOf(uuid.Nil), nil
}

func (q query) Category(ctx context.Context, key *id.ID, slug, externalID *string) (*catalog.Category, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*catalog.Category, error) {
		return catalog.CategoryBy(ctx, db, storeID, catalog.Key{ID: key, Slug: slug, ExternalID: externalID}, can(ctx, staff.CatalogRead))
	})
}

func (c category) Name(ctx context.Context, obj *catalog.Category) (string, error) {
	return text(ctx, obj.Name), nil
}

func (c category) Description(ctx context.Context, obj *catalog.Category) (string, error) {
	return text(ctx, obj.Description), nil
}

func (c category) Media(ctx context.Context, obj *catalog.Category) (*media.Media, error) {
	return mediaBy(ctx, obj.MediaID)
}

func (c category) Parent(ctx context.Context, obj *catalog.Category) (*catalog.Category, error) {
	if obj.ParentID == nil {
		return nil, nil
	}
	t, err := visibleTree(ctx)
	if err != nil {
		return nil, err
	}
	return t.byID[*obj.ParentID], nil
}

func (c category) Children(ctx context.Context, obj *catalog.Category) ([]*catalog.Category, error) {
	t, err := visibleTree(ctx)
	if err != nil {
		return nil, err
	}
	return t.childrenOf(obj.ID), nil
}

func (c category) Breadcrumbs(ctx context.Context, obj *catalog.Category) ([]*catalog.Category, error) {
	t, err := visibleTree(ctx)
	if err != nil {
		return nil, err
	}
	way := make([]*catalog.Category, 0, len(obj.Path))
	for _, key := range obj.Path {
		if step := t.byID[key]; step != nil {
			way = append(way, step)
		}
	}
	return way, nil
}

func (c category) ProductCount(ctx context.Context, obj *catalog.Category) (int, error) {
	counts, err := load(ctx).counts.Load(ctx, true)
	return counts[obj.ID], err
}

func (c category) Translations(_ context.Context, obj *catalog.Category) (*model.CategoryTranslations, error) {
	return &model.CategoryTranslations{Name: &obj.Name, Description: &obj.Description}, nil
}

func (m mutation) CategoryUpsert(ctx context.Context, input catalog.CategoryUpsertInput) (*model.CategoryUpsertPayload, error) {
	c, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Category, error) {
		return catalog.UpsertCategory(ctx, tx, storeID, input, m.Now())
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		c = nil
	}
	return &model.CategoryUpsertPayload{Category: c, UserErrors: refused}, err
}

func (m mutation) CategoryDelete(ctx context.Context, input edit.Deletion) (*model.CategoryDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, catalog.DeleteCategory)
	return &model.CategoryDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}

// timed is a verb that wants to know the time, for deleted.
func (m mutation) timed(verb func(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion, now time.Time) error) func(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	return func(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
		return verb(ctx, tx, storeID, in, m.Now())
	}
}

// deleted runs a verb that removes one row and answers with its id.
func (m mutation) deleted(ctx context.Context, in edit.Deletion, verb func(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error) (*id.ID, []model.UserError, error) {
	_, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (struct{}, error) {
		return struct{}{}, verb(ctx, tx, storeID, in)
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return nil, refused, err
	}
	return &in.ID, refused, nil
}
