package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/stock"
)

// The readers below fetch rows of many parents in one query, for the loaders of a request. Absent parents are absent from
// the answer. Lists are in the order in which they are shown.

// ProductsByIDs reads products whatever their status.
func ProductsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Product, error) {
	return byIDs[Product](ctx, q, storeID, ids)
}

// VariantsByIDs reads variants whatever their state, retired ones too.
func VariantsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Variant, error) {
	return byIDs[Variant](ctx, q, storeID, ids)
}

// CategoriesByIDs reads categories, hidden ones too.
func CategoriesByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Category, error) {
	return byIDs[Category](ctx, q, storeID, ids)
}

func byIDs[T any](ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []*T
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read %T: %w", found, err)
	}
	return found, nil
}

// VariantsOf reads the variants of products, inactive ones too but not retired ones, by product.
func VariantsOf(ctx context.Context, q bun.IDB, storeID int64, productIDs []uuid.UUID) (map[uuid.UUID][]*Variant, error) {
	return children(ctx, q, storeID, "product_id", productIDs, func(v *Variant) uuid.UUID { return v.ProductID }, "retired_at IS NULL")
}

// seenVariants reads variants of products with the pieces that can be sold of them.
var seenVariants = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Variant)(nil)).ColumnExpr("?TableColumns").ColumnExpr(piecesColumn).ColumnExpr(listPriceColumn).
		Where("var.store_id = $1").Where("var.product_id = ANY($2::text[]::uuid[])").Where("var.retired_at IS NULL").
		OrderExpr("var.position, var.id")
})

// pieces is SQL for what can be sold of a variant.
const pieces = "(SELECT coalesce(sum(" + stock.Free + "), 0) FROM stock_levels lvl WHERE lvl.store_id = var.store_id AND lvl.variant_id = var.id)"

const piecesColumn = pieces + " AS pieces"

// VariantsSeen is VariantsOf as somebody sees it: with pieces, and at the prices that hold for them.
func VariantsSeen(ctx context.Context, q bun.IDB, storeID int64, view View, productIDs []uuid.UUID) (map[uuid.UUID][]*Variant, error) {
	var found []*Variant
	if err := seenVariants.Scan(ctx, q, &found, storeID, db.Texts(productIDs), view.Now, view.customer()); err != nil {
		return nil, fmt.Errorf("variants of products: %w", err)
	}
	by := make(map[uuid.UUID][]*Variant, len(productIDs))
	for _, v := range found {
		by[v.ProductID] = append(by[v.ProductID], v.charge())
	}
	return by, nil
}

var seenVariantsByID = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Variant)(nil)).ColumnExpr("?TableColumns").ColumnExpr(piecesColumn).ColumnExpr(listPriceColumn).
		Where("var.store_id = $1").Where("var.id = ANY($2::text[]::uuid[])")
})

// VariantsSeenByIDs is VariantsByIDs as somebody sees it.
func VariantsSeenByIDs(ctx context.Context, q bun.IDB, storeID int64, view View, ids []uuid.UUID) ([]*Variant, error) {
	var found []*Variant
	if err := seenVariantsByID.Scan(ctx, q, &found, storeID, db.Texts(ids), view.Now, view.customer()); err != nil {
		return nil, fmt.Errorf("variants: %w", err)
	}
	for _, v := range found {
		v.charge()
	}
	return found, nil
}

var optionsOf = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Option)(nil)).ColumnExpr("?TableColumns").
		ColumnExpr(`(SELECT json_agg(val ORDER BY val.position, val.id) FROM option_values val
			WHERE val.store_id = opt.store_id AND val.option_id = opt.id) AS "children"`).
		Where("opt.store_id = $1").Where("opt.product_id = ANY($2::text[]::uuid[])").OrderExpr("opt.position, opt.id")
})

// OptionsOf reads the options of products with their values, by product.
func OptionsOf(ctx context.Context, q bun.IDB, storeID int64, productIDs []uuid.UUID) (map[uuid.UUID][]*Option, error) {
	if len(productIDs) == 0 {
		return nil, nil
	}
	var rows []*struct {
		Option   `bun:",extend"`
		Children db.Rows[OptionValue]
	}
	if err := optionsOf.Scan(ctx, q, &rows, storeID, db.Texts(productIDs)); err != nil {
		return nil, fmt.Errorf("options of products: %w", err)
	}
	by := make(map[uuid.UUID][]*Option, len(productIDs))
	for _, r := range rows {
		r.Values = r.Children
		by[r.ProductID] = append(by[r.ProductID], &r.Option)
	}
	return by, nil
}

func children[T any](ctx context.Context, q bun.IDB, storeID int64, column string, parents []uuid.UUID, parent func(*T) uuid.UUID, also ...string) (map[uuid.UUID][]*T, error) {
	if len(parents) == 0 {
		return nil, nil
	}
	var found []*T
	sel := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("? IN (?)", bun.Ident(column), bun.List(parents))
	for _, condition := range also {
		sel = sel.Where(condition)
	}
	if err := sel.OrderExpr("position, id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read %T: %w", found, err)
	}
	by := make(map[uuid.UUID][]*T, len(parents))
	for _, row := range found {
		by[parent(row)] = append(by[parent(row)], row)
	}
	return by, nil
}

