package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
)

// ByID reads a store, past every cache. Error: STORE_NOT_FOUND.
func ByID(ctx context.Context, q bun.IDB, storeID int64) (*Store, error) {
	return one(ctx, q.NewSelect().Where("store.id = ?", storeID))
}

// BySlug reads a store by its part of the address. Error: STORE_NOT_FOUND.
func BySlug(ctx context.Context, q bun.IDB, slug string) (*Store, error) {
	return one(ctx, q.NewSelect().Where("store.slug = ?", slug))
}

// ByHost reads the store that a DNS name, without port, shows. Error: STORE_NOT_FOUND.
func ByHost(ctx context.Context, q bun.IDB, host string) (*Store, error) {
	return one(ctx, q.NewSelect().Where("store.id = (select store_id from store_hosts where host = ?)", host))
}

// ByBot reads the store that a Telegram bot serves. Error: STORE_NOT_FOUND.
func ByBot(ctx context.Context, q bun.IDB, botID int64) (*Store, error) {
	return one(ctx, q.NewSelect().Where("store.bot_id = ?", botID))
}

// Only reads the store of a deployment that has exactly one. Error: STORE_NOT_FOUND.
func Only(ctx context.Context, q bun.IDB) (*Store, error) {
	return one(ctx, q.NewSelect().Where("(select count(*) from (select from stores limit 2) few) = 1"))
}

// List reads all stores in order of their slugs.
func List(ctx context.Context, q bun.IDB) ([]*Store, error) {
	stores := []*Store{}
	err := q.NewSelect().Model(&stores).Order("slug").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list stores: %w", err)
	}
	return stores, nil
}

func one(ctx context.Context, q *bun.SelectQuery) (*Store, error) {
	s := new(Store)
	if err := q.Model(s).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read store: %w", notFound(err))
	}
	return s, nil
}

func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.StoreNotFound)
	}
	return err
}
