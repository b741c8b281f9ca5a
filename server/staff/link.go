package staff

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
)

// LinkLife is how long a sign-in link can be used.
const LinkLife = 15 * time.Minute

// Link lets one member in, once. The database keeps only the hash of its code.
type Link struct {
	Code      string
	ExpiresAt time.Time
}

// NewLink makes a link for an active member who is not above by. The member's dead links are thrown away.
// Errors: NOT_FOUND; FORBIDDEN, since whoever holds a link becomes the member.
func NewLink(ctx context.Context, tx *db.Tx, by By, memberID uuid.UUID, now time.Time) (*Link, error) {
	m, err := ByID(ctx, tx, tx.StoreID, memberID)
	switch {
	case err != nil:
		return nil, err
	case !m.IsActive:
		return nil, fault.New(fault.NotFound)
	case m.Role.rank() > by.Role.rank():
		return nil, fault.New(fault.Forbidden)
	}
	if _, err := tx.NewRaw("delete from staff_links where store_id = ? and staff_id = ? and expires_at < ?", tx.StoreID, m.ID, now).Exec(ctx); err != nil {
		return nil, fmt.Errorf("new sign-in link: %w", err)
	}
	link := &Link{Code: secret.NewToken(secret.LinkCode, tx.StoreID), ExpiresAt: now.Add(LinkLife)}
	var creator *uuid.UUID
	if by.ID != uuid.Nil {
		creator = &by.ID
	}
	_, err = tx.NewRaw(
		"insert into staff_links (store_id, id, staff_id, code_hash, created_by, created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
		tx.StoreID, id.New(), m.ID, secret.HashToken(link.Code), creator, now, link.ExpiresAt,
	).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("new sign-in link: %w", err)
	}
	return link, nil
}

// UseLink takes a code and gives the member whom it lets in. Of several who come with one code at once, one gets in.
// Error: LINK_INVALID at "input.code" for a code that is unknown, used, too old, or of a member who has left.
func UseLink(ctx context.Context, tx *db.Tx, code string, now time.Time) (*Member, error) {
	m := new(Member)
	err := tx.NewRaw(`
		with used as (
			update staff_links set used_at = ?
			where store_id = ? and code_hash = ? and used_at is null and expires_at > ?
			returning staff_id)
		select member.* from staff_members member join used on used.staff_id = member.id
		where member.store_id = ? and member.is_active`,
		now, tx.StoreID, secret.HashToken(code), now, tx.StoreID).Scan(ctx, m)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.LinkInvalid, "input", "code")
	case err != nil:
		return nil, fmt.Errorf("use sign-in link: %w", err)
	}
	return m, nil
}
