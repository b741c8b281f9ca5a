package main

import (
	"context"
	"time"

	"github.com/mymmrac/telego"
)

// The contract's shapes, cut to what the sentences need. Sums are in tiyin.

type credentials struct {
	BotID        int64
	Token        string
	WebhookKey   string
	IsTestServer bool
	Store        storeFacts
}

type storeFacts struct {
	Slug, Name, Description string
	Languages               []language
	TimeZone                string
	Contacts                struct{ Phone, Telegram string }
	Legal                   struct{ Name, TaxID, Address, TermsURL string }
}

// notice is a message owed to a person.
type notice struct {
	ID            string
	Kind          string
	BotID         int64
	RecipientKind string
	TelegramID    int64
	Language      language
	EditMessageID *int64
	URL           *string
	Words         string
	Attempts      int
	Store         struct{ Slug, TimeZone string }
	Order         *order
}

// order is what was bought and where it stands.
type order struct {
	ID            string
	Number        int64
	Lifecycle     string
	PaymentStatus string
	PaymentMethod string
	Comment       string
	CancelReason  string
	PromisedAt    *time.Time
	ExpiresAt     *time.Time
	Contact       struct{ Name, Phone string }
	Lines         []line
	Totals        struct{ Discount, Delivery, Total sum }
	Delivery      way
	Fulfilments   []struct{ State string }
}

type line struct {
	Name, VariantName          string
	Quantity, CanceledQuantity int
	Total                      sum
	Modifiers                  []choice
}

// choice is a modifier of a dish.
type choice struct {
	Name     string
	Quantity int
}

// way is how the goods come to the buyer: Method is COURIER, PICKUP or DIGITAL.
type way struct {
	Method, Name string
	MapURL       *string
	Address      *place
	PickupPoint  *point
}

type place struct{ Formatted, Note string }

type point struct{ Address string }

type sum struct{ Minor int64 }

// ack says what became of a notice. Outcome is SENT, RETRY, DEAD or UNREACHABLE.
type ack struct {
	ID                string  `json:"id"`
	Outcome           string  `json:"outcome"`
	MessageID         *int64  `json:"messageId,omitempty"`
	RetryAfterSeconds *int    `json:"retryAfterSeconds,omitempty"`
	WriteAccess       *string `json:"writeAccess,omitempty"`
	Error             *string `json:"error,omitempty"`
}

// report is what Telegram told about a person; nil fields are not known.
type report struct {
	BotID          int64     `json:"botId"`
	TelegramID     int64     `json:"telegramId"`
	FirstName      *string   `json:"firstName,omitempty"`
	LastName       *string   `json:"lastName,omitempty"`
	Username       *string   `json:"username,omitempty"`
	LanguageCode   *string   `json:"languageCode,omitempty"`
	StartParam     *string   `json:"startParam,omitempty"`
	WriteAccess    *string   `json:"writeAccess,omitempty"`
	Phone          *string   `json:"phone,omitempty"`
	Language       *language `json:"language,omitempty"`
	WantsMarketing *bool     `json:"wantsMarketing,omitempty"`
}

// reported is the answer to a report. Language is the person's choice, empty when the server knows none.
type reported struct {
	Language language
	IsStaff  bool
	Errors   []userError
}

// credentials lists the bots of all stores; texts are in the given language.
func (a *api) credentials(ctx context.Context, l language) ([]credentials, error) {
	var out struct{ BotCredentials []credentials }
	err := a.do(ctx, "BotCredentials", caller{language: l}, nil, &out)
	return out.BotCredentials, err
}

// claim takes up to limit notices and waits for the first one.
func (a *api) claim(ctx context.Context, limit int, wait, lease time.Duration) ([]notice, error) {
	var out struct {
		NotificationsClaim struct{ Notifications []notice }
	}
	err := a.do(ctx, "NotificationsClaim", caller{}, map[string]any{"input": map[string]any{
		"limit": limit, "waitSeconds": int(wait.Seconds()), "leaseSeconds": int(lease.Seconds()),
	}}, &out, wait)
	return out.NotificationsClaim.Notifications, err
}

func (a *api) ack(ctx context.Context, results []ack) error {
	var out struct{}
	return a.do(ctx, "NotificationsAck", caller{}, map[string]any{"input": map[string]any{"results": results}}, &out)
}

func (a *api) report(ctx context.Context, r report, store string, l language) (reported, error) {
	var out struct {
		BotUserReport struct {
			Customer, Staff *struct{ Language language }
			UserErrors      []userError
		}
	}
	err := a.do(ctx, "BotUserReport", caller{store: store, language: l}, map[string]any{"input": r}, &out)
	got := reported{Errors: out.BotUserReport.UserErrors}
	if s := out.BotUserReport.Staff; s != nil {
		got.IsStaff, got.Language = true, s.Language
	}
	if c := out.BotUserReport.Customer; c != nil {
		got.Language = c.Language
	}
	return got, err
}

