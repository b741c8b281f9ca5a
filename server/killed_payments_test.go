package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// bill is an order that a provider collects the money of by two calls: one opens the payment, one brings the money.
type bill struct {
	order *order.Order
	mark  string // names the payment in all that is said of it
	// calls are what the provider says, with the number of transactions in which the server carries it out.
	calls        [2]func(address string) (*http.Request, error)
	transactions [2]int
}

const paymeKey, clickKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "S3cr3tOfTheService"

// A process that is killed between two steps of what a provider asks leaves nothing half done: the provider asks the next one
// again, the money is taken once, and the books agree.
func TestKilledWhileMoneyComes(t *testing.T) {
	w := shoptest.New(t)
	key := secret.NewKey("k1")
	bills := openBills(t, w, key)
	line := newWire(t, w.URL)
	for step := range 2 {
		for _, cut := range []struct {
			fromLast int // the last transaction, or the one before it
			isAfter  bool
		}{{1, true}, {0, false}, {0, true}} {
			p := startProcess(t, w, key, "DATABASE_URL="+line.url)
			if step == 1 {
				for _, b := range bills {
					w.Must(b.say(t.Context(), p.address, 0)) // once more, and nothing comes of it
				}
			}
			held := make([]*holding, len(bills))
			for i, b := range bills {
				held[i] = &holding{mark: b.mark, nth: max(1, b.transactions[step]-cut.fromLast), isAfter: cut.isAfter && b.transactions[step] > cut.fromLast}
			}
			line.hold(held...)
			var all sync.WaitGroup
			for _, b := range bills {
				all.Go(func() { _ = b.say(t.Context(), p.address, step) }) // nobody ever hears an answer
			}
			w.Must(line.waitHeld(held, p))
			_ = p.command.Process.Kill()
			<-p.ended
			line.cut()
			all.Wait()
			checkMoney(t, w, bills, step == 1 && cut.isAfter && cut.fromLast == 0)
		}
	}
	p := startProcess(t, w, key, "DATABASE_URL="+line.url)
	for range 2 {
		for _, b := range bills {
			w.Must(b.say(t.Context(), p.address, 1))
		}
	}
	checkMoney(t, w, bills, true)
}

// say makes a call and gives an error when it is not answered.
func (b *bill) say(ctx context.Context, address string, step int) error {
	r, err := b.calls[step](address)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(r.WithContext(ctx))
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 500 {
		err = fmt.Errorf("status %d: %s", res.StatusCode, body)
	}
	return err
}

// checkMoney expects that the books agree, that no order has more than its money, and at the end that all have theirs.
func checkMoney(t *testing.T, w *shoptest.World, bills []*bill, isPaid bool) {
	t.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		accounts, err := payment.Balances(ctx, q, w.Store.ID)
		if err != nil {
			return err
		}
		sum, at := money.Tiyin(0), map[string]money.Tiyin{}
		for _, a := range accounts {
			sum += a.Balance
			at[a.Code] = a.Balance
		}
		if sum != 0 {
			t.Errorf("the ledger sums to %d", sum)
		}
		for _, b := range bills {
			attempts, err := payment.OfOrders(ctx, q, w.Store.ID, []uuid.UUID{b.order.ID})
			if err != nil {
				return err
			}
			captured := money.Tiyin(0)
			for _, p := range attempts[b.order.ID] {
				if p.State == payment.Captured {
					captured += p.Amount
				}
			}
			provider := attempts[b.order.ID][0].Provider
			if held := at[payment.ProviderAccount(provider)]; held != captured || captured != 0 && captured != b.order.TotalTiyin || isPaid && captured == 0 {
				t.Errorf("%s: captured %d, in the books %d, of %d", b.order.PaymentMethod, captured, held, b.order.TotalTiyin)
			}
			is, err := order.ByIDs(ctx, q, w.Store.ID, []uuid.UUID{b.order.ID})
			if err != nil {
				return err
			}
			if is[0].PaidTiyin != captured || isPaid && is[0].Lifecycle != order.Confirmed {
				t.Errorf("%s: the order is %s and paid %d of %d", b.order.PaymentMethod, is[0].Lifecycle, is[0].PaidTiyin, captured)
			}
		}
		return nil
	})
}

// openBills opens accounts with all providers and places an order with each.
func openBills(t *testing.T, w *shoptest.World, key secret.Key) []*bill {
	t.Helper()
	box, err := secret.NewBox(key)
	w.Must(err)
	account := func(provider, secret string, settings ...string) {
		in := payment.AccountSetInput{Provider: provider, Secret: &secret}
		for i := 0; i < len(settings); i += 2 {
			in.Settings = append(in.Settings, &payment.SettingInput{Name: settings[i], Value: settings[i+1]})
		}
		_, err := payment.SetAccount(t.Context(), w.DB, box, w.Shop().Payments, w.Store.ID, in, time.Now())
		w.Must(err)
	}
	account(payme.Code, paymeKey, payme.MerchantID, "587f72c72cac0d162c722ae2")
	account(click.Code, clickKey, click.ServiceID, "12345", click.MerchantID, "54321", click.MerchantUserID, "333")
	account(uzum.Code, "login:password", uzum.ServiceID, "777")
	account(invoice.Code, "398062629:TEST:999999999_F91D8F69")
	w.Store, err = store.ByID(t.Context(), w.DB, w.Store.ID)
	w.Must(err)
	var bills []*bill
	for _, m := range []payment.Method{payment.Payme, payment.Click, payment.Uzum, payment.Telegram} {
		who, method := w.Buyer(), m
		tea := w.Variant("Choy "+string(m), 20_000*money.Som, 100) // of its own: those who are held hold up nobody else
		c, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{
			Lines: []*cart.CartLineInput{shoptest.Want(tea, 2)}, Contact: &cart.ContactInput{Name: new("Ali"), Phone: new("90 123 45 67")},
			Delivery: shoptest.Courier(), PaymentMethod: &method,
		}, time.Now())
		w.Must(err)
		quote, err := cart.QuoteOf(t.Context(), w.DB, w.Shop(), c, time.Now())
		w.Must(err)
		o, err := order.Place(t.Context(), w.DB, w.Shop(), who, order.OrderPlaceInput{QuoteID: quote.GlobalID()}, time.Now())
		w.Must(err)
		b := &bill{order: o, transactions: [2]int{2, 2}}
		switch m {
		case payment.Payme:
			b.byPayme(w)
		case payment.Click:
			b.byClick(w)
		case payment.Uzum:
			b.byUzum(w)
		default:
			b.byTelegram(w, *who.TelegramID)
		}
		bills = append(bills, b)
	}
	return bills
}

