package order_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// giftCard issues a card and gives its code.
func giftCard(t *testing.T, w *shoptest.World, amount money.Tiyin) string {
	t.Helper()
	_, code, err := payment.IssueGiftCard(t.Context(), w.DB, w.Store.ID, payment.GiftCardIssueInput{Amount: amount}, now)
	w.Must(err)
	return code
}

// onCard is what a card has and what of it is held.
func onCard(w *shoptest.World, code string) (balance, held money.Tiyin) {
	w.Read(func(ctx context.Context, q bun.IDB) error {
		p, err := payment.PurseByCode(ctx, q, w.Store.ID, code)
		balance, held = p.Balance, p.Held
		return err
	})
	return balance, held
}

// tender changes what pays the open cart of a buyer.
func tender(t *testing.T, w *shoptest.World, who *customer.Customer, in cart.CartSetInput) *cart.Cart {
	t.Helper()
	c, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, in, now)
	w.Must(err)
	return c
}

// A gift card pays a part: held while the order waits, spent when it is accepted, free again when it expires, and given back
// when it is called off. Its ledger account is what the cards have.
func TestGiftCard(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who, owner := w.Buyer(), asStaff(w.Owner)
	cake := w.Variant("Tort", 150_000*money.Som, 50)
	code := giftCard(t, w, 100_000*money.Som)
	want := func(what string, balance, held money.Tiyin) {
		t.Helper()
		if b, h := onCard(w, code); b != balance*money.Som || h != held*money.Som {
			t.Errorf("%s: %d on the card, %d held", what, b, h)
		}
		if got := balances(w)[payment.GiftCardAccount]; got != -balance*money.Som {
			t.Errorf("%s: ledger has %d", what, got)
		}
	}
	_, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{GiftCardCode: ptr("AAAA-BBBB-CCCC-DDDD")}, now)
	wantFault(t, err, fault.GiftCardUnknown, "input.giftCardCode")
	place := func() *order.Order {
		t.Helper()
		w.FillFor(who, w.ToPickup(), shoptest.Want(cake, 1))
		c := tender(t, w, who, cart.CartSetInput{GiftCardCode: &code})
		if c.Plan.GiftCard != 100_000*money.Som || c.Plan.Later != 50_000*money.Som || c.Plan.Now != 0 {
			t.Fatalf("plan %+v", c.Plan)
		}
		return w.PlaceCart(who, c, now)
	}
	o := place()
	want("placed", 100_000, 100_000)
	if o.PaymentStatus != order.Unpaid || o.Due() != 50_000*money.Som || o.HeldTiyin != 100_000*money.Som {
		t.Errorf("placed: %s, due %d, held %d", o.PaymentStatus, o.Due(), o.HeldTiyin)
	}
	w.Must(order.Expire(t.Context(), w.DB, w.Shop(), o.ID, o.ExpiresAt.Add(time.Second)))
	want("expired", 100_000, 0)
	if o = read(w, o); o.PaymentStatus != order.NotRequired || o.HeldTiyin != 0 {
		t.Errorf("expired: %s, held %d", o.PaymentStatus, o.HeldTiyin)
	}

	o = walk(t, w, owner, place(), order.DoConfirm)
	want("accepted", 0, 0)
	if o.PaymentStatus != order.PartiallyPaid || o.CreditTiyin != 100_000*money.Som {
		t.Errorf("accepted: %s, credit %d", o.PaymentStatus, o.CreditTiyin)
	}
	if _, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{GiftCardCode: &code}, now); err == nil {
		t.Error("an empty card is taken")
	}
	o = walk(t, w, asBuyer(who.ID), o, order.DoCancel)
	want("called off", 100_000, 0)
	if o.PaymentStatus != order.Refunded || o.CreditTiyin != 0 {
		t.Errorf("called off: %s, credit %d", o.PaymentStatus, o.CreditTiyin)
	}

	o = walk(t, w, owner, place(), order.DoConfirm, order.DoPrepare, order.DoPack, order.DoReady, order.DoDeliver)
	if o.Lifecycle != order.Completed || o.PaymentStatus != order.Paid || balances(w)[payment.TillAccount] != 50_000*money.Som {
		t.Errorf("delivered: %s %s, ledger %v", o.Lifecycle, o.PaymentStatus, balances(w))
	}
	wantMoves(w, onlyPurse(w, code), "ISSUED 100000", "RETURNED 100000", "SPENT 100000", "SPENT 100000")
	sumsToZero(t, w)
}

// onlyPurse is the gift card of a code.
func onlyPurse(w *shoptest.World, code string) (p *payment.Purse) {
	w.Read(func(ctx context.Context, q bun.IDB) (err error) {
		p, err = payment.PurseByCode(ctx, q, w.Store.ID, code)
		return err
	})
	return p
}

