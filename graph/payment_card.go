package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/payment"
)

// CardNumber is null for attempts that charge no saved card.
func (payments) CardNumber(_ context.Context, obj *payment.Payment) (*string, error) {
	if !obj.IsCharge() {
		return nil, nil
	}
	return &obj.CardNumber, nil
}

type savedCard struct{ *Resolver }

// SavedCard answers fields of cards that shoppers keep.
func (r *Resolver) SavedCard() exec.SavedCardResolver { return savedCard{r} }

func (c savedCard) Method(_ context.Context, obj *payment.SavedCard) (payment.Method, error) {
	with, known := c.Payments.Named(obj.Provider)
	if !known {
		return "", fault.New(fault.PaymentUnavailable)
	}
	return with.Method(), nil
}

func (c savedCard) IsExpired(_ context.Context, obj *payment.SavedCard) (bool, error) {
	return obj.IsOver(c.Now()), nil
}

func (m me) Cards(ctx context.Context, obj *model.Me) ([]*payment.SavedCard, error) {
	return reading(ctx, m.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*payment.SavedCard, error) {
		return payment.CardsOf(ctx, db, storeID, obj.Customer.ID, m.cardTerms(ctx))
	})
}

func (m me) CardDesks(ctx context.Context, _ *model.Me) ([]*model.CardDesk, error) {
	desks := []*model.CardDesk{}
	terms := m.cardTerms(ctx)
	for _, remote := range m.Payments.Remotes() {
		saver, isOne := remote.(payment.CardSaver)
		if !isOne {
			continue
		}
		t, has := terms(remote.Code())
		if !has {
			continue
		}
		if desk, _ := saver.CardDesk(t); desk.URL != "" {
			desks = append(desks, &model.CardDesk{Provider: remote.Code(), Method: remote.Method(), URL: desk.URL, MerchantID: desk.Merchant})
		}
	}
	return desks, nil
}

// cardTerms gives the terms of accounts whose providers keep cards for the store.
func (r *Resolver) cardTerms(ctx context.Context) func(string) (payment.Terms, bool) {
	shop := r.shop(ctx)
	return func(provider string) (payment.Terms, bool) {
		with, _ := r.Payments.Named(provider)
		saver, isOne := with.(payment.CardSaver)
		terms, has := shop.Terms(provider)
		if !isOne || !has {
			return terms, false
		}
		_, saves := saver.CardDesk(terms)
		return terms, saves
	}
}

func (m mutation) cards(ctx context.Context) *payment.CardBox {
	return &payment.CardBox{
		DB: m.DB, Secrets: m.Box, Providers: m.Payments, StoreID: storeOf(ctx).ID, CustomerID: auth.From(ctx).CustomerID,
		Terms: m.cardTerms(ctx), Now: m.Now,
	}
}

// cardPayload is what is answered; a card whose SMS could not be sent is kept, and shown.
func cardPayload(ctx context.Context, card *payment.SavedCard, code *payment.CardCode, err error) (*model.CardPayload, error) {
	refused, err := refusals(ctx, err)
	if err != nil {
		return nil, err
	}
	return &model.CardPayload{Card: card, Code: code, UserErrors: refused}, nil
}

func (m mutation) CardAdd(ctx context.Context, input payment.CardAddInput) (*model.CardPayload, error) {
	if err := m.mayGuess(ctx); err != nil {
		return nil, err
	}
	card, code, err := m.cards(ctx).Add(ctx, input)
	return cardPayload(ctx, card, code, err)
}

func (m mutation) CardCodeSend(ctx context.Context, input model.CardCodeSendInput) (*model.CardPayload, error) {
	if err := m.mayGuess(ctx); err != nil {
		return nil, err
	}
	card, code, err := m.cards(ctx).SendCode(ctx, input.ID)
	return cardPayload(ctx, card, code, err)
}

func (m mutation) CardVerify(ctx context.Context, input payment.CardVerifyInput) (*model.CardPayload, error) {
	if err := m.mayGuess(ctx); err != nil {
		return nil, err
	}
	card, err := m.cards(ctx).Verify(ctx, input)
	return cardPayload(ctx, card, nil, err)
}

func (m mutation) CardRemove(ctx context.Context, input model.CardRemoveInput) (*model.CardRemovePayload, error) {
	err := m.cards(ctx).Remove(ctx, input.ID)
	refused, err := refusals(ctx, err)
	if err != nil {
		return nil, err
	}
	left, err := reading(ctx, m.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*payment.SavedCard, error) {
		return payment.CardsOf(ctx, db, storeID, auth.From(ctx).CustomerID, m.cardTerms(ctx))
	})
	return &model.CardRemovePayload{Cards: nonNil(left), UserErrors: refused}, err
}
