package order_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// Every refusal of a placement names the field and the rule, and leaves nothing behind.
func TestPlaceRefusals(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Kitob", 40_000*money.Som, 10)
	who, other := w.Buyer(), w.Buyer()
	c := w.Fill(who, shoptest.Want(variant, 1))
	quote := w.Quote(c)
	place := func(in order.OrderPlaceInput, at time.Time) error {
		_, err := order.Place(t.Context(), w.DB, w.Shop(), who, in, at)
		return err
	}
	quoted := order.OrderPlaceInput{QuoteID: quote.GlobalID()}

	wantFault(t, place(order.OrderPlaceInput{QuoteID: c.GlobalID()}, now), fault.InvalidID, "input.quoteId")
	wantFault(t, place(order.OrderPlaceInput{QuoteID: id.Of(id.Quote, id.New())}, now), fault.NotFound, "input.quoteId")
	wantFault(t, place(quoted, quote.ExpiresAt), fault.QuoteExpired, "input.quoteId")
	_, err := order.Place(t.Context(), w.DB, w.Shop(), other, quoted, now)
	wantFault(t, err, fault.NotFound, "input.quoteId")

	beside := w.Beside("ikkinchi")
	_, err = order.Place(t.Context(), w.DB, beside.Shop(), who, quoted, now)
	wantFault(t, err, fault.NotFound, "input.quoteId")

	blocked := *who
	blocked.IsBlocked = true
	_, err = order.Place(t.Context(), w.DB, w.Shop(), &blocked, quoted, now)
	wantFault(t, err, fault.CustomerBlocked, "input.quoteId")

	paused := w.Shop()
	closed := *w.Store
	closed.Status = store.Paused
	paused.Store = &closed
	_, err = order.Place(t.Context(), w.DB, paused, who, quoted, now)
	wantFault(t, err, fault.StorePaused, "input.quoteId")

	w.Fill(who, shoptest.Want(variant, 2))
	wantFault(t, place(quoted, now), fault.QuoteStale, "input.quoteId")
	if n := numbers(w); len(n) != 0 {
		t.Errorf("orders %v", n)
	}
	if n := w.Left(variant); n != 10 {
		t.Errorf("%d left", n)
	}
}

// Another price than the quote's is never charged: both totals are told, and the fresh quote works.
func TestPriceChange(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Atir", 100_000*money.Som, 10)
	who := w.Buyer()
	c := w.Fill(who, shoptest.Want(variant, 2))
	old := w.Quote(c)
	w.SetPrice(variant, 120_000*money.Som)
	_, err := order.Place(t.Context(), w.DB, w.Shop(), who, order.OrderPlaceInput{QuoteID: old.GlobalID()}, now)
	wantFault(t, err, fault.PriceChanged, "input.quoteId")
	list, _ := fault.As(err)
	change, ok := list[0].Facts.(order.PriceChange)
	if !ok || change.Before.Amount != 215_000*money.Som || change.After.Amount != 255_000*money.Som {
		t.Fatalf("facts %+v", list[0].Facts)
	}
	if text := list[0].Message(lang.UzLatn); text != "Narx oʻzgardi: avval 215\u00a0000\u00a0soʻm, hozir 255\u00a0000\u00a0soʻm. Davom etishdan oldin tekshirib koʻring." {
		t.Errorf("message %q", text)
	}
	o, err := order.Place(t.Context(), w.DB, w.Shop(), who, order.OrderPlaceInput{QuoteID: change.Quote.GlobalID()}, now)
	if err != nil || o.TotalTiyin != 255_000*money.Som {
		t.Errorf("with the fresh quote: %v, %v", o, err)
	}
}

