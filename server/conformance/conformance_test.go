package conformance_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/conformance"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
)

const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// bills are placed in a world as they are needed.
type bills struct {
	*shoptest.Till
	method payment.Method
	tea    uuid.UUID
}

// Next implements conformance.Orders.
func (b bills) Next(context.Context) (conformance.Order, error) {
	o := b.Bill(b.method, shoptest.Want(b.tea, 1))
	var attempt string
	b.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.OfOrders(ctx, q, b.Store.ID, []uuid.UUID{o.ID})
		attempt = all[o.ID][0].GlobalID().String()
		return err
	})
	return conformance.Order{Number: fmt.Sprint(o.Number), Amount: int64(o.Due()), Payment: attempt}, nil
}

func now() time.Time { return shoptest.Now }

func open(t *testing.T, method payment.Method) bills {
	w := shoptest.New(t).Till(now)
	return bills{w, method, w.Variant("Choy", 20_000*money.Som, 500)}
}

// passes expects a report without a fault.
func passes(t *testing.T, r *conformance.Report, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range r.Results {
		if each.Wrong != "" {
			t.Errorf("%s: %s, not %s\n%.300s\n%.300s", each.Name, each.Wrong, each.Want, each.Body, each.Answer)
		}
	}
}

// The shop is as Payme's documents say.
func TestPayme(t *testing.T) {
	t.Parallel()
	b := open(t, payment.Payme)
	b.Account(payme.Code, key, payme.MerchantID, "kassa", payme.AccountField, "order")
	r, err := conformance.Payme(t.Context(), simulator.PaymeShop{URL: b.URL + "/pay/payme/" + b.Store.Slug, Key: key}, "order", b, now)
	passes(t, r, err)
	var table strings.Builder
	if err := r.Print(&table); err != nil || !strings.HasSuffix(table.String(), fmt.Sprintf("\n%d of %[1]d answers are as the protocol says.\n", len(r.Results))) || len(r.Results) < 70 {
		t.Errorf("%v\n%s", err, table.String())
	}
	if strings.Contains(table.String(), key) {
		t.Error("the key is printed")
	}
}

// A shop that answers anything gets no good word, and one that is away is told of at once.
func TestPaymeFindsFaults(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"result":{},"id":1}`, `{"error":{"code":-31050,"message":"no"},"id":1}`, `OK`} {
		shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }))
		orders := conformance.Listed{{Number: "1", Amount: 100}, {Number: "2", Amount: 100}}
		r, err := conformance.Payme(t.Context(), simulator.PaymeShop{URL: shop.URL, Key: key}, "order_id", &orders, now)
		if err != nil {
			t.Fatal(err)
		}
		if good := len(r.Results) - r.Failed(); good > 0 {
			t.Errorf("%s: %d answers are called right", body, good)
		}
		shop.Close()
		orders = conformance.Listed{{Number: "1", Amount: 100}, {Number: "2", Amount: 100}}
		if _, err := conformance.Payme(t.Context(), simulator.PaymeShop{URL: shop.URL, Key: key}, "order_id", &orders, now); err == nil {
			t.Error("a shop that is away passes")
		}
	}
}

// The shop is as integrations with Uzum Bank say, however it answers repeats.
func TestUzum(t *testing.T) {
	t.Parallel()
	b := open(t, payment.Uzum)
	secret := "uzum:secret-of-the-bank"
	shop := simulator.UzumShop{URL: b.URL + "/pay/uzum/" + b.Store.Slug, Secret: secret, ServiceID: "101202"}
	for _, repeats := range []string{uzum.Refuse, uzum.Replay} {
		b.Account(uzum.Code, secret, uzum.ServiceID, "101202", uzum.Repeats, repeats)
		r, err := conformance.Uzum(t.Context(), shop, "order_id", b, now)
		passes(t, r, err)
		if len(r.Results) < 60 {
			t.Errorf("%d calls", len(r.Results))
		}
	}
}
