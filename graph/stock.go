package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/stock"
)

type location struct{ *Resolver }

// Location answers fields of places.
func (r *Resolver) Location() exec.LocationResolver { return location{r} }

func (l location) Name(ctx context.Context, obj *stock.Location) (string, error) {
	return text(ctx, obj.Name), nil
}

func (q query) Locations(ctx context.Context) ([]*stock.Location, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*stock.Location, error) {
		return stock.Locations(ctx, db, storeID)
	})
}

func (q query) StockMovements(ctx context.Context, variantID id.ID, first *int) ([]*stock.Movement, error) {
	key, err := variantID.Must(id.Variant, "variantId")
	if err != nil {
		return nil, err
	}
	limit := orDefault(first, 20)
	if limit < 1 || limit > 100 {
		return nil, fault.New(fault.OutOfRange, "first").With("min", 1).With("max", 100)
	}
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*stock.Movement, error) {
		return stock.Movements(ctx, db, storeID, key, limit)
	})
}

type stockMovement struct{ *Resolver }

// StockMovement answers fields of stock changes.
func (r *Resolver) StockMovement() exec.StockMovementResolver { return stockMovement{r} }

func (m stockMovement) OrderID(_ context.Context, obj *stock.Movement) (*id.ID, error) {
	return named(id.Order, obj.OrderID), nil
}
