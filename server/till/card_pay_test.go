package till_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
)

// kinds are kassas that ask the Merchant API before they take money, and those that do not.
var kinds = map[string]bool{"with billing": true, "without billing": false}

// One tap pays an order; a second does not pay it again.
func TestCardPays(t *testing.T) {
	t.Parallel()
	for name, hasBilling := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openWallet(t, hasBilling)
			o, who := w.billBy(payment.Payme)
			c := w.keep(who, goodCard)
			p, err := w.charge(o, who, c)
			w.Must(err)
			if p.State != payment.Captured || p.CardNumber != c.Number || p.ProviderRef == nil {
				t.Errorf("attempt %+v", p)
			}
			w.looks(o, "CONFIRMED PAID CAPTURED")
			w.balanced()
			_, err = w.charge(o, who, c)
			refusedWith(t, err, fault.AlreadyPaid, "orderId")
			if got := fmt.Sprint(w.api.Receipts()); got != "[4]" {
				t.Errorf("receipts %s", got)
			}
		})
	}
}

// An order to be paid in another way is paid with a card all the same, also when its page was open.
func TestCardPaysInsteadOfCash(t *testing.T) {
	t.Parallel()
	w := openWallet(t, true)
	o, who := w.billBy(payment.Cash)
	p, err := w.charge(o, who, w.keep(who, secondCard))
	w.Must(err)
	if p.State != payment.Captured {
		t.Errorf("attempt %+v", p)
	}
	w.looks(o, "CONFIRMED PAID CANCELED CAPTURED")
	w.balanced()
}

// Whose card it is, and whether it pays, is looked at before anybody is asked.
func TestChargeIsRefusedHere(t *testing.T) {
	t.Parallel()
	w := openWallet(t, false)
	o, who := w.billBy(payment.Payme)
	_, other := w.billBy(payment.Payme)
	good := w.keep(who, goodCard)
	unverified, _, err := w.box(who).Add(t.Context(), payment.CardAddInput{Provider: payme.Code, Token: w.token(secondCard, true)})
	w.Must(err)
	asked := 0
	w.before.set(func(string) bool { asked++; return false })
	_, err = w.charge(o, who, unverified)
	refusedWith(t, err, fault.CardUnverified, "cardId")
	_, err = w.charge(o, who, &payment.SavedCard{ID: stranger(id.Card).UUID})
	refusedWith(t, err, fault.NotFound, "cardId")
	if _, err = w.charge(o, w.boss(), good); !fault.Has(err, fault.Forbidden) {
		t.Errorf("staff charge a shopper's card: %v", err)
	}
	if _, err = w.charge(o, other, good); err == nil {
		t.Error("somebody else pays with the card")
	}
	cardID := good.GlobalID()
	_, _, err = order.StartPayment(t.Context(), w.paying(), w.around(), who, order.PaymentStartInput{OrderID: o.GlobalID(), CardID: &cardID, Method: ptr(payment.Cash)}, w.desk.Now())
	refusedWith(t, err, fault.Invalid, "method")
	w.setCards("OFF")
	_, err = w.charge(o, who, good)
	refusedWith(t, err, fault.PaymentUnavailable, "cardId")
	w.setCards("ON")
	w.clock.Store(time.Date(2099, 4, 1, 0, 0, 0, 0, time.UTC).UnixMilli())
	_, err = w.charge(o, who, good)
	refusedWith(t, err, fault.CardRefused, "cardId")
	if asked != 0 {
		t.Errorf("Payme was asked %d times", asked)
	}
	w.looks(o, "PLACED UNPAID CREATED")
}

// A card that is refused leaves the order as it was, for another card.
func TestChargeIsRefusedByTheBank(t *testing.T) {
	t.Parallel()
	for name, hasBilling := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openWallet(t, hasBilling)
			o, who := w.billBy(payment.Payme)
			empty, good := w.keep(who, emptyCard), w.keep(who, goodCard)
			_, err := w.charge(o, who, empty)
			refusedWith(t, err, fault.CardLacksFunds, "cardId")
			state := map[bool]string{true: "CANCELED", false: "FAILED"}[hasBilling] // with billing, Payme called it off itself
			w.looks(o, "PLACED UNPAID "+state)
			w.Must(w.box(who).Remove(t.Context(), empty.GlobalID()))
			p, err := w.charge(o, who, good)
			if w.Must(err); p.State != payment.Captured {
				t.Errorf("attempt %+v", p)
			}
			w.looks(o, "CONFIRMED PAID "+state+" CAPTURED")
			w.balanced()
		})
	}
}

