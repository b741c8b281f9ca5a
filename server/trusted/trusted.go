// Package trusted remembers the documents of earlier builds, so that pages which are open in somebody's hand while the
// server is renewed go on working, whichever process answers them. It takes documents for texts under a hash and knows no
// GraphQL.
package trusted

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/dokon-shop/dokon/server/db"
)

// Kept is how long a document is known after a build without it was started.
const Kept = 30 * 24 * time.Hour

// Announce makes this build's documents, texts by the hex SHA-256 of each, known to all processes, and forgets those that
// were replaced long ago. To be called before the build's pages are served. A build that starts again after a newer one, as
// when a deployment is taken back, is the newest.
func Announce(ctx context.Context, d *db.DB, documents map[string]string, now time.Time) error {
	hashes := slices.Sorted(maps.Keys(documents)) // sorted, so that two processes lock rows in one order
	texts := make([]string, len(hashes))
	for i, hash := range hashes {
		texts[i] = documents[hash]
	}
	list := func(values []string) any { return pgdialect.Array(values) }
	err := d.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, step := range []*bun.RawQuery{
			// Processes that start at once, of two builds maybe, take turns.
			tx.NewRaw("SELECT pg_advisory_xact_lock(hashtextextended('trusted_documents', 0))"),
			tx.NewRaw("INSERT INTO trusted_documents AS known (hash, text) SELECT * FROM unnest(?::text[], ?::text[])"+
				" ON CONFLICT (hash) DO UPDATE SET replaced_at = NULL WHERE known.replaced_at IS NOT NULL", list(hashes), list(texts)),
			tx.NewRaw("UPDATE trusted_documents SET replaced_at = ? WHERE replaced_at IS NULL AND NOT hash = ANY (?::text[])", now, list(hashes)),
			tx.NewRaw("DELETE FROM trusted_documents WHERE replaced_at <= ?", now.Add(-Kept)),
		} {
			if _, err := step.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("announce trusted documents: %w", err)
	}
	return nil
}

// Find gives the text of a document by its hash; empty when no build has it.
func Find(ctx context.Context, d *db.DB, hash string) (string, error) {
	var texts []string
	if err := d.NewRaw("SELECT text FROM trusted_documents WHERE hash = ?", hash).Scan(ctx, &texts); err != nil {
		return "", fmt.Errorf("find a trusted document: %w", err)
	}
	if len(texts) == 0 {
		return "", nil
	}
	return texts[0], nil
}
