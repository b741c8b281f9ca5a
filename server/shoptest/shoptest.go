// Package shoptest builds worlds for tests: a store with staff, goods, delivery and buyers, made through the nouns' own
// verbs on a database of its own. It is for tests alone.
package shoptest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

// Now is the moment at which a test's world is made: a Sunday, 15:00 in Tashkent.
var Now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// Center lies in the courier zone of every World; Away does not.
var (
	Center = geo.Point{Latitude: 41.311, Longitude: 69.279}
	Away   = geo.Point{Latitude: 39.654, Longitude: 66.975}
)

// Terms of the courier zone.
const (
	ZonePrice    = 15_000 * money.Som
	ZoneFreeFrom = 500_000 * money.Som
)

// World is a store that sells: open at all hours, with a courier zone, a pickup point and an owner who hears of orders.
type World struct {
	T      testing.TB
	DB     *db.DB
	URL    string // of the database, for a second process
	Hub    *event.Hub
	Store  *store.Store
	Zone   *delivery.Zone
	Pickup *delivery.PickupPoint
	Owner  *staff.Member

	people atomic.Int64
}

// New makes a world.
func New(t testing.TB) *World {
	t.Helper()
	url := dbtest.Create(t)
	return at(t, url, dbtest.Open(t, url))
}

// Durable makes a world whose commits cost what they cost in a shop, for benchmarks.
func Durable(t testing.TB) *World {
	t.Helper()
	url := dbtest.Durable(t)
	d, err := db.Open(t.Context(), db.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return at(t, url, d)
}

// Analyze counts the rows of all tables, as PostgreSQL does by itself after a while.
func (w *World) Analyze() {
	w.T.Helper()
	conn, err := pgx.Connect(w.T.Context(), w.URL)
	w.Must(err)
	_, err = conn.Exec(w.T.Context(), "analyze")
	w.Must(errors.Join(err, conn.Close(w.T.Context())))
}

func at(t testing.TB, url string, d *db.DB) *World {
	t.Helper()
	w := &World{T: t, DB: d, URL: url, Hub: event.Local()}
	t.Cleanup(w.Hub.Close)
	w.openStore("test")
	return w
}

// Beside makes a second store in the same database.
func (w *World) Beside(slug string) *World {
	w.T.Helper()
	other := &World{T: w.T, DB: w.DB, URL: w.URL, Hub: w.Hub}
	other.people.Store(1_000_000)
	other.openStore(slug)
	return other
}

func (w *World) openStore(slug string) {
	w.T.Helper()
	err := w.DB.Global(w.T.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		w.Store, err = store.Create(ctx, tx, store.CreateInput{Slug: slug, Name: lang.Text{UzLatn: slug, RU: slug}}, Now)
		if err != nil {
			return err
		}
		botID := 7_000_000_000 + w.Store.ID
		w.Store.BotID = &botID
		if _, err := tx.NewUpdate().Model(w.Store).Column("bot_id").WherePK().Exec(ctx); err != nil {
			return err
		}
		_, err = stock.Open(ctx, tx, w.Store.ID, lang.Text{UzLatn: "Ombor", RU: "Склад"})
		return err
	})
	w.Must(err)
	w.Owner = w.Member(staff.Owner)
	price, freeFrom := ZonePrice, ZoneFreeFrom
	var zone delivery.DeliveryZoneUpsertInput
	zone.Name = &lang.Text{UzLatn: "Toshkent", RU: "Ташкент"}
	zone.Polygon = []geo.Point{{Latitude: 41.2, Longitude: 69.1}, {Latitude: 41.4, Longitude: 69.1}, {Latitude: 41.4, Longitude: 69.4}, {Latitude: 41.2, Longitude: 69.4}}
	zone.Price = &price
	zone.FreeFrom = omittable(&freeFrom)
	w.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		if w.Zone, err = delivery.UpsertZone(ctx, tx, w.Store.ID, zone); err != nil {
			return err
		}
		w.Pickup, err = delivery.UpsertPickupPoint(ctx, tx, w.Store.ID, delivery.PickupPointUpsertInput{
			Name: &lang.Text{UzLatn: "Chilonzor", RU: "Чиланзар"}, Address: &lang.Text{UzLatn: "Bunyodkor 1"}, Point: &Center,
		})
		return err
	})
}

// Shop is the world as cart and order want it.
func (w *World) Shop() cart.Shop {
	return cart.Shop{Store: w.Store, Payments: payment.NewProviders(cash.Provider{}, payme.Provider{}, click.Provider{}, uzum.Provider{}, bank.Provider{}, invoice.Provider{}, invoice.Stars{}, hosted.Provider{}), Hub: w.Hub}
}

// Must ends the test when err is not nil.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// Write runs fn in the store.
func (w *World) Write(fn func(ctx context.Context, tx *db.Tx) error) {
	w.T.Helper()
	w.Must(w.DB.Write(w.T.Context(), w.Store.ID, fn))
}

// Read runs fn in the store.
func (w *World) Read(fn func(ctx context.Context, q bun.IDB) error) {
	w.T.Helper()
	w.Must(w.DB.Read(w.T.Context(), w.Store.ID, fn))
}

// Member adds somebody to the staff who can be written to.
func (w *World) Member(role staff.Role) *staff.Member {
	w.T.Helper()
	telegramID := 100_000 + w.people.Add(1)
	var m *staff.Member
	w.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = staff.Add(ctx, tx, staff.By{Role: staff.Owner}, staff.InviteInput{Name: fmt.Sprint(role), Role: role, TelegramID: &telegramID}, Now)
		if err != nil {
			return err
		}
		m.CanMessage = true
		return staff.SetReach(ctx, tx, telegramID, true)
	})
	return m
}

// Buyer signs a shopper in whom the bot may write to.
func (w *World) Buyer() *customer.Customer {
	w.T.Helper()
	n := w.people.Add(1)
	var c *customer.Customer
	w.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = customer.SignIn(ctx, tx, w.Store.Languages, &telegram.InitData{User: telegram.User{
			ID: 500_000 + n, FirstName: fmt.Sprintf("Buyer %d", n), Language: "uz", CanWrite: true,
		}}, Now)
		return err
	})
	return c
}

// Phone is a number of the n-th person.
func Phone(n int) string { return fmt.Sprintf("+99890%07d", n) }

// ptr makes optional inputs of constants.
func ptr[T any](v T) *T { return &v }

// Left counts what can still be sold of a variant.
func (w *World) Left(variant uuid.UUID) int {
	w.T.Helper()
	n := 0
	w.Read(func(ctx context.Context, q bun.IDB) error {
		available, err := stock.Available(ctx, q, w.Store.ID, []uuid.UUID{variant})
		n = available[variant]
		return err
	})
	return n
}
