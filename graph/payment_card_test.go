package graph_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
	"github.com/dokon-shop/dokon/server/staff"
)

// A card from the device to the paid order: the device makes a token, the shop keeps it, its owner verifies it, one mutation pays.
func TestCardFromDeskToPaidOrder(t *testing.T) {
	t.Parallel()
	const kassa, key, number = "587f72c72cac0d162c722ae2", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "8600495473316478"
	books := new(simulator.Books)
	books.Add(simulator.Merchant{ID: kassa, Secret: key})
	var s *site
	provider := httptest.NewServer(simulator.NewPaymeAPI(books, func() time.Time { return s.clock.Now() }))
	t.Cleanup(provider.Close)
	s = open(t, func(_ *site, h *graph.Handler) {
		h.Resolver.Payments = payment.NewProviders(cash.Provider{}, payme.Provider{Page: provider.URL + "/", API: provider.URL + "/api/"})
	})
	boss, _ := s.member(s.World, staff.Owner)
	buyer, who := s.shopper(s.World)
	stranger, _ := s.shopper(s.World)
	const desks = `{ me { cardDesks { provider method url merchantId } cards { number expiry isVerified isExpired method } } }`
	boss.must(`mutation ($k: String!) { paymentAccountSet(input: {provider: "payme", mode: TEST, secret: $k, settings: [{name: "merchantId", value: "587f72c72cac0d162c722ae2"}]}) { userErrors { code } } }`, map[string]any{"k": key})
	if got := buyer.must(desks, nil).get("me.cardDesks").([]any); len(got) != 0 {
		t.Errorf("cards are kept without being switched on: %v", got)
	}
	boss.must(`mutation { paymentAccountSet(input: {provider: "payme", settings: [{name: "savedCards", value: "ON"}]}) { userErrors { code } } }`, nil)
	desk := buyer.must(desks, nil)
	if desk.text("me.cardDesks.0.merchantId") != kassa || desk.text("me.cardDesks.0.method") != "PAYME" {
		t.Errorf("desk %v", desk.get("me.cardDesks"))
	}

	body, err := json.Marshal(map[string]any{"id": 1, "method": "cards.create", "params": map[string]any{"card": map[string]any{"number": number, "expire": "0399"}, "save": true}})
	s.Must(err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, desk.text("me.cardDesks.0.url"), bytes.NewReader(body))
	s.Must(err)
	r.Header.Set("X-Auth", kassa)
	answer, err := http.DefaultClient.Do(r)
	s.Must(err)
	defer answer.Body.Close()
	var made struct {
		Result struct{ Card struct{ Token string } }
	}
	s.Must(json.NewDecoder(answer.Body).Decode(&made))

	a := buyer.must(`mutation ($t: String!) { cardAdd(input: {provider: "payme", token: $t}) { card { id number isVerified } code { phone waitSeconds } userErrors { code } } }`, map[string]any{"t": made.Result.Card.Token})
	card := map[string]any{"id": a.text("cardAdd.card.id")}
	if a.text("cardAdd.card.number") != "860049******6478" || a.get("cardAdd.card.isVerified") != false || a.text("cardAdd.code.phone") == "" {
		t.Errorf("added %v", a.get("cardAdd"))
	}
	const verify = `mutation ($id: ID!) { cardVerify(input: {id: $id, code: "666666"}) { card { isVerified } userErrors { code path } } }`
	if got := stranger.must(verify, card); got.get("cardVerify.card") != nil {
		t.Error("a stranger verifies the card")
	}
	if got := buyer.must(verify, card); got.get("cardVerify.card.isVerified") != true {
		t.Errorf("verified %v", got.get("cardVerify"))
	}
	if got := stranger.must(desks, nil).get("me.cards").([]any); len(got) != 0 {
		t.Errorf("a stranger sees %v", got)
	}

	s.Fill(who, shoptest.Want(s.Variant("Choy", 100_00, 9), 2))
	a = buyer.must(`mutation { cartSet(input: {paymentMethod: PAYME}) { cart { quote { id } } } }`, nil)
	a = buyer.must(`mutation ($quote: ID!) { orderPlace(input: {quoteId: $quote}) { order { id } } }`, map[string]any{"quote": a.get("cartSet.cart.quote.id")})
	in := map[string]any{"order": a.text("orderPlace.order.id"), "card": card["id"]}
	const pay = `mutation ($order: ID!, $card: ID!) { paymentStart(input: {orderId: $order, cardId: $card}) { payment { state cardNumber } order { lifecycle } userErrors { code path } } }`
	if got := stranger.must(pay, in); got.get("paymentStart.payment") != nil {
		t.Error("a stranger pays with the card")
	}
	got := buyer.must(pay, in)
	if got.text("paymentStart.payment.state") != "CAPTURED" || got.text("paymentStart.order.lifecycle") != "CONFIRMED" || got.text("paymentStart.payment.cardNumber") != "860049******6478" {
		t.Errorf("paid %v", got.get("paymentStart"))
	}
	if left := buyer.must(`mutation ($id: ID!) { cardRemove(input: {id: $id}) { cards { id } userErrors { code } } }`, card).get("cardRemove.cards").([]any); len(left) != 0 {
		t.Errorf("%v are left", left)
	}
	if told := s.logs.String(); strings.Contains(told, made.Result.Card.Token) || strings.Contains(told, number) {
		t.Error("the log tells the token or the number")
	}
}
