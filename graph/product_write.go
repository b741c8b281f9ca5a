package graph

import (
	"context"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/stock"
)

// countsStock refuses stock in a product from whoever may not write stock.
func countsStock(ctx context.Context, variants []*catalog.VariantInput, path ...string) error {
	if can(ctx, staff.StockWrite) {
		return nil
	}
	for _, v := range variants {
		if v.OnHand != nil {
			return fault.New(fault.Forbidden, append(path, "variants", "onHand")...)
		}
	}
	return nil
}

func (m mutation) ProductsBulkUpsert(ctx context.Context, input model.ProductsBulkUpsertInput) (*model.ProductsBulkUpsertPayload, error) {
	for _, p := range input.Products {
		if err := countsStock(ctx, p.Variants, "input", "products"); err != nil {
			return nil, err
		}
	}
	done, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) ([]catalog.Upserted, error) {
		return catalog.UpsertMany(ctx, tx, storeID, input.Products, actorName(ctx), m.Now())
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.ProductsBulkUpsertPayload{Results: []*model.ProductsBulkUpsertResult{}, UserErrors: refused}, err
	}
	payload := &model.ProductsBulkUpsertPayload{Results: make([]*model.ProductsBulkUpsertResult, len(done)), UserErrors: refused}
	var written []*catalog.Product
	for i, one := range done {
		result := &model.ProductsBulkUpsertResult{Index: i, Product: one.Product}
		if result.UserErrors, err = refusals(ctx, one.Faults.Err()); err != nil {
			return nil, err
		}
		if one.Product != nil {
			written = append(written, one.Product)
		}
		payload.Results[i] = result
	}
	payload.Written = len(written)
	load(ctx).expectProducts(written)
	return payload, nil
}

func (m mutation) ProductUpsert(ctx context.Context, input catalog.ProductUpsertInput) (*model.ProductUpsertPayload, error) {
	if err := countsStock(ctx, input.Variants, "input"); err != nil {
		return nil, err
	}
	p, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Product, error) {
		return catalog.Upsert(ctx, tx, storeID, input, actorName(ctx), m.Now())
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		p = nil
	}
	return &model.ProductUpsertPayload{Product: p, UserErrors: refused}, err
}

func (m mutation) ProductStatusSet(ctx context.Context, input model.ProductStatusSetInput) (*model.ProductStatusSetPayload, error) {
	p, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Product, error) {
		return catalog.SetStatus(ctx, tx, storeID, input.ID, input.ExpectedVersion.Value(), input.Status, m.Now())
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		p = nil
	}
	return &model.ProductStatusSetPayload{Product: p, UserErrors: refused}, err
}

func (m mutation) VariantPriceSet(ctx context.Context, input model.VariantPriceSetInput) (*model.VariantPriceSetPayload, error) {
	v, refused, err := m.variantChanged(ctx, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
		var compareAt *money.Tiyin
		if given := input.CompareAt.Value(); given != nil {
			tiyin := money.Tiyin(*given)
			compareAt = &tiyin
		}
		return catalog.SetPrice(ctx, tx, storeID, input.VariantID, input.ExpectedVersion.Value(), money.Tiyin(input.Price), compareAt, m.Now())
	})
	return &model.VariantPriceSetPayload{Variant: v, UserErrors: refused}, err
}

func (m mutation) VariantStopSet(ctx context.Context, input model.VariantStopSetInput) (*model.VariantStopSetPayload, error) {
	v, refused, err := m.variantChanged(ctx, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
		return catalog.SetStopped(ctx, tx, storeID, input.VariantID, input.ExpectedVersion.Value(), input.IsStopped, input.Until.Value(), m.Now())
	})
	return &model.VariantStopSetPayload{Variant: v, UserErrors: refused}, err
}

func (m mutation) StockSet(ctx context.Context, input model.StockSetInput) (*model.StockSetPayload, error) {
	v, refused, err := m.variantChanged(ctx, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
		key, err := input.VariantID.Must(id.Variant, "input", "variantId")
		if err != nil {
			return nil, err
		}
		change := stock.Change{
			VariantID: key, OnHand: input.OnHand.Value(), Delta: input.Delta.Value(), Expected: input.ExpectedOnHand.Value(),
			Reason: orDefault(input.Reason.Value(), stock.Recount), Actor: actorName(ctx),
		}
		if note := input.Note.Value(); note != nil {
			change.Note = *note
		}
		if place := input.LocationID.Value(); place != nil {
			location, err := place.Must(id.Location, "input", "locationId")
			if err != nil {
				return nil, err
			}
			change.LocationID = &location
		}
		if err := stock.Set(ctx, tx, storeID, change, "input"); err != nil {
			return nil, err
		}
		return catalog.VariantByID(ctx, tx, storeID, key)
	})
	return &model.StockSetPayload{Variant: v, UserErrors: refused}, err
}

func (m mutation) variantChanged(ctx context.Context, verb func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error)) (*catalog.Variant, []model.UserError, error) {
	v, refused, err := wrote(ctx, m.Resolver, verb)
	if v == nil {
		return nil, refused, err
	}
	v, err = load(ctx).variants.Load(ctx, v.ID) // as everybody sees it by now
	return v, refused, err
}

func (m mutation) ModifierGroupUpsert(ctx context.Context, input catalog.ModifierGroupUpsertInput) (*model.ModifierGroupUpsertPayload, error) {
	g, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.ModifierGroup, error) {
		return catalog.UpsertModifierGroup(ctx, tx, storeID, input)
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		g = nil
	}
	return &model.ModifierGroupUpsertPayload{ModifierGroup: g, UserErrors: refused}, err
}

func (m mutation) ModifierGroupDelete(ctx context.Context, input edit.Deletion) (*model.ModifierGroupDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, catalog.DeleteModifierGroup)
	return &model.ModifierGroupDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}
