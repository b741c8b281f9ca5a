package db

import (
	"context"
	"strconv"
	"strings"

	"github.com/uptrace/bun/schema"
)

// Together sends writes that do not depend on one another as one statement, since each statement of its own costs a round
// trip while locks are held. All of them see the database as it was before. Each brings its own rows; a query made of no
// rows must not be given, nor one with a WITH of its own. The rows that RETURNING gives are lost. Where each is a Put, the
// statement is prepared.
func (t *Tx) Together(ctx context.Context, writes ...schema.QueryAppender) error {
	if len(writes) == 0 {
		return nil
	}
	puts := make([]*Put, 0, len(writes))
	for _, w := range writes {
		if p, is := w.(*Put); is {
			puts = append(puts, p)
		}
	}
	if len(puts) == len(writes) {
		return t.Put(ctx, puts...)
	}
	parts := make([]string, len(writes))
	args := make([]any, len(writes))
	for i, w := range writes {
		parts[i], args[i] = "w"+strconv.Itoa(i)+" AS (?)", w
	}
	_, err := t.NewRaw("WITH "+strings.Join(parts, ", ")+" SELECT", args...).Exec(ctx)
	return err
}
