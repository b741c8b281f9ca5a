package graph

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/vikstrous/dataloadgen"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/stock"
)

// loaders gather the rows that the fields of one operation ask for one by one, and read them together. They live as long
// as the operation, so nobody sees rows that were read for another caller.
type loaders struct {
	products   *dataloadgen.Loader[uuid.UUID, *catalog.Product]
	variants   *dataloadgen.Loader[uuid.UUID, *catalog.Variant]
	media      *dataloadgen.Loader[uuid.UUID, *media.Media]
	variantsOf *dataloadgen.Loader[uuid.UUID, []*catalog.Variant]
	optionsOf  *dataloadgen.Loader[uuid.UUID, []*catalog.Option]
	picturesOf *dataloadgen.Loader[uuid.UUID, []*catalog.Picture]
	modifiers  *dataloadgen.Loader[uuid.UUID, []*catalog.ModifierGroup]
	available  *dataloadgen.Loader[uuid.UUID, int]
	levels     *dataloadgen.Loader[uuid.UUID, []*stock.Level]

	customers     *dataloadgen.Loader[uuid.UUID, *customer.Customer]
	addressesOf   *dataloadgen.Loader[uuid.UUID, []*customer.SavedAddress]
	members       *dataloadgen.Loader[uuid.UUID, *staff.Member]
	pickupPoints  *dataloadgen.Loader[uuid.UUID, *delivery.PickupPoint]
	orders        *dataloadgen.Loader[uuid.UUID, *order.Order]
	linesOf       *dataloadgen.Loader[uuid.UUID, []*order.Line]
	fulfilmentsOf *dataloadgen.Loader[uuid.UUID, []*order.Fulfilment]
	paymentsOf    *dataloadgen.Loader[uuid.UUID, []*payment.Payment]

	// tree and counts have one key: the whole tree of the store is read at once.
	tree   *dataloadgen.Loader[bool, *tree]
	counts *dataloadgen.Loader[bool, map[uuid.UUID]int]
}

// source is where loaders read from.
type source struct {
	db      *db.DB
	storeID int64
}

func (r *Resolver) newLoaders(storeID int64) *loaders {
	from := source{r.DB, storeID}
	return &loaders{
		products: rows(from, catalog.ProductsByIDs, func(p *catalog.Product) uuid.UUID { return p.ID }),
		variants: rows(from, catalog.VariantsByIDs, func(v *catalog.Variant) uuid.UUID { return v.ID }),
		media:    rows(from, media.ByIDs, func(m *media.Media) uuid.UUID { return m.ID }),

		variantsOf: mapped(from, catalog.VariantsOf),
		optionsOf:  mapped(from, catalog.OptionsOf),
		picturesOf: mapped(from, catalog.PicturesOf),
		modifiers:  mapped(from, catalog.ModifierGroupsOf),
		available:  mapped(from, stock.Available),
		levels: mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*stock.Level, error) {
			found, err := stock.Levels(ctx, q, storeID, ids)
			return grouped(found, func(l *stock.Level) uuid.UUID { return l.VariantID }), err
		}),

		customers:     rows(from, customer.ByIDs, func(c *customer.Customer) uuid.UUID { return c.ID }),
		addressesOf:   mapped(from, customer.AddressesOf),
		members:       rows(from, staff.ByIDs, func(m *staff.Member) uuid.UUID { return m.ID }),
		pickupPoints:  rows(from, delivery.PickupPointsByIDs, func(p *delivery.PickupPoint) uuid.UUID { return p.ID }),
		orders:        rows(from, order.ByIDs, func(o *order.Order) uuid.UUID { return o.ID }),
		linesOf:       mapped(from, order.LinesOf),
		fulfilmentsOf: mapped(from, order.FulfilmentsOf),
		paymentsOf:    mapped(from, payment.OfOrders),

		tree: mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, keys []bool) (map[bool]*tree, error) {
			trees := make(map[bool]*tree, len(keys))
			for _, alsoHidden := range keys {
				all, err := catalog.Tree(ctx, q, storeID, alsoHidden)
				if err != nil {
					return nil, err
				}
				trees[alsoHidden] = newTree(all)
			}
			return trees, nil
		}),
		counts: mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, _ []bool) (map[bool]map[uuid.UUID]int, error) {
			counts, err := catalog.CountActive(ctx, q, storeID)
			return map[bool]map[uuid.UUID]int{true: counts}, err
		}),
	}
}

// batchWait is how long a loader gathers keys. Shorter splits batches, longer only waits.
const batchWait = time.Millisecond

// mapped is a loader over a reader that answers by key. A key without an answer gives the zero value.
func mapped[K comparable, V any](from source, fetch func(ctx context.Context, q bun.IDB, storeID int64, keys []K) (map[K]V, error)) *dataloadgen.Loader[K, V] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []K) ([]V, []error) {
		var found map[K]V
		err := from.db.Read(ctx, from.storeID, func(ctx context.Context, q bun.IDB) (err error) {
			found, err = fetch(ctx, q, from.storeID, keys)
			return err
		})
		out := make([]V, len(keys))
		if err != nil {
			errs := make([]error, len(keys))
			for i := range errs {
				errs[i] = err
			}
			return out, errs
		}
		for i, k := range keys {
			out[i] = found[k]
		}
		return out, nil
	}, dataloadgen.WithWait(batchWait), dataloadgen.WithBatchCapacity(500))
}

// rows is a loader over a reader that answers with rows; an id without a row gives nil.
func rows[T any](from source, fetch func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*T, error), key func(*T) uuid.UUID) *dataloadgen.Loader[uuid.UUID, *T] {
	return mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID]*T, error) {
		found, err := fetch(ctx, q, storeID, ids)
		by := make(map[uuid.UUID]*T, len(found))
		for _, row := range found {
			by[key(row)] = row
		}
		return by, err
	})
}

func grouped[T any](found []*T, key func(*T) uuid.UUID) map[uuid.UUID][]*T {
	by := map[uuid.UUID][]*T{}
	for _, row := range found {
		by[key(row)] = append(by[key(row)], row)
	}
	return by
}

type loadersKey struct{}

// perStore are the loaders of one operation: of one store, except in answers to the bot, which speak of several.
type perStore struct {
	resolver *Resolver
	mu       sync.Mutex
	by       map[int64]*loaders
}

// withLoaders gives an operation its own loaders; a subscription gets new ones for each event.
func (r *Resolver) withLoaders(ctx context.Context) context.Context {
	return context.WithValue(ctx, loadersKey{}, &perStore{resolver: r, by: map[int64]*loaders{}})
}

// load gives the loaders for the store in which the field is answered.
func load(ctx context.Context) *loaders {
	all := ctx.Value(loadersKey{}).(*perStore)
	storeID := storeOf(ctx).ID
	all.mu.Lock()
	defer all.mu.Unlock()
	l := all.by[storeID]
	if l == nil {
		l = all.resolver.newLoaders(storeID)
		all.by[storeID] = l
	}
	return l
}
