package catalog

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
)

// PriceList are prices for a group of shoppers, for a time, or both. Of all that hold for a shopper at a moment, and the
// variant's own price, the lowest counts; a variant's own price is then shown as the former one.
type PriceList struct {
	bun.BaseModel `bun:"table:price_lists,alias:prl"`

	StoreID    int64      `bun:"store_id,pk"`
	ID         uuid.UUID  `bun:"id,pk,type:uuid"`
	ExternalID *string    `bun:"external_id"`
	Name       lang.Text  `bun:"name,type:jsonb"`
	GroupID    *uuid.UUID `bun:"group_id,type:uuid"` // nil: for everybody
	StartsAt   *time.Time `bun:"starts_at"`
	EndsAt     *time.Time `bun:"ends_at"`
	IsActive   bool       `bun:"is_active"`
	Version    int        `bun:"version"`
	CreatedAt  time.Time  `bun:"created_at,nullzero,default:now()"`
	UpdatedAt  time.Time  `bun:"updated_at,nullzero,default:now()"`
}

// GlobalID names the list in the API.
func (l *PriceList) GlobalID() id.ID { return id.Of(id.PriceList, l.ID) }

// IsNode marks what node(id) can answer.
func (*PriceList) IsNode() {}

// Holds tells whether the list holds at a moment.
func (l *PriceList) Holds(now time.Time) bool {
	return l.IsActive && (l.StartsAt == nil || !now.Before(*l.StartsAt)) && (l.EndsAt == nil || now.Before(*l.EndsAt))
}

// ListedPrice is the price of one variant in a list.
type ListedPrice struct {
	bun.BaseModel `bun:"table:price_list_prices,alias:plp"`

	StoreID     int64       `bun:"store_id,pk"`
	VariantID   uuid.UUID   `bun:"variant_id,pk,type:uuid"`
	PriceListID uuid.UUID   `bun:"price_list_id,pk,type:uuid"`
	Price       money.Tiyin `bun:"price"`
}

// PriceListUpsertInput makes a list or changes one. What is nil or left out stays as it is.
type PriceListUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Name            *lang.Text
	CustomerGroupID graphql.Omittable[*id.ID]     // null: for everybody
	StartsAt        graphql.Omittable[*time.Time] // null: at once
	EndsAt          graphql.Omittable[*time.Time] // null: for always
	IsActive        *bool
}

// UpsertPriceList makes or changes a list; prices are set by SetListPrices. Errors: all faults of the input together, below
// "input": NOT_FOUND, STALE_VERSION, REQUIRED, DUPLICATE, INVALID at endsAt.
func UpsertPriceList(ctx context.Context, tx *db.Tx, storeID int64, in PriceListUpsertInput, now time.Time) (*PriceList, error) {
	return edit.Again(func() (*PriceList, error) {
		l, isNew, err := edit.Find[PriceList](ctx, tx, storeID, id.PriceList, in.ID, in.ExternalID)
		if err != nil {
			return nil, err
		}
		if isNew {
			l = &PriceList{StoreID: storeID, ID: id.New(), IsActive: true, CreatedAt: now}
		} else if f := edit.Stale(in.ExpectedVersion, l.Version); f != nil {
			return nil, f
		}
		var faults fault.List
		required(&faults, &l.Name, in.Name, isNew, 100, "input", "name")
		if err := l.apply(in, &faults); err != nil {
			return nil, err
		}
		row := edit.Keyed{Tx: tx, StoreID: storeID, Table: "price_lists", ID: l.ID, IsNew: isNew}
		if err := row.SetExternalID(ctx, &l.ExternalID, in.ExternalID, &faults); err != nil {
			return nil, err
		}
		if err := row.Verdict(ctx, l.ExternalID, faults); err != nil {
			return nil, err
		}
		l.Version++
		l.UpdatedAt = now
		err = edit.Save(ctx, tx, l, isNew)
		if db.Violates(err, "price_lists_group_id_fkey") {
			return nil, fault.New(fault.NotFound, "input", "customerGroupId")
		}
		if err := row.Saved(err, ""); err != nil {
			return nil, err
		}
		if err := settleAt(ctx, tx, storeID, now, l.StartsAt, l.EndsAt); err != nil {
			return nil, err
		}
		if err := markGroupPrices(ctx, tx, storeID); err != nil {
			return nil, err
		}
		return l, repriceWhere(ctx, tx, storeID, now, listed, storeID, l.ID)
	})
}

// markGroupPrices makes Store.HasGroupPrices true or false; the row is touched only when that changes.
func markGroupPrices(ctx context.Context, tx *db.Tx, storeID int64) error {
	_, err := tx.NewRaw(`WITH lists AS (SELECT EXISTS (
			SELECT FROM price_lists prl WHERE prl.store_id = ? AND prl.is_active AND prl.group_id IS NOT NULL) AS has)
		UPDATE stores SET has_group_prices = lists.has FROM lists WHERE stores.id = ? AND stores.has_group_prices <> lists.has`,
		storeID, storeID).Exec(ctx)
	return edit.Wrap(err, "group prices of the store")
}

