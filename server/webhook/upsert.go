package webhook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/staff"
)

// most is how many webhooks a store may have.
const most = 20

// UpsertInput declares a webhook. On a new one name, url and scopes are needed; nil leaves a field as it is.
type UpsertInput struct {
	ID           *id.ID
	Name         *string
	URL          *string
	Types        []journal.Type
	Scopes       []staff.Permission
	Query        *string
	IsActive     *bool
	RotateSecret *bool
}

// Upsert makes or changes a webhook. A new one begins with the next event; one that is switched on again goes on behind the
// last event that was taken. secret is given when there is a new one, and then alone.
//
// may says which scopes the caller can hand out. Faults: INVALID_ID and NOT_FOUND at id; TOO_MANY; REQUIRED, TOO_LONG and INVALID
// at the fields; FORBIDDEN_FIELD for a scope that the caller has not.
func (s *Sender) Upsert(ctx context.Context, storeID int64, in UpsertInput, may func(staff.Permission) bool, now time.Time) (w *Webhook, secret string, err error) {
	err = s.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		w, secret = &Webhook{StoreID: storeID, ID: id.New(), CreatedAt: now, Types: []journal.Type{}, Scopes: []staff.Permission{}}, ""
		isNew := in.ID == nil
		if isNew {
			if err := s.begin(ctx, tx, w, now); err != nil {
				return err
			}
		} else if w, err = lock(ctx, tx, storeID, *in.ID); err != nil {
			return err
		}
		if err := s.apply(w, in, isNew, may).Err(); err != nil {
			return err
		}
		if isNew || in.RotateSecret != nil && *in.RotateSecret {
			secret = newSecret()
			if !isNew {
				until := now.Add(beforeLife)
				w.Before, w.BeforeUntil = w.Secret, &until
			}
			w.Secret = s.Box.Seal(storeID, purpose, []byte(secret))
		}
		if in.IsActive != nil && *in.IsActive != w.Progress.IsOn {
			w.Progress.IsOn = *in.IsActive
			w.Progress.Failures, w.Progress.FailingSince, w.Progress.DisabledAt, w.Progress.NextAt = 0, nil, nil, now
		}
		w.UpdatedAt = now
		if isNew {
			if _, err := tx.NewInsert().Model(w).Exec(ctx); err != nil {
				return err
			}
			_, err := tx.NewInsert().Model(w.Progress).Exec(ctx)
			return err
		}
		if _, err := tx.NewUpdate().Model(w).WherePK().Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewUpdate().Model(w.Progress).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("save webhook: %w", err)
	}
	return w, secret, nil
}

// begin completes a new webhook: it follows from here on.
func (s *Sender) begin(ctx context.Context, tx *db.Tx, w *Webhook, now time.Time) error {
	n, err := tx.NewSelect().Model((*Webhook)(nil)).Where("store_id = ?", w.StoreID).Count(ctx)
	if err != nil {
		return err
	}
	if n >= most {
		return fault.New(fault.TooMany, "input").With("max", most)
	}
	head, err := journal.Head(ctx, tx, w.StoreID)
	if err != nil {
		return err
	}
	w.Progress = &Progress{StoreID: w.StoreID, WebhookID: w.ID, IsOn: true, Seq: head, NextAt: now}
	return nil
}

func (s *Sender) apply(w *Webhook, in UpsertInput, isNew bool, may func(staff.Permission) bool) (faults fault.List) {
	var f *fault.Error
	if in.Name != nil || isNew {
		w.Name, f = input.Required(orEmpty(in.Name), 100, "input", "name")
		faults.Add(f)
	}
	if in.URL != nil || isNew {
		w.URL = orEmpty(in.URL)
		faults.Add(checkURL(w.URL, s.AllowPrivate, "input", "url"))
	}
	for i, t := range in.Types {
		if slices.Contains(in.Types[:i], t) {
			faults.Add(fault.New(fault.Duplicate, input.At(i, "input", "types")...))
		}
	}
	if in.Types != nil {
		w.Types = in.Types
	}
	for i, scope := range in.Scopes {
		at := input.At(i, "input", "scopes")
		switch {
		case !scope.OfStore():
			faults.Add(fault.New(fault.Invalid, at...))
		case !may(scope):
			faults.Add(fault.New(fault.ForbiddenField, at...))
		case slices.Contains(in.Scopes[:i], scope):
			faults.Add(fault.New(fault.Duplicate, at...))
		}
	}
	if in.Scopes != nil {
		w.Scopes = in.Scopes
	}
	if in.Query != nil {
		w.Query = *in.Query
		if len(w.Query) > longestQuery {
			faults.Add(fault.New(fault.TooLong, "input", "query").With("max", longestQuery))
		} else if w.Query != "" {
			faults.Add(s.Check(w.Query))
		}
	}
	// Whoever changes what is asked with rights must have them: else a query could be slipped into another's webhook.
	if in.Query != nil || in.URL != nil {
		for _, scope := range w.Scopes {
			if in.Scopes == nil && !may(scope) {
				faults.Add(fault.New(fault.ForbiddenField, "input", "scopes"))
				break
			}
		}
	}
	return faults
}

