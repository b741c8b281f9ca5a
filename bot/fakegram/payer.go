package fakegram

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Sheet is what the sheet of an invoice told the Mini App when it was closed: paid, cancelled, failed or pending, and the bot's
// reason when it did not let the buyer pay.
type Sheet struct {
	Status   string `json:"status"`
	Reason   string `json:"reason,omitempty"`
	ChargeID string `json:"charge_id,omitempty"`
}

// PayInvoice is the person in front of the sheet of an invoice, by its link or slug. act is
//
//	pay      the card is charged: paid
//	decline  the bot lets the buyer pay and the card is refused: failed
//	pending  the sheet is closed before the bank has answered; the money comes: pending
//	late     the card is charged, and the bot is told half a minute later by Settle: pending
//	cancel   the sheet is closed: cancelled
//
// It waits for the bot's word for ten seconds, as Telegram does.
func (c *Client) PayInvoice(ctx context.Context, link, act string) (Sheet, error) {
	slug := link[strings.LastIndexAny(link, "/$")+1:]
	if act == "cancel" {
		return Sheet{Status: "cancelled"}, nil
	}
	if act != "pay" && act != "decline" && act != "pending" && act != "late" {
		return Sheet{}, fmt.Errorf("nobody can %q an invoice", act)
	}
	var v *Invoice
	var q *checkout
	err := c.act(func(b *bot, p *person, _ *chat) error {
		if v = c.s.invoices[slug]; v == nil || v.token != b.Token {
			return errors.New("the bot has no such invoice")
		}
		id := strconv.FormatInt(5_000_000_000_000_000+c.s.next(), 10)
		q = &checkout{bot: b.ID(), at: c.s.now().Unix()}
		c.s.checkouts[id] = q
		c.s.deliver(b, Update{PreCheckout: &PreCheckoutQuery{ID: id, From: p.User, Currency: v.Currency, Total: v.Total, Payload: v.payload}})
		return nil
	})
	if err != nil {
		return Sheet{}, err
	}
	waiting, end := context.WithTimeout(ctx, checkoutLife*time.Second)
	defer end()
	var answered, ok bool
	var reason string
	err = c.s.WaitUntil(waiting, func() bool {
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		answered, ok, reason = q.answered, q.ok, q.message
		return answered
	})
	if ctx.Err() != nil {
		return Sheet{}, err
	}
	if !ok || act == "decline" {
		return Sheet{Status: "failed", Reason: reason}, nil
	}
	out := Sheet{Status: map[string]string{"pay": "paid", "pending": "pending", "late": "pending"}[act]}
	err = c.act(func(b *bot, p *person, t *chat) error {
		out.ChargeID = c.s.charge(b, p, v)
		if act != "late" {
			c.s.settle(b, p, t, out.ChargeID)
		}
		return nil
	})
	return out, err
}

// charge takes the money.
func (s *Server) charge(b *bot, p *person, v *Invoice) string {
	n := s.next()
	made := &charge{bot: b.ID(), by: p.ID, SuccessfulPayment: SuccessfulPayment{
		Currency: v.Currency, Total: v.Total, Payload: v.payload,
		ChargeID: fmt.Sprintf("tg_%d_%d_%d", b.ID(), s.options.FirstID, n),
	}}
	if v.Currency == "XTR" {
		s.stars[b.ID()] = append(s.stars[b.ID()], StarTransaction{ID: made.ChargeID, Amount: v.Total, Date: s.now().Unix(), Source: s.partner(made)})
	} else {
		made.ProviderChargeID = fmt.Sprintf("bank_%d_%d", s.options.FirstID, n)
	}
	s.charges = append(s.charges, made)
	return made.ChargeID
}

// settle tells the bot of a charge.
func (s *Server) settle(b *bot, p *person, t *chat, id string) {
	for _, made := range s.charges {
		if made.ChargeID == id {
			paid := made.SuccessfulPayment
			m := &Message{From: &p.User, SuccessfulPayment: &paid}
			s.add(b, t, m)
			s.deliver(b, Update{Message: m})
		}
	}
}

// Settle tells the bot of a charge: for the first time, or once more, as Telegram does when it is not sure.
func (c *Client) Settle(chargeID string) error {
	return c.act(func(b *bot, p *person, t *chat) error {
		c.s.settle(b, p, t, chargeID)
		return nil
	})
}

// Invoice is what a link leads to; nil when it leads nowhere.
func (s *Server) Invoice(link string) *Invoice {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.invoices[link[strings.LastIndexAny(link, "/$")+1:]]; v != nil {
		copied := *v
		return &copied
	}
	return nil
}
