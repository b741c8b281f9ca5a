package graph

import (
	"context"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
)

func (m mutation) BotPreCheckout(ctx context.Context, in model.BotPreCheckoutInput) (*model.BotPreCheckoutPayload, error) {
	s, err := store.ByBot(ctx, m.DB, in.BotID)
	if err != nil {
		return nil, err
	}
	err = m.Till.PreCheckout(ctx, &till.Charge{
		StoreID: s.ID, TelegramID: in.TelegramID, Payload: in.Payload, Currency: in.Currency, Amount: in.TotalAmount,
	})
	if why, isRefusal := fault.As(err); isRefusal {
		return &model.BotPreCheckoutPayload{Reason: why[0].Message(languageOf(ctx))}, nil
	}
	return &model.BotPreCheckoutPayload{IsAllowed: err == nil}, err
}

func (m mutation) BotPaymentReport(ctx context.Context, in model.BotPaymentReportInput) (*model.BotPaymentReportPayload, error) {
	s, err := store.ByBot(ctx, m.DB, in.BotID)
	if err != nil {
		return nil, err
	}
	if in.TelegramChargeID == "" || in.TotalAmount < 1 {
		return nil, fault.New(fault.BadRequest).With("reason", "a payment has a telegramChargeId and a totalAmount above 0")
	}
	err = m.Till.TakeCharge(ctx, &till.Charge{
		StoreID: s.ID, ID: in.TelegramChargeID, TelegramID: in.TelegramID, Payload: in.Payload, Currency: in.Currency,
		Amount: in.TotalAmount, ProviderChargeID: in.ProviderChargeID,
	})
	if err != nil {
		return nil, err
	}
	return &model.BotPaymentReportPayload{IsTaken: true}, nil
}

func (m mutation) BotRefundReport(ctx context.Context, in model.BotRefundReportInput) (*model.BotPaymentReportPayload, error) {
	s, err := store.ByBot(ctx, m.DB, in.BotID)
	if err != nil {
		return nil, err
	}
	if err := m.Till.TakeRefund(ctx, s.ID, in.TelegramChargeID); err != nil {
		return nil, err
	}
	return &model.BotPaymentReportPayload{IsTaken: true}, nil
}