// Of a charge whose outcome is not known nobody says that it failed: Payme is asked, and it is not made again.
func TestChargeIsAskedAbout(t *testing.T) {
	t.Parallel()
	for name, hasBilling := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openWallet(t, hasBilling)
			o, who := w.billBy(payment.Payme)
			c := w.keep(who, goodCard)
			w.after.set(func(method string) bool { return method == "receipts.pay" })
			p, err := w.charge(o, who, c)
			w.Must(err)
			if !hasBilling {
				if p.State != payment.Pending {
					t.Errorf("attempt %+v", p)
				}
				again, err := w.charge(o, who, c)
				if w.Must(err); again.ID != p.ID || again.State != payment.Pending {
					t.Errorf("charged again: %+v", again)
				}
				w.looks(o, "PLACED PENDING PENDING")
			}
			w.wait(31 * time.Second)
			w.ask()
			w.looks(o, "CONFIRMED PAID CAPTURED")
			if got := fmt.Sprint(w.api.Receipts()); got != "[4]" {
				t.Errorf("receipts %s", got)
			}
			w.balanced()
		})
	}
}

// A charge that never reached the bank is ended after its time, so that it cannot pay later; the order waits on.
func TestChargeNeverArrives(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(w *wallet) string{
		"the call is lost": func(w *wallet) string {
			w.before.set(func(m string) bool { return m == "receipts.pay" })
			return goodCard
		},
		"the bank is away":    func(*wallet) string { return brokenCard },
		"the bank takes long": func(*wallet) string { return slowCard },
		"Payme is silent after": func(w *wallet) string {
			w.before.set(func(m string) bool { return m != "receipts.create" && m[:5] != "cards" })
			return goodCard
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openWallet(t, false)
			o, who := w.billBy(payment.Payme)
			c := w.keep(who, lose(w))
			_, err := w.charge(o, who, c)
			w.Must(err)
			w.wait(time.Minute)
			w.ask()
			if p := w.newest(o); p.State != payment.Pending || p.ChargeRef == "" {
				t.Errorf("attempt %+v", p)
			}
			w.before.set(func(string) bool { return false })
			w.wait(10 * time.Minute)
			w.ask()
			w.looks(o, "PLACED UNPAID CANCELED")
			if got := fmt.Sprint(w.api.Receipts()); got != "[50]" {
				t.Errorf("receipts %s", got)
			}
			p, err := w.charge(o, who, w.keep(who, secondCard))
			if w.Must(err); p.State != payment.Captured {
				t.Errorf("attempt %+v", p)
			}
			w.balanced()
		})
	}
}

// Without a receipt there is nothing to be asked about: the buyer hears it at once. A shop that stops between the steps finds
// its way.
func TestChargeIsNotPrepared(t *testing.T) {
	t.Parallel()
	w := openWallet(t, false)
	o, who := w.billBy(payment.Payme)
	c := w.keep(who, goodCard)
	w.before.set(func(m string) bool { return m == "receipts.create" })
	_, err := w.charge(o, who, c)
	refusedWith(t, err, fault.ProviderUnavailable, "cardId")
	w.looks(o, "PLACED UNPAID FAILED")
	w.before.set(func(string) bool { return false })
	p, err := w.charge(o, who, c)
	w.Must(err)
	if p.State != payment.Captured {
		t.Errorf("attempt %+v", p)
	}
	// As if the process had ended after the first step.
	second, buyer := w.billBy(payment.Payme)
	w.exec(fmt.Sprintf(`UPDATE payments SET state = 'PENDING', card_number = '8600', ask_at = '%s', expires_at = '2027-01-01' WHERE order_id = '%s'`, w.desk.Now().Format(time.RFC3339), second.ID))
	w.ask()
	w.looks(second, "PLACED UNPAID CANCELED")
	p, err = w.charge(second, buyer, w.keep(buyer, secondCard))
	if w.Must(err); p.State != payment.Captured {
		t.Errorf("attempt %+v", p)
	}
	w.balanced()
}

