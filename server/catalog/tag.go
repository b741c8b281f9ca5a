package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
)

// Tag is a word that a shop puts on products to gather them: "gift", "summer". Writing a product with a new code makes it.
type Tag struct {
	bun.BaseModel `bun:"table:tags,alias:tag"`

	StoreID int64     `bun:"store_id,pk"`
	ID      uuid.UUID `bun:"id,pk,type:uuid"`
	Code    string    `bun:"code"`
	Name    lang.Text `bun:"name,type:jsonb"`
	Version int       `bun:"version"`
}

// GlobalID names the tag in the API.
func (t *Tag) GlobalID() id.ID { return id.Of(id.Tag, t.ID) }

// IsNode marks what node(id) can answer.
func (*Tag) IsNode() {}

// TagUpsertInput makes a tag or changes the name of one.
type TagUpsertInput struct {
	Code            string
	ExpectedVersion *int
	Name            lang.Text
}

// UpsertTag makes a tag or names it anew. Errors: the faults of the input, all at once; STALE_VERSION.
func UpsertTag(ctx context.Context, tx *db.Tx, storeID int64, in TagUpsertInput, now time.Time) (*Tag, error) {
	return edit.Again(func() (*Tag, error) {
		var faults fault.List
		faults.Add(checkCode(in.Code, map[string]bool{}, "input", "code"))
		t := new(Tag)
		t, err := edit.One(t, tx.NewSelect().Model(t).Where("store_id = ?", storeID).Where("code = ?", in.Code).For("NO KEY UPDATE").Scan(ctx))
		if err != nil {
			return nil, err
		}
		isNew := t == nil
		if isNew {
			t = &Tag{StoreID: storeID, ID: id.New(), Code: in.Code}
		} else if f := edit.Stale(in.ExpectedVersion, t.Version); f != nil {
			return nil, f
		}
		required(&faults, &t.Name, &in.Name, isNew, 60, "input", "name")
		if err := faults.Err(); err != nil {
			return nil, err
		}
		t.Version++
		if err := edit.Save(ctx, tx, t, isNew); err != nil {
			return nil, fmt.Errorf("save tag %s: %w", t.Code, err)
		}
		if isNew {
			return t, nil
		}
		return t, indexWhere(ctx, tx, storeID, now, tagged, storeID, t.ID)
	})
}

// tagged selects the products with a tag.
const tagged = "prd.id IN (SELECT product_id FROM product_tags WHERE store_id = ? AND tag_id = ?)"

// DeleteTag takes a tag from all products and deletes it. A repeat succeeds. Faults: INVALID_ID, STALE_VERSION.
func DeleteTag(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion, now time.Time) error {
	t, err := edit.Doomed[Tag](ctx, tx, storeID, id.Tag, in)
	if err != nil || t == nil {
		return err
	}
	return deleteWithLinks(ctx, tx, storeID, t, "product_tags", "tag_id", now)
}

// deleteWithLinks deletes a row and what ties it to products in a table, and makes those found by what is left.
func deleteWithLinks(ctx context.Context, tx *db.Tx, storeID int64, row edit.Row, table, column string, now time.Time) error {
	var had []uuid.UUID
	_, err := tx.NewDelete().Table(table).Where("store_id = ?", storeID).Where("? = ?", bun.Ident(column), row.GlobalID().UUID).
		Returning("product_id").Exec(ctx, &had)
	if err != nil {
		return fmt.Errorf("take %s from products: %w", row.GlobalID(), err)
	}
	return deleteFrom(ctx, tx, storeID, row, had, now)
}

// deleteFrom deletes a row that products have lost: they have a new version, are told of, and found by what is left.
func deleteFrom(ctx context.Context, tx *db.Tx, storeID int64, row edit.Row, had []uuid.UUID, now time.Time) error {
	if err := edit.Delete(ctx, tx, row); err != nil || len(had) == 0 {
		return err
	}
	var changed []*Product
	_, err := tx.NewUpdate().Model((*Product)(nil)).Set("version = version + 1").Set("updated_at = ?", now).
		Where("store_id = ?", storeID).Where("id IN (?)", bun.List(had)).Returning("store_id, id, version").Exec(ctx, &changed)
	if err != nil {
		return fmt.Errorf("products without %s: %w", row.GlobalID(), err)
	}
	for _, p := range changed {
		edit.Record(ctx, tx, p, false)
	}
	return index(ctx, tx, storeID, now, had...)
}

// Tags reads all tags of a store by code.
func Tags(ctx context.Context, q bun.IDB, storeID int64) ([]*Tag, error) {
	all := []*Tag{}
	if err := q.NewSelect().Model(&all).Where("store_id = ?", storeID).OrderExpr("code").Scan(ctx); err != nil {
		return nil, fmt.Errorf("tags of store %d: %w", storeID, err)
	}
	return all, nil
}

// TagsByIDs reads tags.
func TagsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Tag, error) {
	return byIDs[Tag](ctx, q, storeID, ids)
}

const tagsOf db.Hot = `
	SELECT tag.*, link.product_id FROM product_tags link JOIN tags tag ON tag.store_id = link.store_id AND tag.id = link.tag_id
	WHERE link.store_id = $1 AND link.product_id = ANY($2::text[]::uuid[]) ORDER BY link.position`

// TagsOf reads the tags of products in their order, by product.
func TagsOf(ctx context.Context, q bun.IDB, storeID int64, productIDs []uuid.UUID) (map[uuid.UUID][]*Tag, error) {
	if len(productIDs) == 0 {
		return nil, nil
	}
	var rows []*struct {
		Tag       `bun:",extend"`
		ProductID uuid.UUID
	}
	if err := tagsOf.Scan(ctx, q, &rows, storeID, db.Texts(productIDs)); err != nil {
		return nil, fmt.Errorf("tags of products: %w", err)
	}
	by := make(map[uuid.UUID][]*Tag, len(productIDs))
	for _, r := range rows {
		by[r.ProductID] = append(by[r.ProductID], &r.Tag)
	}
	return by, nil
}