// A repeat succeeds and changes nothing, another version than the present is refused, and what the table does not have is
// refused for the right reason.
func TestCommandRules(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Lagʻmon", 38_000*money.Som, 50)
	who := w.Buyer()
	owner := asStaff(w.Owner)
	o := w.Place(who, shoptest.Want(variant, 1))

	stale := 7
	_, err := order.Confirm(t.Context(), w.DB, w.Shop(), owner, order.OrderConfirmInput{ID: o.GlobalID(), ExpectedVersion: &stale}, now)
	wantFault(t, err, fault.StaleVersion, "input.expectedVersion")
	_, err = order.Confirm(t.Context(), w.DB, w.Shop(), owner, order.OrderConfirmInput{ID: o.GlobalID(), ReadyInMinutes: ptr(-5)}, now)
	wantFault(t, err, fault.OutOfRange, "input.readyInMinutes")
	_, err = order.Confirm(t.Context(), w.DB, w.Shop(), owner, order.OrderConfirmInput{ID: id.Of(id.Cart, o.ID)}, now)
	wantFault(t, err, fault.InvalidID, "input.id")
	_, err = order.Confirm(t.Context(), w.DB, w.Shop(), owner, order.OrderConfirmInput{ID: id.Of(id.Order, id.New())}, now)
	wantFault(t, err, fault.NotFound, "input.id")
	_, err = order.Cancel(t.Context(), w.DB, w.Shop(), owner, order.OrderCancelInput{ID: o.GlobalID(), Reason: ptr("  ")}, now)
	wantFault(t, err, fault.ReasonRequired, "input.reason")
	_, err = do(t.Context(), w, owner, o, order.DoPrepare, now)
	wantFault(t, err, fault.TransitionRefused, "input.orderId")
	_, err = do(t.Context(), w, asBuyer(w.Buyer().ID), o, order.DoCancel, now)
	wantFault(t, err, fault.NotFound, "input.id")

	confirmed, err := order.Confirm(t.Context(), w.DB, w.Shop(), owner, order.OrderConfirmInput{ID: o.GlobalID(), ExpectedVersion: &o.Version, ReadyInMinutes: ptr(40)}, now)
	w.Must(err)
	if confirmed.PromisedAt == nil || !confirmed.PromisedAt.Equal(now.Add(40*time.Minute)) || confirmed.ExpiresAt != nil {
		t.Errorf("promised %v, expires %v", confirmed.PromisedAt, confirmed.ExpiresAt)
	}
	// The answer was lost and the client sends the same again, with the version of before.
	again, err := order.Confirm(t.Context(), w.DB, w.Shop(), owner, order.OrderConfirmInput{ID: o.GlobalID(), ExpectedVersion: &o.Version}, now)
	if err != nil || again.Version != confirmed.Version {
		t.Errorf("repeat: version %d after %d, %v", again.Version, confirmed.Version, err)
	}
	_, err = do(t.Context(), w, owner, o, order.DoReady, now) // a courier order has no pickup shelf
	wantFault(t, err, fault.TransitionRefused, "input.orderId")

	packed := walk(t, w, owner, o, order.DoPrepare, order.DoPack)
	_, err = do(t.Context(), w, asBuyer(who.ID), packed, order.DoCancel, now)
	wantFault(t, err, fault.TransitionRefused, "input.id")
	walk(t, w, owner, o, order.DoHandOver)
	_, err = do(t.Context(), w, owner, o, order.DoCancel, now)
	wantFault(t, err, fault.TransitionRefused, "input.id")
	_, err = order.Deliver(t.Context(), w.DB, w.Shop(), owner, order.FulfilmentDeliverInput{OrderID: o.GlobalID(), CashReceived: ptr(money.Tiyin(1))}, now)
	wantFault(t, err, fault.CashMismatch, "input.cashReceived")
	_, err = order.Fail(t.Context(), w.DB, w.Shop(), owner, order.FulfilmentFailInput{OrderID: o.GlobalID()}, now)
	wantFault(t, err, fault.ReasonRequired, "input.reason")

	attempts := func() (states []payment.State) {
		for _, p := range readWhole(w, o.ID).payments {
			states = append(states, p.State)
		}
		return states
	}
	walk(t, w, owner, o, order.DoFailDelivery)
	if got := attempts(); !slices.Equal(got, []payment.State{payment.Expired}) {
		t.Errorf("attempts to pay after a failed delivery: %v", got)
	}
	walk(t, w, owner, o, order.DoHandOver)
	if got := attempts(); !slices.Equal(got, []payment.State{payment.Expired, payment.Created}) {
		t.Errorf("attempts to pay on the second way: %v", got)
	}
	back := walk(t, w, owner, o, order.DoFailDelivery, order.DoReturn)
	if back.Lifecycle != order.Canceled || back.FulfilmentStatus != order.AllReturned || back.PaymentStatus != order.NotRequired {
		t.Errorf("returned: %s %s %s", back.Lifecycle, back.FulfilmentStatus, back.PaymentStatus)
	}
	_, err = do(t.Context(), w, owner, o, order.DoConfirm, now)
	wantFault(t, err, fault.OrderClosed, "input.id")
	if n := w.Left(variant); n != 50 {
		t.Errorf("%d left after the return", n)
	}
	wantHolds(t, w, variant, 50)
}

