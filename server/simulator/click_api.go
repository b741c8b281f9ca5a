package simulator

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/payment/click"
)

// Codes of the Merchant API's refusals; CLICK publishes none, and shops must not read them but for 0.
const (
	clickOK       = 0
	clickBadAuth  = -1
	clickNoSuch   = -2
	clickBadBody  = -3
	clickRefuses  = -5
	clickDeclined = -31
)

// clickDrift is how far the time of a call may be from CLICK's.
const clickDrift = 5 * time.Minute

// clickAPI is CLICK's Merchant API.
type clickAPI struct {
	*Simulator
	books *Books
}

// API implements Called.
func (c Click) API(s *Simulator) http.Handler {
	a := &clickAPI{Simulator: s, books: c.Books}
	mux := http.NewServeMux()
	for pattern, answer := range map[string]func(*clickCall){
		"POST /invoice/create":                              a.makeInvoice,
		"GET /invoice/status/{service}/{invoice}":           a.invoiceStatus,
		"GET /payment/status/{service}/{payment}":           a.paymentStatus,
		"GET /payment/status_by_mti/{service}/{name}/{day}": a.statusByName,
		"DELETE /payment/reversal/{service}/{payment}":      a.reverse,
		"POST /payment/ofd_data/submit_items":               a.submitItems,
		"POST /payment/ofd_data/submit_qrcode":              a.submitCode,
		"GET /payment/ofd_data/{service}/{payment}":         a.receiptOf,
		"POST /click_pass/payment":                          a.pass,
		"POST /click_pass/confirm":                          a.confirm,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, answer) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		clickWrite(w, http.StatusNotFound, map[string]any{"error_code": clickNoSuch, "error_note": "no such call"})
	})
	return mux
}

// clickCall is a call of a shop whose key was right.
type clickCall struct {
	*http.Request
	shop   Merchant
	fields map[string]any // of the body
	status int
	code   int
	note   string
	data   map[string]any
}

// refuse answers with a code other than 0.
func (c *clickCall) refuse(status, code int, note string) {
	c.status, c.code, c.note = status, code, note
}

// text and whole read fields of the body; a field that is not there is empty, and 0.
func (c *clickCall) text(name string) string { s, _ := c.fields[name].(string); return s }

func (c *clickCall) whole(name string) int64 {
	n, _ := c.fields[name].(json.Number)
	whole, _ := n.Int64()
	return whole
}

// sum reads a sum in so'm, in tiyin.
func (c *clickCall) sum(name string) (int64, bool) {
	n, isNumber := c.fields[name].(json.Number)
	sum, isSum := click.Call{Amount: n.String()}.Sum()
	return int64(sum), isNumber && isSum
}

func (a *clickAPI) serve(w http.ResponseWriter, r *http.Request, answer func(*clickCall)) {
	c := &clickCall{Request: r, status: http.StatusOK, note: "Success", data: map[string]any{}}
	d := json.NewDecoder(io.LimitReader(r.Body, mostRead))
	d.UseNumber()
	if r.Method == http.MethodPost && d.Decode(&c.fields) != nil {
		clickWrite(w, http.StatusBadRequest, map[string]any{"error_code": clickBadBody, "error_note": "the body is no JSON"})
		return
	}
	service := r.PathValue("service")
	if r.Method == http.MethodPost {
		service = strconv.FormatInt(c.whole("service_id"), 10)
	}
	var known bool
	c.shop, known = a.books.Merchant(service)
	switch {
	case !known || !a.opens(r.Header.Get("Auth"), c.shop):
		c.refuse(http.StatusUnauthorized, clickBadAuth, "Auth is wrong")
	case r.Header.Get("Accept") != "application/json":
		c.refuse(http.StatusNotAcceptable, clickBadBody, "Accept is not application/json")
	default:
		answer(c)
	}
	c.data["error_code"], c.data["error_note"] = c.code, c.note
	clickWrite(w, c.status, c.data)
}

// opens tells whether a header is of the shop, and of now.
func (a *clickAPI) opens(header string, shop Merchant) bool {
	parts := strings.Split(header, ":")
	seconds, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
	at := time.Unix(seconds, 0)
	if err != nil || len(parts) != 3 || math.Abs(float64(a.now().Sub(at))) > float64(clickDrift) {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(click.Auth(parts[0], shop.Secret, at)), []byte(header)) == 1 && parts[0] != ""
}

func clickWrite(w http.ResponseWriter, status int, data map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(data) // plain fields; whoever has gone asks again
}

// deal finds the deal of a shop by CLICK's number of its payment.
func (a *clickAPI) deal(c *clickCall, number string) (*Deal, func()) {
	return a.find(func(d *Deal) bool { return d.Merchant.ID == c.shop.ID && fmt.Sprint(paydocOf(d)) == number })
}

// clickStatus is the payment_status of a deal.
func clickStatus(d *Deal) int {
	switch d.Status {
	case Paid:
		return click.PaymentDone
	case Waiting:
		return click.PaymentWaits
	case Begun:
		return click.PaymentCreated
	}
	return clickRefuses
}

func (a *clickAPI) paymentStatus(c *clickCall) {
	d, done := a.deal(c, c.PathValue("payment"))
	defer done()
	if d == nil {
		c.refuse(http.StatusNotFound, clickNoSuch, "Payment not found")
		return
	}
	c.data["payment_id"], c.data["payment_status"] = paydocOf(d), clickStatus(d)
}

// statusByName finds the newest payment that was begun for an order, or under the name that the shop gave it, on a day.
func (a *clickAPI) statusByName(c *clickCall) {
	d, done := a.find(func(d *Deal) bool {
		isNamed := d.Name == c.PathValue("name") || d.Name == "" && d.Order == c.PathValue("name")
		return d.Merchant.ID == c.shop.ID && isNamed && d.At.In(tashkent).Format(time.DateOnly) == c.PathValue("day")
	})
	defer done()
	if d == nil {
		c.refuse(http.StatusNotFound, clickNoSuch, "Payment not found")
		return
	}
	c.data["payment_id"], c.data["merchant_trans_id"] = paydocOf(d), c.PathValue("name")
}

// reverse gives a payment back, once, in the month of its making.
func (a *clickAPI) reverse(c *clickCall) {
	d, done := a.deal(c, c.PathValue("payment"))
	defer done()
	switch {
	case d == nil:
		c.refuse(http.StatusNotFound, clickNoSuch, "Payment not found")
	case d.Status != Paid:
		c.refuse(http.StatusOK, clickRefuses, "Payment is not successful")
	case a.now().In(tashkent).Format("2006-01") != d.At.In(tashkent).Format("2006-01") && a.now().In(tashkent).Day() > 1:
		c.refuse(http.StatusOK, clickRefuses, "The month is closed")
	default:
		d.Status = Refunded
		c.data["payment_id"] = paydocOf(d)
	}
}
