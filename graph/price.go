package graph

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
)

type customerGroup struct{ *Resolver }

// CustomerGroup answers fields of groups of shoppers.
func (r *Resolver) CustomerGroup() exec.CustomerGroupResolver { return customerGroup{r} }

func (g customerGroup) Name(ctx context.Context, obj *customer.Group) (string, error) {
	return text(ctx, obj.Name), nil
}

func (q query) CustomerGroups(ctx context.Context) ([]*customer.Group, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*customer.Group, error) {
		return customer.Groups(ctx, db, storeID)
	})
}

// groupBy is a group by its key, which may be nil.
func groupBy(ctx context.Context, key *uuid.UUID) (*customer.Group, error) {
	if key == nil {
		return nil, nil
	}
	return load(ctx).groups.Load(ctx, *key)
}

func (m mutation) CustomerGroupUpsert(ctx context.Context, input customer.GroupUpsertInput) (*model.CustomerGroupUpsertPayload, error) {
	g, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*customer.Group, error) {
		return customer.UpsertGroup(ctx, tx, storeID, input)
	})
	return &model.CustomerGroupUpsertPayload{CustomerGroup: g, UserErrors: refused}, err
}

func (m mutation) CustomerGroupDelete(ctx context.Context, input edit.Deletion) (*model.CustomerGroupDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, customer.DeleteGroup)
	return &model.CustomerGroupDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}

func (m mutation) CustomerGroupSet(ctx context.Context, input customer.GroupSetInput) (*model.CustomerGroupSetPayload, error) {
	c, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*customer.Customer, error) {
		return customer.SetGroup(ctx, tx, storeID, input, m.Now())
	})
	return &model.CustomerGroupSetPayload{Customer: c, UserErrors: refused}, err
}

type priceList struct{ *Resolver }

// PriceList answers fields of price lists.
func (r *Resolver) PriceList() exec.PriceListResolver { return priceList{r} }

func (q query) PriceLists(ctx context.Context) ([]*catalog.PriceList, error) {
	all, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*catalog.PriceList, error) {
		return catalog.PriceLists(ctx, db, storeID)
	})
	load(ctx).priceLists.expect(keys(all, func(l *catalog.PriceList) *uuid.UUID { return &l.ID }))
	load(ctx).groups.expect(keys(all, func(l *catalog.PriceList) *uuid.UUID { return l.GroupID }))
	return all, err
}

func (q query) PriceList(ctx context.Context, which id.ID) (*catalog.PriceList, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*catalog.PriceList, error) {
		return catalog.PriceListBy(ctx, db, storeID, which)
	})
}

func (p priceList) Name(ctx context.Context, obj *catalog.PriceList) (string, error) {
	return text(ctx, obj.Name), nil
}

func (p priceList) CustomerGroup(ctx context.Context, obj *catalog.PriceList) (*customer.Group, error) {
	return groupBy(ctx, obj.GroupID)
}

func (p priceList) IsRunning(ctx context.Context, obj *catalog.PriceList) (bool, error) {
	return obj.Holds(load(ctx).view.Now), nil
}

func (p priceList) Prices(ctx context.Context, obj *catalog.PriceList, first *int, after *string) (*page.Connection[*catalog.ListedPrice], error) {
	l := load(ctx)
	return pageOf(ctx, l.pricesOfLists, l.priceLists.with(obj.ID), obj.ID, args(first, after, nil, nil))
}

func (l *loaders) readPricesOfLists(ctx context.Context, q bun.IDB, storeID int64, asked []pageKey) (map[pageKey]*page.Connection[*catalog.ListedPrice], error) {
	found, err := pagesOf(asked, func(ids []uuid.UUID, ask page.Args) (map[uuid.UUID]*page.Connection[*catalog.ListedPrice], error) {
		return catalog.ListPrices(ctx, q, storeID, ids, ask)
	})
	var variants []uuid.UUID
	for _, conn := range found {
		variants = append(variants, keys(conn.Nodes(), func(l *catalog.ListedPrice) *uuid.UUID { return &l.VariantID })...)
	}
	l.variants.expect(variants)
	return found, err
}

type listPrice struct{ *Resolver }

// ListPrice answers fields of prices in lists.
func (r *Resolver) ListPrice() exec.ListPriceResolver { return listPrice{r} }

func (l listPrice) Variant(ctx context.Context, obj *catalog.ListedPrice) (*catalog.Variant, error) {
	return load(ctx).variants.Load(ctx, obj.VariantID)
}

func (l listPrice) Price(_ context.Context, obj *catalog.ListedPrice) (*money.Money, error) {
	return sum(&obj.Price), nil
}

func (m mutation) PriceListUpsert(ctx context.Context, input catalog.PriceListUpsertInput) (*model.PriceListUpsertPayload, error) {
	l, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.PriceList, error) {
		return catalog.UpsertPriceList(ctx, tx, storeID, input, m.Now())
	})
	return &model.PriceListUpsertPayload{PriceList: l, UserErrors: refused}, err
}

func (m mutation) PriceListDelete(ctx context.Context, input edit.Deletion) (*model.PriceListDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, m.timed(catalog.DeletePriceList))
	return &model.PriceListDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}

func (m mutation) PriceListPricesSet(ctx context.Context, input catalog.ListPricesSetInput) (*model.PriceListPricesSetPayload, error) {
	l, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.PriceList, error) {
		return catalog.SetListPrices(ctx, tx, storeID, input, m.Now())
	})
	return &model.PriceListPricesSetPayload{PriceList: l, UserErrors: refused}, err
}
