package order

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
)

// moving is an order under change: its row is locked, and whatever a command looks at is read.
type moving struct {
	*Order
	goods []*Fulfilment
	money []*payment.Payment
	buyer *customer.Customer

	shop    cart.Shop
	who     Actor
	now     time.Time
	events  []*Event
	writes  []schema.QueryAppender // sent by finish, with the order
	push    bool                   // the change is worth a message of its own to the buyer
	toStaff bool                   // those who were told of the new order hear of it
	say     []saying               // what people hear of in a message of its own
	bought  []bought               // what the buyer gets now of digital lines
}

// command is a wish to move an order.
type command struct {
	action  Action
	order   id.ID
	path    []string // of the order's id in the input
	version *int
	// isRepeat tells more exactly than the target state whether the command was carried out before; may be nil.
	isRepeat func(m *moving) bool
	// isPossible allows what the table of moves does not show, since the state stays; may be nil.
	isPossible func(m *moving) bool
}

// run carries out a command in a transaction of its own. Repeating a command whose target state is reached succeeds and
// changes nothing, whatever version was expected.
//
// Faults: INVALID_ID and NOT_FOUND at the order's id, also for an order that the actor may not see; STALE_VERSION;
// ORDER_CLOSED and TRANSITION_REFUSED at the order's id; those of apply.
func run(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, c command, now time.Time, apply func(ctx context.Context, tx *db.Tx, m *moving) error) (*Order, error) {
	key, err := c.order.Must(id.Order, c.path...)
	if err != nil {
		return nil, err
	}
	var o *Order
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lock(ctx, tx, shop, who, key, now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, c.path...)
		}
		o = m.Order
		if c.repeats(m) {
			return nil
		}
		if c.version != nil && *c.version != m.Version {
			return fault.New(fault.StaleVersion, "input", "expectedVersion")
		}
		isException := !m.Lifecycle.IsClosed() && c.isPossible != nil && c.isPossible(m)
		if f := m.refusal(c.action, who); f != nil && !isException {
			f.Path = slices.Clone(c.path)
			return f
		}
		if err := apply(ctx, tx, m); err != nil {
			return err
		}
		return m.finish(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

func (c command) repeats(m *moving) bool {
	switch c.action {
	case DoConfirm:
		return m.Lifecycle == Confirmed
	case DoCancel:
		return m.Lifecycle == Canceled
	}
	if c.isRepeat != nil {
		return c.isRepeat(m)
	}
	state, _ := target(c.action)
	return slices.ContainsFunc(m.goods, func(f *Fulfilment) bool { return f.State == state })
}

// lock reads an order for change; nil when there is none that the actor may see.
func lock(ctx context.Context, tx *db.Tx, shop cart.Shop, who Actor, key uuid.UUID, now time.Time) (*moving, error) {
	return lockBy(ctx, tx, shop, who, func(sel *bun.SelectQuery) *bun.SelectQuery { return sel.Where("ord.id = ?", key) }, now)
}

// lockBy is lock for the one order of the store that find narrows to.
func lockBy(ctx context.Context, tx *db.Tx, shop cart.Shop, who Actor, find func(*bun.SelectQuery) *bun.SelectQuery, now time.Time) (*moving, error) {
	storeID := shop.Store.ID
	var locked []*Order
	err := db.Select(ctx, tx, find(tx.NewSelect().Model((*Order)(nil)).Where("ord.store_id = ?", storeID)).For("UPDATE"), &locked)
	if err != nil {
		return nil, fmt.Errorf("lock order: %w", err)
	}
	if len(locked) == 0 {
		return nil, nil
	}
	o := locked[0]
	var around []*surroundings
	if err := surround.Scan(ctx, tx, &around, storeID, o.ID.String(), o.CustomerID.String()); err != nil {
		return nil, fmt.Errorf("what belongs to order %s: %w", o.ID, err)
	}
	if !who.sees(o, around[0].Goods) {
		return nil, nil
	}
	return &moving{Order: o, goods: around[0].Goods, money: around[0].Money, buyer: around[0].Buyer.Model, shop: shop, who: who, now: now}, nil
}

// surroundings are what belongs to an order, in the order in which it came to be.
type surroundings struct {
	Goods db.Rows[Fulfilment]
	Money db.Rows[payment.Payment]
	Buyer db.Row[customer.Customer]
}

// surround reads the surroundings of an order in a statement of its own: one that waits for the lock would see them as they
// were before.
const surround db.Hot = `SELECT
	(SELECT json_agg(ful ORDER BY ful.id) FROM fulfilments AS ful WHERE ful.store_id = $1 AND ful.order_id = $2::text::uuid) AS goods,
	(SELECT json_agg(pay ORDER BY pay.id) FROM payments AS pay WHERE pay.store_id = $1 AND pay.order_id = $2::text::uuid) AS money,
	(SELECT to_json(cus) FROM customers AS cus WHERE cus.store_id = $1 AND cus.id = $3::text::uuid) AS buyer`

// log adds an event to be written with the change.
func (m *moving) log(kind EventKind, data EventData) {
	m.events = append(m.events, newEvent(m.Order, kind, m.who, data, m.now))
}

// moveGoods brings the fulfilment that the command can move to its next state.
func (m *moving) moveGoods(ctx context.Context, tx *db.Tx, a Action, change func(f *Fulfilment)) error {
	f := movable(m.goods, a)
	if f == nil {
		return fault.New(fault.TransitionRefused)
	}
	f.State, _ = f.after(a)
	if change != nil {
		change(f)
	}
	return m.saveGoods(ctx, tx, f)
}

func (m *moving) saveGoods(ctx context.Context, tx *db.Tx, f *Fulfilment) error {
	f.UpdatedAt = m.now
	if _, err := tx.NewUpdate().Model(f).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("fulfilment %s to %s: %w", f.ID, f.State, err)
	}
	return nil
}

