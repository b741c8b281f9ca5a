package shoptest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/pace"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
)

// Till is a world whose payment addresses are served over HTTP.
type Till struct {
	*World
	URL  string // followed by /pay/…
	Desk *till.Desk
}

// Till serves the payment addresses of the store; providers is what it knows, now is its clock.
func (w *World) Till(now func() time.Time) *Till {
	w.T.Helper()
	box, err := secret.NewBox(secret.NewKey("till"))
	w.Must(err)
	t := &Till{World: w, Desk: &till.Desk{
		DB: w.DB, Box: box, Stores: store.NewDirectory(w.DB), Payments: w.Shop().Payments, Hub: w.Hub, Now: now,
		Log: slog.New(slog.DiscardHandler), Origin: func(r *http.Request) netip.Addr { return netip.MustParseAddrPort(r.RemoteAddr).Addr() },
		PerMinute: 1000, Keep: 1000 * time.Hour, Pace: pace.New(pace.Config{Now: now, Registry: prometheus.NewRegistry()}),
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("/pay/payme/{store}", t.Desk.Payme)
	mux.HandleFunc("/pay/click/{store}", t.Desk.Click)
	mux.HandleFunc("/pay/uzum/{store}/{action}", t.Desk.Uzum)
	mux.HandleFunc("/pay/hosted/{store}", t.Desk.Hosted)
	server := httptest.NewServer(mux)
	w.T.Cleanup(server.Close)
	t.URL = server.URL
	return t
}

// Account opens an account of the store with a provider.
func (t *Till) Account(provider, secret string, settings ...string) {
	t.T.Helper()
	in := payment.AccountSetInput{Provider: provider, Mode: ptr(payment.Test), Secret: &secret}
	for i := 0; i < len(settings); i += 2 {
		in.Settings = append(in.Settings, &payment.SettingInput{Name: settings[i], Value: settings[i+1]})
	}
	_, err := payment.SetAccount(t.T.Context(), t.DB, t.Desk.Box, t.Desk.Payments, t.Store.ID, in, Now)
	t.Must(err)
	t.Desk.Stores.Forget(t.Store.ID)
	t.Store, err = store.ByID(t.T.Context(), t.DB, t.Store.ID)
	t.Must(err)
}

// Bill places an order of a buyer of its own, to be paid by a method.
func (t *Till) Bill(method payment.Method, lines ...*cart.CartLineInput) *order.Order {
	t.T.Helper()
	who := t.Buyer()
	c, err := cart.Set(t.T.Context(), t.DB, t.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{
		Lines: lines, Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("90 123 45 67")},
		Delivery: Courier(), PaymentMethod: &method,
	}, t.Desk.Now())
	t.Must(err)
	return t.PlaceCart(who, c, t.Desk.Now())
}

// Face is where an order and its money stand: lifecycle, payment status, the state of each attempt.
func (t *Till) Face(o *order.Order) (face string) {
	t.T.Helper()
	t.Read(func(ctx context.Context, q bun.IDB) error {
		is, err := order.ByIDs(ctx, q, t.Store.ID, []uuid.UUID{o.ID})
		if err != nil {
			return err
		}
		attempts, err := payment.OfOrders(ctx, q, t.Store.ID, []uuid.UUID{o.ID})
		face = fmt.Sprintf("%s %s", is[0].Lifecycle, is[0].PaymentStatus)
		for _, p := range attempts[o.ID] {
			face += " " + string(p.State)
		}
		return err
	})
	return face
}
