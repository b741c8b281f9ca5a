package till_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/bot/fakegram"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
	"github.com/dokon-shop/dokon/server/till"
)

const link = "https://example.uz/kitob.pdf"

// starShop is a shop that sells an e-book for Stars, between Telegram and a buyer.
type starShop struct {
	*shop
	telegram *fakegram.Server
	buyer    *fakegram.Client
	who      *customer.Customer
	book     uuid.UUID
	web      string // of the Bot API
}

func openForStars(t *testing.T) *starShop {
	t.Helper()
	s := &starShop{telegram: fakegram.New(fakegram.Options{})}
	web := httptest.NewServer(s.telegram)
	t.Cleanup(func() { s.telegram.Close(); web.Close() })
	s.web = web.URL
	api := invoice.API{
		URL: func() string { return web.URL }, HTTP: web.Client(),
		Bot: func(context.Context, int64) (invoice.Bot, error) { return invoice.Bot{Token: botToken}, nil },
		Payer: func(ctx context.Context, storeID int64, chargeID string) (int64, error) {
			return till.Payer(ctx, s.DB, storeID, chargeID)
		},
	}
	s.shop = open(t, invoice.Provider{API: api}, invoice.Stars{API: api})
	s.Must(s.telegram.AddBot(fakegram.Bot{Token: botToken, Name: "Atlas", Username: "atlas_bot"}))
	_, err := payment.SetAccount(t.Context(), s.DB, s.desk.Box, s.desk.Payments, s.Store.ID, payment.AccountSetInput{
		Provider: invoice.StarsCode, Settings: []*payment.SettingInput{{Name: invoice.Rate, Value: "235"}}, Secret: ptr(""),
	}, shoptest.Now)
	s.Must(err)
	s.desk.Stores.Forget(s.Store.ID)
	s.Store, err = store.ByID(t.Context(), s.DB, s.Store.ID)
	s.Must(err)
	s.book = s.Ebook("Kitob", 25_000*money.Som, link)
	s.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		s.who, err = customer.SignIn(ctx, tx, s.Store.Languages, &telegram.InitData{User: telegram.User{
			ID: fakegram.Buyer.ID, FirstName: "Gʻulnora", Language: "uz", CanWrite: true,
		}}, shoptest.Now)
		return err
	})
	s.buyer = s.telegram.Open(fakegram.Buyer.ID, botToken)
	s.Must(s.buyer.Start(""))
	return s
}

// order places an order of two pieces and gives it with the link of its invoice.
func (s *starShop) order(variant uuid.UUID) (*order.Order, *payment.Payment) {
	s.T.Helper()
	c, err := cart.Set(s.T.Context(), s.DB, s.around(), cart.Holder{Customer: s.who}, shoptest.DigitalInput(payment.TelegramStars, shoptest.Want(variant, 2)), shoptest.Now)
	s.Must(err)
	o, err := order.Place(s.T.Context(), s.DB, s.around(), s.who, order.OrderPlaceInput{QuoteID: s.Quote(c).GlobalID()}, shoptest.Now)
	s.Must(err)
	p, _, err := s.start(o, order.Actor{Kind: order.ByCustomer, ID: s.who.ID}, nil)
	s.Must(err)
	return o, p
}

// charge is what Telegram says of the payment of an attempt.
func (s *starShop) charge(p *payment.Payment, name string) *till.Charge {
	return &till.Charge{
		StoreID: s.Store.ID, ID: name, Payload: p.GlobalID().String(), TelegramID: *s.who.TelegramID, Currency: invoice.XTR, Amount: int64(*p.Stars),
	}
}

