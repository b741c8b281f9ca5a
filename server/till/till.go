// Package till is where payment providers call: it checks who calls, keeps the call, carries out on the orders of the store
// what it says, and keeps what was answered. Each provider has its own protocol (server/payment/…) and its own files here;
// the money of an order moves through order.Till alone.
package till

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/pace"
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
	Pace     *pace.Pace
	// PerMinute is how many calls a minute one address may make to one store.
	PerMinute int
	// Keep is for how long calls and their answers are kept.
	Keep time.Duration

	accounts sync.Map // *payment.Account by accountName
}

// accountName names an account.
type accountName struct {
	storeID  int64
	provider string
}

// account gives the active account of a store; nil when it has none. The row of the store says which version is the newest,
// so that it is read once.
func (d *Desk) account(ctx context.Context, q bun.IDB, s *store.Store, provider string) (*payment.Account, error) {
	terms, has := s.Payments[provider]
	if !has {
		return nil, nil
	}
	name := accountName{s.ID, provider}
	if known, has := d.accounts.Load(name); has && known.(*payment.Account).Version == terms.Version {
		return known.(*payment.Account), nil
	}
	a, err := payment.AccountOf(ctx, q, s.ID, provider)
	if a != nil {
		d.accounts.Store(name, a)
	}
	return a, err
}

// knock is a call before it is known who makes it.
type knock struct {
	provider, method string
	body             []byte
	// opens tells whether the caller has shown or used a key of the account.
	opens func(a *payment.Account) (bool, error)
}

// caller is a provider that has shown the key of a store, with its call, which is kept.
type caller struct {
	shop    cart.Shop
	account *payment.Account
	record  *operation
}

// Refusals of a knock, for the protocol to put into its words. What is wrong of key and address is not told apart.
var (
	errTooMany   = errors.New("till: too many calls")
	errNoAccount = errors.New("till: no such store, or it has no account with the provider")
	errNoKey     = errors.New("till: wrong key or address")
)

// admit tells whose account a call is for, by the store of the path, and keeps the call. Errors: errTooMany, errNoAccount,
// errNoKey; of these calls nothing is kept.
func (d *Desk) admit(r *http.Request, k knock, now time.Time) (*caller, error) {
	ctx, from := r.Context(), d.Origin(r)
	s, err := d.Stores.BySlug(ctx, r.PathValue("store"))
	isKnown := !fault.Has(err, fault.StoreNotFound)
	if err != nil && isKnown {
		return nil, fmt.Errorf("store of a call: %w", err)
	}
	counted := "0" // all stores that are none
	if isKnown {
		counted = strconv.FormatInt(s.ID, 10)
	}
	if name := pace.NameOf(from); name != "" && d.Pace.Take(ctx, pace.Calls, name+" "+counted, d.PerMinute) > 0 {
		return nil, errTooMany
	}
	if !isKnown {
		return nil, errNoAccount
	}
	c := &caller{shop: d.shopOf(s)}
	err = d.DB.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) (err error) {
		if c.account, err = d.account(ctx, tx, s, k.provider); err != nil {
			return err
		}
		if c.account == nil {
			return errNoAccount
		}
		if opens, err := k.opens(c.account); err != nil {
			return err
		} else if !opens || !c.account.Admits(from) {
			return errNoKey
		}
		c.record = record(s.ID, k, from.String(), now)
		return c.record.write(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// shows is the opens of a caller who shows the key itself.
func (d *Desk) shows(key string, now time.Time) func(*payment.Account) (bool, error) {
	return func(a *payment.Account) (bool, error) { return a.Opens(d.Box, key, now) }
}

// refused tells the log of a caller who was not let in; what they sent is not repeated.
func (d *Desk) refused(r *http.Request, provider string, why error) {
	d.Log.WarnContext(r.Context(), "provider's call refused", "provider", provider, "store", r.PathValue("store"), "address", d.Origin(r), "why", why)
}
