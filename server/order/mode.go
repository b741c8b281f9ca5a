package order

import (
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/payment"
)

// modeOf is the mode of the store's account with a provider as it is now; nil when there is no account.
func modeOf(shop cart.Shop, provider string) *payment.Mode {
	terms, has := shop.Terms(provider)
	if !has {
		return nil
	}
	return &terms.Mode
}

// markModes says of attempts that may still bring money whether it would be real. It is kept: an attempt tells the mode of its
// time, also when the account has another one since.
func (m *moving) markModes() {
	for _, p := range m.money {
		if p.Mode == nil && p.State.IsLive() {
			p.Mode = modeOf(m.shop, p.Provider)
		}
	}
}
