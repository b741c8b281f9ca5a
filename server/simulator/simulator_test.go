package simulator_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
)

const (
	kassa = "587f72c72cac0d162c722ae2"
	key   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

// page is what a browser shows.
type page struct {
	*http.Response
	body string
}

func send(t *testing.T, r *http.Request) page {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{response, string(body)}
}

func get(t *testing.T, address string) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, r)
}

var action = regexp.MustCompile(`<form method="post" action="([^"]*)"`)

// press presses a button of a page, which must be there, and gives the page it leads to.
func (p page) press(t *testing.T, m simulator.Move) page {
	t.Helper()
	if !strings.Contains(p.body, fmt.Sprintf(`name="move" value="%s"`, m)) {
		t.Fatalf("no button %s in\n%s", m, p.body)
	}
	to, err := p.Request.URL.Parse(html.UnescapeString(action.FindStringSubmatch(p.body)[1]))
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to.String(), strings.NewReader(url.Values{"move": {string(m)}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, r)
}

var status = regexp.MustCompile(`class="status (\w+)"`)

func (p page) is(t *testing.T, want simulator.Status) page {
	t.Helper()
	if found := status.FindStringSubmatch(p.body); found == nil || found[1] != string(want) {
		t.Errorf("the page says %v, not %s:\n%s", found, want, p.body)
	}
	return p
}

func serve(t *testing.T, p simulator.Provider) string {
	t.Helper()
	server := httptest.NewServer(simulator.New(p, func() time.Time { return shoptest.Now }))
	t.Cleanup(server.Close)
	return server.URL + "/simulator/" + p.Code() + "/"
}

// Every button of Payme's page does to the shop what Payme would.
func TestPayme(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t).Till(func() time.Time { return shoptest.Now })
	w.Account(payme.Code, key, payme.MerchantID, kassa)
	tea := w.Variant("Choy", 20_000*money.Som, 500)
	books := new(simulator.Books)
	books.Add(simulator.Merchant{ID: kassa, Name: "Choyxona <1>", Secret: key, URL: w.URL + "/pay/payme/" + w.Store.Slug})
	home := serve(t, simulator.Payme{Books: books})
	terms, _ := w.Shop().Terms(payme.Code)
	back := "https://shop.example/app/test/o/1?a=b;c"
	bill := func() (page, func(want string)) {
		t.Helper()
		o := w.Bill(payment.Payme, shoptest.Want(tea, 1))
		link := payme.Provider{Page: home}.CheckoutURL(terms, payment.Bill{OrderNumber: o.Number, Amount: o.Due()}, lang.RU, back)
		return get(t, link).is(t, simulator.Begun), func(want string) {
			t.Helper()
			if got := w.Face(o); got != want {
				t.Errorf("the order is %s, not %s", got, want)
			}
		}
	}

	p, looks := bill()
	for _, want := range []string{`<html lang="ru">`, "Choyxona &lt;1&gt;", "35 000 сум", `href="` + back + `"`, "Симулятор"} {
		if !strings.Contains(strings.ReplaceAll(p.body, "\u00a0", " "), want) {
			t.Errorf("no %s in\n%s", want, p.body)
		}
	}
	p = p.press(t, simulator.Pay).is(t, simulator.Paid)
	looks("CONFIRMED PAID CAPTURED")
	if p = p.press(t, simulator.Repeat).is(t, simulator.Paid); !strings.Contains(p.body, "повтор: ответ тот же") {
		t.Errorf("a repeat is not compared:\n%s", p.body)
	}
	p = p.press(t, simulator.Receipt).is(t, simulator.Paid).press(t, simulator.Ask).is(t, simulator.Paid)
	p.press(t, simulator.Refund).is(t, simulator.Refunded)
	looks("CANCELED REFUNDED CAPTURED")

	p, looks = bill()
	p = p.press(t, simulator.Decline).is(t, simulator.Declined)
	looks("PLACED UNPAID CANCELED")
	again := regexp.MustCompile(`href="(/simulator/payme/[^"]*)">Попробовать`).FindStringSubmatch(p.body)
	if again == nil {
		t.Fatalf("nothing leads back to the bill:\n%s", p.body)
	}
	to, err := p.Request.URL.Parse(html.UnescapeString(again[1]))
	w.Must(err)
	p = get(t, to.String()).is(t, simulator.Begun).press(t, simulator.Delay).is(t, simulator.Waiting)
	looks("PLACED PENDING CANCELED PENDING")
	get(t, to.String()).press(t, simulator.Pay).is(t, simulator.Refused)
	p.press(t, simulator.Finish).is(t, simulator.Paid)
	looks("CONFIRMED PAID CANCELED CAPTURED")

	p, looks = bill()
	p.press(t, simulator.Delay).press(t, simulator.Cancel).is(t, simulator.Canceled)
	looks("PLACED UNPAID CANCELED")
	p, _ = bill()
	p.press(t, simulator.Delay).press(t, simulator.Expire).is(t, simulator.Expired)
	if list := get(t, home+"?lang=en"); strings.Count(list.body, `class="card row"`) != 6 || !strings.Contains(list.body, "Out of time") {
		t.Errorf("the list is\n%s", list.body)
	}
}

