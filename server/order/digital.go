package order

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/notify"
)

// DigitalState is how a digital line stands with its buyer.
type DigitalState string

const (
	DigitalPending   DigitalState = "PENDING" // paid; staff have to write it
	DigitalDelivered DigitalState = "DELIVERED"
	DigitalRevoked   DigitalState = "REVOKED" // the money went back
)

// DigitalDelivery is what the buyer of a digital line got, as it was then.
type DigitalDelivery struct {
	bun.BaseModel `bun:"table:digital_deliveries,alias:dgd"`

	StoreID     int64        `bun:"store_id,pk"`
	LineID      uuid.UUID    `bun:"line_id,pk,type:uuid"`
	OrderID     uuid.UUID    `bun:"order_id,type:uuid"`
	State       DigitalState `bun:"state"`
	Text        string       `bun:"content"` // empty until it is written; see Content
	DeliveredAt *time.Time   `bun:"delivered_at"`
	UpdatedAt   time.Time    `bun:"updated_at"`
}

// Content is the link, the code or the text; empty for who does not have it, or has it no more.
func (d *DigitalDelivery) Content() string {
	if d.State != DigitalDelivered {
		return ""
	}
	return d.Text
}

func (d *DigitalDelivery) give(text string, now time.Time) {
	d.State, d.Text, d.DeliveredAt, d.UpdatedAt = DigitalDelivered, text, &now, now
}

// IsDigital tells that there is nothing to be brought.
func (o *Order) IsDigital() bool { return o.DeliveryMethod == delivery.Digital }

// DigitalOf reads what buyers of lines got, by line.
func DigitalOf(ctx context.Context, q bun.IDB, storeID int64, lineIDs []uuid.UUID) (map[uuid.UUID]*DigitalDelivery, error) {
	return digitalBy(ctx, q, storeID, "line_id", lineIDs)
}

func digitalBy(ctx context.Context, q bun.IDB, storeID int64, column bun.Ident, keys []uuid.UUID) (map[uuid.UUID]*DigitalDelivery, error) {
	by := map[uuid.UUID]*DigitalDelivery{}
	if len(keys) == 0 {
		return by, nil
	}
	var rows []*DigitalDelivery
	err := q.NewSelect().Model(&rows).Where("store_id = ?", storeID).Where("? IN (?)", column, bun.List(keys)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("digital deliveries: %w", err)
	}
	for _, d := range rows {
		by[d.LineID] = d
	}
	return by, nil
}

// giveDigital gives the buyer of an order that was accepted at this moment all that is written; the rest waits for staff.
func (m *moving) giveDigital(ctx context.Context, tx *db.Tx) error {
	lines, err := LinesOf(ctx, tx, m.StoreID, []uuid.UUID{m.ID})
	if err != nil {
		return err
	}
	variants := make([]uuid.UUID, len(lines[m.ID]))
	for i, l := range lines[m.ID] {
		variants[i] = l.VariantID
	}
	contents, err := catalog.DigitalContents(ctx, tx, m.StoreID, variants)
	if err != nil {
		return err
	}
	given := make([]*DigitalDelivery, len(lines[m.ID]))
	for i, l := range lines[m.ID] {
		given[i] = &DigitalDelivery{StoreID: m.StoreID, LineID: l.ID, OrderID: m.ID, State: DigitalPending, UpdatedAt: m.now}
		if text := contents[l.VariantID]; text != "" {
			given[i].give(text, m.now)
			m.bought = append(m.bought, bought{l, text})
		}
	}
	m.writes = append(m.writes, tx.NewInsert().Model(&given))
	m.push = m.push && len(m.bought) == 0 // what was bought is a message of its own
	m.endDigital(given)
	return nil
}

// endDigital ends the handing over when the buyer has everything. It gives the fulfilment to be written, nil when it stays.
func (m *moving) endDigital(given []*DigitalDelivery) *Fulfilment {
	if slices.ContainsFunc(given, func(d *DigitalDelivery) bool { return d.State != DigitalDelivered }) {
		return nil
	}
	f := movable(m.goods, doGive)
	if f == nil {
		return nil
	}
	f.State, _ = f.after(doGive)
	f.DeliveredAt, f.UpdatedAt = &m.now, m.now
	m.log(WasDelivered, EventData{})
	return f
}

