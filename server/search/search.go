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

// Find gives products that have all words of the query, best match first, at most MaxHits. A word may be the beginning of
// the product's, since Uzbek words grow at their end and the last one may be half typed; whole words count more. When no
// product has all of them, products are given whose names have words like them: a letter wrong, missing, added or swapped.
// Numbers are never taken for other numbers. A query without words finds nothing.
//
// Only active products are found, or with among those whose ids it selects. q is a transaction in the store.
func Find(ctx context.Context, q bun.IDB, storeID int64, query string, among *bun.SelectQuery) ([]uuid.UUID, error) {
	wanted := words(query)
	if len(wanted) == 0 {
		return nil, nil
	}
	within := func() *bun.SelectQuery {
		sel := q.NewSelect().Model((*Document)(nil)).Column("product_id").Where("store_id = ?", storeID).Limit(MaxHits)
		if among != nil {
			return sel.Where("product_id IN (?)", among)
		}
		return sel.Where("is_active")
	}
	hits, err := matching(ctx, within(), wanted, words(withoutYo.Replace(query)))
	if err == nil && len(hits) == 0 {
		hits, err = resembling(ctx, q, within(), wanted)
	}
	if err != nil {
		return nil, fmt.Errorf("search in store %d: %w", storeID, err)
	}
	return hits, nil
}

// matching finds documents with each of the words in either spelling.
func matching(ctx context.Context, within *bun.SelectQuery, wanted, otherwise []string) ([]uuid.UUID, error) {
	whole, begun := make([]string, len(wanted)), make([]string, len(wanted))
	for i, w := range wanted { // words hold letters and digits only, so nothing of them is syntax
		whole[i], begun[i] = w, w+":*"
		if other := otherwise[i]; other != w {
			whole[i], begun[i] = w+" | "+other, "("+w+":* | "+other+":*)"
		}
	}
	all := strings.Join(begun, " & ")
	var hits []uuid.UUID
	err := within.Where("tsv @@ to_tsquery('simple', ?)", all).
		OrderExpr("ts_rank(tsv, to_tsquery('simple', ?)) + ts_rank(tsv, to_tsquery('simple', ?)) DESC, popularity DESC, product_id",
			strings.Join(whole, " | "), all).
		Scan(ctx, &hits)
	return hits, err
}

// likeness is from where on two words are taken for the same one mistyped: the part of the wanted word's trigrams that are
// together in the other. Below it short words match anything.
const likeness = 0.4

// resembling finds documents whose title has a word like each of the wanted ones; those with digits must be there as they are.
func resembling(ctx context.Context, q bun.IDB, within *bun.SelectQuery, wanted []string) ([]uuid.UUID, error) {
	var likely []string
	for _, w := range wanted {
		if strings.ContainsAny(w, "0123456789") {
			within = within.Where("tsv @@ to_tsquery('simple', ?)", w+":*")
		} else {
			within = within.Where("fold %> ?", w)
			likely = append(likely, w)
		}
	}
	if len(likely) == 0 {
		return nil, nil // they were just looked for
	}
	// The operator %>, which the trigram index serves, takes its limit from a setting; this one ends with the transaction.
	if _, err := q.NewRaw("SELECT set_config('pg_trgm.word_similarity_threshold', ?, true)", fmt.Sprint(likeness)).Exec(ctx); err != nil {
		return nil, err
	}
	var hits []uuid.UUID
	err := within.OrderExpr("word_similarity(?, fold) DESC, popularity DESC, product_id", strings.Join(likely, " ")).Scan(ctx, &hits)
	return hits, err
}
