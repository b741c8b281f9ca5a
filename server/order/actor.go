package order

import (
	"slices"

	"github.com/google/uuid"
)

// ActorKind says who did something.
type ActorKind string

const (
	ByCustomer ActorKind = "CUSTOMER"
	ByStaff    ActorKind = "STAFF"
	BySystem   ActorKind = "SYSTEM"
	ByProvider ActorKind = "PROVIDER"
	ByAPI      ActorKind = "API"
)

// Actor is who acts on an order or looks at it. A shopper sees own orders, whoever CanRead all, and a courier, who
// CanDeliver alone, those handed to them.
type Actor struct {
	Kind       ActorKind
	ID         uuid.UUID // customer or member of staff; zero for a token and the system
	Name       string
	CanRead    bool // ORDERS_READ
	CanWrite   bool // ORDERS_WRITE
	CanDeliver bool // ORDERS_DELIVER
}

// System is the shop itself: timers.
var System = Actor{Kind: BySystem, CanRead: true, CanWrite: true}

// isStaff tells whether the actor acts for the shop.
func (a Actor) isStaff() bool { return a.CanWrite || a.CanDeliver }

// sees tells whether the order exists for the actor.
func (a Actor) sees(o *Order, fulfilments []*Fulfilment) bool {
	switch {
	case a.CanRead || a.CanWrite:
		return true
	case a.CanDeliver:
		return slices.ContainsFunc(fulfilments, a.carries)
	}
	return a.buys(o)
}

// may tells whether a command on the order is the actor's to give at all.
func (a Actor) may(what Action, o *Order) bool {
	switch what {
	case DoCancel:
		return a.CanWrite || a.buys(o)
	case DoDeliver, DoFailDelivery:
		return a.CanWrite || a.CanDeliver
	}
	return a.CanWrite
}

// buys tells whether the order is the actor's own.
func (a Actor) buys(o *Order) bool { return a.Kind == ByCustomer && o.CustomerID == a.ID }

// carries tells whether a fulfilment was handed to the actor.
func (a Actor) carries(f *Fulfilment) bool { return f.CourierID != nil && *f.CourierID == a.ID }
