package till_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/simulator"
)

// A card is kept by its token, verified by SMS, and forgotten on both sides; nobody else has it.
func TestCardIsKept(t *testing.T) {
	t.Parallel()
	w := openWallet(t, false)
	ali, vali := order.Actor{Kind: order.ByCustomer, ID: w.Buyer().ID}, order.Actor{Kind: order.ByCustomer, ID: w.Buyer().ID}
	token := w.token(goodCard, true)
	c, code, err := w.box(ali).Add(t.Context(), payment.CardAddInput{Provider: payme.Code, Token: token})
	w.Must(err)
	if said(c.Number, c.Expiry, c.IsVerified(), *code) != "860049******6478 03/99 false {99890*****31 60}" {
		t.Errorf("card %+v, code %+v", c, code)
	}
	again, _, err := w.box(ali).Add(t.Context(), payment.CardAddInput{Provider: payme.Code, Token: token})
	w.Must(err)
	if again.ID != c.ID {
		t.Error("a repeat keeps another card")
	}
	_, _, err = w.box(vali).Add(t.Context(), payment.CardAddInput{Provider: payme.Code, Token: token})
	refusedWith(t, err, fault.Invalid, "token")
	for _, wrong := range []string{"000000", "111111", "222222"} {
		_, err = w.box(ali).Verify(t.Context(), payment.CardVerifyInput{ID: c.GlobalID(), Code: wrong})
		refusedWith(t, err, fault.CardCodeWrong, "code")
	}
	_, err = w.box(ali).Verify(t.Context(), payment.CardVerifyInput{ID: c.GlobalID(), Code: simulator.SMSCode})
	refusedWith(t, err, fault.CardCodeExpired, "code")
	_, code, err = w.box(ali).SendCode(t.Context(), c.GlobalID())
	if w.Must(err); code == nil {
		t.Error("no other SMS")
	}
	_, err = w.box(ali).Verify(t.Context(), payment.CardVerifyInput{ID: c.GlobalID(), Code: "1"})
	refusedWith(t, err, fault.Invalid, "code")
	_, err = w.box(vali).Verify(t.Context(), payment.CardVerifyInput{ID: c.GlobalID(), Code: simulator.SMSCode})
	refusedWith(t, err, fault.NotFound, "id")
	for range 2 {
		c, err = w.box(ali).Verify(t.Context(), payment.CardVerifyInput{ID: c.GlobalID(), Code: simulator.SMSCode})
		if w.Must(err); !c.IsVerified() {
			t.Error("not verified")
		}
	}
	if _, code, err = w.box(ali).SendCode(t.Context(), c.GlobalID()); err != nil || code != nil {
		t.Errorf("an SMS for a verified card: %v %v", code, err)
	}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		var row string
		err := q.NewRaw("SELECT c::text || encode(token, 'escape') FROM saved_cards c WHERE store_id = ?", w.Store.ID).Scan(ctx, &row)
		if strings.Contains(row, token) || strings.Contains(row, goodCard) {
			t.Errorf("the row tells the token or the number: %s", row)
		}
		return err
	})
	w.Must(w.box(vali).Remove(t.Context(), c.GlobalID()))
	if n := len(w.cards(ali)); n != 1 {
		t.Errorf("%d cards after somebody else removed one", n)
	}
	for range 2 {
		w.Must(w.box(ali).Remove(t.Context(), c.GlobalID()))
	}
	if n := len(w.cards(ali)); n != 0 {
		t.Errorf("%d cards are left", n)
	}
	_, code, err = w.box(ali).SendCode(t.Context(), stranger(id.Card))
	if refusedWith(t, err, fault.NotFound, "id"); code != nil {
		t.Error("an SMS for a card that is not there")
	}
}

// cards reads the cards of a buyer.
func (w *wallet) cards(who order.Actor) (list []*payment.SavedCard) {
	w.T.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) (err error) {
		list, err = payment.CardsOf(ctx, q, w.Store.ID, who.ID, w.around().Terms)
		return err
	})
	return list
}

// What Payme says of cards and tokens is told in the shop's own words.
func TestCardIsRefused(t *testing.T) {
	t.Parallel()
	w := openWallet(t, false)
	who := order.Actor{Kind: order.ByCustomer, ID: w.Buyer().ID}
	add := func(token string) (*payment.SavedCard, error) {
		c, _, err := w.box(who).Add(t.Context(), payment.CardAddInput{Provider: payme.Code, Token: token})
		return c, err
	}
	card := func(number, expire string) int {
		_, code := w.device("cards.create", map[string]any{"card": map[string]any{"number": number, "expire": expire}, "save": true})
		return code
	}
	if got := said(card(oldCard, "0399"), card(blockedCard, "0399"), card("8600000000000000", "0399"), card(goodCard, "0326")); got != "-31300 -31301 -31300 -31300" {
		t.Errorf("cards are refused with %s", got)
	}
	for _, ofShop := range []string{"cards.check", "cards.remove", "receipts.create", "receipts.pay", "receipts.check", "receipts.get", "receipts.cancel"} {
		if _, code := w.device(ofShop, map[string]any{"token": w.token(goodCard, true)}); code != -32504 {
			t.Errorf("%s without a key: %d", ofShop, code)
		}
	}
	for token, want := range map[string]fault.Code{"short": fault.Invalid, "unheard-of": fault.CardRefused, w.token(goodCard, false): fault.CardRefused} {
		_, err := add(token)
		refusedWith(t, err, want, "token")
	}
	c, err := add(w.token(noSMSCard, true))
	refusedWith(t, err, fault.CardCodeUnsent, "token")
	if c == nil || c.IsVerified() {
		t.Errorf("the card without SMS is %+v", c)
	}
	w.before.set(func(string) bool { return true })
	_, err = add("0123456789abcdef")
	refusedWith(t, err, fault.ProviderUnavailable, "token")
	w.before.set(func(string) bool { return false })
	if _, _, err = w.box(who).Add(t.Context(), payment.CardAddInput{Provider: "cash", Token: "0123456789"}); !fault.Has(err, fault.PaymentUnavailable) {
		t.Errorf("cash keeps a card: %v", err)
	}
	for len(w.cards(who)) < 10 {
		if _, err := add(w.token(goodCard, true)); err != nil {
			t.Fatal(err)
		}
	}
	_, err = add(w.token(goodCard, true))
	refusedWith(t, err, fault.TooMany, "token")
	w.setCards("OFF")
	_, err = add(w.token(goodCard, true))
	refusedWith(t, err, fault.PaymentUnavailable, "provider")
}

// A card is good to the end of its last month.
func TestCardIsOver(t *testing.T) {
	t.Parallel()
	for expiry, want := range map[string]string{"10/26": "true true", "11/26": "false true", "12/26": "false false", "": "false false"} {
		c := payment.SavedCard{Expiry: expiry}
		november, december := time.Date(2026, 11, 30, 23, 59, 59, 0, time.UTC), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
		if got := said(c.IsOver(november), c.IsOver(december)); got != want {
			t.Errorf("%s is over: %s, not %s", expiry, got, want)
		}
	}
}
