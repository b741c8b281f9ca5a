// Package journal is the record of what happened in a store, in the order in which it became true: one row for each change,
// written in the transaction of the change, numbered without gaps. Programs of integrators read it by cursor, and webhooks
// are sent from it. It names what changed and not how: readers ask for what they need, as it is now.
package journal

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
)

// Type says what happened. It is the GraphQL enum EventType.
type Type string

// The types. Those of an order are the kinds of its timeline.
const (
	OrderPlaced          Type = "ORDER_PLACED"
	OrderConfirmed       Type = "ORDER_CONFIRMED"
	OrderCanceled        Type = "ORDER_CANCELED"
	OrderExpired         Type = "ORDER_EXPIRED"
	OrderCompleted       Type = "ORDER_COMPLETED"
	FulfilmentAccepted   Type = "FULFILMENT_ACCEPTED"
	FulfilmentPacked     Type = "FULFILMENT_PACKED"
	FulfilmentReady      Type = "FULFILMENT_READY"
	FulfilmentHandedOver Type = "FULFILMENT_HANDED_OVER"
	FulfilmentDelivered  Type = "FULFILMENT_DELIVERED"
	FulfilmentFailed     Type = "FULFILMENT_FAILED"
	FulfilmentReturned   Type = "FULFILMENT_RETURNED"
	PaymentCaptured      Type = "PAYMENT_CAPTURED"
	OrderRevived         Type = "ORDER_REVIVED"
	PaymentPending       Type = "PAYMENT_PENDING"
	PaymentCanceled      Type = "PAYMENT_CANCELED"
	PaymentExpired       Type = "PAYMENT_EXPIRED"
	PaymentRefunded      Type = "PAYMENT_REFUNDED"
	PaymentProofSent     Type = "PAYMENT_PROOF_SENT"
	PaymentProofRefused  Type = "PAYMENT_PROOF_REFUSED"
	PaymentMethodChanged Type = "PAYMENT_METHOD_CHANGED"
	CashbackGranted      Type = "CASHBACK_GRANTED"
	RefundRequested      Type = "REFUND_REQUESTED"
	RefundLeftToStaff    Type = "REFUND_LEFT_TO_STAFF"
	RefundFailed         Type = "REFUND_FAILED"

	RefundDelayed          Type = "REFUND_DELAYED"
	CashbackTakenBack      Type = "CASHBACK_TAKEN_BACK"
	PaymentMismatched      Type = "PAYMENT_MISMATCHED"
	PaymentMismatchSettled Type = "PAYMENT_MISMATCH_SETTLED"
	ChargebackOpened       Type = "CHARGEBACK_OPENED"
	ChargebackWon          Type = "CHARGEBACK_WON"
	ChargebackLost         Type = "CHARGEBACK_LOST"
	ReceiptRegistered      Type = "RECEIPT_REGISTERED"
	CashHandedOver         Type = "CASH_HANDED_OVER"
	LedgerDrifted          Type = "LEDGER_DRIFTED"

	PaymentAccountCreated Type = "PAYMENT_ACCOUNT_CREATED"
	PaymentAccountUpdated Type = "PAYMENT_ACCOUNT_UPDATED"

	ProductCreated       Type = "PRODUCT_CREATED"
	ProductUpdated       Type = "PRODUCT_UPDATED"
	PriceChanged         Type = "PRICE_CHANGED"
	StockChanged         Type = "STOCK_CHANGED"
	CategoryCreated      Type = "CATEGORY_CREATED"
	CategoryUpdated      Type = "CATEGORY_UPDATED"
	CategoryDeleted      Type = "CATEGORY_DELETED"
	ModifierGroupCreated Type = "MODIFIER_GROUP_CREATED"
	ModifierGroupUpdated Type = "MODIFIER_GROUP_UPDATED"
	ModifierGroupDeleted Type = "MODIFIER_GROUP_DELETED"
	CollectionCreated    Type = "COLLECTION_CREATED"
	CollectionUpdated    Type = "COLLECTION_UPDATED"
	CollectionDeleted    Type = "COLLECTION_DELETED"
	BrandCreated         Type = "BRAND_CREATED"
	BrandUpdated         Type = "BRAND_UPDATED"
	BrandDeleted         Type = "BRAND_DELETED"
	TagCreated           Type = "TAG_CREATED"
	TagUpdated           Type = "TAG_UPDATED"
	TagDeleted           Type = "TAG_DELETED"
	AttributeCreated     Type = "ATTRIBUTE_CREATED"
	AttributeUpdated     Type = "ATTRIBUTE_UPDATED"
	AttributeDeleted     Type = "ATTRIBUTE_DELETED"
	PriceListCreated     Type = "PRICE_LIST_CREATED"
	PriceListUpdated     Type = "PRICE_LIST_UPDATED"
	PriceListDeleted     Type = "PRICE_LIST_DELETED"
	LocationCreated      Type = "LOCATION_CREATED"
	LocationUpdated      Type = "LOCATION_UPDATED"
	DeliveryZoneCreated  Type = "DELIVERY_ZONE_CREATED"
	DeliveryZoneUpdated  Type = "DELIVERY_ZONE_UPDATED"
	DeliveryZoneDeleted  Type = "DELIVERY_ZONE_DELETED"
	PickupPointCreated   Type = "PICKUP_POINT_CREATED"
	PickupPointUpdated   Type = "PICKUP_POINT_UPDATED"
	PickupPointDeleted   Type = "PICKUP_POINT_DELETED"

	CustomerGroupCreated Type = "CUSTOMER_GROUP_CREATED"
	CustomerGroupUpdated Type = "CUSTOMER_GROUP_UPDATED"
	CustomerGroupDeleted Type = "CUSTOMER_GROUP_DELETED"

	CustomerCreated Type = "CUSTOMER_CREATED"
	CustomerUpdated Type = "CUSTOMER_UPDATED"
	StoreUpdated    Type = "STORE_UPDATED"
	WebhookDisabled Type = "WEBHOOK_DISABLED"
)