// DigitalDeliverInput gives the buyer of a digital line what was bought.
type DigitalDeliverInput struct {
	OrderID         id.ID
	ExpectedVersion *int
	LineID          id.ID
	Content         string
}

// DeliverDigital gives the buyer of a line what staff have written, in place of what was given before, and sends it to the
// chat.
//
// Faults: INVALID_ID and NOT_FOUND at orderId and lineId; STALE_VERSION; ORDER_CLOSED and TRANSITION_REFUSED at orderId;
// NOT_DIGITAL at lineId; REQUIRED and TOO_LONG at content.
func DeliverDigital(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in DigitalDeliverInput, now time.Time) (*Order, error) {
	text, f := input.Lines(in.Content, catalog.MaxContent, "input", "content")
	if f == nil && strings.TrimSpace(text) == "" {
		f = fault.New(fault.Required, "input", "content")
	}
	if f != nil {
		return nil, f
	}
	key, err := in.LineID.Must(id.OrderLine, "input", "lineId")
	if err != nil {
		return nil, err
	}
	c := command{action: doGive, order: in.OrderID, path: []string{"input", "orderId"}, version: in.ExpectedVersion}
	c.isRepeat = func(*moving) bool { return false }
	c.isPossible = func(m *moving) bool {
		return m.who.CanWrite && m.ConfirmedAt != nil && m.IsDigital() && m.PaymentStatus != Refunded
	}
	return run(ctx, d, shop, who, c, now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		lines, err := LinesOf(ctx, tx, m.StoreID, []uuid.UUID{m.ID})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(lines[m.ID], func(l *Line) bool { return l.ID == key })
		if i < 0 {
			return fault.New(fault.NotFound, "input", "lineId")
		}
		all, err := digitalBy(ctx, tx, m.StoreID, "order_id", []uuid.UUID{m.ID})
		if err != nil {
			return err
		}
		mine := all[key]
		if mine == nil {
			return fault.New(fault.NotDigital, "input", "lineId")
		}
		mine.give(text, now)
		m.writes = append(m.writes, tx.NewUpdate().Model(mine).WherePK())
		m.bought = []bought{{lines[m.ID][i], text}}
		given := make([]*DigitalDelivery, 0, len(all))
		for _, each := range all {
			given = append(given, each)
		}
		if f := m.endDigital(given); f != nil {
			m.writes = append(m.writes, tx.NewUpdate().Model(f).WherePK())
		}
		return nil
	})
}

// revokeDigital takes back what was bought, when the order was called off or all its money went back.
func (m *moving) revokeDigital(tx *db.Tx) {
	if m.IsDigital() && (m.Lifecycle.IsClosed() || m.PaymentStatus == Refunded) {
		m.writes = append(m.writes, tx.NewUpdate().Model((*DigitalDelivery)(nil)).Set("state = ?", DigitalRevoked).Set("updated_at = ?", m.now).
			Where("store_id = ?", m.StoreID).Where("order_id = ?", m.ID).Where("state <> ?", DigitalRevoked))
	}
}

// bought is a line with what its buyer gets now.
type bought struct {
	line *Line
	text string
}

// tellBought owes the buyer a message with what was bought; the write is the caller's to send.
func (m *moving) tellBought(who *customer.Customer) []notify.Notice {
	if len(m.bought) == 0 {
		return nil
	}
	notices := toBuyer(m.Order, who, notify.OrderDigital)
	for i := range notices {
		notices[i].Words = boughtWords(m.bought, notices[i].To.Language)
	}
	return notices
}

// boughtWords are all that was bought, each below its name.
func boughtWords(all []bought, l lang.Lang) string {
	parts := make([]string, len(all))
	for i, b := range all {
		name := b.line.Name.In(l, lang.All)
		if variant := b.line.VariantName.In(l, lang.All); variant != "" {
			name += ", " + variant
		}
		parts[i] = name + "\n" + b.text
	}
	return strings.Join(parts, "\n\n")
}