// signIn makes a link into the admin; empty when the person is not staff of the store.
func (a *api) signIn(ctx context.Context, botID, telegramID int64, store string, l language) (string, []userError, error) {
	var out struct {
		BotStaffSignIn struct {
			Link       *struct{ URL string }
			UserErrors []userError
		}
	}
	err := a.do(ctx, "BotStaffSignIn", caller{store: store, language: l},
		map[string]any{"input": map[string]any{"botId": botID, "telegramId": telegramID}}, &out)
	if link := out.BotStaffSignIn.Link; link != nil {
		return link.URL, nil, err
	}
	return "", out.BotStaffSignIn.UserErrors, err
}

// webSignIn is a sign-in on a web page that waits for an answer. Site and device are empty when not known.
type webSignIn struct{ MatchCode, Site, Device string }

// signInOf reads what a start code asks for; nil when it is over or unknown.
func (a *api) signInOf(ctx context.Context, botID int64, code, store string, l language) (*webSignIn, error) {
	var out struct{ BotTelegramSignIn *webSignIn }
	err := a.do(ctx, "BotTelegramSignIn", caller{store: store, language: l}, map[string]any{"botId": botID, "code": code}, &out)
	return out.BotTelegramSignIn, err
}

// signInAnswer is the contract's BotTelegramSignInAnswerInput.
type signInAnswer struct {
	BotID        int64   `json:"botId"`
	Code         string  `json:"code"`
	IsApproved   bool    `json:"isApproved"`
	TelegramID   int64   `json:"telegramId"`
	FirstName    string  `json:"firstName"`
	LastName     *string `json:"lastName,omitempty"`
	Username     *string `json:"username,omitempty"`
	LanguageCode *string `json:"languageCode,omitempty"`
}

// answerSignIn keeps the answer and gives the host of the page, empty when it is not known.
func (a *api) answerSignIn(ctx context.Context, answer signInAnswer, store string, l language) (site string, refused []userError, err error) {
	var out struct {
		BotTelegramSignInAnswer struct {
			TelegramSignIn *webSignIn
			UserErrors     []userError
		}
	}
	err = a.do(ctx, "BotTelegramSignInAnswer", caller{store: store, language: l}, map[string]any{"input": answer}, &out)
	if t := out.BotTelegramSignInAnswer.TelegramSignIn; t != nil {
		site = t.Site
	}
	return site, out.BotTelegramSignInAnswer.UserErrors, err
}

func (a *api) status(ctx context.Context, botID int64, status string, username *string, hasMainApp *bool) error {
	var out struct{}
	return a.do(ctx, "BotStatusReport", caller{}, map[string]any{"input": map[string]any{
		"botId": botID, "status": status, "username": username, "hasMainWebApp": hasMainApp,
	}}, &out)
}

// confirm accepts an order for the member of staff in as.
func (a *api) confirm(ctx context.Context, as caller, orderID string) (number int64, refused []userError, err error) {
	var out struct {
		OrderConfirm struct {
			Order      *struct{ Number int64 }
			UserErrors []userError
		}
	}
	err = a.do(ctx, "OrderConfirm", as, map[string]any{"input": map[string]any{"id": orderID}}, &out)
	if o := out.OrderConfirm.Order; o != nil {
		number = o.Number
	}
	return number, out.OrderConfirm.UserErrors, err
}

// preCheckout asks whether an invoice may be paid now; empty when it may, else why not.
func (a *api) preCheckout(ctx context.Context, botID int64, q *telego.PreCheckoutQuery, store string, l language) (reason string, err error) {
	var out struct {
		BotPreCheckout struct {
			IsAllowed bool
			Reason    string
		}
	}
	err = a.do(ctx, "BotPreCheckout", caller{store: store, language: l}, map[string]any{"input": map[string]any{
		"botId": botID, "telegramId": q.From.ID, "payload": q.InvoicePayload, "currency": q.Currency, "totalAmount": q.TotalAmount,
	}}, &out)
	if got := out.BotPreCheckout; err == nil && !got.IsAllowed && got.Reason == "" {
		return sentences[l].Busy, nil
	}
	return out.BotPreCheckout.Reason, err
}

// refunded reports Stars that went back; without an error it is written down for good.
func (a *api) refunded(ctx context.Context, botID int64, charge, store string) error {
	var out struct{}
	return a.do(ctx, "BotRefundReport", caller{store: store}, map[string]any{"input": map[string]any{
		"botId": botID, "telegramChargeId": charge,
	}}, &out)
}

// paid reports a payment; without an error it is written down for good.
func (a *api) paid(ctx context.Context, botID, payer int64, p *telego.SuccessfulPayment, store string) error {
	var out struct{}
	return a.do(ctx, "BotPaymentReport", caller{store: store}, map[string]any{"input": map[string]any{
		"botId": botID, "telegramId": payer, "payload": p.InvoicePayload, "currency": p.Currency, "totalAmount": p.TotalAmount,
		"telegramChargeId": p.TelegramPaymentChargeID, "providerChargeId": p.ProviderPaymentChargeID,
	}}, &out)
}
