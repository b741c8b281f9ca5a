package cart

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// Plan says what pays for a cart: GiftCard + Cashback + Now + Later = the total.
type Plan struct {
	Card     *payment.Purse // the gift card that pays; nil when none does
	Purse    *payment.Purse // the cashback of the shopper; nil when there is none
	GiftCard money.Tiyin    // out of the gift card
	Cashback money.Tiyin    // out of the cashback
	// CashbackMost is how much cashback may pay, whatever was wished.
	CashbackMost money.Tiyin
	// Deposit is what is asked for in advance of the total; 0 when no rule asks for one.
	Deposit money.Tiyin
	// Now is paid by the method before the shop accepts, Later when the goods are handed over.
	Now, Later money.Tiyin
	Stars      *int // what is paid now with Telegram Stars; nil where they are not taken
	// Earned is the cashback that the order will bring, once it is complete and paid so.
	Earned money.Tiyin
}

// Credit is what is paid out of purses.
func (p Plan) Credit() money.Tiyin { return p.GiftCard + p.Cashback }

// plan finds out what pays for the cart, whose sums are known. Of the purses it reads, none is locked: placing the order does.
func (c *Cart) plan(ctx context.Context, q bun.IDB, shop Shop, who *uuid.UUID, now time.Time) error {
	total := c.Sum.Total
	c.Plan = Plan{}
	rules := shop.Store.OrderRules
	// A shop that gives no cashback, and a buyer who brings no card, cost no statement. Neither pays digital goods: inside
	// Telegram that would be a way around Stars.
	if !c.IsDigital() && (c.GiftCardID != nil || who != nil && (rules.CashbackSharePercent > 0 || c.Cashback > 0)) {
		card, purse, err := payment.PursesFor(ctx, q, c.StoreID, c.GiftCardID, who)
		if err != nil {
			return fmt.Errorf("purses of cart %s: %w", c.ID, err)
		}
		c.Plan.Card, c.Plan.Purse = card, purse
	}
	if card := c.Plan.Card; card != nil {
		c.Plan.GiftCard = min(card.Free(now), total)
	}
	if purse := c.Plan.Purse; purse != nil {
		share, err := money.MulDiv(total, int64(rules.CashbackSharePercent), 100)
		if err != nil {
			return fmt.Errorf("cashback of cart %s: %w", c.ID, err)
		}
		c.Plan.CashbackMost = min(purse.Free(now), share, total-c.Plan.GiftCard)
		c.Plan.Cashback = min(c.Cashback, c.Plan.CashbackMost)
	}
	deposit, err := c.deposit(rules)
	if err != nil {
		return fmt.Errorf("deposit of cart %s: %w", c.ID, err)
	}
	c.PaymentMethods = c.methods(shop)
	if deposit > 0 && deposit <= total && slices.ContainsFunc(c.PaymentMethods, shop.isPrepaid) {
		c.Plan.Deposit = deposit
		c.PaymentMethods = slices.DeleteFunc(c.PaymentMethods, func(m payment.Method) bool { return !shop.isPrepaid(m) })
	}
	rest := total - c.Plan.Credit()
	switch {
	case c.PaymentMethod == nil || !shop.isPrepaid(*c.PaymentMethod):
	case c.Plan.Deposit == 0:
		c.Plan.Now = rest
	default:
		c.Plan.Now = min(rest, max(0, c.Plan.Deposit-c.Plan.Credit()))
	}
	c.Plan.Later = rest - c.Plan.Now
	c.Plan.Stars = c.stars(shop)
	if c.Plan.Earned, err = rules.CashbackOn(rest); err != nil {
		return fmt.Errorf("cashback of cart %s: %w", c.ID, err)
	}
	return nil
}

// isPrepaid tells whether a method is paid before the shop accepts.
func (s Shop) isPrepaid(m payment.Method) bool {
	p, known := s.Payments.For(m)
	return known && p.IsPrepaid()
}

// deposit is what the rules of store and products ask for in advance: their percent of the lines and of the delivery, and no
// less than the store's amount. It is rounded up to whole soʻm.
func (c *Cart) deposit(rules store.OrderRules) (money.Tiyin, error) {
	if c.IsDigital() {
		return 0, nil
	}
	asked, err := money.MulDiv(c.Sum.Delivery, int64(rules.DepositPercent), 100)
	if err != nil {
		return 0, err
	}
	for i, l := range c.Lines {
		percent := rules.DepositPercent
		if own := l.Sale.Product.DepositPercent; own != nil {
			percent = *own
		}
		part, err := money.MulDiv(c.Sum.Lines[i], int64(percent), 100)
		if err != nil {
			return 0, err
		}
		asked += part
	}
	if len(c.Lines) > 0 {
		asked = max(asked, rules.DepositTiyin)
	}
	return min((asked+money.Som-1)/money.Som*money.Som, c.Sum.Total), nil
}

// setTenders changes what pays besides the method, in memory.
func (c *Cart) setTenders(ctx context.Context, q bun.IDB, in CartSetInput, now time.Time, faults *fault.List) error {
	if n := in.Cashback; n != nil {
		if *n < 0 || *n > money.Max {
			faults.Add(fault.New(fault.OutOfRange, "input", "cashback").With("min", money.New(0)).With("max", money.New(money.Max)))
		}
		c.Cashback = *n
	}
	if in.GiftCardCode == nil {
		return nil
	}
	if *in.GiftCardCode == "" {
		c.GiftCardID = nil
		return nil
	}
	card, err := payment.PurseByCode(ctx, q, c.StoreID, *in.GiftCardCode)
	if err != nil {
		return err
	}
	if card == nil || card.Free(now) == 0 {
		faults.Add(fault.New(fault.GiftCardUnknown, "input", "giftCardCode"))
		return nil
	}
	c.GiftCardID = &card.ID
	return nil
}
