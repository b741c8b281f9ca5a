package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/job"
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
// Errors: all faults of the input together, below "input": NOT_FOUND, STALE_VERSION, REQUIRED, TOO_LONG, DUPLICATE,
// SLUG_TAKEN, CATEGORY_CYCLE, OUT_OF_RANGE for a tree deeper than MaxDepth, and those of single fields.
func UpsertCategory(ctx context.Context, tx *db.Tx, storeID int64, in CategoryUpsertInput, now time.Time) (*Category, error) {
	return edit.Again(func() (*Category, error) { return upsertCategory(ctx, tx, storeID, in, now) })
}

func upsertCategory(ctx context.Context, tx *db.Tx, storeID int64, in CategoryUpsertInput, now time.Time) (*Category, error) {
	if in.ParentID.IsSet() || in.ParentExternalID != nil {
		if err := lockTree(ctx, tx, storeID); err != nil {
			return nil, err
		}
	}
	c, isNew, err := edit.Find[Category](ctx, tx, storeID, id.Category, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	if isNew {
		c = &Category{StoreID: storeID, ID: id.New(), IsVisible: true, CreatedAt: now}
		c.Path = []uuid.UUID{c.ID}
	} else if f := edit.Stale(in.ExpectedVersion, c.Version); f != nil {
		return nil, f
	}
	before := *c
	var faults fault.List
	if in.IsVisible != nil {
		c.IsVisible = *in.IsVisible
	}
	row := keyed{edit.Keyed{Tx: tx, StoreID: storeID, Table: "categories", ID: c.ID, IsNew: isNew}}
	err = row.setFace(ctx, face{&c.ExternalID, &c.Slug, &c.Name, &c.Description, &c.MediaID, &c.Position},
		faceInput{in.ExternalID, in.Slug, in.Name, in.Description, in.MediaID, in.Position}, &faults)
	if err != nil {
		return nil, err
	}
	moved, err := setParent(ctx, tx, c, in, &faults)
	if err != nil {
		return nil, err
	}
	if err := row.Verdict(ctx, c.ExternalID, faults); err != nil {
		return nil, err
	}
	c.Version++
	c.UpdatedAt = now
	if err := row.Saved(edit.Save(ctx, tx, c, isNew), c.Slug); err != nil {
		return nil, err
	}
	for _, b := range moved {
		_, err := tx.NewUpdate().Model(b).Column("path").Where("store_id = ?", storeID).Where("id = ?", b.ID).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("move category %s: %w", b.ID, err)
		}
	}
	if !isNew && (c.Name != before.Name || !slices.Equal(c.Path, before.Path)) {
		// Its products are found by its name and by those above it. They may be many.
		return c, job.Insert(ctx, tx, CategoryIndexArgs{StoreID: storeID, CategoryID: c.ID}, nil)
	}
	return c, nil
}

// lockTree lets one change of the tree's shape pass at a time: two moves at once could make a circle, and a new category
// would miss the move of its parent. Trees are small.
func lockTree(ctx context.Context, tx *db.Tx, storeID int64) error {
	var all []*Category
	err := tx.NewSelect().Model(&all).Column("id").Where("store_id = ?", storeID).Order("id").For("NO KEY UPDATE").Scan(ctx)
	if err != nil {
		return fmt.Errorf("lock categories of store %d: %w", storeID, err)
	}
	return nil
}

// setParent hangs the category where the input says, and gives what stands below it with its new path. Faults: INVALID_ID,
// NOT_FOUND, CATEGORY_CYCLE, OUT_OF_RANGE.
func setParent(ctx context.Context, tx *db.Tx, c *Category, in CategoryUpsertInput, faults *fault.List) ([]*Category, error) {
	wanted, isSet := in.ParentID.ValueOK()
	field := "parentId"
	if in.ParentExternalID != nil {
		field = "parentExternalId"
	}
	parent, isSet, err := findCategory(ctx, tx, c.StoreID, wanted, isSet, in.ParentExternalID, "parent", faults)
	if err != nil || !isSet {
		return nil, err
	}
	var path []uuid.UUID
	c.ParentID = nil
	if parent != nil {
		path, c.ParentID = parent.Path, &parent.ID
	}
	if slices.Contains(path, c.ID) {
		faults.Add(fault.New(fault.CategoryCycle, "input", field))
		return nil, nil
	}
	depth := len(c.Path)
	c.Path = append(slices.Clone(path), c.ID)
	var below []*Category
	err = tx.NewSelect().Model(&below).Where("store_id = ?", c.StoreID).Where("path @> ARRAY[?]::uuid[]", c.ID).
		Where("id <> ?", c.ID).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("categories below %s: %w", c.ID, err)
	}
	deepest := len(c.Path)
	for _, b := range below {
		b.Path = append(slices.Clone(c.Path), b.Path[depth:]...)
		deepest = max(deepest, len(b.Path))
	}
	if deepest > MaxDepth {
		faults.Add(fault.New(fault.OutOfRange, "input", field).With("min", 1).With("max", MaxDepth))
	}
	return below, nil
}

// DeleteCategory deletes a category without products and categories below it. A repeat succeeds.
// Faults: INVALID_ID, STALE_VERSION, CATEGORY_NOT_EMPTY.
func DeleteCategory(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	c, err := edit.Doomed[Category](ctx, tx, storeID, id.Category, in)
	if err != nil || c == nil {
		return err
	}
	err = edit.Delete(ctx, tx, c)
	if db.Violates(err, "categories_parent_id_fkey") || db.Violates(err, "products_category_id_fkey") {
		return fault.New(fault.CategoryNotEmpty, "input", "id")
	}
	return err
}
