package till

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/secret"
)

// operation is a call as it came, without secrets. Rows are never changed.
type operation struct {
	bun.BaseModel `bun:"table:payment_operations"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	Provider   string    `bun:"provider"`
	Method     string    `bun:"method"`
	Request    string    `bun:"request"`
	Address    string    `bun:"address"`
	ReceivedAt time.Time `bun:"received_at"`
}

// answered is what an operation was answered; a call without one was cut off, and its provider asks again.
type answered struct {
	bun.BaseModel `bun:"table:payment_answers"`

	StoreID     int64     `bun:"store_id,pk"`
	OperationID uuid.UUID `bun:"operation_id,pk,type:uuid"`
	Answer      string    `bun:"answer"`
	Code        int       `bun:"code"`
	AnsweredAt  time.Time `bun:"answered_at"`
}

// longestKept is how much is kept of an answer, and longestMethod of the name of a method, in bytes: statements are long,
// and can be asked for again.
const longestKept, longestMethod = 4000, 64

var passwords = regexp.MustCompile(`("(?:password|token|number)"\s*:\s*)"[^"]*"`)

// masked is a text as it may be kept.
func masked(body []byte) string {
	text := strings.ReplaceAll(strings.ToValidUTF8(string(body), "?"), "\x00", "?")
	return secret.Redact(passwords.ReplaceAllString(text, `$1"<secret>"`))
}

func record(storeID int64, k knock, address string, now time.Time) *operation {
	return &operation{
		StoreID: storeID, ID: id.New(), Provider: k.provider, Method: masked([]byte(k.method[:min(len(k.method), longestMethod)])),
		Request: masked(k.body), Address: address, ReceivedAt: now,
	}
}

const keep db.Hot = `INSERT INTO payment_operations (store_id, id, provider, method, request, address, received_at)
	VALUES ($1, $2::text::uuid, $3, $4, $5, $6, $7) RETURNING set_config('synchronous_commit', 'off', true)`

// write keeps the call before anything is done about it. The commit does not wait for the disk: what is done about the call
// is committed later in the same log, so nothing of it can be there without the call.
func (o *operation) write(ctx context.Context, tx *db.Tx) error {
	var off []string
	if err := keep.Scan(ctx, tx, &off, o.StoreID, o.ID.String(), o.Provider, o.Method, o.Request, o.Address, o.ReceivedAt); err != nil {
		return fmt.Errorf("keep a call of %s: %w", o.Provider, err)
	}
	return nil
}

// answer is the write of what the call was answered, to be sent with what was done.
func (o *operation) answer(answer []byte, code int, now time.Time) *db.Put {
	return db.New(&answered{
		StoreID: o.StoreID, OperationID: o.ID, Answer: masked(answer[:min(len(answer), longestKept)]), Code: code, AnsweredAt: now,
	})
}

// failed keeps the answer of a call of which nothing was done, if it can.
func (d *Desk) failed(ctx context.Context, o *operation, answer []byte, code int) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	err := d.DB.Write(ctx, o.StoreID, func(ctx context.Context, tx *db.Tx) error {
		return tx.Put(ctx, o.answer(answer, code, d.Now()))
	})
	if err != nil {
		d.Log.WarnContext(ctx, "answer of a failed call is not kept", "provider", o.Provider, "operation", o.ID, "error", err)
	}
}

// forgetAtOnce bounds one transaction of forgetting.
const forgetAtOnce = 5000

// Forget deletes the calls of all stores that are older than is kept, with their answers. The database lets none go that is
// younger than 30 days.
func (d *Desk) Forget(ctx context.Context) error {
	before := d.Now().Add(-d.Keep)
	return job.EachStore(ctx, d.DB, "forget calls of providers", func(ctx context.Context, storeID int64) error {
		return job.Batches(ctx, d.DB, storeID, forgetAtOnce, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
			return tx.NewRaw(`DELETE FROM payment_operations WHERE store_id = ?0 AND received_at < ?1 AND id IN (
				SELECT id FROM payment_operations WHERE store_id = ?0 ORDER BY id LIMIT ?2)`, storeID, before, forgetAtOnce).Exec(ctx)
		})
	})
}
