package till_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

const clickKey, clickService = "T3stS3cr3tKey", "31245"

// clicks is a store that CLICK calls over HTTP.
type clicks struct {
	*shop
	at string
}

func openClick(t *testing.T) *clicks {
	t.Helper()
	s := &clicks{shop: open(t)}
	s.at = strings.Replace(s.url, "/pay/payme/", "/pay/click/", 1)
	s.has(s.World, payment.Live, clickKey)
	return s
}

// has opens the account of a store with CLICK.
func (s *clicks) has(w *shoptest.World, mode payment.Mode, key string, settings ...*payment.SettingInput) {
	s.T.Helper()
	settings = append([]*payment.SettingInput{
		{Name: click.ServiceID, Value: clickService}, {Name: click.MerchantID, Value: "11"}, {Name: click.MerchantUserID, Value: "778899"},
	}, settings...)
	_, err := payment.SetAccount(s.T.Context(), s.DB, s.desk.Box, s.desk.Payments, w.Store.ID,
		payment.AccountSetInput{Provider: click.Code, Mode: &mode, Secret: &key, Settings: settings}, shoptest.Now)
	s.Must(err)
	s.desk.Stores.Forget(w.Store.ID)
	w.Store, err = store.ByID(s.T.Context(), s.DB, w.Store.ID)
	s.Must(err)
}

// clickBill places an order to be paid by CLICK.
func (s *clicks) clickBill() *order.Order {
	s.T.Helper()
	o, _ := s.billBy(payment.Click)
	return o
}

// heard is an answer of ours.
type heard struct {
	TransID   int64  `json:"click_trans_id"`
	Account   string `json:"merchant_trans_id"`
	PrepareID int64  `json:"merchant_prepare_id"`
	ConfirmID *int64 `json:"merchant_confirm_id"`
	Error     *int   `json:"error"`
	Note      string `json:"error_note"`
	as        string
	header    http.Header
}

func (a heard) is(t testing.TB, what string, code int) heard {
	t.Helper()
	if *a.Error != code || a.Note == "" {
		t.Errorf("%s: want %d: %s", what, code, a.as)
	}
	return a
}

// attempt is a payment in CLICK.
type attempt struct {
	s     *clicks
	order string
	som   string // "125000.00"
	trans int64
	store string
	key   string
	id    int64 // ours
}

func (s *clicks) pay(o *order.Order) *attempt {
	n := s.names.Add(1)
	return &attempt{s: s, order: fmt.Sprint(o.Number), som: click.Som(o.TotalTiyin), trans: 2178354913 + n, store: s.Store.Slug, key: clickKey}
}

// call sends an action with fields changed after they were signed, "" for one that is missing.
func (a *attempt) call(action int, wrong int, after ...string) heard {
	a.s.T.Helper()
	v := url.Values{
		"click_trans_id": {fmt.Sprint(a.trans)}, "service_id": {clickService}, "click_paydoc_id": {fmt.Sprint(a.trans + 1e6)},
		"merchant_trans_id": {a.order}, "amount": {a.som}, "action": {fmt.Sprint(action)}, "error": {fmt.Sprint(wrong)},
		"error_note": {"note"}, "sign_time": {"2026-11-22 15:00:00"},
	}
	prepared := ""
	if action == click.Complete {
		prepared = fmt.Sprint(a.id)
		v.Set("merchant_prepare_id", prepared)
	}
	v.Set("sign_string", click.Sign(v.Get("click_trans_id"), v.Get("service_id"), a.key, a.order, prepared, a.som, v.Get("action"), v.Get("sign_time")))
	for i := 0; i < len(after); i += 2 {
		v.Set(after[i], after[i+1])
		if after[i+1] == "" {
			v.Del(after[i])
		}
	}
	return a.s.sendClick(http.MethodPost, a.store, v.Encode())
}

func (a *attempt) prepare(after ...string) heard {
	a.s.T.Helper()
	answer := a.call(click.Prepare, 0, after...)
	if *answer.Error == 0 {
		a.id = answer.PrepareID
	}
	return answer
}

func (a *attempt) complete(after ...string) heard {
	a.s.T.Helper()
	return a.call(click.Complete, 0, after...)
}

func (a *attempt) cancel() heard { a.s.T.Helper(); return a.call(click.Complete, -5017) }

