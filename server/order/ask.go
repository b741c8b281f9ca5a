package order

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/payment"
)

// Pauses between questions about one attempt: the first comes soon, since the buyer waits; then each is half of what the
// attempt is old.
const (
	firstAsked = 30 * time.Second
	longestGap = time.Hour
	// askedFor is how long after its end an attempt is asked about: a buyer may have paid on a page that was left open.
	askedFor  = 24 * time.Hour
	askWithin = 20 * time.Second
	// disputedFor is for how long a provider is asked whether the money that it brought went back.
	disputedFor = 60 * 24 * time.Hour
)

// askSoon has the provider of an attempt asked what became of it, if it can be.
func (m *moving) askSoon(with payment.Provider, p *payment.Payment) {
	terms, _ := m.shop.Terms(p.Provider)
	if _, can := with.(payment.Asker); p.IsCharge() || can && payment.MayAsk(with, terms) {
		at := m.now.Add(firstAsked)
		p.AskAt = &at
	}
}

// AskBack has the provider asked whether the money of a captured attempt went back, as it seems to say; false when it cannot be
// asked.
func (t *Till) AskBack(tx *db.Tx, p *payment.Payment) bool {
	t.m.askSoon(t.with, p)
	if p.AskAt == nil {
		return false
	}
	t.Also(payment.Save(p))
	return true
}

// askAgain is when the next question about an attempt is due, of which the last one was answered or not; nil when enough is
// known.
func askAgain(p *payment.Payment, isAnswered bool, now time.Time) *time.Time {
	if p.State == payment.Captured && !isAnswered && p.CapturedAt.Add(disputedFor).After(now) {
		at := now.Add(longestGap)
		return &at
	}
	over := p.ClosedAt
	if over == nil {
		over = p.ExpiresAt
	}
	if p.State == payment.Captured || over != nil && now.After(over.Add(askedFor)) {
		return nil
	}
	at := now.Add(min(max(firstAsked, now.Sub(p.CreatedAt)/2), longestGap))
	return &at
}

// mostAsked is how many attempts of a store are asked about at a time; the next time comes soon.
const mostAsked = 50

// ToBeAsked are the attempts of a store about which their providers are to be asked now.
func ToBeAsked(ctx context.Context, q bun.IDB, storeID int64, now time.Time) (keys []uuid.UUID, err error) {
	err = q.NewSelect().Model((*payment.Payment)(nil)).Column("id").Where("store_id = ?", storeID).
		Where("ask_at <= ?", now).Order("ask_at").Limit(mostAsked).Scan(ctx, &keys)
	if err != nil {
		return nil, fmt.Errorf("attempts to be asked about: %w", err)
	}
	return keys, nil
}

// AskPayment asks the provider what became of an attempt, outside of any transaction, and does what follows. What the
// provider cannot tell changes nothing: an attempt is never taken for failed because nobody answers.
func AskPayment(ctx context.Context, desk PayDesk, shop cart.Shop, paymentID uuid.UUID) error {
	var asked payment.Question
	var with payment.Provider
	err := desk.DB.Read(ctx, shop.Store.ID, func(ctx context.Context, q bun.IDB) error {
		var p payment.Payment
		var number int64
		if err := q.NewSelect().Model(&p).Where("store_id = ?", shop.Store.ID).Where("id = ?", paymentID).Scan(ctx); err != nil {
			return err
		}
		err := q.NewSelect().Model((*Order)(nil)).Column("number").Where("store_id = ?", p.StoreID).Where("id = ?", p.OrderID).Scan(ctx, &number)
		with, _ = shop.Payments.Named(p.Provider)
		asked = payment.Question{
			PaymentID: p.ID, OrderNumber: number, Amount: p.Amount, IsCaptured: p.State == payment.Captured, BegunAt: p.CreatedAt,
			IsCharge: p.IsCharge(), ChargeRef: p.ChargeRef, IsOver: p.ExpiresAt != nil && !p.ExpiresAt.After(desk.Now()),
		}
		if p.ProviderRef != nil {
			asked.Ref = *p.ProviderRef
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("payment %s: %w", paymentID, err)
	}
	answer, askErr := ask(ctx, desk, shop, with, asked)
	err = desk.DB.Write(context.WithoutCancel(ctx), shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		t, err := OpenTill(ctx, tx, shop, with, OfPayment(paymentID), desk.Now())
		if err != nil || t == nil {
			return err
		}
		p := t.Payment(paymentID)
		p.AskAt = askAgain(p, askErr == nil, t.m.now)
		if askErr == nil {
			askErr = t.learn(ctx, tx, p, answer)
		}
		if len(t.m.events) == 0 {
			t.Also(payment.Save(p))
		}
		return t.Close(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("answer about payment %s: %w", paymentID, err)
	}
	return askErr
}

func ask(ctx context.Context, desk PayDesk, shop cart.Shop, with payment.Provider, q payment.Question) (payment.Answer, error) {
	asks, can := asksOfCharge(with, q)
	if !can {
		asker, can := with.(payment.Asker)
		if !can {
			return payment.Answer{}, fmt.Errorf("nobody can be asked about payment %s", q.PaymentID)
		}
		asks = func(ctx context.Context, k payment.Keys) (payment.Answer, error) { return asker.Ask(ctx, k, q) }
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	keys, err := desk.Keys(ctx, shop.Store.ID, with.Code())
	if err != nil {
		return payment.Answer{}, err
	}
	return asks(ctx, keys)
}

// Told does what follows from what a provider says of an attempt by itself; see Asker.
func (t *Till) Told(ctx context.Context, tx *db.Tx, p *payment.Payment, a payment.Answer) error {
	return t.learn(ctx, tx, p, a)
}

// learn does what follows from an answer.
func (t *Till) learn(ctx context.Context, tx *db.Tx, p *payment.Payment, a payment.Answer) error {
	if a.Ref != "" && p.State != payment.Captured {
		for _, other := range t.m.money {
			if other != p && other.Provider == p.Provider && other.ProviderRef != nil && *other.ProviderRef == a.Ref {
				return nil // it is that one's money
			}
		}
		p.ProviderRef = &a.Ref
	}
	// Of a charge that the provider has begun to book here, what becomes of it is booked here too.
	isBookedHere := p.IsCharge() && p.ProviderRef != nil
	if p.IsCharge() && p.ProviderRef == nil && a.State == payment.Captured {
		ref := p.ChargeRef
		p.ProviderRef = &ref
	}
	switch {
	case p.State == payment.Captured && a.Refunded == p.Amount && p.RefundedTiyin < p.Amount:
		if err := t.Refund(ctx, tx, p); !errors.Is(err, ErrGoodsGone) {
			return err
		}
		return t.Dispute(ctx, tx, p, "given back by "+p.Provider, a.Ref) // the goods went out for money that is gone
	case p.State == payment.Captured:
		return nil
	case a.State == payment.Captured && a.Amount != p.Amount:
		t.doubt(tx, p, a.Amount)
		return nil
	case a.State == payment.Captured:
		p.AskAt = nil
		return t.Capture(ctx, tx, p)
	case isBookedHere:
		return nil
	case a.State == payment.Canceled, a.State == payment.Failed, a.State == payment.Expired:
		p.AskAt = nil
		return t.Release(ctx, tx, p, a.State)
	}
	return nil
}
