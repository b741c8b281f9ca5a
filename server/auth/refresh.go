package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
)

// reuseGrace is how long the refresh token before the last still gives the same answer: two tabs, or a phone that lost the answer, ask twice
// without meaning harm. Later, somebody holds a token that was not theirs to keep.
const reuseGrace = 30 * time.Second

// Refresh exchanges a refresh token for a new pair. Asked twice within reuseGrace, both get the same refresh token; a token used again later
// ends the session, since one of two holders must have stolen it.
// Error: SESSION_EXPIRED for a token that is unknown, too old, used again, or of a session or person no longer let in.
func (g *Gate) Refresh(ctx context.Context, token string) (*Tokens, error) {
	prefix, storeID, ok := secret.ParseToken(token)
	if !ok || prefix != secret.SessionToken || storeID <= 0 {
		return nil, fault.New(fault.SessionExpired)
	}
	now, hash := g.now(), secret.HashToken(token)
	var tokens *Tokens
	err := g.db.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		tokens = nil
		s := new(Session)
		// One row and its lock: of two who come at once, the second sees what the first has made of it.
		err := tx.NewSelect().Model(s).Where("store_id = ?", storeID).
			WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
				return q.Where("secret_hash = ?", hash).WhereOr("previous_hash = ?", hash)
			}).For("UPDATE").Scan(ctx)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return err
		case !s.isAlive(now):
			return nil
		}
		next := g.successor(s, token)
		switch {
		case hmac.Equal(s.SecretHash, hash):
			s.PreviousHash, s.SecretHash, s.RotatedAt = hash, secret.HashToken(next), now
		case now.Sub(s.RotatedAt) > reuseGrace:
			s.EndedAt = &now
			g.alive.forget(s.ID)
			_, err := tx.NewUpdate().Model(s).Column("ended_at").Where("store_id = ?", storeID).Where("id = ?", s.ID).Exec(ctx)
			return err
		case !hmac.Equal(s.SecretHash, secret.HashToken(next)): // the deployment's key changed in between
			return nil
		}
		if err := stillLetIn(ctx, tx, s, now); err != nil {
			if fault.Has(err, fault.NotFound) {
				return nil
			}
			return err
		}
		s.LastUsedAt, s.ExpiresAt = now, now.Add(s.life())
		_, err = tx.NewUpdate().Model(s).Column("secret_hash", "previous_hash", "rotated_at", "last_used_at", "expires_at").
			Where("store_id = ?", storeID).Where("id = ?", s.ID).Exec(ctx)
		if err != nil {
			return err
		}
		tokens, err = g.tokens(s, next, now)
		return err
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("refresh session: %w", err)
	case tokens == nil: // outside the transaction: the end of a stolen session must be kept
		return nil, fault.New(fault.SessionExpired)
	}
	return tokens, nil
}

// successor is the refresh token after token. It is computed, not drawn, so that the second of two who ask can be told the same without
// anybody having stored it; without the deployment's key it cannot be foretold.
func (g *Gate) successor(s *Session, token string) string {
	h := hmac.New(sha256.New, g.keys.refresh)
	h.Write(s.ID[:])
	h.Write([]byte(token))
	random := base32.StdEncoding.EncodeToString(h.Sum(nil))[:26]
	return secret.SessionToken + "_" + strconv.FormatInt(s.StoreID, 10) + "_" + random
}

// stillLetIn keeps that the person was here. Error: NOT_FOUND for staff who have left.
func stillLetIn(ctx context.Context, tx *db.Tx, s *Session, now time.Time) error {
	if s.Kind == Shopper {
		return customer.Seen(ctx, tx, *s.CustomerID, now)
	}
	m, err := staff.ByID(ctx, tx, tx.StoreID, *s.StaffID)
	switch {
	case err != nil:
		return err
	case !m.IsActive:
		return fault.New(fault.NotFound)
	}
	return staff.Seen(ctx, tx, m.ID, now)
}
