package graph_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/telegram"
)

// things are names of things in a store by what they are: ids, slugs, secrets. They fill the holes of operations.
type things map[string]string

// fill puts things into the holes {product} of a text.
func (x things) fill(text string) string {
	for name, value := range x {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// furnish puts one thing at least of each kind into a world. Every text in it, and every phone, is or begins with mark.
func (s *site) furnish(w *shoptest.World, mark string) things {
	s.t.Helper()
	x := things{}
	boss, _ := s.member(w, staff.Owner)
	text := func(ru string) map[string]any {
		return map[string]any{"ru": mark + " " + ru, "uzLatn": mark + " " + ru}
	}
	made := func(name, query string, variables map[string]any, path string) {
		s.t.Helper()
		a := boss.must(query, variables)
		if x[name] = a.text(path); x[name] == "<nil>" {
			s.t.Fatalf("%s: %s", name, a.Body)
		}
	}
	var picture *media.Media
	w.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		picture, err = media.Save(ctx, tx, w.Store.ID, &media.Picture{
			Hash: strings.Repeat("ab", 16), Mime: "image/png", Width: 500, Height: 400, ByteSize: 9, Color: "#aabbcc",
		}, lang.Text{RU: mark, UzLatn: mark})
		return err
	})
	x["media"] = picture.NodeID().String()
	made("upload", `mutation { mediaUploadCreate(input: {byteSize: 4}) { target { uploadId } } }`, nil, "mediaUploadCreate.target.uploadId")
	boss.must(`mutation ($in: StoreUpdateInput!) { storeUpdate(input: $in) { userErrors { message } } }`, map[string]any{"in": map[string]any{
		"name": text("дўкон"), "description": text("ҳақида"), "legal": map[string]any{"name": mark}, "look": map[string]any{"logoId": x["media"]},
	}})
	boss.must(`mutation ($m: String!) { searchSynonymsSet(input: {groups: [[$m, "choy"]]}) { userErrors { message } } }`, map[string]any{"m": mark})
	made("category", `mutation ($in: CategoryUpsertInput!) { categoryUpsert(input: $in) { category { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("чой"), "externalId": mark + "-c", "slug": "c", "mediaId": x["media"]}}, "categoryUpsert.category.id")
	made("emptyCategory", `mutation ($in: CategoryUpsertInput!) { categoryUpsert(input: $in) { category { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("бўш")}}, "categoryUpsert.category.id")
	made("modifierGroup", `mutation ($in: ModifierGroupUpsertInput!) { modifierGroupUpsert(input: $in) { modifierGroup { id options { id } } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("қўшимча"), "externalId": mark + "-m", "minimum": 0, "maximum": 2, "options": []any{
			map[string]any{"code": "limon", "name": text("лимон"), "price": 100_000},
		}}}, "modifierGroupUpsert.modifierGroup.id")
	made("brand", `mutation ($in: BrandUpsertInput!) { brandUpsert(input: $in) { brand { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("бренд"), "externalId": mark + "-b", "mediaId": x["media"]}}, "brandUpsert.brand.id")
	made("tag", `mutation ($in: TagUpsertInput!) { tagUpsert(input: $in) { tag { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"code": "issiq", "name": text("иссиқ")}}, "tagUpsert.tag.id")
	made("attribute", `mutation ($in: AttributeUpsertInput!) { attributeUpsert(input: $in) { attribute { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"code": "rang", "name": text("ранг"), "type": "COLOR", "isFilterable": true, "choices": []any{
			map[string]any{"code": "qora", "name": text("қора"), "color": "#000000"},
		}}}, "attributeUpsert.attribute.id")
	product := boss.must(`mutation ($in: ProductUpsertInput!) { productUpsert(input: $in) {
		product { id variants { id } modifierGroups { options { id } } options { id values { id } } } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{
			"name": text("чой"), "summary": text("қора"), "description": text("барг"), "externalId": mark + "-p", "slug": "p", "status": "ACTIVE",
			"categoryId": x["category"], "modifierGroupIds": []string{x["modifierGroup"]}, "vatPercent": 12,
			"media": []any{map[string]any{"mediaId": x["media"]}}, "brandId": x["brand"], "tags": []string{"issiq"},
			"attributes": []any{map[string]any{"code": "rang", "choices": []string{"qora"}}, map[string]any{"code": "nav", "name": text("нав"), "value": text("чой")}},
			"options": []any{map[string]any{"code": "size", "name": text("ҳажм"), "values": []any{
				map[string]any{"code": "s", "name": text("кичик")}, map[string]any{"code": "l", "name": text("катта")},
			}}},
			"variants": []any{
				map[string]any{"sku": mark + "-1", "externalId": mark + "-v", "price": 1_000_000, "onHand": 50, "choice": []any{map[string]any{"optionCode": "size", "valueCode": "s"}}},
				map[string]any{"sku": mark + "-2", "price": 2_000_000, "onHand": 50, "choice": []any{map[string]any{"optionCode": "size", "valueCode": "l"}}},
			},
		}})
	x["product"], x["variant"] = product.text("productUpsert.product.id"), product.text("productUpsert.product.variants.0.id")
	x["modifierOption"] = product.text("productUpsert.product.modifierGroups.0.options.0.id")
	x["option"], x["value"] = product.text("productUpsert.product.options.0.id"), product.text("productUpsert.product.options.0.values.0.id")
	made("collection", `mutation ($in: CollectionUpsertInput!) { collectionUpsert(input: $in) { collection { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("совға"), "externalId": mark + "-o", "mediaId": x["media"], "productIds": []string{x["product"]}}}, "collectionUpsert.collection.id")
	made("ruled", `mutation ($in: CollectionUpsertInput!) { collectionUpsert(input: $in) { collection { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("янги"), "rule": map[string]any{"conditions": []any{
			map[string]any{"kind": "CATEGORY", "categoryId": x["category"]}, map[string]any{"kind": "BRAND", "brandId": x["brand"]}, map[string]any{"kind": "TAG", "tag": "issiq"},
			map[string]any{"kind": "ATTRIBUTE", "attribute": "rang", "choices": []string{"qora"}},
		}}}}, "collectionUpsert.collection.id")
	made("group", `mutation ($in: CustomerGroupUpsertInput!) { customerGroupUpsert(input: $in) { customerGroup { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("улгуржи"), "externalId": mark + "-g"}}, "customerGroupUpsert.customerGroup.id")
	made("priceList", `mutation ($in: PriceListUpsertInput!) { priceListUpsert(input: $in) { priceList { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("улгуржи"), "customerGroupId": x["group"]}}, "priceListUpsert.priceList.id")
	boss.must(`mutation ($in: PriceListPricesSetInput!) { priceListPricesSet(input: $in) { userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"priceListId": x["priceList"], "prices": []any{map[string]any{"variantId": x["variant"], "price": 900_000}}}})
	x["location"] = boss.must(`{ locations { id } }`, nil).text("locations.0.id")
	made("shelf", `mutation ($in: LocationUpsertInput!) { locationUpsert(input: $in) { location { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": text("жавон")}}, "locationUpsert.location.id")
	boss.must(`mutation ($in: StockTransferInput!) { stockTransfer(input: $in) { userErrors { message path } } }`, map[string]any{"in": map[string]any{
		"fromLocationId": x["location"], "toLocationId": x["shelf"], "note": mark, "lines": []any{map[string]any{"variantId": x["variant"], "quantity": 2}},
	}})
	made("zone", `mutation ($in: DeliveryZoneUpsertInput!) { deliveryZoneUpsert(input: $in) { zone { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"id": w.Zone.GlobalID(), "name": text("шаҳар")}}, "deliveryZoneUpsert.zone.id")
	made("pickup", `mutation ($in: PickupPointUpsertInput!) { pickupPointUpsert(input: $in) { pickupPoint { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"id": w.Pickup.GlobalID(), "name": text("нуқта"), "address": text("кўча")}}, "pickupPointUpsert.pickupPoint.id")
	made("staff", `mutation ($in: StaffInviteInput!) { staffInvite(input: $in) { member { id } link { url } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": mark + " kuryer", "role": "COURIER"}}, "staffInvite.member.id")
	x["apiToken"] = boss.must(`mutation ($in: ApiTokenCreateInput!) { apiTokenCreate(input: $in) { token { id } } }`,
		map[string]any{"in": map[string]any{"name": mark, "scopes": []string{"ORDERS_READ"}}}).text("apiTokenCreate.token.id")
	made("webhook", `mutation ($in: WebhookUpsertInput!) { webhookUpsert(input: $in) { webhook { id } userErrors { message path } } }`,
		map[string]any{"in": map[string]any{"name": mark, "url": "http://127.0.0.1:1/"}}, "webhookUpsert.webhook.id")
	boss.must(`mutation ($m: String!) { paymentAccountSet(input: {provider: "payme", secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", settings: [{name: "merchantId", value: $m}]}) { userErrors { code } } }`,
		map[string]any{"m": mark})
	card := boss.must(`mutation ($m: String!) { giftCardIssue(input: {amount: 500000, note: $m}) { code giftCard { id } } }`, map[string]any{"m": mark})
	x["giftCard"], x["giftCardCode"] = card.text("giftCardIssue.giftCard.id"), card.text("giftCardIssue.code")
	boss.must(`mutation ($id: ID!) { webhookTest(input: {id: $id}) { delivery { id } } }`, map[string]any{"id": x["webhook"]})
	x["linkCode"] = s.link(w, w.Owner).Code
	x["staffTelegram"] = fmt.Sprint(*w.Owner.TelegramID)
	x["staffSession"] = boss.must(`{ staffSessions { id } }`, nil).text("staffSessions.0.id")

	buyer, who := s.shopper(w)
	tokens := s.signIn(w, who)
	x["customer"], x["telegram"], x["refresh"] = who.NodeID().String(), fmt.Sprint(*who.TelegramID), tokens.RefreshToken
	x["session"] = buyer.must(`{ me { sessions { id } } }`, nil).text("me.sessions.0.id")
	buyer.must(`mutation ($n: String!) { customerUpdate(input: {firstName: $n, lastName: $n, phone: "+998 97 777 77 77"}) { userErrors { message } } }`, map[string]any{"n": mark})
	x["address"] = buyer.must(`mutation ($s: String!) { addressSave(input: {title: $s, address: {street: $s, house: "1", point: {latitude: 41.311, longitude: 69.279}}}) { savedAddress { id } } }`,
		map[string]any{"s": mark}).text("addressSave.savedAddress.id")
	fill := func() *answer {
		s.t.Helper()
		return buyer.must(`mutation ($in: CartSetInput!) { cartSet(input: $in) { cart { id lines { id } quote { id } readiness { blockers { code } } } userErrors { message path } } }`,
			map[string]any{"in": map[string]any{
				"lines":   []any{map[string]any{"variantId": x["variant"], "quantity": 1, "modifiers": []any{map[string]any{"optionId": x["modifierOption"]}}}},
				"contact": map[string]any{"name": mark, "phone": "+998977777777"}, "comment": mark, "paymentMethod": "CASH",
				"delivery": map[string]any{"method": "COURIER", "savedAddressId": x["address"]},
			}})
	}
	place := func() *answer {
		s.t.Helper()
		return buyer.must(`mutation ($q: ID!) { orderPlace(input: {quoteId: $q}) { order { id receiptCode lines { id } payments { id } } userErrors { message } } }`,
			map[string]any{"q": fill().get("cartSet.cart.quote.id")})
	}
	placed := place()
	x["order"], x["receipt"] = placed.text("orderPlace.order.id"), placed.text("orderPlace.order.receiptCode")
	x["orderLine"], x["payment"] = placed.text("orderPlace.order.lines.0.id"), placed.text("orderPlace.order.payments.0.id")
	x["refund"], x["card"] = refundLast(w), keepCard(w, who)
	x["chargeback"] = disputeLast(w, mark)
	carryCash(w, x["staff"])
	x["confirmed"] = place().text("orderPlace.order.id")
	boss.must(`mutation ($id: ID!) { orderConfirm(input: {id: $id}) { userErrors { message } } }`, map[string]any{"id": x["confirmed"]})
	x["fulfilment"] = boss.must(`query ($id: ID!) { order(id: $id) { fulfilments { id } } }`, map[string]any{"id": x["confirmed"]}).text("order.fulfilments.0.id")
	boss.must(`mutation ($id: ID!, $note: String!) { orderNoteSet(input: {id: $id, note: $note}) { userErrors { message } } }`, map[string]any{"id": x["order"], "note": mark})
	open := fill()
	x["cart"], x["cartLine"], x["quote"] = open.text("cartSet.cart.id"), open.text("cartSet.cart.lines.0.id"), open.text("cartSet.cart.quote.id")
	x["cartToken"] = s.anonymous().at(w).must(`mutation { cartCreate { cartToken } }`, nil).text("cartCreate.cartToken")
	s.anonymous().at(w).must(`mutation ($t: String!, $c: String!, $v: ID!) { cartSet(input: {cartToken: $t, comment: $c, lines: [{variantId: $v, quantity: 1}]}) { userErrors { message } } }`,
		map[string]any{"t": x["cartToken"], "c": mark, "v": x["variant"]})
	x["initData"] = botOf(s, w).MintUser(telegram.User{ID: *who.TelegramID, FirstName: mark}, "", s.clock.Now())
	x["contact"] = botOf(s, w).MintContact(telegram.Contact{UserID: *who.TelegramID, Phone: "+998977777777", FirstName: mark}, s.clock.Now())
	x["bot"] = fmt.Sprint(botOf(s, w).ID)
	s.service(auth.Bot).must(`mutation ($b: Int64!, $u: String!) { botStatusReport(input: {botId: $b, status: ACTIVE, username: $u}) { isKnown } }`,
		map[string]any{"b": botOf(s, w).ID, "u": w.Store.Slug + "_bot"})
	begun := s.anonymous().at(w).with("Origin", "https://"+mark).must(`mutation { telegramSignInCreate { telegramSignIn { url secret } } }`, nil)
	_, x["signInCode"], _ = strings.Cut(begun.text("telegramSignInCreate.telegramSignIn.url"), "?start=")
	x["signInSecret"] = begun.text("telegramSignInCreate.telegramSignIn.secret")
	var notice uuid.UUID
	s.Must(s.DB.NewRaw("select id from notifications where store_id = ? limit 1", w.Store.ID).Scan(s.t.Context(), &notice))
	x["notification"] = id.Of(id.Notification, notice).String()
	x["store"] = id.Of(id.Store, w.Store.UUID).String()
	x["topic"] = order.Topic
	x["mark"] = mark
	return x
}

// unknown are well-formed names of things that no store has.
func unknown(of things, storeID int64) things {
	x := things{"receipt": "ZZZZZZZZZZ", "mark": "hechkim", "telegram": "999999", "staffTelegram": "999998", "bot": "1", "initData": "x", "contact": "x", "topic": "order"}
	for name, value := range of {
		if parsed, err := id.Parse(value); err == nil {
			x[name] = id.Of(parsed.Kind, id.New()).String()
		}
	}
	x["refresh"] = secret.NewToken(secret.SessionToken, storeID)
	x["cartToken"] = secret.NewToken(secret.CartToken, storeID)
	x["linkCode"] = secret.NewToken(secret.LinkCode, storeID)
	x["giftCardCode"] = "AAAA-BBBB-CCCC-DDDD"
	x["signInCode"], x["signInSecret"] = "l_ABCDEFGHIJKLMNOPQRSTUVWXYZ", secret.NewToken(secret.SignInSecret, storeID)
	return x
}

// keepCard keeps a verified card of a shopper and gives its id.
func keepCard(w *shoptest.World, who *customer.Customer) string {
	w.T.Helper()
	c := &payment.SavedCard{
		StoreID: w.Store.ID, ID: id.New(), CustomerID: who.ID, Provider: "payme", Mode: payment.Live, Number: "860006******6311", Expiry: "03/99",
		Token: []byte("sealed"), TokenHash: []byte("hashed"), VerifiedAt: &shoptest.Now, CreatedAt: shoptest.Now, UpdatedAt: shoptest.Now,
	}
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewInsert().Model(c).Exec(ctx)
		return err
	})
	return c.GlobalID().String()
}

// refundLast makes a refund of the order that was placed last, as if it had been paid once before, and gives its id.
func refundLast(w *shoptest.World) string {
	w.T.Helper()
	r := new(payment.Refund)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		p := new(payment.Payment)
		if err := tx.NewSelect().Model(p).Where("store_id = ?", w.Store.ID).Order("id DESC").Limit(1).Scan(ctx); err != nil {
			return err
		}
		p.ID, p.Provider, p.State = id.New(), "before", payment.Captured
		made, err := payment.NewRefund(p, p.Amount, payment.ByStaff, shoptest.Now)
		if err != nil {
			return err
		}
		r = made
		made.IsByHand = true
		if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
			return err
		}
		_, err = tx.NewInsert().Model(made).Exec(ctx)
		return err
	})
	return r.GlobalID().String()
}