// picturesOf reads the pictures of products and of their variants with their media.
const picturesOf db.Hot = `
	SELECT med.*, pic.product_id, pic.option_value_id, pic.variant_id, pic.position FROM (
		SELECT product_id, media_id, option_value_id, NULL::uuid AS variant_id, position FROM product_media
		WHERE store_id = $1 AND product_id = ANY($2::text[]::uuid[])
		UNION ALL
		SELECT v.product_id, own.media_id, NULL, own.variant_id, own.position FROM variants v
		JOIN variant_media own ON own.store_id = v.store_id AND own.variant_id = v.id
		WHERE v.store_id = $1 AND v.product_id = ANY($2::text[]::uuid[]) AND v.retired_at IS NULL
	) pic JOIN media med ON med.store_id = $1 AND med.id = pic.media_id
	ORDER BY pic.position, pic.media_id`

// PicturesOf reads the pictures of products and of their variants with their media, by product.
func PicturesOf(ctx context.Context, q bun.IDB, storeID int64, productIDs []uuid.UUID) (map[uuid.UUID][]*Picture, error) {
	if len(productIDs) == 0 {
		return nil, nil
	}
	var rows []*struct {
		media.Media
		ProductID     uuid.UUID
		OptionValueID *uuid.UUID
		VariantID     *uuid.UUID
		Position      int
	}
	if err := picturesOf.Scan(ctx, q, &rows, storeID, db.Texts(productIDs)); err != nil {
		return nil, fmt.Errorf("pictures of products: %w", err)
	}
	by := make(map[uuid.UUID][]*Picture, len(productIDs))
	for _, r := range rows {
		by[r.ProductID] = append(by[r.ProductID], &Picture{
			StoreID: storeID, ProductID: r.ProductID, MediaID: r.ID, OptionValueID: r.OptionValueID, VariantID: r.VariantID,
			Position: r.Position, Media: &r.Media,
		})
	}
	return by, nil
}

const modifierGroupsOf db.Hot = `
	SELECT link.product_id, to_json(grp) AS "group", (
		SELECT json_agg(mdo ORDER BY mdo.position, mdo.id) FROM modifier_options mdo
		WHERE mdo.store_id = link.store_id AND mdo.group_id = link.group_id) AS additions
	FROM product_modifier_groups link JOIN modifier_groups grp ON grp.store_id = link.store_id AND grp.id = link.group_id
	WHERE link.store_id = $1 AND link.product_id = ANY($2::text[]::uuid[]) ORDER BY link.position, link.group_id`

// ModifierGroupsOf reads the modifier groups of products with all their options, by product.
func ModifierGroupsOf(ctx context.Context, q bun.IDB, storeID int64, productIDs []uuid.UUID) (map[uuid.UUID][]*ModifierGroup, error) {
	if len(productIDs) == 0 {
		return nil, nil
	}
	var rows []*struct {
		ProductID uuid.UUID
		Group     db.Row[ModifierGroup]
		Additions db.Rows[ModifierOption]
	}
	if err := modifierGroupsOf.Scan(ctx, q, &rows, storeID, db.Texts(productIDs)); err != nil {
		return nil, fmt.Errorf("modifier groups of products: %w", err)
	}
	by := make(map[uuid.UUID][]*ModifierGroup, len(productIDs))
	for _, r := range rows {
		r.Group.Model.Options = r.Additions
		by[r.ProductID] = append(by[r.ProductID], r.Group.Model)
	}
	return by, nil
}

// ModifierGroupsByIDs reads groups with their options, by id.
func ModifierGroupsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID]*ModifierGroup, error) {
	found, err := byIDs[ModifierGroup](ctx, q, storeID, ids)
	if err != nil {
		return nil, err
	}
	options, err := children(ctx, q, storeID, "group_id", ids, func(o *ModifierOption) uuid.UUID { return o.GroupID })
	if err != nil {
		return nil, err
	}
	by := make(map[uuid.UUID]*ModifierGroup, len(found))
	for _, g := range found {
		g.Options = options[g.ID]
		by[g.ID] = g
	}
	return by, nil
}

// ModifierGroups reads all groups of a store with their options.
func ModifierGroups(ctx context.Context, q bun.IDB, storeID int64) ([]*ModifierGroup, error) {
	found := []*ModifierGroup{}
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).OrderExpr("position, id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("modifier groups of store %d: %w", storeID, err)
	}
	ids := make([]uuid.UUID, len(found))
	for i, g := range found {
		ids[i] = g.ID
	}
	full, err := ModifierGroupsByIDs(ctx, q, storeID, ids)
	if err != nil {
		return nil, err
	}
	for i, g := range found {
		found[i] = full[g.ID]
	}
	return found, nil
}

// Cover is the picture to show for a variant: its own first, else the first of one of its values, else the first that
// belongs to no value, else the first of all the product's; nil when there is none.
func Cover(pictures []*Picture, v *Variant) *media.Media {
	var value, general, first *media.Media
	keep := func(m **media.Media, p *Picture) {
		if *m == nil {
			*m = p.Media
		}
	}
	for _, p := range pictures {
		switch {
		case p.VariantID != nil:
			if v != nil && *p.VariantID == v.ID {
				return p.Media
			}
			continue
		case p.OptionValueID == nil:
			keep(&general, p)
		case v != nil && v.has(*p.OptionValueID):
			keep(&value, p)
		}
		keep(&first, p)
	}
	for _, m := range []*media.Media{value, general} {
		if m != nil {
			return m
		}
	}
	return first
}

// has tells whether the variant is the one with an option value.
func (v *Variant) has(value uuid.UUID) bool {
	for _, chosen := range v.Choice {
		if chosen == value {
			return true
		}
	}
	return false
}

// VariantByID reads one variant. Error: NOT_FOUND at variantId.
func VariantByID(ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (*Variant, error) {
	found, err := VariantsByIDs(ctx, q, storeID, []uuid.UUID{key})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "input", "variantId")
	}
	return found[0], nil
}
