package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/dokon-shop/dokon/server/db"
)

// Format counts the ways in which documents have been made. Raise it when the same product gives another document:
// those of older formats are then made again (see Outdated).
const Format = 2

// Document is what a product is found, filtered, sorted and counted by.
type Document struct {
	StoreID   int64
	ProductID uuid.UUID

	Title    []string // names in all languages
	Codes    []string // SKUs and the like, which are looked for like the title
	Keywords []string // what else it is called: categories, values of options
	Body     []string // texts in all languages

	IsActive    bool
	CategoryID  *uuid.UUID
	PriceMin    int64 // tiyin
	Popularity  int
	Position    int
	PublishedAt *time.Time
	Choices     []Choice // one for each active variant
	IsOnSale    bool
	Labels      []Label
	Numbers     []Number
}

// Choice is what one variant offers. Codes are lower-case letters, digits and dashes.
type Choice struct {
	CanBuy bool
	Values []Value
}

// Value is one value of an option, by the codes that a shop uses for it in all its products: color and black.
type Value struct{ Option, Value string }

// String is the form in the database: "+color=black size=s", with - for what cannot be bought now.
func (c Choice) String() string {
	var b strings.Builder
	b.WriteByte("-+"[btoi(c.CanBuy)])
	for i, v := range c.Values {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(v.Option + "=" + v.Value)
	}
	return b.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Put writes documents in place of the ones there were, and tells the lexicon of words that came and went. A document that
// is as it was is not written.
func Put(ctx context.Context, tx *db.Tx, documents ...*Document) error {
	if len(documents) == 0 {
		return nil
	}
	storeID, ids := documents[0].StoreID, make([]uuid.UUID, len(documents))
	for i, d := range documents {
		ids[i] = d.ProductID
	}
	before, err := wordsOf(ctx, tx, storeID, ids)
	if err != nil {
		return err
	}
	var rows []string
	var args []any
	words := make(map[uuid.UUID][]string, len(documents))
	for _, d := range documents {
		rows = append(rows, "(?, ?, array_to_tsvector(?::text[]), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
		words[d.ProductID] = vector(d.titles(), d.Keywords, d.Body)
		args = append(args, d.StoreID, d.ProductID, pgdialect.Array(words[d.ProductID]), Format, d.IsActive, d.titleLength(), d.CategoryID, d.PriceMin, d.Popularity, d.Position, d.PublishedAt, d.choices(), d.IsOnSale, d.labels())
	}
	var written []uuid.UUID
	err = tx.NewRaw(`
		INSERT INTO search_documents AS doc (store_id, product_id, words, format, is_active, title_length, category_id,
			price_min, popularity, position, published_at, choices, is_on_sale, labels)
		VALUES `+strings.Join(rows, ", ")+`
		ON CONFLICT (store_id, product_id) DO UPDATE SET
			words = EXCLUDED.words, format = EXCLUDED.format, is_active = EXCLUDED.is_active, title_length = EXCLUDED.title_length,
			category_id = EXCLUDED.category_id, price_min = EXCLUDED.price_min, popularity = EXCLUDED.popularity,
			position = EXCLUDED.position, published_at = EXCLUDED.published_at, choices = EXCLUDED.choices,
			is_on_sale = EXCLUDED.is_on_sale, labels = EXCLUDED.labels, revision = doc.revision + 1, changed = pg_current_xact_id()
		WHERE (doc.words, doc.format, doc.is_active, doc.title_length, doc.category_id, doc.price_min, doc.popularity, doc.position,
			doc.published_at, doc.choices, doc.is_on_sale, doc.labels) IS DISTINCT FROM (EXCLUDED.words, EXCLUDED.format, EXCLUDED.is_active, EXCLUDED.title_length,
			EXCLUDED.category_id, EXCLUDED.price_min, EXCLUDED.popularity, EXCLUDED.position, EXCLUDED.published_at, EXCLUDED.choices,
			EXCLUDED.is_on_sale, EXCLUDED.labels)
		RETURNING product_id`, args...).Scan(ctx, &written)
	if err != nil {
		return fmt.Errorf("write search documents: %w", err)
	}
	changes := lexiconChanges{}
	for _, key := range written {
		changes.replace(before[key], words[key])
	}
	changes.spell(documents)
	return changes.write(ctx, tx, storeID)
}

// vector gives the words of a document, each once: those of its title as they are, keywords with + before them, those of its
// body with ~. What is written with ё is found by е too, as most people write it. The SQL function search_vector gives the
// same and takes ten times as long; a test compares them.
func vector(title, keywords, body []string) []string {
	seen := map[string]bool{}
	all := []string{}
	for _, part := range []struct {
		mark  string
		texts []string
	}{{"", title}, {"+", keywords}, {"~", body}} {
		for _, text := range part.texts {
			folded := Fold(text)
			if plain := withoutYo.Replace(text); plain != text {
				folded += " " + Fold(plain)
			}
			for word := range strings.FieldsSeq(folded) {
				word = part.mark + shortened(word)
				if !seen[word] {
					seen[word] = true
					all = append(all, word)
				}
			}
		}
	}
	return all
}

// shortened is the word that is kept of one that is too long.
func shortened(word string) string {
	if len(word) > maxLetter {
		if letters := []rune(word); len(letters) > maxLetter {
			return string(letters[:maxLetter])
		}
	}
	return word
}

// wordsOf locks documents and reads their words.
func wordsOf(ctx context.Context, tx *db.Tx, storeID int64, ids []uuid.UUID) (map[uuid.UUID][]string, error) {
	var found []struct {
		ProductID uuid.UUID
		Words     []string `bun:"words,array"`
	}
	err := tx.NewRaw(`SELECT product_id, tsvector_to_array(words) AS words FROM search_documents
		WHERE store_id = ? AND product_id IN (?) ORDER BY product_id FOR UPDATE`, storeID, bun.List(ids)).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("lock search documents: %w", err)
	}
	words := make(map[uuid.UUID][]string, len(found))
	for _, f := range found {
		words[f.ProductID] = f.Words
	}
	return words, nil
}

// Outdated lists products of all stores whose documents are of an older Format, at most limit of them, by store.
func Outdated(ctx context.Context, d *db.DB, limit int) (map[int64][]uuid.UUID, error) {
	var found []struct {
		StoreID   int64
		ProductID uuid.UUID
	}
	err := d.NewRaw("SELECT store_id, product_id FROM search_documents WHERE format < ? ORDER BY store_id LIMIT ?", Format, limit).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("outdated search documents: %w", err)
	}
	by := map[int64][]uuid.UUID{}
	for _, f := range found {
		by[f.StoreID] = append(by[f.StoreID], f.ProductID)
	}
	return by, nil
}

