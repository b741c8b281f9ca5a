package invoice

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// StarsCode is the code of the provider of invoices in Telegram Stars, and XTR their currency.
const (
	StarsCode = "stars"
	XTR       = "XTR"
)

// Rate is the setting of an account that says what a Star is worth to the shop, in whole soʻm.
const Rate = "somPerStar"

// Stars is the provider of invoices in Telegram Stars, for digital goods. The Stars lie with the bot until its owner takes them
// out; no account and no key is needed but the bot.
type Stars struct{ API API }

// Code implements payment.Provider.
func (Stars) Code() string { return StarsCode }

// Method implements payment.Provider.
func (Stars) Method() payment.Method { return payment.TelegramStars }

// IsPrepaid implements payment.Provider.
func (Stars) IsPrepaid() bool { return true }

// Start implements payment.Provider: Telegram hears of an attempt when its page is opened.
func (Stars) Start(*payment.Payment, time.Time) error { return nil }

var starSettings = []payment.Setting{{Name: Rate, Form: regexp.MustCompile(`^[1-9][0-9]{0,5}$`)}}

// Settings implements payment.Remote.
func (Stars) Settings() []payment.Setting { return starSettings }

// IsSecret implements payment.Remote: the bot has its token already.
func (Stars) IsSecret(secret string) bool { return secret == "" }

// CheckoutURL implements payment.Remote: the page is asked for.
func (Stars) CheckoutURL(payment.Terms, payment.Bill, lang.Lang, string) string { return "" }

// Stars implements payment.StarProvider.
func (Stars) Stars(t payment.Terms, sum money.Tiyin) int {
	som, err := strconv.Atoi(t.Settings[Rate])
	if err != nil || som <= 0 || sum <= 0 {
		return 0
	}
	rate := money.Tiyin(som) * money.Som
	return int((sum + rate - 1) / rate)
}

// Open implements payment.Opener. An invoice in Stars has one price and no token.
func (s Stars) Open(ctx context.Context, k payment.Keys, o payment.Opening) (payment.Opened, error) {
	return s.API.open(ctx, k.StoreID, link{
		Title: Title(o), Description: description(o), Payload: Payload(o), Currency: XTR, Prices: []Price{{Label: Title(o), Amount: int64(o.Stars)}},
	})
}

// RefundsInFull implements payment.WholeRefunder: refundStarPayment has no amount.
func (Stars) RefundsInFull() {}

// Refund implements payment.Refunder. Telegram gives a payment back once: that it was given back already is success.
func (s Stars) Refund(ctx context.Context, k payment.Keys, c payment.RefundCall) (payment.RefundOutcome, error) {
	if c.Amount != c.Captured {
		return payment.RefundOutcome{State: payment.RefundFailed, Reason: "Stars go back in full only"}, nil
	}
	payer, err := s.API.Payer(ctx, k.StoreID, c.Ref)
	if err != nil {
		return payment.RefundOutcome{}, err
	}
	var done bool
	err = s.API.call(ctx, k.StoreID, "refundStarPayment", struct {
		UserID   int64  `json:"user_id"`
		ChargeID string `json:"telegram_payment_charge_id"`
	}{payer, c.Ref}, &done)
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal) && !strings.Contains(refusal.Description, "CHARGE_ALREADY_REFUNDED"):
		return payment.RefundOutcome{State: payment.RefundFailed, Reason: refusal.Description}, nil
	case refusal == nil && err != nil:
		return payment.RefundOutcome{}, err
	}
	return payment.RefundOutcome{State: payment.RefundDone, Ref: c.Ref}, nil
}

// StarTransaction is a movement of a bot's Stars: of a payment to it, or of a refund from it, which has the id of the payment.
type StarTransaction struct {
	ID       string       `json:"id"`
	Amount   int64        `json:"amount"` // whole Stars
	Date     int64        `json:"date"`   // seconds since 1970
	Source   *StarPartner `json:"source"`
	Receiver *StarPartner `json:"receiver"`
}

// StarPartner is the other side of a movement.
type StarPartner struct {
	Type string `json:"type"` // user; anything else is none of a shop's
	// TransactionType is invoice_payment for invoices and their refunds.
	TransactionType string `json:"transaction_type"`
	User            struct {
		ID int64 `json:"id"`
	} `json:"user"`
	Payload string `json:"invoice_payload"`
}

// IsOfInvoice tells whether the other side is a buyer of an invoice.
func (p *StarPartner) IsOfInvoice() bool {
	return p != nil && p.Type == "user" && p.TransactionType == "invoice_payment"
}

// StarPage is how many movements Transactions gives at most; Telegram gives no more at a time.
const StarPage = 100

// Transactions reads the movements of the bot's Stars after the first seen ones, oldest first.
func (s Stars) Transactions(ctx context.Context, storeID, seen int64) ([]StarTransaction, error) {
	var page struct {
		Transactions []StarTransaction `json:"transactions"`
	}
	err := s.API.call(ctx, storeID, "getStarTransactions", struct {
		Offset int64 `json:"offset"`
		Limit  int   `json:"limit"`
	}{seen, StarPage}, &page)
	return page.Transactions, err
}
