package graph

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/staff"
)

type product struct{ *Resolver }

// Product answers fields of products.
func (r *Resolver) Product() exec.ProductResolver { return product{r} }

func (q query) Product(ctx context.Context, key *id.ID, slug, externalID *string) (*catalog.Product, error) {
	p, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*catalog.Product, error) {
		return catalog.ProductBy(ctx, db, storeID, catalog.Key{ID: key, Slug: slug, ExternalID: externalID}, load(ctx).view)
	})
	if p != nil {
		load(ctx).expectProducts([]*catalog.Product{p})
	}
	return p, err
}

func (q query) Products(ctx context.Context, first *int, after *string, last *int, before *string, filter *catalog.ProductFilter, sort *catalog.ProductSort, direction *model.SortDirection) (*page.Connection[*catalog.Product], error) {
	f := orDefault(filter, catalog.ProductFilter{})
	by := orDefault(sort, catalog.ByPosition)
	if !can(ctx, staff.CatalogRead) {
		for _, s := range f.Status {
			if s != catalog.Active {
				return nil, fault.New(fault.Forbidden, "filter", "status")
			}
		}
		if by == catalog.ByUpdated {
			return nil, fault.New(fault.Forbidden, "sort")
		}
	}
	conn, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*page.Connection[*catalog.Product], error) {
		return catalog.Products(ctx, db, storeID, load(ctx).view, f, by, orDefault(direction, model.SortDirectionAsc) == model.SortDirectionDesc,
			args(first, after, last, before))
	})
	if err != nil {
		return nil, err
	}
	load(ctx).expectProducts(conn.Nodes())
	conn.Count = func(ctx context.Context) (page.Total, error) {
		return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (page.Total, error) {
			return catalog.CountProducts(ctx, db, storeID, load(ctx).view, f)
		})
	}
	return conn, nil
}

func (p product) Name(ctx context.Context, obj *catalog.Product) (string, error) {
	return text(ctx, obj.Name), nil
}

func (p product) Summary(ctx context.Context, obj *catalog.Product) (string, error) {
	return text(ctx, obj.Summary), nil
}

func (p product) Description(ctx context.Context, obj *catalog.Product) (string, error) {
	return text(ctx, obj.Description), nil
}

func (p product) Category(ctx context.Context, obj *catalog.Product) (*catalog.Category, error) {
	if obj.CategoryID == nil {
		return nil, nil
	}
	t, err := visibleTree(ctx)
	if err != nil {
		return nil, err
	}
	return t.byID[*obj.CategoryID], nil
}

func (p product) Brand(ctx context.Context, obj *catalog.Product) (*catalog.Brand, error) {
	if obj.BrandID == nil {
		return nil, nil
	}
	return load(ctx).brands.Load(ctx, *obj.BrandID)
}

func (p product) Tags(ctx context.Context, obj *catalog.Product) ([]*catalog.Tag, error) {
	tags, err := load(ctx).tagsOf.Load(ctx, obj.ID)
	return nonNil(tags), err
}

func (p product) Collections(ctx context.Context, obj *catalog.Product) ([]*catalog.Collection, error) {
	collections, err := load(ctx).collectionsOf.Load(ctx, obj.ID)
	return nonNil(collections), err
}

func (p product) Attributes(ctx context.Context, obj *catalog.Product) ([]*catalog.Attribute, error) {
	defined, err := load(ctx).attributesOf.Load(ctx, obj.ID)
	return nonNil(obj.Attributes(defined)), err
}

func (p product) Related(ctx context.Context, obj *catalog.Product, kind *catalog.Relation) ([]*catalog.Product, error) {
	related, err := load(ctx).relatedTo.Load(ctx, obj.ID)
	products := []*catalog.Product{}
	for _, r := range related {
		if kind == nil || r.Kind == *kind {
			products = append(products, r.Product)
		}
	}
	return products, err
}

func (p product) Media(ctx context.Context, obj *catalog.Product) ([]*catalog.Picture, error) {
	pictures, err := load(ctx).picturesOf.Load(ctx, obj.ID)
	shown, own := make([]*catalog.Picture, 0, len(pictures)), []*catalog.Picture{}
	for _, each := range pictures {
		if each.VariantID == nil {
			shown = append(shown, each)
		} else {
			own = append(own, each)
		}
	}
	return append(shown, own...), err
}

