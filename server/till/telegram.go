package till

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/invoice"
)

// Charge is a payment of an invoice of the shop's bot: asked about before the card is charged, or told of after it was.
type Charge struct {
	bun.BaseModel `bun:"table:telegram_charges,alias:tch"`

	StoreID    int64  `bun:"store_id,pk"`
	ID         string `bun:"id,pk"` // telegram_payment_charge_id; empty before the card is charged
	Payload    string `bun:"payload"`
	TelegramID int64  `bun:"telegram_id"` // who pays
	Currency   string `bun:"currency"`
	Amount     int64  `bun:"amount"` // in the smallest unit of Currency
	// ProviderChargeID is the payment with the provider behind Telegram, by which its cabinet finds it.
	ProviderChargeID string      `bun:"provider_charge_id"`
	State            chargeState `bun:"state"`
	PaymentID        *uuid.UUID  `bun:"payment_id,type:uuid"`
	ReceivedAt       time.Time   `bun:"received_at"`
}

type chargeState string

const (
	chargeReceived chargeState = "RECEIVED" // written down, nothing more
	chargeApplied  chargeState = "APPLIED"  // money of an order
	chargeStrange  chargeState = "STRANGE"  // of no invoice of ours, or of another sum: for people to look at
	chargeRefunded chargeState = "REFUNDED" // Stars that went back
)

// provider is who makes invoices in the charge's currency.
func (c *Charge) provider() payment.Provider {
	if c.Currency == invoice.XTR {
		return invoice.Stars{}
	}
	return invoice.Provider{}
}

// paymentID is the attempt whose invoice is paid; Nil for a payload that is none of ours.
func (c *Charge) paymentID() uuid.UUID {
	named, err := id.Parse(c.Payload)
	if err != nil {
		return uuid.Nil
	}
	key, err := named.Must(id.Payment)
	if err != nil {
		return uuid.Nil
	}
	return key
}

// isFor tells whether the charge is of the sum that an attempt is about.
func (c *Charge) isFor(p *payment.Payment) bool {
	switch {
	case p.Provider != c.provider().Code():
		return false
	case c.Currency == invoice.XTR:
		return p.Stars != nil && c.Amount == int64(*p.Stars)
	}
	return c.Currency == p.Currency && c.Amount == int64(p.Amount)
}

// openCharged locks the order that an invoice is for; nil when the payload is none of ours.
func (d *Desk) openCharged(ctx context.Context, tx *db.Tx, c *Charge, now time.Time) (*order.Till, *payment.Payment, error) {
	key := c.paymentID()
	if key == uuid.Nil {
		return nil, nil, nil
	}
	return d.openPaid(ctx, tx, c, key, now)
}

// openPaid locks the order of an attempt that a charge is about; nil when there is none.
func (d *Desk) openPaid(ctx context.Context, tx *db.Tx, c *Charge, key uuid.UUID, now time.Time) (*order.Till, *payment.Payment, error) {
	shop, err := d.shop(ctx, c.StoreID)
	if err != nil {
		return nil, nil, err
	}
	till, err := order.OpenTill(ctx, tx, shop, c.provider(), order.OfPayment(key), now)
	if till == nil || err != nil {
		return nil, nil, err
	}
	return till, till.Payment(key), nil
}

