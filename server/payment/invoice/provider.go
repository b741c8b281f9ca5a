package invoice

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
)

// Code of the provider of invoices in money.
const Code = "telegram"

// Patience is how long an invoice that a buyer has begun to pay may take. Telegram waits ten seconds for our word and then
// charges the card; what comes later than this is late money, and is taken all the same.
const Patience = 15 * time.Minute

// Provider of invoices in money, for things and real-world services. The secret of an account is the token by which BotFather
// connects a payment provider, such as Click or Payme, to the bot.
type Provider struct{ API API }

// Code implements payment.Provider.
func (Provider) Code() string { return Code }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.Telegram }

// IsPrepaid implements payment.Provider.
func (Provider) IsPrepaid() bool { return true }

// Start implements payment.Provider: Telegram hears of an attempt when its page is opened.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }

// Settings implements payment.Remote: the token says all.
func (Provider) Settings() []payment.Setting { return nil }

// tokens are <id>:TEST:<rest> and <id>:LIVE:<rest>.
var tokens = regexp.MustCompile(`^[0-9]{1,20}:(TEST|LIVE):[!-~]{8,160}$`)

// IsSecret implements payment.Remote.
func (Provider) IsSecret(secret string) bool { return tokens.MatchString(secret) }

// ModeOf implements payment.ModeTeller: the token says whether it moves money.
func (Provider) ModeOf(secret string) payment.Mode {
	if m := tokens.FindStringSubmatch(secret); m != nil {
		return payment.Mode(m[1])
	}
	return ""
}

// CheckoutURL implements payment.Remote: the page is asked for.
func (Provider) CheckoutURL(payment.Terms, payment.Bill, lang.Lang, string) string { return "" }

// link is what createInvoiceLink is told.
type link struct {
	Title         string  `json:"title"`
	Description   string  `json:"description"`
	Payload       string  `json:"payload"`
	ProviderToken string  `json:"provider_token"`
	Currency      string  `json:"currency"`
	Prices        []Price `json:"prices"`
}

// Open implements payment.Opener. The same attempt gets another link with the same payload when it is opened again; both can be
// paid, and pre-checkout lets only one be.
func (p Provider) Open(ctx context.Context, k payment.Keys, o payment.Opening) (payment.Opened, error) {
	return p.API.open(ctx, k.StoreID, link{
		Title: Title(o), Description: description(o), Payload: Payload(o), ProviderToken: k.Secret, Currency: "UZS", Prices: Prices(o),
	})
}

func (a API) open(ctx context.Context, storeID int64, l link) (payment.Opened, error) {
	var address string
	err := a.call(ctx, storeID, "createInvoiceLink", l, &address)
	if path, isLink := strings.CutPrefix(address, "https://t.me"); isLink && a.Links != nil {
		address = a.Links() + path
	}
	return payment.Opened{URL: address}, err
}

// Payload names an attempt to Telegram: it comes back with the money and says nothing to anybody else. At most 128 bytes.
func Payload(o payment.Opening) string { return id.Of(id.Payment, o.PaymentID).String() }
