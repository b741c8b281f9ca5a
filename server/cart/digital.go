package cart

import (
	"slices"

	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/payment"
)

// Takes tells whether an order of digital goods, or of others, may be paid by a method in this shop. Digital goods are paid in
// advance, and inside Telegram with Stars alone, as its terms for developers want it; other goods are never paid with Stars.
func (s Shop) Takes(m payment.Method, isDigital bool) bool {
	switch {
	case !slices.Contains(s.Methods(), m):
		return false
	case m == payment.TelegramStars:
		return isDigital
	case !isDigital:
		return true
	}
	return s.IsOutside && m != payment.Telegram && s.isPrepaid(m)
}

// IsDigital tells that all lines are digital: there is nothing to be brought.
func (c *Cart) IsDigital() bool { return len(c.Lines) > 0 && !slices.ContainsFunc(c.Lines, isThing) }

func isThing(l *Line) bool { return !l.Sale.Product.IsDigital() }

// checkApart finds digital goods beside others: they are paid in different ways, and are therefore two orders.
func (c *Cart) checkApart() *fault.Error {
	if c.IsDigital() || !slices.ContainsFunc(c.Lines, func(l *Line) bool { return !isThing(l) }) {
		return nil
	}
	return fault.New(fault.DigitalApart)
}

// methods are what the cart may be paid with.
func (c *Cart) methods(shop Shop) []payment.Method {
	isDigital := c.IsDigital()
	return slices.DeleteFunc(shop.Methods(), func(m payment.Method) bool { return !shop.Takes(m, isDigital) })
}

// stars is what is paid in Stars now; nil when the cart cannot be paid so.
func (c *Cart) stars(shop Shop) *int {
	if !slices.Contains(c.PaymentMethods, payment.TelegramStars) {
		return nil
	}
	return shop.Stars(c.Sum.Total)
}

var digital = delivery.Digital