// pays lets the buyer pay in front of the sheet, with a bot that carries the question to the shop. Of the payment the bot tells
// the shop only when it isTold.
func (s *starShop) pays(p *payment.Payment, isTold bool) string {
	s.T.Helper()
	ctx, end := context.WithCancel(s.T.Context())
	var bot sync.WaitGroup
	bot.Go(func() { s.answer(ctx) })
	sheet, err := s.buyer.PayInvoice(ctx, p.Page, "pay")
	end()
	bot.Wait()
	s.Must(err)
	if sheet.Status != "paid" {
		s.T.Fatalf("%+v", sheet)
	}
	if isTold {
		s.Must(s.desk.TakeCharge(s.T.Context(), s.charge(p, sheet.ChargeID)))
	}
	return sheet.ChargeID
}

// digital is what the buyer has of the lines of an order.
func (s *starShop) digital(o *order.Order) (list []string) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		lines, err := order.LinesOf(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		if err != nil {
			return err
		}
		for _, l := range lines[o.ID] {
			given, err := order.DigitalOf(ctx, q, s.Store.ID, []uuid.UUID{l.ID})
			if err != nil {
				return err
			}
			if d := given[l.ID]; d != nil {
				list = append(list, string(d.State)+" "+d.Content())
			}
		}
		return nil
	})
	return list
}

// told are the messages with what was bought.
func (s *starShop) told() (words []string) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Table("notifications").Column("words").Where("store_id = ?", s.Store.ID).Where("kind = ?", notify.OrderDigital).Order("id").Scan(ctx, &words)
	})
	return words
}

// From the invoice to the book, and back: Stars beside tiyin, the content only for who has paid, and one refund of all.
func TestStars(t *testing.T) {
	t.Parallel()
	s := openForStars(t)
	o, p := s.order(s.book)
	bill := s.telegram.Invoice(p.Page)
	if bill == nil || bill.Currency != "XTR" || bill.Total != 213 || len(bill.Prices) != 1 || *p.Stars != 213 || p.Amount != 50_000*money.Som {
		t.Fatalf("invoice %+v of %+v", bill, p)
	}
	if got := s.digital(o); len(got) != 0 || len(s.told()) != 0 {
		t.Errorf("not paid, and the buyer has %v, %v", got, s.told())
	}
	charge := s.pays(p, true)
	s.looks(o, "COMPLETED PAID CAPTURED")
	if got := s.digital(o); !slices.Equal(got, []string{"DELIVERED " + link}) || !slices.Equal(s.told(), []string{"Kitob\n" + link}) {
		t.Errorf("the buyer has %v, was told %v", got, s.told())
	}
	if err := s.desk.PreCheckout(t.Context(), s.charge(p, "")); !fault.Has(err, fault.AlreadyPaid) {
		t.Errorf("paid again: %v", err)
	}
	s.balanced()

	_, _, err := s.refund(o, order.PaymentRefundInput{Amount: ptr(1_000 * money.Som)})
	refusedWith(t, err, fault.RefundInFull, "amount")
	_, _, err = s.refund(o, order.PaymentRefundInput{})
	s.Must(err)
	s.telegram.FailNext(fakegram.Fault{Cut: true, After: true}) // the Stars are back, and nobody hears of it
	if err := s.carry(o); err == nil {
		t.Error("nobody answered, and the money is back")
	}
	for range 2 {
		s.Must(s.carry(o))
		s.Must(s.desk.TakeRefund(t.Context(), s.Store.ID, charge)) // as the bot tells
	}
	s.looks(o, "COMPLETED REFUNDED CAPTURED")
	if r := s.refunds(o); len(r) != 1 || r[0].State != payment.RefundDone || r[0].Amount != p.Amount {
		t.Errorf("refunds %+v", r)
	}
	if got := s.digital(o); !slices.Equal(got, []string{"REVOKED "}) {
		t.Errorf("the buyer has %v", got)
	}
	s.balanced()
}

