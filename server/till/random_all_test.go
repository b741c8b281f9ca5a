package till_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/reconcile"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
)

// seed repeats a run of the random tests: go test ./server/till -run Random -args -seed N.
var seed = flag.Uint64("seed", firstSeed, "of the random tests")

// firstSeed is that of a run that asks for none; what has to be reached is known of it alone.
const firstSeed = 20261123

// fair is a shop with every provider, and one order of it after another to which anything may happen.
type fair struct {
	*story
	click   *clicks
	uzum    *uzumShop
	courier *staff.Member
	who     *customer.Customer
	taps    []*attempt // payments in CLICK of the order
	charges int
}

func openFair(t *testing.T, dice *rand.Rand) *fair {
	t.Helper()
	g := newGate()
	s := open(t, g, uzum.Provider{}, invoice.Provider{}, bank.Provider{})
	s.Store.OrderRules.CashbackPercent, s.Store.OrderRules.CashbackSharePercent = 10, 50
	s.Must(s.remember())
	f := &fair{story: &story{shop: s, g: g, dice: dice}, click: &clicks{shop: s, at: strings.Replace(s.url, "/pay/payme/", "/pay/click/", 1)}, courier: s.Member(staff.Courier)}
	f.click.has(s.World, payment.Test, clickKey)
	f.uzum = &uzumShop{Till: &shoptest.Till{World: s.World, URL: strings.TrimSuffix(s.url, "/pay/payme/"), Desk: s.desk}, clock: s.clock, tea: s.tea}
	f.uzum.Account(uzum.Code, uzumLogin, uzum.ServiceID, "101202")
	s.inTelegram()
	_, err := payment.SetAccount(t.Context(), s.DB, s.desk.Box, s.desk.Payments, s.Store.ID, payment.AccountSetInput{
		Provider: bank.Code, Settings: []*payment.SettingInput{
			{Name: bank.Recipient, Value: "Anhor MChJ"}, {Name: bank.Account, Value: "20208000900123456001"}, {Name: bank.Bank, Value: "Bank"},
			{Name: bank.MFO, Value: "00014"}, {Name: bank.TaxID, Value: "123456789"},
		},
	}, shoptest.Now)
	s.Must(err)
	s.desk.Stores.Forget(s.Store.ID)
	s.Store, err = store.ByID(t.Context(), s.DB, s.Store.ID)
	s.Must(err)
	return f
}

// remember writes the rules of the store that a test has changed in memory.
func (s *shop) remember() error {
	percent, share := s.Store.OrderRules.CashbackPercent, s.Store.OrderRules.CashbackSharePercent
	_, err := store.Update(s.T.Context(), s.DB, s.Store.ID, store.UpdateInput{
		OrderRules: &store.OrderRulesInput{CashbackPercent: &percent, CashbackSharePercent: &share},
	}, shoptest.Now)
	return err
}

// methods are all ways to pay at the fair.
var methods = []payment.Method{"GATE", payment.Payme, payment.Click, payment.Uzum, payment.Telegram, payment.BankTransfer, payment.Cash}

// next places an order by any method, paid partly by a gift card, cashback or a deposit as the dice say.
func (f *fair) next() {
	f.T.Helper()
	if f.who == nil || f.dice.IntN(3) == 0 {
		f.who = f.Buyer()
	}
	at := f.desk.Now()
	percent := []int{0, 0, 30}[f.dice.IntN(3)]
	f.Store.OrderRules.DepositPercent = percent
	in := cart.CartSetInput{
		Lines: []*cart.CartLineInput{shoptest.Want(f.tea, 2)}, Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("90 123 45 67")},
		Delivery: shoptest.Courier(), Cashback: ptr(money.Tiyin(f.dice.Int64N(20_000_00))),
	}
	m := methods[f.dice.IntN(len(methods))]
	if percent > 0 && m == payment.Cash {
		m = payment.Payme
	}
	in.PaymentMethod = &m
	if f.dice.IntN(2) == 0 {
		_, code, err := payment.IssueGiftCard(f.T.Context(), f.DB, f.Store.ID, payment.GiftCardIssueInput{Amount: money.Tiyin(1 + f.dice.Int64N(40_000_00))}, at)
		f.Must(err)
		in.GiftCardCode = &code
	} else {
		in.GiftCardCode = ptr("")
	}
	c, err := cart.Set(f.T.Context(), f.DB, f.around(), cart.Holder{Customer: f.who}, in, at)
	f.Must(err)
	q, err := cart.QuoteOf(f.T.Context(), f.DB, f.around(), c, at)
	f.Must(err)
	if q == nil {
		f.T.Fatalf("no quote by %s: %v", m, c.Readiness.Faults())
	}
	o, err := order.Place(f.T.Context(), f.DB, f.around(), f.who, order.OrderPlaceInput{QuoteID: q.GlobalID()}, at)
	f.Must(err)
	f.o, f.buyer, f.names, f.taps = o, order.Actor{Kind: order.ByCustomer, ID: f.who.ID, Name: f.who.Name()}, nil, nil
}

