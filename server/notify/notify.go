// Package notify keeps messages owed to people: facts about who, what and which order, written with the change they tell
// of and kept until the bot acknowledges them. Words, buttons and sending are the bot's.
package notify

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
)

// Topic is the topic of events about the queue, in store 0: one bot process serves all stores.
const Topic = "notification"

// Kind says what a message tells of.
type Kind string

const (
	OrderCard         Kind = "ORDER_CARD"          // buyer: make or edit the card of the order
	OrderPush         Kind = "ORDER_PUSH"          // buyer: a short new message
	StaffOrderPlaced  Kind = "STAFF_ORDER_PLACED"  // staff: a new order waits
	StaffOrderChanged Kind = "STAFF_ORDER_CHANGED" // staff: it waits no longer; edit the message
	StaffSignIn       Kind = "STAFF_SIGN_IN"       // staff: the link that was asked for
	OrderNote         Kind = "ORDER_NOTE"          // buyer: what happened, in the words of the message
	OrderDigital      Kind = "ORDER_DIGITAL"       // buyer: what was bought, in the words of the message
	StaffOrderNote    Kind = "STAFF_ORDER_NOTE"    // staff: the same
	StaffNote         Kind = "STAFF_NOTE"          // staff: something about the shop's money, in the words of the message
	StaffWebhookOff   Kind = "STAFF_WEBHOOK_OFF"   // owners: a webhook was switched off; the link is where it led
)

// onCard tells whether the kind lives in one message of the chat, which is edited.
func (k Kind) onCard() bool { return k == OrderCard || k == StaffOrderPlaced || k == StaffOrderChanged }

// lasts is how long a message is worth sending. Telegram lets a card be edited for 48 hours.
func (k Kind) lasts() time.Duration {
	switch k {
	case StaffSignIn:
		return 15 * time.Minute
	case StaffWebhookOff, StaffNote:
		return 7 * 24 * time.Hour
	case OrderPush, OrderNote, OrderDigital, StaffOrderNote, StaffOrderPlaced:
		return 24 * time.Hour
	}
	return 48 * time.Hour
}

// Lanes: what is sent first when there is much to send.
const (
	LaneOrder   = 0
	LaneService = 1
)

func (k Kind) lane() int {
	if k == StaffSignIn || k == StaffWebhookOff || k == StaffNote {
		return LaneService
	}
	return LaneOrder
}

// RecipientKind says what the recipient is to the store.
type RecipientKind string

const (
	Customer RecipientKind = "CUSTOMER"
	Staff    RecipientKind = "STAFF"
)

// Recipient is a person the bot can write to.
type Recipient struct {
	Kind       RecipientKind
	ID         uuid.UUID // the customer or member of staff
	TelegramID int64
	Language   lang.Lang
}

// State of a message in the queue.
type State string

const (
	Pending     State = "PENDING"
	Leased      State = "LEASED" // a bot has it; after the lease it is offered again
	Sent        State = "SENT"
	Dead        State = "DEAD" // Telegram will never take it
	Unreachable State = "UNREACHABLE"
	Expired     State = "EXPIRED"
)

// Notification is a message owed.
type Notification struct {
	bun.BaseModel `bun:"table:notifications,alias:ntf"`

	StoreID       int64         `bun:"store_id,pk"`
	ID            uuid.UUID     `bun:"id,pk,type:uuid"`
	Kind          Kind          `bun:"kind"`
	RecipientKind RecipientKind `bun:"recipient_kind"`
	RecipientID   uuid.UUID     `bun:"recipient_id,type:uuid"`
	TelegramID    int64         `bun:"telegram_id"`
	Language      lang.Lang     `bun:"language"`
	OrderID       *uuid.UUID    `bun:"order_id,type:uuid"`
	Link          string        `bun:"url"`   // empty when there is none
	Words         string        `bun:"words"` // what happened, in Language; empty where the bot words it alone
	DedupKey      string        `bun:"dedup_key"`
	Lane          int           `bun:"lane"`
	State         State         `bun:"state"`
	DueAt         time.Time     `bun:"due_at"`
	ExpiresAt     time.Time     `bun:"expires_at"`
	LeasedUntil   *time.Time    `bun:"leased_until"`
	Claims        int           `bun:"attempts"` // how often a bot took it
	MessageID     *int64        `bun:"message_id"`
	Error         string        `bun:"error"`
	CreatedAt     time.Time     `bun:"created_at"`
	DoneAt        *time.Time    `bun:"done_at"`

	// EditMessageID is the card to edit; nil: send a new message. Claim fills it in.
	EditMessageID *int64 `bun:"-"`
}

// GlobalID names the notification in the API.
func (n *Notification) GlobalID() id.ID { return id.Of(id.Notification, n.ID) }

// IsNode marks what node(id) can answer.
func (*Notification) IsNode() {}

// Attempts is how often it was tried before this time.
func (n *Notification) Attempts() int { return max(0, n.Claims-1) }

// URL is the sign-in link; nil when there is none.
func (n *Notification) URL() *string {
	if n.Link == "" {
		return nil
	}
	return &n.Link
}

// card is the message in a chat that an order lives in.
type card struct {
	bun.BaseModel `bun:"table:order_cards,alias:card"`

	StoreID       int64         `bun:"store_id,pk"`
	OrderID       uuid.UUID     `bun:"order_id,pk,type:uuid"`
	RecipientKind RecipientKind `bun:"recipient_kind,pk"`
	TelegramID    int64         `bun:"telegram_id,pk"`
	MessageID     int64         `bun:"message_id"`
	UpdatedAt     time.Time     `bun:"updated_at"`
}
