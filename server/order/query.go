package order

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
)

// Key finds one order by exactly one of its names.
type Key struct {
	ID          *id.ID
	Number      *int64
	ReceiptCode *string
}

// By reads an order, nil when there is none that the actor may see.
// Faults: INVALID_ID at id; BAD_REQUEST when not exactly one name is given.
func By(ctx context.Context, q bun.IDB, storeID int64, who Actor, k Key) (*Order, error) {
	given := 0
	for _, is := range []bool{k.ID != nil, k.Number != nil, k.ReceiptCode != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		return nil, fault.New(fault.BadRequest).With("reason", "give exactly one of id, number and receiptCode")
	}
	sel := visible(q.NewSelect().Model((*Order)(nil)).Where("ord.store_id = ?", storeID), who)
	switch {
	case k.Number != nil:
		sel = sel.Where("ord.number = ?", *k.Number)
	case k.ReceiptCode != nil:
		sel = sel.Where("ord.receipt_code = ?", normalCode(*k.ReceiptCode))
	default:
		key, err := k.ID.Must(id.Order, "id")
		if err != nil {
			return nil, err
		}
		sel = sel.Where("ord.id = ?", key)
	}
	o := new(Order)
	err := sel.Scan(ctx, o)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read order: %w", err)
	}
	return o, nil
}

// normalCode writes a receipt code as it is stored, however it was typed.
func normalCode(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
}

// visible restricts orders to those that the actor may see.
func visible(sel *bun.SelectQuery, who Actor) *bun.SelectQuery {
	switch {
	case who.CanRead || who.CanWrite:
		return sel
	case who.CanDeliver:
		return sel.Where(`EXISTS (SELECT FROM fulfilments f
			WHERE f.store_id = ord.store_id AND f.order_id = ord.id AND f.courier_id = ?)`, who.ID)
	case who.Kind == ByCustomer:
		return sel.Where("ord.customer_id = ?", who.ID)
	}
	return sel.Where("false")
}

// ByIDs reads orders for the loaders of a request, whoever may see them; absent ones are left out.
func ByIDs(ctx context.Context, q bun.IDB, storeID int64, keys []uuid.UUID) ([]*Order, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	var found []*Order
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(keys)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read orders: %w", err)
	}
	return found, nil
}

// LinesOf reads the lines of orders in order, by order.
func LinesOf(ctx context.Context, q bun.IDB, storeID int64, orderIDs []uuid.UUID) (map[uuid.UUID][]*Line, error) {
	return payment.RowsOf(ctx, q, storeID, orderIDs, "position", func(l *Line) uuid.UUID { return l.OrderID })
}

// FulfilmentsOf reads the fulfilments of orders, oldest first, by order.
func FulfilmentsOf(ctx context.Context, q bun.IDB, storeID int64, orderIDs []uuid.UUID) (map[uuid.UUID][]*Fulfilment, error) {
	return payment.RowsOf(ctx, q, storeID, orderIDs, "id", func(f *Fulfilment) uuid.UUID { return f.OrderID })
}