// A courier sees and moves the orders handed to them, and no others; an order changes hands without changing state.
func TestCourier(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Manti", 30_000*money.Som, 50)
	owner := asStaff(w.Owner)
	anvar, botir := w.Member(staff.Courier), w.Member(staff.Courier)
	mine := w.Place(w.Buyer(), shoptest.Want(variant, 1))
	walk(t, w, owner, mine, order.DoConfirm, order.DoPrepare, order.DoPack)
	w.Place(w.Buyer(), shoptest.Want(variant, 1))

	hand := func(to id.ID) error {
		_, err := order.HandOver(t.Context(), w.DB, w.Shop(), owner, order.FulfilmentHandOverInput{OrderID: mine.GlobalID(), CourierID: &to}, now)
		return err
	}
	wantFault(t, hand(id.Of(id.Staff, id.New())), fault.NotFound, "input.courierId")
	_, err := do(t.Context(), w, asStaff(anvar), mine, order.DoDeliver, now)
	wantFault(t, err, fault.NotFound, "input.orderId")
	w.Must(hand(anvar.NodeID()))
	seen := func(who order.Actor) (n int) {
		w.Read(func(ctx context.Context, q bun.IDB) error {
			total, err := order.Count(ctx, q, w.Store.ID, who, order.OrderFilter{})
			n = total.Value
			return err
		})
		return n
	}
	if a, b, all := seen(asStaff(anvar)), seen(asStaff(botir)), seen(owner); a != 1 || b != 0 || all != 2 {
		t.Errorf("Anvar sees %d, Botir %d, the owner %d", a, b, all)
	}
	w.Must(hand(botir.NodeID()))
	w.Must(hand(botir.NodeID()))
	if got := readWhole(w, mine.ID); *got.goods[0].CourierID != botir.ID || got.face().String() != "CONFIRMED/HANDED_TO_COURIER" {
		t.Errorf("carried by %v", got.goods[0].CourierID)
	}
	_, err = do(t.Context(), w, asStaff(anvar), mine, order.DoDeliver, now)
	wantFault(t, err, fault.NotFound, "input.orderId")
	walk(t, w, asStaff(botir), mine, order.DoDeliver)
}

// The list of actions is what the commands accept.
func TestAvailableActions(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Kabob", 30_000*money.Som, 50)
	who := w.Buyer()
	owner, buyer := asStaff(w.Owner), asBuyer(who.ID)
	o := w.PlaceCart(who, w.FillFor(who, w.ToPickup(), shoptest.Want(variant, 1)), now)
	offered := func(actor order.Actor) (list []order.Action) {
		all := readWhole(w, o.ID)
		for _, option := range order.AvailableActions(all.order, all.goods, w.Shop().Payments, actor, lang.RU) {
			if option.ReasonIfBlocked != nil {
				list = append(list, "no "+option.Action)
				continue
			}
			list = append(list, option.Action)
		}
		return list
	}
	for _, step := range []struct {
		do           order.Action
		owner, buyer []order.Action
	}{
		{"", []order.Action{order.DoConfirm, order.DoCancel}, []order.Action{order.DoCancel, order.DoRepeat}},
		{order.DoConfirm, []order.Action{order.DoPrepare, order.DoCancel}, []order.Action{order.DoCancel, order.DoRepeat}},
		{order.DoPrepare, []order.Action{order.DoPack, order.DoCancel}, []order.Action{order.DoCancel, order.DoRepeat}},
		{order.DoPack, []order.Action{order.DoReady, order.DoCancel}, []order.Action{"no " + order.DoCancel, order.DoRepeat}},
		{order.DoReady, []order.Action{order.DoDeliver, order.DoFailDelivery}, []order.Action{"no " + order.DoCancel, order.DoRepeat}},
		{order.DoDeliver, nil, []order.Action{order.DoRepeat}},
	} {
		if step.do != "" {
			walk(t, w, owner, o, step.do)
		}
		if got := offered(owner); !slices.Equal(got, step.owner) {
			t.Errorf("after %s the owner is offered %v", step.do, got)
		}
		if got := offered(buyer); !slices.Equal(got, step.buyer) {
			t.Errorf("after %s the buyer is offered %v", step.do, got)
		}
	}
}