func (s *clicks) sendClick(method, slug, body string) heard {
	s.T.Helper()
	r, err := http.NewRequestWithContext(s.T.Context(), method, s.at+slug, strings.NewReader(body))
	s.Must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://docs.click.uz")
	answer, err := http.DefaultClient.Do(r)
	s.Must(err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	s.Must(err)
	out := heard{as: string(raw), header: answer.Header}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil || answer.StatusCode != http.StatusOK || out.Error == nil {
		s.T.Fatalf("status %d, %v: %s", answer.StatusCode, err, raw)
	}
	return out
}

// The fifteen scenarios of CLICK's own test suite, in its order.
func TestClickScenarios(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	o := s.clickBill()
	a := s.pay(o)
	a.prepare("sign_string", strings.Repeat("0", 32)).is(t, "1 wrong signature", click.BadSignature)
	none := s.pay(o)
	none.order = "999999"
	none.prepare().is(t, "2 unknown order", click.NoOrder)
	s.looks(o, "PLACED UNPAID CREATED")
	first := a.prepare().is(t, "3 prepared", 0)
	if first.PrepareID <= 0 || first.PrepareID > 1<<31-1 || first.TransID != a.trans || first.Account != a.order || first.ConfirmID != nil {
		t.Error(first.as)
	}
	s.looks(o, "PLACED PENDING PENDING")
	a.complete("sign_string", strings.Repeat("0", 32)).is(t, "4 wrong signature", click.BadSignature)
	wrong := *a
	wrong.som = "300"
	wrong.complete().is(t, "5 another sum", click.WrongAmount)
	s.looks(o, "PLACED PENDING PENDING")
	if done := a.complete().is(t, "6 confirmed", 0); done.ConfirmID == nil || *done.ConfirmID != a.id || done.TransID != a.trans {
		t.Error(done.as)
	}
	s.looks(o, "CONFIRMED PAID CAPTURED")
	s.balanced()
	a.complete().is(t, "7 again", click.AlreadyPaid)
	a.cancel().is(t, "8 the confirmed one is called off", click.Cancelled)
	s.looks(o, "CONFIRMED NEEDS_REVIEW CAPTURED")

	o = s.clickBill()
	a = s.pay(o)
	a.prepare().is(t, "9 prepared", 0)
	lost := *a
	lost.id = 999999999
	lost.complete().is(t, "10 unknown prepare id", click.NoTransaction)
	a.complete().is(t, "11 confirmed", 0)
	s.looks(o, "CONFIRMED PAID CAPTURED")

	o = s.clickBill()
	a = s.pay(o)
	a.prepare().is(t, "12 prepared", 0)
	a.cancel().is(t, "13 called off", click.Cancelled)
	s.looks(o, "PLACED UNPAID CANCELED")
	a.cancel().is(t, "14 again", click.Cancelled)
	a.complete().is(t, "15 confirmed after all", click.Cancelled)
	s.looks(o, "PLACED UNPAID CANCELED")
	s.balanced()
}

// Calls that come again, and several payments of one order.
func TestClickRepeats(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	o := s.clickBill()
	a, b := s.pay(o), s.pay(o)
	first := a.prepare().is(t, "prepared", 0)
	if again := a.prepare().is(t, "repeated", 0); again.as != first.as {
		t.Errorf("%s and then %s", first.as, again.as)
	}
	b.prepare().is(t, "another attempt", 0)
	if a.id == b.id {
		t.Error("two attempts have one number")
	}
	swapped := *b
	swapped.id = a.id
	swapped.complete().is(t, "the number of another attempt", click.NoTransaction)
	a.cancel().is(t, "one is called off", click.Cancelled)
	s.looks(o, "PLACED PENDING PENDING")
	a.prepare().is(t, "what was called off is prepared", click.Cancelled)
	b.complete().is(t, "the other brings the money", 0)
	s.looks(o, "CONFIRMED PAID CAPTURED")
	b.prepare().is(t, "what is paid is prepared", click.AlreadyPaid)
	s.pay(o).prepare().is(t, "a paid order", click.AlreadyPaid)

	other := s.clickBill()
	moved := *b
	moved.order = fmt.Sprint(other.Number)
	moved.prepare().is(t, "an attempt of another order", click.BadRequest)
	moved.complete().is(t, "an attempt of another order", click.NoTransaction)

	twice := s.clickBill()
	a, b = s.pay(twice), s.pay(twice)
	a.prepare().is(t, "prepared", 0)
	b.prepare().is(t, "prepared too", 0)
	a.complete().is(t, "paid", 0)
	b.complete().is(t, "paid twice", click.AlreadyPaid)
	b.complete().is(t, "paid twice, again", click.AlreadyPaid)

	for what, sum := range map[string]string{"a tiyin less": "54999.99", "a tiyin more": "55000.01", "part of a tiyin": "55000.001", "nothing": "0", "less than nothing": "-55000"} {
		a := s.pay(other)
		a.som = sum
		a.prepare().is(t, what, click.WrongAmount)
	}
	a = s.pay(other)
	a.som = "55000"
	a.prepare().is(t, "written otherwise", 0)
	a.som = "55000.000"
	a.complete().is(t, "written otherwise", 0)
	s.balanced()
}

// The answer to the cancelling of what was confirmed is the account's.
func TestClickCancelsWhatIsPaid(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	s.has(s.World, payment.Live, clickKey, &payment.SettingInput{Name: click.CancelPaid, Value: "-4"})
	o := s.clickBill()
	a := s.pay(o)
	a.prepare().is(t, "prepared", 0)
	a.complete().is(t, "paid", 0)
	a.cancel().is(t, "called off", click.AlreadyPaid)
	s.looks(o, "CONFIRMED NEEDS_REVIEW CAPTURED")
	a.cancel().is(t, "called off again", click.AlreadyPaid)
	s.disputed(o, payment.ToldByProvider, o.TotalTiyin)
}

// Orders that may not be paid, and money that comes late.
func TestClickTimes(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	s.tea = s.Variant("Nodir choy", 20_000*1_00, 6)
	gone, late, called := s.clickBill(), s.clickBill(), s.clickBill()
	prepared := map[*order.Order]*attempt{}
	for _, o := range []*order.Order{gone, late, called} {
		prepared[o] = s.pay(o)
		prepared[o].prepare().is(t, "prepared", 0)
	}
	_, err := order.Cancel(t.Context(), s.DB, s.Shop(), order.Actor{Kind: order.ByStaff, ID: s.Owner.ID, CanRead: true, CanWrite: true},
		order.OrderCancelInput{ID: called.GlobalID(), Reason: ptr("closed")}, shoptest.Now)
	s.Must(err)
	s.pay(called).prepare().is(t, "a cancelled order", click.Cancelled)
	prepared[called].complete().is(t, "an order that was called off meanwhile", click.Cancelled)
	s.pay(s.bill()).prepare().is(t, "an order that is paid otherwise", click.Cancelled)

	s.clock.Add(click.Timeout.Milliseconds())
	s.Must(s.desk.Sweep(t.Context()))
	s.looks(late, "PLACED UNPAID EXPIRED")
	prepared[late].prepare().is(t, "prepared once more", 0)
	prepared[late].complete().is(t, "and paid", 0)
	s.looks(late, "CONFIRMED PAID CAPTURED")
	s.Must(order.Expire(t.Context(), s.DB, s.Shop(), gone.ID, shoptest.Now.Add(24*time.Hour)))
	s.looks(gone, "EXPIRED NOT_REQUIRED EXPIRED")
	s.pay(gone).prepare().is(t, "an expired order", click.Cancelled)
	prepared[gone].complete().is(t, "late money", 0)
	s.looks(gone, "CONFIRMED PAID CAPTURED")
	s.balanced()
}

// What never reaches an order.
func TestClickRefusals(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	o := s.clickBill()
	for what, body := range map[string]string{
		"empty": "", "garbage": "%zz", "binary": "\x00\xff", "JSON": `{"action":0}`, "1 MB": "click_trans_id=" + strings.Repeat("1", 1<<20),
	} {
		s.sendClick(http.MethodPost, s.Store.Slug, body).is(t, what, click.BadRequest)
	}
	s.sendClick(http.MethodGet, s.Store.Slug, "").is(t, "GET", click.BadRequest)
	s.pay(o).prepare("amount", "").is(t, "no amount", click.BadRequest)
	s.pay(o).call(5, 0).is(t, "unknown action", click.UnknownAction)
	s.pay(o).call(5, 0, "sign_string", "x").is(t, "a wrong signature comes first", click.BadSignature)
	s.pay(o).prepare("amount", click.Som(o.TotalTiyin)+"0").is(t, "an amount that was not signed", click.BadSignature)
	s.pay(o).call(click.Prepare, -1).is(t, "prepared with an error", click.Cancelled)
	named := s.pay(o)
	named.order = "bir"
	named.prepare().is(t, "an order that is no number", click.NoOrder)
	s.looks(o, "PLACED UNPAID CREATED")

	a := s.pay(o)
	a.store = "yoq"
	a.prepare().is(t, "no such store", click.BadRequest)
	b := s.Beside("boshqa")
	a.store = "boshqa"
	a.prepare().is(t, "a store without an account", click.BadRequest)
	s.has(b, payment.Test, "0therS3cr3tKey")
	a.prepare().is(t, "our key there", click.BadSignature)
	a.key = "0therS3cr3tKey"
	if there := a.prepare().is(t, "our order there", click.NoOrder); there.header.Get("Access-Control-Allow-Origin") != "https://docs.click.uz" {
		t.Error("the playground is shut out of a test account")
	}
	a.store = s.Store.Slug
	a.prepare().is(t, "their key here", click.BadSignature)

	s.has(s.World, payment.Live, "N3wS3cr3tKey")
	a = s.pay(o)
	if good := a.prepare().is(t, "the key of before", 0); good.header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("the playground plays with live money")
	}
	a.key = "N3wS3cr3tKey"
	a.prepare().is(t, "the new key", 0)
	s.has(s.World, payment.Live, "N3wS3cr3tKey", &payment.SettingInput{Name: click.ServiceID, Value: "4"})
	a.prepare().is(t, "another service", click.BadRequest)

	s.has(s.World, payment.Live, "N3wS3cr3tKey")
	s.exec("ALTER TABLE click_transactions RENAME TO away")
	a.complete().is(t, "the database fails", click.Failure)
	s.exec("ALTER TABLE away RENAME TO click_transactions")
	a.complete().is(t, "and is back", 0)
	s.balanced()
	for _, line := range s.kept() {
		if strings.Contains(line, "cut off") {
			t.Errorf("%s was answered", line)
		}
	}
}

