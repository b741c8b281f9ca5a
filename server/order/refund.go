package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// RefundArgs is the job that carries out one refund.
type RefundArgs struct {
	StoreID  int64     `json:"store"`
	RefundID uuid.UUID `json:"refund"`
}

// Kind implements river.JobArgs.
func (RefundArgs) Kind() string { return "order_refund" }

// giveBack promises money of a payment to a refund, which a job carries out after the commit; a purse that can be spent gets its
// money at once.
func (m *moving) giveBack(ctx context.Context, tx *db.Tx, p *payment.Payment, amount money.Tiyin, cause payment.RefundCause, change func(*payment.Refund)) (*payment.Refund, error) {
	r, err := payment.NewRefund(p, amount, cause, m.now)
	if err != nil {
		return nil, err
	}
	if change != nil {
		change(r)
	}
	if p.PurseID != nil { // it is the shop's own to give
		purse, err := payment.LockPurse(ctx, tx, m.StoreID, *p.PurseID)
		if err != nil {
			return nil, err
		}
		if purse.IsGood(m.now) { // else nobody could spend it, and staff give it back in cash
			writes, err := r.FinishPurse(ctx, tx, p, m.now)
			m.writes = append(append(m.writes, writes...), tx.NewInsert().Model(r))
			m.log(WasRefunded, EventData{Amount: amount, Reason: r.Reason})
			return r, err
		}
	}
	m.writes = append(m.writes, tx.NewInsert().Model(r), payment.Save(p))
	m.log(WasRefundAsked, EventData{Amount: amount, Reason: r.Reason})
	m.say = append(m.say, saying{m.events[len(m.events)-1], false})
	return r, job.Insert(ctx, tx, RefundArgs{StoreID: m.StoreID, RefundID: r.ID}, nil)
}

// giveBackAll gives back what was paid for an order that was called off, but for what is still due: a deposit that is kept.
func (m *moving) giveBackAll(ctx context.Context, tx *db.Tx) error {
	for i := len(m.money) - 1; i >= 0; i-- {
		p := m.money[i]
		if p.State != payment.Captured {
			continue
		}
		part := min(m.held()-m.DueTiyin, p.Left())
		if part <= 0 {
			continue
		}
		if _, err := m.giveBack(ctx, tx, p, part, payment.OfCanceled, nil); err != nil {
			return err
		}
	}
	return nil
}

// giveBackSurplus gives back of a payment what it brought beyond what was due: the order was paid already, or called off, or
// has expired and its goods are gone.
func (m *moving) giveBackSurplus(ctx context.Context, tx *db.Tx, p *payment.Payment) error {
	surplus := min(m.held()+m.HeldTiyin-m.DueTiyin, p.Left())
	if surplus <= 0 {
		return nil
	}
	_, err := m.giveBack(ctx, tx, p, surplus, payment.OfSurplus, nil)
	return err
}

// held is what the shop keeps of what was paid: neither went back nor is on its way back.
func (m *moving) held() (sum money.Tiyin) {
	for _, p := range m.money {
		if p.State == payment.Captured {
			sum += p.Left()
		}
	}
	return sum
}

// claimed is what the shop means to keep of what was paid: held, and what is disputed.
func (m *moving) claimed() (sum money.Tiyin) {
	for _, p := range m.money {
		if p.State == payment.Captured {
			sum += p.Left() + p.DisputedTiyin
		}
	}
	return sum
}

// refundsOf reads the open refunds of a payment; none when nothing is promised.
func (m *moving) refundsOf(ctx context.Context, tx *db.Tx, p *payment.Payment) ([]*payment.Refund, error) {
	if p.RefundingTiyin == 0 {
		return nil, nil
	}
	all, err := payment.RefundsOf(ctx, tx, m.StoreID, []uuid.UUID{m.ID})
	var open []*payment.Refund
	for _, r := range all[m.ID] {
		if r.PaymentID == p.ID && r.State.IsOpen() {
			open = append(open, r)
		}
	}
	return open, err
}

