package graph

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/stock"
)

type location struct{ *Resolver }

// Location answers fields of places.
func (r *Resolver) Location() exec.LocationResolver { return location{r} }

func (l location) Name(ctx context.Context, obj *stock.Location) (string, error) {
	return text(ctx, obj.Name), nil
}

func (q query) Locations(ctx context.Context, withArchived *bool) ([]*stock.Location, error) {
	all, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*stock.Location, error) {
		return stock.Locations(ctx, db, storeID)
	})
	if orDefault(withArchived, false) {
		return all, err
	}
	return slices.DeleteFunc(all, (*stock.Location).IsArchived), err
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
	found, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*stock.Movement, error) {
		return stock.Movements(ctx, db, storeID, key, limit)
	})
	load(ctx).expectMovements(found)
	return found, err
}

func (q query) StockHistory(ctx context.Context, filter *stock.HistoryFilter, first *int, after *string) (*page.Connection[*stock.Movement], error) {
	conn, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*page.Connection[*stock.Movement], error) {
		return stock.History(ctx, db, storeID, orDefault(filter, stock.HistoryFilter{}), args(first, after, nil, nil))
	})
	if err != nil {
		return nil, err
	}
	load(ctx).expectMovements(conn.Nodes())
	return conn, nil
}

func (l *loaders) expectMovements(list []*stock.Movement) {
	l.variants.expect(keys(list, func(m *stock.Movement) *uuid.UUID { return &m.VariantID }))
	l.locations.expect(keys(list, func(m *stock.Movement) *uuid.UUID { return &m.LocationID }))
}

type stockMovement struct{ *Resolver }

// StockMovement answers fields of stock changes.
func (r *Resolver) StockMovement() exec.StockMovementResolver { return stockMovement{r} }

func (m stockMovement) Variant(ctx context.Context, obj *stock.Movement) (*catalog.Variant, error) {
	return load(ctx).variants.Load(ctx, obj.VariantID)
}

func (m stockMovement) Location(ctx context.Context, obj *stock.Movement) (*stock.Location, error) {
	return load(ctx).locations.Load(ctx, obj.LocationID)
}

func (m stockMovement) OrderID(_ context.Context, obj *stock.Movement) (*id.ID, error) {
	return named(id.Order, obj.OrderID), nil
}

func (m stockMovement) TransferID(_ context.Context, obj *stock.Movement) (*id.ID, error) {
	return named(id.Transfer, obj.TransferID), nil
}

func (m mutation) LocationUpsert(ctx context.Context, input stock.LocationUpsertInput) (*model.LocationUpsertPayload, error) {
	l, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*stock.Location, error) {
		return stock.UpsertLocation(ctx, tx, storeID, input)
	})
	return &model.LocationUpsertPayload{Location: l, UserErrors: refused}, err
}

func (m mutation) LocationArchiveSet(ctx context.Context, input stock.LocationArchiveSetInput) (*model.LocationArchiveSetPayload, error) {
	l, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*stock.Location, error) {
		return stock.SetLocationArchived(ctx, tx, storeID, input, m.Now())
	})
	return &model.LocationArchiveSetPayload{Location: l, UserErrors: refused}, err
}

func (m mutation) StockTransfer(ctx context.Context, input stock.TransferInput) (*model.StockTransferPayload, error) {
	moves, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) ([]*stock.Movement, error) {
		return stock.Transfer(ctx, tx, storeID, input, actorName(ctx))
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		moves = nil
	}
	load(ctx).expectMovements(moves)
	return &model.StockTransferPayload{Movements: nonNil(moves), UserErrors: refused}, err
}