// listed selects the products that have a variant in a list.
const listed = `prd.id IN (SELECT of.product_id FROM price_list_prices plp
	JOIN variants of ON of.store_id = plp.store_id AND of.id = plp.variant_id WHERE plp.store_id = ? AND plp.price_list_id = ?)`

func (l *PriceList) apply(in PriceListUpsertInput, faults *fault.List) error {
	if group, ok := in.CustomerGroupID.ValueOK(); ok {
		l.GroupID = nil
		if group != nil {
			key, err := group.Must(id.CustomerGroup, "input", "customerGroupId")
			if err := faults.Under(err); err != nil {
				return err
			}
			l.GroupID = &key
		}
	}
	if at, ok := in.StartsAt.ValueOK(); ok {
		l.StartsAt = at
	}
	if at, ok := in.EndsAt.ValueOK(); ok {
		l.EndsAt = at
	}
	if l.StartsAt != nil && l.EndsAt != nil && !l.StartsAt.Before(*l.EndsAt) {
		faults.Add(fault.New(fault.Invalid, "input", "endsAt"))
	}
	if in.IsActive != nil {
		l.IsActive = *in.IsActive
	}
	return nil
}

// DeletePriceList deletes a list with its prices. A repeat succeeds. Faults: INVALID_ID, STALE_VERSION.
func DeletePriceList(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion, now time.Time) error {
	l, err := edit.Doomed[PriceList](ctx, tx, storeID, id.PriceList, in)
	if err != nil || l == nil {
		return err
	}
	var products []uuid.UUID
	err = tx.NewSelect().TableExpr("products AS prd").Column("prd.id").Where("prd.store_id = ?", storeID).
		Where(listed, storeID, l.ID).Scan(ctx, &products)
	if err != nil {
		return fmt.Errorf("products of price list %s: %w", l.ID, err)
	}
	if err := edit.Delete(ctx, tx, l); err != nil {
		return err
	}
	if err := markGroupPrices(ctx, tx, storeID); err != nil || len(products) == 0 {
		return err
	}
	return repriceWhere(ctx, tx, storeID, now, "prd.id IN (?)", bun.List(products))
}

// ListPricesSetInput sets prices of a list; those that are not named stay.
type ListPricesSetInput struct {
	PriceListID     id.ID
	ExpectedVersion *int
	Prices          []*ListPriceInput
}

// ListPriceInput is the price of a variant, which is named by id or by SKU; nil takes it out of the list.
type ListPriceInput struct {
	VariantID *id.ID
	SKU       *string
	Price     graphql.Omittable[*money.Tiyin]
}

