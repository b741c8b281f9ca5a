package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/staff"
)

// nodeReaders say, by prefix, how a thing is found by its id alone, and to whom it is shown. What a caller may not see is
// not there. Things that belong to another one (lines, values, sessions) are reached through that.
var nodeReaders = map[id.Kind]func(ctx context.Context, q query, key uuid.UUID) (model.Node, error){
	id.Store: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		if s := storeOf(ctx); s.UUID == key {
			return s, nil
		}
		return nil, nil
	},
	id.Product: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		p, err := load(ctx).products.Load(ctx, key)
		if p == nil || !seen(ctx, p) {
			return nil, err
		}
		return p, nil
	},
	id.Variant: func(ctx context.Context, q query, key uuid.UUID) (model.Node, error) {
		v, err := load(ctx).variants.Load(ctx, key)
		if v == nil || err != nil {
			return nil, err
		}
		p, err := load(ctx).products.Load(ctx, v.ProductID)
		if p == nil || !seen(ctx, p) || !v.IsActive && !can(ctx, staff.CatalogRead) {
			return nil, err
		}
		return v, nil
	},
	id.Category: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		t, err := visibleTree(ctx)
		if err != nil || t.byID[key] == nil {
			return nil, err
		}
		return t.byID[key], nil
	},
	id.Brand: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return shown(load(ctx).brands.Load(ctx, key))
	},
	id.Media: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return shown(load(ctx).media.Load(ctx, key))
	},
	id.PickupPoint: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		p, err := load(ctx).pickupPoints.Load(ctx, key)
		if p == nil || !p.IsActive && !can(ctx, staff.StoreRead) {
			return nil, err
		}
		return p, nil
	},
	id.Order: func(ctx context.Context, q query, key uuid.UUID) (model.Node, error) {
		return shown(q.orderByKey(ctx, key))
	},
	id.Collection: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return shown(load(ctx).collections.Load(ctx, key))
	},
	id.Tag: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return shown(load(ctx).tags.Load(ctx, key))
	},
	id.Attribute: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return shown(definitionBy(ctx, key))
	},
	id.ModifierGroup: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return allowed(ctx, staff.CatalogRead, load(ctx).modifierBy, key)
	},
	id.Location: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return allowed(ctx, staff.CatalogRead, load(ctx).locations, key)
	},
	id.PriceList: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return allowed(ctx, staff.CatalogRead, load(ctx).priceLists, key)
	},
	id.CustomerGroup: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		return allowed(ctx, staff.CustomersRead, load(ctx).groups, key)
	},
	id.Customer: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		if !can(ctx, staff.CustomersRead) && auth.From(ctx).CustomerID != key {
			return nil, nil
		}
		return shown(load(ctx).customers.Load(ctx, key))
	},
	id.Staff: func(ctx context.Context, _ query, key uuid.UUID) (model.Node, error) {
		if !can(ctx, staff.StaffRead) && auth.From(ctx).StaffID != key {
			return nil, nil
		}
		return shown(load(ctx).members.Load(ctx, key))
	},
}

// seen tells whether the caller may see a product.
func seen(ctx context.Context, p *catalog.Product) bool {
	v := load(ctx).view
	return v.SeesHidden || p.IsShown(v.Now)
}

// allowed is a row for those with a permission.
func allowed[T any](ctx context.Context, needed staff.Permission, from *byID[*T], key uuid.UUID) (model.Node, error) {
	if !can(ctx, needed) {
		return nil, nil
	}
	return shown(from.Load(ctx, key))
}

// shown makes a nil pointer a nil interface.
func shown[T any](row *T, err error) (model.Node, error) {
	if row == nil || err != nil {
		return nil, err
	}
	return row, nil
}

func (q query) Node(ctx context.Context, key id.ID) (model.Node, error) {
	read := nodeReaders[key.Kind]
	if read == nil {
		return nil, nil
	}
	return read(ctx, q, key.UUID)
}

// maxNodes is how many ids one call of nodes takes.
const maxNodes = 100

func (q query) Nodes(ctx context.Context, ids []*id.ID) ([]model.Node, error) {
	if len(ids) > maxNodes {
		return nil, fault.New(fault.TooMany, "ids").With("max", maxNodes)
	}
	byKind := map[id.Kind][]uuid.UUID{}
	for _, key := range ids {
		byKind[key.Kind] = append(byKind[key.Kind], key.UUID)
	}
	l := load(ctx)
	l.products.expect(byKind[id.Product])
	l.variants.expect(byKind[id.Variant])
	l.media.expect(byKind[id.Media])
	l.brands.expect(byKind[id.Brand])
	l.tags.expect(byKind[id.Tag])
	l.collections.expect(byKind[id.Collection])
	l.modifierBy.expect(byKind[id.ModifierGroup])
	l.locations.expect(byKind[id.Location])
	l.priceLists.expect(byKind[id.PriceList])
	l.groups.expect(byKind[id.CustomerGroup])
	l.customers.expect(byKind[id.Customer])
	l.members.expect(byKind[id.Staff])
	l.pickupPoints.expect(byKind[id.PickupPoint])
	out := make([]model.Node, len(ids))
	for i, key := range ids {
		var err error
		if out[i], err = q.Node(ctx, *key); err != nil {
			return nil, err
		}
	}
	return out, nil
}