// attempts are those of the order, as they are now.
func (f *fair) attempts() (list []*payment.Payment) {
	f.T.Helper()
	f.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.OfOrders(ctx, q, f.Store.ID, []uuid.UUID{f.o.ID})
		list = all[f.o.ID]
		return err
	})
	return list
}

// by is a random attempt of the order by a method; nil when there is none.
func (f *fair) by(is func(p *payment.Payment) bool) *payment.Payment {
	list := slices.DeleteFunc(f.attempts(), func(p *payment.Payment) bool { return !is(p) })
	if len(list) == 0 {
		return nil
	}
	return list[f.dice.IntN(len(list))]
}

// sum is what is asked for now, sometimes another sum.
func (f *fair) sum() money.Tiyin {
	var due money.Tiyin
	f.Read(func(ctx context.Context, q bun.IDB) error {
		is, err := order.ByIDs(ctx, q, f.Store.ID, []uuid.UUID{f.o.ID})
		due = is[0].Due()
		return err
	})
	if due == 0 || f.dice.IntN(12) == 0 {
		return f.o.TotalTiyin
	}
	return due
}

// goesOn does something of a provider or of the shop; what story.happens does besides is a third of all.
func (f *fair) goesOn() (what string, err error) {
	ctx, at := f.T.Context(), f.desk.Now()
	if f.dice.IntN(4) == 0 {
		return f.pays(f.o.PaymentMethod)
	}
	switch f.dice.IntN(18) {
	default:
		return f.happens()
	case 0, 1, 2:
		m := methods[f.dice.IntN(len(methods))]
		if m == payment.Telegram { // its page is the Bot API's to make; orders begin with it
			m = payment.Uzum
		}
		_, _, err = f.start(f.o, f.buyer, &m)
		return "start " + string(m), err
	case 3:
		p := f.of(f.o, f.name())
		p["amount"] = int64(f.sum())
		f.names = append(f.names, fmt.Sprint(p["id"]))
		f.call("CreateTransaction", p)
		return "payme creates", nil
	case 4, 5:
		if len(f.taps) == 0 || f.dice.IntN(3) == 0 {
			a := f.click.pay(f.o)
			a.som = clickSom(f.sum())
			f.taps = append(f.taps, a)
		}
		a := f.taps[f.dice.IntN(len(f.taps))]
		switch f.dice.IntN(5) {
		case 0, 1:
			a.prepare()
		case 2, 3:
			a.complete()
		default:
			a.cancel()
		}
		return "click", nil
	case 6, 7:
		id := fmt.Sprintf("uzum-%d-%d", f.o.Number, f.dice.IntN(3))
		p := f.uzum.of(f.o, id)
		p["amount"] = int64(f.sum())
		f.uzum.call([]string{"check", "create", "create", "confirm", "confirm", "reverse"}[f.dice.IntN(6)], p)
		return "uzum", nil
	case 8, 9:
		p := f.by(func(p *payment.Payment) bool { return p.Method == payment.Telegram })
		if p == nil {
			return "nobody pays in telegram", nil
		}
		c := &till.Charge{StoreID: f.Store.ID, Payload: p.GlobalID().String(), TelegramID: *f.who.TelegramID, Currency: "UZS", Amount: int64(p.Amount)}
		if f.dice.IntN(2) == 0 {
			return "telegram asks", f.desk.PreCheckout(ctx, c)
		}
		f.charges += f.dice.IntN(2) // or tells of the last one once more
		return "telegram charges", f.desk.TakeCharge(ctx, paid(c, fmt.Sprintf("%d-%d", f.o.Number, f.charges)))
	case 10:
		p := f.by(func(p *payment.Payment) bool { return p.Method == payment.BankTransfer })
		if p == nil {
			return "nobody transfers", nil
		}
		_, err = order.ConfirmTransfer(ctx, f.DB, f.around(), f.boss(), order.PaymentTransferConfirmInput{PaymentID: p.GlobalID()}, at)
		return "transfer", err
	case 11, 12, 15:
		return f.walks()
	case 13:
		p := f.by(func(p *payment.Payment) bool { return p.State == payment.Captured })
		if p == nil {
			return "nothing to dispute", nil
		}
		_, _, err = order.OpenChargeback(ctx, f.DB, f.around(), f.boss(), order.ChargebackOpenInput{
			PaymentID: p.GlobalID(), Amount: ptr(money.Tiyin(1 + f.dice.Int64N(int64(p.Amount)))), Reason: "bank",
		}, at)
		return "chargeback", err
	case 14:
		return f.decides()
	}
}

