package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/stock"
)

// VariantInput declares a variant. It is matched by ID, else ExternalID, else SKU, else its choice; what is nil stays as
// it is on a variant that was matched.
type VariantInput struct {
	ID          *id.ID
	ExternalID  *string
	SKU         *string
	Barcode     *string
	Choice      []*OptionChoiceInput
	Price       *money.Tiyin
	CompareAt   graphql.Omittable[*money.Tiyin] // null: none
	IsActive    *bool
	IsStopped   *bool
	TracksStock *bool
	WeightGrams *int
	OnHand      *int // pieces at the default location
}

// OptionChoiceInput is a value chosen, by codes.
type OptionChoiceInput struct {
	OptionCode string
	ValueCode  string
}

// replaceVariants makes the product's variants what is given. Variants that are missing from the list are deleted, or
// switched off when orders hold pieces of them or have bought them. With isGiven false only the options changed: the
// variants stay, and those whose choice no longer fits are switched off.
func replaceVariants(ctx context.Context, tx *db.Tx, p *Product, options []*Option, given []*VariantInput, isGiven bool, actor string, now time.Time) error {
	loaded, err := VariantsOf(ctx, tx, p.StoreID, []uuid.UUID{p.ID})
	if err != nil {
		return err
	}
	old := loaded[p.ID]
	if !isGiven {
		return dropMisfits(ctx, tx, p, options, old)
	}
	if len(given) > maxVariants {
		return fault.New(fault.TooMany, "input", "variants").With("max", maxVariants)
	}
	variants, err := readVariants(p, options, old, given, now)
	if err != nil {
		return err
	}
	if err := retire(ctx, tx, p, old, variants); err != nil {
		return err
	}
	if len(variants) == 0 {
		return nil
	}
	_, err = tx.NewInsert().Model(&variants).On("CONFLICT (store_id, id) DO UPDATE").
		Set("external_id = EXCLUDED.external_id").Set("sku = EXCLUDED.sku").Set("barcode = EXCLUDED.barcode").
		Set("choice = EXCLUDED.choice").Set("choice_key = EXCLUDED.choice_key").Set("price = EXCLUDED.price").
		Set("compare_at = EXCLUDED.compare_at").Set("tracks_stock = EXCLUDED.tracks_stock").
		Set("is_active = EXCLUDED.is_active").Set("is_stopped = EXCLUDED.is_stopped").
		Set("weight_grams = EXCLUDED.weight_grams").Set("position = EXCLUDED.position").
		Set("updated_at = EXCLUDED.updated_at").Exec(ctx)
	switch {
	case db.Violates(err, "variants_sku_key"):
		return skuTaken(variants, given)
	case db.Violates(err, "variants_external_id_key"):
		return fault.New(fault.Duplicate, "input", "variants")
	case err != nil:
		return fmt.Errorf("save variants of product %s: %w", p.ID, err)
	}
	return countPieces(ctx, tx, p.StoreID, variants, given, actor)
}

func skuTaken(variants []*Variant, given []*VariantInput) error {
	var faults fault.List
	for i, in := range given {
		if in.SKU != nil && *in.SKU != "" {
			faults.Add(fault.New(fault.SKUTaken, append(input.At(i, "input", "variants"), "sku")...).With("sku", *variants[i].SKU))
		}
	}
	if len(faults) > 1 { // which of them cannot be told once the statement has failed
		return fault.New(fault.SKUTaken, "input", "variants").With("sku", faults[0].Params["sku"])
	}
	return faults.Err()
}

func readVariants(p *Product, options []*Option, old []*Variant, given []*VariantInput, now time.Time) ([]*Variant, error) {
	var faults fault.List
	variants := make([]*Variant, len(given))
	used := map[uuid.UUID]bool{}
	skus, choices := map[string]bool{}, map[string]bool{}
	for i, in := range given {
		at := input.At(i, "input", "variants")
		choice, key, f := in.choice(options, at)
		faults.Add(f)
		before, err := in.match(old, key, used, at)
		if err != nil {
			_ = faults.Under(err)
			continue
		}
		v := &Variant{StoreID: p.StoreID, ID: id.New(), ProductID: p.ID, TracksStock: true, IsActive: true, CreatedAt: now}
		if before != nil {
			copied := *before
			v = &copied
			used[v.ID] = true
		}
		v.Choice, v.ChoiceKey, v.Position, v.UpdatedAt = choice, key, i, now
		if f == nil && choices[key] {
			faults.Add(fault.New(fault.OptionMismatch, append(at, "choice")...))
		}
		choices[key] = true
		in.apply(v, skus, at, &faults)
		variants[i] = v
	}
	return variants, faults.Err()
}

