// Package graph is the contract's face in Go: each resolver reads the caller, calls one verb of one noun, and returns.
// No business rule and no SQL lives here.
package graph

//go:generate go run ./generate

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/pace"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/reconcile"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
	"github.com/dokon-shop/dokon/server/webhook"
)

// Resolver answers every field of the contract that is not read straight from a row.
type Resolver struct {
	DB       *db.DB
	Hub      *event.Hub
	Gate     *auth.Gate
	Payments *payment.Providers
	Till     *till.Desk       // where Telegram's payments are reported
	Box      *secret.Box      // opens and seals bot tokens
	Stores   *store.Directory // stores as the gate knows them; told of changes
	Editions *store.Editions  // names what storefronts read, for answers that are kept
	Shelves  *search.Shelves  // what searches are filtered and counted by
	Now      func() time.Time
	// AdminURL is the address of the admin, with its slash, for sign-in links.
	AdminURL string
	// TelegramURL is where links into Telegram lead, without a slash at the end; nil is https://t.me.
	TelegramURL func() string
	Files       media.Files
	Vault       *media.Vault // pictures that are not for everybody
	Webhooks    *webhook.Sender
	Books       *reconcile.Books

	pace    *pace.Pace       // of Handler
	recheck time.Duration    // of Limits
	live    prometheus.Gauge // of Metrics
}

var _ exec.ResolverRoot = (*Resolver)(nil)

type (
	query        struct{ *Resolver }
	mutation     struct{ *Resolver }
	subscription struct{ *Resolver }
)

// Query answers reads.
func (r *Resolver) Query() exec.QueryResolver { return query{r} }

// Mutation answers commands.
func (r *Resolver) Mutation() exec.MutationResolver { return mutation{r} }

// Subscription answers live reads.
func (r *Resolver) Subscription() exec.SubscriptionResolver { return subscription{r} }

// read runs fn in a read-only transaction of the request's store.
func (r *Resolver) read(ctx context.Context, fn func(ctx context.Context, q bun.IDB, storeID int64) error) error {
	s := storeOf(ctx)
	return r.DB.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) error { return fn(ctx, q, s.ID) })
}

// reading is read for a verb that gives one value.
func reading[T any](ctx context.Context, r *Resolver, fn func(ctx context.Context, q bun.IDB, storeID int64) (T, error)) (T, error) {
	var out T
	err := r.read(ctx, func(ctx context.Context, q bun.IDB, storeID int64) (err error) {
		out, err = fn(ctx, q, storeID)
		return err
	})
	return out, err
}

// writing runs a step in a transaction of the request's store.
func writing[T any](ctx context.Context, r *Resolver, fn func(ctx context.Context, tx *db.Tx, storeID int64) (T, error)) (T, error) {
	var out T
	s := storeOf(ctx)
	err := r.DB.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) (err error) {
		out, err = fn(ctx, tx, s.ID)
		return err
	})
	return out, err
}

// wrote is writing for a mutation's payload: the row as it is now, or why it was refused.
func wrote[T any](ctx context.Context, r *Resolver, fn func(ctx context.Context, tx *db.Tx, storeID int64) (*T, error)) (*T, []model.UserError, error) {
	row, err := writing(ctx, r, fn)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return nil, refused, err
	}
	return row, refused, nil
}

// text is a text in the caller's language, through the store's chain of fallback.
func text(ctx context.Context, t lang.Text) string {
	s, l := scope(ctx)
	return s.In(t, l)
}

func args(first *int, after *string, last *int, before *string) page.Args {
	return page.Args{First: first, After: after, Last: last, Before: before}
}

// orDefault is the value behind a pointer, or what holds when none was given.
func orDefault[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}
