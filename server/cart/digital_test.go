package cart_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// accounts lets the shop take Stars at 235 soʻm, cards in Telegram, and Payme.
func accounts(s *store.Store) {
	s.Payments = map[string]store.PaymentTerms{
		invoice.StarsCode: {Mode: "TEST", Settings: map[string]string{invoice.Rate: "235"}}, invoice.Code: {Mode: "TEST"}, payme.Code: {Mode: "TEST"},
	}
}

// Inside Telegram digital goods are paid with Stars and with nothing else; outside also in advance in other ways.
func TestDigitalGoodsInTelegram(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	accounts(w.Store)
	book := w.Ebook("Kitob", 25_000*money.Som, "https://example.uz/kitob.pdf")
	tea := w.Variant("Choy", 20_000*money.Som, 10)
	who := w.Buyer()
	inside, outside := w.Shop(), w.Shop()
	outside.IsOutside = true
	set := func(shop cart.Shop, in cart.CartSetInput) *cart.Cart {
		t.Helper()
		c, err := cart.Set(t.Context(), w.DB, shop, cart.Holder{Customer: who}, in, shoptest.Now)
		w.Must(err)
		return c
	}
	blockers := func(c *cart.Cart) (codes []fault.Code) {
		for _, b := range c.Readiness.Blockers {
			codes = append(codes, b.Code())
		}
		return codes
	}

	c := set(inside, shoptest.DigitalInput(payment.TelegramStars, shoptest.Want(book, 2)))
	if !c.IsDigital() || !c.Readiness.CanPlace() || *c.Delivery.Method != delivery.Digital || !slices.Equal(c.PaymentMethods, []payment.Method{payment.TelegramStars}) {
		t.Errorf("%v by %v, missing %v", c.Delivery.Method, c.PaymentMethods, blockers(c))
	}
	if c.Plan.Stars == nil || *c.Plan.Stars != 213 || c.Plan.Now != 50_000*money.Som { // 50 000 / 235 = 212,8
		t.Errorf("%v Stars for %d", c.Plan.Stars, c.Plan.Now)
	}
	for _, m := range []payment.Method{payment.Payme, payment.Cash, payment.Telegram} {
		if got := blockers(set(inside, shoptest.DigitalInput(m, shoptest.Want(book, 2)))); !slices.Equal(got, []fault.Code{fault.PaymentUnavailable}) {
			t.Errorf("inside by %s: %v", m, got)
		}
	}
	c = set(outside, shoptest.DigitalInput(payment.Payme, shoptest.Want(book, 2)))
	if !c.Readiness.CanPlace() || !slices.Equal(c.PaymentMethods, []payment.Method{payment.Payme, payment.TelegramStars}) {
		t.Errorf("outside by %v, missing %v", c.PaymentMethods, blockers(c))
	}
	// The same cart seen from inside is not ready again.
	if c, err := cart.ByCustomer(t.Context(), w.DB, inside, who, shoptest.Now); err != nil || c.Readiness.CanPlace() {
		t.Errorf("from inside: %v, %v", blockers(c), err)
	}
	for _, shop := range []cart.Shop{inside, outside} {
		in := shoptest.DigitalInput(payment.TelegramStars, shoptest.Want(book, 1), shoptest.Want(tea, 1))
		in.Delivery = shoptest.Courier()
		c := set(shop, in)
		if got := blockers(c); !slices.Equal(got, []fault.Code{fault.DigitalApart, fault.PaymentUnavailable}) || c.Plan.Stars != nil {
			t.Errorf("both in one: %v", got)
		}
	}
	in := shoptest.DigitalInput(payment.TelegramStars, shoptest.Want(tea, 1))
	in.Delivery = shoptest.Courier()
	if got := blockers(set(inside, in)); !slices.Equal(got, []fault.Code{fault.PaymentUnavailable}) {
		t.Errorf("tea by Stars: %v", got)
	}
}

// Nobody has to be there for digital goods: neither hours nor the smallest order of the courier stand in the way, nor do
// deposits; gift cards and cashback, which would be a way around Stars, do not pay them.
func TestDigitalGoodsNeedNobody(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	accounts(w.Store)
	who := w.Buyer()
	book := w.Ebook("Kitob", 25_000*money.Som, "")
	w.Store.Delivery.MinimumTiyin = 100_000 * money.Som
	w.Store.OrderRules.DepositPercent = 30
	w.Store.Hours = []store.OpeningHours{{Weekday: "MONDAY", Spans: []store.TimeSpan{{From: 9 * 60, To: 18 * 60}}}}
	w.Store.OrderRules.TakesOrdersWhenClosed = false
	c, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, shoptest.DigitalInput(payment.TelegramStars, shoptest.Want(book, 1)), shoptest.Now.Add(10*time.Hour))
	w.Must(err)
	if !c.Readiness.CanPlace() || c.Plan.Deposit != 0 || c.Plan.Now != c.Sum.Total {
		t.Errorf("%+v, deposit %d", c.Readiness.Blockers, c.Plan.Deposit)
	}
}

// The kind says the nature; what a buyer gets is written for digital goods alone.
func TestDigitalProducts(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	tea := w.Variant("Choy", 20_000*money.Som, 10)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := catalog.Upsert(ctx, tx, w.Store.ID, catalog.ProductUpsertInput{Kind: ptr(catalog.Digital), Nature: ptr(catalog.Physical)}, "test", shoptest.Now)
		if !fault.Has(err, fault.Invalid) {
			t.Errorf("a digital thing: %v", err)
		}
		_, err = catalog.SetDigitalContent(ctx, tx, w.Store.ID, catalog.DigitalContentSetInput{VariantID: id.Of(id.Variant, tea), Content: "x"}, shoptest.Now)
		if !fault.Has(err, fault.NotDigital) {
			t.Errorf("a link for tea: %v", err)
		}
		return nil
	})
}
