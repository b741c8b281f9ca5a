package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
)

// Brand is who makes products or whose name they bear.
type Brand struct {
	bun.BaseModel `bun:"table:brands,alias:brd"`

	StoreID     int64      `bun:"store_id,pk"`
	ID          uuid.UUID  `bun:"id,pk,type:uuid"`
	ExternalID  *string    `bun:"external_id"`
	Slug        string     `bun:"slug"`
	Name        lang.Text  `bun:"name,type:jsonb"`
	Description lang.Text  `bun:"description,type:jsonb"`
	MediaID     *uuid.UUID `bun:"media_id,type:uuid"`
	Position    int        `bun:"position"`
	Version     int        `bun:"version"`
	CreatedAt   time.Time  `bun:"created_at,nullzero,default:now()"`
	UpdatedAt   time.Time  `bun:"updated_at,nullzero,default:now()"`
}

// GlobalID names the brand in the API.
func (b *Brand) GlobalID() id.ID { return id.Of(id.Brand, b.ID) }

// IsNode marks what node(id) can answer.
func (*Brand) IsNode() {}

// BrandUpsertInput makes a brand or changes one. What is nil or left out stays as it is.
type BrandUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Slug            *string
	Name            *lang.Text
	Description     *lang.Text
	MediaID         graphql.Omittable[*id.ID] // null: no picture
	Position        *int
}

// UpsertBrand makes or changes a brand.
//
// Errors: all faults of the input together, below "input": NOT_FOUND, STALE_VERSION, REQUIRED, TOO_LONG, DUPLICATE,
// SLUG_TAKEN, and those of single fields.
func UpsertBrand(ctx context.Context, tx *db.Tx, storeID int64, in BrandUpsertInput, now time.Time) (*Brand, error) {
	return edit.Again(func() (*Brand, error) { return upsertBrand(ctx, tx, storeID, in, now) })
}

func upsertBrand(ctx context.Context, tx *db.Tx, storeID int64, in BrandUpsertInput, now time.Time) (*Brand, error) {
	b, isNew, err := edit.Find[Brand](ctx, tx, storeID, id.Brand, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	if isNew {
		b = &Brand{StoreID: storeID, ID: id.New(), CreatedAt: now}
	} else if f := edit.Stale(in.ExpectedVersion, b.Version); f != nil {
		return nil, f
	}
	var faults fault.List
	before := *b
	row := keyed{edit.Keyed{Tx: tx, StoreID: storeID, Table: "brands", ID: b.ID, IsNew: isNew}}
	err = row.setFace(ctx, face{&b.ExternalID, &b.Slug, &b.Name, &b.Description, &b.MediaID, &b.Position},
		faceInput{in.ExternalID, in.Slug, in.Name, in.Description, in.MediaID, in.Position}, &faults)
	if err != nil {
		return nil, err
	}
	if err := row.Verdict(ctx, b.ExternalID, faults); err != nil {
		return nil, err
	}
	b.Version++
	b.UpdatedAt = now
	if err := row.Saved(edit.Save(ctx, tx, b, isNew), b.Slug); err != nil {
		return nil, err
	}
	if isNew || before.Name == b.Name && before.Slug == b.Slug {
		return b, nil
	}
	return b, indexWhere(ctx, tx, storeID, now, "prd.brand_id = ?", b.ID) // products are found and counted by their brand
}

// DeleteBrand deletes a brand; its products stay without one. A repeat succeeds. Faults: INVALID_ID, STALE_VERSION.
func DeleteBrand(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion, now time.Time) error {
	b, err := edit.Doomed[Brand](ctx, tx, storeID, id.Brand, in)
	if err != nil || b == nil {
		return err
	}
	var orphans []uuid.UUID
	_, err = tx.NewUpdate().Model((*Product)(nil)).Set("brand_id = NULL").
		Where("store_id = ?", storeID).Where("brand_id = ?", b.ID).Returning("id").Exec(ctx, &orphans)
	if err != nil {
		return fmt.Errorf("products of brand %s: %w", b.ID, err)
	}
	return deleteFrom(ctx, tx, storeID, b, orphans, now)
}

// Brands reads all brands of a store in order.
func Brands(ctx context.Context, q bun.IDB, storeID int64) ([]*Brand, error) {
	all := []*Brand{}
	if err := q.NewSelect().Model(&all).Where("store_id = ?", storeID).OrderExpr("position, id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("brands of store %d: %w", storeID, err)
	}
	return all, nil
}

// BrandsByIDs reads brands.
func BrandsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Brand, error) {
	return byIDs[Brand](ctx, q, storeID, ids)
}

// BrandBy reads one brand, nil when there is none.
func BrandBy(ctx context.Context, q bun.IDB, storeID int64, k Key) (*Brand, error) {
	b := new(Brand)
	sel, err := k.where(q.NewSelect().Model(b).Where("store_id = ?", storeID), id.Brand)
	if err != nil {
		return nil, err
	}
	return edit.One(b, sel.Scan(ctx))
}
