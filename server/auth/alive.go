package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/staff"
)

// aliveFor is how long a shopper's session that was found alive is not looked up again: a screen asks many things at once.
const aliveFor = 2 * time.Second

// maxAlive bounds the memory of sessions found alive.
const maxAlive = 10_000

// aliveness remembers sessions that were found alive.
type aliveness struct {
	mu    *sync.Mutex
	until map[uuid.UUID]time.Time
	ends  map[uuid.UUID]bool // what ended here is not found alive by a look-up that began before
}

func newAliveness() aliveness {
	return aliveness{&sync.Mutex{}, map[uuid.UUID]time.Time{}, map[uuid.UUID]bool{}}
}

func (a aliveness) has(session uuid.UUID, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return now.Before(a.until[session])
}

// add remembers a session that was found alive by a look-up begun at asked.
func (a aliveness) add(session uuid.UUID, asked time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.until) >= maxAlive {
		clear(a.until)
	}
	if !a.ends[session] {
		a.until[session] = asked.Add(aliveFor)
	}
}

func (a aliveness) forget(session uuid.UUID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.until, session)
	if len(a.ends) >= maxAlive {
		clear(a.ends)
	}
	a.ends[session] = true
}

// shopperAlive refuses an access token whose session has ended. Error: SESSION_EXPIRED.
func (g *Gate) shopperAlive(ctx context.Context, a *Actor) error {
	now := g.now()
	if g.alive.has(a.SessionID, now) {
		return nil
	}
	err := g.db.Read(ctx, a.StoreID, func(ctx context.Context, q bun.IDB) error {
		var one int
		return q.NewRaw("select 1 from sessions where store_id = ? and id = ? and customer_id = ? and ended_at is null and expires_at > ?",
			a.StoreID, a.SessionID, a.CustomerID, now).Scan(ctx, &one)
	})
	if err != nil {
		return expired(err)
	}
	g.alive.add(a.SessionID, now)
	return nil
}

// staffAlive reads the member's role as it is now, so that a changed role and an ended access hold from the next request on.
// Error: SESSION_EXPIRED.
func (g *Gate) staffAlive(ctx context.Context, a *Actor) error {
	var role staff.Role
	err := g.db.Read(ctx, a.StoreID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw(`
			select member.role from sessions session
			join staff_members member on member.store_id = session.store_id and member.id = session.staff_id
			where session.store_id = ? and session.id = ? and session.staff_id = ?
			  and session.ended_at is null and session.expires_at > ? and member.is_active`,
			a.StoreID, a.SessionID, a.StaffID, g.now()).Scan(ctx, &role)
	})
	if err != nil {
		return expired(err)
	}
	a.Role, a.permissions = role, role.Permissions()
	return nil
}

func expired(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.SessionExpired)
	}
	return fmt.Errorf("look session up: %w", err)
}
