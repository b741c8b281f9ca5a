// Package search finds products by words, in whatever script, keyboard layout and spelling they are typed, and counts what
// the found ones can be narrowed by. It keeps one search document for each product and the store's lexicon, outside row-level
// security (see docs/decisions/0021-search.md), and is the only reader of those tables.
//
// A shelf in this process has the words of a store's products (index.go) and what they are filtered, sorted and counted by; it
// reads before each search what was written since the last one (shelf.go). For lists that SQL narrows, PostgreSQL finds the
// words by the same rules (match.go); a test compares the two.
package search

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/page"
)

const (
	// MaxLetters is how long a query may be.
	MaxLetters = 200
	// MaxHits is how many products Find answers at most; nobody leafs further.
	MaxHits = 500
)

// Request is what somebody searches for.
type Request struct {
	Text   string // blank: all products
	Filter Filter
	Sort   Sort
	Args   page.Args // forwards only
}

// Found answers a Request.
type Found struct {
	Page   page.Connection[uuid.UUID]
	Total  page.Total
	Facets Facets
	// Corrected is the query that was really searched for, when the typed one finds nothing; else empty.
	Corrected string
	// DidYouMean is a more usual spelling, when the typed one finds little; else empty.
	DidYouMean string
}

// Search finds active products. q is a transaction in the store.
// Errors: faults at "query", "first", "after" and "last".
func (s *Shelves) Search(ctx context.Context, q bun.IDB, storeID int64, r Request) (*Found, error) {
	if len([]rune(r.Text)) > MaxLetters {
		return nil, fault.New(fault.TooLong, "query").With("max", MaxLetters)
	}
	w, err := readWindow(r.Sort, r.Args)
	if err != nil {
		return nil, err
	}
	shelf, err := s.fresh(ctx, q, storeID)
	if err != nil {
		return nil, err
	}
	found := new(Found)
	var hits *matches
	if hasWords(r.Text) {
		hits = &matches{shelf: shelf}
		u, err := find(ctx, q, storeID, r.Text, hits.look)
		if err != nil {
			return nil, fmt.Errorf("search in store %d: %w", storeID, err)
		}
		found.Corrected, found.DidYouMean = u.corrected, u.didYouMean
	}
	shelf.answer(found, hits, r, w)
	return found, nil
}

// Find gives products that have all words of the query, best match first, at most MaxHits; when there are none, those that
// have the words that were probably meant. A query without words finds nothing.
//
// Only active products are found, or with among those whose ids it selects. q is a transaction in the store.
func Find(ctx context.Context, q bun.IDB, storeID int64, query string, among *bun.SelectQuery) ([]uuid.UUID, error) {
	if !hasWords(query) {
		return nil, nil
	}
	var ids []uuid.UUID
	if _, err := find(ctx, q, storeID, query, best(q, storeID, among, &ids)); err != nil {
		return nil, fmt.Errorf("search in store %d: %w", storeID, err)
	}
	return ids, nil
}
