package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
)

// maxTokens is how many tokens of a store are good at once.
const maxTokens = 100

// APIToken lets a program in, with scopes instead of a role. The database has a hash of its secret alone.
type APIToken struct {
	bun.BaseModel `bun:"table:api_tokens,alias:token"`

	StoreID   int64              `bun:"store_id,pk"`
	ID        uuid.UUID          `bun:"id,pk,type:uuid"`
	Name      string             `bun:"name"`
	Hint      string             `bun:"hint"` // last four characters of the secret
	TokenHash []byte             `bun:"token_hash"`
	Scopes    []staff.Permission `bun:"scopes,array"`
	CreatedBy *uuid.UUID         `bun:"created_by,type:uuid"`
	CreatedAt time.Time          `bun:"created_at"`
	// LastUsedAt is true to the minute.
	LastUsedAt *time.Time `bun:"last_used_at"`
	ExpiresAt  *time.Time `bun:"expires_at"`
	RevokedAt  *time.Time `bun:"revoked_at"`
}

// NodeID is the token's id in the contract.
func (t *APIToken) NodeID() id.ID { return id.Of(id.Token, t.ID) }

// TokenInput makes a token. Scopes are permissions about a store's affairs, none that the maker has not.
type TokenInput struct {
	Name      string
	Scopes    []staff.Permission
	ExpiresAt *time.Time
}

// CreateToken makes a token of the actor's store and gives its secret, once.
// Errors: the faults of the input, all at once, among them FORBIDDEN_FIELD for a scope that the actor has not; TOO_MANY.
func CreateToken(ctx context.Context, d *db.DB, storeID int64, by *Actor, in TokenInput, now time.Time) (*APIToken, string, error) {
	name, f := input.Required(in.Name, 100, "input", "name")
	var faults fault.List
	faults.Add(f)
	if len(in.Scopes) == 0 {
		faults.Add(fault.New(fault.Required, "input", "scopes"))
	}
	for i, scope := range in.Scopes {
		at := input.At(i, "input", "scopes")
		switch {
		case !scope.OfStore():
			faults.Add(fault.New(fault.Invalid, at...))
		case !by.Can(scope):
			faults.Add(fault.New(fault.ForbiddenField, at...))
		case slices.Contains(in.Scopes[:i], scope):
			faults.Add(fault.New(fault.Duplicate, at...))
		}
	}
	if in.ExpiresAt != nil && !in.ExpiresAt.After(now) {
		faults.Add(fault.New(fault.Invalid, "input", "expiresAt"))
	}
	if err := faults.Err(); err != nil {
		return nil, "", err
	}
	token := secret.NewToken(secret.APIToken, storeID)
	t := &APIToken{
		StoreID: storeID, ID: id.New(), Name: name, Hint: token[len(token)-4:], TokenHash: secret.HashToken(token), Scopes: in.Scopes,
		CreatedAt: now, ExpiresAt: in.ExpiresAt,
	}
	if by.StaffID != uuid.Nil {
		t.CreatedBy = &by.StaffID
	}
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		good, err := tx.NewSelect().Model((*APIToken)(nil)).Where("store_id = ?", storeID).Where("revoked_at is null").
			Where("coalesce(expires_at, 'infinity') > ?", now).Count(ctx)
		switch {
		case err != nil:
			return err
		case good >= maxTokens:
			return fault.New(fault.TooMany, "input").With("max", maxTokens)
		}
		_, err = tx.NewInsert().Model(t).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("create API token: %w", err)
	}
	return t, token, nil
}

// RevokeToken ends a token at once; a repeat changes nothing. Error: NOT_FOUND at "input.id".
func RevokeToken(ctx context.Context, d *db.DB, storeID int64, tokenID uuid.UUID, now time.Time) (*APIToken, error) {
	t := new(APIToken)
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewUpdate().Model(t).Set("revoked_at = coalesce(revoked_at, ?)", now).
			Where("store_id = ?", storeID).Where("id = ?", tokenID).Returning("*").Exec(ctx)
		if err == nil && t.ID == uuid.Nil {
			err = sql.ErrNoRows
		}
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "input", "id")
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("revoke API token: %w", err)
	}
	return t, nil
}

// ListTokens reads the tokens of a store, newest first, revoked ones too.
func ListTokens(ctx context.Context, q bun.IDB, storeID int64) ([]*APIToken, error) {
	tokens := []*APIToken{}
	err := q.NewSelect().Model(&tokens).Where("store_id = ?", storeID).OrderExpr("id desc").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list API tokens: %w", err)
	}
	return tokens, nil
}

// program lets the holder of an API token in. Error: UNAUTHENTICATED.
func (g *Gate) program(ctx context.Context, storeID int64, token string) (*Actor, error) {
	now := g.now()
	t := new(APIToken)
	err := g.db.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(t).Where("store_id = ?", storeID).Where("token_hash = ?", secret.HashToken(token)).
			Where("revoked_at is null").Where("coalesce(expires_at, 'infinity') > ?", now).Scan(ctx)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.Unauthenticated)
	case err != nil:
		return nil, fmt.Errorf("look API token up: %w", err)
	}
	if t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) >= time.Minute {
		err := g.db.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw("update api_tokens set last_used_at = ? where store_id = ? and id = ? and coalesce(last_used_at, '-infinity') <= ?",
				now, storeID, t.ID, now.Add(-time.Minute)).Exec(ctx)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("note use of API token: %w", err)
		}
	}
	return &Actor{Kind: Program, StoreID: storeID, TokenID: t.ID, permissions: t.Scopes}, nil
}

// Limited is a program without a token that asks in a store with some permissions, such as a webhook; key tells it from others.
func Limited(storeID int64, key uuid.UUID, permissions []staff.Permission) *Actor {
	return &Actor{Kind: Program, StoreID: storeID, TokenID: key, permissions: slices.Clone(permissions)}
}
