package order

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// ChargebackOpenInput says that a bank or a provider has taken money of a payment back by dispute.
type ChargebackOpenInput struct {
	PaymentID id.ID
	Amount    *money.Tiyin // all that is left of the payment when nil
	Reason    string
	Reference *string // of the bank or the provider, up to 100 letters
}

// OpenChargeback writes a chargeback down: its money is out of the shop's reach, and the order NEEDS_REVIEW until it is
// decided. Send it under a key of idempotency: a second call is a second chargeback.
//
// Faults: INVALID_ID and NOT_FOUND at paymentId; TRANSITION_REFUSED there for what no bank can take back: cash, gift cards, money
// that never came; REASON_REQUIRED and TOO_LONG at reason; TOO_LONG at reference; NOT_SO_MUCH_PAID at amount.
func OpenChargeback(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in ChargebackOpenInput, now time.Time) (c *payment.Chargeback, o *Order, err error) {
	reason, err := readReason(&in.Reason, true)
	if err != nil {
		return nil, nil, err
	}
	reference, err := readReference(in.Reference)
	if err != nil {
		return nil, nil, err
	}
	key, err := in.PaymentID.Must(id.Payment, "input", "paymentId")
	if err != nil {
		return nil, nil, err
	}
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lockBy(ctx, tx, shop, who, OfPayment(key), now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "paymentId")
		}
		o = m.Order
		p := m.attempt(key)
		if p.State != payment.Captured || p.Method == payment.Cash || p.PurseID != nil {
			return fault.New(fault.TransitionRefused, "input", "paymentId")
		}
		amount := p.Left()
		if in.Amount != nil {
			amount = *in.Amount
		}
		if amount <= 0 || amount > p.Left() {
			return fault.New(fault.NotSoMuchPaid, "input", "amount").With("left", money.New(p.Left()))
		}
		if c, err = m.dispute(ctx, tx, p, amount, payment.ToldByStaff, reason, reference); err != nil {
			return err
		}
		return m.finish(ctx, tx)
	})
	if err != nil {
		return nil, nil, err
	}
	return c, o, nil
}

func readReference(given *string) (string, error) {
	if given == nil {
		return "", nil
	}
	text, f := input.Text(strings.TrimSpace(*given), 100, "input", "reference")
	if f != nil {
		return "", f
	}
	return text, nil
}

// dispute takes money of a payment out of reach, and tells staff.
func (m *moving) dispute(ctx context.Context, tx *db.Tx, p *payment.Payment, amount money.Tiyin, source payment.ChargebackSource, reason, reference string) (*payment.Chargeback, error) {
	c, writes, err := payment.NewChargeback(ctx, tx, p, amount, source, reason, reference, m.now)
	if err != nil {
		return nil, err
	}
	m.writes = append(m.writes, writes...)
	m.log(WasDisputed, EventData{Amount: amount, Reason: reason})
	m.say = append(m.say, saying{m.events[len(m.events)-1], true})
	return c, nil
}

// Dispute says that the provider has called a captured attempt off and does not say where its money is: what is left of it is
// disputed until staff have found out. Nothing happens to one of which nothing is left.
func (t *Till) Dispute(ctx context.Context, tx *db.Tx, p *payment.Payment, reason, reference string) error {
	if p.State != payment.Captured || p.Left() <= 0 {
		return nil
	}
	_, err := t.m.dispute(ctx, tx, p, p.Left(), payment.ToldByProvider, reason, reference)
	return err
}

// ChargebackCloseInput says how a dispute ended.
type ChargebackCloseInput struct {
	ID    id.ID
	IsWon bool
	Note  *string // up to 500 letters
}

// CloseChargeback says that the shop has the money of a chargeback again, or that the buyer keeps it. What was paid in full is
// due no more by what was lost; money that comes back to an order that was called off goes on to its buyer. A repeat changes
// nothing. Faults: INVALID_ID, NOT_FOUND at id; TRANSITION_REFUSED at id for one that ended in the other way; TOO_LONG at note.
func CloseChargeback(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in ChargebackCloseInput, now time.Time) (c *payment.Chargeback, o *Order, err error) {
	key, err := in.ID.Must(id.Chargeback, "input", "id")
	if err != nil {
		return nil, nil, err
	}
	note := ""
	if in.Note != nil {
		text, f := input.Lines(*in.Note, 500, "input", "note")
		if f != nil {
			return nil, nil, f
		}
		note = text
	}
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lockBy(ctx, tx, shop, who, ofChargeback(key), now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "id")
		}
		o = m.Order
		all, err := m.chargebacks(ctx, tx)
		if err != nil {
			return err
		}
		for _, each := range all {
			if each.ID == key {
				c = each
			}
		}
		switch {
		case c.State == payment.ChargebackWon && in.IsWon || c.State == payment.ChargebackLost && !in.IsWon:
			return nil
		case c.State != payment.ChargebackOpen:
			return fault.New(fault.TransitionRefused, "input", "id")
		case in.IsWon:
			err = m.win(ctx, tx, c, note)
		default:
			err = m.lose(ctx, tx, c, note)
		}
		if err != nil {
			return err
		}
		return m.finish(ctx, tx)
	})
	if err != nil {
		return nil, nil, err
	}
	return c, o, nil
}

func (m *moving) win(ctx context.Context, tx *db.Tx, c *payment.Chargeback, note string) error {
	p := m.attempt(c.PaymentID)
	writes, err := c.Close(ctx, tx, p, true, note, m.now)
	if err != nil {
		return err
	}
	m.writes = append(m.writes, writes...)
	m.log(WasDisputeWon, EventData{Amount: c.Amount})
	if !m.Lifecycle.IsClosed() {
		return nil
	}
	return m.giveBackSurplus(ctx, tx, p)
}

func (m *moving) lose(ctx context.Context, tx *db.Tx, c *payment.Chargeback, note string) error {
	wasPaid := m.stillDue() == 0
	writes, err := c.Close(ctx, tx, m.attempt(c.PaymentID), false, note, m.now)
	if err != nil {
		return err
	}
	m.writes = append(m.writes, writes...)
	m.log(WasDisputeLost, EventData{Amount: c.Amount})
	m.countMoney()
	if wasPaid {
		m.DueTiyin = min(m.DueTiyin, m.claimed())
	}
	return nil
}

// loseDisputes says that the buyer keeps what is disputed of a payment, since the provider has given all of it back.
func (m *moving) loseDisputes(ctx context.Context, tx *db.Tx, p *payment.Payment) error {
	if p.DisputedTiyin == 0 {
		return nil
	}
	all, err := m.chargebacks(ctx, tx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.PaymentID == p.ID && c.State == payment.ChargebackOpen {
			if err := m.lose(ctx, tx, c, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *moving) chargebacks(ctx context.Context, tx *db.Tx) ([]*payment.Chargeback, error) {
	all, err := payment.ChargebacksOf(ctx, tx, m.StoreID, []uuid.UUID{m.ID})
	return all[m.ID], err
}

// ofChargeback finds the order of a chargeback.
func ofChargeback(key uuid.UUID) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("ord.id = (SELECT c.order_id FROM chargebacks c WHERE c.store_id = ord.store_id AND c.id = ?)", key)
	}
}
