package payment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
)

// Handover is cash that a courier gave to the shop. Rows are never changed.
type Handover struct {
	bun.BaseModel `bun:"table:cash_handovers,alias:cho"`

	StoreID   int64       `bun:"store_id,pk"`
	ID        uuid.UUID   `bun:"id,pk,type:uuid"`
	CourierID *uuid.UUID  `bun:"courier_id,type:uuid"` // nil: couriers whom nobody named
	TakenBy   *uuid.UUID  `bun:"taken_by,type:uuid"`   // nil: a program
	Amount    money.Tiyin `bun:"amount"`
	Note      string      `bun:"note"`
	CreatedAt time.Time   `bun:"created_at"`
}

// GlobalID names the handover in the API.
func (h *Handover) GlobalID() id.ID { return id.Of(id.Handover, h.ID) }

// CourierHolds is the cash that one courier carries.
type CourierHolds struct {
	CourierID *uuid.UUID // nil: couriers whom nobody named
	Held      money.Tiyin
}

// CashWithCouriers tells who carries how much cash of the shop; who carries none is left out. With a courier, only theirs.
func CashWithCouriers(ctx context.Context, q bun.IDB, storeID int64, only *uuid.UUID) ([]*CourierHolds, error) {
	accounts, err := Balances(ctx, q, storeID)
	if err != nil {
		return nil, err
	}
	holds := []*CourierHolds{}
	for _, a := range accounts {
		courier, is := courierOf(a.Code)
		if !is || a.Balance == 0 || only != nil && (courier == nil || *courier != *only) {
			continue
		}
		holds = append(holds, &CourierHolds{CourierID: courier, Held: a.Balance})
	}
	return holds, nil
}

// courierOf is the courier of an account of the ledger; false for another account.
func courierOf(code string) (*uuid.UUID, bool) {
	if code == CourierAccount {
		return nil, true
	}
	named, is := strings.CutPrefix(code, CourierAccount+":")
	if !is {
		return nil, false
	}
	courier, err := id.Parse(named)
	return &courier.UUID, err == nil
}

// CashHandoverInput says that a courier gave cash to the shop.
type CashHandoverInput struct {
	CourierID *id.ID       // couriers whom nobody named when nil
	Amount    *money.Tiyin // all that they carry when nil
	Note      *string
}

// HandOver takes cash of a courier into the till. What was not handed over stays with the courier.
// Faults: INVALID_ID at courierId; OUT_OF_RANGE at amount; NOT_SO_MUCH_CASH at amount for more than the courier carries, also
// when that is nothing; TOO_LONG at note.
func HandOver(ctx context.Context, d *db.DB, storeID int64, in CashHandoverInput, takenBy *uuid.UUID, now time.Time) (*Handover, error) {
	h := &Handover{StoreID: storeID, ID: id.New(), TakenBy: takenBy, CreatedAt: now}
	var faults fault.List
	if in.CourierID != nil {
		key, err := in.CourierID.Must(id.Staff, "input", "courierId")
		if err != nil {
			return nil, err
		}
		h.CourierID = &key
	}
	if in.Amount != nil {
		faults.Add(input.Number(*in.Amount, 1, money.Max, "input", "amount"))
		h.Amount = *in.Amount
	}
	if in.Note != nil {
		var bad *fault.Error
		h.Note, bad = input.Text(*in.Note, 200, "input", "note")
		faults.Add(bad)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	account := CourierCash(h.CourierID)
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		held, err := HeldBy(ctx, tx, storeID, account)
		if err != nil {
			return err
		}
		if in.Amount == nil {
			h.Amount = held
		}
		if h.Amount > held || held <= 0 {
			return fault.New(fault.NotSoMuchCash, "input", "amount").With("held", money.New(max(0, held)))
		}
		writes, err := Book(ctx, tx, storeID, Transaction{
			Kind: HandingOver, DedupKey: "handover:" + h.ID.String(),
			Movements: []Movement{{Debit: TillAccount, Credit: account, Amount: h.Amount}},
		}, now)
		if err != nil {
			return err
		}
		journal.Record(ctx, tx, storeID, journal.CashHandedOver, h.GlobalID(), 0)
		return tx.Together(ctx, append(writes, tx.NewInsert().Model(h))...)
	})
	if err != nil {
		return nil, fmt.Errorf("hand cash over: %w", err)
	}
	return h, nil
}

var newestHandover = page.Order[Handover]{Name: "cash handovers", Desc: true, Keys: []page.Key[Handover]{
	{Column: "cho.id", Value: func(h *Handover) any { return h.ID }},
}}

// Handovers reads a page of the handovers of a store, newest first.
func Handovers(ctx context.Context, q bun.IDB, storeID int64, args page.Args) (*page.Connection[*Handover], error) {
	return page.Page(ctx, q.NewSelect().Model((*Handover)(nil)).Where("cho.store_id = ?", storeID), newestHandover, args)
}
