package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mymmrac/telego"
)

// preCheckoutLimit is how long the server may think about an invoice: Telegram drops the payment after ten seconds, and a buyer
// who is told to try again is better off than one who is told nothing.
const preCheckoutLimit = 7 * time.Second

// preCheckout answers Telegram's last question before the card is charged.
func (s *shop) preCheckout(ctx context.Context, q *telego.PreCheckoutQuery) error {
	l := s.speaks(&q.From)
	asking, end := context.WithTimeout(ctx, preCheckoutLimit)
	reason, err := s.api.preCheckout(asking, s.BotID, q, s.Store.Slug, l)
	end()
	if err != nil {
		reason = sentences[l].Busy
	}
	answer := s.bot.AnswerPreCheckoutQuery(context.WithoutCancel(ctx), &telego.AnswerPreCheckoutQueryParams{
		PreCheckoutQueryID: q.ID, Ok: err == nil && reason == "", ErrorMessage: clip(reason, 255),
	})
	if v, _ := judge(answer); v == stale {
		answer = nil // the buyer has gone
	}
	if answer != nil {
		answer = fmt.Errorf("answer pre-checkout: %w", answer)
	}
	return errors.Join(err, answer)
}

// isMoney tells an update that says that somebody has paid, or was given the money back. It is confirmed to Telegram only when
// the server has it: nothing else tells us of it.
func isMoney(u telego.Update) bool {
	return u.Message != nil && (u.Message.SuccessfulPayment != nil || u.Message.RefundedPayment != nil)
}

// money brings a payment, or what went back of one, to the server, however long that takes; false when ctx ended before.
func (s *shop) money(ctx context.Context, m *telego.Message) bool {
	var charge string
	var report func() error
	if paid := m.SuccessfulPayment; paid != nil {
		payer := m.Chat.ID // of a private chat: its person
		if m.From != nil {
			payer = m.From.ID
		}
		charge = paid.TelegramPaymentChargeID
		report = func() error { return s.api.paid(ctx, s.BotID, payer, paid, s.Store.Slug) }
	} else {
		charge = m.RefundedPayment.TelegramPaymentChargeID
		report = func() error { return s.api.refunded(ctx, s.BotID, charge, s.Store.Slug) }
	}
	for pause := firstPause; ; pause = min(pause*2, 30*time.Second) {
		err := report()
		var refused *apiError
		switch {
		case err == nil:
			return true
		case errors.As(err, &refused) && refused.Code == "BAD_REQUEST":
			s.log.Error("the server will never take this payment", "charge", charge, "error", err)
			return true
		}
		s.log.Error("a payment waits for the server", "charge", charge, "error", err)
		if !sleep(ctx, pause) {
			return false
		}
	}
}

// support tells whom to turn to, as Telegram asks of every bot that takes money; about a payment also what to write.
func (s *shop) support(l language, ofPayment bool) message {
	w := sentences[l]
	m := message{html: fill(w.Support, "store", clip(s.names(l), 100))}
	if ofPayment {
		m.html = fill(w.PaySupport, "store", clip(s.names(l), 100))
	}
	if phone := s.Store.Contacts.Phone; phone != "" {
		m.html += "\n" + fill(w.SupportPhone, "phone", phone)
	}
	if name := s.Store.Contacts.Telegram; name != "" {
		m.link(w.ButtonWrite, "https://t.me/"+name)
	}
	m.row(appButton(w.ButtonOrders, s.app("/orders")))
	return m
}

// terms says who sells and on which terms.
func (s *shop) terms(l language) message {
	w, legal := sentences[l], s.Store.Legal
	seller := legal.Name
	if seller == "" {
		seller = s.names(l)
	}
	m := message{html: fill(w.Terms, "seller", clip(seller, 200))}
	if legal.TaxID != "" {
		m.html += "\n" + fill(w.TermsTax, "number", legal.TaxID)
	}
	if legal.Address != "" {
		m.html += "\n" + escape(clip(legal.Address, 300))
	}
	if legal.TermsURL != "" {
		m.link(w.ButtonTerms, legal.TermsURL)
	}
	return m
}