func calling(address, body string, headers ...string) (*http.Request, error) {
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r, nil
}

func basic(login string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(login)) }

func (b *bill) byPayme(w *shoptest.World) {
	b.mark = "5305e3bab097f420a6000042"
	began := time.Now().UnixMilli()
	call := func(method, params string) func(string) (*http.Request, error) {
		return func(address string) (*http.Request, error) {
			return calling(address+"/pay/payme/"+w.Store.Slug, `{"id": 1, "method": "`+method+`", "params": `+params+`}`, "Authorization", basic("Paycom:"+paymeKey))
		}
	}
	b.calls[0] = call("CreateTransaction", fmt.Sprintf(`{"id": %q, "time": %d, "amount": %d, "account": {"order_id": "%d"}}`, b.mark, began, b.order.TotalTiyin, b.order.Number))
	b.calls[1] = call("PerformTransaction", fmt.Sprintf(`{"id": %q}`, b.mark))
}

// byClick: the number that Prepare was answered goes into Complete, so it is read from the database.
func (b *bill) byClick(w *shoptest.World) {
	b.mark = "1877220042"
	call := func(action int) func(string) (*http.Request, error) {
		return func(address string) (*http.Request, error) {
			prepared := ""
			if action == click.Complete {
				w.Read(func(ctx context.Context, q bun.IDB) error {
					return q.NewSelect().Table("click_transactions").ColumnExpr("id::text").Where("store_id = ?", w.Store.ID).Scan(ctx, &prepared)
				})
			}
			v := url.Values{
				"click_trans_id": {b.mark}, "service_id": {"12345"}, "click_paydoc_id": {"9"}, "merchant_trans_id": {fmt.Sprint(b.order.Number)},
				"amount": {click.Som(b.order.TotalTiyin)}, "action": {fmt.Sprint(action)}, "error": {"0"}, "error_note": {"Success"},
				"sign_time": {"2026-11-22 15:00:00"},
			}
			if prepared != "" {
				v.Set("merchant_prepare_id", prepared)
			}
			v.Set("sign_string", click.Sign(b.mark, "12345", clickKey, v.Get("merchant_trans_id"), prepared, v.Get("amount"), v.Get("action"), v.Get("sign_time")))
			return calling(address+"/pay/click/"+w.Store.Slug, v.Encode(), "Content-Type", "application/x-www-form-urlencoded")
		}
	}
	b.calls = [2]func(string) (*http.Request, error){call(click.Prepare), call(click.Complete)}
}

func (b *bill) byUzum(w *shoptest.World) {
	b.mark = "uzum-killed-0042"
	call := func(action, rest string) func(string) (*http.Request, error) {
		return func(address string) (*http.Request, error) {
			body := fmt.Sprintf(`{"serviceId": 777, "timestamp": %d, "transId": %q%s}`, time.Now().UnixMilli(), b.mark, rest)
			return calling(address+"/pay/uzum/"+w.Store.Slug+"/"+action, body, "Authorization", basic("login:password"))
		}
	}
	b.calls[0] = call("create", fmt.Sprintf(`, "params": {"order_id": "%d"}, "amount": %d`, b.order.Number, b.order.TotalTiyin))
	b.calls[1] = call("confirm", `, "paymentSource": "UZCARD", "tariff": "01", "processingReferenceNumber": "77", "phone": "998901234567", "cardType": 2`)
}

// byTelegram is the shop's bot, which carries Telegram's question and its report to the server.
func (b *bill) byTelegram(w *shoptest.World, payer int64) {
	token, err := auth.NewServiceToken(w.T.Context(), w.DB, auth.Bot, "test", time.Now())
	w.Must(err)
	payload := b.order.New.Payments[0].GlobalID().String()
	b.mark, b.transactions[0] = payload, 1
	call := func(mutation string) func(string) (*http.Request, error) {
		return func(address string) (*http.Request, error) {
			body, err := json.Marshal(map[string]string{"query": "mutation { " + mutation + " }"})
			if err != nil {
				return nil, err
			}
			return calling(address+"/graphql", string(body), "Authorization", "Bearer "+token)
		}
	}
	input := fmt.Sprintf(`botId: %d, telegramId: %d, payload: %q, currency: "UZS", totalAmount: %d`, *w.Store.BotID, payer, payload, b.order.TotalTiyin)
	b.calls[0] = call(`botPreCheckout(input: {` + input + `}) { isAllowed }`)
	b.calls[1] = call(`botPaymentReport(input: {` + input + `, telegramChargeId: "ch-` + payload + `", providerChargeId: "bank-1"}) { isTaken }`)
}
