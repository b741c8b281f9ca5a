package graph_test

import (
	"context"
	"testing"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
)

const bookLink = "https://example.uz/kitob.pdf"

// What was bought is told to the buyer who has paid and to staff, and to nobody before: neither by the product nor by the order.
func TestDigitalContentIsForWhoHasPaid(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	reader, _ := s.member(s.World, staff.Operator)
	boss.must(`mutation { paymentAccountSet(input: {provider: "stars", settings: [{name: "somPerStar", value: "235"}]}) { userErrors { code path } account { id } } }`, nil)
	book := s.Ebook("Kitob", 25_000*money.Som, "")
	set := `mutation ($in: DigitalContentSetInput!) { digitalContentSet(input: $in) { userErrors { code } variant { stars digitalContent } } }`
	a := boss.must(set, map[string]any{"in": map[string]any{"variantId": id.Of(id.Variant, book), "content": bookLink}})
	if a.text("digitalContentSet.variant.digitalContent") != bookLink || a.get("digitalContentSet.variant.stars") != 107.0 { // 25 000 / 235 = 106,4
		t.Errorf("%v", a.get("digitalContentSet.variant"))
	}
	buyer, who := s.shopper(s.World)
	other, _ := s.shopper(s.World)
	for name, someone := range map[string]*caller{"a buyer": buyer, "who reads the catalog": reader} {
		if got := someone.ask(`query ($id: ID!) { node(id: $id) { ... on Variant { digitalContent } } }`, map[string]any{"id": id.Of(id.Variant, book)}); got.code() != "FORBIDDEN" {
			t.Errorf("%s reads %s", name, got.Body)
		}
	}

	a = buyer.must(`mutation ($id: ID!) { cartSet(input: {lines: [{variantId: $id, quantity: 2}], contact: {name: "Ali", phone: "90 123 45 67"}, paymentMethod: TELEGRAM_STARS}) {
		userErrors { code path } cart { isDigital delivery { method } paymentMethods plan { stars } readiness { canPlace blockers { code } } quote { id } } } }`,
		map[string]any{"id": id.Of(id.Variant, book)})
	if c := "cartSet.cart."; a.get(c+"isDigital") != true || a.text(c+"delivery.method") != "DIGITAL" || a.text(c+"paymentMethods.0") != "TELEGRAM_STARS" ||
		a.get(c+"plan.stars") != 213.0 || a.get(c+"readiness.canPlace") != true {
		t.Fatalf("%v", a.get("cartSet"))
	}
	fields := `id payments { id method } lines { id digital { state content } }`
	a = buyer.must(`mutation ($quote: ID!) { orderPlace(input: {quoteId: $quote}) { userErrors { code } order { `+fields+` } } }`, map[string]any{"quote": a.get("cartSet.cart.quote.id")})
	order, pay := a.get("orderPlace.order.id"), a.text("orderPlace.order.payments.0.id")
	if a.get("orderPlace.order.lines.0.digital") != nil {
		t.Errorf("not paid: %v", a.get("orderPlace.order.lines"))
	}
	refused := buyer.must(`mutation ($id: ID!) { paymentStart(input: {orderId: $id, method: CASH}) { userErrors { code } } }`, map[string]any{"id": order})
	if refused.text("paymentStart.userErrors.0.code") != "PAYMENT_UNAVAILABLE" {
		t.Errorf("by another method: %v", refused)
	}

	s.Write(func(ctx context.Context, tx *db.Tx) error { // as the invoice does
		_, err := tx.NewUpdate().Table("payments").Set("stars = 213").Where("store_id = ?", s.Store.ID).Where("method = ?", payment.TelegramStars).Exec(ctx)
		return err
	})
	bot, botID := s.service(auth.Bot), 1_000_000+s.Store.ID
	report := map[string]any{"botId": botID, "telegramId": *who.TelegramID, "payload": pay, "currency": "XTR", "totalAmount": 213, "telegramChargeId": "ch", "providerChargeId": ""}
	if got := bot.must(`mutation ($in: BotPaymentReportInput!) { botPaymentReport(input: $in) { isTaken } }`, map[string]any{"in": report}); got.get("botPaymentReport.isTaken") != true {
		t.Fatalf("%v", got)
	}
	read := `query ($id: ID!) { me { order(id: $id) { lifecycle paymentStatus ` + fields + ` } } }`
	a = buyer.must(read, map[string]any{"id": order})
	if a.text("me.order.lifecycle") != "COMPLETED" || a.text("me.order.lines.0.digital.content") != bookLink {
		t.Errorf("paid: %v", a.get("me.order"))
	}
	if got := other.must(read, map[string]any{"id": order}); got.get("me.order") != nil {
		t.Errorf("another shopper: %v", got.get("me.order"))
	}
	if got := reader.must(`query ($id: ID!) { order(id: $id) { lines { digital { state } } } }`, map[string]any{"id": order}); got.text("order.lines.0.digital.state") != "DELIVERED" {
		t.Errorf("staff: %v", got)
	}
	given := boss.must(`mutation ($in: DigitalDeliverInput!) { digitalDeliver(input: $in) { userErrors { code } order { lines { digital { content } } } } }`,
		map[string]any{"in": map[string]any{"orderId": order, "lineId": a.get("me.order.lines.0.id"), "content": "AAAA-1111"}})
	if given.text("digitalDeliver.order.lines.0.digital.content") != "AAAA-1111" {
		t.Errorf("given anew: %v", given)
	}
	for range 2 {
		bot.must(`mutation ($in: BotRefundReportInput!) { botRefundReport(input: $in) { isTaken } }`, map[string]any{"in": map[string]any{"botId": botID, "telegramChargeId": "ch"}})
	}
	a = buyer.must(read, map[string]any{"id": order})
	if a.text("me.order.paymentStatus") != "REFUNDED" || a.text("me.order.lines.0.digital.state") != "REVOKED" || a.text("me.order.lines.0.digital.content") != "" {
		t.Errorf("the money went back: %v", a.get("me.order"))
	}
}

