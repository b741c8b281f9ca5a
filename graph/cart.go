package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// shop is the shop around the carts and orders of the request.
func (r *Resolver) shop(ctx context.Context) cart.Shop {
	return cart.Shop{Store: storeOf(ctx), Payments: r.Payments, Hub: r.Hub, IsOutside: isOutside(auth.From(ctx))}
}

// isOutside tells that the caller is certainly not inside Telegram: a web page, or a program with an API token. A cart that
// nobody has signed in for may be filled in either, and is ordered after signing in.
func isOutside(a *auth.Actor) bool {
	return a.IsOutside || a.Kind == auth.Program || a.Kind == auth.CartHolder || a.Kind == auth.Anonymous
}

// holder is whose cart the request means: a shopper's own, or the anonymous one whose secret the header carries.
func (r *Resolver) holder(ctx context.Context) (cart.Holder, error) {
	a := auth.From(ctx)
	h := cart.Holder{Token: a.CartToken}
	if a.CustomerID == uuid.Nil {
		return h, nil
	}
	who, err := r.self(ctx)
	h.Customer = who
	return h, err
}

func (s shop) PaymentMethods(_ context.Context, obj *store.Store) ([]payment.Method, error) {
	return cart.Shop{Store: obj, Payments: s.Payments}.Methods(), nil
}

type me struct{ *Resolver }

// Me answers what belongs to the signed-in shopper.
func (r *Resolver) Me() exec.MeResolver { return me{r} }

func (m me) Cart(ctx context.Context, obj *model.Me) (*cart.Cart, error) {
	return cart.ByCustomer(ctx, m.DB, m.shop(ctx), obj.Customer, m.Now())
}

func (q query) Cart(ctx context.Context, cartToken string) (*cart.Cart, error) {
	h, err := q.holder(ctx)
	if err != nil {
		return nil, err
	}
	return cart.ByToken(ctx, q.DB, q.shop(ctx), cartToken, h.Customer, q.Now())
}

func (m mutation) CartCreate(ctx context.Context) (*model.CartCreatePayload, error) {
	c, token, err := cart.Create(ctx, m.DB, m.shop(ctx), m.Now())
	if err != nil {
		return nil, err
	}
	return &model.CartCreatePayload{Cart: c, CartToken: &token, UserErrors: []model.UserError{}}, nil
}

// changed runs a verb on the holder's cart.
func (m mutation) changed(ctx context.Context, verb func(h cart.Holder) (*cart.Cart, error)) (*cart.Cart, []model.UserError, error) {
	h, err := m.holder(ctx)
	if err != nil {
		return nil, nil, err
	}
	c, err := verb(h)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return nil, refused, err
	}
	return c, refused, nil
}

func (m mutation) CartSet(ctx context.Context, input cart.CartSetInput) (*model.CartSetPayload, error) {
	if code := input.GiftCardCode; code != nil && *code != "" {
		if err := m.mayGuess(ctx); err != nil {
			return nil, err
		}
	}
	c, refused, err := m.changed(ctx, func(h cart.Holder) (*cart.Cart, error) {
		return cart.Set(ctx, m.DB, m.shop(ctx), h, input, m.Now())
	})
	return &model.CartSetPayload{Cart: c, UserErrors: refused}, err
}

func (m mutation) CartLinesAdd(ctx context.Context, input cart.CartLinesAddInput) (*model.CartLinesAddPayload, error) {
	c, refused, err := m.changed(ctx, func(h cart.Holder) (*cart.Cart, error) {
		return cart.AddLines(ctx, m.DB, m.shop(ctx), h, input, m.Now())
	})
	return &model.CartLinesAddPayload{Cart: c, UserErrors: refused}, err
}

func (m mutation) CartLinesUpdate(ctx context.Context, input cart.CartLinesUpdateInput) (*model.CartLinesUpdatePayload, error) {
	c, refused, err := m.changed(ctx, func(h cart.Holder) (*cart.Cart, error) {
		return cart.UpdateLines(ctx, m.DB, m.shop(ctx), h, input, m.Now())
	})
	return &model.CartLinesUpdatePayload{Cart: c, UserErrors: refused}, err
}

func (m mutation) CartLinesRemove(ctx context.Context, input cart.CartLinesRemoveInput) (*model.CartLinesRemovePayload, error) {
	c, refused, err := m.changed(ctx, func(h cart.Holder) (*cart.Cart, error) {
		return cart.RemoveLines(ctx, m.DB, m.shop(ctx), h, input, m.Now())
	})
	return &model.CartLinesRemovePayload{Cart: c, UserErrors: refused}, err
}

type cartFields struct{ *Resolver }

// Cart answers the fields of carts that cost a query.
func (r *Resolver) Cart() exec.CartResolver { return cartFields{r} }

func (cartFields) Lines(ctx context.Context, obj *cart.Cart) ([]*cart.Line, error) {
	load(ctx).expectCartLines(obj.Lines)
	return obj.Lines, nil
}

func (c cartFields) Quote(ctx context.Context, obj *cart.Cart) (*cart.Quote, error) {
	return cart.QuoteOf(ctx, c.DB, c.shop(ctx), obj, c.Now())
}

func (cartFields) ChangeFrom(_ context.Context, obj *cart.Cart) (*money.Money, error) {
	return sum(obj.ChangeFrom), nil
}

type cartLine struct{ *Resolver }

// CartLine answers sums of lines.
func (r *Resolver) CartLine() exec.CartLineResolver { return cartLine{r} }

func (cartLine) UnitPrice(_ context.Context, obj *cart.Line) (*money.Money, error) {
	return sum(&obj.UnitPrice), nil
}

func (cartLine) CompareAt(_ context.Context, obj *cart.Line) (*money.Money, error) {
	return sum(obj.CompareAt), nil
}

func (cartLine) Total(_ context.Context, obj *cart.Line) (*money.Money, error) {
	return sum(&obj.Total), nil
}

type lineModifier struct{ *Resolver }

// LineModifier answers fields of chosen additions.
func (r *Resolver) LineModifier() exec.LineModifierResolver { return lineModifier{r} }

func (lineModifier) OptionID(_ context.Context, obj *cart.LineModifier) (*id.ID, error) {
	return named(id.ModifierOption, &obj.OptionID), nil
}

func (lineModifier) Name(ctx context.Context, obj *cart.LineModifier) (string, error) {
	return text(ctx, obj.Name), nil
}

func (lineModifier) Price(_ context.Context, obj *cart.LineModifier) (*money.Money, error) {
	return sum(&obj.Price), nil
}

type blocker struct{ *Resolver }

// Blocker answers fields of what keeps a cart from being ordered.
func (r *Resolver) Blocker() exec.BlockerResolver { return blocker{r} }

func (blocker) LineID(_ context.Context, obj *cart.Blocker) (*id.ID, error) {
	return named(id.CartLine, obj.LineID), nil
}
