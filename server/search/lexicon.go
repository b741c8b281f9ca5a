package search

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

// known is a word of a store's lexicon.
type known struct {
	Asked    int    // which of the asked words it answers
	Word     string // folded
	Products int
	Latin    string // as the shop writes it, empty where it does not
	Cyrillic string
}

// spelled is the word as people write it, in the script they type.
func (k known) spelled(cyrillic bool) string {
	first, second := k.Latin, k.Cyrillic
	if cyrillic {
		first, second = second, first
	}
	switch {
	case first != "":
		return first
	case second != "":
		return second
	}
	return k.Word
}

// last is behind every word that begins with what stands before it.
const last = "\U0010FFFF"

// beginning reads the words that begin with each of the stems, the most frequent first, at most limit of each; and the
// store's synonyms, for the way of one statement.
func beginning(ctx context.Context, q bun.IDB, storeID int64, stems []string, limit int) ([]known, synonyms, error) {
	var asked []string
	var args []any
	for i, s := range stems {
		asked = append(asked, `(?::int, ?::text COLLATE "C", ?::text COLLATE "C")`)
		args = append(args, i, s, s+last)
	}
	if len(asked) == 0 {
		return nil, nil, nil
	}
	var found []known
	err := q.NewRaw(`SELECT asked.n AS asked, near.* FROM (VALUES `+strings.Join(asked, ", ")+`) AS asked (n, low, high), LATERAL (
			SELECT word, products, latin, cyrillic FROM search_words
			WHERE store_id = ? AND word >= asked.low AND word < asked.high ORDER BY products DESC, word LIMIT ?) AS near
		UNION ALL SELECT -1, groups::text, 0, '', '' FROM search_synonyms WHERE store_id = ?
		ORDER BY 1`, append(args, storeID, limit, storeID)...).Scan(ctx, &found)
	if err != nil {
		return nil, nil, fmt.Errorf("words of the lexicon: %w", err)
	}
	if len(found) == 0 || found[0].Asked >= 0 {
		return found, nil, nil
	}
	var groups synonyms
	if err := json.Unmarshal([]byte(found[0].Word), &groups); err != nil {
		return nil, nil, fmt.Errorf("synonyms of store %d: %w", storeID, err)
	}
	return found[1:], groups, nil
}

// likeness is from where on words are candidates for one another: the part of the typed word's trigrams that stand
// together in the other one.
const likeness = 0.25

// sounding reads words that sound nearly like each of the typed ones.
func sounding(ctx context.Context, q bun.IDB, storeID int64, typed []string) ([]known, error) {
	var asked []string
	var args []any
	for i, w := range typed {
		asked = append(asked, "(?::int, ?::text)")
		args = append(args, i, sound(w))
	}
	// The operator %>, which the trigram index serves, takes its limit from a setting; this one ends with the transaction.
	if _, err := q.NewRaw("SELECT set_config('pg_trgm.word_similarity_threshold', ?, true)", fmt.Sprint(likeness)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("words like others: %w", err)
	}
	var found []known
	err := q.NewRaw(`SELECT asked.n AS asked, near.* FROM (VALUES `+strings.Join(asked, ", ")+`) AS asked (n, sound), LATERAL (
			SELECT word, products, latin, cyrillic FROM search_words WHERE store_id = ? AND search_words.sound %> asked.sound
			ORDER BY word_similarity(asked.sound, search_words.sound) DESC, products DESC LIMIT 60) AS near`, append(args, storeID)...).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("words like others: %w", err)
	}
	return found, nil
}

// lexiconChanges are what a write does to the lexicon, by word.
type lexiconChanges map[string]*lexiconChange

type lexiconChange struct {
	products        int
	latin, cyrillic string
}

func (c lexiconChanges) add(word string, products int) {
	if c[word] == nil {
		c[word] = new(lexiconChange)
	}
	c[word].products += products
}

// replace counts one product that had some words and has others now.
func (c lexiconChanges) replace(before, now []string) {
	old, fresh := lexical(before), lexical(now)
	for w := range old {
		if !fresh[w] {
			c.add(w, -1)
		}
	}
	for w := range fresh {
		if !old[w] {
			c.add(w, 1)
		}
	}
}

