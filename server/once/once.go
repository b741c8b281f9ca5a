// Package once carries out what a caller asks for under an Idempotency-Key at most once, and gives the first answer to
// whoever asks again. It knows neither GraphQL nor nouns: an act is whatever commits transactions of server/db.
package once

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/secret"
)

// Remembered is how long a key means its first request. Afterwards it is free again.
const Remembered = 24 * time.Hour

// MostAnswer is how many bytes of an answer are kept, compressed. A longer one is given once: whoever asks again is told
// that the act was carried out.
const MostAnswer = 1 << 20

// Act is what was asked for, by whom.
type Act struct {
	StoreID int64  // 0 for none
	Actor   string // who asks; keys of two callers have nothing to do with each other
	Key     string // see CheckKey
	Hash    []byte // of all that makes the request what it is
}

// Book keeps acts and their answers.
type Book struct {
	DB  *db.DB
	Box *secret.Box // answers hold tokens and people's data, so they lie sealed
	Now func() time.Time
}

// Entry is an act that was carried out, wholly or in part.
type Entry struct {
	// Answer is nil when it is not known: it is still being made, or got lost.
	Answer []byte
	// RunID tells one attempt from another.
	RunID uuid.UUID
	// Since is when the attempt began to write.
	Since time.Time
}

type row struct {
	bun.BaseModel `bun:"table:idempotency_keys,alias:idk"`

	StoreID     int64     `bun:"store_id,pk"`
	Actor       string    `bun:"actor,pk"`
	Key         string    `bun:"key,pk"`
	RequestHash []byte    `bun:"request_hash"`
	RunID       uuid.UUID `bun:"run_id,type:uuid"`
	Answer      []byte    `bun:"answer"`
	CreatedAt   time.Time `bun:"created_at"`
}

// Find looks an act up; nil when nothing of it was committed. Fault: CONFLICT when the key stands for another request.
func (b *Book) Find(ctx context.Context, a Act) (*Entry, error) {
	r := new(row)
	err := b.DB.NewSelect().Model(r).Where("store_id = ?", a.StoreID).Where("actor = ?", a.Actor).Where("key = ?", a.Key).
		Where("created_at > ?", b.Now().Add(-Remembered)).Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("look idempotency key up: %w", err)
	case !bytes.Equal(r.RequestHash, a.Hash):
		return nil, fault.New(fault.Conflict)
	}
	e := &Entry{RunID: r.RunID, Since: r.CreatedAt}
	if r.Answer != nil {
		if e.Answer, err = b.open(a, r.Answer); err != nil {
			return nil, fmt.Errorf("answer under an idempotency key: %w", err)
		}
	}
	return e, nil
}

// Run is one attempt to carry an act out.
type Run struct {
	act     Act
	id      uuid.UUID
	witness *db.Witness
	isTaken atomic.Bool
}

// HasCommitted tells that the attempt has changed something.
func (r *Run) HasCommitted() bool { return r.witness.HasCommitted() }

// IsTaken tells that another attempt was first: this one has changed nothing.
func (r *Run) IsTaken() bool { return r.isTaken.Load() }

// Begin makes an attempt. Whatever is written in its context is written only if no other attempt has written before; one
// that is just writing is waited for. after names an earlier attempt that this one may follow, the zero id for none.
// The verb of an attempt that comes too late fails with CONFLICT_IN_PROGRESS.
func (b *Book) Begin(ctx context.Context, a Act, after uuid.UUID) (context.Context, *Run) {
	run := &Run{act: a, id: uuid.New()}
	run.witness = &db.Witness{Record: func(ctx context.Context, tx *db.Tx) error {
		isOurs, err := b.put(ctx, tx, run, after, claim, nil)
		switch {
		case err != nil && ctx.Err() == nil:
			return fmt.Errorf("record idempotency key: %w", err)
		case !isOurs:
			run.isTaken.Store(true)
			return fault.New(fault.InProgress)
		}
		return nil
	}}
	return db.WithWitness(ctx, run.witness), run
}

// Keep stores the answer of an attempt. False when another attempt was first: its answer is the one that counts. An answer
// that is too long is not kept.
func (b *Book) Keep(ctx context.Context, run *Run, answer []byte) (bool, error) {
	sealed, err := b.seal(run.act, answer)
	if err != nil {
		return false, fmt.Errorf("seal answer under an idempotency key: %w", err)
	}
	isOurs, err := b.put(ctx, b.DB, run, run.id, keep, sealed)
	if err != nil {
		return false, fmt.Errorf("keep answer under an idempotency key: %w", err)
	}
	return isOurs, nil
}

// Statements that write the row of a run unless it belongs to another one that is neither followed nor forgotten.
const (
	claim = "INSERT INTO idempotency_keys AS idk " + columns + " VALUES (?, ?, ?, ?, ?, ?, ?)" + unlessTaken
	// An answer does not wait for the disk: should the database break down within that moment, the act is known to be done
	// and its answer is lost.
	keep = "WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)) " +
		"INSERT INTO idempotency_keys AS idk " + columns + " SELECT ?, ?, ?, ?, ?, ?::bytea, ?::timestamptz FROM quick" + unlessTaken

	columns     = "(store_id, actor, key, request_hash, run_id, answer, created_at)"
	unlessTaken = " ON CONFLICT (store_id, actor, key) DO UPDATE SET request_hash = excluded.request_hash, run_id = excluded.run_id," +
		" answer = excluded.answer, created_at = excluded.created_at" +
		" WHERE idk.answer IS NULL AND idk.run_id IN (?, ?) OR idk.created_at <= ?"
)

// put tells whether the row is now the run's.
func (b *Book) put(ctx context.Context, q bun.IDB, run *Run, after uuid.UUID, statement string, answer []byte) (bool, error) {
	a, now := run.act, b.Now()
	result, err := q.NewRaw(statement, a.StoreID, a.Actor, a.Key, a.Hash, run.id, answer, now, run.id, after, now.Add(-Remembered)).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// purpose binds an answer to its caller and key.
func (a Act) purpose() string { return "idempotency " + a.Actor + " " + a.Key }

func (b *Book) seal(a Act, answer []byte) ([]byte, error) {
	var small bytes.Buffer
	zip := gzip.NewWriter(&small)
	if _, err := zip.Write(answer); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	if small.Len() > MostAnswer {
		return nil, nil
	}
	return b.Box.Seal(a.StoreID, a.purpose(), small.Bytes()), nil
}

func (b *Book) open(a Act, sealed []byte) ([]byte, error) {
	small, err := b.Box.Open(a.StoreID, a.purpose(), sealed)
	if err != nil {
		return nil, err
	}
	zip, err := gzip.NewReader(bytes.NewReader(small))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zip)
}