// wantMoves compares what happened to a purse, in soʻm and in the order of the alphabet: all of it happens at one time here.
func wantMoves(w *shoptest.World, p *payment.Purse, want ...string) {
	w.T.Helper()
	var got []string
	w.Read(func(ctx context.Context, q bun.IDB) error {
		moves, err := payment.MovesOf(ctx, q, w.Store.ID, []uuid.UUID{p.ID})
		for _, m := range moves[p.ID] {
			got = append(got, fmt.Sprint(m.Kind, " ", int64(m.Amount/money.Som)))
			if (m.OrderID == nil) != (m.Kind == payment.PurseIssued || m.Kind == payment.PurseVoided) {
				w.T.Errorf("%s has order %v", m.Kind, m.OrderID)
			}
		}
		return err
	})
	slices.Sort(got)
	if !slices.Equal(got, want) {
		w.T.Errorf("moves %q, want %q", got, want)
	}
}

// What is set aside is seen until the order is accepted, and a card that is taken out of use says what was left on it.
func TestMovesOfAHeldAndAVoidedCard(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	code := giftCard(t, w, 100_000*money.Som)
	w.FillFor(who, w.ToPickup(), shoptest.Want(w.Variant("Non", 30_000*money.Som, 50), 1))
	w.PlaceCart(who, tender(t, w, who, cart.CartSetInput{GiftCardCode: &code}), now)
	card := onlyPurse(w, code)
	wantMoves(w, card, "HELD 30000", "ISSUED 100000")
	_, err := payment.VoidGiftCard(t.Context(), w.DB, w.Store.ID, payment.GiftCardVoidInput{ID: card.GlobalID()}, now)
	w.Must(err)
	wantMoves(w, card, "HELD 30000", "ISSUED 100000", "VOIDED 70000")
}

// Of two orders that spend one card at once, one gets it, and the card never has less than nothing.
func TestOneCardOfTwoOrders(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	cake := w.Variant("Tort", 150_000*money.Som, 50)
	code := giftCard(t, w, 100_000*money.Som)
	const n = 6
	var carts [n]*cart.Cart
	var buyers [n]*customer.Customer
	for i := range n {
		buyers[i] = w.Buyer()
		w.FillFor(buyers[i], w.ToPickup(), shoptest.Want(cake, 1))
		carts[i] = tender(t, w, buyers[i], cart.CartSetInput{GiftCardCode: &code})
	}
	var placed atomic.Int32
	for i, err := range together(n, func(i int) error {
		_, err := order.Place(t.Context(), w.DB, w.Shop(), buyers[i], order.OrderPlaceInput{QuoteID: carts[i].Quote.GlobalID()}, now)
		if err == nil {
			placed.Add(1)
		}
		return err
	}) {
		if err != nil && !fault.Has(err, fault.CreditChanged) {
			t.Errorf("order %d: %v", i, err)
		}
	}
	if balance, held := onCard(w, code); placed.Load() != 1 || balance != 100_000*money.Som || held != balance {
		t.Errorf("%d orders have the card; %d on it, %d held", placed.Load(), balance, held)
	}
	// The one who came too late reads the cart again, and is offered another sum to pay.
	for i := range n {
		if c := tender(t, w, buyers[i], cart.CartSetInput{Comment: ptr("x")}); c.Plan.GiftCard != 0 && c.Status == cart.Open {
			t.Errorf("cart %d would spend %d", i, c.Plan.GiftCard)
		}
	}
}

