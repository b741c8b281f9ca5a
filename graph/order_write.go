package graph

import (
	"context"
	"time"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/order"
)

func (m mutation) OrderPlace(ctx context.Context, input order.OrderPlaceInput) (*model.OrderPlacePayload, error) {
	who, err := m.self(ctx)
	if err != nil {
		return nil, err
	}
	o, err := order.Place(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		o = nil
	}
	load(ctx).knowOrder(o)
	return &model.OrderPlacePayload{Order: o, UserErrors: refused}, err
}

// command is a verb that moves an order.
type command[T any] func(ctx context.Context, d *db.DB, shop cart.Shop, who order.Actor, in T, now time.Time) (*order.Order, error)

func moved[T any](ctx context.Context, m mutation, verb command[T], input T) (*model.OrderPayload, error) {
	who, err := m.namedActor(ctx)
	if err != nil {
		return nil, err
	}
	o, err := verb(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		o = nil
	}
	return &model.OrderPayload{Order: o, UserErrors: refused}, err
}

func (m mutation) OrderConfirm(ctx context.Context, input order.OrderConfirmInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.Confirm, input)
}

func (m mutation) OrderCancel(ctx context.Context, input order.OrderCancelInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.Cancel, input)
}

func (m mutation) FulfilmentAccept(ctx context.Context, input order.FulfilmentMoveInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.Prepare, input)
}

func (m mutation) FulfilmentPack(ctx context.Context, input order.FulfilmentMoveInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.Pack, input)
}

func (m mutation) FulfilmentReady(ctx context.Context, input order.FulfilmentMoveInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.MakeReady, input)
}

func (m mutation) FulfilmentHandOver(ctx context.Context, input order.FulfilmentHandOverInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.HandOver, input)
}

func (m mutation) FulfilmentDeliver(ctx context.Context, input order.FulfilmentDeliverInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.Deliver, input)
}

func (m mutation) FulfilmentFail(ctx context.Context, input order.FulfilmentFailInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.Fail, input)
}

func (m mutation) FulfilmentReturn(ctx context.Context, input order.FulfilmentMoveInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.Return, input)
}

func (m mutation) OrderNoteSet(ctx context.Context, input order.OrderNoteSetInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.SetNote, input)
}

func (m mutation) OrderRepeat(ctx context.Context, input order.OrderRepeatInput) (*model.OrderRepeatPayload, error) {
	who, err := m.self(ctx)
	if err != nil {
		return nil, err
	}
	c, missing, err := order.Repeat(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	if err == nil && len(missing) > 0 {
		// The cart is filled with what can be had; what cannot is told of beside it.
		told, err := refusals(ctx, missing)
		return &model.OrderRepeatPayload{Cart: c, UserErrors: told}, err
	}
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		c = nil
	}
	return &model.OrderRepeatPayload{Cart: c, UserErrors: refused}, err
}
