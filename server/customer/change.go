package customer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/phone"
)

// UpdateInput is what a shopper may change of themselves; nil leaves a field as it is. An empty phone takes it back.
type UpdateInput struct {
	FirstName *string
	LastName  *string
	Language  *lang.Lang
	Phone     *string
}

// Update changes a customer. A typed number is not proved, unless it is the one that Telegram proved already.
// Errors: the faults of the input, all at once; NOT_FOUND.
func Update(ctx context.Context, d *db.DB, storeID int64, customerID uuid.UUID, in UpdateInput, now time.Time) (*Customer, error) {
	return change(ctx, d, storeID, customerID, now, func(c *Customer) error {
		var faults fault.List
		var f *fault.Error
		if in.FirstName != nil {
			c.FirstName, f = input.Text(*in.FirstName, 64, "input", "firstName")
			c.NameChosen = true
			faults.Add(f)
		}
		if in.LastName != nil {
			c.LastName, f = input.Text(*in.LastName, 64, "input", "lastName")
			c.NameChosen = true
			faults.Add(f)
		}
		if in.Language != nil {
			if !in.Language.Valid() {
				faults.Add(fault.New(fault.Invalid, "input", "language"))
			}
			c.Language, c.LanguageChosen = *in.Language, true
		}
		if in.Phone != nil {
			if err := faults.Under(c.typePhone(*in.Phone, "input", "phone")); err != nil {
				return err
			}
		}
		return faults.Err()
	})
}

func (c *Customer) typePhone(s string, path ...string) error {
	if strings.TrimSpace(s) == "" {
		c.Phone, c.PhoneSource, c.PhoneVerifiedAt = nil, "", nil
		return nil
	}
	number, err := phone.Normalize(s, path...)
	if err != nil {
		return err
	}
	if c.Phone == nil || *c.Phone != number {
		c.Phone, c.PhoneSource, c.PhoneVerifiedAt = &number, Typed, nil
	}
	return nil
}

// Permit keeps what the person answered to requestWriteAccess: no is not known again, since only a stopped bot is blocked. Error: NOT_FOUND.
func Permit(ctx context.Context, d *db.DB, storeID int64, customerID uuid.UUID, isAllowed bool, now time.Time) (*Customer, error) {
	return change(ctx, d, storeID, customerID, now, func(c *Customer) error {
		switch {
		case isAllowed:
			c.WriteAccess = Allowed
		case c.WriteAccess == Allowed:
			c.WriteAccess = Unknown
		}
		return nil
	})
}

// Seen keeps when a customer was last here, to five minutes.
func Seen(ctx context.Context, tx *db.Tx, customerID uuid.UUID, now time.Time) error {
	_, err := tx.NewRaw("update customers set last_seen_at = ? where store_id = ? and id = ? and last_seen_at < ?",
		now, tx.StoreID, customerID, now.Add(-5*time.Minute)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("last sight of a customer: %w", err)
	}
	return nil
}

// change locks a customer, lets fn change it, and saves it.
func change(ctx context.Context, d *db.DB, storeID int64, customerID uuid.UUID, now time.Time, fn func(c *Customer) error) (*Customer, error) {
	var c *Customer
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		if c, err = lock(ctx, tx, customerID); err != nil {
			return err
		}
		if err := fn(c); err != nil {
			return err
		}
		return save(ctx, tx, c, now)
	})
	if err != nil {
		return nil, fmt.Errorf("change customer: %w", err)
	}
	return c, nil
}

func lock(ctx context.Context, tx *db.Tx, customerID uuid.UUID) (*Customer, error) {
	c := new(Customer)
	err := tx.NewSelect().Model(c).Where("store_id = ?", tx.StoreID).Where("id = ?", customerID).For("UPDATE").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound)
	}
	return c, err
}

func save(ctx context.Context, tx *db.Tx, c *Customer, now time.Time) error {
	c.UpdatedAt = now
	_, err := tx.NewUpdate().Model(c).ExcludeColumn("created_at", "telegram_id", "group_id").
		Where("store_id = ?", tx.StoreID).Where("id = ?", c.ID).Exec(ctx)
	journal.Record(ctx, tx, tx.StoreID, journal.CustomerUpdated, c.NodeID(), 0)
	return err
}