// Of calls that come at once each is carried out once.
func TestClickAtOnce(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	atOnce := func(calls ...func() heard) []heard {
		out := make([]heard, len(calls))
		var all sync.WaitGroup
		for i, call := range calls {
			all.Go(func() { out[i] = call() })
		}
		all.Wait()
		return out
	}
	for range 4 {
		o := s.clickBill()
		a, b := s.pay(o), s.pay(o)
		same := *a
		r := atOnce(func() heard { return a.prepare() }, func() heard { return same.prepare() }, func() heard { return b.prepare() })
		for _, answer := range r {
			answer.is(t, "prepared at once", 0)
		}
		if a.id != same.id || a.id == b.id {
			t.Errorf("numbers %d, %d and %d", a.id, same.id, b.id)
		}
		r = atOnce(func() heard { return a.complete() }, func() heard { return a.complete() }, func() heard { return a.cancel() }, func() heard { return b.cancel() })
		won := 0
		for _, answer := range r[:2] {
			switch *answer.Error {
			case 0:
				won++
			case click.AlreadyPaid, click.Cancelled:
			default:
				t.Error(answer.as)
			}
		}
		r[2].is(t, "called off", click.Cancelled)
		switch face := s.face(o); {
		case won == 1 && (face == "CONFIRMED PAID CAPTURED" || face == "CONFIRMED NEEDS_REVIEW CAPTURED"), won == 0 && face == "PLACED UNPAID CANCELED":
		default:
			t.Errorf("%d times confirmed, order is %s", won, face)
		}
		s.balanced()
	}
}

// A call takes a known number of statements, the one of the journal counted.
func TestClickStatements(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	a, off := s.pay(s.clickBill()), s.pay(s.clickBill())
	a.call(7, 0).is(t, "the account is read", click.UnknownAction)
	counted := counting(s.DB)
	for _, c := range []struct {
		what string
		do   func() heard
		code int
		most int
	}{
		{"prepare", func() heard { return a.prepare() }, 0, 7}, {"prepare again", func() heard { return a.prepare() }, 0, 5},
		{"complete", func() heard { return a.complete() }, 0, 9}, {"complete again", func() heard { return a.complete() }, click.AlreadyPaid, 5},
		{"prepare another", func() heard { return off.prepare() }, 0, 7}, {"cancel", off.cancel, click.Cancelled, 7},
		{"cancel what is paid", a.cancel, click.Cancelled, 10},
	} {
		if sent := counted(func() { c.do().is(t, c.what, c.code) }); len(sent) > c.most {
			t.Errorf("%s took %d statements, at most %d:\n%s", c.what, len(sent), c.most, strings.Join(sent, "\n"))
		}
	}
}