// What the bot never told of is found by comparing with the bot's Stars; so is what went back by somebody's hand. Nothing counts twice.
func TestStarsAreCompared(t *testing.T) {
	t.Parallel()
	s := openForStars(t)
	o, p := s.order(s.book)
	charge := s.pays(p, false)
	s.looks(o, "PLACED PENDING PENDING")
	for range 2 {
		s.Must(s.desk.ReadStars(t.Context()))
		s.looks(o, "COMPLETED PAID CAPTURED")
	}
	s.balanced()
	_, err := s.ask(t.Context(), "refundStarPayment", map[string]any{"user_id": fakegram.Buyer.ID, "telegram_payment_charge_id": charge})
	s.Must(err)
	for range 2 {
		s.Must(s.desk.ReadStars(t.Context()))
		s.looks(o, "COMPLETED REFUNDED CAPTURED")
	}
	if s.charges("REFUNDED") != 1 || !slices.Equal(s.digital(o), []string{"REVOKED "}) {
		t.Errorf("the buyer has %v", s.digital(o))
	}
	// Of a charge that we never heard of nothing is made.
	s.Must(s.desk.TakeRefund(t.Context(), s.Store.ID, "unknown"))
	s.balanced()
}

// Telegram's last question about an invoice in Stars: the sum is the one of the invoice, in Stars, whatever the rate is now.
func TestPreCheckoutOfStars(t *testing.T) {
	t.Parallel()
	s := openForStars(t)
	o, p := s.order(s.book)
	other := s.Beside("boshqa")
	for what, change := range map[string]func(*till.Charge){
		"a Star less":         func(c *till.Charge) { c.Amount-- },
		"a Star more":         func(c *till.Charge) { c.Amount++ },
		"as many tiyin":       func(c *till.Charge) { c.Currency = "UZS" },
		"the sum in tiyin":    func(c *till.Charge) { c.Currency, c.Amount = "UZS", int64(p.Amount) },
		"no payload of ours":  func(c *till.Charge) { c.Payload = "donation" },
		"another shop's":      func(c *till.Charge) { c.StoreID = other.Store.ID },
		"the id of the order": func(c *till.Charge) { c.Payload = o.GlobalID().String() },
	} {
		c := s.charge(p, "")
		change(c)
		if err := s.desk.PreCheckout(t.Context(), c); !fault.Has(err, fault.PaymentOutdated) {
			t.Errorf("%s: %v", what, err)
		}
	}
	c := s.charge(p, "")
	c.TelegramID++
	if err := s.desk.PreCheckout(t.Context(), c); !fault.Has(err, fault.PaymentForeign) {
		t.Errorf("somebody else: %v", err)
	}
	s.looks(o, "PLACED UNPAID CREATED")
	terms := s.Store.Payments[invoice.StarsCode]
	terms.Settings = map[string]string{invoice.Rate: "100"}
	s.Store.Payments[invoice.StarsCode] = terms
	again, _, err := s.start(o, order.Actor{Kind: order.ByCustomer, ID: s.who.ID}, nil)
	s.Must(err)
	if *again.Stars != *p.Stars {
		t.Errorf("%d Stars, %d before", *again.Stars, *p.Stars)
	}
	s.Must(s.desk.PreCheckout(t.Context(), s.charge(p, "")))
	s.looks(o, "PLACED PENDING PENDING")
	s.wait(invoice.Patience)
	if err := s.desk.PreCheckout(t.Context(), s.charge(p, "")); !fault.Has(err, fault.PaymentOutdated) {
		t.Errorf("a quarter of an hour later: %v", err)
	}
	s.Must(s.desk.Sweep(t.Context()))
	s.looks(o, "PLACED UNPAID EXPIRED")
	// Money that comes all the same buys the book.
	for range 2 {
		s.Must(s.desk.TakeCharge(t.Context(), s.charge(p, "late")))
	}
	s.looks(o, "COMPLETED PAID CAPTURED")
	s.Must(s.desk.TakeCharge(t.Context(), s.charge(p, "twice")))
	if got := s.face(o); got != "COMPLETED OVERPAID CAPTURED CAPTURED" {
		t.Errorf("paid twice: %s", got)
	}
	s.balanced()
}

