package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// Relation says in which way one product belongs to another.
type Relation string

const (
	Similar  Relation = "SIMILAR"   // may be bought instead
	GoesWith Relation = "GOES_WITH" // may be bought together
)

// RelatedProductInput names a product to relate to, by id or by external id.
type RelatedProductInput struct {
	Kind       Relation
	ProductID  *id.ID
	ExternalID *string
}

type relation struct {
	bun.BaseModel `bun:"table:product_relations,alias:rel"`

	StoreID   int64     `bun:"store_id,pk"`
	ProductID uuid.UUID `bun:"product_id,pk,type:uuid"`
	Kind      Relation  `bun:"kind,pk"`
	RelatedID uuid.UUID `bun:"related_id,pk,type:uuid"`
	Position  int       `bun:"position"`
}

// readRelated reads what the product will be related to. Faults: REQUIRED, INVALID_ID, NOT_FOUND, DUPLICATE, and
// INVALID for the product itself.
func (c *change) readRelated() {
	at := c.path("related")
	seen := map[relation]bool{}
	for i, in := range c.in.Related {
		here := input.At(i, at...)
		field := "productId"
		if in.ExternalID != nil {
			field = "externalId"
		}
		if in.ProductID == nil && in.ExternalID == nil {
			c.faults.Add(fault.New(fault.Required, below(here, field)...))
			continue
		}
		var faults fault.List
		key, isSet := c.batch.known.products.named(in.ProductID, true, in.ExternalID, id.Product, here, "product", &faults)
		for _, f := range faults {
			f.Path = below(here, field)
		}
		c.faults.Add(faults...)
		if !isSet {
			continue
		}
		r := relation{StoreID: c.product.StoreID, ProductID: c.product.ID, Kind: in.Kind, RelatedID: *key}
		switch {
		case *key == c.product.ID:
			c.faults.Add(fault.New(fault.Invalid, below(here, field)...))
		case seen[r]:
			c.faults.Add(fault.New(fault.Duplicate, below(here, field)...))
		}
		seen[r] = true
		r.Position = i
		c.related = append(c.related, &r)
	}
}

func (b *batch) writeRelated(ctx context.Context, changes []*change) error {
	parents, list := given(changes, func(in *ProductUpsertInput) bool { return in.Related != nil })
	var rows []*relation
	for _, c := range list {
		rows = append(rows, c.related...)
	}
	return replaceRows(ctx, b.tx, b.storeID, "product_id", parents, rows)
}

// Related is a product that another one points to.
type Related struct {
	Kind    Relation
	Product *Product
}

// RelatedTo reads the products that others point to, by those others, in order; shoppers see what is shown.
func RelatedTo(ctx context.Context, q bun.IDB, storeID int64, v View, productIDs []uuid.UUID) (map[uuid.UUID][]*Related, error) {
	if len(productIDs) == 0 {
		return nil, nil
	}
	var links []*relation
	err := q.NewSelect().Model(&links).Where("store_id = ?", storeID).Where("product_id IN (?)", bun.List(productIDs)).
		OrderExpr("kind, position").Scan(ctx)
	if err != nil || len(links) == 0 {
		return nil, edit.Wrap(err, "relations of products")
	}
	var found []*Product
	sel := q.NewSelect().Model(&found).Where("prd.store_id = ?", storeID).
		Where("prd.id IN (?)", bun.List(distinct(links, func(r *relation) uuid.UUID { return r.RelatedID })))
	if !v.SeesHidden {
		sel = v.shown(sel)
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, fmt.Errorf("related products: %w", err)
	}
	products := make(map[uuid.UUID]*Product, len(found))
	for _, p := range found {
		products[p.ID] = p
	}
	by := make(map[uuid.UUID][]*Related, len(productIDs))
	for _, r := range links {
		if p := products[r.RelatedID]; p != nil {
			by[r.ProductID] = append(by[r.ProductID], &Related{Kind: r.Kind, Product: p})
		}
	}
	return by, nil
}

func distinct[T any](rows []T, key func(T) uuid.UUID) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(rows))
	var ids []uuid.UUID
	for _, r := range rows {
		if k := key(r); !seen[k] {
			seen[k] = true
			ids = append(ids, k)
		}
	}
	return ids
}