// pays takes the straight way to the money of a method.
func (f *fair) pays(m payment.Method) (what string, err error) {
	ctx := f.T.Context()
	switch m {
	case payment.Payme:
		p := f.of(f.o, f.name())
		p["amount"] = int64(f.sum())
		f.names = append(f.names, fmt.Sprint(p["id"]))
		f.call("CreateTransaction", p)
		f.call("PerformTransaction", params{"id": p["id"]})
	case payment.Click:
		a := f.click.pay(f.o)
		a.som = clickSom(f.sum())
		f.taps = append(f.taps, a)
		a.prepare()
		a.complete()
	case payment.Uzum:
		p := f.uzum.of(f.o, "straight-"+f.name())
		p["amount"] = int64(f.sum())
		f.uzum.call("create", p)
		f.uzum.call("confirm", p)
	case payment.Cash:
		return f.walks()
	case "GATE":
		if _, _, err := f.start(f.o, f.buyer, nil); err != nil {
			return "start", err
		}
		wrong := money.Tiyin(f.dice.IntN(2) * f.dice.IntN(2))
		f.g.set(func() {
			for _, opened := range f.g.opened {
				f.g.answers[f.g.ref(opened)] = payment.Answer{State: payment.Captured, Amount: opened.Amount - wrong}
			}
		})
		f.wait(2 * time.Minute)
		err = f.desk.Ask(ctx)
	}
	return "pay by " + string(m), err
}

// clickSom is a sum as CLICK writes it.
func clickSom(t money.Tiyin) string { return fmt.Sprintf("%d.%02d", t/100, t%100) }

// walks brings the goods a step on, or cash of the courier to the shop.
func (f *fair) walks() (string, error) {
	ctx, at, in := f.T.Context(), f.desk.Now(), order.FulfilmentMoveInput{OrderID: f.o.GlobalID()}
	var err error
	switch f.dice.IntN(9) {
	case 0:
		_, err = order.Confirm(ctx, f.DB, f.around(), f.boss(), order.OrderConfirmInput{ID: f.o.GlobalID()}, at)
	case 1:
		_, err = order.Prepare(ctx, f.DB, f.around(), f.boss(), in, at)
	case 2:
		_, err = order.Pack(ctx, f.DB, f.around(), f.boss(), in, at)
	case 3:
		_, err = order.HandOver(ctx, f.DB, f.around(), f.boss(), order.FulfilmentHandOverInput{OrderID: in.OrderID, CourierID: ptr(f.courier.NodeID())}, at)
	case 4:
		_, err = order.Deliver(ctx, f.DB, f.around(), f.boss(), order.FulfilmentDeliverInput{OrderID: in.OrderID}, at)
	case 5:
		_, err = payment.HandOver(ctx, f.DB, f.Store.ID, payment.CashHandoverInput{CourierID: ptr(f.courier.NodeID())}, &f.Owner.ID, at)
	default:
		_, _ = order.Confirm(ctx, f.DB, f.around(), f.boss(), order.OrderConfirmInput{ID: f.o.GlobalID()}, at)
		for _, step := range []func() error{
			func() error { _, err := order.Prepare(ctx, f.DB, f.around(), f.boss(), in, at); return err },
			func() error { _, err := order.Pack(ctx, f.DB, f.around(), f.boss(), in, at); return err },
			func() error {
				_, err := order.HandOver(ctx, f.DB, f.around(), f.boss(), order.FulfilmentHandOverInput{OrderID: in.OrderID, CourierID: ptr(f.courier.NodeID())}, at)
				return err
			},
			func() error {
				_, err := order.Deliver(ctx, f.DB, f.around(), f.boss(), order.FulfilmentDeliverInput{OrderID: in.OrderID}, at)
				return err
			},
		} {
			if err = step(); err != nil {
				break
			}
		}
	}
	return "goods", err
}

