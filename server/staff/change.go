package staff

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// InviteInput adds a member. With a Telegram id the person can also sign in from the bot.
type InviteInput struct {
	Name       string
	Role       Role
	TelegramID *int64
	Language   *lang.Lang
}

// UpdateInput changes a member; nil leaves a field as it is.
type UpdateInput struct {
	ExpectedVersion *int
	Name            *string
	Role            *Role
	TelegramID      *int64
	Language        *lang.Lang
	IsActive        *bool
}

// maxTelegramID is the largest id that Telegram promises to use.
const maxTelegramID = 1<<52 - 1

// Add makes a member in the transaction's store, as one step of opening a store or of Invite.
// Errors: the faults of the input, all at once; FORBIDDEN_FIELD for a role above by's; DUPLICATE for a Telegram id in use.
func Add(ctx context.Context, tx *db.Tx, by By, in InviteInput, now time.Time) (*Member, error) {
	m := &Member{
		StoreID: tx.StoreID, ID: id.New(), Language: lang.Default, IsActive: true, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	faults := m.apply(UpdateInput{Name: &in.Name, Role: &in.Role, TelegramID: in.TelegramID, Language: in.Language}, by)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if _, err := tx.NewInsert().Model(m).Exec(ctx); err != nil {
		return nil, fmt.Errorf("add member of staff: %w", taken(err))
	}
	return m, nil
}

// Invite adds a member and makes their first sign-in link, whose code is given once. Errors: those of Add.
func Invite(ctx context.Context, d *db.DB, storeID int64, by By, in InviteInput, now time.Time) (m *Member, link *Link, err error) {
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		if m, err = Add(ctx, tx, by, in, now); err != nil {
			return err
		}
		link, err = NewLink(ctx, tx, by, m.ID, now)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return m, link, nil
}

// Update changes a member and gives them as they are now. It takes effect with the member's next request.
//
// Errors: the faults of the input, all at once; STALE_VERSION; NOT_FOUND; FORBIDDEN for a member above by; FORBIDDEN_FIELD for a role above
// by's; OWN_ROLE for one's own role or access; LAST_OWNER; DUPLICATE for a Telegram id in use.
func Update(ctx context.Context, d *db.DB, storeID int64, by By, memberID uuid.UUID, in UpdateInput, now time.Time) (*Member, error) {
	var m *Member
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		target, otherOwners, err := lock(ctx, tx, memberID)
		if err != nil {
			return err
		}
		m = target
		before := *m
		switch {
		case in.ExpectedVersion != nil && *in.ExpectedVersion != m.Version:
			return fault.New(fault.StaleVersion, "input", "expectedVersion")
		case m.Role.rank() > by.Role.rank():
			return fault.New(fault.Forbidden)
		}
		if err := m.apply(in, by).Err(); err != nil {
			return err
		}
		var faults fault.List
		if m.ID == by.ID && m.Role != before.Role {
			faults.Add(fault.New(fault.OwnRole, "input", "role"))
		}
		if m.ID == by.ID && m.IsActive != before.IsActive {
			faults.Add(fault.New(fault.OwnRole, "input", "isActive"))
		}
		if before.isOwner() && !m.isOwner() && otherOwners == 0 {
			faults.Add(fault.New(fault.LastOwner, "input"))
		}
		if err := faults.Err(); err != nil {
			return err
		}
		m.Version++
		m.UpdatedAt = now
		_, err = tx.NewUpdate().Model(m).Column("telegram_id", "name", "role", "language", "is_active", "can_message", "version", "updated_at").
			Where("store_id = ?", storeID).Where("id = ?", m.ID).Exec(ctx)
		return taken(err)
	})
	if err != nil {
		return nil, fmt.Errorf("update member of staff: %w", err)
	}
	return m, nil
}

// SetReach keeps whether the bot may write to the member with this Telegram account; nothing happens when there is none.
func SetReach(ctx context.Context, tx *db.Tx, telegramID int64, canMessage bool) error {
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("can_message = ?", canMessage).
		Where("store_id = ?", tx.StoreID).Where("telegram_id = ?", telegramID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("reach of a member of staff: %w", err)
	}
	return nil
}

// Seen keeps when a member last did something, to five minutes: a screen that refreshes must not write each time.
func Seen(ctx context.Context, tx *db.Tx, memberID uuid.UUID, now time.Time) error {
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("last_seen_at = ?", now).
		Where("store_id = ?", tx.StoreID).Where("id = ?", memberID).
		Where("coalesce(last_seen_at, '-infinity') < ?", now.Add(-5*time.Minute)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("last sight of a member of staff: %w", err)
	}
	return nil
}

func (m *Member) isOwner() bool { return m.IsActive && m.Role == Owner }

// lock reads a member together with all owners, in one order, so that of two owners who remove each other one must see the other gone.
func lock(ctx context.Context, tx *db.Tx, memberID uuid.UUID) (target *Member, otherOwners int, err error) {
	var rows []*Member
	err = tx.NewSelect().Model(&rows).Where("store_id = ?", tx.StoreID).
		Where("id in (select id from staff_members where store_id = ? and (id = ? or role = ?))", tx.StoreID, memberID, Owner).
		Order("id").For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, m := range rows {
		switch {
		case m.ID == memberID:
			target = m
		case m.isOwner():
			otherOwners++
		}
	}
	if target == nil {
		return nil, 0, fault.New(fault.NotFound, "input", "id")
	}
	return target, otherOwners, nil
}

// apply checks what is given and puts it into m, which is of no use when there are faults.
func (m *Member) apply(in UpdateInput, by By) (faults fault.List) {
	if in.Name != nil {
		name, f := input.Required(*in.Name, 100, "input", "name")
		m.Name = name
		faults.Add(f)
	}
	if in.Role != nil && (*in.Role != m.Role || m.Role == "") {
		switch {
		case in.Role.rank() < 0:
			faults.Add(fault.New(fault.Invalid, "input", "role"))
		case in.Role.rank() > by.Role.rank():
			faults.Add(fault.New(fault.ForbiddenField, "input", "role"))
		}
		m.Role = *in.Role
	}
	if in.TelegramID != nil {
		faults.Add(input.Number(*in.TelegramID, 1, maxTelegramID, "input", "telegramId"))
		if m.TelegramID == nil || *m.TelegramID != *in.TelegramID {
			m.CanMessage = false // another account has not met the bot yet
		}
		m.TelegramID = in.TelegramID
	}
	if in.Language != nil {
		if !slices.Contains(lang.All, *in.Language) {
			faults.Add(fault.New(fault.Invalid, "input", "language"))
		}
		m.Language = *in.Language
	}
	if in.IsActive != nil {
		m.IsActive = *in.IsActive
	}
	return faults
}

func taken(err error) error {
	if db.Violates(err, "staff_members_telegram_id_key") {
		return fault.New(fault.Duplicate, "input", "telegramId")
	}
	return err
}
