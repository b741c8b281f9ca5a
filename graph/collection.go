package graph

import (
	"context"
	"sync"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
)

type collection struct{ *Resolver }

// Collection answers fields of collections.
func (r *Resolver) Collection() exec.CollectionResolver { return collection{r} }

func (q query) Collections(ctx context.Context) ([]*catalog.Collection, error) {
	all, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*catalog.Collection, error) {
		return catalog.Collections(ctx, db, storeID, load(ctx).view)
	})
	load(ctx).expectCollections(all)
	return all, err
}

func (q query) Collection(ctx context.Context, key *id.ID, slug, externalID *string) (*catalog.Collection, error) {
	c, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*catalog.Collection, error) {
		return catalog.CollectionBy(ctx, db, storeID, catalog.Key{ID: key, Slug: slug, ExternalID: externalID}, load(ctx).view)
	})
	if c != nil {
		load(ctx).expectCollections([]*catalog.Collection{c})
	}
	return c, err
}

func (q query) CollectionRuleCount(ctx context.Context, rule catalog.RuleInput) (*page.Total, error) {
	total, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (page.Total, error) {
		return catalog.RuleTotal(ctx, db, storeID, load(ctx).view, rule)
	})
	return &total, err
}

func (c collection) Name(ctx context.Context, obj *catalog.Collection) (string, error) {
	return text(ctx, obj.Name), nil
}

func (c collection) Description(ctx context.Context, obj *catalog.Collection) (string, error) {
	return text(ctx, obj.Description), nil
}

func (c collection) Media(ctx context.Context, obj *catalog.Collection) (*media.Media, error) {
	return mediaBy(ctx, obj.MediaID)
}

func (c collection) Translations(_ context.Context, obj *catalog.Collection) (*model.CollectionTranslations, error) {
	return &model.CollectionTranslations{Name: &obj.Name, Description: &obj.Description}, nil
}

func (c collection) Products(ctx context.Context, obj *catalog.Collection, first *int, after *string, last *int, before *string, sort *catalog.CollectionSort) (*page.Connection[*catalog.Product], error) {
	return load(ctx).collectionPage(ctx, obj, collectionAsk{sort, args(first, after, last, before)})
}

// collectionAsk is which page of the products of a collection is asked for.
type collectionAsk struct {
	Sort *catalog.CollectionSort
	Args page.Args
}

// collectionLists remembers which collections are answered together.
type collectionLists struct {
	mu sync.Mutex
	of map[uuid.UUID][]*catalog.Collection // by each collection of a list
}

func (l *collectionLists) remember(list []*catalog.Collection) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range list {
		l.of[c.ID] = list
	}
}

// with gives a collection and those that are answered together with it.
func (l *collectionLists) with(c *catalog.Collection) []*catalog.Collection {
	l.mu.Lock()
	defer l.mu.Unlock()
	if list := l.of[c.ID]; list != nil {
		return list
	}
	l.of[c.ID] = []*catalog.Collection{c}
	return l.of[c.ID]
}

// rows gives the collections of keys.
func (l *collectionLists) rows(ids []uuid.UUID) []*catalog.Collection {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := make([]*catalog.Collection, len(ids))
	for i, key := range ids {
		for _, c := range l.of[key] {
			if c.ID == key {
				found[i] = c
			}
		}
	}
	return found
}

func (l *loaders) expectCollections(list []*catalog.Collection) {
	l.collectionLists.remember(list)
	l.collectionTotals.expect(keys(list, func(c *catalog.Collection) *uuid.UUID { return &c.ID }))
	l.media.expect(keys(list, func(c *catalog.Collection) *uuid.UUID { return c.MediaID }))
	var conditions []*catalog.Condition
	for _, c := range list {
		if c.Rule != nil {
			conditions = append(conditions, c.Rule.Conditions...)
		}
	}
	l.brands.expect(keys(conditions, func(c *catalog.Condition) *uuid.UUID { return c.Brand }))
	l.tags.expect(keys(conditions, func(c *catalog.Condition) *uuid.UUID { return c.Tag }))
}

// collectionPage is a page of the products of a collection.
func (l *loaders) collectionPage(ctx context.Context, c *catalog.Collection, ask collectionAsk) (*page.Connection[*catalog.Product], error) {
	together := keys(l.collectionLists.with(c), func(c *catalog.Collection) *uuid.UUID { return &c.ID })
	return pageOf(ctx, l.collectionPages, together, c.ID, ask)
}