// decides has staff decide about disputes, another sum, late refunds, and a gift card.
func (f *fair) decides() (string, error) {
	ctx, at := f.T.Context(), f.desk.Now()
	switch f.dice.IntN(4) {
	case 0:
		p := f.by(func(p *payment.Payment) bool { return p.ToldTiyin != nil })
		if p == nil {
			return "nothing to decide", nil
		}
		_, err := order.SettleMismatch(ctx, f.DB, f.around(), f.boss(), order.PaymentMismatchSettleInput{PaymentID: p.GlobalID(), IsTaken: f.dice.IntN(2) == 0, Reason: ptr("?")}, at)
		return "mismatch", err
	case 1:
		f.wait(25 * time.Hour)
		return "late refunds", order.ReportLateRefunds(ctx, f.DB, f.around(), f.desk.Now())
	case 2:
		p := f.by(func(p *payment.Payment) bool { return p.PurseID != nil && p.Method == payment.GiftCard })
		if p == nil {
			return "no card", nil
		}
		card := payment.Purse{ID: *p.PurseID}
		_, err := payment.VoidGiftCard(ctx, f.DB, f.Store.ID, payment.GiftCardVoidInput{ID: card.GlobalID()}, at)
		return "void", err
	}
	var open []*payment.Chargeback
	f.Read(func(ctx context.Context, q bun.IDB) (err error) {
		open, err = payment.OpenChargebacks(ctx, q, f.Store.ID)
		return err
	})
	if len(open) == 0 {
		return "no dispute", nil
	}
	_, _, err := order.CloseChargeback(ctx, f.DB, f.around(), f.boss(), order.ChargebackCloseInput{
		ID: open[f.dice.IntN(len(open))].GlobalID(), IsWon: f.dice.IntN(2) == 0,
	}, at)
	return "dispute ends", err
}

// Every provider through its own protocol, every way to pay besides, staff, couriers, banks and clocks do whatever they like in any
// order: after each step all books of the shop agree, and no rule of docs/states.md is broken.
func TestRandomMoneyOfAllProviders(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(*seed, 5))
	f := openFair(t, dice)
	captured := map[payment.Method]bool{}
	for n := range 30 {
		f.next()
		var done []string
		for step := range 16 {
			what, err := f.goesOn()
			done = append(done, what)
			if !expected(err) {
				t.Fatalf("seed %d, order %d, %v: %v", *seed, n, done, err)
			}
			f.check(fmt.Sprintf("seed %d, order %d, %v", *seed, n, done))
			if step%4 != 3 { // a drift stays
				continue
			}
			f.Read(func(ctx context.Context, q bun.IDB) error {
				c, err := reconcile.Look(ctx, q, f.Store.ID, f.desk.Now())
				if err == nil && c.Count > 0 {
					t.Fatalf("seed %d, order %d, %v: %d drifts, the first: %+v", *seed, n, done, c.Count, *c.Drifts[0])
				}
				return err
			})
		}
		for _, p := range f.attempts() {
			captured[p.Method] = captured[p.Method] || p.State == payment.Captured
		}
	}
	for _, m := range append(slices.Clone(methods), payment.GiftCard) {
		if *seed == firstSeed && !captured[m] {
			t.Errorf("seed %d: no order was paid by %s", *seed, m)
		}
	}
}
