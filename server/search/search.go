package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
)

// MaxHits is how many products a search answers at most; nobody leafs further.
const MaxHits = 500

// Document is what is found of one product.
type Document struct {
	bun.BaseModel `bun:"table:search_documents,alias:doc"`

	StoreID    int64     `bun:"store_id,pk"`
	ProductID  uuid.UUID `bun:"product_id,pk,type:uuid"`
	Title      string    `bun:"title"` // names in all languages, SKUs
	Body       string    `bun:"body"`  // the rest in all languages
	IsActive   bool      `bun:"is_active"`
	Popularity int       `bun:"popularity"`
}

// Put writes documents in place of the ones there were.
func Put(ctx context.Context, tx *db.Tx, documents ...*Document) error {
	if len(documents) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&documents).On("CONFLICT (store_id, product_id) DO UPDATE").
		Set("title = EXCLUDED.title").Set("body = EXCLUDED.body").
		Set("is_active = EXCLUDED.is_active").Set("popularity = EXCLUDED.popularity").Exec(ctx)
	if err != nil {
		return fmt.Errorf("write search documents: %w", err)
	}
	return nil
}

// Find gives products that have all words of the query, best match first, at most MaxHits. The last word may be half
// typed. When no product has all of them, products with words like them are given instead: a letter wrong, missing or
// swapped. An empty query finds nothing.
func Find(ctx context.Context, q bun.IDB, storeID int64, query string, alsoHidden bool) ([]uuid.UUID, error) {
	words := Words(query)
	if len(words) == 0 {
		return nil, nil
	}
	hits, err := matching(ctx, q, storeID, words, alsoHidden)
	if err != nil || len(hits) > 0 {
		return hits, err
	}
	return resembling(ctx, q, storeID, words, alsoHidden)
}

func matching(ctx context.Context, q bun.IDB, storeID int64, words []string, alsoHidden bool) ([]uuid.UUID, error) {
	terms := make([]string, len(words))
	for i, w := range words {
		terms[i] = w + ":*" // words hold letters and digits only, so nothing of them is syntax
	}
	query := strings.Join(terms, " & ")
	var hits []uuid.UUID
	sel := q.NewSelect().Model((*Document)(nil)).Column("product_id").
		Where("store_id = ?", storeID).Where("tsv @@ to_tsquery('simple', ?)", query).
		OrderExpr("ts_rank(tsv, to_tsquery('simple', ?)) DESC, popularity DESC, product_id", query).Limit(MaxHits)
	if !alsoHidden {
		sel = sel.Where("is_active")
	}
	if err := sel.Scan(ctx, &hits); err != nil {
		return nil, fmt.Errorf("search in store %d: %w", storeID, err)
	}
	return hits, nil
}

// similarity under which two words are not taken for the same one mistyped. Below 0.3 short words match anything.
const similarity = 0.4

func resembling(ctx context.Context, q bun.IDB, storeID int64, words []string, alsoHidden bool) ([]uuid.UUID, error) {
	var hits []uuid.UUID
	text := strings.Join(words, " ")
	sel := q.NewSelect().Model((*Document)(nil)).Column("product_id").Where("store_id = ?", storeID).
		OrderExpr("word_similarity(?, fold) DESC, popularity DESC, product_id", text).Limit(MaxHits)
	for _, w := range words {
		sel = sel.Where("word_similarity(?, fold) >= ?", w, similarity)
	}
	if !alsoHidden {
		sel = sel.Where("is_active")
	}
	if err := sel.Scan(ctx, &hits); err != nil {
		return nil, fmt.Errorf("search alike in store %d: %w", storeID, err)
	}
	return hits, nil
}
