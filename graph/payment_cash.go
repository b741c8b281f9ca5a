package graph

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
)

// memberBy is a member of staff by key; nil for none.
func memberBy(ctx context.Context, key *uuid.UUID) (*staff.Member, error) {
	if key == nil {
		return nil, nil
	}
	return load(ctx).members.Load(ctx, *key)
}

type courierCash struct{ *Resolver }

// CourierCash answers who carries how much cash.
func (r *Resolver) CourierCash() exec.CourierCashResolver { return courierCash{r} }

func (courierCash) Courier(ctx context.Context, obj *payment.CourierHolds) (*staff.Member, error) {
	return memberBy(ctx, obj.CourierID)
}

func (courierCash) Held(_ context.Context, obj *payment.CourierHolds) (*money.Money, error) {
	return sum(&obj.Held), nil
}

// CourierCash shows all of it to those who see payments, and to a courier their own.
func (q query) CourierCash(ctx context.Context) ([]*payment.CourierHolds, error) {
	who := q.orderActor(ctx)
	var only *uuid.UUID
	if !can(ctx, staff.PaymentsRead) {
		only = &who.ID
	}
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*payment.CourierHolds, error) {
		return payment.CashWithCouriers(ctx, db, storeID, only)
	})
}

type cashHandover struct{ *Resolver }

// CashHandover answers fields of handovers.
func (r *Resolver) CashHandover() exec.CashHandoverResolver { return cashHandover{r} }

func (cashHandover) Courier(ctx context.Context, obj *payment.Handover) (*staff.Member, error) {
	return memberBy(ctx, obj.CourierID)
}

func (cashHandover) TakenBy(ctx context.Context, obj *payment.Handover) (*staff.Member, error) {
	return memberBy(ctx, obj.TakenBy)
}

func (cashHandover) Amount(_ context.Context, obj *payment.Handover) (*money.Money, error) {
	return sum(&obj.Amount), nil
}

func (q query) CashHandovers(ctx context.Context, first *int, after *string, last *int, before *string) (*page.Connection[*payment.Handover], error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*page.Connection[*payment.Handover], error) {
		return payment.Handovers(ctx, db, storeID, args(first, after, last, before))
	})
}

func (m mutation) CashHandover(ctx context.Context, input payment.CashHandoverInput) (*model.CashHandoverPayload, error) {
	var takenBy *uuid.UUID
	if who := m.orderActor(ctx); who.Kind == order.ByStaff && who.ID != uuid.Nil {
		takenBy = &who.ID
	}
	h, err := payment.HandOver(ctx, m.DB, storeOf(ctx).ID, input, takenBy, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		h = nil
	}
	return &model.CashHandoverPayload{Handover: h, UserErrors: refused}, err
}
