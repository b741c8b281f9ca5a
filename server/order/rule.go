package order

import (
	"slices"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// refusal tells why a command is not possible for the actor now; nil when it is. Commands and availableActions ask this one
// function.
func (m *moving) refusal(a Action, who Actor) *fault.Error {
	isPrepaid := false
	if provider, known := m.shop.Payments.For(m.PaymentMethod); known {
		isPrepaid = provider.IsPrepaid()
	}
	return refusal(m.Order, m.goods, isPrepaid, a, who)
}

func refusal(o *Order, goods []*Fulfilment, isPrepaid bool, a Action, who Actor) *fault.Error {
	refused := fault.New(fault.TransitionRefused)
	if !who.may(a, o) {
		return fault.New(fault.Forbidden)
	}
	if o.Lifecycle.IsClosed() {
		return fault.New(fault.OrderClosed)
	}
	switch a {
	case DoConfirm:
		if _, ok := lifecycleMoves[o.Lifecycle][a]; !ok {
			return refused
		}
		if isPrepaid && o.asked() > 0 && o.PaymentStatus != Authorized {
			return refused
		}
		return nil
	case DoCancel:
		return refuseCancel(o, goods, who)
	}
	if o.Lifecycle != Confirmed {
		return refused
	}
	if f := movable(goods, a); f == nil || !who.CanWrite && !who.carries(f) {
		return refused
	}
	return nil
}

// refuseCancel: staff may call an order off until the goods have left, a buyer until they are packed. Money that was taken
// goes back with it.
func refuseCancel(o *Order, goods []*Fulfilment, who Actor) *fault.Error {
	if _, ok := lifecycleMoves[o.Lifecycle][DoCancel]; !ok {
		return fault.New(fault.TransitionRefused)
	}
	for _, f := range goods {
		if !f.State.inHouse() || f.State == Packed && !who.CanWrite {
			return fault.New(fault.TransitionRefused)
		}
	}
	return nil
}

// movable is the fulfilment that a command can move, nil when there is none.
func movable(goods []*Fulfilment, a Action) *Fulfilment {
	i := slices.IndexFunc(goods, func(f *Fulfilment) bool { _, ok := f.after(a); return ok })
	if i < 0 {
		return nil
	}
	return goods[i]
}

// ActionOption is one thing that a caller may do with an order.
type ActionOption struct {
	Action Action
	// ReasonIfBlocked is nil when it is possible now.
	ReasonIfBlocked *string
	// FeePreview is what it would cost the buyer; nil when it costs nothing.
	FeePreview *money.Money
}

var tooLate = say(
	"Buyurtma yigʻib boʻlingan. Bekor qilish uchun doʻkon bilan bogʻlaning.",
	"Заказ уже собран. Чтобы отменить его, свяжитесь с магазином.",
	"The order is packed already. Please contact the shop to cancel it.",
)

// staffActions in the order in which they are offered.
var staffActions = []Action{
	DoConfirm, DoPrepare, DoPack, DoReady, DoHandOver, DoDeliver, DoFailDelivery, DoReturn, DoCancel,
}

// AvailableActions lists what the actor may do with an order they see. Canceling stays listed for the buyer when it is too
// late, with the reason, until the order is over.
func AvailableActions(o *Order, goods []*Fulfilment, payments *payment.Providers, who Actor, l lang.Lang) []ActionOption {
	isPrepaid := false
	if provider, known := payments.For(o.PaymentMethod); known {
		isPrepaid = provider.IsPrepaid()
	}
	options := []ActionOption{}
	can := func(a Action) bool { return refusal(o, goods, isPrepaid, a, who) == nil }
	for _, a := range staffActions {
		if can(a) && (a != DoCancel || !who.buys(o)) {
			options = append(options, ActionOption{Action: a})
		}
	}
	if who.buys(o) && !o.Lifecycle.isTerminal() {
		option := ActionOption{Action: DoCancel}
		if fee := o.fee(); fee > 0 {
			preview := money.New(fee)
			option.FeePreview = &preview
		}
		if !can(DoCancel) {
			reason := tooLate.In(l, nil)
			option.ReasonIfBlocked = &reason
		}
		options = append(options, option)
	}
	if who.buys(o) {
		options = append(options, ActionOption{Action: DoRepeat})
	}
	return options
}
