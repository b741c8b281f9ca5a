package click

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/dokon-shop/dokon/server/money"
)

// Actions of a call.
const (
	Prepare  = 0
	Complete = 1
)

// Call is a call of the SHOP-API.
type Call struct {
	TransID   int64  // CLICK's number of the attempt
	ServiceID string // as it came
	PaydocID  int64  // of the payment, which the payer sees in an SMS
	Account   string // merchant_trans_id
	PrepareID int64  // of Complete alone
	Amount    string // so'm, as it came: it is signed as it came
	Action    int
	Error     int // below zero: CLICK has called the payment off

	signed    [2]string // what stands before and behind the key in what is signed
	signature string
}

// longest bounds texts; those of CLICK are shorter.
const longest = 255

// Read understands the body of a call. What can be read of a call that is refused is there all the same, for the answer.
// Refusal: BadRequest, for a field that is missing, twice there or no number where one is due.
func Read(body []byte) (Call, *Error) {
	values, err := url.ParseQuery(string(body))
	f := fields{values: values, isGood: err == nil}
	c := Call{
		TransID: f.number("click_trans_id"), ServiceID: f.text("service_id"), PaydocID: f.number("click_paydoc_id"),
		Account: f.text("merchant_trans_id"), Amount: f.text("amount"), Action: int(f.signedNumber("action")), Error: int(f.signedNumber("error")),
		signature: f.text("sign_string"),
	}
	at := f.text("sign_time")
	prepared := ""
	if c.Action == Complete {
		prepared = f.text("merchant_prepare_id")
		c.PrepareID = f.number("merchant_prepare_id")
	}
	c.signed = [2]string{
		f.text("click_trans_id") + c.ServiceID, c.Account + prepared + c.Amount + f.text("action") + at,
	}
	if !f.isGood || c.Error > 0 || !decimal(c.Amount) {
		return c, Refuse(BadRequest)
	}
	return c, nil
}

// fields are those of a form. isGood becomes false with the first that cannot be.
type fields struct {
	values url.Values
	isGood bool
}

func (f *fields) text(name string) string {
	all := f.values[name]
	if len(all) != 1 || all[0] == "" || len(all[0]) > longest || strings.ToValidUTF8(all[0], "") != all[0] || strings.Contains(all[0], "\x00") {
		f.isGood = false
		return ""
	}
	return all[0]
}

func (f *fields) signedNumber(name string) int64 {
	n, err := strconv.ParseInt(f.text(name), 10, 64)
	if err != nil || n < math.MinInt32 || n > math.MaxInt32 {
		f.isGood = false
		return 0
	}
	return n
}

func (f *fields) number(name string) int64 {
	n, err := strconv.ParseInt(f.text(name), 10, 64)
	if err != nil || n <= 0 {
		f.isGood = false
		return 0
	}
	return n
}

// decimal tells whether a text is a plain decimal number: digits, and a point with digits behind it at most.
func decimal(s string) bool {
	whole, part, hasPoint := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	isDigits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return isDigits(whole) && (!hasPoint || isDigits(part))
}

// Sum is the amount to the tiyin; false for one that is no sum of whole tiyin, is not above zero, or is beyond all sums.
func (c Call) Sum() (money.Tiyin, bool) {
	whole, part, _ := strings.Cut(c.Amount, ".")
	part = strings.TrimRight(part, "0")
	if len(part) > 2 || !decimal(c.Amount) {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	return money.Tiyin(n), err == nil && n > 0
}

// IsSigned tells whether the call was signed with a key; it takes as long whether it was or not. The texts are those that
// came: "1000" and "1000.00" are signed differently.
func (c Call) IsSigned(key string) bool {
	want := Sign(c.signed[0], key, c.signed[1])
	return subtle.ConstantTimeCompare([]byte(want), []byte(strings.ToLower(c.signature))) == 1
}

// Sign is the hex MD5 of texts put together, as CLICK signs.
func Sign(parts ...string) string {
	sum := md5.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}
