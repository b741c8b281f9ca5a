package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/journal"
)

const (
	// dueEvery is how often it is asked who is due; an event leaves that soon.
	dueEvery = 2 * time.Second
	// turn is how long one webhook is sent to in one go; the others have theirs meanwhile.
	turn = 30 * time.Second
	// GiveUpAfter is how long an address may fail before its webhook is switched off. Events are kept for longer.
	GiveUpAfter = 7 * 24 * time.Hour
	// batch is how many events are read at once.
	batch = 50
)

// DueArgs is the job that finds webhooks with something to send.
type DueArgs struct{}

// Kind implements river.JobArgs.
func (DueArgs) Kind() string { return "webhook_due" }

// SendArgs is the job that sends to one webhook. There is one at a time of each, so events leave in order.
type SendArgs struct {
	StoreID   int64     `json:"store"`
	WebhookID uuid.UUID `json:"webhook"`
}

// Kind implements river.JobArgs.
func (SendArgs) Kind() string { return "webhook_send" }

// ForgetArgs is the job that deletes old deliveries.
type ForgetArgs struct{}

// Kind implements river.JobArgs.
func (ForgetArgs) Kind() string { return "webhook_forget" }

// Register tells the workers how to do this package's jobs; deliveries are kept for as long as events are.
func Register(workers *river.Workers, s *Sender, keep time.Duration) {
	job.Work(workers, func(ctx context.Context, _ DueArgs) error { return s.Due(ctx) })
	job.Work(workers, func(ctx context.Context, a SendArgs) error { return s.Send(ctx, a.StoreID, a.WebhookID) })
	job.Work(workers, func(ctx context.Context, _ ForgetArgs) error { return s.forget(ctx, keep) })
}

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(dueEvery, DueArgs{}), job.Every(time.Hour, ForgetArgs{})}
}

