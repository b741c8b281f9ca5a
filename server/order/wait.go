package order

import (
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/payment"
)

// waitUntil is when an order expires that now begins to wait: for its money when its method is paid before the shop accepts,
// else for staff, whose time counts from the opening of an order placed in the night.
func waitUntil(shop cart.Shop, method payment.Method, now time.Time) time.Time {
	if provider, known := shop.Payments.For(method); known && provider.IsPrepaid() {
		return now.Add(payWithin(shop, provider))
	}
	from := now
	if opens := shop.Store.OpensAt(now); opens != nil {
		from = *opens
	}
	return from.Add(shop.Store.OrderRules.AcceptWithin())
}

func payWithin(shop cart.Shop, provider payment.Provider) time.Duration {
	terms, _ := shop.Terms(provider.Code())
	return payment.PayWithin(provider, terms)
}

// waitAgain gives a placed order whose attempt came to nothing the time of a new one. Attempts that are begun and called off
// again and again must not hold goods for ever: a day after the order was placed, or twice the time of its method, no more
// is given.
func (m *moving) waitAgain() {
	until := waitUntil(m.shop, m.PaymentMethod, m.now)
	longest := 24 * time.Hour
	if provider, known := m.shop.Payments.For(m.PaymentMethod); known {
		longest = max(longest, 2*payWithin(m.shop, provider))
	}
	if last := m.PlacedAt.Add(longest); until.After(last) {
		until = last
	}
	if until.Before(m.now) {
		until = m.now
	}
	m.ExpiresAt = &until
}
