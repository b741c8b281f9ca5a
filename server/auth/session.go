package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
)

// How long a session lives without a refresh; each refresh begins the time anew. A Mini App that stays open for days keeps its session; one
// that is reopened brings new init data.
const (
	ShopperLife = 24 * time.Hour
	StaffLife   = 14 * 24 * time.Hour
)

// maxSessions is how many sessions of one person live at once; the one used longest ago makes room.
const maxSessions = 20

// maxPerMinute is how many sessions one person may open in a minute.
const maxPerMinute = 20

// Session is a device that is signed in to one store.
type Session struct {
	bun.BaseModel `bun:"table:sessions,alias:session"`

	StoreID    int64      `bun:"store_id,pk"`
	ID         uuid.UUID  `bun:"id,pk,type:uuid"`
	Kind       Kind       `bun:"kind"` // Shopper or Staff
	CustomerID *uuid.UUID `bun:"customer_id,type:uuid"`
	StaffID    *uuid.UUID `bun:"staff_id,type:uuid"`
	// SecretHash is of the refresh token that is good now, PreviousHash of the one it replaced at RotatedAt.
	SecretHash   []byte     `bun:"secret_hash"`
	PreviousHash []byte     `bun:"previous_hash"`
	RotatedAt    time.Time  `bun:"rotated_at"`
	Device       string     `bun:"device"`     // browser and system in words
	IsOutside    bool       `bun:"is_outside"` // of a web page, not of the Mini App
	CreatedAt    time.Time  `bun:"created_at"`
	LastUsedAt   time.Time  `bun:"last_used_at"`
	ExpiresAt    time.Time  `bun:"expires_at"`
	EndedAt      *time.Time `bun:"ended_at"`
}

// NodeID is the session's id in the contract.
func (s *Session) NodeID() id.ID { return id.Of(id.Session, s.ID) }

// IsCurrent says whether this very request is made in the session.
func (s *Session) IsCurrent(ctx context.Context) bool { return From(ctx).SessionID == s.ID }

func (s *Session) person() uuid.UUID {
	if s.Kind == Staff {
		return *s.StaffID
	}
	return *s.CustomerID
}

func (s *Session) life() time.Duration {
	if s.Kind == Staff {
		return StaffLife
	}
	return ShopperLife
}

func (s *Session) isAlive(now time.Time) bool { return s.EndedAt == nil && now.Before(s.ExpiresAt) }

// column is where sessions of this kind name their person.
func (k Kind) column() bun.Ident {
	if k == Staff {
		return "staff_id"
	}
	return "customer_id"
}

// Tokens is what a signed-in client keeps. They are given once; the database has a hash of the refresh token alone.
type Tokens struct {
	AccessToken      string
	AccessExpiresAt  time.Time
	RefreshToken     string
	RefreshExpiresAt time.Time
}

// open begins a session as one step of signing in. Error: RATE_LIMITED.
func (g *Gate) open(ctx context.Context, tx *db.Tx, kind Kind, person uuid.UUID, device string, isOutside bool) (*Tokens, error) {
	now := g.now()
	if err := makeRoom(ctx, tx, kind, person, now); err != nil {
		return nil, err
	}
	refresh := secret.NewToken(secret.SessionToken, tx.StoreID)
	s := &Session{
		StoreID: tx.StoreID, ID: id.New(), Kind: kind, SecretHash: secret.HashToken(refresh),
		RotatedAt: now, Device: device, IsOutside: isOutside, CreatedAt: now, LastUsedAt: now,
	}
	s.ExpiresAt = now.Add(s.life())
	if kind == Staff {
		s.StaffID = &person
	} else {
		s.CustomerID = &person
	}
	if _, err := tx.NewInsert().Model(s).Exec(ctx); err != nil {
		return nil, fmt.Errorf("open session: %w", err)
	}
	return g.tokens(s, refresh, now)
}

