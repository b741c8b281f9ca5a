package graph

import (
	"context"
	"sync"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/stock"
)

// byID is a loader of rows, or of lists of rows, by the id of one row.
type byID[V any] = loader[uuid.UUID, V]

// loaders are those of one operation in one store. They live as long as the operation, so nobody sees rows that were read
// for another caller.
type loaders struct {
	view catalog.View // of the caller

	products   *byID[*catalog.Product]
	variants   *byID[*catalog.Variant]
	media      *byID[*media.Media]
	variantsOf *byID[[]*catalog.Variant]
	facesOf    *byID[[]*catalog.Variant]
	optionsOf  *byID[[]*catalog.Option]
	picturesOf *byID[[]*catalog.Picture]
	modifiers  *byID[[]*catalog.ModifierGroup]
	available  *byID[int]
	levels     *byID[[]*stock.Level]
	locations  *byID[*stock.Location]

	brands        *byID[*catalog.Brand]
	tagsOf        *byID[[]*catalog.Tag]
	attributesOf  *byID[[]*catalog.Attribute]
	relatedTo     *byID[[]*catalog.Related]
	tags          *byID[*catalog.Tag]
	definitions   *loader[bool, map[uuid.UUID]*catalog.Definition] // all of them; one key
	modifierBy    *byID[*catalog.ModifierGroup]
	priceLists    *byID[*catalog.PriceList]
	pricesOfLists *loader[pageKey, *page.Connection[*catalog.ListedPrice]]

	collections      *byID[*catalog.Collection]
	collectionsOf    *byID[[]*catalog.Collection]
	collectionPages  *loader[pageKey, *page.Connection[*catalog.Product]]
	collectionTotals *byID[page.Total]
	collectionLists  collectionLists

	customers     *byID[*customer.Customer]
	groups        *byID[*customer.Group]
	addressesOf   *byID[[]*customer.SavedAddress]
	members       *byID[*staff.Member]
	pickupPoints  *byID[*delivery.PickupPoint]
	orders        *byID[*order.Order]
	linesOf       *byID[[]*order.Line]
	fulfilmentsOf *byID[[]*order.Fulfilment]
	paymentsOf    *byID[[]*payment.Payment]
	refundsOf     *byID[[]*payment.Refund]
	proofsOf      *byID[[]*payment.Proof]         // by payment
	cashbackOf    *byID[*payment.Purse]           // by customer
	movesOf       *byID[[]*payment.PurseMove]     // by gift card, or by cashback
	receiptsOf    *byID[[]*payment.FiscalReceipt] // by payment
	chargebacksOf *byID[[]*payment.Chargeback]    // by order

	digitalOf       *byID[*order.DigitalDelivery] // by line
	digitalContents *byID[string]                 // by variant; for staff

	tree   *loader[bool, *tree]             // by whether hidden categories are in it
	counts *loader[bool, map[uuid.UUID]int] // of active products by category; one key
}

// source is where loaders read from.
type source struct {
	db      *db.DB
	storeID int64
	isAlone bool // readers send hot queries only, and one of them
}

func (s source) read(ctx context.Context, fn func(ctx context.Context, q bun.IDB) error) error {
	if s.isAlone {
		return fn(ctx, s.db.Alone(s.storeID))
	}
	return s.db.Read(ctx, s.storeID, fn)
}

