package fakegram

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// LabeledPrice is a line of an invoice, in the smallest unit of its currency.
type LabeledPrice struct {
	Label  string `json:"label"`
	Amount int64  `json:"amount"`
}

// Invoice is what a link of createInvoiceLink leads to. It can be paid as often as the bot allows.
type Invoice struct {
	Slug        string         `json:"slug"`
	BotID       int64          `json:"bot_id"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Currency    string         `json:"currency"`
	Prices      []LabeledPrice `json:"prices"`
	Total       int64          `json:"total"`
	IsTest      bool           `json:"is_test"`

	token, payload string
}

// PreCheckoutQuery is the last question before a card is charged.
type PreCheckoutQuery struct {
	ID       string `json:"id"`
	From     User   `json:"from"`
	Currency string `json:"currency"`
	Total    int64  `json:"total_amount"`
	Payload  string `json:"invoice_payload"`
}

// SuccessfulPayment says that a card was charged.
type SuccessfulPayment struct {
	Currency         string `json:"currency"`
	Total            int64  `json:"total_amount"`
	Payload          string `json:"invoice_payload"`
	ChargeID         string `json:"telegram_payment_charge_id"`
	ProviderChargeID string `json:"provider_payment_charge_id"`
}

// RefundedPayment says that Stars went back.
type RefundedPayment struct {
	Currency string `json:"currency"`
	Total    int64  `json:"total_amount"`
	Payload  string `json:"invoice_payload"`
	ChargeID string `json:"telegram_payment_charge_id"`
}

// StarTransaction is a movement of a bot's Stars: from a buyer, or, of a refund, back to one. Both have the same id.
type StarTransaction struct {
	ID       string       `json:"id"`
	Amount   int64        `json:"amount"`
	Date     int64        `json:"date"`
	Source   *starPartner `json:"source,omitempty"`
	Receiver *starPartner `json:"receiver,omitempty"`
}

type starPartner struct {
	Type            string `json:"type"`
	TransactionType string `json:"transaction_type"`
	User            User   `json:"user"`
	Payload         string `json:"invoice_payload,omitempty"`
}

// charge is a payment that was made.
type charge struct {
	SuccessfulPayment
	bot      int64
	by       int64
	refunded bool
}

// providerTokens are those that this Telegram takes: a word TEST or LIVE in the middle, as BotFather's have.
var providerTokens = regexp.MustCompile(`^[0-9]+:(TEST|LIVE):.+$`)

// Sums of UZS that an invoice may have, tiyin: about one and ten thousand dollars.
const lowestUZS, highestUZS = 12_000_00, 125_000_000_00

func (c *call) createInvoiceLink() (any, *Failure) {
	title, description, payload := c.args.text("title"), c.args.text("description"), c.args.text("payload")
	currency, provider := c.args.text("currency"), c.args.text("provider_token")
	switch {
	case title == "" || units(title) > 32:
		return nil, badRequest("INVOICE_TITLE_INVALID")
	case description == "" || units(description) > 255:
		return nil, badRequest("INVOICE_DESCRIPTION_INVALID")
	case payload == "" || len(payload) > 128:
		return nil, badRequest("INVOICE_PAYLOAD_INVALID")
	case currency != "UZS" && currency != "XTR":
		return nil, badRequest("CURRENCY_INVALID")
	}
	v := &Invoice{BotID: c.bot.ID(), Title: title, Description: description, Currency: currency, token: c.bot.Token, payload: payload}
	if given, f := c.args.object("prices", &v.Prices); f != nil || !given || len(v.Prices) == 0 {
		return nil, badRequest("there must be at least one price")
	}
	for _, p := range v.Prices {
		if strings.TrimSpace(p.Label) == "" {
			return nil, badRequest("LABEL_INVALID")
		}
		v.Total += p.Amount
	}
	switch {
	case currency == "XTR" && (provider != "" || len(v.Prices) != 1 || v.Total < 1):
		return nil, badRequest("STARS_INVOICE_INVALID")
	case currency == "UZS" && !providerTokens.MatchString(provider):
		return nil, badRequest("PAYMENT_PROVIDER_INVALID")
	case currency == "UZS" && (v.Total < lowestUZS || v.Total > highestUZS):
		return nil, badRequest("CURRENCY_TOTAL_AMOUNT_INVALID")
	}
	v.IsTest = strings.Contains(provider, ":TEST:")
	v.Slug = "inv" + strconv.FormatInt(v.BotID, 36) + "_" + strconv.FormatInt(c.options.FirstID+c.next(), 36)
	c.invoices[v.Slug] = v
	return "https://t.me/$" + v.Slug, nil
}

// checkoutLife is how long a pre-checkout query can be answered, in seconds.
const checkoutLife = 10

// checkout is a payment that waits for the bot's word.
type checkout struct {
	bot      int64
	at       int64
	answered bool
	ok       bool
	message  string
}

func (c *call) answerPreCheckoutQuery() (any, *Failure) {
	q := c.checkouts[c.args.text("pre_checkout_query_id")]
	if q == nil || q.bot != c.bot.ID() || q.answered || c.now().Unix()-q.at > checkoutLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	ok, message := c.args.flag("ok"), c.args.text("error_message")
	if !ok && strings.TrimSpace(message) == "" {
		return nil, badRequest("error message must be non-empty")
	}
	q.answered, q.ok, q.message = true, ok, message
	c.touch()
	return true, nil
}

func (c *call) refundStarPayment() (any, *Failure) {
	id := c.args.text("telegram_payment_charge_id")
	user, _ := c.args.number("user_id")
	i := slices.IndexFunc(c.charges, func(p *charge) bool {
		return p.ChargeID == id && p.bot == c.bot.ID() && p.by == user && p.Currency == "XTR"
	})
	switch {
	case i < 0:
		return nil, badRequest("CHARGE_NOT_FOUND")
	case c.charges[i].refunded:
		return nil, badRequest("CHARGE_ALREADY_REFUNDED")
	}
	p := c.charges[i]
	p.refunded = true
	c.stars[p.bot] = append(c.stars[p.bot], StarTransaction{ID: id, Amount: p.Total, Date: c.now().Unix(), Receiver: c.partner(p)})
	if who := c.people[p.by]; who != nil {
		t := c.bot.with(who)
		m := &Message{From: &who.User, RefundedPayment: &RefundedPayment{Currency: p.Currency, Total: p.Total, Payload: p.Payload, ChargeID: id}}
		c.add(c.bot, t, m)
		c.deliver(c.bot, Update{Message: m})
	}
	return true, nil
}

func (s *Server) partner(p *charge) *starPartner {
	out := &starPartner{Type: "user", TransactionType: "invoice_payment", Payload: p.Payload}
	if who := s.people[p.by]; who != nil {
		out.User = who.User
	}
	return out
}

func (c *call) getStarTransactions() (any, *Failure) {
	offset, _ := c.args.number("offset")
	limit, given := c.args.number("limit")
	if !given {
		limit = 100
	}
	if limit < 1 || limit > 100 || offset < 0 {
		return nil, badRequest("LIMIT_INVALID")
	}
	all := c.stars[c.bot.ID()]
	from := min(offset, int64(len(all)))
	list := all[from:min(from+limit, int64(len(all)))]
	return map[string]any{"transactions": append([]StarTransaction{}, list...)}, nil
}

func (s *Server) serveInvoice(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	v := s.invoices[r.PathValue("slug")]
	s.mu.Unlock()
	if v == nil {
		http.NotFound(w, r)
		return
	}
	answer(w, http.StatusOK, v)
}

// serveInvoiceAct is a person in front of the sheet of an invoice.
func (s *Server) serveInvoiceAct(r *http.Request, in struct {
	Person int64 `json:"person"`
}) (any, error) {
	s.mu.Lock()
	v := s.invoices[r.PathValue("slug")]
	s.mu.Unlock()
	if v == nil {
		return nil, errMissing
	}
	if in.Person == 0 {
		in.Person = Buyer.ID
	}
	return s.Open(in.Person, v.token).PayInvoice(r.Context(), v.Slug, r.PathValue("act"))
}
