package payme

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// Password gives what a Basic Authorization header shows as password; empty for another header or login. Comparing it is for
// whoever has the keys.
func Password(authorization string) string {
	scheme, code, _ := strings.Cut(authorization, " ")
	text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(code))
	login, password, found := strings.Cut(string(text), ":")
	if !strings.EqualFold(scheme, "Basic") || err != nil || !found || login != "Paycom" {
		return ""
	}
	return password
}

// Call is a request of Payme.
type Call struct {
	ID     json.RawMessage // to be repeated; nil when there is none that can be
	Method string
	Params json.RawMessage
}

// Read understands the body of a call. A call that is refused has the ID all the same, as far as it can be read.
// Refusals: NotJSON, NotACall.
func Read(body []byte) (Call, *Error) {
	if !json.Valid(body) {
		return Call{}, refuse(NotJSON)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil { // an array is a batch, which Payme does not know
		return Call{}, refuse(NotACall)
	}
	c := Call{Params: fields["params"]}
	if given := bytes.TrimSpace(fields["id"]); len(given) > 0 && given[0] != '{' && given[0] != '[' {
		c.ID = given
	}
	if err := json.Unmarshal(fields["method"], &c.Method); err != nil || c.Method == "" || !isObject(c.Params) || !isNumber(c.ID) {
		return c, refuse(NotACall)
	}
	return c, nil
}

func isObject(raw json.RawMessage) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && raw[0] == '{'
}

func isNumber(raw json.RawMessage) bool {
	return len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9')
}

// fields are params by name.
type fields map[string]json.RawMessage

func (c Call) fields() fields {
	f := fields{}
	_ = json.Unmarshal(c.Params, &f) // Read has seen that it is an object
	return f
}

// longestID bounds ids; those of Payme have 24 characters.
const longestID = 64

// id reads an id. Refusal: NotACall.
func (f fields) id(name string) (string, *Error) {
	var s string
	if err := json.Unmarshal(f[name], &s); err != nil || s == "" || len(s) > longestID || s != clean(s) {
		return "", refuse(NotACall)
	}
	return s, nil
}

// clean leaves out what no database keeps.
func clean(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "") }

// moment reads a time in milliseconds since 1970, of 13 digits. Refusal: NotACall.
func (f fields) moment(name string) (int64, *Error) {
	n, err := strconv.ParseInt(string(f[name]), 10, 64)
	if err != nil || n < 1e12 || n >= 1e13 {
		return 0, refuse(NotACall)
	}
	return n, nil
}

// amount reads a sum of tiyin. Refusals: NotACall for what is no number, WrongAmount for what is no whole sum above zero.
func (f fields) amount() (int64, *Error) {
	if !isNumber(f["amount"]) {
		return 0, refuse(NotACall)
	}
	n, err := strconv.ParseInt(string(f["amount"]), 10, 64)
	if err != nil || n <= 0 {
		return 0, refuse(WrongAmount)
	}
	return n, nil
}

// account reads who or what is paid for: the number of the order under the field of the kassa, as text or number.
// Refusals: NotACall, NoAccount.
func (f fields) account(field string) (string, *Error) {
	if !isObject(f["account"]) {
		return "", refuse(NotACall)
	}
	account := fields{}
	_ = json.Unmarshal(f["account"], &account)
	var s string
	if raw := account[field]; isNumber(raw) {
		s = string(raw)
	} else {
		_ = json.Unmarshal(raw, &s)
	}
	if s = strings.TrimSpace(s); s == "" || len(s) > longestID || s != clean(s) {
		return "", refuse(NoAccount).on(field)
	}
	return s, nil
}

// Bill are the params of CheckPerformTransaction.
type Bill struct {
	Amount  int64
	Account string
}

// Bill reads them. Refusals: NotACall, NoAccount, WrongAmount.
func (c Call) Bill(field string) (b Bill, refused *Error) {
	f := c.fields()
	if b.Account, refused = f.account(field); refused != nil {
		return b, refused
	}
	b.Amount, refused = f.amount()
	return b, refused
}

