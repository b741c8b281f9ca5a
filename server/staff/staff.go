// Package staff knows who works in a store, in which role, and lets them in by one-time links.
// Sessions, and what a caller may do at this moment, belong to auth.
package staff

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
	"github.com/dokon-shop/dokon/server/lang"
)

// Member is somebody who works in one store. A person of two stores is two members.
type Member struct {
	bun.BaseModel `bun:"table:staff_members,alias:member"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	TelegramID *int64    `bun:"telegram_id"`
	Name       string    `bun:"name"`
	Role       Role      `bun:"role"`
	Language   lang.Lang `bun:"language"`
	// IsActive is false for somebody who has left: kept for the history, let in nowhere.
	IsActive bool `bun:"is_active"`
	// CanMessage says that the shop's bot may write to this person.
	CanMessage bool       `bun:"can_message"`
	Version    int        `bun:"version"`
	CreatedAt  time.Time  `bun:"created_at"`
	UpdatedAt  time.Time  `bun:"updated_at"`
	LastSeenAt *time.Time `bun:"last_seen_at"`
}

// NodeID is the member's id in the contract.
func (m *Member) NodeID() id.ID { return id.Of(id.Staff, m.ID) }

// Permissions is what the member's role allows.
func (m *Member) Permissions() []Permission { return m.Role.Permissions() }

// By is who changes staff: a member, or somebody who acts with the power of a role without being one.
type By struct {
	ID   uuid.UUID // zero for a platform administrator, an API token and the command line
	Role Role
}

// List reads all members, owners first, then by name.
func List(ctx context.Context, q bun.IDB, storeID int64) ([]*Member, error) {
	members := []*Member{}
	if err := everybody.Scan(ctx, q, &members, storeID); err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	return members, nil
}

var everybody = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Member)(nil)).Where("store_id = $1").
		OrderExpr("array_position(array['OWNER','MANAGER','OPERATOR','COURIER'], role), name, id")
})

// ByID reads a member, active or not. Error: NOT_FOUND.
func ByID(ctx context.Context, q bun.IDB, storeID int64, memberID uuid.UUID) (*Member, error) {
	return one(q.NewSelect().Where("store_id = ?", storeID).Where("id = ?", memberID), ctx)
}

// ByTelegramID reads the active member with this Telegram account. Error: NOT_FOUND.
func ByTelegramID(ctx context.Context, q bun.IDB, storeID, telegramID int64) (*Member, error) {
	return one(q.NewSelect().Where("store_id = ?", storeID).Where("telegram_id = ?", telegramID).Where("is_active"), ctx)
}

func one(q *bun.SelectQuery, ctx context.Context) (*Member, error) {
	m := new(Member)
	err := q.Model(m).Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.NotFound)
	case err != nil:
		return nil, fmt.Errorf("read member of staff: %w", err)
	}
	return m, nil
}

// ByIDs reads members of one store, active or not; ids that are not there are left out.
func ByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Member, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var members []*Member
	err := q.NewSelect().Model(&members).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read staff: %w", err)
	}
	return members, nil
}