// A complete order brings cashback, of which a part of the next one may be paid; what was paid with it brings none.
func TestCashback(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	rules := *w.Store
	rules.OrderRules.CashbackPercent, rules.OrderRules.CashbackSharePercent, rules.OrderRules.IsAutoConfirmed = 10, 30, true
	w.Store = &rules
	who, owner := w.Buyer(), asStaff(w.Owner)
	cake := w.Variant("Tort", 100_000*money.Som, 50)
	has := func() (free money.Tiyin) {
		w.Read(func(ctx context.Context, q bun.IDB) error {
			_, purse, err := payment.PursesFor(ctx, q, w.Store.ID, nil, &who.ID)
			if purse != nil {
				free = purse.Free(now)
			}
			return err
		})
		return free
	}
	complete := func(quantity int, cashback money.Tiyin) (*cart.Cart, *order.Order) {
		t.Helper()
		w.FillFor(who, w.ToPickup(), shoptest.Want(cake, quantity))
		c := tender(t, w, who, cart.CartSetInput{Cashback: &cashback})
		o := w.PlaceCart(who, c, now)
		return c, walk(t, w, owner, o, order.DoPrepare, order.DoPack, order.DoReady, order.DoDeliver)
	}
	complete(5, money.Max)
	if has() != 50_000*money.Som {
		t.Fatalf("%d cashback", has())
	}
	c, o := complete(1, money.Max) // at most 30 percent of 100 000
	if c.Plan.Cashback != 30_000*money.Som || c.Plan.CashbackMost != 30_000*money.Som || o.CreditTiyin != 30_000*money.Som || o.PaymentStatus != order.Paid {
		t.Errorf("plan %+v, credit %d, %s", c.Plan, o.CreditTiyin, o.PaymentStatus)
	}
	if c.Plan.Earned != 7_000*money.Som {
		t.Errorf("%d cashback is promised", c.Plan.Earned)
	}
	if has() != 27_000*money.Som { // 50 000 − 30 000 + 10 percent of the 70 000 paid in cash
		t.Errorf("%d cashback", has())
	}
	if b := balances(w); b[payment.CashbackAccount] != -27_000*money.Som || b[payment.CashbackGrantAccount] != 57_000*money.Som {
		t.Errorf("ledger %v", b)
	}
	first := who
	who = w.Buyer() // whose cashback is nobody else's
	complete(1, 0)
	w.Read(func(ctx context.Context, q bun.IDB) error {
		_, purse, err := payment.PursesFor(ctx, q, w.Store.ID, nil, &first.ID)
		wantMoves(w, purse, "GRANTED 50000", "GRANTED 7000", "SPENT 30000")
		return err
	})
	sumsToZero(t, w)
}

// With a deposit, the method brings the deposit alone; the rest is paid at the door. Who calls off leaves it, by the rule.
func TestDeposit(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	withBank(t, w)
	rules := *w.Store
	rules.OrderRules.DepositPercent, rules.OrderRules.KeepsDeposit = 30, true
	w.Store = &rules
	cake := w.Variant("Toʻy torti", 1_000_000*money.Som, 50)
	owner := asStaff(w.Owner)
	paid := func() (*customer.Customer, *order.Order) {
		t.Helper()
		who := w.Buyer()
		c := w.FillFor(who, w.ToPickup(), shoptest.Want(cake, 1))
		if len(c.PaymentMethods) != 1 || c.PaymentMethods[0] != payment.BankTransfer || c.Readiness.CanPlace() {
			t.Fatalf("methods %v", c.PaymentMethods)
		}
		c = tender(t, w, who, cart.CartSetInput{PaymentMethod: ptr(payment.BankTransfer)})
		if c.Plan.Deposit != 300_000*money.Som || c.Plan.Now != c.Plan.Deposit || c.Plan.Later != 700_000*money.Som {
			t.Fatalf("plan %+v", c.Plan)
		}
		o := w.PlaceCart(who, c, now)
		p := readWhole(w, o.ID).payments[0]
		if p.Amount != 300_000*money.Som || o.Due() != p.Amount {
			t.Fatalf("asked for %d, to pay %d", p.Amount, o.Due())
		}
		_, err := do(t.Context(), w, owner, o, order.DoConfirm, now)
		wantFault(t, err, fault.TransitionRefused, "input.id")
		o, err = order.ConfirmTransfer(t.Context(), w.DB, w.Shop(), owner, order.PaymentTransferConfirmInput{PaymentID: p.GlobalID()}, now)
		w.Must(err)
		if o.Lifecycle != order.Confirmed || o.PaymentStatus != order.PartiallyPaid || o.Due() != 700_000*money.Som {
			t.Fatalf("deposit paid: %s %s, to pay %d", o.Lifecycle, o.PaymentStatus, o.Due())
		}
		return who, o
	}
	_, o := paid()
	o = walk(t, w, owner, o, order.DoPrepare, order.DoPack, order.DoReady, order.DoDeliver)
	if o.Lifecycle != order.Completed || o.PaymentStatus != order.Paid || balances(w)[payment.TillAccount] != 700_000*money.Som {
		t.Errorf("delivered: %s %s, ledger %v", o.Lifecycle, o.PaymentStatus, balances(w))
	}
	who, o := paid()
	for _, option := range order.AvailableActions(o, nil, w.Shop().Payments, asBuyer(who.ID), "ru") {
		if option.Action == order.DoCancel && (option.FeePreview == nil || option.FeePreview.Amount != 300_000*money.Som) {
			t.Errorf("calling off costs %v", option.FeePreview)
		}
	}
	o = walk(t, w, asBuyer(who.ID), o, order.DoCancel)
	if o.Lifecycle != order.Canceled || o.PaymentStatus != order.Paid || o.DueTiyin != 300_000*money.Som || o.RefundedTiyin != 0 {
		t.Errorf("called off: %s %s, due %d", o.Lifecycle, o.PaymentStatus, o.DueTiyin)
	}
	sumsToZero(t, w)
}

