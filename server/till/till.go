// Package till is where payment providers call: it checks who calls, carries out on the orders of the store what the call
// says, and keeps what was asked and answered. Each provider has its own protocol (server/payment/…) and its own files here;
// the money of an order moves through order.Till alone.
package till

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
)

// Desk answers providers. It may be used by many goroutines.
type Desk struct {
	DB       *db.DB
	Box      *secret.Box
	Stores   *store.Directory
	Payments *payment.Providers
	Hub      *event.Hub
	Now      func() time.Time
	Log      *slog.Logger
	Origin   func(*http.Request) netip.Addr // where a request comes from
}

// caller is a provider that has shown the key of a store.
type caller struct {
	shop    cart.Shop
	account *payment.Account
	address string
}

// admit tells whose account a call is for, by the store of the path; nil when the key, the address or the store is wrong,
// which are not told apart.
func (d *Desk) admit(r *http.Request, provider, shown string, now time.Time) (*caller, error) {
	s, err := d.Stores.BySlug(r.Context(), r.PathValue("store"))
	if fault.Has(err, fault.StoreNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store of a call: %w", err)
	}
	var account *payment.Account
	err = d.DB.Read(r.Context(), s.ID, func(ctx context.Context, q bun.IDB) (err error) {
		account, err = payment.AccountOf(ctx, q, s.ID, provider)
		return err
	})
	if err != nil || account == nil {
		return nil, err
	}
	address := d.Origin(r)
	if opens, err := account.Opens(d.Box, shown, now); err != nil || !opens || !account.Admits(address) {
		return nil, err
	}
	return &caller{shop: cart.Shop{Store: s, Payments: d.Payments, Hub: d.Hub}, account: account, address: address.String()}, nil
}

// operation is a call and its answer. Rows are never changed.
type operation struct {
	bun.BaseModel `bun:"table:payment_operations"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	Provider   string    `bun:"provider"`
	Method     string    `bun:"method"`
	Request    string    `bun:"request"`
	Answer     string    `bun:"answer"`
	Code       int       `bun:"code"`
	Address    string    `bun:"address"`
	ReceivedAt time.Time `bun:"received_at"`
}

// longestKept is how much is kept of an answer: statements are long, and can be asked for again.
const longestKept = 4000

var passwords = regexp.MustCompile(`("(?:password|token|number)"\s*:\s*)"[^"]*"`)

// masked is a body as it may be kept.
func masked(body []byte) string {
	text := strings.ReplaceAll(strings.ToValidUTF8(string(body), "?"), "\x00", "?")
	return secret.Redact(passwords.ReplaceAllString(text, `$1"<secret>"`))
}

func (c *caller) operation(method string, request, answer []byte, code int, now time.Time) *operation {
	return &operation{
		StoreID: c.shop.Store.ID, ID: id.New(), Provider: c.account.Provider, Method: method, Request: masked(request),
		Answer: masked(answer[:min(len(answer), longestKept)]), Code: code, Address: c.address, ReceivedAt: now,
	}
}
