package till_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/bot/fakegram"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
)

const botToken, providerToken = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "398062629:TEST:999999999_F91D8F69"

// inTelegram gives the shop an account for invoices.
func (s *shop) inTelegram() *shop {
	s.T.Helper()
	_, err := payment.SetAccount(s.T.Context(), s.DB, s.desk.Box, s.desk.Payments, s.Store.ID, payment.AccountSetInput{
		Provider: invoice.Code, Secret: ptr(providerToken),
	}, shoptest.Now)
	s.Must(err)
	s.Store, err = store.ByID(s.T.Context(), s.DB, s.Store.ID)
	s.Must(err)
	return s
}

// invoiced places an order to be paid inside Telegram and gives what its invoice says when it is paid.
func (s *shop) invoiced() (*order.Order, *till.Charge, *customer.Customer) {
	s.T.Helper()
	who := s.Buyer()
	c, err := cart.Set(s.T.Context(), s.DB, s.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{
		Lines: []*cart.CartLineInput{shoptest.Want(s.tea, 2)}, Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("90 123 45 67")},
		Delivery: shoptest.Courier(), PaymentMethod: ptr(payment.Telegram),
	}, shoptest.Now)
	s.Must(err)
	o := s.PlaceCart(who, c, shoptest.Now)
	return o, &till.Charge{
		StoreID: s.Store.ID, Payload: o.New.Payments[0].GlobalID().String(), TelegramID: *who.TelegramID, Currency: "UZS", Amount: int64(o.TotalTiyin),
	}, who
}

// paid is a charge that Telegram tells of under a name.
func paid(c *till.Charge, name string) *till.Charge {
	told := *c
	told.ID, told.ProviderChargeID = name, "bank-"+name
	return &told
}

// charges counts the charges of the shop in a state.
func (s *shop) charges(state string) (n int64) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) (err error) {
		n, err = q.NewSelect().Table("telegram_charges").Where("store_id = ?", s.Store.ID).Where("state = ?", state).Count(ctx)
		return err
	})
	return n
}

// Before a card is charged, everything that must be right is asked for: the order, the buyer, the sum, the currency, the goods.
func TestPreCheckout(t *testing.T) {
	t.Parallel()
	s := open(t, invoice.Provider{}).inTelegram()
	o, c, _ := s.invoiced()
	ask := func(what string, c till.Charge, want fault.Code) {
		t.Helper()
		err := s.desk.PreCheckout(t.Context(), &c)
		if want == "" && err != nil || want != "" && !fault.Has(err, want) {
			t.Errorf("%s: %v, not %q", what, err, want)
		}
	}
	changed := func(change func(*till.Charge)) till.Charge {
		other := *c
		change(&other)
		return other
	}
	ask("a tiyin less", changed(func(c *till.Charge) { c.Amount-- }), fault.PaymentOutdated)
	ask("a tiyin more", changed(func(c *till.Charge) { c.Amount++ }), fault.PaymentOutdated)
	ask("another currency", changed(func(c *till.Charge) { c.Currency = "USD" }), fault.PaymentOutdated)
	ask("somebody else", changed(func(c *till.Charge) { c.TelegramID++ }), fault.PaymentForeign)
	ask("no payload of ours", changed(func(c *till.Charge) { c.Payload = "subscription" }), fault.PaymentOutdated)
	ask("no payment", changed(func(c *till.Charge) { c.Payload = "pay_00000000000000000000000000" }), fault.PaymentOutdated)
	ask("the id of an order", changed(func(c *till.Charge) { c.Payload = o.GlobalID().String() }), fault.PaymentOutdated)
	other := s.Beside("boshqa")
	ask("another shop", changed(func(c *till.Charge) { c.StoreID = other.Store.ID }), fault.PaymentOutdated)
	s.looks(o, "PLACED UNPAID CREATED")
	ask("all is right", *c, "")
	s.looks(o, "PLACED PENDING PENDING")
	ask("another card", *c, "")
	s.looks(o, "PLACED PENDING PENDING")
	s.clock.Add(invoice.Patience.Milliseconds())
	ask("a quarter of an hour later", *c, fault.PaymentOutdated)
	s.Must(s.desk.Sweep(t.Context()))
	s.looks(o, "PLACED UNPAID EXPIRED")

	o, c, _ = s.invoiced()
	_, err := order.Cancel(t.Context(), s.DB, s.Shop(), order.Actor{Kind: order.ByStaff, ID: s.Owner.ID, CanRead: true, CanWrite: true},
		order.OrderCancelInput{ID: o.GlobalID(), Reason: ptr("yoʻq")}, shoptest.Now)
	s.Must(err)
	ask("an order that was called off", *c, fault.OrderClosed)
	o, c, _ = s.invoiced()
	s.Must(s.desk.PreCheckout(t.Context(), c))
	s.Must(s.desk.TakeCharge(t.Context(), paid(c, "one")))
	s.looks(o, "CONFIRMED PAID CAPTURED")
	ask("an order that is paid", *c, fault.AlreadyPaid)
}

