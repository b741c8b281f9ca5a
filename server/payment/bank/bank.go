// Package bank is money that a buyer transfers to the shop's account in a bank. Nobody calls: the buyer shows a picture of
// the transfer, and staff who see the money confirm it.
package bank

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
)

// Code of the provider.
const Code = "bank"

// CheckWithin is how long a transfer that was shown waits for staff: a long weekend, since banks rest as well.
const CheckWithin = 5 * 24 * time.Hour

// Settings of an account: what a transfer needs to arrive.
const (
	Recipient = "recipient" // name of the owner of the account
	Account   = "account"   // its number, 20 digits
	Bank      = "bank"      // name of the bank
	MFO       = "mfo"       // code of the bank, 5 digits
	TaxID     = "taxId"     // STIR of the owner, 9 digits, or PINFL, 14
)

// Provider of bank transfers.
type Provider struct{}

// Code implements payment.Provider.
func (Provider) Code() string { return Code }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.BankTransfer }

// IsPrepaid implements payment.Provider.
func (Provider) IsPrepaid() bool { return true }

// PayWithin implements payment.Patient: somebody has to go to a bank, or to sit down at a computer.
func (Provider) PayWithin() time.Duration { return 24 * time.Hour }

// Start implements payment.Provider: the buyer is shown where to transfer to.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }

var settings = []payment.Setting{
	{Name: Recipient, Form: regexp.MustCompile(`^\S.{0,198}\S$`)},
	{Name: Account, Form: regexp.MustCompile(`^[0-9]{20}$`)},
	{Name: Bank, Form: regexp.MustCompile(`^\S.{0,198}\S$`)},
	{Name: MFO, Form: regexp.MustCompile(`^[0-9]{5}$`)},
	{Name: TaxID, Form: regexp.MustCompile(`^([0-9]{9}|[0-9]{14})$`)},
}

// Settings implements payment.Remote.
func (Provider) Settings() []payment.Setting { return settings }

// IsSecret implements payment.Remote: an account in a bank has no key.
func (Provider) IsSecret(secret string) bool { return secret == "" }

// CheckoutURL implements payment.Remote: there is no page.
func (Provider) CheckoutURL(payment.Terms, payment.Bill, lang.Lang, string) string { return "" }

// names of what a transfer needs, in the order in which a bank's form asks for it.
var names = []struct {
	setting string
	name    lang.Text
}{
	{Recipient, lang.Text{UzLatn: "Oluvchi", UzCyrl: "Олувчи", RU: "Получатель", EN: "Recipient"}},
	{Account, lang.Text{UzLatn: "Hisob raqami", UzCyrl: "Ҳисоб рақами", RU: "Расчётный счёт", EN: "Account"}},
	{Bank, lang.Text{UzLatn: "Bank", UzCyrl: "Банк", RU: "Банк", EN: "Bank"}},
	{MFO, lang.Text{UzLatn: "MFO", UzCyrl: "МФО", RU: "МФО", EN: "MFO"}},
	{TaxID, lang.Text{UzLatn: "STIR", UzCyrl: "СТИР", RU: "ИНН", EN: "Tax id"}},
}

var (
	purposeName = lang.Text{UzLatn: "Toʻlov maqsadi", UzCyrl: "Тўлов мақсади", RU: "Назначение платежа", EN: "Purpose"}
	amountName  = lang.Text{UzLatn: "Summa", UzCyrl: "Сумма", RU: "Сумма", EN: "Amount"}
	purpose     = lang.Text{UzLatn: "Buyurtma №", UzCyrl: "Буюртма №", RU: "Оплата заказа №", EN: "Order No "}
)

// Field is one thing that a transfer needs.
type Field struct {
	Name  string // in a person's language
	Value string
}

// Fields are what a buyer enters in a bank's form for a bill, in order; the purpose is how staff find the transfer.
func Fields(t payment.Terms, b payment.Bill, l lang.Lang) []Field {
	var fields []Field
	for _, n := range names {
		fields = append(fields, Field{n.name.In(l, nil), t.Settings[n.setting]})
	}
	return append(fields, Field{purposeName.In(l, nil), Purpose(b, l)}, Field{amountName.In(l, nil), b.Amount.Decimal()})
}

// Purpose is what is written on the transfer.
func Purpose(b payment.Bill, l lang.Lang) string {
	return purpose.In(l, nil) + strconv.FormatInt(b.OrderNumber, 10)
}

// Text is all fields in lines, to be copied or to be shown as a QR code.
func Text(fields []Field) string {
	lines := make([]string, len(fields))
	for i, f := range fields {
		lines[i] = f.Name + ": " + f.Value
	}
	return strings.Join(lines, "\n")
}