// choice reads exactly one value of each option.
func (in *VariantInput) choice(options []*Option, at []string) (map[uuid.UUID]uuid.UUID, string, *fault.Error) {
	chosen := map[uuid.UUID]uuid.UUID{}
	for _, c := range in.Choice {
		for _, o := range options {
			if o.Code != c.OptionCode {
				continue
			}
			if v := valueBy(options, c.OptionCode, c.ValueCode); v != nil {
				chosen[o.ID] = v.ID
			}
		}
	}
	if len(chosen) != len(options) || len(in.Choice) != len(options) {
		return chosen, "", fault.New(fault.OptionMismatch, append(at, "choice")...)
	}
	return chosen, ChoiceKey(chosen), nil
}

// ChoiceKey is one canonical text for a choice: value ids, sorted. Values belong to one option, so they say it all.
func ChoiceKey(choice map[uuid.UUID]uuid.UUID) string {
	ids := make([]string, 0, len(choice))
	for _, value := range choice {
		ids = append(ids, value.String())
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// match finds the variant that is meant among those the product has.
func (in *VariantInput) match(old []*Variant, key string, used map[uuid.UUID]bool, at []string) (*Variant, error) {
	find := func(is func(*Variant) bool) *Variant {
		for _, v := range old {
			if !used[v.ID] && is(v) {
				return v
			}
		}
		return nil
	}
	if in.ID != nil {
		wanted, err := in.ID.Must(id.Variant, append(at, "id")...)
		if err != nil {
			return nil, err
		}
		v := find(func(v *Variant) bool { return v.ID == wanted })
		if v == nil {
			return nil, fault.New(fault.NotFound, append(at, "id")...)
		}
		return v, nil
	}
	if in.ExternalID != nil {
		if v := find(func(v *Variant) bool { return v.ExternalID != nil && *v.ExternalID == *in.ExternalID }); v != nil {
			return v, nil
		}
	}
	if in.SKU != nil && *in.SKU != "" {
		if v := find(func(v *Variant) bool { return v.SKU != nil && *v.SKU == *in.SKU }); v != nil {
			return v, nil
		}
	}
	return find(func(v *Variant) bool { return v.ChoiceKey == key }), nil
}

func (in *VariantInput) apply(v *Variant, skus map[string]bool, at []string, faults *fault.List) {
	if in.ExternalID != nil {
		faults.Add(checkExternalID(*in.ExternalID, append(at, "externalId")...))
		v.ExternalID = in.ExternalID
	}
	if in.SKU != nil {
		sku, f := input.Text(*in.SKU, 60, append(at, "sku")...)
		faults.Add(f)
		if v.SKU = nil; sku != "" {
			v.SKU = &sku
			if skus[sku] {
				faults.Add(fault.New(fault.SKUTaken, append(at, "sku")...).With("sku", sku))
			}
			skus[sku] = true
		}
	}
	if in.Barcode != nil {
		barcode, f := input.Text(*in.Barcode, 60, append(at, "barcode")...)
		faults.Add(f)
		v.Barcode = barcode
	}
	if in.Price != nil {
		v.Price = in.Price
	}
	if compareAt, ok := in.CompareAt.ValueOK(); ok {
		v.CompareAt = compareAt
	}
	for _, flag := range []struct {
		given *bool
		field *bool
	}{{in.IsActive, &v.IsActive}, {in.IsStopped, &v.IsStopped}, {in.TracksStock, &v.TracksStock}} {
		if flag.given != nil {
			*flag.field = *flag.given
		}
	}
	if in.WeightGrams != nil {
		faults.Add(input.Number(*in.WeightGrams, 0, 10_000_000, append(at, "weightGrams")...))
		v.WeightGrams = in.WeightGrams
	}
	if in.OnHand != nil {
		faults.Add(input.Number(*in.OnHand, 0, stock.MaxPieces, append(at, "onHand")...))
	}
	checkPrice(v, at, faults)
}

func checkPrice(v *Variant, at []string, faults *fault.List) {
	if v.Price == nil {
		if v.IsActive {
			faults.Add(fault.New(fault.PriceMissing, append(at, "price")...))
		}
		return
	}
	faults.Add(input.Number(*v.Price, 0, MaxPrice, append(at, "price")...))
	if v.CompareAt != nil {
		faults.Add(input.Number(*v.CompareAt, *v.Price+1, MaxPrice, append(at, "compareAt")...))
	}
}

// retire deletes the variants that are no longer wanted, or switches them off when orders know them.
func retire(ctx context.Context, tx *db.Tx, p *Product, old, wanted []*Variant) error {
	var gone []*Variant
	for _, v := range old {
		if !slices.ContainsFunc(wanted, func(w *Variant) bool { return w.ID == v.ID }) {
			gone = append(gone, v)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(gone))
	for i, v := range gone {
		ids[i] = v.ID
	}
	used, err := ordered(ctx, tx, p, ids)
	if err != nil {
		return err
	}
	for _, v := range gone {
		if used[v.ID] {
			if err := switchOff(ctx, tx, v); err != nil {
				return err
			}
			ids = slices.DeleteFunc(ids, func(u uuid.UUID) bool { return u == v.ID })
		}
	}
	_, err = tx.NewDelete().Model((*Variant)(nil)).Where("store_id = ?", p.StoreID).
		Where("id IN (?)", bun.In(append(ids, uuid.Nil))).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove variants of product %s: %w", p.ID, err)
	}
	return nil
}

// ordered tells which variants of a product orders know. Their levels stay locked, so that no order takes pieces of one
// that is about to be deleted.
func ordered(ctx context.Context, tx *db.Tx, p *Product, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	if err := stock.Lock(ctx, tx, p.StoreID, ids); err != nil {
		return nil, err
	}
	var known []uuid.UUID
	// The lines of orders are the order's own, but an order needs the catalog and not the other way round.
	err := tx.NewSelect().Table("order_lines").ColumnExpr("DISTINCT variant_id").Where("store_id = ?", p.StoreID).
		Where("product_id = ?", p.ID).Where("variant_id IN (?)", bun.In(ids)).Scan(ctx, &known)
	if err != nil {
		return nil, fmt.Errorf("orders of product %s: %w", p.ID, err)
	}
	used := make(map[uuid.UUID]bool, len(known))
	for _, v := range known {
		used[v] = true
	}
	return used, nil
}

// switchOff keeps the row for the orders that know it and frees its choice for another variant.
func switchOff(ctx context.Context, tx *db.Tx, v *Variant) error {
	_, err := tx.NewUpdate().Model(v).Set("is_active = false").Set("choice_key = ?", "off "+v.ID.String()).
		Where("store_id = ?", v.StoreID).Where("id = ?", v.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("switch off variant %s: %w", v.ID, err)
	}
	return nil
}

func dropMisfits(ctx context.Context, tx *db.Tx, p *Product, options []*Option, old []*Variant) error {
	var fitting []*Variant
	for _, v := range old {
		if len(v.Values(options)) == len(options) && len(v.Choice) == len(options) {
			fitting = append(fitting, v)
		}
	}
	return retire(ctx, tx, p, old, fitting)
}

func countPieces(ctx context.Context, tx *db.Tx, storeID int64, variants []*Variant, given []*VariantInput, actor string) error {
	var faults fault.List
	for i, in := range given {
		if in.OnHand == nil {
			continue
		}
		err := stock.Set(ctx, tx, storeID, stock.Change{
			VariantID: variants[i].ID, OnHand: in.OnHand, Reason: stock.Recount, Actor: actor,
		})
		if err != nil {
			if other := faults.Under(err, input.At(i, "input", "variants")...); other != nil {
				return other
			}
		}
	}
	return faults.Err()
}
