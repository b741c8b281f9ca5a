package order

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
)

// EventKind is the machine word of what happened.
type EventKind string

const (
	WasPlaced     EventKind = "order.placed"
	WasConfirmed  EventKind = "order.confirmed"
	WasCanceled   EventKind = "order.canceled"
	WasExpired    EventKind = "order.expired"
	WasCompleted  EventKind = "order.completed"
	WasAccepted   EventKind = "fulfilment.accepted"
	WasPacked     EventKind = "fulfilment.packed"
	WasReady      EventKind = "fulfilment.ready"
	WasHandedOver EventKind = "fulfilment.handed_over"
	WasDelivered  EventKind = "fulfilment.delivered"
	WasFailed     EventKind = "fulfilment.failed"
	WasReturned   EventKind = "fulfilment.returned"
	WasCaptured   EventKind = "payment.captured"
	WasRevived    EventKind = "order.revived" // the money came after the order had expired
	WasPending    EventKind = "payment.pending"
	WasUnpaid     EventKind = "payment.canceled"
	WasTooSlow    EventKind = "payment.expired"
	WasRefunded   EventKind = "payment.refunded"
	WasShown      EventKind = "payment.proof_sent"    // the buyer shows that money was transferred
	WasRewarded   EventKind = "cashback.granted"      // the buyer got cashback for the order
	WasDoubted    EventKind = "payment.proof_refused" // staff do not find the money
	WasSwitched   EventKind = "payment.method_changed"

	WasRefundAsked  EventKind = "refund.requested"
	WasRefundLeft   EventKind = "refund.left_to_staff" // the provider cannot be asked
	WasRefundFailed EventKind = "refund.failed"
	WasRefundLate   EventKind = "refund.delayed" // the provider does not answer; somebody has to look
	WasUnrewarded   EventKind = "cashback.taken_back"
	WasMismatched   EventKind = "payment.mismatched"       // the provider says to have taken another sum
	WasMatched      EventKind = "payment.mismatch_settled" // staff have decided about it
	WasDisputed     EventKind = "chargeback.opened"
	WasDisputeWon   EventKind = "chargeback.won"
	WasDisputeLost  EventKind = "chargeback.lost"
	WasPrinted      EventKind = "receipt.registered" // the tax office has taken a fiscal receipt
)

// inJournal is the kind as the journal writes it: "order.placed" is ORDER_PLACED.
func (k EventKind) inJournal() journal.Type {
	return journal.Type(strings.ToUpper(strings.ReplaceAll(string(k), ".", "_")))
}

// Event is one transition, written with it; together they are the timeline. Rows are never changed.
type Event struct {
	bun.BaseModel `bun:"table:order_events,alias:evt"`

	StoreID   int64      `bun:"store_id,pk"`
	ID        uuid.UUID  `bun:"id,pk,type:uuid"`
	OrderID   uuid.UUID  `bun:"order_id,type:uuid"`
	At        time.Time  `bun:"at"`
	Kind      EventKind  `bun:"kind"`
	ActorKind ActorKind  `bun:"actor_kind"`
	ActorID   *uuid.UUID `bun:"actor_id,type:uuid"`
	ActorName string     `bun:"actor_name"`
	Data      EventData  `bun:"data,type:jsonb"`
}

// EventData are the particulars of an event; what does not apply is empty.
type EventData struct {
	Reason  string      `json:"reason,omitempty"`
	Minutes int         `json:"minutes,omitempty"` // until ready or brought
	Amount  money.Tiyin `json:"amount,omitempty"`
	Courier string      `json:"courier,omitempty"` // name
	Link    string      `json:"link,omitempty"`    // to the page of a fiscal receipt

	IsUnpaid bool           `json:"isUnpaid,omitempty"` // expired while it waited for its money
	Method   payment.Method `json:"method,omitempty"`   // chosen now
}

// GlobalID names the event in the API.
func (e *Event) GlobalID() id.ID { return id.Of("evt", e.ID) }

// Message tells it in the language of the caller.
func (e *Event) Message(ctx context.Context) string { return e.In(lang.FromContext(ctx)) }

func newEvent(o *Order, kind EventKind, who Actor, data EventData, now time.Time) *Event {
	e := &Event{
		StoreID: o.StoreID, ID: id.New(), OrderID: o.ID, At: now, Kind: kind,
		ActorKind: who.Kind, ActorName: who.Name, Data: data,
	}
	if who.ID != uuid.Nil {
		e.ActorID = &who.ID
	}
	return e
}

// note says events of an order that has come to a version in the journal of its store.
func note(ctx context.Context, tx *db.Tx, events []*Event, version int) {
	for _, e := range events {
		journal.Record(ctx, tx, e.StoreID, e.Kind.inJournal(), id.Of(id.Order, e.OrderID), version)
	}
}

var oldestFirst = page.Order[Event]{Name: "timeline", Keys: []page.Key[Event]{
	{Column: "evt.id", Value: func(e *Event) any { return e.ID }},
}}

// Timeline reads a page of what happened to an order, oldest first. The order has been shown to the caller already.
func Timeline(ctx context.Context, q bun.IDB, storeID int64, orderID uuid.UUID, args page.Args) (*page.Connection[*Event], error) {
	sel := q.NewSelect().Model((*Event)(nil)).Where("evt.store_id = ?", storeID).Where("evt.order_id = ?", orderID)
	return page.Page(ctx, sel, oldestFirst, args)
}

// LastEvent reads what happened to an order last.
func LastEvent(ctx context.Context, q bun.IDB, storeID int64, orderID uuid.UUID) (*Event, error) {
	e := new(Event)
	err := q.NewSelect().Model(e).Where("store_id = ?", storeID).Where("order_id = ?", orderID).Order("id DESC").Limit(1).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("last event of order %s: %w", orderID, err)
	}
	return e, nil
}