func (p product) Cover(ctx context.Context, obj *catalog.Product) (*media.Media, error) {
	pictures, err := load(ctx).picturesOf.Load(ctx, obj.ID)
	return catalog.Cover(pictures, nil), err
}

func (p product) PriceRange(ctx context.Context, obj *catalog.Product) (*model.PriceRange, error) {
	lowest, highest := money.New(obj.PriceMin), money.New(obj.PriceMax)
	prices := &model.PriceRange{Min: &lowest, Max: &highest}
	if load(ctx).view.CustomerID == nil && !wants(ctx, "compareAt") {
		return prices, nil
	}
	variants, err := p.faces(ctx, obj)
	if cheapest, dearest := catalog.Range(variants); cheapest != nil {
		prices.Min, prices.Max, prices.CompareAt = sum(cheapest.Price), sum(dearest.Price), sum(cheapest.CompareAt)
	}
	return prices, err
}

func (p product) Options(ctx context.Context, obj *catalog.Product) ([]*catalog.Option, error) {
	options, err := load(ctx).optionsOf.Load(ctx, obj.ID)
	return nonNil(options), err
}

func (p product) Variants(ctx context.Context, obj *catalog.Product) ([]*catalog.Variant, error) {
	variants, err := load(ctx).variantsOf.Load(ctx, obj.ID)
	if can(ctx, staff.CatalogRead) {
		return nonNil(variants), err
	}
	active := []*catalog.Variant{}
	for _, v := range variants {
		if v.IsActive {
			active = append(active, v)
		}
	}
	return active, err
}

// faces are variants that tell what to answer about the product as a whole. Who asks for all variants as well gets it from
// them; staff see more than what is on sale.
func (p product) faces(ctx context.Context, obj *catalog.Product) ([]*catalog.Variant, error) {
	if can(ctx, staff.CatalogRead) || wantsBeside(ctx, "Product", "variants") {
		return p.Variants(ctx, obj)
	}
	return load(ctx).facesOf.Load(ctx, obj.ID)
}

func (p product) DefaultVariant(ctx context.Context, obj *catalog.Product) (*catalog.Variant, error) {
	variants, err := p.faces(ctx, obj)
	if err != nil || len(variants) == 0 {
		return nil, err
	}
	all, err := availability(ctx, obj, variants...)
	if err != nil {
		return nil, err
	}
	for i, a := range all {
		if a.CanBuy {
			return variants[i], nil
		}
	}
	return variants[0], nil
}

func (p product) ModifierGroups(ctx context.Context, obj *catalog.Product) ([]*catalog.ModifierGroup, error) {
	groups, err := load(ctx).modifiers.Load(ctx, obj.ID)
	return nonNil(groups), err
}

func (p product) IsAvailable(ctx context.Context, obj *catalog.Product) (bool, error) {
	variants, err := p.faces(ctx, obj)
	if err != nil {
		return false, err
	}
	all, err := availability(ctx, obj, variants...)
	return slices.ContainsFunc(all, func(a *model.Availability) bool { return a.CanBuy }), err
}

func (p product) Fiscal(ctx context.Context, obj *catalog.Product) (*model.FiscalFacts, error) {
	return &model.FiscalFacts{
		IsComplete: obj.HasCodes(), IsBlocking: !obj.HasCodes() && obj.Status == catalog.Active && storeOf(ctx).Fiscal.IsRequired,
		Ikpu: obj.IKPU, PackageCode: obj.PackageCode, VatPercent: obj.VATPercent}, nil
}

func (p product) Translations(_ context.Context, obj *catalog.Product) (*model.ProductTranslations, error) {
	return &model.ProductTranslations{Name: &obj.Name, Summary: &obj.Summary, Description: &obj.Description}, nil
}

type productMedia struct{ *Resolver }

// ProductMedia answers fields of a product's pictures.
func (r *Resolver) ProductMedia() exec.ProductMediaResolver { return productMedia{r} }

func (p productMedia) OptionValueID(_ context.Context, obj *catalog.Picture) (*id.ID, error) {
	return named(id.OptionValue, obj.OptionValueID), nil
}

func (p productMedia) VariantID(_ context.Context, obj *catalog.Picture) (*id.ID, error) {
	return named(id.Variant, obj.VariantID), nil
}