// Creation are the params of CreateTransaction.
type Creation struct {
	ID   string
	Time int64
	Bill
}

// Creation reads them. Refusals: NotACall, NoAccount, WrongAmount.
func (c Call) Creation(field string) (n Creation, refused *Error) {
	f := c.fields()
	if n.ID, refused = f.id("id"); refused != nil {
		return n, refused
	}
	if n.Time, refused = f.moment("time"); refused != nil {
		return n, refused
	}
	n.Bill, refused = c.Bill(field)
	return n, refused
}

// Transaction reads the id of PerformTransaction and CheckTransaction. Refusal: NotACall.
func (c Call) Transaction() (string, *Error) { return c.fields().id("id") }

// Cancellation reads the params of CancelTransaction; any reason is taken. Refusal: NotACall.
func (c Call) Cancellation() (id string, reason int, refused *Error) {
	f := c.fields()
	if id, refused = f.id("id"); refused != nil {
		return "", 0, refused
	}
	n, err := strconv.ParseInt(string(f["reason"]), 10, 32)
	if err != nil || n < math.MinInt16 || n > math.MaxInt16 {
		return "", 0, refuse(NotACall)
	}
	return id, int(n), nil
}

// Statement reads the params of GetStatement, both ends included. Refusal: NotACall.
func (c Call) Statement() (from, to int64, refused *Error) {
	f := c.fields()
	if from, refused = f.moment("from"); refused != nil {
		return 0, 0, refused
	}
	to, refused = f.moment("to")
	return from, to, refused
}

// Receipt is a fiscal receipt that SetFiscalData tells of.
type Receipt struct {
	Transaction string
	Kind        string // PERFORM or CANCEL
	ReceiptID   string
	Status      int
	Message     string
	Terminal    string
	Sign        string
	URL         string
	At          *time.Time // as the cash register says; nil when it does not or not readably
}

// registerTime is how a cash register writes a moment, in Tashkent.
const registerTime = "20060102150405"

var tashkent = time.FixedZone("Asia/Tashkent", 5*60*60)

// Receipt reads the params of SetFiscalData. Refusal: BadParams.
func (c Call) Receipt() (r Receipt, refused *Error) {
	f := c.fields()
	if r.Transaction, refused = f.id("id"); refused != nil {
		return r, refuse(BadParams)
	}
	var data struct {
		ReceiptID flexible `json:"receipt_id"`
		Status    *int     `json:"status_code"`
		Message   string   `json:"message"`
		Terminal  string   `json:"terminal_id"`
		Sign      flexible `json:"fiscal_sign"`
		URL       string   `json:"qr_code_url"`
		Date      flexible `json:"date"`
	}
	err := json.Unmarshal(f["type"], &r.Kind)
	if err != nil || r.Kind != "PERFORM" && r.Kind != "CANCEL" || !isObject(f["fiscal_data"]) {
		return r, refuse(BadParams)
	}
	if err := json.Unmarshal(f["fiscal_data"], &data); err != nil {
		return r, refuse(BadParams)
	}
	r.ReceiptID, r.Sign = clean(string(data.ReceiptID)), clean(string(data.Sign))
	r.Message, r.Terminal, r.URL = clean(data.Message), clean(data.Terminal), clean(data.URL)
	if data.Status != nil {
		r.Status = *data.Status
	}
	if at, err := time.ParseInLocation(registerTime, string(data.Date), tashkent); err == nil {
		r.At = &at
	}
	return r, nil
}

// flexible is a text that may come as a number: the documents show both.
type flexible string

// UnmarshalJSON implements json.Unmarshaler.
func (t *flexible) UnmarshalJSON(raw []byte) error {
	if isNumber(raw) {
		*t = flexible(raw)
		return nil
	}
	var s *string
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	if s != nil {
		*t = flexible(*s)
	}
	return nil
}
