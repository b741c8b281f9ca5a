package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// NewServiceToken makes a token of the platform itself, for its bot process (Bot) or an administrator (Platform), and gives its secret, once.
// An earlier token of the same kind and name is good no longer.
func NewServiceToken(ctx context.Context, d *db.DB, kind Kind, name string, now time.Time) (string, error) {
	token := secret.NewToken(secret.ServiceToken, 0)
	err := d.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("update service_tokens set revoked_at = ? where kind = ? and name = ? and revoked_at is null", now, kind, name).Exec(ctx)
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("insert into service_tokens (id, kind, name, token_hash, created_at) values (?, ?, ?, ?, ?)",
			id.New(), kind, name, secret.HashToken(token), now).Exec(ctx)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("new service token: %w", err)
	}
	return token, nil
}

// service lets the holder of a service token in. Error: UNAUTHENTICATED.
func (g *Gate) service(ctx context.Context, token string) (*Actor, error) {
	var row struct {
		ID         uuid.UUID
		Kind       Kind
		LastUsedAt *time.Time
	}
	err := g.db.NewRaw("select id, kind, last_used_at from service_tokens where token_hash = ? and revoked_at is null", secret.HashToken(token)).Scan(ctx, &row)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.Unauthenticated)
	case err != nil:
		return nil, fmt.Errorf("look service token up: %w", err)
	}
	if now := g.now(); row.LastUsedAt == nil || now.Sub(*row.LastUsedAt) >= time.Minute {
		if _, err := g.db.NewRaw("update service_tokens set last_used_at = ? where id = ?", now, row.ID).Exec(ctx); err != nil {
			return nil, fmt.Errorf("note use of service token: %w", err)
		}
	}
	a := &Actor{Kind: row.Kind, TokenID: row.ID}
	switch row.Kind {
	case Bot:
		a.permissions = []staff.Permission{staff.BotProcess}
	case Platform:
		a.permissions = []staff.Permission{staff.Platform}
	}
	return a, nil
}

// OpenStoreInput opens a store together with its first owner.
type OpenStoreInput struct {
	store.CreateInput
	OwnerName       string
	OwnerTelegramID *int64
}

// OpenStore opens a store with its owner and gives the owner's first sign-in link, whose code is given once.
// Errors: the faults of the input, those of store and owner apart.
func OpenStore(ctx context.Context, d *db.DB, in OpenStoreInput, now time.Time) (s *store.Store, link *staff.Link, err error) {
	err = d.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		if s, err = store.Create(ctx, tx, in.CreateInput, now); err != nil {
			return err
		}
		platform := staff.By{Role: staff.Owner}
		owner, err := staff.Add(ctx, tx, platform, staff.InviteInput{Name: in.OwnerName, Role: staff.Owner, TelegramID: in.OwnerTelegramID}, now)
		if err != nil {
			return ownerFaults(err)
		}
		link, err = staff.NewLink(ctx, tx, platform, owner.ID, now)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return s, link, nil
}

// ownerFaults names the fields as OpenStoreInput does.
func ownerFaults(err error) error {
	faults, ok := fault.As(err)
	if !ok {
		return err
	}
	for _, f := range faults {
		switch f.Path[len(f.Path)-1] {
		case "name":
			f.Path = []string{"input", "ownerName"}
		case "telegramId":
			f.Path = []string{"input", "ownerTelegramId"}
		}
	}
	return faults
}