// SetListPrices sets prices of a list, MaxBulk at most. Errors: all faults together: NOT_FOUND, STALE_VERSION, TOO_MANY,
// REQUIRED, INVALID_ID, OUT_OF_RANGE, DUPLICATE, below input.prices.
func SetListPrices(ctx context.Context, tx *db.Tx, storeID int64, in ListPricesSetInput, now time.Time) (*PriceList, error) {
	if len(in.Prices) > MaxBulk {
		return nil, fault.New(fault.TooMany, "input", "prices").With("max", MaxBulk)
	}
	l, _, err := edit.Find[PriceList](ctx, tx, storeID, id.PriceList, &in.PriceListID, nil)
	if err != nil {
		return nil, edit.Below(err, "input", "priceListId")
	}
	if f := edit.Stale(in.ExpectedVersion, l.Version); f != nil {
		return nil, f
	}
	rows, gone, err := readListPrices(ctx, tx, l, in.Prices)
	if err != nil {
		return nil, err
	}
	l.Version++
	l.UpdatedAt = now
	if err := edit.Save(ctx, tx, l, false); err != nil {
		return nil, fmt.Errorf("save price list %s: %w", l.ID, err)
	}
	changed := append([]uuid.UUID{uuid.Nil}, gone...)
	if len(gone) > 0 {
		_, err = tx.NewDelete().Model((*ListedPrice)(nil)).Where("store_id = ?", storeID).Where("price_list_id = ?", l.ID).
			Where("variant_id IN (?)", bun.List(gone)).Exec(ctx)
	}
	if err == nil && len(rows) > 0 {
		_, err = tx.NewInsert().Model(&rows).On("CONFLICT (store_id, variant_id, price_list_id) DO UPDATE").Set("price = EXCLUDED.price").Exec(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("prices of list %s: %w", l.ID, err)
	}
	for _, r := range rows {
		changed = append(changed, r.VariantID)
	}
	return l, repriceWhere(ctx, tx, storeID, now, "prd.id IN (SELECT of.product_id FROM variants of WHERE of.store_id = ? AND of.id IN (?))", storeID, bun.List(changed))
}

func readListPrices(ctx context.Context, tx *db.Tx, l *PriceList, given []*ListPriceInput) (rows []*ListedPrice, gone []uuid.UUID, err error) {
	var ids []id.ID
	var skus []string
	for _, in := range given {
		if in.VariantID != nil {
			ids = append(ids, *in.VariantID)
		} else if in.SKU != nil {
			skus = append(skus, strings.TrimSpace(*in.SKU))
		}
	}
	var found []*Variant
	err = tx.NewSelect().Model(&found).Column("id", "sku").Where("store_id = ?", l.StoreID).Where("retired_at IS NULL").
		WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
			return s.Where("id IN (?)", bun.List(append(uuids(ids, id.Variant), uuid.Nil))).WhereOr("sku IN (?)", bun.List(append(skus, "")))
		}).Scan(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("variants of price list %s: %w", l.ID, err)
	}
	known, bySKU := map[uuid.UUID]bool{}, map[string]uuid.UUID{}
	for _, v := range found {
		known[v.ID] = true
		if v.SKU != nil {
			bySKU[*v.SKU] = v.ID
		}
	}
	var faults fault.List
	seen := map[uuid.UUID]bool{}
	for i, in := range given {
		here, field := input.At(i, "input", "prices"), "variantId"
		var key uuid.UUID
		switch {
		case in.VariantID != nil:
			k, err := in.VariantID.Must(id.Variant, below(here, field)...)
			if err != nil {
				_ = faults.Under(err) // Must gives nothing but faults
				continue
			}
			if known[k] {
				key = k
			}
		case in.SKU != nil:
			field = "sku"
			key = bySKU[strings.TrimSpace(*in.SKU)]
		default:
			faults.Add(fault.New(fault.Required, below(here, field)...))
			continue
		}
		switch {
		case key == uuid.Nil:
			faults.Add(fault.New(fault.NotFound, below(here, field)...))
		case seen[key]:
			faults.Add(fault.New(fault.Duplicate, below(here, field)...))
		}
		seen[key] = true
		price := in.Price.Value()
		if price == nil {
			gone = append(gone, key)
			continue
		}
		faults.Add(input.Number(*price, 0, MaxPrice, below(here, "price")...))
		rows = append(rows, &ListedPrice{StoreID: l.StoreID, VariantID: key, PriceListID: l.ID, Price: *price})
	}
	return rows, gone, faults.Err()
}

// PriceLists reads all price lists of a store, the newest first.
func PriceLists(ctx context.Context, q bun.IDB, storeID int64) ([]*PriceList, error) {
	all := []*PriceList{}
	if err := q.NewSelect().Model(&all).Where("store_id = ?", storeID).OrderExpr("id DESC").Scan(ctx); err != nil {
		return nil, fmt.Errorf("price lists of store %d: %w", storeID, err)
	}
	return all, nil
}

// PriceListsByIDs reads price lists.
func PriceListsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*PriceList, error) {
	return byIDs[PriceList](ctx, q, storeID, ids)
}

// PriceListBy reads one price list, nil when there is none.
func PriceListBy(ctx context.Context, q bun.IDB, storeID int64, which id.ID) (*PriceList, error) {
	l := new(PriceList)
	key, err := which.Must(id.PriceList, "id")
	if err != nil {
		return nil, err
	}
	return edit.One(l, q.NewSelect().Model(l).Where("store_id = ?", storeID).Where("id = ?", key).Scan(ctx))
}

// inPriceList is a price in one of several lists.
type inPriceList struct {
	ListedPrice `bun:",extend"`
	List        int // place of the list
	Rank        int // in what was read of it
}

// ListPrices is the same page of the prices of lists, by the ids of the lists, in one statement. Errors: those of page.Pages.
func ListPrices(ctx context.Context, q bun.IDB, storeID int64, listIDs []uuid.UUID, args page.Args) (map[uuid.UUID]*page.Connection[*ListedPrice], error) {
	order := page.Order[inPriceList]{Name: "variant", Keys: []page.Key[inPriceList]{
		{Column: "plp.variant_id", Value: func(p *inPriceList) any { return p.VariantID }},
	}}
	lists := make([]page.List[inPriceList], len(listIDs))
	for i, key := range listIDs {
		sel := q.NewSelect().Model((*ListedPrice)(nil)).ColumnExpr("?TableColumns").
			Where("plp.store_id = ?", storeID).Where("plp.price_list_id = ?", key)
		lists[i] = page.List[inPriceList]{Query: sel, Order: order}
	}
	pages, err := page.Pages(ctx, q, lists, func(p *inPriceList) int { return p.List }, args)
	if err != nil {
		return nil, err
	}
	by := make(map[uuid.UUID]*page.Connection[*ListedPrice], len(listIDs))
	for i, key := range listIDs {
		by[key] = page.Map(pages[i], func(p *inPriceList) *ListedPrice { return &p.ListedPrice })
	}
	return by, nil
}
