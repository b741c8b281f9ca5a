package search

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"sort"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/page"
)

// Sort is what found products are sorted by.
type Sort string

const (
	ByMatch      Sort = "MATCH"
	ByPopularity Sort = "POPULARITY"
	ByPriceUp    Sort = "PRICE_ASC"
	ByPriceDown  Sort = "PRICE_DESC"
	ByNewest     Sort = "NEWEST"
)

// rank is the place of a product among the found: smaller ones first, of equal ones the smaller id. It is what a cursor
// holds, so a page begins where the last one ended, whatever came between.
type rank struct {
	value int64
	id    uuid.UUID
}

func (r rank) before(other rank) bool {
	if r.value != other.value {
		return r.value < other.value
	}
	return string(r.id[:]) < string(other.id[:])
}

// window is which of the found products are asked for.
type window struct {
	sort  Sort
	size  int
	after *rank
}

// readWindow reads paging arguments. Faults at "first", "after" and "last".
func readWindow(by Sort, args page.Args) (window, error) {
	w := window{sort: by, size: page.Default}
	if args.Last != nil || args.Before != nil {
		return w, fault.New(fault.BadRequest, "last").With("reason", "a search is paged forwards: use first with after")
	}
	if args.First != nil {
		if f := input.Number(*args.First, 1, page.Max, "first"); f != nil {
			return w, f
		}
		w.size = *args.First
	}
	if args.After != nil {
		at, err := w.decode(*args.After)
		if err != nil {
			return w, fault.New(fault.Invalid, "after").Because(err)
		}
		w.after = at
	}
	return w, nil
}

type cursor struct {
	Sort  Sort
	Value int64
	ID    uuid.UUID
}

func (w window) encode(r rank) string {
	b, _ := json.Marshal(cursor{w.sort, r.value, r.id}) // which holds nothing that cannot be written
	return base64.RawURLEncoding.EncodeToString(b)
}

func (w window) decode(text string) (*rank, error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	var c cursor
	if err := json.Unmarshal(b, &c); err != nil {
		return nil, err
	}
	if c.Sort != w.sort {
		return nil, fault.New(fault.Invalid, "after")
	}
	return &rank{c.Value, c.ID}, nil
}

// leaf is a page in the making: of all products that are offered it keeps the first behind the cursor, one more than
// asked for, in order.
type leaf struct {
	window
	kept []rank
}

func (l *leaf) offer(r rank) {
	full := len(l.kept) > l.size
	if l.after != nil && !l.after.before(r) || full && !r.before(l.kept[l.size]) {
		return
	}
	if full {
		l.kept = l.kept[:l.size]
	}
	at := sort.Search(len(l.kept), func(i int) bool { return r.before(l.kept[i]) })
	l.kept = slices.Insert(l.kept, at, r)
}

func (l *leaf) page() page.Connection[uuid.UUID] {
	c := page.Connection[uuid.UUID]{Edges: []page.Edge[uuid.UUID]{}}
	for _, r := range l.kept[:min(l.size, len(l.kept))] {
		c.Edges = append(c.Edges, page.Edge[uuid.UUID]{Node: r.id, Cursor: l.encode(r)})
	}
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = len(l.kept) > l.size, l.after != nil
	if n := len(c.Edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c
}
