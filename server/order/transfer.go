package order

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
)

// mostProofs is how many pictures of one transfer are kept.
const mostProofs = 5

// PaymentProofSendInput shows that an order was paid by a bank transfer.
type PaymentProofSendInput struct {
	PaymentID id.ID
	UploadID  id.ID
}

// SendProof takes a picture of a transfer from the buyer of the order: the payment is PENDING until staff have looked. keep
// makes the private picture of the upload, and is not asked for somebody else's payment. A repeat changes nothing.
//
// Faults: INVALID_ID and NOT_FOUND at paymentId; TRANSITION_REFUSED there when it does not wait for a transfer; TOO_MANY
// pictures at uploadId; those of keep.
func SendProof(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in PaymentProofSendInput, keep func(id.ID) (uuid.UUID, error), now time.Time) (*Order, error) {
	look := func(ctx context.Context, tx *db.Tx, m *moving, p *payment.Payment) error {
		switch known, err := payment.ProofsOf(ctx, tx, m.StoreID, []uuid.UUID{p.ID}); {
		case err != nil:
			return err
		case len(known[p.ID]) >= mostProofs && !isAmong(known[p.ID], in.UploadID.UUID):
			return fault.New(fault.TooMany, "input", "uploadId").With("max", mostProofs)
		}
		if !who.buys(m.Order) {
			return fault.New(fault.NotFound, "input", "paymentId")
		}
		if !p.State.IsLive() || m.Lifecycle != Placed && m.Lifecycle != Confirmed {
			return fault.New(fault.TransitionRefused, "input", "paymentId")
		}
		return nil
	}
	if _, err := transfer(ctx, d, shop, who, in.PaymentID, now, look); err != nil {
		return nil, err
	}
	picture, err := keep(in.UploadID)
	if err != nil {
		return nil, err
	}
	return transfer(ctx, d, shop, who, in.PaymentID, now, func(ctx context.Context, tx *db.Tx, m *moving, p *payment.Payment) error {
		if err := look(ctx, tx, m, p); err != nil {
			return err
		}
		proof := &payment.Proof{StoreID: m.StoreID, ID: picture, PaymentID: p.ID, State: payment.ProofSent, CreatedAt: now}
		done, err := tx.NewInsert().Model(proof).On("CONFLICT (store_id, id) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("proof of payment %s: %w", p.ID, err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err
		}
		until := now.Add(bank.CheckWithin)
		p.State, p.ExpiresAt, p.UpdatedAt = payment.Pending, &until, now
		m.writes = append(m.writes, payment.Save(p))
		if m.ExpiresAt != nil && until.After(*m.ExpiresAt) {
			m.ExpiresAt = &until // the job that ends the order looks at it again
		}
		m.log(WasShown, EventData{Amount: p.Amount})
		m.say = append(m.say, saying{m.events[len(m.events)-1], true})
		return m.finish(ctx, tx)
	})
}

func isAmong(proofs []*payment.Proof, picture uuid.UUID) bool {
	for _, p := range proofs {
		if p.ID == picture {
			return true
		}
	}
	return false
}

// PaymentTransferConfirmInput says that the money of a bank transfer has arrived.
type PaymentTransferConfirmInput struct {
	PaymentID id.ID
}

// ConfirmTransfer says that the money of a bank transfer is on the shop's account, whether it was shown or not, and late as
// well: what follows is what follows any payment. A repeat changes nothing.
// Faults: INVALID_ID and NOT_FOUND at paymentId; TRANSITION_REFUSED there for a payment that was called off.
func ConfirmTransfer(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in PaymentTransferConfirmInput, now time.Time) (*Order, error) {
	return transfer(ctx, d, shop, who, in.PaymentID, now, func(ctx context.Context, tx *db.Tx, m *moving, p *payment.Payment) error {
		switch {
		case p.State == payment.Captured:
			return nil
		case !p.State.IsLive() && p.State != payment.Expired:
			return fault.New(fault.TransitionRefused, "input", "paymentId")
		}
		t := &Till{m: m, with: bank.Provider{}}
		t.Also(decide(tx, p, payment.ProofConfirmed, "", now))
		if err := t.Capture(ctx, tx, p); err != nil {
			return err
		}
		return t.Close(ctx, tx)
	})
}

// PaymentProofRefuseInput says that the money of a bank transfer was not found.
type PaymentProofRefuseInput struct {
	PaymentID id.ID
	Reason    string
}

// RefuseProof says that the money that was shown has not arrived. The buyer is told why and may show another transfer; the
// order waits for it as long as a new one would. A repeat changes nothing.
// Faults: INVALID_ID and NOT_FOUND at paymentId; REASON_REQUIRED and TOO_LONG at reason; TRANSITION_REFUSED at paymentId when
// nothing waits to be looked at.
func RefuseProof(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in PaymentProofRefuseInput, now time.Time) (*Order, error) {
	reason, err := readReason(&in.Reason, true)
	if err != nil {
		return nil, err
	}
	return transfer(ctx, d, shop, who, in.PaymentID, now, func(ctx context.Context, tx *db.Tx, m *moving, p *payment.Payment) error {
		switch p.State {
		case payment.Created:
			return nil
		case payment.Pending:
		default:
			return fault.New(fault.TransitionRefused, "input", "paymentId")
		}
		p.State, p.ExpiresAt, p.UpdatedAt = payment.Created, nil, now
		m.writes = append(m.writes, payment.Save(p), decide(tx, p, payment.ProofRefused, reason, now))
		m.log(WasDoubted, EventData{Reason: reason})
		m.say = append(m.say, saying{m.events[len(m.events)-1], false})
		if m.Lifecycle == Placed {
			until := waitUntil(m.shop, m.PaymentMethod, now)
			m.ExpiresAt = &until
		}
		return m.finish(ctx, tx)
	})
}

func decide(tx *db.Tx, p *payment.Payment, to payment.ProofState, reason string, now time.Time) *bun.UpdateQuery {
	return tx.NewUpdate().Model((*payment.Proof)(nil)).Set("state = ?", to).Set("reason = ?", reason).Set("decided_at = ?", now).
		Where("store_id = ?", p.StoreID).Where("payment_id = ?", p.ID).Where("state = ?", payment.ProofSent)
}

// transfer runs a step on the order of a payment by bank transfer, under its lock.
func transfer(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, which id.ID, now time.Time, step func(context.Context, *db.Tx, *moving, *payment.Payment) error) (*Order, error) {
	key, err := which.Must(id.Payment, "input", "paymentId")
	if err != nil {
		return nil, err
	}
	var o *Order
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lockBy(ctx, tx, shop, who, OfPayment(key), now)
		if err != nil {
			return err
		}
		if m != nil {
			o = m.Order
			for _, p := range m.money {
				if p.ID == key && p.Provider == bank.Code {
					return step(ctx, tx, m, p)
				}
			}
		}
		return fault.New(fault.NotFound, "input", "paymentId")
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

// OfPayment finds the order of a payment.
func OfPayment(key uuid.UUID) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("ord.id = (SELECT p.order_id FROM payments p WHERE p.store_id = ord.store_id AND p.id = ?)", key)
	}
}