// Taps at once charge the card once.
func TestChargesAtOnce(t *testing.T) {
	t.Parallel()
	w := openWallet(t, true)
	o, who := w.billBy(payment.Payme)
	c := w.keep(who, goodCard)
	var taps sync.WaitGroup
	for range 6 {
		taps.Go(func() { _, _ = w.charge(o, who, c) })
	}
	taps.Wait()
	w.looks(o, "CONFIRMED PAID CAPTURED")
	if got := fmt.Sprint(w.api.Receipts()); got != "[4]" {
		t.Errorf("receipts %s", got)
	}
	w.balanced()
}

// The buyer who taps a card while the same order is being paid on Payme's page pays once.
func TestCardAndPageAtOnce(t *testing.T) {
	t.Parallel()
	w := openWallet(t, true)
	o, who := w.billBy(payment.Payme)
	c := w.keep(who, goodCard)
	page := w.name()
	w.before.set(func(method string) bool {
		if method == "receipts.pay" {
			w.call("CreateTransaction", w.of(o, page)).is(t, "page", 0)
		}
		return false
	})
	p, err := w.charge(o, who, c)
	w.Must(err)
	if p.State != payment.Pending {
		t.Errorf("attempt %+v", p)
	}
	_, err = w.charge(o, who, c)
	w.Must(err)
	w.call("PerformTransaction", params{"id": page}).is(t, "perform", 0)
	w.looks(o, "CONFIRMED PAID CAPTURED")
	if got := fmt.Sprint(w.api.Receipts()); got != "[50]" {
		t.Errorf("receipts %s", got)
	}
	w.wait(11 * time.Minute)
	w.ask()
	w.looks(o, "CONFIRMED PAID CAPTURED")
	w.balanced()
}

// Money of a card goes back through Payme as a whole; a part of it, and what was paid on the page, staff give back.
func TestChargeGoesBack(t *testing.T) {
	t.Parallel()
	for name, hasBilling := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := openWallet(t, hasBilling)
			o, who := w.billBy(payment.Payme)
			c := w.keep(who, goodCard)
			_, err := w.charge(o, who, c)
			w.Must(err)
			_, _, err = w.refund(o, order.PaymentRefundInput{})
			w.Must(err)
			if err := w.carry(o); err == nil {
				t.Error("a queue at Payme is not waited for")
			}
			if r := w.refunds(o)[0]; r.State != payment.RefundProcessing || r.IsByHand {
				t.Errorf("refund %+v", r)
			}
			w.Must(w.carry(o))
			if r := w.refunds(o)[0]; r.State != payment.RefundDone {
				t.Errorf("refund %+v", r)
			}
			if got := fmt.Sprint(w.api.Receipts()); got != "[50]" {
				t.Errorf("receipts %s", got)
			}
			w.balanced()

			o, who = w.billBy(payment.Payme)
			_, err = w.charge(o, who, w.keep(who, secondCard))
			w.Must(err)
			_, _, err = w.refund(o, order.PaymentRefundInput{Amount: ptr(1000 * money.Som)})
			w.Must(err)
			w.Must(w.carry(o))
			if r := w.refunds(o)[0]; !r.IsByHand {
				t.Errorf("a part is asked of Payme: %+v", r)
			}
		})
	}
}

func TestMoneyOfThePageIsGivenBackByHand(t *testing.T) {
	t.Parallel()
	w := openWallet(t, true)
	o := w.bill()
	name := w.name()
	w.call("CreateTransaction", w.of(o, name)).is(t, "create", 0)
	w.call("PerformTransaction", params{"id": name}).is(t, "perform", 0)
	_, _, err := w.refund(o, order.PaymentRefundInput{})
	w.Must(err)
	w.Must(w.carry(o))
	if r := w.refunds(o)[0]; !r.IsByHand {
		t.Errorf("refund %+v", r)
	}
}