// What was begun on a web page has no page for a card inside Telegram.
func TestNoCardPageInsideTelegram(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	boss.must(`mutation { paymentAccountSet(input: {provider: "payme", secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
		settings: [{name: "merchantId", value: "587f72c72cac0d162c722ae2"}]}) { userErrors { code } account { id } } }`, nil)
	who := s.Buyer()
	tokens := s.signIn(s.World, who)
	s.Write(func(ctx context.Context, tx *db.Tx) error { // as a sign-in of a web page is kept
		_, err := tx.NewUpdate().Table("sessions").Set("is_outside = true").Where("store_id = ?", s.Store.ID).Where("customer_id = ?", who.ID).Exec(ctx)
		return err
	})
	tokens, err := s.gate.Refresh(t.Context(), tokens.RefreshToken)
	s.Must(err)
	outside := s.bearer(tokens.AccessToken).at(s.World)
	inside := s.bearer(s.signIn(s.World, who).AccessToken).at(s.World)
	set := `mutation ($id: ID!) { cartSet(input: {lines: [{variantId: $id, quantity: 1}], contact: {name: "Ali", phone: "90 123 45 67"}, paymentMethod: PAYME}) {
		cart { paymentMethods quote { id } } } }`
	book := map[string]any{"id": id.Of(id.Variant, s.Ebook("Kitob", 25_000*money.Som, bookLink))}
	if a := inside.must(set, book); a.get("cartSet.cart.quote") != nil {
		t.Errorf("inside: %v", a.get("cartSet.cart"))
	}
	a := outside.must(set, book)
	a = outside.must(`mutation ($quote: ID!) { orderPlace(input: {quoteId: $quote}) { order { id payments { checkoutUrl } } } }`, map[string]any{"quote": a.get("cartSet.cart.quote.id")})
	if a.get("orderPlace.order.payments.0.checkoutUrl") == nil {
		t.Error("outside there is no page")
	}
	if a := inside.must(`query ($id: ID!) { me { order(id: $id) { payments { checkoutUrl } } } }`, map[string]any{"id": a.get("orderPlace.order.id")}); a.get("me.order.payments.0.checkoutUrl") != nil {
		t.Errorf("inside: %v", a.get("me.order.payments"))
	}
}
