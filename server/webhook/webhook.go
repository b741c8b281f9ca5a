// Package webhook sends what happens in a store to addresses of integrators: event for event, in order, signed, until each is
// taken. It reads the journal, so that whoever was off catches up without loss.
package webhook

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/staff"
)

// Webhook says what is sent where.
type Webhook struct {
	bun.BaseModel `bun:"table:webhooks,alias:whk"`

	StoreID int64              `bun:"store_id,pk"`
	ID      uuid.UUID          `bun:"id,pk,type:uuid"`
	Name    string             `bun:"name"`
	URL     string             `bun:"url"`
	Types   []journal.Type     `bun:"types,array"` // empty: all
	Scopes  []staff.Permission `bun:"scopes,array"`
	Query   string             `bun:"query"` // empty: the event alone is sent
	// Secret is sealed. Before is the one it replaced, which signs as well until BeforeUntil.
	Secret      []byte     `bun:"secret"`
	Before      []byte     `bun:"secret_before"`
	BeforeUntil *time.Time `bun:"secret_before_until"`
	CreatedAt   time.Time  `bun:"created_at"`
	UpdatedAt   time.Time  `bun:"updated_at"`

	Progress *Progress `bun:"rel:has-one,join:store_id=store_id,join:id=webhook_id"`
}

// NodeID is the webhook's id in the contract.
func (w *Webhook) NodeID() id.ID { return id.Of(id.Webhook, w.ID) }

// IsActive tells whether events are sent.
func (w *Webhook) IsActive() bool { return w.Progress.IsOn }

// FailingSince is when the first attempt failed of those that have failed in a row; nil when the last one succeeded.
func (w *Webhook) FailingSince() *time.Time { return w.Progress.FailingSince }

// DisabledAt is when it was switched off because its address had failed for too long.
func (w *Webhook) DisabledAt() *time.Time { return w.Progress.DisabledAt }

// NextAttemptAt is when a failing webhook is tried again; nil while it is not failing or off.
func (w *Webhook) NextAttemptAt() *time.Time {
	if w.Progress.FailingSince == nil || !w.Progress.IsOn {
		return nil
	}
	return &w.Progress.NextAt
}

// Progress is how far a webhook has come. It is kept apart, outside row-level security, since one question over all stores
// finds what is due.
type Progress struct {
	bun.BaseModel `bun:"table:webhook_progress,alias:prg"`

	StoreID     int64     `bun:"store_id,pk"`
	WebhookID   uuid.UUID `bun:"webhook_id,pk,type:uuid"`
	IsOn        bool      `bun:"is_on"`
	Seq         int64     `bun:"seq"`          // of the last event that is done with
	ReplayAfter int64     `bun:"replay_after"` // events behind it, up to ReplayUntil, are sent once more, first
	ReplayUntil int64     `bun:"replay_until"`
	// DeliveryID is the delivery that is being tried again; nil when the last one ended.
	DeliveryID   *uuid.UUID `bun:"delivery_id,type:uuid"`
	Failures     int        `bun:"failures"` // in a row
	FailingSince *time.Time `bun:"failing_since"`
	NextAt       time.Time  `bun:"next_at"`
	DisabledAt   *time.Time `bun:"disabled_at"`
}

// State of a delivery.
type State string

const (
	Failing   State = "FAILING"   // it is tried again
	Delivered State = "DELIVERED" // the address answered 2xx
	Refused   State = "REFUSED"   // the address answered 422: it never wants this one
	GivenUp   State = "GIVEN_UP"  // the webhook was switched off, or it was a test
)

// Delivery is one event on its way to one address, with what came of the last attempt.
type Delivery struct {
	bun.BaseModel `bun:"table:webhook_deliveries,alias:whd"`

	StoreID      int64        `bun:"store_id,pk"`
	ID           uuid.UUID    `bun:"id,pk,type:uuid"`
	WebhookID    uuid.UUID    `bun:"webhook_id,type:uuid"`
	Seq          *int64       `bun:"seq"` // nil for a test
	Type         journal.Type `bun:"type"`
	State        State        `bun:"state"`
	Attempts     int          `bun:"attempts"`
	Status       *int         `bun:"status"` // of the answer; nil when there was none
	DurationMS   int          `bun:"duration_ms"`
	Error        string       `bun:"error"`
	RequestBody  string       `bun:"request_body"`  // cut at keptRequest
	ResponseBody string       `bun:"response_body"` // cut at keptResponse
	CreatedAt    time.Time    `bun:"created_at"`
	AttemptedAt  time.Time    `bun:"attempted_at"`
}

// Page is a part of the deliveries of a webhook, Edge one of them with its place.
type (
	Page = page.Connection[*Delivery]
	Edge = page.Edge[*Delivery]
)

// MarshalGQL writes the value of the enum WebhookDeliveryState.
func (s State) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(s))) }

// UnmarshalGQL reads a value of the enum WebhookDeliveryState.
func (s *State) UnmarshalGQL(v any) error {
	text, _ := v.(string)
	*s = State(text)
	if !slices.Contains([]State{Failing, Delivered, Refused, GivenUp}, *s) {
		return fmt.Errorf("%v is not a WebhookDeliveryState", v)
	}
	return nil
}

// NodeID is the delivery's id in the contract. It is the same in all attempts.
func (d *Delivery) NodeID() id.ID { return id.Of(id.WebhookDelivery, d.ID) }

// What is kept of bodies, in bytes.
const (
	keptRequest  = 32 << 10
	keptResponse = 4 << 10
)

// message is the JSON that is sent.
type message struct {
	Delivery id.ID           `json:"delivery"`
	Webhook  id.ID           `json:"webhook"`
	Event    said            `json:"event"`
	Answer   json.RawMessage `json:"answer,omitempty"` // of the stored query: {"data": …, "errors": …}
}

// said is an event as it is sent.
type said struct {
	Sequence   int64             `json:"sequence,omitempty"` // none of a test
	Type       string            `json:"type"`
	SubjectID  string            `json:"subjectId,omitempty"`
	Version    int               `json:"version,omitempty"`
	OccurredAt time.Time         `json:"occurredAt"`
	ActorKind  journal.ActorKind `json:"actorKind"`
}
