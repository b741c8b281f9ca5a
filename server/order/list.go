package order

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/page"
)

// OrderFilter narrows a list of orders. What is nil or empty does not narrow it.
type OrderFilter struct {
	Lifecycle       []Lifecycle
	PaymentStatus   []PaymentStatus
	FulfilmentState []FulfilmentState // any fulfilment in one of them
	DeliveryMethod  *delivery.Method
	PlacedFrom      *time.Time
	PlacedTo        *time.Time
	Search          *string // a number, a receipt code, a phone or its last digits
	CustomerID      *id.ID
}

var newestFirst = page.Order[Order]{Name: "placed", Desc: true, Keys: []page.Key[Order]{
	{Column: "ord.placed_at", Value: func(o *Order) any { return o.PlacedAt }},
	{Column: "ord.id", Value: func(o *Order) any { return o.ID }},
}}

// List is one page of the orders that the actor may see, newest first.
// Faults: those of the paging arguments; INVALID_ID and TOO_LONG below "filter".
func List(ctx context.Context, q bun.IDB, storeID int64, who Actor, f OrderFilter, args page.Args) (*page.Connection[*Order], error) {
	sel, err := filtered(q, storeID, who, f)
	if err != nil {
		return nil, err
	}
	return page.Page(ctx, sel, newestFirst, args)
}

// Count counts what List would list, whatever the page.
func Count(ctx context.Context, q bun.IDB, storeID int64, who Actor, f OrderFilter) (page.Total, error) {
	sel, err := filtered(q, storeID, who, f)
	if err != nil {
		return page.Total{}, err
	}
	return page.Count(ctx, q, sel)
}

// Own narrows a list to a shopper's orders under way (true), over (false) or all (nil); List with the shopper as the actor
// shows nobody else's.
func Own(isActive *bool) OrderFilter {
	switch {
	case isActive == nil:
		return OrderFilter{}
	case *isActive:
		return OrderFilter{Lifecycle: []Lifecycle{Placed, Confirmed}}
	}
	return OrderFilter{Lifecycle: []Lifecycle{Completed, Canceled, Expired}}
}

func filtered(q bun.IDB, storeID int64, who Actor, f OrderFilter) (*bun.SelectQuery, error) {
	var faults fault.List
	sel := visible(q.NewSelect().Model((*Order)(nil)).Where("ord.store_id = ?", storeID), who)
	if len(f.Lifecycle) > 0 {
		sel = sel.Where("ord.lifecycle IN (?)", bun.List(f.Lifecycle))
	}
	if len(f.PaymentStatus) > 0 {
		sel = sel.Where("ord.payment_status IN (?)", bun.List(f.PaymentStatus))
	}
	if len(f.FulfilmentState) > 0 {
		sel = sel.Where("ord.id IN (SELECT order_id FROM fulfilments WHERE store_id = ? AND state IN (?))", storeID, bun.List(f.FulfilmentState))
	}
	if f.DeliveryMethod != nil {
		sel = sel.Where("ord.delivery_method = ?", *f.DeliveryMethod)
	}
	if f.PlacedFrom != nil {
		sel = sel.Where("ord.placed_at >= ?", *f.PlacedFrom)
	}
	if f.PlacedTo != nil {
		sel = sel.Where("ord.placed_at < ?", *f.PlacedTo)
	}
	if f.CustomerID != nil {
		key, err := f.CustomerID.Must(id.Customer, "filter", "customerId")
		if err := faults.Under(err); err != nil {
			return nil, err
		}
		sel = sel.Where("ord.customer_id = ?", key)
	}
	if f.Search != nil && len([]rune(*f.Search)) > 100 {
		faults.Add(fault.New(fault.TooLong, "filter", "search").With("max", 100))
	} else if f.Search != nil && strings.TrimSpace(*f.Search) != "" {
		sel = searched(sel, *f.Search)
	}
	return sel, faults.Err()
}

// searched finds what people say of an order: its number, the code of its receipt, the phone or its last four digits or
// more. Each has an index.
func searched(sel *bun.SelectQuery, text string) *bun.SelectQuery {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	if code := normalCode(text); len(code) == receiptLength && strings.ContainsFunc(code, unicode.IsLetter) {
		return sel.Where("ord.receipt_code = ?", code) // the digits in it are no number of an order
	}
	return sel.WhereGroup(" AND ", func(any *bun.SelectQuery) *bun.SelectQuery {
		any = any.Where("ord.receipt_code = ?", normalCode(text))
		if number, err := strconv.ParseInt(digits, 10, 64); err == nil {
			any = any.WhereOr("ord.number = ?", number)
		}
		if len(digits) >= 4 {
			tail := reversed(digits)
			any = any.WhereOr("ord.phone_reversed >= ? AND ord.phone_reversed < ?", tail, tail+":") // ':' follows '9'
		}
		return any
	})
}

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// Counts is how many orders wait in each place.
type Counts struct {
	Placed    int
	Preparing int // confirmed, goods still in the house
	OnTheWay  int // ready or with the courier
}

// CountPlaces counts orders for the tabs of a list.
func CountPlaces(ctx context.Context, q bun.IDB, storeID int64) (*Counts, error) {
	c := new(Counts)
	err := q.NewRaw(`
		SELECT
			(SELECT count(*) FROM orders WHERE store_id = ? AND lifecycle = 'PLACED') AS placed,
			(SELECT count(*) FROM fulfilments WHERE store_id = ? AND state IN ('PENDING', 'ACCEPTED', 'PACKED')) AS preparing,
			(SELECT count(*) FROM fulfilments WHERE store_id = ? AND state IN ('READY_FOR_PICKUP', 'HANDED_TO_COURIER')) AS on_the_way`,
		storeID, storeID, storeID).Scan(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("count orders: %w", err)
	}
	return c, nil
}
