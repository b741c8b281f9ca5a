// Package reconcile holds the books of a store against each other: the ledger, the sums of orders and payments, gift cards and
// cashback, and the transactions of providers. It changes none of them; what does not agree is for people to look at.
package reconcile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// Drift is two books that do not agree.
type Drift struct {
	Rule     Rule        `json:"rule" bun:"-"`
	Kind     id.Kind     `json:"kind" bun:"-"`
	Subject  uuid.UUID   `json:"subject" bun:"subject,type:uuid"`
	Expected money.Tiyin `json:"expected" bun:"expected"` // what the ledger, or the provider, says
	Found    money.Tiyin `json:"found" bun:"found"`       // what is written at the subject
}

// SubjectID names what the drift is about.
func (d *Drift) SubjectID() id.ID { return id.Of(d.Kind, d.Subject) }

// Message says what is wrong in the language of the caller.
func (d *Drift) Message(ctx context.Context) string {
	return words[d.Rule].In(lang.FromContext(ctx), nil)
}

// Check is what was found at one time.
type Check struct {
	bun.BaseModel `bun:"table:ledger_checks,alias:lck"`

	StoreID int64     `bun:"store_id,pk"`
	ID      uuid.UUID `bun:"id,pk,type:uuid"`
	At      time.Time `bun:"at"`
	Drifts  []*Drift  `bun:"drifts,type:jsonb"` // the first mostListed of each rule; empty, never nil
	Count   int       `bun:"count"`             // of all
}

// GlobalID names the check in the API.
func (c *Check) GlobalID() id.ID { return id.Of(id.LedgerCheck, c.ID) }

// mostListed is how many drifts of one rule are listed; that there are more, their number says.
const mostListed = 10

// Look holds the books of a store against each other, and writes nothing. Each rule is one statement, and sees one moment.
func Look(ctx context.Context, q bun.IDB, storeID int64, now time.Time) (*Check, error) {
	c := &Check{StoreID: storeID, ID: id.New(), At: now, Drifts: []*Drift{}}
	for _, r := range rules {
		var found []struct {
			Drift
			Total int
		}
		err := q.NewRaw("SELECT subject, expected, found, count(*) OVER () AS total FROM ("+r.sql+") AS drifts ORDER BY subject LIMIT ?1", storeID, mostListed).
			Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("check %s of store %d: %w", r.rule, storeID, err)
		}
		for i := range found {
			found[i].Rule, found[i].Kind = r.rule, r.kind
			c.Drifts = append(c.Drifts, &found[i].Drift)
		}
		if len(found) > 0 {
			c.Count += found[0].Total
		}
	}
	return c, nil
}

// Last is the newest check of a store; nil when there was none.
func Last(ctx context.Context, q bun.IDB, storeID int64) (*Check, error) {
	c := new(Check)
	err := q.NewSelect().Model(c).Where("store_id = ?", storeID).Order("id DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("last check of store %d: %w", storeID, err)
	}
	return c, nil
}

// sameAs tells whether a check found nothing that the one before did not.
func (c *Check) sameAs(before *Check) bool {
	if before == nil || c.Count != before.Count {
		return c.Count == 0
	}
	known := map[Drift]bool{}
	for _, d := range before.Drifts {
		known[*d] = true
	}
	for _, d := range c.Drifts {
		if !known[*d] {
			return false
		}
	}
	return true
}

// kept is how many checks of a store are kept.
const kept = 100

// save writes a check and forgets the oldest.
func (c *Check) save(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.NewInsert().Model(c).Exec(ctx); err != nil {
		return fmt.Errorf("keep the check of store %d: %w", c.StoreID, err)
	}
	_, err := tx.NewRaw(`DELETE FROM ledger_checks WHERE store_id = ?0 AND id IN (
		SELECT id FROM ledger_checks WHERE store_id = ?0 ORDER BY id DESC OFFSET ?1)`, c.StoreID, kept).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget checks of store %d: %w", c.StoreID, err)
	}
	return nil
}