// Due adds the jobs of webhooks that are behind the journal of their store and not waiting for another attempt.
func (s *Sender) Due(ctx context.Context) error {
	var due []SendArgs
	err := s.DB.NewRaw(`SELECT p.store_id, p.webhook_id FROM webhook_progress p JOIN journal_counters c ON c.store_id = p.store_id
		WHERE p.is_on AND p.next_at <= ? AND (p.seq < c.last_seq OR p.replay_after < p.replay_until)`, s.Now()).Scan(ctx, &due)
	if err != nil || len(due) == 0 {
		return err
	}
	return s.DB.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, d := range due {
			if err := job.InsertOnce(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// Send sends what a webhook has not had yet, event for event in their order, until it has had all, one fails, or its turn is
// over. It may be cut off anywhere: at worst the receiver gets an event twice, under the same delivery id when it is tried
// again after a failure.
func (s *Sender) Send(ctx context.Context, storeID int64, key uuid.UUID) error {
	for end := s.Now().Add(turn); s.Now().Before(end) && ctx.Err() == nil; {
		more, err := s.sendBatch(ctx, storeID, key, end)
		if err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}

func (s *Sender) sendBatch(ctx context.Context, storeID int64, key uuid.UUID, end time.Time) (more bool, err error) {
	var w *Webhook
	var events []*journal.Event
	var isReplay bool
	var pending *Delivery
	var until int64
	err = s.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		var found []*Webhook
		err := q.NewSelect().Model(&found).Relation("Progress").Where("whk.store_id = ?", storeID).Where("whk.id = ?", key).Scan(ctx)
		if err != nil || len(found) == 0 || !found[0].Progress.IsOn {
			return err
		}
		w = found[0]
		p := w.Progress
		if until, err = journal.Head(ctx, q, storeID); err != nil {
			return err
		}
		after := p.Seq
		if isReplay = p.ReplayAfter < p.ReplayUntil; isReplay {
			after, until = p.ReplayAfter, p.ReplayUntil
		}
		if events, err = journal.Range(ctx, q, storeID, w.Types, after, until, batch); err != nil {
			return err
		}
		if p.DeliveryID == nil || len(events) == 0 {
			return nil
		}
		var tried []*Delivery
		err = q.NewSelect().Model(&tried).Where("store_id = ?", storeID).Where("id = ?", *p.DeliveryID).Where("seq = ?", events[0].Seq).Scan(ctx)
		if len(tried) > 0 {
			pending = tried[0]
		}
		return err
	})
	if err != nil || w == nil {
		return false, err
	}
	for _, e := range events {
		d := pending
		if pending = nil; d == nil {
			d = &Delivery{StoreID: storeID, ID: id.New(), WebhookID: key, Seq: &e.Seq, Type: e.Type, CreatedAt: s.Now()}
		}
		if err := s.attempt(ctx, w, e, d); err != nil {
			return false, err
		}
		goOn, err := s.settle(ctx, w, d, e.Seq, isReplay)
		if err != nil || !goOn {
			return false, err
		}
		if !s.Now().Before(end) || ctx.Err() != nil {
			return false, ctx.Err() // the next turn goes on
		}
	}
	if len(events) == batch {
		return true, nil
	}
	// Nothing else is of its types: what was passed over is not looked at again.
	return isReplay, s.move(ctx, w, func(p *Progress) { p.advance(until, isReplay) })
}

// advance says that everything up to seq is done with.
func (p *Progress) advance(seq int64, isReplay bool) {
	if isReplay {
		p.ReplayAfter = seq
	} else {
		p.Seq = max(p.Seq, seq)
	}
}

// settle keeps what came of an attempt and moves the webhook on, or makes it wait. It tells whether to go on.
func (s *Sender) settle(ctx context.Context, w *Webhook, d *Delivery, seq int64, isReplay bool) (goOn bool, err error) {
	now := s.Now()
	taken, refused := d.took()
	goOn = taken || refused
	err = s.DB.Write(ctx, w.StoreID, func(ctx context.Context, tx *db.Tx) error {
		p, err := lockProgress(ctx, tx, w.StoreID, w.ID)
		if err != nil {
			return err
		}
		if p == nil { // deleted meanwhile
			goOn = false
			return nil
		}
		switch {
		case taken:
			d.State = Delivered
		case refused:
			d.State = Refused
		default:
			d.State = Failing
		}
		if goOn {
			p.advance(seq, isReplay)
			p.DeliveryID, p.Failures, p.FailingSince = nil, 0, nil
			goOn = p.IsOn
		} else {
			p.fail(d, now)
		}
		if _, err := tx.NewUpdate().Model(p).WherePK().Exec(ctx); err != nil {
			return err
		}
		_, err = tx.NewInsert().Model(d).On("CONFLICT (store_id, id) DO UPDATE").
			Set("state = EXCLUDED.state").Set("attempts = EXCLUDED.attempts").Set("status = EXCLUDED.status").
			Set("duration_ms = EXCLUDED.duration_ms").Set("error = EXCLUDED.error").Set("request_body = EXCLUDED.request_body").
			Set("response_body = EXCLUDED.response_body").Set("attempted_at = EXCLUDED.attempted_at").Exec(ctx)
		if err != nil {
			return err
		}
		if p.DisabledAt != nil && p.DisabledAt.Equal(now) {
			journal.Record(ctx, tx, w.StoreID, journal.WebhookDisabled, w.NodeID(), 0)
			if s.GivenUp != nil {
				return s.GivenUp(ctx, tx, w)
			}
		}
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("settle delivery %s: %w", d.ID, err)
	}
	return goOn, nil
}

// fail makes the webhook wait for its next attempt, or switches it off when it has failed for too long.
func (p *Progress) fail(d *Delivery, now time.Time) {
	p.DeliveryID = &d.ID
	p.Failures++
	if p.FailingSince == nil {
		p.FailingSince = &now
	}
	p.NextAt = now.Add(pause(p.Failures))
	if now.Sub(*p.FailingSince) >= GiveUpAfter {
		d.State = GivenUp
		p.IsOn, p.DisabledAt, p.DeliveryID = false, &now, nil
	}
}

// move changes the progress under its lock.
func (s *Sender) move(ctx context.Context, w *Webhook, change func(p *Progress)) error {
	return s.DB.Write(ctx, w.StoreID, func(ctx context.Context, tx *db.Tx) error {
		p, err := lockProgress(ctx, tx, w.StoreID, w.ID)
		if err != nil || p == nil {
			return err
		}
		change(p)
		_, err = tx.NewUpdate().Model(p).WherePK().Exec(ctx)
		return err
	})
}

// forgetAtOnce bounds one transaction of forgetting.
const forgetAtOnce = 1000

// forget deletes deliveries that were begun longer ago than they are kept, of all stores.
func (s *Sender) forget(ctx context.Context, keep time.Duration) error {
	return job.EachStore(ctx, s.DB, "forget deliveries", func(ctx context.Context, storeID int64) error {
		return job.Batches(ctx, s.DB, storeID, forgetAtOnce, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
			return tx.NewRaw("DELETE FROM webhook_deliveries WHERE store_id = ? AND id IN ("+
				"SELECT id FROM webhook_deliveries WHERE store_id = ? AND created_at < ? LIMIT ?)",
				storeID, storeID, s.Now().Add(-keep), forgetAtOnce).Exec(ctx)
		})
	})
}
