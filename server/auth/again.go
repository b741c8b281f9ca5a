package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
)

// Again is the context of a caller who stays, on a socket or a stream, as it has become by now: with the permissions that they have today,
// and with their store as it is today. An access token that has grown too old since does no harm while its session lives.
// Errors: SESSION_EXPIRED; UNAUTHENTICATED for a token that was revoked; STORE_NOT_FOUND.
func (g *Gate) Again(ctx context.Context) (context.Context, error) {
	a := *From(ctx)
	var err error
	switch {
	case a.IsRelayed: // one request of the bot, never more
	case a.Kind == Shopper:
		err = g.shopperAlive(ctx, &a)
	case a.Kind == Staff:
		err = g.staffAlive(ctx, &a)
	case a.Kind == Program:
		err = g.programAlive(ctx, &a)
	case a.Kind == Bot || a.Kind == Platform:
		err = g.serviceAlive(ctx, &a)
	}
	if err != nil {
		return ctx, err
	}
	s := StoreFrom(ctx)
	if s != nil {
		if s, err = g.stores.ByID(ctx, s.ID); err != nil {
			return ctx, err
		}
	}
	return NewContext(ctx, &a, s), nil
}

func (g *Gate) programAlive(ctx context.Context, a *Actor) error {
	t := new(APIToken)
	err := g.db.Read(ctx, a.StoreID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(t).Where("store_id = ?", a.StoreID).Where("id = ?", a.TokenID).
			Where("revoked_at is null").Where("coalesce(expires_at, 'infinity') > ?", g.now()).Scan(ctx)
	})
	if err != nil {
		return revoked(err)
	}
	a.permissions = t.Scopes
	return nil
}

func (g *Gate) serviceAlive(ctx context.Context, a *Actor) error {
	var one int
	err := g.db.NewRaw("select 1 from service_tokens where id = ? and revoked_at is null", a.TokenID).Scan(ctx, &one)
	return revoked(err)
}

func revoked(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fault.New(fault.Unauthenticated)
	}
	return fmt.Errorf("look token up: %w", err)
}
