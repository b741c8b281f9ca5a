package order

import (
	"slices"

	"github.com/dokon-shop/dokon/server/delivery"
)

// Lifecycle is the life of an order, apart from its money and its goods.
type Lifecycle string

const (
	Draft     Lifecycle = "DRAFT"
	Placed    Lifecycle = "PLACED" // waits for staff or payment; goods are held
	Confirmed Lifecycle = "CONFIRMED"
	Completed Lifecycle = "COMPLETED"
	Canceled  Lifecycle = "CANCELED"
	Expired   Lifecycle = "EXPIRED"
)

// IsClosed tells that the order was called off; nothing happens to it any more.
func (l Lifecycle) IsClosed() bool { return l == Canceled || l == Expired }

// isTerminal tells that the lifecycle never changes again.
func (l Lifecycle) isTerminal() bool { return l == Completed || l.IsClosed() }

// FulfilmentState is where the goods are.
type FulfilmentState string

const (
	Pending         FulfilmentState = "PENDING" // nobody has begun
	Accepted        FulfilmentState = "ACCEPTED"
	Packed          FulfilmentState = "PACKED"
	ReadyForPickup  FulfilmentState = "READY_FOR_PICKUP"
	HandedToCourier FulfilmentState = "HANDED_TO_COURIER"
	Delivered       FulfilmentState = "DELIVERED"
	FailedDelivery  FulfilmentState = "FAILED_DELIVERY"
	GoodsCanceled   FulfilmentState = "CANCELED"
	Returning       FulfilmentState = "RETURNING"
	Returned        FulfilmentState = "RETURNED"
)

// inHouse tells that the goods have not left the shop for this fulfilment.
func (s FulfilmentState) inHouse() bool { return s == Pending || s == Accepted || s == Packed }

func (s FulfilmentState) isTerminal() bool {
	return s == Delivered || s == GoodsCanceled || s == Returned
}

// Action is a command on an order.
type Action string

const (
	DoConfirm      Action = "CONFIRM"
	DoCancel       Action = "CANCEL"
	DoPrepare      Action = "PREPARE"
	DoPack         Action = "PACK"
	DoReady        Action = "READY"
	DoHandOver     Action = "HAND_OVER"
	DoDeliver      Action = "DELIVER"
	DoFailDelivery Action = "FAIL_DELIVERY"
	DoReturn       Action = "RETURN"
	DoRepeat       Action = "REPEAT"

	// Commands of the shop itself, which no caller is offered.
	doGive     Action = "GIVE" // what was bought of digital goods
	doExpire   Action = "EXPIRE"
	doComplete Action = "COMPLETE"
)

// lifecycleMoves are all moves of the lifecycle; what is not here is refused. docs/states.md shows them with their guards.
var lifecycleMoves = map[Lifecycle]map[Action]Lifecycle{
	Placed:    {DoConfirm: Confirmed, DoCancel: Canceled, doExpire: Expired},
	Confirmed: {DoCancel: Canceled, DoReturn: Canceled, doComplete: Completed},
}

// goodsMove is a move of a fulfilment. Method restricts it to one way of delivery; empty: of things, both.
type goodsMove struct {
	from   FulfilmentState
	by     Action
	to     FulfilmentState
	method delivery.Method
}

// goodsMoves are all moves of goods; what is not here is refused. A failed delivery may be tried again. RETURN passes
// RETURNING within one command: what comes back is counted when it is there.
var goodsMoves = []goodsMove{
	{Pending, DoPrepare, Accepted, ""},
	{Accepted, DoPack, Packed, ""},
	{Packed, DoReady, ReadyForPickup, delivery.Pickup},
	{Packed, DoHandOver, HandedToCourier, delivery.Courier},
	{ReadyForPickup, DoDeliver, Delivered, delivery.Pickup},
	{HandedToCourier, DoDeliver, Delivered, delivery.Courier},
	{ReadyForPickup, DoFailDelivery, FailedDelivery, delivery.Pickup}, // nobody came for it
	{HandedToCourier, DoFailDelivery, FailedDelivery, delivery.Courier},
	{FailedDelivery, DoReady, ReadyForPickup, delivery.Pickup},
	{FailedDelivery, DoHandOver, HandedToCourier, delivery.Courier},
	{FailedDelivery, DoReturn, Returned, ""},
	{Pending, DoCancel, GoodsCanceled, ""},
	{Accepted, DoCancel, GoodsCanceled, ""},
	{Packed, DoCancel, GoodsCanceled, ""},
	{Pending, doGive, Delivered, delivery.Digital},
	{Pending, DoCancel, GoodsCanceled, delivery.Digital},
}

// after gives where a command brings the goods, false when it is not possible now.
func (f *Fulfilment) after(a Action) (FulfilmentState, bool) {
	i := slices.IndexFunc(goodsMoves, func(m goodsMove) bool {
		return m.from == f.State && m.by == a && (m.method == f.Method || m.method == "" && f.Method != delivery.Digital)
	})
	if i < 0 {
		return "", false
	}
	return goodsMoves[i].to, true
}

// target is the state of goods that a command leads to, for a repeat of it.
func target(a Action) (FulfilmentState, bool) {
	i := slices.IndexFunc(goodsMoves, func(m goodsMove) bool { return m.by == a })
	if i < 0 {
		return "", false
	}
	return goodsMoves[i].to, true
}
