package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/staff"
)

// Outcome of an attempt to send.
type Outcome string

const (
	OutcomeSent        Outcome = "SENT"
	OutcomeRetry       Outcome = "RETRY"
	OutcomeDead        Outcome = "DEAD"
	OutcomeUnreachable Outcome = "UNREACHABLE"
)

// NotificationAckInput says what became of one message.
type NotificationAckInput struct {
	ID                id.ID
	Outcome           Outcome
	MessageID         *int64
	RetryAfterSeconds *int
	WriteAccess       *customer.WriteAccess // for UNREACHABLE; BLOCKED when nil
	Error             *string               // Telegram's description, for the log
}

// NotificationsAckInput says what became of messages.
type NotificationsAckInput struct {
	Results []*NotificationAckInput // at most 100
}

// Ack writes what became of messages and gives how many of them were still open; unknown ones and repeats are not counted.
// A person who cannot be reached is remembered as such, and what else is owed to them is given up.
//
// Faults: TOO_MANY, INVALID_ID, INVALID, OUT_OF_RANGE at their fields, all at once.
func Ack(ctx context.Context, d *db.DB, in NotificationsAckInput, now time.Time) (int, error) {
	results, err := in.read()
	if err != nil || len(results) == 0 {
		return 0, err
	}
	keys := make([]uuid.UUID, 0, len(results))
	for key := range results {
		keys = append(keys, key)
	}
	var open []*Notification // the table is outside stores, so a plain read finds them in all
	err = d.NewSelect().Model(&open).Where("id IN (?)", bun.List(keys)).Where("state IN ('PENDING', 'LEASED')").Scan(ctx)
	if err != nil {
		return 0, fmt.Errorf("acknowledge notifications: %w", err)
	}
	acknowledged := 0
	for storeID, list := range byStore(open) {
		n := 0
		err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			n = 0
			for _, row := range list {
				isOpen, err := settle(ctx, tx, storeID, row.ID, results[row.ID], now)
				if err != nil {
					return err
				}
				if isOpen {
					n++
				}
			}
			return nil
		})
		if err != nil {
			return acknowledged, fmt.Errorf("acknowledge notifications of store %d: %w", storeID, err)
		}
		acknowledged += n
	}
	return acknowledged, nil
}

func (in NotificationsAckInput) read() (map[uuid.UUID]*NotificationAckInput, error) {
	if len(in.Results) > 100 {
		return nil, fault.New(fault.TooMany, "input", "results").With("max", 100)
	}
	var faults fault.List
	results := make(map[uuid.UUID]*NotificationAckInput, len(in.Results))
	for i, r := range in.Results {
		at := func(field string) []string { return append(input.At(i, "input", "results"), field) }
		key, err := r.ID.Must(id.Notification, at("id")...)
		if err := faults.Under(err); err != nil {
			return nil, err
		}
		switch r.Outcome {
		case OutcomeSent, OutcomeRetry, OutcomeDead, OutcomeUnreachable:
		default:
			faults.Add(fault.New(fault.Invalid, at("outcome")...))
		}
		if s := r.RetryAfterSeconds; s != nil {
			faults.Add(input.Number(*s, 0, 24*60*60, at("retryAfterSeconds")...))
		}
		results[key] = r
	}
	return results, faults.Err()
}

// settle applies one result; false when the message is no longer open.
func settle(ctx context.Context, tx *db.Tx, storeID int64, key uuid.UUID, r *NotificationAckInput, now time.Time) (bool, error) {
	var locked []*Notification
	err := tx.NewSelect().Model(&locked).Where("store_id = ?", storeID).Where("id = ?", key).
		Where("state IN ('PENDING', 'LEASED')").For("UPDATE").Scan(ctx)
	if err != nil || len(locked) == 0 {
		return false, err
	}
	n := locked[0]
	n.LeasedUntil = nil
	if r.Error != nil {
		n.Error = cut(*r.Error)
	}
	switch r.Outcome {
	case OutcomeSent:
		n.State, n.MessageID = Sent, r.MessageID
		if err := keepCard(ctx, tx, n, now); err != nil {
			return false, err
		}
	case OutcomeRetry:
		n.State, n.DueAt = Pending, now.Add(pause(n.Claims))
		if s := r.RetryAfterSeconds; s != nil {
			n.DueAt = now.Add(time.Duration(*s) * time.Second)
		}
	case OutcomeDead:
		n.State = Dead
	case OutcomeUnreachable:
		n.State = Unreachable
		if err := giveUp(ctx, tx, n, r.WriteAccess, now); err != nil {
			return false, err
		}
	}
	if n.State != Pending {
		n.DoneAt, n.Link = &now, ""
	}
	_, err = tx.NewUpdate().Model(n).Column("state", "due_at", "leased_until", "message_id", "error", "url", "done_at").WherePK().Exec(ctx)
	return true, err
}

// pause before the next try grows from 5 seconds to 15 minutes.
func pause(tries int) time.Duration {
	return min(5*time.Second<<min(max(tries-1, 0), 10), 15*time.Minute)
}

// cut keeps the log short.
func cut(s string) string {
	if r := []rune(s); len(r) > 500 {
		return string(r[:500])
	}
	return s
}

func keepCard(ctx context.Context, tx *db.Tx, n *Notification, now time.Time) error {
	if !n.Kind.onCard() || n.OrderID == nil || n.MessageID == nil {
		return nil
	}
	c := &card{
		StoreID: n.StoreID, OrderID: *n.OrderID, RecipientKind: n.RecipientKind, TelegramID: n.TelegramID,
		MessageID: *n.MessageID, UpdatedAt: now,
	}
	_, err := tx.NewInsert().Model(c).On("CONFLICT (store_id, order_id, recipient_kind, telegram_id) DO UPDATE").
		Set("message_id = excluded.message_id, updated_at = excluded.updated_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep card of order %s: %w", n.OrderID, err)
	}
	return nil
}

// giveUp remembers that a person cannot be written to.
func giveUp(ctx context.Context, tx *db.Tx, n *Notification, access *customer.WriteAccess, now time.Time) error {
	_, err := tx.NewUpdate().Model((*Notification)(nil)).Set("state = ?", Unreachable).Set("done_at = ?", now).Set("url = ''").
		Where("store_id = ?", n.StoreID).Where("recipient_id = ?", n.RecipientID).Where("state = ?", Pending).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give up messages to %s: %w", n.RecipientID, err)
	}
	if n.RecipientKind == Staff {
		return staff.SetReach(ctx, tx, n.TelegramID, false)
	}
	is := customer.Blocked
	if access != nil {
		is = *access
	}
	return customer.SetWriteAccess(ctx, tx, n.TelegramID, is, now)
}
