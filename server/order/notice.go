package order

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/staff"
)

// tellPlaced owes the buyer a card of a new order and those who may accept it a message; the write is the caller's to send.
func tellPlaced(ctx context.Context, tx *db.Tx, shop cart.Shop, o *Order, who *customer.Customer, now time.Time) ([]*db.Put, error) {
	if shop.Store.BotID == nil {
		return nil, nil
	}
	notices := toBuyer(o, who, notify.OrderCard)
	members, err := staff.List(ctx, tx, o.StoreID)
	if err != nil {
		return nil, fmt.Errorf("who accepts orders: %w", err)
	}
	for _, m := range members {
		if !m.IsActive || !m.CanMessage || m.TelegramID == nil || !m.Role.Can(staff.OrdersWrite) {
			continue
		}
		notices = append(notices, notify.Notice{
			Kind: notify.StaffOrderPlaced, OrderID: &o.ID, Act: act(o),
			To: notify.Recipient{Kind: notify.Staff, ID: m.ID, TelegramID: *m.TelegramID, Language: m.Language},
		})
	}
	return notify.Owe(tx, shop.Hub, o.StoreID, notices, now), nil
}

// tell owes the buyer a new face of the card and, when the state is worth it, a push; with toStaff, those who were told of the
// order hear that it waits no longer; what is to be said is said in words. The writes are the caller's to send.
func (m *moving) tell(ctx context.Context, tx *db.Tx) ([]schema.QueryAppender, error) {
	o, who := m.Order, m.buyer
	if m.shop.Store.BotID == nil {
		return nil, nil
	}
	kinds := []notify.Kind{notify.OrderCard}
	if m.push {
		kinds = append(kinds, notify.OrderPush)
	}
	notices := toBuyer(o, who, kinds...)
	for _, s := range m.say {
		if !s.toStaff {
			for _, n := range toBuyer(o, who, notify.OrderNote) {
				n.Words = s.what.In(n.To.Language)
				notices = append(notices, n)
			}
		}
	}
	notices = append(notices, m.tellBought(who)...)
	if m.toStaff || slices.ContainsFunc(m.say, func(s saying) bool { return s.toStaff }) {
		told, err := notify.Told(ctx, tx, o.StoreID, o.ID, notify.StaffOrderPlaced)
		if err != nil {
			return nil, err
		}
		for _, person := range told {
			if m.toStaff {
				notices = append(notices, notify.Notice{Kind: notify.StaffOrderChanged, OrderID: &o.ID, Act: act(o), To: person})
			}
			for _, s := range m.say {
				if s.toStaff {
					notices = append(notices, notify.Notice{Kind: notify.StaffOrderNote, OrderID: &o.ID, Act: act(o), To: person, Words: s.what.In(person.Language)})
				}
			}
		}
	}
	return notify.OweBeside(tx, m.shop.Hub, o.StoreID, notices, m.now), nil
}

// saying is an event that the buyer, or those who were told of the new order, hear of in words. One of a kind is said at a time.
type saying struct {
	what    *Event
	toStaff bool
}

// toBuyer is empty when the bot cannot write to the buyer. Somebody it never wrote to is tried.
func toBuyer(o *Order, who *customer.Customer, kinds ...notify.Kind) []notify.Notice {
	if who.TelegramID == nil || who.WriteAccess == customer.Blocked || who.WriteAccess == customer.Gone {
		return nil
	}
	notices := make([]notify.Notice, len(kinds))
	for i, kind := range kinds {
		notices[i] = notify.Notice{
			Kind: kind, OrderID: &o.ID, Act: act(o),
			To: notify.Recipient{Kind: notify.Customer, ID: who.ID, TelegramID: *who.TelegramID, Language: who.Language},
		}
	}
	return notices
}

// act names a change of an order.
func act(o *Order) string { return fmt.Sprintf("%s:%d", o.ID, o.Version) }

// publish makes screens read the order again after the commit.
func publish(tx *db.Tx, shop cart.Shop, o *Order) {
	storeID, key := o.StoreID, o.ID.String()
	tx.AfterCommit(func() { shop.Hub.Publish(storeID, Topic, key) })
}