// Types lists all of them.
var Types = []Type{
	OrderPlaced, OrderConfirmed, OrderCanceled, OrderExpired, OrderCompleted,
	FulfilmentAccepted, FulfilmentPacked, FulfilmentReady, FulfilmentHandedOver, FulfilmentDelivered, FulfilmentFailed, FulfilmentReturned,
	PaymentCaptured, OrderRevived, PaymentPending, PaymentCanceled, PaymentExpired, PaymentRefunded, PaymentMethodChanged, PaymentProofSent, PaymentProofRefused, CashbackGranted, RefundRequested, RefundLeftToStaff, RefundFailed,
	RefundDelayed, CashbackTakenBack, PaymentMismatched, PaymentMismatchSettled, ChargebackOpened, ChargebackWon, ChargebackLost, ReceiptRegistered, CashHandedOver, LedgerDrifted,
	PaymentAccountCreated, PaymentAccountUpdated, ProductCreated, ProductUpdated, PriceChanged, StockChanged, CategoryCreated, CategoryUpdated, CategoryDeleted,
	ModifierGroupCreated, ModifierGroupUpdated, ModifierGroupDeleted, CollectionCreated, CollectionUpdated, CollectionDeleted,
	BrandCreated, BrandUpdated, BrandDeleted, TagCreated, TagUpdated, TagDeleted, AttributeCreated, AttributeUpdated, AttributeDeleted,
	PriceListCreated, PriceListUpdated, PriceListDeleted, LocationCreated, LocationUpdated,
	DeliveryZoneCreated, DeliveryZoneUpdated, DeliveryZoneDeleted, PickupPointCreated, PickupPointUpdated, PickupPointDeleted,
	CustomerGroupCreated, CustomerGroupUpdated, CustomerGroupDeleted, CustomerCreated, CustomerUpdated, StoreUpdated, WebhookDisabled,
}

// ActorKind says who made the change, in the words of the GraphQL enum ActorKind.
type ActorKind string

const (
	Customer ActorKind = "CUSTOMER"
	Staff    ActorKind = "STAFF"
	System   ActorKind = "SYSTEM"
	API      ActorKind = "API"
)

// Event is one change. Rows are never changed, and deleted when they are older than is kept.
type Event struct {
	bun.BaseModel `bun:"table:journal_events,alias:jev"`

	StoreID     int64     `bun:"store_id,pk"`
	Seq         int64     `bun:"seq,pk"` // 1, 2, 3 … in the order of commits
	Type        Type      `bun:"type"`
	SubjectKind id.Kind   `bun:"subject_kind"`
	SubjectUUID uuid.UUID `bun:"subject_id,type:uuid"`
	Version     int       `bun:"version"`     // of the subject after the change; 0 where it counts none
	OccurredAt  time.Time `bun:"occurred_at"` // never before that of a smaller Seq, unless the server's clock was set back
	ActorKind   ActorKind `bun:"actor_kind"`
}

// SubjectID names what changed.
func (e *Event) SubjectID() id.ID { return id.Of(e.SubjectKind, e.SubjectUUID) }

// Cursor is the place behind the event.
func (e *Event) Cursor() string { return cursorOf(e.Seq) }

type actorKey struct{}

// By says in a context who makes the changes under it; without it the shop itself does.
func By(ctx context.Context, kind ActorKind) context.Context {
	return context.WithValue(ctx, actorKey{}, kind)
}

// Record notes a change that exists exactly when tx commits. Of changes of one type to one subject in one transaction the
// last is written. version is 0 for a subject that counts none.
func Record(ctx context.Context, tx *db.Tx, storeID int64, what Type, subject id.ID, version int) {
	by, given := ctx.Value(actorKey{}).(ActorKind)
	if !given {
		by = System
	}
	row := &Event{StoreID: storeID, Type: what, SubjectKind: subject.Kind, SubjectUUID: subject.UUID, Version: version, ActorKind: by}
	tx.AtEnd(row, func(rows []any) []db.Ending { return write(tx.StoreID, rows) })
}
