package delivery

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
)

// Zones reads the zones of a store in the order in which they are tried; inactive ones only with alsoInactive.
func Zones(ctx context.Context, q bun.IDB, storeID int64, alsoInactive bool) ([]*Zone, error) {
	if alsoInactive {
		return list[Zone](ctx, q, storeID, true)
	}
	found := []*Zone{}
	if err := activeZones.Scan(ctx, q, &found, storeID); err != nil {
		return nil, fmt.Errorf("list zones: %w", err)
	}
	return found, nil
}

var activeZones = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Zone)(nil)).Where("store_id = $1").Where("is_active").OrderExpr("position, id")
})

// PickupPoints reads the pickup points of a store in order; inactive ones only with alsoInactive.
func PickupPoints(ctx context.Context, q bun.IDB, storeID int64, alsoInactive bool) ([]*PickupPoint, error) {
	return list[PickupPoint](ctx, q, storeID, alsoInactive)
}

// PickupPointByID reads one, inactive or not; nil when there is none.
func PickupPointByID(ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (*PickupPoint, error) {
	return byID[PickupPoint](ctx, q, storeID, key)
}

// PickupPointsByIDs reads several, inactive or not.
func PickupPointsByIDs(ctx context.Context, q bun.IDB, storeID int64, keys []uuid.UUID) ([]*PickupPoint, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	var found []*PickupPoint
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(keys)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read pickup points: %w", err)
	}
	return found, nil
}

// ZoneByID reads one, inactive or not; nil when there is none.
func ZoneByID(ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (*Zone, error) {
	return byID[Zone](ctx, q, storeID, key)
}

func list[T any](ctx context.Context, q bun.IDB, storeID int64, alsoInactive bool) ([]*T, error) {
	found := []*T{}
	sel := q.NewSelect().Model(&found).Where("store_id = ?", storeID).OrderExpr("position, id")
	if !alsoInactive {
		sel = sel.Where("is_active")
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list %T: %w", found, err)
	}
	return found, nil
}

func byID[T any](ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (*T, error) {
	row := new(T)
	err := q.NewSelect().Model(row).Where("store_id = ?", storeID).Where("id = ?", key).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %T: %w", row, err)
	}
	return row, nil
}