func (r *Resolver) newLoaders(storeID int64, view catalog.View) *loaders {
	from, hot := source{r.DB, storeID, false}, source{r.DB, storeID, true}
	l := &loaders{view: view, collectionLists: collectionLists{of: map[uuid.UUID][]*catalog.Collection{}}}
	l.products = rows(from, catalog.ProductsByIDs, func(p *catalog.Product) uuid.UUID { return p.ID }, l.expectProducts)
	l.variants = rows(hot, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*catalog.Variant, error) {
		return catalog.VariantsSeenByIDs(ctx, q, storeID, view, ids)
	}, func(v *catalog.Variant) uuid.UUID { return v.ID }, l.expectVariants)
	l.media = rows(from, media.ByIDs, func(m *media.Media) uuid.UUID { return m.ID }, nil)

	l.variantsOf = lists(hot, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*catalog.Variant, error) {
		return catalog.VariantsSeen(ctx, q, storeID, view, ids)
	}, l.expectVariants)
	l.facesOf = lists(hot, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*catalog.Variant, error) {
		return catalog.Faces(ctx, q, storeID, view, ids)
	}, l.expectVariants)
	l.optionsOf = lists(hot, catalog.OptionsOf, nil)
	l.picturesOf = lists(hot, catalog.PicturesOf, nil)
	l.brands = rows(from, catalog.BrandsByIDs, func(b *catalog.Brand) uuid.UUID { return b.ID }, l.expectBrands)
	l.tagsOf = lists(hot, catalog.TagsOf, nil)
	l.attributesOf = lists(hot, catalog.AttributesOf, nil)
	l.relatedTo = lists(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*catalog.Related, error) {
		return catalog.RelatedTo(ctx, q, storeID, view, ids)
	}, func(all []*catalog.Related) {
		products := make([]*catalog.Product, len(all))
		for i, each := range all {
			products[i] = each.Product
		}
		l.expectProducts(products)
	})
	l.tags = rows(from, catalog.TagsByIDs, func(t *catalog.Tag) uuid.UUID { return t.ID }, nil)
	l.definitions = mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, _ []bool) (map[bool]map[uuid.UUID]*catalog.Definition, error) {
		all, err := catalog.Definitions(ctx, q, storeID)
		by := make(map[uuid.UUID]*catalog.Definition, len(all))
		for _, d := range all {
			by[d.ID] = d
		}
		return map[bool]map[uuid.UUID]*catalog.Definition{true: by}, err
	})
	l.modifierBy = mapped(from, catalog.ModifierGroupsByIDs)
	l.priceLists = rows(from, catalog.PriceListsByIDs, func(p *catalog.PriceList) uuid.UUID { return p.ID }, nil)
	l.pricesOfLists = mapped(from, l.readPricesOfLists)
	l.collections = rows(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*catalog.Collection, error) {
		return catalog.CollectionsByIDs(ctx, q, storeID, view, ids)
	}, func(c *catalog.Collection) uuid.UUID { return c.ID }, l.expectCollections)
	l.collectionsOf = lists(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*catalog.Collection, error) {
		return catalog.CollectionsOf(ctx, q, storeID, view, ids)
	}, l.expectCollections)
	l.collectionPages = mapped(from, l.readCollectionPages)
	l.collectionTotals = mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID]page.Total, error) {
		return catalog.CollectionTotals(ctx, q, storeID, view, l.collectionLists.rows(ids))
	})
	l.modifiers = lists(hot, catalog.ModifierGroupsOf, nil)
	l.available = mapped(from, stock.Available)
	l.levels = mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*stock.Level, error) {
		found, err := stock.Levels(ctx, q, storeID, ids)
		by := map[uuid.UUID][]*stock.Level{}
		for _, level := range found {
			by[level.VariantID] = append(by[level.VariantID], level)
		}
		return by, err
	})

	l.locations = rows(from, stock.LocationsByIDs, func(l *stock.Location) uuid.UUID { return l.ID }, nil)
	l.customers = rows(from, customer.ByIDs, func(c *customer.Customer) uuid.UUID { return c.ID }, l.expectCustomers)
	l.groups = rows(from, customer.GroupsByIDs, func(g *customer.Group) uuid.UUID { return g.ID }, nil)
	l.addressesOf = lists(from, customer.AddressesOf, nil)
	l.members = rows(from, staff.ByIDs, func(m *staff.Member) uuid.UUID { return m.ID }, nil)
	l.pickupPoints = rows(from, delivery.PickupPointsByIDs, func(p *delivery.PickupPoint) uuid.UUID { return p.ID }, nil)
	l.orders = rows(from, order.ByIDs, func(o *order.Order) uuid.UUID { return o.ID }, l.expectOrders)
	l.linesOf = lists(from, order.LinesOf, func(lines []*order.Line) {
		l.products.expect(keys(lines, func(line *order.Line) *uuid.UUID { return &line.ProductID }))
		l.digitalOf.expect(keys(lines, func(line *order.Line) *uuid.UUID { return &line.ID }))
	})
	l.digitalOf, l.digitalContents = mapped(from, order.DigitalOf), mapped(from, catalog.DigitalContents)
	l.fulfilmentsOf = lists(from, order.FulfilmentsOf, func(all []*order.Fulfilment) {
		l.members.expect(keys(all, func(f *order.Fulfilment) *uuid.UUID { return f.CourierID }))
	})
	l.paymentsOf = lists(from, payment.OfOrders, func(all []*payment.Payment) {
		l.proofsOf.expect(keys(all, func(p *payment.Payment) *uuid.UUID { return &p.ID }))
		l.receiptsOf.expect(keys(all, func(p *payment.Payment) *uuid.UUID { return &p.ID }))
	})
	l.cashbackOf = rows(from, payment.CashbackOf, func(p *payment.Purse) uuid.UUID { return *p.CustomerID }, nil)
	l.movesOf = lists(from, payment.MovesOf, func(all []*payment.PurseMove) {
		l.orders.expect(keys(all, func(m *payment.PurseMove) *uuid.UUID { return m.OrderID }))
	})
	l.refundsOf = lists(from, payment.RefundsOf, nil)
	l.chargebacksOf = lists(from, payment.ChargebacksOf, nil)
	l.proofsOf = lists(from, payment.ProofsOf, nil)
	l.receiptsOf = lists(from, payment.ReceiptsOf, nil)

	l.tree = mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, asked []bool) (map[bool]*tree, error) {
		trees := make(map[bool]*tree, len(asked))
		for _, alsoHidden := range asked {
			all, err := catalog.Tree(ctx, q, storeID, alsoHidden)
			if err != nil {
				return nil, err
			}
			trees[alsoHidden] = newTree(all)
			l.media.expect(keys(all, func(c *catalog.Category) *uuid.UUID { return c.MediaID }))
		}
		return trees, nil
	})
	l.counts = mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, _ []bool) (map[bool]map[uuid.UUID]int, error) {
		counts, err := catalog.CountShown(ctx, q, storeID, view)
		return map[bool]map[uuid.UUID]int{true: counts}, err
	})
	return l
}

