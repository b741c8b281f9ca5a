package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/pace"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
)

func (cartFields) Plan(_ context.Context, obj *cart.Cart) (*model.PaymentPlan, error) {
	p := &obj.Plan
	plan := &model.PaymentPlan{
		GiftCard: sum(&p.GiftCard), Cashback: sum(&p.Cashback), CashbackMost: sum(&p.CashbackMost), Deposit: sum(&p.Deposit),
		Now: sum(&p.Now), Later: sum(&p.Later), Stars: p.Stars, Earned: sum(&p.Earned),
	}
	if p.Card != nil {
		left := p.Card.Balance - p.Card.Held
		plan.GiftCardHint, plan.GiftCardBalance = p.Card.Hint, sum(&left)
	}
	return plan, nil
}

type giftCard struct{ *Resolver }

// GiftCard answers sums of gift cards.
func (r *Resolver) GiftCard() exec.GiftCardResolver { return giftCard{r} }

func (giftCard) Issued(_ context.Context, obj *payment.Purse) (*money.Money, error) {
	return sum(&obj.Issued), nil
}

func (giftCard) Balance(_ context.Context, obj *payment.Purse) (*money.Money, error) {
	return sum(&obj.Balance), nil
}

func (giftCard) Held(_ context.Context, obj *payment.Purse) (*money.Money, error) {
	return sum(&obj.Held), nil
}

func (giftCard) Moves(ctx context.Context, obj *payment.Purse) ([]*payment.PurseMove, error) {
	moves, err := load(ctx).movesOf.Load(ctx, obj.ID)
	return nonNil(moves), err
}

type creditMove struct{ *Resolver }

// CreditMove answers fields of movements of gift cards and cashback.
func (r *Resolver) CreditMove() exec.CreditMoveResolver { return creditMove{r} }

func (creditMove) Amount(_ context.Context, obj *payment.PurseMove) (*money.Money, error) {
	return sum(&obj.Amount), nil
}

func (creditMove) Order(ctx context.Context, obj *payment.PurseMove) (*order.Order, error) {
	if obj.OrderID == nil {
		return nil, nil
	}
	return load(ctx).orders.Load(ctx, *obj.OrderID)
}

func (q query) GiftCard(ctx context.Context, giftCardID id.ID) (*payment.Purse, error) {
	key, err := giftCardID.Must(id.Purse, "id")
	if err != nil {
		return nil, err
	}
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*payment.Purse, error) {
		return payment.GiftCardByID(ctx, db, storeID, key)
	})
}

func (q query) GiftCards(ctx context.Context, first *int, after *string, last *int, before *string) (*page.Connection[*payment.Purse], error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*page.Connection[*payment.Purse], error) {
		return payment.GiftCards(ctx, db, storeID, args(first, after, last, before))
	})
}

func (q query) GiftCardBalance(ctx context.Context, code string) (*money.Money, error) {
	if err := q.mayGuess(ctx); err != nil {
		return nil, err
	}
	card, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*payment.Purse, error) {
		return payment.PurseByCode(ctx, db, storeID, code)
	})
	if err != nil || card == nil || !card.IsGood(q.Now()) {
		return nil, err
	}
	free := card.Free(q.Now())
	return sum(&free), nil
}

// guesses is how many codes of gift cards a caller may try in a minute; a quarter of them at once.
const guesses = 20

// mayGuess counts a code that a caller tries. Fault: RATE_LIMITED.
func (r *Resolver) mayGuess(ctx context.Context) error {
	who := keySpace(auth.From(ctx))
	if address := pace.AddressOf(ctx); address != "" {
		who = address // whoever guesses makes many carts and sessions
	}
	if wait := r.pace.Take(ctx, pace.Guess, who, guesses); wait > 0 {
		return fault.New(fault.RateLimited).With("seconds", int(wait.Seconds())+1)
	}
	return nil
}

func (m mutation) GiftCardIssue(ctx context.Context, input payment.GiftCardIssueInput) (*model.GiftCardIssuePayload, error) {
	card, code, err := payment.IssueGiftCard(ctx, m.DB, storeOf(ctx).ID, input, m.Now())
	refused, err := refusals(ctx, err)
	payload := &model.GiftCardIssuePayload{UserErrors: refused}
	if err == nil && len(refused) == 0 {
		payload.GiftCard, payload.Code = card, &code
	}
	return payload, err
}

func (m mutation) GiftCardVoid(ctx context.Context, input payment.GiftCardVoidInput) (*model.GiftCardPayload, error) {
	card, err := payment.VoidGiftCard(ctx, m.DB, storeOf(ctx).ID, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		card = nil
	}
	return &model.GiftCardPayload{GiftCard: card, UserErrors: refused}, err
}

func (s shopper) Cashback(ctx context.Context, obj *customer.Customer) (*money.Money, error) {
	none := money.New(0)
	purse, err := cashbackShown(ctx, obj)
	if err != nil || purse == nil {
		return &none, err
	}
	free := purse.Free(s.Now())
	return sum(&free), nil
}

func (shopper) CashbackMoves(ctx context.Context, obj *customer.Customer) ([]*payment.PurseMove, error) {
	purse, err := cashbackShown(ctx, obj)
	if err != nil || purse == nil {
		return []*payment.PurseMove{}, err
	}
	moves, err := load(ctx).movesOf.Load(ctx, purse.ID)
	return nonNil(moves), err
}

// cashbackShown is the cashback of a shopper for themselves and for those who may read shoppers; nil for others, and when there
// never was any.
func cashbackShown(ctx context.Context, obj *customer.Customer) (*payment.Purse, error) {
	if !can(ctx, staff.CustomersRead) && shopperOf(ctx) != obj.ID {
		return nil, nil
	}
	return load(ctx).cashbackOf.Load(ctx, obj.ID)
}
