package simulator

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment/click"
)

// pass is what is kept of a payment by CLICK Pass.
type pass struct{ mustConfirm bool }

var clickPhone = regexp.MustCompile(`^998[0-9]{9}$`)

// bring makes a deal that the shop has sent.
func (a *clickAPI) bring(c *clickCall, order, name string, amount int64, extra any, status Status) *Deal {
	return a.sent(Bill{Merchant: c.shop, Order: order, Amount: money.Tiyin(amount)}, name, extra, status)
}

// makeInvoice sends a bill to a phone; it is paid on the page of the deal. A phone that ends in 0000 has no CLICK.
func (a *clickAPI) makeInvoice(c *clickCall) {
	amount, isSum := c.sum("amount")
	phone, order := strings.TrimPrefix(c.text("phone_number"), "+"), c.text("merchant_trans_id")
	switch {
	case !isSum || order == "" || !clickPhone.MatchString(phone):
		c.refuse(http.StatusBadRequest, clickBadBody, "amount, phone_number or merchant_trans_id is wrong")
	case strings.HasSuffix(phone, "0000"):
		c.refuse(http.StatusOK, clickRefuses, "The phone is not of a user of CLICK")
	default:
		c.data["invoice_id"] = paydocOf(a.bring(c, order, "", amount, nil, Begun))
	}
}

func (a *clickAPI) invoiceStatus(c *clickCall) {
	d, done := a.deal(c, c.PathValue("invoice"))
	defer done()
	if d == nil {
		c.refuse(http.StatusNotFound, clickNoSuch, "Invoice not found")
		return
	}
	switch d.Status {
	case Paid, Refunded:
		c.data["invoice_status"] = click.InvoicePaid
	case Begun, Waiting:
		c.data["invoice_status"] = click.InvoiceWaits
	default:
		c.data["invoice_status"] = click.InvoiceDeleted
	}
	c.data["invoice_status_note"] = string(d.Status)
}

// pass takes money of whoever shows a code. Codes are numbers; one that ends in 0 has no money, one that ends in 9 must be
// confirmed by the shop.
func (a *clickAPI) pass(c *clickCall) {
	amount, isSum := c.sum("amount")
	code, name := c.text("otp_data"), c.text("transaction_id")
	if !isSum || strings.Trim(code, "0123456789") != "" || len(code) < 8 {
		c.refuse(http.StatusBadRequest, clickBadBody, "amount or otp_data is wrong")
		return
	}
	status, mode := Paid, 0
	switch code[len(code)-1] {
	case '0':
		a.bring(c, name, name, amount, pass{}, Declined)
		c.refuse(http.StatusOK, clickDeclined, "Not enough money")
		return
	case '9':
		status, mode = Waiting, 1
	}
	d := a.bring(c, name, name, amount, pass{mode == 1}, status)
	c.data["payment_id"], c.data["payment_status"], c.data["confirm_mode"] = paydocOf(d), click.PaymentDone-mode, mode
	c.data["card_type"], c.data["processing_type"], c.data["card_number"], c.data["phone_number"] = "private", "UZCARD", "8600******1234", "99890*****67"
}

func (a *clickAPI) confirm(c *clickCall) {
	d, done := a.deal(c, fmt.Sprint(c.whole("payment_id")))
	defer done()
	switch p, isPass := extraPass(d); {
	case !isPass:
		c.refuse(http.StatusNotFound, clickNoSuch, "Payment not found")
	case !p.mustConfirm || d.Status != Waiting:
		c.refuse(http.StatusOK, clickRefuses, "Payment does not wait for the shop")
	default:
		d.Status = Paid
		c.data["payment_id"], c.data["payment_status"] = paydocOf(d), clickStatus(d)
	}
}

func extraPass(d *Deal) (p pass, is bool) {
	if d != nil {
		p, is = d.Extra.(pass)
	}
	return p, is
}
