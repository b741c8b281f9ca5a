package graph

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

type deliveryZone struct{ *Resolver }

// DeliveryZone answers fields of zones.
func (r *Resolver) DeliveryZone() exec.DeliveryZoneResolver { return deliveryZone{r} }

func (q query) DeliveryZones(ctx context.Context) ([]*delivery.Zone, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*delivery.Zone, error) {
		return delivery.Zones(ctx, db, storeID, can(ctx, staff.StoreRead))
	})
}

func (q query) PickupPoints(ctx context.Context) ([]*delivery.PickupPoint, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*delivery.PickupPoint, error) {
		return delivery.PickupPoints(ctx, db, storeID, can(ctx, staff.StoreRead))
	})
}

func (q query) DeliveryQuote(ctx context.Context, point geo.Point, items *int64) (*model.DeliveryQuote, error) {
	if faults := point.Check("point"); len(faults) > 0 {
		return nil, faults
	}
	goods := money.Tiyin(orDefault(items, 0))
	if goods < 0 {
		return nil, fault.New(fault.OutOfRange, "items").With("min", 0).With("max", int64(1)<<53-1)
	}
	quote, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*delivery.Quote, error) {
		return delivery.QuoteFor(ctx, db, storeID, point, goods)
	})
	if err != nil {
		return nil, err
	}
	return &model.DeliveryQuote{Zone: quote.Zone, Price: sum(quote.Price)}, nil
}

func (z deliveryZone) Name(ctx context.Context, obj *delivery.Zone) (string, error) {
	return text(ctx, obj.Name), nil
}

func (z deliveryZone) Price(_ context.Context, obj *delivery.Zone) (*money.Money, error) {
	return sum(&obj.Price), nil
}

func (z deliveryZone) FreeFrom(_ context.Context, obj *delivery.Zone) (*money.Money, error) {
	return sum(obj.FreeFrom), nil
}

func (z deliveryZone) Minimum(_ context.Context, obj *delivery.Zone) (*money.Money, error) {
	return sum(&obj.Minimum), nil
}

type pickupPoint struct{ *Resolver }

// PickupPoint answers fields of pickup points.
func (r *Resolver) PickupPoint() exec.PickupPointResolver { return pickupPoint{r} }

func (p pickupPoint) Name(ctx context.Context, obj *delivery.PickupPoint) (string, error) {
	return text(ctx, obj.Name), nil
}

func (p pickupPoint) Address(ctx context.Context, obj *delivery.PickupPoint) (string, error) {
	return text(ctx, obj.Address), nil
}

func (p pickupPoint) Hours(ctx context.Context, obj *delivery.PickupPoint) ([]*store.OpeningHours, error) {
	week := obj.Week(storeOf(ctx))
	out := make([]*store.OpeningHours, len(week))
	for i := range week {
		out[i] = &week[i]
	}
	return out, nil
}

func (p pickupPoint) IsOpen(ctx context.Context, obj *delivery.PickupPoint) (bool, error) {
	return obj.OpenAt(storeOf(ctx), p.Now()), nil
}

func (p pickupPoint) OpensAt(ctx context.Context, obj *delivery.PickupPoint) (*time.Time, error) {
	return obj.NextOpening(storeOf(ctx), p.Now()), nil
}

func (m mutation) DeliveryZoneUpsert(ctx context.Context, input delivery.DeliveryZoneUpsertInput) (*model.DeliveryZoneUpsertPayload, error) {
	zone, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*delivery.Zone, error) {
		return delivery.UpsertZone(ctx, tx, storeID, input)
	})
	return &model.DeliveryZoneUpsertPayload{Zone: zone, UserErrors: refused}, err
}

func (m mutation) DeliveryZoneDelete(ctx context.Context, input edit.Deletion) (*model.DeliveryZoneDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, delivery.DeleteZone)
	return &model.DeliveryZoneDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}

func (m mutation) PickupPointUpsert(ctx context.Context, input delivery.PickupPointUpsertInput) (*model.PickupPointUpsertPayload, error) {
	point, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*delivery.PickupPoint, error) {
		return delivery.UpsertPickupPoint(ctx, tx, storeID, input)
	})
	return &model.PickupPointUpsertPayload{PickupPoint: point, UserErrors: refused}, err
}

func (m mutation) PickupPointDelete(ctx context.Context, input edit.Deletion) (*model.PickupPointDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, delivery.DeletePickupPoint)
	return &model.PickupPointDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}