// PreCheckout is Telegram's last question before it charges the card of a buyer, who waits in front of the screen: the order
// must be payable now, by this person, and come to this sum. The order then waits for the money, and its goods are kept for it.
// Refusals: PAYMENT_OUTDATED, PAYMENT_FOREIGN, ALREADY_PAID, PAYMENT_IN_PROGRESS, ORDER_CLOSED.
func (d *Desk) PreCheckout(ctx context.Context, c *Charge) error {
	now := d.Now()
	err := d.DB.Write(ctx, c.StoreID, func(ctx context.Context, tx *db.Tx) error {
		till, p, err := d.openCharged(ctx, tx, c, now)
		if err != nil {
			return err
		}
		if p == nil || p.Provider != c.provider().Code() {
			return fault.New(fault.PaymentOutdated)
		}
		who, err := customer.ByID(ctx, tx, c.StoreID, till.Order().CustomerID)
		if err != nil {
			return err
		}
		if who.TelegramID == nil || *who.TelegramID != c.TelegramID {
			return fault.New(fault.PaymentForeign)
		}
		isOurs := p.State == payment.Pending && p.ExpiresAt != nil && p.ExpiresAt.After(now)
		switch standing := till.Standing(); {
		case standing == order.IsPaid:
			return fault.New(fault.AlreadyPaid)
		case standing == order.IsOver:
			return fault.New(fault.OrderClosed)
		case standing == order.IsBusy && !isOurs:
			return fault.New(fault.PaymentInProgress)
		case p.State != payment.Created && !isOurs, !c.isFor(p), p.Amount != till.Due():
			return fault.New(fault.PaymentOutdated)
		case isOurs: // the card was refused, and another one is tried
			return nil
		}
		if _, err := till.Begin(tx, c.Payload, now.Add(invoice.Patience)); err != nil {
			return err
		}
		return till.Close(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("pre-checkout: %w", err)
	}
	return nil
}

// TakeCharge takes a payment that Telegram told of. When it gives no error the payment is written down for good, and what
// could not be made of it at once is made of it by Sweep. A repeat changes nothing.
func (d *Desk) TakeCharge(ctx context.Context, c *Charge) error {
	c.State, c.ReceivedAt = chargeReceived, d.Now()
	for _, text := range []*string{&c.ID, &c.Payload, &c.Currency, &c.ProviderChargeID} {
		*text = keepable(*text)
	}
	err := d.DB.Write(ctx, c.StoreID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewInsert().Model(c).On("CONFLICT (store_id, id) DO NOTHING").Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("take charge %s: %w", c.ID, err)
	}
	if err := d.applyCharge(ctx, c.StoreID, c.ID); err != nil {
		d.Log.ErrorContext(ctx, "a charge of Telegram waits to be applied", "charge", c.ID, "error", err)
	}
	return nil
}

// applyCharge makes a charge that was written down money of its order. Money for which no attempt waits, as when an order was
// paid twice, is money of the order all the same.
func (d *Desk) applyCharge(ctx context.Context, storeID int64, chargeID string) error {
	now := d.Now()
	return d.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		c := new(Charge)
		err := tx.NewSelect().Model(c).Where("store_id = ?", storeID).Where("id = ?", chargeID).For("UPDATE").Scan(ctx)
		if err != nil || c.State != chargeReceived {
			return err
		}
		till, p, err := d.openCharged(ctx, tx, c, now)
		if err != nil {
			return err
		}
		if p == nil || !c.isFor(p) {
			c.State = chargeStrange
			d.Log.ErrorContext(ctx, "a charge of Telegram is of no invoice of ours", "charge", c.ID, "payload", c.Payload, "amount", c.Amount, "currency", c.Currency)
			_, err := tx.NewUpdate().Model(c).Column("state").WherePK().Exec(ctx)
			return err
		}
		if !p.State.IsLive() && p.State != payment.Expired {
			stars := p.Stars
			if p, err = till.Unasked(tx, p.Amount); err != nil {
				return err
			}
			p.Stars = stars
		}
		ref := c.ProviderChargeID // by which the provider behind Telegram finds it
		if ref == "" || c.Currency == invoice.XTR {
			ref = c.ID
		}
		p.ProviderRef = &ref
		if err := till.Capture(ctx, tx, p); err != nil {
			return err
		}
		c.State, c.PaymentID = chargeApplied, &p.ID
		till.Also(tx.NewUpdate().Model(c).Column("state", "payment_id").WherePK())
		return till.Close(ctx, tx)
	})
}

// sweepCharges applies what was written down and no more.
func (d *Desk) sweepCharges(ctx context.Context, storeID int64) error {
	var open []string
	err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*Charge)(nil)).Column("id").Where("store_id = ?", storeID).Where("state = ?", chargeReceived).
			Order("received_at").Limit(mostSwept).Scan(ctx, &open)
	})
	if err != nil {
		return fmt.Errorf("open charges of store %d: %w", storeID, err)
	}
	var all error
	for _, chargeID := range open {
		if err := d.applyCharge(ctx, storeID, chargeID); err != nil {
			all = errors.Join(all, fmt.Errorf("charge %s: %w", chargeID, err))
		}
	}
	return all
}

// longestCharge is how much is kept of each text of a charge, in bytes; Telegram promises 128 for payloads.
const longestCharge = 256

// keepable is a text as PostgreSQL can keep it: no payment is lost for a character.
func keepable(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "?")
	return strings.ToValidUTF8(s[:min(len(s), longestCharge)], "")
}
