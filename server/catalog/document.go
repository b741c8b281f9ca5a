package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/stock"
)

// index makes products found by what they are now.
func index(ctx context.Context, tx *db.Tx, storeID int64, now time.Time, productIDs ...uuid.UUID) error {
	if len(productIDs) == 0 {
		return nil
	}
	return indexWhere(ctx, tx, storeID, now, "prd.id IN (?)", bun.List(productIDs))
}

// indexWhere is index for the products that a condition selects.
func indexWhere(ctx context.Context, tx *db.Tx, storeID int64, now time.Time, condition string, args ...any) error {
	var products []*Product
	err := tx.NewSelect().Model(&products).Where("prd.store_id = ?", storeID).Where(condition, args...).Scan(ctx)
	if err != nil {
		return fmt.Errorf("products to index: %w", err)
	}
	for some := range slices.Chunk(products, MaxBulk) {
		if err := indexSome(ctx, tx, storeID, now, some); err != nil {
			return err
		}
	}
	return nil
}

func indexSome(ctx context.Context, tx *db.Tx, storeID int64, now time.Time, products []*Product) error {
	parts, err := readParts(ctx, tx, storeID, products)
	if err != nil {
		return err
	}
	documents := make([]*search.Document, len(products))
	for i, p := range products {
		documents[i] = parts.document(p, now)
	}
	return search.Put(ctx, tx, documents...)
}

// Reindex is index under the lock of each product: one that is being written is indexed by its writer, and then again.
func Reindex(ctx context.Context, tx *db.Tx, storeID int64, now time.Time, ids []uuid.UUID) error {
	var locked []uuid.UUID
	err := tx.NewSelect().Model((*Product)(nil)).Column("id").Where("store_id = ?", storeID).
		Where("id IN (?)", bun.List(append(ids, uuid.Nil))).Order("id").For("NO KEY UPDATE").Scan(ctx, &locked)
	if err != nil {
		return fmt.Errorf("lock %d products: %w", len(ids), err)
	}
	return index(ctx, tx, storeID, now, locked...)
}

// parts are what products are found by besides their own rows, by product unless it says otherwise.
type parts struct {
	variants   map[uuid.UUID][]*Variant
	options    map[uuid.UUID][]*Option
	available  map[uuid.UUID]int      // pieces, by variant
	brands     map[uuid.UUID]*Brand   // by brand
	categories map[uuid.UUID][]string // names of a category and those above it, by category
	tags       map[uuid.UUID][]*Tag
	attributes map[uuid.UUID][]*Attribute
}

func readParts(ctx context.Context, q bun.IDB, storeID int64, products []*Product) (*parts, error) {
	ids := make([]uuid.UUID, len(products))
	var brandIDs []uuid.UUID
	for i, p := range products {
		ids[i] = p.ID
		if p.BrandID != nil {
			brandIDs = append(brandIDs, *p.BrandID)
		}
	}
	r := new(parts)
	var err error
	if r.variants, err = VariantsOf(ctx, q, storeID, ids); err != nil {
		return nil, err
	}
	if r.options, err = OptionsOf(ctx, q, storeID, ids); err != nil {
		return nil, err
	}
	var counted []uuid.UUID
	for _, list := range r.variants {
		for _, v := range list {
			if v.TracksStock {
				counted = append(counted, v.ID)
			}
		}
	}
	if r.available, err = stock.Available(ctx, q, storeID, counted); err != nil {
		return nil, err
	}
	brands, err := BrandsByIDs(ctx, q, storeID, brandIDs)
	if err != nil {
		return nil, err
	}
	r.brands = make(map[uuid.UUID]*Brand, len(brands))
	for _, b := range brands {
		r.brands[b.ID] = b
	}
	if r.categories, err = categoryNames(ctx, q, storeID, products); err != nil {
		return nil, err
	}
	if r.tags, err = TagsOf(ctx, q, storeID, ids); err != nil {
		return nil, err
	}
	r.attributes, err = AttributesOf(ctx, q, storeID, ids)
	return r, err
}