// makeRoom forgets the person's sessions that ended long ago and ends those beyond maxSessions.
func makeRoom(ctx context.Context, tx *db.Tx, kind Kind, person uuid.UUID, now time.Time) error {
	var recent int
	err := tx.NewRaw("select count(*) from sessions where store_id = ? and ? = ? and created_at > ?",
		tx.StoreID, kind.column(), person, now.Add(-time.Minute)).Scan(ctx, &recent)
	switch {
	case err != nil:
		return fmt.Errorf("count sessions: %w", err)
	case recent >= maxPerMinute:
		return fault.New(fault.RateLimited).With("seconds", 60)
	}
	_, err = tx.NewRaw("delete from sessions where store_id = ? and ? = ? and coalesce(ended_at, expires_at) < ?",
		tx.StoreID, kind.column(), person, now.Add(-30*24*time.Hour)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget old sessions: %w", err)
	}
	_, err = tx.NewRaw(`
		update sessions set ended_at = ? where store_id = ? and id in (
			select id from sessions where store_id = ? and ? = ? and ended_at is null
			order by last_used_at desc, id desc offset ? for update)`,
		now, tx.StoreID, tx.StoreID, kind.column(), person, maxSessions-1).Exec(ctx)
	if err != nil {
		return fmt.Errorf("make room for a session: %w", err)
	}
	return nil
}

func (g *Gate) tokens(s *Session, refresh string, now time.Time) (*Tokens, error) {
	access, expires, err := g.access(s, now)
	if err != nil {
		return nil, fmt.Errorf("sign access token: %w", err)
	}
	return &Tokens{AccessToken: access, AccessExpiresAt: expires, RefreshToken: refresh, RefreshExpiresAt: s.ExpiresAt}, nil
}

// CustomerSessions reads a shopper's live sessions, last used first.
func CustomerSessions(ctx context.Context, q bun.IDB, storeID int64, customerID uuid.UUID, now time.Time) ([]*Session, error) {
	return live(ctx, q.NewSelect().Where("session.store_id = ?", storeID).Where("customer_id = ?", customerID), now)
}

// StaffSessions reads live sessions of one member of staff, or of all for nil, last used first.
func StaffSessions(ctx context.Context, q bun.IDB, storeID int64, memberID *uuid.UUID, now time.Time) ([]*Session, error) {
	query := q.NewSelect().Where("session.store_id = ?", storeID).Where("kind = ?", Staff)
	if memberID != nil {
		query = query.Where("staff_id = ?", *memberID)
	}
	return live(ctx, query, now)
}

func live(ctx context.Context, q *bun.SelectQuery, now time.Time) ([]*Session, error) {
	sessions := []*Session{}
	err := q.Model(&sessions).Where("ended_at is null").Where("expires_at > ?", now).OrderExpr("last_used_at desc, id desc").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	return sessions, nil
}

// End ends a session: the caller's own for nil, another of their own, or with STAFF_WRITE any of the staff's. A repeat succeeds.
// Its access token is refused at once in this process, and within aliveFor in others.
// Errors: UNAUTHENTICATED for a caller without a session who names none; NOT_FOUND at "input.id" for what is not theirs to end.
func (g *Gate) End(ctx context.Context, a *Actor, sessionID *uuid.UUID) (*Session, error) {
	which := a.SessionID
	if sessionID != nil {
		which = *sessionID
	}
	if which == uuid.Nil || a.StoreID == 0 {
		return nil, fault.New(fault.Unauthenticated)
	}
	s := new(Session)
	err := g.db.Write(ctx, a.StoreID, func(ctx context.Context, tx *db.Tx) error {
		err := tx.NewSelect().Model(s).Where("store_id = ?", a.StoreID).Where("id = ?", which).For("UPDATE").Scan(ctx)
		if errors.Is(err, sql.ErrNoRows) || err == nil && !a.mayEnd(s) {
			return fault.New(fault.NotFound, "input", "id")
		}
		if err != nil || s.EndedAt != nil {
			return err
		}
		now := g.now()
		s.EndedAt = &now
		_, err = tx.NewUpdate().Model(s).Column("ended_at").Where("store_id = ?", a.StoreID).Where("id = ?", s.ID).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("end session: %w", err)
	}
	g.alive.forget(s.ID)
	return s, nil
}

func (a *Actor) mayEnd(s *Session) bool {
	switch s.Kind {
	case Shopper:
		return a.CustomerID != uuid.Nil && *s.CustomerID == a.CustomerID
	case Staff:
		return a.StaffID != uuid.Nil && *s.StaffID == a.StaffID || a.Can(staff.StaffWrite)
	}
	return false
}