func (l *loaders) readCollectionPages(ctx context.Context, q bun.IDB, storeID int64, asked []pageKey) (map[pageKey]*page.Connection[*catalog.Product], error) {
	found, err := pagesOf(asked, func(ids []uuid.UUID, ask collectionAsk) (map[uuid.UUID]*page.Connection[*catalog.Product], error) {
		return catalog.CollectionPages(ctx, q, storeID, l.view, l.collectionLists.rows(ids), ask.Sort, ask.Args)
	})
	var products []*catalog.Product
	for key, conn := range found {
		conn.Count = func(ctx context.Context) (page.Total, error) { return l.collectionTotals.Load(ctx, key.id) }
		products = append(products, conn.Nodes()...)
	}
	l.expectProducts(products)
	return found, err
}

type collectionCondition struct{ *Resolver }

// CollectionCondition answers fields of conditions.
func (r *Resolver) CollectionCondition() exec.CollectionConditionResolver {
	return collectionCondition{r}
}

func (c collectionCondition) Category(ctx context.Context, obj *catalog.Condition) (*catalog.Category, error) {
	if obj.Category == nil {
		return nil, nil
	}
	t, err := visibleTree(ctx)
	if err != nil {
		return nil, err
	}
	return t.byID[*obj.Category], nil
}

func (c collectionCondition) Brand(ctx context.Context, obj *catalog.Condition) (*catalog.Brand, error) {
	if obj.Brand == nil {
		return nil, nil
	}
	return load(ctx).brands.Load(ctx, *obj.Brand)
}

func (c collectionCondition) Tag(ctx context.Context, obj *catalog.Condition) (*catalog.Tag, error) {
	if obj.Tag == nil {
		return nil, nil
	}
	return load(ctx).tags.Load(ctx, *obj.Tag)
}

func (c collectionCondition) Attribute(ctx context.Context, obj *catalog.Condition) (*catalog.Definition, error) {
	if obj.Attribute == nil {
		return nil, nil
	}
	return definitionBy(ctx, *obj.Attribute)
}

func (c collectionCondition) Choices(ctx context.Context, obj *catalog.Condition) ([]*catalog.AttributeChoice, error) {
	chosen := []*catalog.AttributeChoice{}
	d, err := c.Attribute(ctx, obj)
	if err != nil || d == nil {
		return chosen, err
	}
	for _, key := range obj.Choices {
		for _, choice := range d.Choices {
			if choice.ID == key {
				chosen = append(chosen, choice)
			}
		}
	}
	return chosen, nil
}

func (c collectionCondition) PriceFrom(_ context.Context, obj *catalog.Condition) (*money.Money, error) {
	return sum(obj.PriceFrom), nil
}

func (c collectionCondition) PriceTo(_ context.Context, obj *catalog.Condition) (*money.Money, error) {
	return sum(obj.PriceTo), nil
}

// definitionBy is an attribute by its key; nil when there is none.
func definitionBy(ctx context.Context, key uuid.UUID) (*catalog.Definition, error) {
	all, err := load(ctx).definitions.Load(ctx, true)
	return all[key], err
}

func (m mutation) CollectionUpsert(ctx context.Context, input catalog.CollectionUpsertInput) (*model.CollectionUpsertPayload, error) {
	c, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Collection, error) {
		return catalog.UpsertCollection(ctx, tx, storeID, input, m.Now())
	})
	return &model.CollectionUpsertPayload{Collection: c, UserErrors: refused}, err
}

func (m mutation) CollectionDelete(ctx context.Context, input edit.Deletion) (*model.CollectionDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, catalog.DeleteCollection)
	return &model.CollectionDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}

func (m mutation) CollectionProductsAdd(ctx context.Context, input catalog.CollectionProductsInput) (*model.CollectionProductsAddPayload, error) {
	c, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Collection, error) {
		return catalog.AddToCollection(ctx, tx, storeID, input, m.Now())
	})
	return &model.CollectionProductsAddPayload{Collection: c, UserErrors: refused}, err
}

func (m mutation) CollectionProductsMove(ctx context.Context, input catalog.CollectionProductsInput) (*model.CollectionProductsMovePayload, error) {
	c, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Collection, error) {
		return catalog.MoveInCollection(ctx, tx, storeID, input, m.Now())
	})
	return &model.CollectionProductsMovePayload{Collection: c, UserErrors: refused}, err
}

func (m mutation) CollectionProductsRemove(ctx context.Context, input catalog.CollectionProductsInput) (*model.CollectionProductsRemovePayload, error) {
	c, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Collection, error) {
		return catalog.RemoveFromCollection(ctx, tx, storeID, input, m.Now())
	})
	return &model.CollectionProductsRemovePayload{Collection: c, UserErrors: refused}, err
}