// The functions below are told the elements of lists that are about to be answered.

func (l *loaders) expectProducts(list []*catalog.Product) {
	ids := keys(list, func(p *catalog.Product) *uuid.UUID { return &p.ID })
	l.variantsOf.expect(ids)
	l.facesOf.expect(ids)
	l.optionsOf.expect(ids)
	l.picturesOf.expect(ids)
	l.modifiers.expect(ids)
	l.tagsOf.expect(ids)
	l.attributesOf.expect(ids)
	l.relatedTo.expect(ids)
	l.collectionsOf.expect(ids)
	l.brands.expect(keys(list, func(p *catalog.Product) *uuid.UUID { return p.BrandID }))
	for _, p := range list {
		l.products.know(p.ID, p)
	}
}

func (l *loaders) expectBrands(list []*catalog.Brand) {
	l.media.expect(keys(list, func(b *catalog.Brand) *uuid.UUID { return b.MediaID }))
	for _, b := range list {
		l.brands.know(b.ID, b)
	}
}

func (l *loaders) expectVariants(list []*catalog.Variant) {
	ids := keys(list, func(v *catalog.Variant) *uuid.UUID { return &v.ID })
	l.available.expect(ids)
	l.levels.expect(ids)
	products := keys(list, func(v *catalog.Variant) *uuid.UUID { return &v.ProductID })
	l.products.expect(products)
	l.optionsOf.expect(products)
	l.picturesOf.expect(products)
}

func (l *loaders) expectCustomers(list []*customer.Customer) {
	l.groups.expect(keys(list, func(c *customer.Customer) *uuid.UUID { return c.GroupID }))
	l.addressesOf.expect(keys(list, func(c *customer.Customer) *uuid.UUID { return &c.ID }))
}