const longestQuery = 10_000

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Delete ends a webhook and forgets its deliveries. A repeat succeeds. Fault: INVALID_ID.
func Delete(ctx context.Context, tx *db.Tx, storeID int64, which id.ID) error {
	key, err := which.Must(id.Webhook, "input", "id")
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*Webhook)(nil)).Where("store_id = ?", storeID).Where("id = ?", key).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete webhook %s: %w", key, err)
	}
	return nil
}

// Replay sends the events of a time once more, before those to come, and at once. Another replay takes the place of one that
// has not ended. It answers how many events there are, of all types.
// Faults: INVALID_ID and NOT_FOUND at id; INVALID at until when it is not after since.
func Replay(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, since, until, now time.Time) (*Webhook, int, error) {
	if !until.After(since) {
		return nil, 0, fault.New(fault.Invalid, "input", "until")
	}
	w, err := lock(ctx, tx, storeID, which)
	if err != nil {
		return nil, 0, err
	}
	after, err := journal.SeqBefore(ctx, tx, storeID, since)
	if err != nil {
		return nil, 0, err
	}
	last, err := journal.SeqBefore(ctx, tx, storeID, until)
	if err != nil {
		return nil, 0, err
	}
	// What has not been sent yet comes by itself.
	p := w.Progress
	p.ReplayAfter, p.ReplayUntil = after, max(after, min(last, p.Seq))
	p.NextAt = now
	if p.DeliveryID != nil { // what was being tried again begins anew when its turn comes
		_, err := tx.NewUpdate().Model((*Delivery)(nil)).Set("state = ?", GivenUp).Where("store_id = ?", storeID).Where("id = ?", *p.DeliveryID).Exec(ctx)
		if err != nil {
			return nil, 0, fmt.Errorf("end delivery %s: %w", *p.DeliveryID, err)
		}
		p.DeliveryID = nil
	}
	if _, err := tx.NewUpdate().Model(p).WherePK().Exec(ctx); err != nil {
		return nil, 0, fmt.Errorf("replay to webhook %s: %w", w.ID, err)
	}
	return w, int(p.ReplayUntil - p.ReplayAfter), nil
}

// List reads the webhooks of a store, oldest first.
func List(ctx context.Context, q bun.IDB, storeID int64) ([]*Webhook, error) {
	found := []*Webhook{}
	err := q.NewSelect().Model(&found).Relation("Progress").Where("whk.store_id = ?", storeID).Order("whk.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("webhooks of store %d: %w", storeID, err)
	}
	return found, nil
}

var newestFirst = page.Order[Delivery]{Name: "deliveries", Desc: true, Keys: []page.Key[Delivery]{
	{Column: "whd.id", Value: func(d *Delivery) any { return d.ID }},
}}

// Deliveries reads a page of what was sent to a webhook, newest first; nothing for a webhook that is not there.
// Fault: INVALID_ID at webhookId.
func Deliveries(ctx context.Context, q bun.IDB, storeID int64, which id.ID, args page.Args) (*Page, error) {
	key, err := which.Must(id.Webhook, "webhookId")
	if err != nil {
		return nil, err
	}
	sel := q.NewSelect().Model((*Delivery)(nil)).Where("whd.store_id = ?", storeID).Where("whd.webhook_id = ?", key)
	return page.Page(ctx, sel, newestFirst, args)
}

// lock reads a webhook for change. Its progress is locked: whoever sends does so as well before moving it.
func lock(ctx context.Context, tx *db.Tx, storeID int64, which id.ID) (*Webhook, error) {
	key, err := which.Must(id.Webhook, "input", "id")
	if err != nil {
		return nil, err
	}
	p, err := lockProgress(ctx, tx, storeID, key)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fault.New(fault.NotFound, "input", "id")
	}
	w, err := byID(ctx, tx, storeID, key)
	if err != nil {
		return nil, err
	}
	w.Progress = p
	return w, nil
}

func lockProgress(ctx context.Context, tx *db.Tx, storeID int64, key uuid.UUID) (*Progress, error) {
	p := new(Progress)
	err := tx.NewSelect().Model(p).Where("store_id = ?", storeID).Where("webhook_id = ?", key).For("UPDATE").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("progress of webhook %s: %w", key, err)
	}
	return p, nil
}

func byID(ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (*Webhook, error) {
	w := new(Webhook)
	err := q.NewSelect().Model(w).Relation("Progress").Where("whk.store_id = ?", storeID).Where("whk.id = ?", key).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "input", "id")
	}
	if err != nil {
		return nil, fmt.Errorf("webhook %s: %w", key, err)
	}
	return w, nil
}