// A payment counts once, however often and at how many places at once it is told of.
func TestChargesCountOnce(t *testing.T) {
	t.Parallel()
	s := open(t, invoice.Provider{}).inTelegram()
	o, c, _ := s.invoiced()
	s.Must(s.desk.PreCheckout(t.Context(), c))
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { errs[i] = s.desk.TakeCharge(t.Context(), paid(c, "charge")) })
	}
	all.Wait()
	for _, err := range errs {
		s.Must(err)
	}
	s.looks(o, "CONFIRMED PAID CAPTURED")
	s.Read(func(ctx context.Context, q bun.IDB) error {
		attempts, err := payment.OfOrders(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		if p := attempts[o.ID][0]; err == nil && (p.ProviderRef == nil || *p.ProviderRef != "bank-charge") {
			t.Errorf("the payment is called %v", p.ProviderRef)
		}
		return err
	})
	if s.charges("APPLIED") != 1 {
		t.Error("the charge was not kept")
	}

	// The same invoice paid twice is money of the order too: somebody has to give it back.
	s.Must(s.desk.TakeCharge(t.Context(), paid(c, "second")))
	if got := s.face(o); got != "CONFIRMED OVERPAID CAPTURED CAPTURED" {
		t.Errorf("paid twice: %s", got)
	}

	// Money that comes after the order has expired, and without the question before, is late money.
	late, c, _ := s.invoiced()
	s.Must(order.Expire(t.Context(), s.DB, s.Shop(), late.ID, shoptest.Now.Add(24*time.Hour)))
	s.Must(s.desk.TakeCharge(t.Context(), paid(c, "late")))
	s.looks(late, "CONFIRMED PAID CAPTURED")

	// What is no money of an order of ours is kept for people to look at, and lost by nobody.
	_, c, _ = s.invoiced()
	wrong := paid(c, "wrong")
	wrong.Amount++
	unknown := paid(c, "unknown\x00")
	unknown.Payload = "\xff" + string(make([]byte, 500))
	s.Must(s.desk.TakeCharge(t.Context(), wrong))
	s.Must(s.desk.TakeCharge(t.Context(), unknown))
	s.Must(s.desk.TakeCharge(t.Context(), unknown))
	if n := s.charges("STRANGE"); n != 2 {
		t.Errorf("%d strange charges are kept", n)
	}
	s.booksAgree()
}

// A process that ends between writing a charge down and applying it leaves nothing behind: the sweep applies it.
func TestChargesSurviveACrash(t *testing.T) {
	t.Parallel()
	s := open(t, invoice.Provider{}).inTelegram()
	o, c, _ := s.invoiced()
	s.Must(s.desk.PreCheckout(t.Context(), c))
	stores := s.desk.Stores
	s.desk.Stores = store.NewDirectory(nil) // the first step needs no store, the second breaks off
	func() {
		defer func() { _ = recover() }()
		_ = s.desk.TakeCharge(t.Context(), paid(c, "charge"))
	}()
	s.desk.Stores = stores
	s.looks(o, "PLACED PENDING PENDING")
	if s.charges("RECEIVED") != 1 {
		t.Fatal("the charge was not written down first")
	}
	s.clock.Add(time.Minute.Milliseconds())
	s.Must(s.desk.Sweep(t.Context()))
	s.looks(o, "CONFIRMED PAID CAPTURED")
	s.booksAgree()
}

// The link of an invoice is asked of Telegram by the shop's own bot, and says the sum to the tiyin.
func TestInvoiceLinks(t *testing.T) {
	t.Parallel()
	s := open(t, invoice.Provider{}).inTelegram()
	telegram := fakegram.New(fakegram.Options{})
	s.Must(telegram.AddBot(fakegram.Bot{Token: botToken, Name: "Atlas", Username: "atlas_bot"}))
	web := httptest.NewServer(telegram)
	t.Cleanup(func() { telegram.Close(); web.Close() })
	provider := invoice.Provider{API: invoice.API{URL: func() string { return web.URL }, HTTP: web.Client(), Bot: func(context.Context, int64) (invoice.Bot, error) {
		return invoice.Bot{Token: botToken}, nil
	}}}
	o, c, _ := s.invoiced()
	receipt, err := o.Receipt(o.New.Lines)
	s.Must(err)
	opening := payment.Opening{
		Bill: payment.Bill{OrderNumber: o.Number, Amount: o.TotalTiyin}, PaymentID: o.New.Payments[0].ID, OrderID: o.ID, Shop: "Atlas", Language: o.Language, Receipt: receipt,
	}
	keys := payment.Keys{StoreID: s.Store.ID, Mode: payment.Test, Secret: providerToken}
	opened, err := provider.Open(t.Context(), keys, opening)
	s.Must(err)
	bill := telegram.Invoice(opened.URL)
	if bill == nil || bill.Total != int64(o.TotalTiyin) || bill.Currency != "UZS" || !bill.IsTest || bill.Title != fmt.Sprintf("Buyurtma №%d", o.Number) || len(bill.Prices) != 2 {
		t.Fatalf("invoice %+v", bill)
	}
	if c.Payload != invoice.Payload(opening) || bill.Prices[0].Label != "Choy × 2" {
		t.Errorf("payload %s, prices %+v", c.Payload, bill.Prices)
	}
	keys.Secret = "no token"
	if _, err := provider.Open(t.Context(), keys, opening); err == nil {
		t.Error("Telegram took a wrong token")
	}
	telegram.FailNext(fakegram.Fault{Cut: true})
	if _, err := provider.Open(t.Context(), keys, opening); err == nil || strings.Contains(err.Error(), botToken) {
		t.Errorf("a cut connection: %v", err)
	}
}

// booksAgree expects that the ledger sums to zero, and that the account of the invoices holds what was captured.
func (s *shop) booksAgree() {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		accounts, err := payment.Balances(ctx, q, s.Store.ID)
		if err != nil {
			return err
		}
		var sum, held, captured money.Tiyin
		for _, a := range accounts {
			sum += a.Balance
			if a.Code == payment.ProviderAccount(invoice.Code) {
				held = a.Balance
			}
		}
		err = q.NewRaw("SELECT coalesce(sum(amount), 0)::bigint FROM payments WHERE store_id = ? AND state = 'CAPTURED'", s.Store.ID).Scan(ctx, &captured)
		if sum != 0 || held != captured || held == 0 {
			s.T.Errorf("the ledger sums to %d; invoices hold %d, captured %d", sum, held, captured)
		}
		return err
	})
}