// What leads to no bill says why, and nobody else's page can press a button.
func TestPaymeBadLinks(t *testing.T) {
	t.Parallel()
	books := new(simulator.Books)
	books.Add(simulator.Merchant{ID: kassa, Name: "Choyxona", Secret: key, URL: "http://127.0.0.1:1"})
	home := serve(t, simulator.Payme{Books: books})
	link := func(merchant, back string, amount int64) string {
		return home + payme.Link{Merchant: merchant, Field: "order_id", Account: "<b>7", Amount: amount, Language: "en", Back: back}.Encode()
	}
	for address, want := range map[string]string{
		home + "%%%":                    "",
		home + "bm9uc2Vuc2U=":           "The link is wrong",
		link(kassa, "", 0):              "The link is wrong",
		link("otherkassa", "", 100):     payme.Sandbox,
		home + "deals/5305e3bab097f420": "There is no such payment",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			continue // no browser would ask for it
		}
		r.Header.Set("Accept-Language", "en")
		if p := send(t, r); p.StatusCode != http.StatusNotFound || !strings.Contains(p.body, want) {
			t.Errorf("%s: %s\n%s", address, p.Status, p.body)
		}
	}
	p := get(t, link(kassa, "javascript:alert(1)", 100))
	if strings.Contains(p.body, "javascript:") || strings.Contains(p.body, "<b>7") {
		t.Errorf("a link carries a script:\n%s", p.body)
	}
	if p := p.press(t, simulator.Pay).is(t, simulator.Refused); !strings.Contains(p.body, "No answer") {
		t.Errorf("a shop that is away is not told of:\n%s", p.body)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, link(kassa, "", 100), strings.NewReader("move=pay"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if p := send(t, r); p.StatusCode != http.StatusForbidden {
		t.Errorf("another site pressed a button: %s", p.Status)
	}
}

// Every button of Uzum Bank's page does to the shop what the bank would.
func TestUzum(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t).Till(func() time.Time { return shoptest.Now })
	secret := "uzum:secret-of-the-bank"
	w.Account(uzum.Code, secret, uzum.ServiceID, "101202")
	tea := w.Variant("Choy", 20_000*money.Som, 500)
	books := new(simulator.Books)
	books.Add(simulator.Merchant{ID: "101202", Name: "Choyxona", Secret: secret, URL: w.URL + "/pay/uzum/" + w.Store.Slug})
	home := serve(t, simulator.Uzum{Books: books})
	terms, _ := w.Shop().Terms(uzum.Code)
	bill := func() page {
		t.Helper()
		o := w.Bill(payment.Uzum, shoptest.Want(tea, 1))
		link := uzum.Provider{Page: home}.CheckoutURL(terms, payment.Bill{OrderNumber: o.Number, Amount: o.Due()}, lang.EN, "https://shop.example/o/1")
		p := get(t, link).is(t, simulator.Begun)
		if !strings.Contains(p.body, `<html lang="en">`) || !strings.Contains(p.body, fmt.Sprintf("<dd>%d</dd>", o.Number)) {
			t.Errorf("the page is\n%s", p.body)
		}
		return p
	}
	p := bill().press(t, simulator.Pay).is(t, simulator.Paid).press(t, simulator.Ask).is(t, simulator.Paid)
	p.press(t, simulator.Refund).is(t, simulator.Refunded)
	bill().press(t, simulator.Decline).is(t, simulator.Declined)
	bill().press(t, simulator.Delay).is(t, simulator.Waiting).press(t, simulator.Finish).is(t, simulator.Paid)
	bill().press(t, simulator.Delay).press(t, simulator.Cancel).is(t, simulator.Canceled)
	if p := get(t, home+"open-service?serviceId=7&order_id=1&amount=5"); p.StatusCode != http.StatusNotFound {
		t.Errorf("a service that is not simulated: %s", p.Status)
	}
	live := uzum.Provider{Page: home}.CheckoutURL(payment.Terms{Mode: payment.Live, Settings: terms.Settings}, payment.Bill{OrderNumber: 7, Amount: 100}, lang.EN, "")
	if live != "https://www.uzumbank.uz/open-service?amount=100&order_id=7&serviceId=101202" {
		t.Errorf("a live account pays at %s", live)
	}
}
