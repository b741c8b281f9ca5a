package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"unicode/utf8"
)

var (
	clickSPIC = regexp.MustCompile(`^[0-9]{17}$`)
	clickPack = regexp.MustCompile(`^[0-9]{1,20}$`)
	clickTIN  = regexp.MustCompile(`^[0-9]{9}$`)
	clickPIN  = regexp.MustCompile(`^[0-9]{14}$`)
)

// clickItem is a line of a receipt; all sums in tiyin.
type clickItem struct {
	Name           string
	SPIC           string
	PackageCode    string
	Price          *int64
	Discount       int64
	Amount         *int64
	VAT            *int64
	VATPercent     *int64
	CommissionInfo struct{ TIN, PINFL string }
}

// wrong says what a cash register does not take; "" when it takes all.
func (i clickItem) wrong() string {
	switch {
	case i.Name == "" || utf8.RuneCountInString(i.Name) > 63:
		return "Name"
	case !clickSPIC.MatchString(i.SPIC):
		return "SPIC"
	case !clickPack.MatchString(i.PackageCode):
		return "PackageCode"
	case i.Price == nil || *i.Price < 0 || i.Discount < 0 || i.Discount > *i.Price:
		return "Price"
	case i.Amount == nil || *i.Amount <= 0:
		return "Amount"
	case i.VAT == nil || i.VATPercent == nil || *i.VAT < 0:
		return "VAT"
	case !clickTIN.MatchString(i.CommissionInfo.TIN) && !clickPIN.MatchString(i.CommissionInfo.PINFL):
		return "CommissionInfo"
	}
	return ""
}

// submitItems prints the receipt of a payment, when the items come to its sum.
func (a *clickAPI) submitItems(c *clickCall) {
	d, done := a.deal(c, fmt.Sprint(c.whole("payment_id")))
	defer done()
	if d == nil || d.Status != Paid {
		c.refuse(http.StatusNotFound, clickNoSuch, "Payment not found")
		return
	}
	raw, err := json.Marshal(c.fields["items"])
	if err != nil {
		panic(err) // it was JSON
	}
	var items []clickItem
	if json.Unmarshal(raw, &items) != nil || len(items) == 0 {
		c.refuse(http.StatusBadRequest, clickBadBody, "items are wrong")
		return
	}
	sum := int64(0)
	for n, item := range items {
		if what := item.wrong(); what != "" {
			c.refuse(http.StatusBadRequest, clickBadBody, fmt.Sprintf("%s of item %d is wrong", what, n+1))
			return
		}
		sum += *item.Price - item.Discount
	}
	if got := c.whole("received_ecash") + c.whole("received_cash") + c.whole("received_card"); sum != int64(d.Amount) || got != sum {
		c.refuse(http.StatusBadRequest, clickBadBody, fmt.Sprintf("items come to %d, received %d, paid %d", sum, got, d.Amount))
		return
	}
	d.Receipt = fmt.Sprintf("https://ofd.soliq.uz/check?t=EP000000000000&r=%d", paydocOf(d))
}

// submitCode notes the receipt that the shop has printed itself.
func (a *clickAPI) submitCode(c *clickCall) {
	d, done := a.deal(c, fmt.Sprint(c.whole("payment_id")))
	defer done()
	address, err := url.Parse(c.text("qrcode"))
	switch {
	case d == nil || d.Status != Paid:
		c.refuse(http.StatusNotFound, clickNoSuch, "Payment not found")
	case err != nil || address.Scheme != "https":
		c.refuse(http.StatusBadRequest, clickBadBody, "qrcode is no address")
	default:
		d.Receipt = address.String()
	}
}

func (a *clickAPI) receiptOf(c *clickCall) {
	d, done := a.deal(c, c.PathValue("payment"))
	defer done()
	if d == nil {
		c.refuse(http.StatusNotFound, clickNoSuch, "Payment not found")
		return
	}
	c.data["paymentId"], c.data["qrCodeURL"] = paydocOf(d), d.Receipt
}
