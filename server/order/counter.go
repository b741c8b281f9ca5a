package order

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
)

// PaymentTakeInput takes money of a buyer who shows a code at the counter.
type PaymentTakeInput struct {
	OrderID         id.ID
	Method          payment.Method
	Code            string
	ExpectedVersion *int
}

const (
	// counterWithin bounds the wait of buyer and cashier for one answer of the provider.
	counterWithin = 20 * time.Second
	// counterFor is for how long money at the counter may come: the provider's app shows a code for a minute.
	counterFor = 2 * time.Minute
)

var counterCode = regexp.MustCompile(`^[0-9]{8,64}$`)

// TakePayment has a provider take what is to be paid of whoever shows a code. The attempt is written before the provider is
// asked, and is asked about until it is known what became of it: whatever is lost between, the money counts once.
//
// Faults: those of StartPayment; PAYMENT_UNAVAILABLE at method for a provider that takes no codes; INVALID at code;
// PAYMENT_REFUSED at code; PAYMENT_IN_PROGRESS at orderId also while the buyer pays on the provider's page.
func TakePayment(ctx context.Context, desk PayDesk, shop cart.Shop, who Actor, in PaymentTakeInput, now time.Time) (*payment.Payment, *Order, error) {
	key, err := in.OrderID.Must(id.Order, "input", "orderId")
	if err != nil {
		return nil, nil, err
	}
	if !counterCode.MatchString(in.Code) {
		return nil, nil, fault.New(fault.Invalid, "input", "code")
	}
	with, counter := counterOf(shop, in.Method)
	if counter == nil {
		return nil, nil, fault.New(fault.PaymentUnavailable, "input", "method")
	}
	p, err := beginCounter(ctx, desk, shop, who, counter, key, in, now)
	if err != nil {
		return nil, nil, err
	}
	call := payment.CounterCall{PaymentID: p.ID, Code: in.Code, Amount: p.Amount}
	taken, askErr := atCounter(ctx, desk, shop, with.Code(), func(ctx context.Context, k payment.Keys) (payment.Taken, error) {
		return counter.Take(ctx, k, call)
	})
	if askErr == nil && taken.State == payment.Authorized {
		if _, _, err := heard(ctx, desk, shop, with, p.ID, taken, nil); err != nil {
			return nil, nil, err
		}
		taken, askErr = atCounter(ctx, desk, shop, with.Code(), func(ctx context.Context, k payment.Keys) (payment.Taken, error) {
			return payment.Taken{Ref: taken.Ref, State: payment.Captured}, counter.Confirm(ctx, k, taken.Ref)
		})
	}
	p, o, err := heard(ctx, desk, shop, with, p.ID, taken, askErr)
	var no *payment.Refusal
	switch {
	case err != nil:
		return nil, nil, err
	case errors.As(askErr, &no):
		return nil, nil, fault.New(fault.PaymentRefused, "input", "code").With("reason", no.Reason)
	}
	return p, o, nil // whatever was not heard, the attempt is PENDING and asked about
}

// counterOf is the provider of a method that takes codes for an account of the store; nil when there is none.
func counterOf(shop cart.Shop, method payment.Method) (payment.Provider, payment.Counter) {
	with, known := shop.Payments.For(method)
	if !known {
		return nil, nil
	}
	counter, takes := with.(payment.Counter)
	terms, has := shop.Terms(with.Code())
	if !takes || !has || !payment.MayAsk(with, terms) {
		return nil, nil
	}
	return with, counter
}

// beginCounter writes the attempt of which the provider is about to be asked.
func beginCounter(ctx context.Context, desk PayDesk, shop cart.Shop, who Actor, with payment.Counter, key uuid.UUID, in PaymentTakeInput, now time.Time) (p *payment.Payment, err error) {
	err = desk.DB.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lock(ctx, tx, shop, who, key, now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "orderId")
		}
		if in.ExpectedVersion != nil && *in.ExpectedVersion != m.Version {
			return fault.New(fault.StaleVersion, "input", "expectedVersion")
		}
		var isNew bool
		if p, isNew, err = m.startPayment(ctx, tx, &in.Method); err != nil {
			return err
		}
		if p.State != payment.Created {
			return fault.New(fault.PaymentInProgress, "input", "orderId")
		}
		ref, until := with.CounterRef(p.ID), now.Add(counterFor)
		p.State, p.ProviderRef, p.ExpiresAt, p.UpdatedAt = payment.Pending, &ref, &until, now
		known, _ := shop.Payments.Named(p.Provider)
		m.askSoon(known, p)
		if m.Lifecycle == Placed && until.After(*m.ExpiresAt) {
			m.ExpiresAt = &until
		}
		m.log(WasPending, EventData{Amount: p.Amount})
		if isNew {
			m.writes = append(m.writes, tx.NewInsert().Model(p))
		} else {
			m.writes = append(m.writes, payment.Save(p))
		}
		return m.finish(ctx, tx)
	})
	return p, err
}

func atCounter(ctx context.Context, desk PayDesk, shop cart.Shop, provider string, ask func(context.Context, payment.Keys) (payment.Taken, error)) (payment.Taken, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), counterWithin) // money moves also when the cashier has gone
	defer cancel()
	keys, err := desk.Keys(ctx, shop.Store.ID, provider)
	if err != nil {
		return payment.Taken{}, err
	}
	return ask(ctx, keys)
}

// heard does what follows from what the provider said, unless somebody else has done it meanwhile.
func heard(ctx context.Context, desk PayDesk, shop cart.Shop, with payment.Provider, paymentID uuid.UUID, taken payment.Taken, askErr error) (p *payment.Payment, o *Order, err error) {
	err = desk.DB.Write(context.WithoutCancel(ctx), shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		t, err := OpenTill(ctx, tx, shop, with, OfPayment(paymentID), desk.Now())
		if err != nil {
			return err
		}
		if t == nil {
			return fmt.Errorf("the order of payment %s is gone", paymentID)
		}
		o, p = t.m.Order, t.Payment(paymentID)
		answer := payment.Answer{State: payment.Pending, Ref: taken.Ref}
		var no *payment.Refusal
		switch {
		case errors.As(askErr, &no):
			answer.State = payment.Failed
		case askErr == nil && taken.State == payment.Captured:
			answer.State, answer.Amount = payment.Captured, p.Amount
		case askErr == nil && taken.State == payment.Authorized && p.State == payment.Pending:
			p.State, p.UpdatedAt = payment.Authorized, t.m.now
		}
		if err := t.learn(ctx, tx, p, answer); err != nil {
			return err
		}
		if len(t.m.events) == 0 {
			t.Also(payment.Save(p))
		}
		return t.Close(ctx, tx)
	})
	return p, o, err
}
