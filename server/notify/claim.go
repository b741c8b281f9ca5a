package notify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
)

// NotificationsClaimInput asks for messages to send.
type NotificationsClaimInput struct {
	Limit        int  // 1 to 100
	WaitSeconds  *int // 0 to 25; 0 when nil
	LeaseSeconds *int // 5 to 300; 60 when nil
}

// look is how often a waiting claim looks by itself: for leases and pauses that end, and for what other processes added.
const look = 2 * time.Second

// Claim takes the messages that are due, of all stores, those of orders first. Nobody else gets them before the lease ends.
// Messages about one order reach one person one after the other, so that a card exists before it is edited. With a wait it
// returns as soon as there is something, at the latest with an empty list when the wait or ctx ends.
//
// Faults: OUT_OF_RANGE at the fields.
func Claim(ctx context.Context, d *db.DB, hub *event.Hub, in NotificationsClaimInput, clock func() time.Time) ([]*Notification, error) {
	wait, lease := 0, 60
	var faults fault.List
	faults.Add(input.Number(in.Limit, 1, 100, "input", "limit"))
	if in.WaitSeconds != nil {
		wait = *in.WaitSeconds
		faults.Add(input.Number(wait, 0, 25, "input", "waitSeconds"))
	}
	if in.LeaseSeconds != nil {
		lease = *in.LeaseSeconds
		faults.Add(input.Number(lease, 5, 300, "input", "leaseSeconds"))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	events, cancel := hub.Subscribe(0, Topic, "")
	defer cancel()
	end := time.NewTimer(time.Duration(wait) * time.Second)
	defer end.Stop()
	again := time.NewTicker(look)
	defer again.Stop()
	for {
		claimed, err := take(ctx, d, in.Limit, time.Duration(lease)*time.Second, clock())
		if err != nil || len(claimed) > 0 || wait == 0 {
			return claimed, err
		}
		select {
		case <-events:
		case <-again.C:
		case <-end.C:
			return claimed, nil
		case <-ctx.Done():
			return claimed, nil
		}
	}
}

func take(ctx context.Context, d *db.DB, limit int, lease time.Duration, now time.Time) ([]*Notification, error) {
	claimed := []*Notification{}
	err := d.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(`
			UPDATE notifications n SET state = 'PENDING', leased_until = NULL
			FROM (SELECT store_id, id FROM notifications WHERE state = 'LEASED' AND leased_until <= ? FOR UPDATE SKIP LOCKED) lost
			WHERE n.store_id = lost.store_id AND n.id = lost.id`, now).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.NewRaw(`
			UPDATE notifications n SET state = 'LEASED', leased_until = ?, attempts = n.attempts + 1
			FROM (
				SELECT store_id, id FROM notifications due
				WHERE state = 'PENDING' AND due_at <= ? AND expires_at > ?
				AND NOT EXISTS (
					SELECT FROM notifications before
					WHERE before.store_id = due.store_id AND before.order_id = due.order_id
					AND before.recipient_id = due.recipient_id AND before.id < due.id
					AND before.state IN ('PENDING', 'LEASED') AND before.expires_at > ?)
				ORDER BY lane, due_at, id LIMIT ? FOR UPDATE SKIP LOCKED
			) due
			WHERE n.store_id = due.store_id AND n.id = due.id RETURNING n.*`, now.Add(lease), now, now, now, limit).Scan(ctx, &claimed)
	})
	if err != nil {
		return nil, fmt.Errorf("claim notifications: %w", err)
	}
	slices.SortFunc(claimed, func(a, b *Notification) int {
		if a.Lane != b.Lane {
			return a.Lane - b.Lane
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	for storeID, list := range byStore(claimed) {
		if err := findCards(ctx, d, storeID, list); err != nil {
			return nil, err
		}
	}
	return claimed, nil
}

func byStore(list []*Notification) map[int64][]*Notification {
	by := map[int64][]*Notification{}
	for _, n := range list {
		by[n.StoreID] = append(by[n.StoreID], n)
	}
	return by
}

// findCards fills in which messages are to be edited.
func findCards(ctx context.Context, d *db.DB, storeID int64, list []*Notification) error {
	var orders []uuid.UUID
	for _, n := range list {
		if n.Kind.onCard() && n.OrderID != nil {
			orders = append(orders, *n.OrderID)
		}
	}
	if len(orders) == 0 {
		return nil
	}
	var cards []*card
	err := d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(&cards).Where("store_id = ?", storeID).Where("order_id IN (?)", bun.List(orders)).Scan(ctx)
	})
	if err != nil {
		return fmt.Errorf("cards of orders: %w", err)
	}
	for _, n := range list {
		for _, c := range cards {
			if n.Kind.onCard() && *n.OrderID == c.OrderID && n.RecipientKind == c.RecipientKind && n.TelegramID == c.TelegramID {
				n.EditMessageID = &c.MessageID
			}
		}
	}
	return nil
}