func sumsToZero(t *testing.T, w *shoptest.World) {
	t.Helper()
	all := money.Tiyin(0)
	for _, b := range balances(w) {
		all += b
	}
	if all != 0 {
		t.Errorf("the ledger sums to %d: %v", all, balances(w))
	}
}

// Cashback goes back with the money that brought it, by the percent of then; what was spent already stays spent.
func TestCashbackIsTakenBack(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who, owner := w.Buyer(), asStaff(w.Owner)
	w.Store.OrderRules.CashbackPercent, w.Store.OrderRules.CashbackSharePercent = 10, 100
	cake := w.Variant("Tort", 150_000*money.Som, 50)
	buy := func() *order.Order {
		t.Helper()
		w.FillFor(who, w.ToPickup(), shoptest.Want(cake, 1))
		return walk(t, w, owner, w.PlaceCart(who, tender(t, w, who, cart.CartSetInput{Cashback: ptr(money.Tiyin(0))}), now),
			order.DoConfirm, order.DoPrepare, order.DoPack, order.DoReady, order.DoDeliver)
	}
	want := func(what string, som money.Tiyin) {
		t.Helper()
		if got := balances(w)[payment.CashbackAccount]; got != -som*money.Som {
			t.Errorf("%s: cashback %d", what, -got)
		}
	}
	first := buy()
	want("bought", 15_000)
	w.Store.OrderRules.CashbackPercent = 50 // another rule since
	w.Must(settled(t, w, first, nil))
	want("10 000 of 150 000 went back", 14_000)
	if o := read(w, first); o.CashbackTiyin != 14_000*money.Som || o.CashbackPercent != 10 {
		t.Errorf("the order has brought %d at %d percent", o.CashbackTiyin, o.CashbackPercent)
	}

	w.FillFor(who, w.ToPickup(), shoptest.Want(cake, 1))
	c := tender(t, w, who, cart.CartSetInput{Cashback: ptr(13_500 * money.Som)})
	w.PlaceCart(who, c, now) // holds it
	w.Must(settled(t, w, first, nil))
	want("as much as is not held", 13_500)
	agree(t, w)
}

// A card that is out of use takes no money: what is held of it and comes back is gone with it, and what it has paid is given back in
// cash.
func TestVoidedCardKeepsNothing(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who, owner := w.Buyer(), asStaff(w.Owner)
	cake := w.Variant("Tort", 150_000*money.Som, 50)
	card, code, err := payment.IssueGiftCard(t.Context(), w.DB, w.Store.ID, payment.GiftCardIssueInput{Amount: 250_000 * money.Som}, now)
	w.Must(err)
	place := func(part money.Tiyin) *order.Order {
		t.Helper()
		w.FillFor(who, w.ToPickup(), shoptest.Want(cake, 1))
		c := tender(t, w, who, cart.CartSetInput{GiftCardCode: &code})
		if c.Plan.GiftCard != part*money.Som {
			t.Fatalf("plan %+v", c.Plan)
		}
		return w.PlaceCart(who, c, now)
	}
	spent := walk(t, w, owner, place(150_000), order.DoConfirm)
	held := place(100_000)
	_, err = payment.VoidGiftCard(t.Context(), w.DB, w.Store.ID, payment.GiftCardVoidInput{ID: card.GlobalID()}, now)
	w.Must(err)
	walk(t, w, owner, held, order.DoCancel)
	if b, h := onCard(w, code); b != 0 || h != 0 {
		t.Errorf("%d on a voided card, %d held", b, h)
	}
	agree(t, w)
	spent = walk(t, w, owner, spent, order.DoCancel)
	if spent.PaymentStatus != order.NeedsReview {
		t.Errorf("called off: %s", spent.PaymentStatus)
	}
	refunds := readWhole(w, spent.ID).refunds
	if b, _ := onCard(w, code); b != 0 || len(refunds) != 1 || refunds[0].State != payment.RefundRequested {
		t.Fatalf("%d on a voided card, %d refunds", b, len(refunds))
	}
	w.Must(order.CarryOutRefund(t.Context(), order.PayDesk{DB: w.DB, Now: clock}, w.Shop(), refunds[0].ID))
	_, _, err = order.SettleRefund(t.Context(), w.DB, w.Shop(), owner, order.RefundSettleInput{ID: refunds[0].GlobalID(), IsDone: true}, now)
	w.Must(err)
	if b := balances(w); b[payment.TillAccount] != -150_000*money.Som || b[payment.GiftCardAccount] != 0 {
		t.Errorf("ledger %v", b)
	}
	if o := read(w, spent); o.PaymentStatus != order.Refunded {
		t.Errorf("given back: %s", o.PaymentStatus)
	}
	agree(t, w)
}
