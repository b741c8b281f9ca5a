package till

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/invoice"
)

// StarsArgs is the job that compares the Stars of the shops' bots with the charges that were told of.
type StarsArgs struct{}

// Kind implements river.JobArgs.
func (StarsArgs) Kind() string { return "till_stars" }

// starsReadEvery is how often the Stars of a bot are compared. Telegram tells the bot of a payment for a day, so that what is
// found here is what the bot has lost.
const starsReadEvery = time.Hour

// starOverlap is how many movements are read again: one that was late must not be missed.
const starOverlap = 20

// starReading is how far the movements of a bot's Stars were compared.
type starReading struct {
	bun.BaseModel `bun:"table:star_readings,alias:srd"`

	StoreID int64     `bun:"store_id,pk"`
	Seen    int64     `bun:"seen"`
	ReadAt  time.Time `bun:"read_at"`
}

// ReadStars compares the Stars of the bots of all stores that take them with the charges of those stores.
func (d *Desk) ReadStars(ctx context.Context) error {
	provider, known := d.Payments.Named(invoice.StarsCode)
	stars, is := provider.(invoice.Stars)
	if !known || !is {
		return nil
	}
	return job.EachStore(ctx, d.DB, "compare Stars", func(ctx context.Context, storeID int64) error {
		s, err := d.Stores.ByID(ctx, storeID)
		if err != nil {
			return err
		}
		if _, has := s.Payments[invoice.StarsCode]; !has {
			return nil
		}
		return d.readStars(ctx, stars, storeID)
	})
}

// readStars takes what the bot of a store did not tell of: payments and refunds. What is known already changes nothing. It is
// noted how far was read after each page, so that a bot with a long past is read once.
func (d *Desk) readStars(ctx context.Context, stars invoice.Stars, storeID int64) error {
	r := &starReading{StoreID: storeID}
	err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		err := q.NewSelect().Model(r).Where("store_id = ?", storeID).Scan(ctx)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("how far Stars were read: %w", err)
	}
	for at := max(0, r.Seen-starOverlap); ; {
		page, err := stars.Transactions(ctx, storeID, at)
		if err != nil {
			return err
		}
		for _, t := range page {
			if err := d.takeStars(ctx, storeID, t); err != nil {
				return err
			}
		}
		at += int64(len(page))
		r.Seen, r.ReadAt = max(r.Seen, at), d.Now()
		err = d.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewInsert().Model(r).On("CONFLICT (store_id) DO UPDATE").
				Set("seen = excluded.seen, read_at = excluded.read_at").Exec(ctx)
			return err
		})
		if err != nil {
			return fmt.Errorf("note how far Stars were read: %w", err)
		}
		if len(page) < invoice.StarPage {
			return nil
		}
	}
}

func (d *Desk) takeStars(ctx context.Context, storeID int64, t invoice.StarTransaction) error {
	switch {
	case t.Source.IsOfInvoice():
		return d.TakeCharge(ctx, &Charge{
			StoreID: storeID, ID: t.ID, Payload: t.Source.Payload, TelegramID: t.Source.User.ID, Currency: invoice.XTR, Amount: t.Amount,
		})
	case t.Receiver.IsOfInvoice():
		return d.TakeRefund(ctx, storeID, t.ID)
	}
	return nil
}

// TakeRefund takes it that Telegram gave the Stars of a charge back: by our wish, by the owner's hand, or because the buyer's
// purchase of Stars was called off. The money is gone, whatever became of the goods. A repeat changes nothing; so does a
// charge of which we never heard.
func (d *Desk) TakeRefund(ctx context.Context, storeID int64, chargeID string) error {
	if err := d.applyCharge(ctx, storeID, chargeID); err != nil { // one that waits to be applied comes first
		if errors.Is(err, sql.ErrNoRows) {
			d.Log.WarnContext(ctx, "Stars went back of a charge that is unknown", "charge", chargeID)
			return nil
		}
		return err
	}
	now := d.Now()
	err := d.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		c := new(Charge)
		err := tx.NewSelect().Model(c).Where("store_id = ?", storeID).Where("id = ?", chargeID).For("UPDATE").Scan(ctx)
		if err != nil || c.State == chargeRefunded {
			return err
		}
		c.State = chargeRefunded
		done := tx.NewUpdate().Model(c).Column("state").WherePK()
		if c.PaymentID == nil { // it was of no order
			_, err := done.Exec(ctx)
			return err
		}
		till, p, err := d.openPaid(ctx, tx, c, *c.PaymentID, now)
		if err != nil {
			return err
		}
		till.Also(done)
		if p.State == payment.Captured && p.RefundedTiyin < p.Amount {
			if err := till.Refunded(ctx, tx, p); err != nil {
				return err
			}
		}
		return till.Close(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("take refund of charge %s: %w", chargeID, err)
	}
	return nil
}

// Payer gives the Telegram id of who made a charge; 0 when none is known.
func Payer(ctx context.Context, d *db.DB, storeID int64, chargeID string) (payer int64, err error) {
	err = d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		err := q.NewSelect().Model((*Charge)(nil)).Column("telegram_id").Where("store_id = ?", storeID).Where("id = ?", chargeID).Scan(ctx, &payer)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return payer, err
}
