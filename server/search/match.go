package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// levels of a match: how well the words of a query fit a product.
const (
	inBody    = 1 // all words are somewhere
	partly    = 2 // all somewhere, one of them in the title
	described = 3 // all in title and keywords
	begun     = 4 // all in the title, some only begun
	whole     = 5 // all whole in the title
)

// matches are the items of a shelf that have the words of a query.
type matches struct {
	shelf  *shelf
	levels []uint8 // by item; 0: lacks a word
}

// look is a matcher that leaves all matches in m, and counts the active ones.
func (m *matches) look(_ context.Context, terms []term) (total int, err error) {
	m.shelf.mu.RLock()
	defer m.shelf.mu.RUnlock()
	m.levels = make([]uint8, len(m.shelf.items))
	m.shelf.index.match(terms, m.levels)
	for i, level := range m.levels {
		if level > 0 && m.shelf.items[i].isActive {
			total++
		}
	}
	return total, nil
}

// Where a word may stand, as search_vector marks it.
var (
	inTitle = []string{""}
	named   = []string{"", "+"}
	// anywhere is also where a search begins: it finds by the index what the levels are then told of.
	anywhere = []string{"", "+", "~"}
)

// expression writes terms as a tsquery in which all, or with or one, must stand in one of the places. Words hold letters and
// digits only, so nothing of them is syntax.
func expression(terms []term, places []string, isWhole bool, operator string) string {
	all := make([]string, len(terms))
	for i, t := range terms {
		var ways []string
		for _, f := range t.forms {
			parts := make([]string, len(f.words))
			for j, w := range f.words {
				suffix := ""
				if f.begun && !isWhole {
					suffix = ":*"
				}
				marked := make([]string, len(places))
				for k, place := range places {
					marked[k] = "'" + place + w + "'" + suffix
				}
				parts[j] = "(" + strings.Join(marked, "|") + ")"
			}
			ways = append(ways, "("+strings.Join(parts, "&")+")")
		}
		all[i] = "(" + strings.Join(ways, "|") + ")"
	}
	return strings.Join(all, operator)
}

// matcher looks for terms and tells how many products have them all.
type matcher func(ctx context.Context, terms []term) (total int, err error)

// matching selects the documents that have all terms with their level: active ones, or those that among selects.
func matching(q bun.IDB, storeID int64, terms []term, among *bun.SelectQuery) *bun.SelectQuery {
	sel := q.NewSelect().TableExpr("search_documents").
		Column("product_id", "popularity", "title_length").
		// What most rows are comes first: each question costs as much as finding the row.
		ColumnExpr("CASE WHEN NOT words @@ ?::tsquery THEN ? WHEN words @@ ?::tsquery THEN ? WHEN words @@ ?::tsquery THEN ? WHEN words @@ ?::tsquery THEN ? WHEN words @@ ?::tsquery THEN ? ELSE ? END AS level",
			expression(terms, named, false, "|"), inBody, expression(terms, inTitle, true, "&"), whole,
			expression(terms, inTitle, false, "&"), begun, expression(terms, named, false, "&"), described,
			expression(terms, inTitle, false, "|"), partly, inBody).
		Where("store_id = ?", storeID).Where("words @@ ?::tsquery", expression(terms, anywhere, false, "&"))
	// A word that more products have tells nothing; the best of those that are not looked at may be missed.
	sel = sel.Limit(mostGraded)
	if among != nil {
		return sel.Where("product_id IN (?)", among)
	}
	return sel.Where("is_active")
}

// mostGraded is how many products best looks at.
const mostGraded = 10_000

// best reads the first MaxHits products into ids, within a level those sold most first.
func best(q bun.IDB, storeID int64, among *bun.SelectQuery, ids *[]uuid.UUID) matcher {
	return func(ctx context.Context, terms []term) (int, error) {
		*ids = nil
		err := q.NewSelect().TableExpr("(?) AS hit", matching(q, storeID, terms, among)).Column("product_id").
			OrderExpr("level DESC, popularity DESC, title_length, product_id").Limit(MaxHits).Scan(ctx, ids)
		if err != nil {
			return 0, fmt.Errorf("match words: %w", err)
		}
		return len(*ids), nil
	}
}