// finish derives the statuses, completes the order when nothing is left to do, writes it and tells everybody. It is the
// only place where the statuses and the sums paid and refunded are written.
func (m *moving) finish(ctx context.Context, tx *db.Tx) error {
	m.countMoney()
	m.markModes()
	m.PaymentStatus = derivePayment(m.Order, m.money)
	m.FulfilmentStatus = deriveFulfilment(m.Lifecycle, m.goods)
	if next, ok := lifecycleMoves[m.Lifecycle][doComplete]; ok && isComplete(m.PaymentStatus, m.stillDue() > 0, m.goods) {
		m.Lifecycle, m.CompletedAt = next, &m.now
		m.log(WasCompleted, EventData{})
		if err := m.grantCashback(ctx, tx); err != nil {
			return err
		}
	}
	m.revokeDigital(tx)
	if err := m.takeCashbackBack(ctx, tx); err != nil {
		return err
	}
	m.Version++
	m.UpdatedAt = m.now
	writes := append(m.writes, db.Changed(m.Order))
	if len(m.events) > 0 {
		note(ctx, tx, m.events, m.Version)
		writes = append(writes, db.New(m.events))
	}
	told, err := m.tell(ctx, tx)
	if err != nil {
		return err
	}
	if err := tx.Together(ctx, append(writes, told...)...); err != nil {
		return fmt.Errorf("save order %s: %w", m.ID, err)
	}
	publish(tx, m.shop, m.Order)
	return nil
}

// countMoney sums what was paid and what the buyer has back of it.
func (m *moving) countMoney() {
	m.PaidTiyin, m.RefundedTiyin, m.CreditTiyin = 0, 0, 0
	for _, p := range m.money {
		if p.State != payment.Captured {
			continue
		}
		m.PaidTiyin += p.Amount
		m.RefundedTiyin += p.Gone()
		if p.PurseID != nil {
			m.CreditTiyin += p.Amount - p.RefundedTiyin
		}
	}
}

// callOff ends an order: nothing is due any more, attempts to pay are closed, and what was paid goes back.
func (m *moving) callOff(ctx context.Context, tx *db.Tx, by Action, attempts payment.State, quantity string) error {
	m.Lifecycle = lifecycleMoves[m.Lifecycle][by]
	m.ClosedAt, m.ExpiresAt, m.DueTiyin = &m.now, nil, m.kept(by)
	if err := m.giveCreditsBack(ctx, tx); err != nil {
		return err
	}
	m.writes = append(m.writes, tx.NewUpdate().Model((*Line)(nil)).Set("? = quantity - canceled_quantity - returned_quantity", bun.Ident(quantity)).
		Where("store_id = ?", m.StoreID).Where("order_id = ?", m.ID))
	if err := payment.Close(ctx, tx, m.money, attempts, m.now); err != nil {
		return err
	}
	return m.giveBackAll(ctx, tx)
}
