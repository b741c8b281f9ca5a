package order

import (
	"context"
	"fmt"
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// holdCredits holds for a new order what it is to be paid with besides its method, and spends it when the order is accepted
// at once. Purses come behind the stock and before the counter. Fault: CREDIT_CHANGED when another order was faster.
func holdCredits(ctx context.Context, tx *db.Tx, o *Order, plan cart.Plan, now time.Time) error {
	var holds []*payment.Hold
	for _, part := range []struct {
		purse  *payment.Purse
		amount money.Tiyin
	}{{plan.Card, plan.GiftCard}, {plan.Purse, plan.Cashback}} {
		if part.amount == 0 {
			continue
		}
		h := &payment.Hold{StoreID: o.StoreID, OrderID: o.ID, PurseID: part.purse.ID, Amount: part.amount, Kind: part.purse.Kind}
		taken, err := payment.Take(ctx, tx, h, now)
		if err != nil {
			return err
		}
		if !taken {
			return refuse(fault.CreditChanged)
		}
		holds = append(holds, h)
	}
	if o.Lifecycle != Confirmed {
		return nil
	}
	for _, h := range holds {
		p, writes, err := h.Spend(ctx, tx, now)
		if err != nil {
			return err
		}
		if err := tx.Together(ctx, writes...); err != nil {
			return fmt.Errorf("pay order %s by %s: %w", o.ID, p.Method, err)
		}
		o.New.Payments = append(o.New.Payments, p)
		o.HeldTiyin -= p.Amount
		o.PaidTiyin += p.Amount
		o.CreditTiyin += p.Amount
	}
	return nil
}

// spendCredits pays the order with what it holds of purses.
func (m *moving) spendCredits(ctx context.Context, tx *db.Tx) error {
	if m.HeldTiyin == 0 {
		return nil
	}
	holds, err := payment.HoldsOf(ctx, tx, m.StoreID, m.ID, payment.HoldHeld)
	if err != nil {
		return err
	}
	for _, h := range holds {
		p, writes, err := h.Spend(ctx, tx, m.now)
		if err != nil {
			return err
		}
		m.writes, m.money = append(m.writes, writes...), append(m.money, p)
		m.log(WasCaptured, EventData{Amount: p.Amount})
	}
	m.HeldTiyin = 0
	return nil
}

// giveCreditsBack releases what a called off order holds of purses, and gives back what they have paid.
func (m *moving) giveCreditsBack(ctx context.Context, tx *db.Tx) error {
	if m.HeldTiyin > 0 {
		holds, err := payment.HoldsOf(ctx, tx, m.StoreID, m.ID, payment.HoldHeld)
		if err != nil {
			return err
		}
		for _, h := range holds {
			writes, err := h.Release(ctx, tx, m.now)
			if err != nil {
				return err
			}
			m.writes = append(m.writes, writes...)
		}
		m.HeldTiyin = 0
	}
	for _, p := range m.money {
		if p.PurseID == nil || p.State != payment.Captured || p.Left() == 0 {
			continue
		}
		if _, err := m.giveBack(ctx, tx, p, p.Left(), payment.OfCanceled, nil); err != nil {
			return err
		}
	}
	return nil
}

// holdCreditsAgain holds for an order that comes back what it held before, as far as it is still there; what is not has to be
// paid in another way.
func (m *moving) holdCreditsAgain(ctx context.Context, tx *db.Tx) error {
	holds, err := payment.HoldsOf(ctx, tx, m.StoreID, m.ID, payment.HoldReleased)
	if err != nil {
		return err
	}
	for _, h := range holds {
		taken, err := payment.Take(ctx, tx, h, m.now)
		if err != nil {
			return err
		}
		if taken {
			m.HeldTiyin += h.Amount
		}
	}
	return nil
}

// earned is the cashback that an order is worth by its percent: of what was paid in money and did not go back.
func (o *Order) earned() (money.Tiyin, error) {
	amount, err := store.OrderRules{CashbackPercent: o.CashbackPercent}.CashbackOn(o.PaidTiyin - o.RefundedTiyin - o.CreditTiyin)
	if err != nil {
		return 0, fmt.Errorf("cashback of order %s: %w", o.ID, err)
	}
	return amount, nil
}

// grantCashback gives the buyer of a completed order the store's percent of what was paid in money.
func (m *moving) grantCashback(ctx context.Context, tx *db.Tx) error {
	m.CashbackPercent = m.shop.Store.OrderRules.CashbackPercent
	amount, err := m.earned()
	if err != nil || amount == 0 {
		return err
	}
	purse, err := payment.LockCashback(ctx, tx, m.StoreID, m.CustomerID, m.now)
	if err != nil {
		return err
	}
	writes, err := purse.Grant(ctx, tx, m.ID, amount, m.now)
	if err != nil {
		return err
	}
	m.CashbackTiyin = amount
	m.writes = append(m.writes, writes...)
	m.events = append(m.events, newEvent(m.Order, WasRewarded, System, EventData{Amount: amount}, m.now))
	return nil
}

// takeCashbackBack takes back what an order has brought of cashback for money that went back since, by the percent of then. What
// the buyer has spent already stays spent.
func (m *moving) takeCashbackBack(ctx context.Context, tx *db.Tx) error {
	if m.CashbackTiyin == 0 {
		return nil
	}
	earned, err := m.earned()
	if err != nil || m.CashbackTiyin <= earned {
		return err
	}
	purse, err := payment.LockCashback(ctx, tx, m.StoreID, m.CustomerID, m.now)
	if err != nil {
		return err
	}
	part := min(m.CashbackTiyin-earned, purse.Balance-purse.Held)
	if part <= 0 {
		return nil
	}
	writes, err := purse.Revoke(ctx, tx, m.ID, m.Version, part, m.now)
	if err != nil {
		return err
	}
	m.CashbackTiyin -= part
	m.writes = append(m.writes, writes...)
	m.events = append(m.events, newEvent(m.Order, WasUnrewarded, System, EventData{Amount: part}, m.now))
	return nil
}

// kept is what a buyer who calls an accepted order off leaves with the shop: the deposit, where the rule keeps it, as far as it was
// paid in money.
func (m *moving) kept(by Action) money.Tiyin {
	if by != DoCancel || m.CanceledBy == nil || *m.CanceledBy != ByCustomer {
		return 0
	}
	return m.fee()
}

// fee is what calling the order off costs its buyer.
func (o *Order) fee() money.Tiyin {
	if !o.KeepsDeposit || o.ConfirmedAt == nil {
		return 0
	}
	return min(o.DepositTiyin, max(0, o.PaidTiyin-o.RefundedTiyin-o.CreditTiyin))
}