// refundDone says that the money of an open refund went back.
func (m *moving) refundDone(ctx context.Context, tx *db.Tx, r *payment.Refund, ref string) error {
	return m.refundPaidBy(ctx, tx, r, ref, nil)
}

// refundPaidBy is refundDone for cash that a courier gave back.
func (m *moving) refundPaidBy(ctx context.Context, tx *db.Tx, r *payment.Refund, ref string, courier *uuid.UUID) error {
	writes, err := m.finishRefund(ctx, tx, r, ref, courier)
	m.writes = append(append(m.writes, writes...), payment.SaveRefund(r))
	return err
}

func (m *moving) finishRefund(ctx context.Context, tx *db.Tx, r *payment.Refund, ref string, courier *uuid.UUID) ([]schema.QueryAppender, error) {
	p := m.attempt(r.PaymentID)
	if p == nil {
		return nil, fmt.Errorf("refund %s is of another order's payment", r.ID)
	}
	wasPaid := m.stillDue() == 0
	account, err := heldAt(ctx, tx, p, r.Amount, courier)
	if err != nil {
		return nil, err
	}
	writes, err := r.Finish(ctx, tx, p, account, ref, m.now)
	if err != nil {
		return nil, err
	}
	m.log(WasRefunded, EventData{Amount: r.Amount})
	m.say = append(m.say, saying{m.events[len(m.events)-1], false})
	m.countMoney()
	if wasPaid && r.Cause == payment.ByStaff { // the buyer is not asked for it again
		m.DueTiyin = min(m.DueTiyin, m.claimed())
	}
	return writes, nil
}

// heldAt is the account of the ledger out of which a payment goes back: the provider's; for cash, and what came out of a purse
// that cannot be spent any more, that of the courier who gives it back. Of nobody in particular it is the courier who took the
// cash and has so much of it yet, else the till. Fault: NOT_SO_MUCH_CASH at courierId for a courier who carries less; INVALID
// there for what is not given back in cash.
func heldAt(ctx context.Context, tx *db.Tx, p *payment.Payment, amount money.Tiyin, courier *uuid.UUID) (string, error) {
	if p.Method != payment.Cash && p.PurseID == nil {
		if courier != nil {
			return "", fault.New(fault.Invalid, "input", "courierId")
		}
		return payment.ProviderAccount(p.Provider), nil
	}
	from := payment.TillAccount
	switch {
	case courier != nil:
		from = payment.CourierCash(courier)
	case p.Method == payment.Cash && p.LiesAt != "":
		from = p.LiesAt
	}
	if from == payment.TillAccount {
		return from, nil
	}
	held, err := payment.HeldBy(ctx, tx, p.StoreID, from)
	switch {
	case err != nil || held >= amount:
		return from, err
	case courier != nil:
		return "", fault.New(fault.NotSoMuchCash, "input", "courierId").With("held", money.New(max(0, held)))
	}
	return payment.TillAccount, nil
}

// refundFailed says that the money of an open refund will not go back in this way: staff have to look.
func (m *moving) refundFailed(tx *db.Tx, r *payment.Refund, why string) error {
	p := m.attempt(r.PaymentID)
	if p == nil {
		return fmt.Errorf("refund %s is of another order's payment", r.ID)
	}
	r.Fail(p, why, m.now)
	m.writes = append(m.writes, payment.SaveRefund(r), payment.Save(p))
	m.log(WasRefundFailed, EventData{Amount: r.Amount, Reason: why})
	m.say = append(m.say, saying{m.events[len(m.events)-1], true})
	return nil
}

// ofRefund finds the order of a refund.
func ofRefund(key uuid.UUID) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("ord.id = (SELECT r.order_id FROM refunds r WHERE r.store_id = ord.store_id AND r.id = ?)", key)
	}
}

// refund reads one refund of the order.
func (m *moving) refund(ctx context.Context, tx *db.Tx, key uuid.UUID) (*payment.Refund, error) {
	r := new(payment.Refund)
	if err := tx.NewSelect().Model(r).Where("store_id = ?", m.StoreID).Where("id = ?", key).Scan(ctx); err != nil {
		return nil, fmt.Errorf("refund %s: %w", key, err)
	}
	return r, nil
}