// titles are the title and the codes, and what is written with a sign inside also without it: «T-shirt» and «BK-123/S» are
// looked for as tshirt and bk123s too.
func (d *Document) titles() []string {
	all := slices.Concat(d.Title, d.Codes)
	for _, text := range all[:len(all):len(all)] {
		for _, token := range strings.Fields(text) {
			joined := strings.Map(func(r rune) rune {
				if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
					return r
				}
				return -1
			}, token)
			if strings.Contains(Fold(token), " ") {
				all = append(all, joined)
			}
		}
	}
	return all
}

// titleLength is how many words the name has: of two that match alike, the shorter one is meant.
func (d *Document) titleLength() int {
	for _, text := range d.Title {
		if n := len(strings.Fields(Fold(text))); n > 0 {
			return min(n, 100)
		}
	}
	return 1
}

// choices is the form in the database, each once.
func (d *Document) choices() any {
	list := make([]string, len(d.Choices))
	for i, c := range d.Choices {
		list[i] = c.String()
	}
	slices.Sort(list)
	return pgdialect.Array(slices.Compact(list))
}

// labels is the form in the database of labels and numbers, each once.
func (d *Document) labels() any {
	list := make([]string, 0, len(d.Labels)+len(d.Numbers))
	for _, l := range d.Labels {
		list = append(list, l.String())
	}
	for _, n := range d.Numbers {
		list = append(list, n.String())
	}
	slices.Sort(list)
	return pgdialect.Array(slices.Compact(list))
}

// SetPopularity tells how much products sell, whose rows the caller has locked; popularity belongs to the product of the same
// place in ids.
func SetPopularity(ctx context.Context, tx *db.Tx, storeID int64, ids []uuid.UUID, popularity []int) error {
	_, err := tx.NewRaw(`
		WITH locked AS MATERIALIZED (
			SELECT doc.product_id, sold.popularity FROM unnest(?::uuid[], ?::int[]) AS sold (id, popularity)
			JOIN search_documents doc ON doc.store_id = ? AND doc.product_id = sold.id ORDER BY doc.product_id FOR NO KEY UPDATE OF doc)
		UPDATE search_documents doc SET popularity = locked.popularity, revision = doc.revision + 1, changed = pg_current_xact_id()
		FROM locked WHERE doc.store_id = ? AND doc.product_id = locked.product_id`,
		pgdialect.Array(db.Texts(ids)), pgdialect.Array(popularity), storeID, storeID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("popularity of %d search documents: %w", len(ids), err)
	}
	return nil
}
