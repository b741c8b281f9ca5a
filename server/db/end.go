package db

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Ending is a statement that travels with the commit.
type Ending struct {
	Query Hot
	Args  []any

	dest any // for the one column of its one row; nil when nothing is to be read
}

// end is what a transaction does last.
type end struct {
	puts  []Ending
	rows  []any // see Tx.AtEnd
	write func(rows []any) []Ending
}

// AtCommit sends a write together with the commit, so that it costs no round trip and what it locks is locked for the commit
// alone. What it returns is there once the transaction is committed, and its error is Write's.
func (t *Tx) AtCommit(p *Put) error {
	var text strings.Builder
	args, err := p.write(&text, nil)
	if err != nil {
		return err
	}
	t.end.puts = append(t.end.puts, Ending{Hot(text.String()), args, p.dest})
	return nil
}

// AtEnd keeps a row that is written by the very last statements of the transaction, after everything that fn and AtCommit
// do: they travel with the commit. write turns all rows of the transaction into statements; there is one writer, so that
// rows of one kind are written once.
func (t *Tx) AtEnd(row any, write func(rows []any) []Ending) {
	t.end.rows, t.end.write = append(t.end.rows, row), write
}

// endKey marks the batch that ends a transaction: its commit is no statement of the caller's.
type endKey struct{}

// commit ends the transaction in one message. done tells that the connection is in no transaction any more.
func (s *session) commit(ctx context.Context) (done bool, err error) {
	endings := s.end.puts
	if len(s.end.rows) > 0 {
		endings = append(endings, s.end.write(s.end.rows)...)
	}
	batch := new(pgx.Batch)
	for _, e := range endings {
		if s.of.hotMode == pgx.QueryExecModeCacheStatement {
			if _, err := s.raw.Prepare(ctx, string(e.Query), string(e.Query)); err != nil {
				return false, err
			}
		}
		batch.Queue(string(e.Query), e.Args...)
	}
	batch.Queue("commit")
	answers := s.raw.SendBatch(context.WithValue(ctx, endKey{}, true), batch)
	for _, e := range endings {
		if e.dest == nil {
			_, err = answers.Exec()
		} else {
			err = answers.QueryRow().Scan(e.dest)
		}
		if err != nil {
			break
		}
	}
	tag := ""
	if err == nil {
		committed, failed := answers.Exec()
		tag, err = committed.String(), failed
	}
	err = errors.Join(err, answers.Close())
	if err != nil {
		err = fmt.Errorf("commit: %w", err)
	} else if tag != "COMMIT" {
		err = fmt.Errorf("commit: %w", pgx.ErrTxCommitRollback) // a statement failed and fn did not return its error
	}
	return s.raw.PgConn().TxStatus() == idle, err
}
