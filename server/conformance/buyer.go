package conformance

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Buyer places orders as somebody in the Mini App does, by the public API.
type Buyer struct {
	API      string // address of the GraphQL endpoint
	Store    string // slug
	InitData string // as Telegram signs it
	Method   string // of payment, as the API names it

	token string // once signed in
}

// Next implements Orders: it buys the dearest thing that is on sale without a choice to be made, to be fetched where the shop has
// a pickup point. Error: also a shop in which nothing can be bought like that.
func (b *Buyer) Next(ctx context.Context) (Order, error) {
	if b.token == "" {
		if err := b.signIn(ctx); err != nil {
			return Order{}, err
		}
	}
	variant, pickup, err := b.choose(ctx)
	if err != nil {
		return Order{}, err
	}
	var set struct {
		CartSet struct {
			Cart struct {
				Quote     *struct{ ID string }
				Readiness struct {
					Blockers []struct{ Code, Message string }
				}
			}
			UserErrors userErrors
		}
	}
	err = b.ask(ctx, `mutation ($variant: ID!, $pickup: ID!, $method: PaymentMethod!) { cartSet(input: {
		lines: [{variantId: $variant, quantity: 1}], contact: {name: "Conformance", phone: "+998901234567"},
		delivery: {method: PICKUP, pickupPointId: $pickup}, paymentMethod: $method
	}) { cart { quote { id } readiness { blockers { code message } } } userErrors { message } } }`,
		map[string]any{"variant": variant, "pickup": pickup, "method": b.Method}, &set)
	if err = errors.Join(err, set.CartSet.UserErrors.err()); err != nil {
		return Order{}, err
	}
	if set.CartSet.Cart.Quote == nil {
		return Order{}, fmt.Errorf("the cart is not ready: %v", set.CartSet.Cart.Readiness.Blockers)
	}
	var placed struct {
		OrderPlace struct {
			Order struct {
				Number   int64
				Payments []struct{ ID string }
				Totals   struct{ Due struct{ Minor int64 } }
			}
			UserErrors userErrors
		}
	}
	err = b.ask(ctx, `mutation ($quote: ID!) { orderPlace(input: {quoteId: $quote}) { order { number payments { id } totals { due { minor } } } userErrors { message } } }`,
		map[string]any{"quote": set.CartSet.Cart.Quote.ID}, &placed)
	if err = errors.Join(err, placed.OrderPlace.UserErrors.err()); err != nil {
		return Order{}, err
	}
	o := placed.OrderPlace.Order
	placedOrder := Order{Number: fmt.Sprint(o.Number), Amount: o.Totals.Due.Minor}
	if len(o.Payments) > 0 {
		placedOrder.Payment = o.Payments[0].ID
	}
	return placedOrder, nil
}

func (b *Buyer) signIn(ctx context.Context) error {
	var in struct {
		SessionCreate struct {
			Tokens     *struct{ AccessToken string }
			UserErrors userErrors
		}
	}
	err := b.ask(ctx, `mutation ($data: String!) { sessionCreate(input: {initData: $data}) { tokens { accessToken } userErrors { message } } }`,
		map[string]any{"data": b.InitData}, &in)
	if err = errors.Join(err, in.SessionCreate.UserErrors.err()); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	b.token = in.SessionCreate.Tokens.AccessToken
	return nil
}

// choose finds what to buy and where to fetch it.
func (b *Buyer) choose(ctx context.Context) (variant, pickup string, err error) {
	type offer struct {
		ID           string
		Price        *struct{ Minor int64 }
		Availability struct{ CanBuy bool }
	}
	var shop struct {
		PickupPoints []struct{ ID string }
		Products     struct {
			Nodes []struct {
				ModifierGroups []struct{ Minimum int }
				Variants       []offer
			}
		}
	}
	err = b.ask(ctx, `{ pickupPoints { id } products(first: 50) { nodes { modifierGroups { minimum }
		variants { id price { minor } availability { canBuy } } } } }`, nil, &shop)
	if err != nil {
		return "", "", err
	}
	var offers []offer
	for _, p := range shop.Products.Nodes {
		if slices.ContainsFunc(p.ModifierGroups, func(g struct{ Minimum int }) bool { return g.Minimum > 0 }) {
			continue
		}
		for _, v := range p.Variants {
			if v.Availability.CanBuy && v.Price != nil {
				offers = append(offers, v)
			}
		}
	}
	if len(offers) == 0 || len(shop.PickupPoints) == 0 {
		return "", "", errors.New("nothing can be bought here to be fetched; place orders yourself and name them")
	}
	dearest := slices.MaxFunc(offers, func(a, b offer) int { return cmp.Compare(a.Price.Minor, b.Price.Minor) })
	return dearest.ID, shop.PickupPoints[0].ID, nil
}

type userErrors []struct{ Message string }

func (u userErrors) err() error {
	var all []error
	for _, each := range u {
		all = append(all, errors.New(each.Message))
	}
	return errors.Join(all...)
}

// ask sends an operation and reads its data.
func (b *Buyer) ask(ctx context.Context, query string, variables map[string]any, into any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.API, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("X-Store", b.Store)
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	answer, err := newClient().Do(r)
	if err != nil {
		return fmt.Errorf("place an order: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("place an order: %w", err)
	}
	var out struct {
		Data   json.RawMessage
		Errors userErrors
	}
	if err := json.Unmarshal(text, &out); err != nil {
		return fmt.Errorf("place an order: %s: %s", answer.Status, strings.TrimSpace(string(text)))
	}
	if err := out.Errors.err(); err != nil {
		return fmt.Errorf("place an order: %w", err)
	}
	return json.Unmarshal(out.Data, into)
}
