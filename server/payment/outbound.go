package payment

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/secret"
)

// What a provider can be asked for beyond Provider and Remote. Each is optional and found by a type assertion. All calls go
// out of the shop: they are made outside of any transaction, may be made again after a crash with the same argument, and must
// end soon after ctx does. An error means that it is not known what became of the call, never that it was refused.

// Opener is a provider that has to be asked for the page on which an attempt is paid; CheckoutURL of such a one gives "".
// It is asked once for an attempt, and again only when its answer was lost or the page is over: the same attempt must then
// not be charged twice.
type Opener interface {
	Open(ctx context.Context, k Keys, o Opening) (Opened, error)
}

// Opened is the page of an attempt.
type Opened struct {
	URL       string
	Ref       string     // what the provider calls the attempt; empty: it will tell later
	ExpiresAt *time.Time // when the page stops taking money; nil: it does not
}

// Refunder is a provider that gives money back when it is asked to. Without it, a refund is a task for staff.
type Refunder interface {
	// Refund asks for a refund, or for what became of one that was asked for before under the same key.
	Refund(ctx context.Context, k Keys, c RefundCall) (RefundOutcome, error)
}

// RefundCall is what a Refunder is told.
type RefundCall struct {
	Key        uuid.UUID // of the refund, the same each time: the provider must give the money back once
	PaymentID  uuid.UUID
	Ref        string // what the provider calls the payment
	ChargeRef  string // what it calls the charge of a saved card; empty when none was charged
	Amount     money.Tiyin
	Captured   money.Tiyin // what the payment brought; Amount is less for a part of it
	CapturedAt time.Time
	CustomerID uuid.UUID
	AskedAt    time.Time // when the refund was wanted
	IsRepeat   bool      // it was asked before, and it is not known with what success
	Receipt    *Receipt  // what comes back for it, down to the tiyin; nil when it is for no goods in particular
}

// RefundOutcome is what a Refunder answers.
type RefundOutcome struct {
	State  RefundState // RefundDone, RefundProcessing: ask again later, or RefundFailed: the provider will not
	Ref    string      // what the provider calls the refund; empty: nothing
	Reason string      // of a failure, in the words of the provider
	// ByHand says that the provider cannot be asked for this refund, for Reason; State says nothing then. Staff make it.
	ByHand bool
}

// Asker is a provider that can be asked what became of an attempt, for when it does not call.
type Asker interface {
	Ask(ctx context.Context, k Keys, q Question) (Answer, error)
}

// Question is about one attempt.
type Question struct {
	PaymentID   uuid.UUID
	OrderNumber int64
	Ref         string // what the provider calls it; empty: it never told
	Amount      money.Tiyin
	IsCaptured  bool   // its money is ours; what is asked is whether it went back
	IsCharge    bool   // of a saved card
	ChargeRef   string // what the provider calls the charge; empty for other attempts
	IsOver      bool   // the time that was given to it is over
	BegunAt     time.Time
}

// Choosy is a provider that can be asked for more than its page by some accounts only.
type Choosy interface {
	MayAsk(t Terms) bool
}

// MayAsk tells whether an account with a provider can be asked for what the provider offers beyond Remote.
func MayAsk(with Provider, t Terms) bool {
	choosy, is := with.(Choosy)
	return !is || choosy.MayAsk(t)
}

// Answer is how an attempt stands with its provider.
type Answer struct {
	State    State       // Created when the provider has not heard of it, Pending while it cannot tell
	Amount   money.Tiyin // what was taken, for Captured and Authorized
	Refunded money.Tiyin // what went back of it
	Ref      string      // what the provider calls it; empty: as it was asked for
}

// Keys is a store's account with a provider, opened for one call. It is never kept, and never shown: its printed form has no
// secret. A provider without accounts gets the store alone.
type Keys struct {
	StoreID  int64
	Mode     Mode
	Settings map[string]string
	Secret   string `json:"-"`
}

// Keys opens the account. Error: a secret that this deployment cannot open.
func (a *Account) Keys(box *secret.Box) (Keys, error) {
	plain, err := box.Open(a.StoreID, a.purpose(), a.Secret)
	if err != nil {
		return Keys{}, fmt.Errorf("secret of account %s: %w", a.ID, err)
	}
	return Keys{StoreID: a.StoreID, Mode: a.Mode, Settings: a.Settings, Secret: string(plain)}, nil
}

// String implements fmt.Stringer without the secret.
func (k Keys) String() string { return fmt.Sprintf("keys of store %d (%s)", k.StoreID, k.Mode) }

// GoString implements fmt.GoStringer without the secret.
func (k Keys) GoString() string { return k.String() }

// LogValue implements slog.LogValuer without the secret.
func (k Keys) LogValue() slog.Value { return slog.StringValue(k.String()) }

// KeysOf opens the active account of a store with a provider. One that the store has no account with gets the store alone.
func KeysOf(ctx context.Context, q bun.IDB, box *secret.Box, storeID int64, provider string) (Keys, error) {
	a, err := AccountOf(ctx, q, storeID, provider)
	if err != nil || a == nil {
		return Keys{StoreID: storeID}, err
	}
	return a.Keys(box)
}