// The shop that accepts by itself: the order is confirmed, its goods are promised and its way begun, in one step.
func TestAutoConfirm(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	w.Store.OrderRules.IsAutoConfirmed = true
	variant := w.Variant("Lavash", 30_000*money.Som, 3)
	o := w.Place(w.Buyer(), shoptest.Want(variant, 1))
	all := readWhole(w, o.ID)
	if all.face().String() != "CONFIRMED/PENDING" || o.ExpiresAt != nil || o.ConfirmedAt == nil {
		t.Errorf("placed as %s", all.face())
	}
	all.check(t)
	wantHolds(t, w, variant, 3)
	walk(t, w, asStaff(w.Owner), o, order.DoPrepare, order.DoPack, order.DoHandOver, order.DoDeliver)
	wantHolds(t, w, variant, 3)
}

// An order of the night expires after the shop has opened, not before.
func TestNightOrder(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	w.Store.Hours = []store.OpeningHours{{Weekday: "MONDAY", Spans: []store.TimeSpan{{From: 9 * 60, To: 18 * 60}}}}
	variant := w.Variant("Nonushta", 30_000*money.Som, 3)
	o := w.Place(w.Buyer(), shoptest.Want(variant, 1)) // on Sunday
	want := time.Date(2026, 11, 23, 9, 0, 0, 0, w.Store.Location()).Add(w.Store.OrderRules.AcceptWithin())
	if !o.ExpiresAt.Equal(want) {
		t.Errorf("expires %v, want %v", o.ExpiresAt, want)
	}
}

// Repeating fills the cart at today's prices, tells what is missing, and is harmless when done twice.
func TestRepeat(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	sauces := w.Modifiers("Sous", 1, 2, "achchiq", "qaymoq")
	dish := w.Dish("Chuchvara", 35_000*money.Som, sauces)
	rare, gone := w.Variant("Limonad", 9_000*money.Som, 3), w.Variant("Ayron", 8_000*money.Som, 9)
	who := w.Buyer()
	withSauce := shoptest.Want(dish, 2)
	withSauce.Modifiers = []*cart.LineModifierInput{{OptionID: sauces.Options[0].GlobalID()}}
	o := w.Place(who, withSauce, shoptest.Want(rare, 2), shoptest.Want(gone, 1))
	w.SetPrice(dish, 36_000*money.Som)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewDelete().Table("variants").Where("store_id = ?", w.Store.ID).Where("id = ?", gone).Exec(ctx)
		return err
	})
	for range 2 {
		c, missing, err := order.Repeat(t.Context(), w.DB, w.Shop(), who, order.OrderRepeatInput{ID: o.GlobalID()}, now)
		w.Must(err)
		if len(c.Lines) != 2 || c.Lines[0].Quantity != 2 || c.Lines[0].UnitPrice != 41_000*money.Som || c.Lines[1].Quantity != 1 {
			t.Errorf("cart of %d lines, first %+v", len(c.Lines), c.Lines[0])
		}
		wantFault(t, missing, fault.InsufficientStock, "input.id")
		wantFault(t, missing, fault.NotForSale, "input.id")
		if text := missing[1].Message(lang.RU); text != "«Ayron» сейчас не продаётся." {
			t.Errorf("told %q", text)
		}
	}
	_, _, err := order.Repeat(t.Context(), w.DB, w.Shop(), w.Buyer(), order.OrderRepeatInput{ID: o.GlobalID()}, now)
	wantFault(t, err, fault.NotFound, "input.id")
}