// document gathers what a product is found by.
func (r *parts) document(p *Product, now time.Time) *search.Document {
	d := &search.Document{
		StoreID: p.StoreID, ProductID: p.ID, Title: appendTexts(nil, p.Name), Body: appendTexts(appendTexts(nil, p.Summary), p.Description),
		IsActive: p.IsShown(now), CategoryID: p.CategoryID, PriceMin: int64(p.PriceMin), IsOnSale: p.IsOnSale,
		Popularity: p.Popularity, Position: p.Position, PublishedAt: p.PublishedAt,
	}
	if p.CategoryID != nil {
		d.Keywords = r.categories[*p.CategoryID]
	}
	if p.BrandID != nil && r.brands[*p.BrandID] != nil {
		d.Title = appendTexts(d.Title, r.brands[*p.BrandID].Name)
		d.Labels = append(d.Labels, search.Label{Kind: search.ByBrand, Code: r.brands[*p.BrandID].Slug})
	}
	for _, t := range r.tags[p.ID] {
		d.Keywords = appendTexts(d.Keywords, t.Name)
		d.Labels = append(d.Labels, search.Label{Kind: search.ByTag, Code: t.Code})
	}
	for _, a := range p.Attributes(r.attributes[p.ID]) {
		if a.Flag == nil { // a yes says nothing by itself
			d.Body = appendTexts(d.Body, a.Value)
		}
		a.label(d)
	}
	options := r.options[p.ID]
	used := map[uuid.UUID]bool{}
	for _, v := range r.variants[p.ID] {
		if v.SKU != nil {
			d.Codes = append(d.Codes, *v.SKU)
		}
		if !v.IsActive {
			continue
		}
		c := search.Choice{CanBuy: !v.Stopped(now) && (!v.TracksStock || r.available[v.ID] >= p.QuantityMinimum)}
		for _, value := range v.Values(options) {
			c.Values = append(c.Values, search.Value{Option: optionBy(options, value.OptionID).Code, Value: value.Code})
			if !used[value.ID] {
				used[value.ID] = true
				d.Keywords = appendTexts(d.Keywords, value.Name)
			}
		}
		d.Choices = append(d.Choices, c)
	}
	return d
}

// label adds what products are filtered by: choices, yes or no, and numbers.
func (a *Attribute) label(d *search.Document) {
	kind := search.ByAttribute(a.Code)
	for _, c := range a.Choices {
		d.Labels = append(d.Labels, search.Label{Kind: kind, Code: c.Code})
	}
	if a.Flag != nil {
		d.Labels = append(d.Labels, search.Label{Kind: kind, Code: flagCode[*a.Flag]})
	}
	if a.Number != nil {
		if value, err := search.ParseMicro(*a.Number); err == nil { // it has the form that the column allows
			d.Numbers = append(d.Numbers, search.Number{Kind: kind, Value: value})
		}
	}
}

// flagCode is what a yes or a no is called in search.
var flagCode = map[bool]string{true: search.Yes, false: search.No}

func appendTexts(list []string, t lang.Text) []string {
	for _, l := range lang.All {
		if s := t.Get(l); s != "" {
			list = append(list, s)
		}
	}
	return list
}

func optionBy(options []*Option, key uuid.UUID) *Option {
	return options[slices.IndexFunc(options, func(o *Option) bool { return o.ID == key })]
}

// categoryNames gives the names of the categories of products and of those above them, by category.
func categoryNames(ctx context.Context, q bun.IDB, storeID int64, products []*Product) (map[uuid.UUID][]string, error) {
	var ids []uuid.UUID
	for _, p := range products {
		if p.CategoryID != nil && !slices.Contains(ids, *p.CategoryID) {
			ids = append(ids, *p.CategoryID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID   uuid.UUID
		Name lang.Text `bun:"type:jsonb"`
	}
	err := q.NewSelect().TableExpr("categories AS below").
		Join("JOIN categories AS cat ON cat.store_id = below.store_id AND cat.id = ANY (below.path)").
		ColumnExpr("below.id, cat.name").Where("below.store_id = ?", storeID).Where("below.id IN (?)", bun.List(ids)).
		OrderExpr("below.id, cardinality(cat.path)").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("names of categories: %w", err)
	}
	names := map[uuid.UUID][]string{}
	for _, r := range rows {
		names[r.ID] = appendTexts(names[r.ID], r.Name)
	}
	return names, nil
}