// lexical are the words of a document that belong in the lexicon: those of title and keywords. Numbers are never mistyped
// other numbers.
func lexical(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		w = strings.TrimPrefix(w, "+")
		if !strings.HasPrefix(w, "~") && len(w) > 1 && !hasDigit(w) {
			set[w] = true
		}
	}
	return set
}

func hasDigit(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }

// spell notes how documents write the words that came.
func (c lexiconChanges) spell(documents []*Document) {
	for _, d := range documents {
		for _, text := range slices.Concat(d.Title, d.Keywords) {
			for _, token := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(silent, r)
			}) {
				change := c[Fold(token)]
				switch {
				case change == nil || change.products <= 0:
				case isCyrillic(token):
					change.cyrillic = token
				default:
					change.latin = token
				}
			}
		}
	}
}

// write adds the changes to those that Learn takes.
func (c lexiconChanges) write(ctx context.Context, tx *db.Tx, storeID int64) error {
	var rows [][]any
	for _, word := range slices.Sorted(maps.Keys(c)) {
		if change := c[word]; change.products != 0 {
			rows = append(rows, []any{storeID, word, sound(word), change.products, change.latin, change.cyrillic})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.Pgx().CopyFrom(ctx, pgx.Identifier{"search_word_changes"},
		[]string{"store_id", "word", "sound", "products", "latin", "cyrillic"}, pgx.CopyFromRows(rows))
	if err != nil {
		return fmt.Errorf("tell the lexicon: %w", err)
	}
	return nil
}

// learned is how many changes are taken in one transaction.
const learned = 20_000

// Learn brings the lexicons of all stores up to date with what was written. One process does it at a time; a second one
// would wait and then find nothing left.
func Learn(ctx context.Context, d *db.DB) error {
	for {
		var stores []int64
		if err := d.NewRaw("SELECT DISTINCT store_id FROM search_word_changes ORDER BY store_id LIMIT 100").Scan(ctx, &stores); err != nil {
			return fmt.Errorf("stores with new words: %w", err)
		}
		if len(stores) == 0 {
			return nil
		}
		err := job.InStores(ctx, "learn words", stores, func(ctx context.Context, storeID int64) error { return d.Write(ctx, storeID, learn) })
		if err != nil { // what is left of the stores that work is for the next round, in seconds
			return err
		}
	}
}

func learn(ctx context.Context, tx *db.Tx) error {
	var gone []string
	err := tx.NewRaw(`
		WITH taken AS (
			DELETE FROM search_word_changes WHERE store_id = ? AND id IN (
				SELECT id FROM search_word_changes WHERE store_id = ? ORDER BY id LIMIT ?)
			RETURNING word, sound, products, latin, cyrillic
		), summed AS (
			SELECT word, min(sound) AS sound, sum(products)::int AS products, max(latin) AS latin, max(cyrillic) AS cyrillic FROM taken GROUP BY word
		), kept AS (
			INSERT INTO search_words AS w (store_id, word, sound, products, latin, cyrillic)
			SELECT ?, word, sound, products, latin, cyrillic FROM summed ORDER BY word
			ON CONFLICT (store_id, word) DO UPDATE SET products = w.products + EXCLUDED.products, sound = EXCLUDED.sound,
				latin = coalesce(nullif(EXCLUDED.latin, ''), w.latin), cyrillic = coalesce(nullif(EXCLUDED.cyrillic, ''), w.cyrillic)
			RETURNING word, products
		)
		SELECT word FROM kept WHERE products <= 0`, tx.StoreID, tx.StoreID, learned, tx.StoreID).Scan(ctx, &gone)
	if err != nil || len(gone) == 0 {
		return err
	}
	_, err = tx.NewRaw("DELETE FROM search_words WHERE store_id = ? AND word IN (?) AND products <= 0", tx.StoreID, bun.List(gone)).Exec(ctx)
	return err
}
