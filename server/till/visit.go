package till

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

// longestCall is the largest call that is read, in bytes. Those of the protocols are a hundredth of it.
const longestCall = 64 << 10

// readCall reads the body of a call; what is larger than longestCall is cut off, and told so. Error: those of the line.
func readCall(w http.ResponseWriter, r *http.Request) (body []byte, isTooLarge bool, err error) {
	body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, longestCall))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return body, true, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read a call: %w", err)
	}
	return body, false, nil
}

// visit is what a provider does at the desk in one transaction: a call being carried out, or the end of what it was too slow
// for. What it changes is written together, at its end.
type visit struct {
	*caller
	with payment.Provider
	tx   *db.Tx
	now  time.Time

	till   *order.Till // of the order that it is about; nil until one is entered
	writes []schema.QueryAppender
}

// carryOut does in one transaction what a call says, and keeps what it is answered.
func (d *Desk) carryOut(ctx context.Context, c *caller, with payment.Provider, now time.Time, do func(ctx context.Context, v *visit) (answer []byte, code int, err error)) error {
	leave, err := d.DB.Queue(ctx, c.shop.Store.ID) // they all want the journal of the store
	if err != nil {
		return err
	}
	defer leave()
	return d.DB.Write(ctx, c.shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		v := &visit{caller: c, with: with, tx: tx, now: now}
		answer, code, err := do(ctx, v)
		if err != nil {
			return err
		}
		v.writes = append(v.writes, c.record.answer(answer, code, now))
		return v.end(ctx)
	})
}

// enter locks the one order that narrow leaves; till stays nil when there is none.
func (v *visit) enter(ctx context.Context, narrow func(*bun.SelectQuery) *bun.SelectQuery) (err error) {
	v.till, err = order.OpenTill(ctx, v.tx, v.shop, v.with, narrow, v.now)
	return err
}

// save has a changed row written.
func (v *visit) save(row any) { v.writes = append(v.writes, db.Changed(row)) }

// settle has it written down that a transaction is over whose time has come, and ends its payment with it.
func (v *visit) settle(ctx context.Context, t interface{ settle(now time.Time) bool }, p *payment.Payment) error {
	if !t.settle(v.now) {
		return nil
	}
	v.save(t)
	return v.till.Release(ctx, v.tx, p, payment.Expired)
}

// end writes what the visit has changed, in one statement.
func (v *visit) end(ctx context.Context) error {
	if v.till == nil {
		return v.tx.Together(ctx, v.writes...)
	}
	v.till.Also(v.writes...)
	return v.till.Close(ctx, v.tx)
}