// A card pays digital goods neither by another method nor by switching to it inside Telegram; outside it does.
func TestNoCardForDigitalGoods(t *testing.T) {
	t.Parallel()
	s := openForStars(t)
	o, _ := s.order(s.book)
	who := order.Actor{Kind: order.ByCustomer, ID: s.who.ID}
	for _, m := range []payment.Method{payment.Payme, payment.Cash, payment.Telegram} {
		_, _, err := s.start(o, who, &m)
		refusedWith(t, err, fault.PaymentUnavailable, "method")
	}
	s.call("CheckPerformTransaction", s.of(o, "")).is(t, "CheckPerformTransaction", -31052)
	s.looks(o, "PLACED UNPAID CREATED")
	desk := order.PayDesk{DB: s.DB, Back: func(*order.Order) string { return "" }, Now: s.desk.Now, Keys: s.desk.Keys}
	outside := s.around()
	outside.IsOutside = true
	_, _, err := order.StartPayment(t.Context(), desk, outside, who, order.PaymentStartInput{OrderID: o.GlobalID(), Method: ptr(payment.Payme)}, s.desk.Now())
	s.Must(err)
	s.looks(o, "PLACED UNPAID CANCELED CREATED")
}

// Where nothing is written for a product, staff write it for each order, and may put it right later.
func TestStaffWriteWhatWasBought(t *testing.T) {
	t.Parallel()
	s := openForStars(t)
	o, p := s.order(s.Ebook("Kalit", 10_000*money.Som, ""))
	var line id.ID
	s.Read(func(ctx context.Context, q bun.IDB) error {
		lines, err := order.LinesOf(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		line = lines[o.ID][0].GlobalID()
		return err
	})
	give := func(content string) error {
		_, err := order.DeliverDigital(t.Context(), s.DB, s.around(), s.boss(), order.DigitalDeliverInput{OrderID: o.GlobalID(), LineID: line, Content: content}, s.desk.Now())
		return err
	}
	refusedWith(t, give("AAAA-1111"), fault.TransitionRefused, "orderId") // not paid yet
	s.Must(s.desk.TakeCharge(t.Context(), s.charge(p, "one")))
	s.looks(o, "CONFIRMED PAID CAPTURED")
	if got := s.digital(o); !slices.Equal(got, []string{"PENDING "}) {
		t.Errorf("the buyer has %v", got)
	}
	refusedWith(t, give(" \n"), fault.Required, "content")
	_, err := order.Prepare(t.Context(), s.DB, s.around(), s.boss(), order.FulfilmentMoveInput{OrderID: o.GlobalID()}, s.desk.Now())
	refusedWith(t, err, fault.TransitionRefused, "orderId") // there is nothing to be packed
	s.Must(give("AAAA-1111"))
	s.looks(o, "COMPLETED PAID CAPTURED")
	s.Must(give("BBBB-2222")) // the first was wrong
	if got := s.digital(o); !slices.Equal(got, []string{"DELIVERED BBBB-2222"}) || !slices.Equal(s.told(), []string{"Kalit\nAAAA-1111", "Kalit\nBBBB-2222"}) {
		t.Errorf("the buyer has %v, was told %v", got, s.told())
	}

	// An order that is called off before anything was given goes back in full.
	o, p = s.order(s.Ebook("Kalit 2", 10_000*money.Som, ""))
	s.Must(s.desk.TakeCharge(t.Context(), s.charge(p, "two")))
	_, err = order.Cancel(t.Context(), s.DB, s.around(), s.boss(), order.OrderCancelInput{ID: o.GlobalID(), Reason: ptr("tugadi")}, shoptest.Now)
	s.Must(err)
	if r := s.refunds(o); len(r) != 1 || r[0].Amount != p.Amount || !slices.Equal(s.digital(o), []string{"REVOKED "}) {
		t.Errorf("refunds %+v; the buyer has %v", r, s.digital(o))
	}
	s.wait(time.Minute)
	s.balanced()
}
