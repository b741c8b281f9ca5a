package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// MaxDepth is how many levels the category tree may have.
const MaxDepth = 5

// CategoryUpsertInput makes a category or changes one. What is nil or left out stays as it is.
type CategoryUpsertInput struct {
	ID               *id.ID
	ExternalID       *string
	ExpectedVersion  *int
	Slug             *string
	Name             *lang.Text
	Description      *lang.Text
	ParentID         graphql.Omittable[*id.ID] // null: a root
	ParentExternalID *string
	MediaID          graphql.Omittable[*id.ID] // null: no picture
	Position         *int
	IsVisible        *bool
}

// UpsertCategory makes or changes a category.
//
// Errors: faults below "input": NOT_FOUND, STALE_VERSION, REQUIRED, SLUG_TAKEN, CATEGORY_CYCLE, OUT_OF_RANGE for a tree
// deeper than MaxDepth, and those of single fields.
func UpsertCategory(ctx context.Context, tx *db.Tx, storeID int64, in CategoryUpsertInput, now time.Time) (*Category, error) {
	c, isNew, err := findForUpsert[Category](ctx, tx, storeID, id.Category, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	if isNew {
		c = &Category{StoreID: storeID, ID: id.New(), ExternalID: in.ExternalID, IsVisible: true, CreatedAt: now}
		c.Path = []uuid.UUID{c.ID}
	} else if f := notExpected(in.ExpectedVersion, c.Version); f != nil {
		return nil, f
	}
	var faults fault.List
	required(&faults, &c.Name, in.Name, isNew, 100, "input", "name")
	texts(&faults, &c.Description, in.Description, 2000, "input", "description")
	if in.Position != nil {
		faults.Add(input.Number(*in.Position, 0, 1_000_000, "input", "position"))
		c.Position = *in.Position
	}
	if in.IsVisible != nil {
		c.IsVisible = *in.IsVisible
	}
	if err := setMedia(ctx, tx, storeID, &c.MediaID, in.MediaID, &faults); err != nil {
		return nil, err
	}
	if err := setSlug(ctx, tx, storeID, "categories", &c.Slug, in.Slug, c.Name, isNew, &faults); err != nil {
		return nil, err
	}
	oldPath := slices.Clone(c.Path)
	if err := setParent(ctx, tx, storeID, c, in, &faults); err != nil {
		return nil, err
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	c.Version++
	c.UpdatedAt = now
	if err := store(ctx, tx, c, isNew); err != nil {
		if db.Violates(err, "categories_slug_key") {
			return nil, fault.New(fault.SlugTaken, "input", "slug").With("slug", c.Slug)
		}
		return nil, fmt.Errorf("save category %s: %w", c.ID, err)
	}
	if !isNew && !slices.Equal(oldPath, c.Path) {
		return c, moveBelow(ctx, tx, storeID, c, oldPath)
	}
	return c, nil
}

func setParent(ctx context.Context, tx *db.Tx, storeID int64, c *Category, in CategoryUpsertInput, faults *fault.List) error {
	wanted, isSet := in.ParentID.ValueOK()
	field := "parentId"
	key := Key{ID: wanted}
	if in.ParentExternalID != nil {
		key, isSet, field = Key{ExternalID: in.ParentExternalID}, true, "parentExternalId"
	}
	if !isSet {
		return nil
	}
	if key == (Key{}) {
		c.ParentID, c.Path = nil, []uuid.UUID{c.ID}
		return nil
	}
	parent, err := CategoryBy(ctx, tx, storeID, key, true)
	if err != nil {
		return faults.Under(err, "input", field)
	}
	switch {
	case parent == nil:
		faults.Add(fault.New(fault.NotFound, "input", field))
	case slices.Contains(parent.Path, c.ID):
		faults.Add(fault.New(fault.CategoryCycle, "input", field))
	case len(parent.Path) >= MaxDepth:
		faults.Add(fault.New(fault.OutOfRange, "input", field).With("min", 1).With("max", MaxDepth))
	default:
		c.ParentID, c.Path = &parent.ID, append(slices.Clone(parent.Path), c.ID)
	}
	return nil
}

// moveBelow gives everything below a moved category its new path.
func moveBelow(ctx context.Context, tx *db.Tx, storeID int64, c *Category, oldPath []uuid.UUID) error {
	var below []*Category
	err := tx.NewSelect().Model(&below).Where("store_id = ?", storeID).Where("path @> ARRAY[?]::uuid[]", c.ID).
		Where("id <> ?", c.ID).Scan(ctx)
	if err != nil {
		return fmt.Errorf("categories below %s: %w", c.ID, err)
	}
	for _, b := range below {
		b.Path = append(slices.Clone(c.Path), b.Path[len(oldPath):]...)
		if len(b.Path) > MaxDepth {
			return fault.New(fault.OutOfRange, "input", "parentId").With("min", 1).With("max", MaxDepth)
		}
		_, err := tx.NewUpdate().Model(b).Column("path").Where("store_id = ?", storeID).Where("id = ?", b.ID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("move category %s: %w", b.ID, err)
		}
	}
	return nil
}

// DeleteCategory deletes a category without products and categories below it. A repeat succeeds.
// Errors: INVALID_ID, CATEGORY_NOT_EMPTY.
func DeleteCategory(ctx context.Context, tx *db.Tx, storeID int64, which id.ID) error {
	key, err := which.Must(id.Category, "input", "id")
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*Category)(nil)).Where("store_id = ?", storeID).Where("id = ?", key).Exec(ctx)
	if db.Violates(err, "categories_parent_id_fkey") || db.Violates(err, "products_category_id_fkey") {
		return fault.New(fault.CategoryNotEmpty, "input", "id")
	}
	if err != nil {
		return fmt.Errorf("delete category %s: %w", key, err)
	}
	return nil
}
