package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/id"
)

// Notice is a message to be owed.
type Notice struct {
	Kind    Kind
	To      Recipient
	OrderID *uuid.UUID
	URL     string
	Words   string // in the language of To; empty where the bot words it alone
	// Act names, in the store, the act that the message tells of: of one act a person hears once.
	Act string
}

// Add owes messages from the moment that tx commits. One that is owed or was sent already is left as it is.
func Add(ctx context.Context, tx *db.Tx, hub *event.Hub, storeID int64, notices []Notice, now time.Time) error {
	if err := tx.Put(ctx, Owe(tx, hub, storeID, notices, now)...); err != nil {
		return fmt.Errorf("add notifications: %w", err)
	}
	return nil
}

// Owe is Add as a write for the caller to send with others; none when there is nobody to tell.
func Owe(tx *db.Tx, hub *event.Hub, storeID int64, notices []Notice, now time.Time) []*db.Put {
	if len(notices) == 0 {
		return nil
	}
	return []*db.Put{db.New(owed(tx, hub, storeID, notices, now)).OrLeave("store_id, dedup_key")}
}

// OweBeside is Owe as a write for db.Tx.Together.
func OweBeside(tx *db.Tx, hub *event.Hub, storeID int64, notices []Notice, now time.Time) []schema.QueryAppender {
	if len(notices) == 0 {
		return nil
	}
	return []schema.QueryAppender{db.New(owed(tx, hub, storeID, notices, now)).OrLeave("store_id, dedup_key")}
}

// owed makes the rows of messages, and has the bot look for them after the commit.
func owed(tx *db.Tx, hub *event.Hub, storeID int64, notices []Notice, now time.Time) []*Notification {
	rows := make([]*Notification, len(notices))
	for i, n := range notices {
		rows[i] = &Notification{
			StoreID: storeID, ID: id.New(), Kind: n.Kind, RecipientKind: n.To.Kind, RecipientID: n.To.ID,
			TelegramID: n.To.TelegramID, Language: n.To.Language, OrderID: n.OrderID, Link: n.URL, Words: n.Words,
			DedupKey: fmt.Sprintf("%s:%s:%s", n.Kind, n.To.ID, n.Act), Lane: n.Kind.lane(), State: Pending,
			DueAt: now, ExpiresAt: now.Add(n.Kind.lasts()), CreatedAt: now,
		}
	}
	tx.AfterCommit(func() { hub.Publish(0, Topic, "") })
	return rows
}

// Told gives who was told of an order by messages of a kind, or still will be.
func Told(ctx context.Context, q bun.IDB, storeID int64, orderID uuid.UUID, kind Kind) ([]Recipient, error) {
	var rows []*Notification
	err := q.NewSelect().Model(&rows).Column("recipient_kind", "recipient_id", "telegram_id", "language").
		Where("store_id = ?", storeID).Where("order_id = ?", orderID).Where("kind = ?", kind).
		Where("state IN (?)", bun.List([]State{Pending, Leased, Sent})).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("who was told of order %s: %w", orderID, err)
	}
	people := make([]Recipient, len(rows))
	for i, n := range rows {
		people[i] = Recipient{Kind: n.RecipientKind, ID: n.RecipientID, TelegramID: n.TelegramID, Language: n.Language}
	}
	return people, nil
}
