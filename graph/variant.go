package graph

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/stock"
)

type variant struct{ *Resolver }

// Variant answers fields of variants.
func (r *Resolver) Variant() exec.VariantResolver { return variant{r} }

// mostCounted is the largest number of pieces that a buyer is told.
const mostCounted = 999

// availability says whether variants of one product can be bought now, and how many pieces.
func availability(ctx context.Context, p *catalog.Product, variants ...*catalog.Variant) ([]*model.Availability, error) {
	var counted []uuid.UUID
	for _, v := range variants {
		if v.TracksStock && v.Pieces == nil {
			counted = append(counted, v.ID)
		}
	}
	pieces, err := load(ctx).available.LoadAll(ctx, counted)
	if err != nil {
		return nil, err
	}
	out := make([]*model.Availability, len(variants))
	for i, v := range variants {
		sale := &catalog.ForSale{Product: p, Variant: v, At: load(ctx).view.Now}
		switch {
		case !v.TracksStock:
		case v.Pieces != nil:
			sale.Available = v.Pieces
		default:
			sale.Available, pieces = &pieces[0], pieces[1:]
		}
		a := &model.Availability{CanBuy: sale.CanBuy(p.QuantityMinimum)}
		if sale.Available != nil {
			left := min(*sale.Available, mostCounted)
			a.Available, a.IsLow = &left, a.CanBuy && left <= stock.Low
		}
		out[i] = a
	}
	return out, nil
}

func (v variant) Product(ctx context.Context, obj *catalog.Variant) (*catalog.Product, error) {
	return load(ctx).products.Load(ctx, obj.ProductID)
}

func (v variant) Sku(_ context.Context, obj *catalog.Variant) (string, error) {
	return orDefault(obj.SKU, ""), nil
}

func (v variant) Name(ctx context.Context, obj *catalog.Variant) (string, error) {
	values, err := v.OptionValues(ctx, obj)
	return text(ctx, catalog.ChoiceName(values)), err
}

func (v variant) OptionValues(ctx context.Context, obj *catalog.Variant) ([]*catalog.OptionValue, error) {
	if len(obj.Choice) == 0 {
		return []*catalog.OptionValue{}, nil
	}
	options, err := load(ctx).optionsOf.Load(ctx, obj.ProductID)
	return nonNil(obj.Values(options)), err
}

func (v variant) Price(_ context.Context, obj *catalog.Variant) (*money.Money, error) {
	return sum(obj.Price), nil
}

func (v variant) CompareAt(_ context.Context, obj *catalog.Variant) (*money.Money, error) {
	return sum(obj.CompareAt), nil
}

func (v variant) UnitPrice(ctx context.Context, obj *catalog.Variant) (*money.Money, error) {
	if obj.Price == nil {
		return nil, nil
	}
	p, err := v.Product(ctx, obj)
	if p == nil || err != nil {
		return nil, err
	}
	return sum(p.UnitPrice(*obj.Price)), nil
}

func (v variant) OwnPrice(_ context.Context, obj *catalog.Variant) (*money.Money, error) {
	return sum(obj.OwnPrice().Price), nil
}

func (v variant) OwnCompareAt(_ context.Context, obj *catalog.Variant) (*money.Money, error) {
	return sum(obj.OwnPrice().CompareAt), nil
}

func (v variant) IsStopped(ctx context.Context, obj *catalog.Variant) (bool, error) {
	return obj.Stopped(load(ctx).view.Now), nil
}

func (v variant) StoppedUntil(ctx context.Context, obj *catalog.Variant) (*time.Time, error) {
	if !obj.Stopped(load(ctx).view.Now) {
		return nil, nil
	}
	return obj.StoppedTill, nil
}

func (v variant) Media(ctx context.Context, obj *catalog.Variant) ([]*media.Media, error) {
	pictures, err := load(ctx).picturesOf.Load(ctx, obj.ProductID)
	own := []*media.Media{}
	for _, p := range pictures {
		if p.VariantID != nil && *p.VariantID == obj.ID {
			own = append(own, p.Media)
		}
	}
	return own, err
}

func (v variant) Availability(ctx context.Context, obj *catalog.Variant) (*model.Availability, error) {
	p, err := v.Product(ctx, obj)
	if err != nil {
		return nil, err
	}
	all, err := availability(ctx, p, obj)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (v variant) Cover(ctx context.Context, obj *catalog.Variant) (*media.Media, error) {
	pictures, err := load(ctx).picturesOf.Load(ctx, obj.ProductID)
	return catalog.Cover(pictures, obj), err
}

func (v variant) Stock(ctx context.Context, obj *catalog.Variant) ([]*stock.Level, error) {
	levels, err := load(ctx).levels.Load(ctx, obj.ID)
	return nonNil(levels), err
}

type productOption struct{ *Resolver }

// ProductOption answers fields of options.
func (r *Resolver) ProductOption() exec.ProductOptionResolver { return productOption{r} }

func (o productOption) Name(ctx context.Context, obj *catalog.Option) (string, error) {
	return text(ctx, obj.Name), nil
}

type productOptionValue struct{ *Resolver }

// ProductOptionValue answers fields of option values.
func (r *Resolver) ProductOptionValue() exec.ProductOptionValueResolver { return productOptionValue{r} }

func (o productOptionValue) Name(ctx context.Context, obj *catalog.OptionValue) (string, error) {
	return text(ctx, obj.Name), nil
}