func (l *loaders) expectOrders(list []*order.Order) {
	ids := keys(list, func(o *order.Order) *uuid.UUID { return &o.ID })
	l.linesOf.expect(ids)
	l.fulfilmentsOf.expect(ids)
	l.paymentsOf.expect(ids)
	l.refundsOf.expect(ids)
	l.customers.expect(keys(list, func(o *order.Order) *uuid.UUID { return &o.CustomerID }))
	l.pickupPoints.expect(keys(list, func(o *order.Order) *uuid.UUID { return o.PickupPointID }))
}

// knowOrder takes over the rows of an order that was just made. Nil and one that was read bring nothing.
func (l *loaders) knowOrder(o *order.Order) {
	if o == nil || o.New == nil {
		return
	}
	l.linesOf.know(o.ID, o.New.Lines)
	l.fulfilmentsOf.know(o.ID, o.New.Fulfilments)
	l.paymentsOf.know(o.ID, o.New.Payments)
	l.refundsOf.know(o.ID, nil)
	l.expectOrders([]*order.Order{o})
	l.products.expect(keys(o.New.Lines, func(line *order.Line) *uuid.UUID { return &line.ProductID }))
}

func (l *loaders) expectCartLines(lines []*cart.Line) {
	var products []*catalog.Product
	var variants []*catalog.Variant
	for _, line := range lines {
		products, variants = append(products, line.Sale.Product), append(variants, line.Sale.Variant)
	}
	l.expectVariants(variants)
	l.expectProducts(products)
}

// keys picks a key of each element, each once; nil is no key.
func keys[T any](list []T, key func(T) *uuid.UUID) []uuid.UUID {
	picked := make([]uuid.UUID, 0, len(list))
	seen := make(map[uuid.UUID]bool, len(list))
	for _, element := range list {
		if k := key(element); k != nil && !seen[*k] {
			seen[*k] = true
			picked = append(picked, *k)
		}
	}
	return picked
}

// mapped is a loader over a reader that answers by key. A key without an answer gives the zero value.
func mapped[K comparable, V any](from source, fetch func(ctx context.Context, q bun.IDB, storeID int64, keys []K) (map[K]V, error)) *loader[K, V] {
	return newLoader(func(ctx context.Context, keys []K) (found map[K]V, err error) {
		err = from.read(ctx, func(ctx context.Context, q bun.IDB) (err error) {
			found, err = fetch(ctx, q, from.storeID, keys)
			return err
		})
		return found, err
	})
}

// rows is a loader over a reader that answers with rows; an id without a row gives nil. then is told what was read.
func rows[T any](from source, fetch func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*T, error), key func(*T) uuid.UUID, then func([]*T)) *byID[*T] {
	return mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID]*T, error) {
		found, err := fetch(ctx, q, storeID, ids)
		if err == nil && then != nil {
			then(found)
		}
		by := make(map[uuid.UUID]*T, len(found))
		for _, row := range found {
			by[key(row)] = row
		}
		return by, err
	})
}

// lists is a loader over a reader that answers with the list of each key. then is told the elements of all lists.
func lists[T any](from source, fetch func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*T, error), then func([]*T)) *byID[[]*T] {
	return mapped(from, func(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]*T, error) {
		found, err := fetch(ctx, q, storeID, ids)
		if err == nil && then != nil {
			var all []*T
			for _, list := range found {
				all = append(all, list...)
			}
			then(all)
		}
		return found, err
	})
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
func load(ctx context.Context) *loaders { return loadIn(ctx, storeOf(ctx).ID) }

func loadIn(ctx context.Context, storeID int64) *loaders {
	all := ctx.Value(loadersKey{}).(*perStore)
	all.mu.Lock()
	defer all.mu.Unlock()
	l := all.by[storeID]
	if l == nil {
		l = all.resolver.newLoaders(storeID, all.resolver.viewOf(ctx))
		all.by[storeID] = l
	}
	return l
}

// viewOf is how the caller sees the catalog.
func (r *Resolver) viewOf(ctx context.Context) catalog.View {
	v := catalog.View{Now: r.Now(), SeesHidden: can(ctx, staff.CatalogRead)}
	if who := shopperOf(ctx); who != uuid.Nil {
		v.CustomerID = &who
	}
	return v
}
