package db

import (
	"context"
	"sync/atomic"
)

// Witness records something with the first change that an act commits, and in the same transaction, whichever verb begins
// it: that the act was carried out is then known exactly when it was. It belongs to one act and its context.
type Witness struct {
	// Record runs as the first step of each transaction until one has committed. Its error ends the transaction.
	Record func(ctx context.Context, tx *Tx) error

	committed atomic.Bool
}

// HasCommitted tells that a transaction of the act was committed, and the record with it. False does not prove the opposite
// when the connection was lost in the middle of a commit; then the record in the database does.
func (w *Witness) HasCommitted() bool { return w.committed.Load() }

type witnessKey struct{}

// WithWitness makes Write and Global record w.
func WithWitness(ctx context.Context, w *Witness) context.Context {
	return context.WithValue(ctx, witnessKey{}, w)
}

// witnessOf gives the witness that still waits for a first commit; nil for none.
func witnessOf(ctx context.Context) *Witness {
	if w, ok := ctx.Value(witnessKey{}).(*Witness); ok && !w.HasCommitted() {
		return w
	}
	return nil
}
