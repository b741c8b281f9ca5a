package till

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/money"
)

// States of a transaction.
const (
	clickPrepared  = "PREPARED"
	clickConfirmed = "CONFIRMED"
	clickCanceled  = "CANCELED"
	clickExtra     = "EXTRA" // CLICK took the money of an order that was paid already
)

// clickTransaction is a payment as CLICK knows it.
type clickTransaction struct {
	bun.BaseModel `bun:"table:click_transactions,alias:cli"`

	StoreID    int64       `bun:"store_id,pk"`
	ID         int64       `bun:"id,pk,autoincrement"`
	ServiceID  int64       `bun:"service_id"`
	TransID    int64       `bun:"click_trans_id"`
	PaydocID   int64       `bun:"paydoc_id"`
	PaymentID  uuid.UUID   `bun:"payment_id,type:uuid"`
	OrderID    uuid.UUID   `bun:"order_id,type:uuid"`
	Amount     money.Tiyin `bun:"amount"`
	State      string      `bun:"state"`
	Error      int         `bun:"error"`
	PreparedAt time.Time   `bun:"prepared_at"`
	ClosedAt   *time.Time  `bun:"closed_at"`
	DisputedAt *time.Time  `bun:"disputed_at"`
}

// isPaid tells that CLICK has taken the money.
func (t *clickTransaction) isPaid() bool { return t.State == clickConfirmed || t.State == clickExtra }

// thatOne is the first transaction of which is holds; nil when there is none.
func thatOne(of []*clickTransaction, is func(*clickTransaction) bool) *clickTransaction {
	if i := slices.IndexFunc(of, is); i >= 0 {
		return of[i]
	}
	return nil
}

// known reads the transactions of the order in the till, and the one of the call whatever order it is of.
func (v *clickVisit) known(ctx context.Context) ([]*clickTransaction, error) {
	service, err := strconv.ParseInt(v.call.ServiceID, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("service of an account with click: %w", err)
	}
	var found []*clickTransaction
	err = v.tx.NewSelect().Model(&found).Where("store_id = ?", v.shop.Store.ID).WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("order_id = ?", v.till.Order().ID).WhereOr("service_id = ? AND click_trans_id = ?", service, v.call.TransID)
	}).Order("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("click transactions of order %s: %w", v.till.Order().ID, err)
	}
	return found, nil
}

func (v *clickVisit) close(t *clickTransaction, state string) {
	t.State, t.ClosedAt = state, &v.now
	v.save(t)
}
