package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Shelves hold, for the stores searched last, what products are filtered, sorted and counted by. Each process has its own;
// all are right, since every search first reads what was written since the last one. Some 500 bytes a product.
type Shelves struct {
	room int // products

	mu    sync.Mutex
	by    map[int64]*shelf
	clock int64 // counts searches, to know which shelf was used last
}

// NewShelves makes shelves with room for so many products together. The store that is searched is held in any case.
func NewShelves(room int) *Shelves { return &Shelves{room: room, by: map[int64]*shelf{}} }

// shelf is one store's.
type shelf struct {
	used    int64 // guarded by Shelves.mu
	size    atomic.Int64
	loading sync.Mutex

	mu    sync.RWMutex
	since uint64 // transactions before it are all here; 0: nothing is
	at    map[uuid.UUID]int32
	items []item
	index index
	keys  map[Value]uint32
	names []Value // by key

	labelKeys map[Label]uint32
	labels    []heldLabel // by key
	kindKeys  map[Kind]uint32
	kinds     []Kind // by key
}

// heldLabel is a label with the key of its kind.
type heldLabel struct {
	Label
	kind uint32
}

// item is a product on a shelf.
type item struct {
	id          uuid.UUID
	category    uuid.UUID // zero: none
	price       int64
	published   int64 // seconds
	popularity  int32
	position    int32
	revision    int32
	titleLength int16
	isActive    bool
	canBuy      bool
	isOnSale    bool
	choices     []choice
	labels      []uint32
	numbers     []number
}

// number is a measure by the key of its kind.
type number struct {
	kind  uint32
	value int64
}

// choice is a variant; key 0 is no value.
type choice struct {
	keys   [maxOptions]uint32
	canBuy bool
}

// maxOptions is how many options a product has at most.
const maxOptions = 3

// fresh gives the shelf of a store with all that the transaction of q can see.
func (s *Shelves) fresh(ctx context.Context, q bun.IDB, storeID int64) (*shelf, error) {
	f := s.take(storeID)
	f.mu.RLock()
	since := f.since
	f.mu.RUnlock()
	if since == 0 { // one reads the whole store, the others wait for it
		f.loading.Lock()
		defer f.loading.Unlock()
		f.mu.RLock()
		since = f.since
		f.mu.RUnlock()
	}
	if err := f.read(ctx, q, storeID, since); err != nil {
		return nil, err
	}
	if since == 0 {
		s.tidy(f)
	}
	return f, nil
}

func (s *Shelves) take(storeID int64) *shelf {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.by[storeID]
	if f == nil {
		f = &shelf{
			at: map[uuid.UUID]int32{}, index: index{large: segmentLarge}, keys: map[Value]uint32{{}: 0}, names: []Value{{}},
			labelKeys: map[Label]uint32{}, kindKeys: map[Kind]uint32{},
		}
		s.by[storeID] = f
	}
	s.clock++
	f.used = s.clock
	return f
}

// tidy forgets the shelves used longest ago until all fit; never keep.
func (s *Shelves) tidy(keep *shelf) {
	s.mu.Lock()
	defer s.mu.Unlock()
	total := 0
	for _, f := range s.by {
		total += int(f.size.Load())
	}
	for total > s.room {
		var oldest int64
		for storeID, f := range s.by {
			if f != keep && (s.by[oldest] == nil || f.used < s.by[oldest].used) {
				oldest = storeID
			}
		}
		if s.by[oldest] == nil {
			return
		}
		total -= int(s.by[oldest].size.Load())
		delete(s.by, oldest)
	}
}

// row is a document as it comes from the database.
type row struct {
	ProductID   uuid.UUID
	Revision    int32
	IsActive    bool
	Popularity  int32
	Position    int32
	CategoryID  uuid.NullUUID
	PriceMin    int64
	Published   int64
	TitleLength int16
	Choices     string
	IsOnSale    bool
	Labels      string
	Words       string
}

// chunk is how many documents are read before they are put on the shelf.
const chunk = 1_000

// read brings the shelf up to what the transaction of q sees. Every write of a document notes its transaction. A reader
// cannot see transactions that were running when it began, so it notes the oldest of them, and the next one reads from there.
//
// Words are most of a document and change seldom: a shelf that is filled reads them along, later they are read of those
// documents alone that are news.
func (f *shelf) read(ctx context.Context, q bun.IDB, storeID int64, since uint64) error {
	words := "''"
	if since == 0 {
		words = "words::text"
	}
	// The number stands in the text: from a cast argument the planner could not tell that hardly any document is meant.
	rows, err := q.QueryContext(ctx, fmt.Sprintf(`
		SELECT product_id, revision, is_active, popularity, position, category_id, price_min,
			coalesce(extract(epoch FROM published_at)::bigint, 0), title_length, array_to_string(choices, '|'),
			is_on_sale, array_to_string(labels, '|'), %s, pg_snapshot_xmin(pg_current_snapshot())::text
		FROM search_documents WHERE store_id = %d AND changed >= '%d'::xid8`, words, storeID, since))
	if err != nil {
		return fmt.Errorf("documents of store %d: %w", storeID, err)
	}
	defer func() { _ = rows.Close() }()
	var changed []row
	var horizon uint64
	for rows.Next() {
		var r row
		err := rows.Scan(&r.ProductID, &r.Revision, &r.IsActive, &r.Popularity, &r.Position, &r.CategoryID, &r.PriceMin,
			&r.Published, &r.TitleLength, &r.Choices, &r.IsOnSale, &r.Labels, &r.Words, &horizon)
		if err != nil {
			return fmt.Errorf("documents of store %d: %w", storeID, err)
		}
		if changed = append(changed, r); since == 0 && len(changed) == chunk {
			f.take(changed, segmentLarge)
			changed = changed[:0]
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("documents of store %d: %w", storeID, err)
	}
	if horizon == 0 { // nothing was written
		return nil
	}
	if since != 0 {
		if changed, err = f.news(ctx, q, storeID, changed); err != nil {
			return err
		}
	}
	f.take(changed, freshMost)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.since = max(f.since, horizon)
	f.size.Store(int64(len(f.items)))
	return nil
}

// take puts documents on the shelf, at most so many of which the index leaves as they are.
func (f *shelf) take(rows []row, most int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range rows {
		f.put(&rows[i])
	}
	f.index.settle(most)
}

// news are the rows that the shelf does not have yet, with their words. An item is never put before its words are there:
// another search would take it for complete.
func (f *shelf) news(ctx context.Context, q bun.IDB, storeID int64, rows []row) ([]row, error) {
	f.mu.RLock()
	rows = slices.DeleteFunc(rows, func(r row) bool {
		i, isKnown := f.at[r.ProductID]
		return isKnown && f.items[i].revision >= r.Revision
	})
	f.mu.RUnlock()
	for part := range slices.Chunk(rows, chunk) {
		at := make(map[uuid.UUID]*row, len(part))
		for i := range part {
			at[part[i].ProductID] = &part[i]
		}
		var found []struct {
			ProductID uuid.UUID
			Words     string
		}
		err := q.NewRaw("SELECT product_id, words::text AS words FROM search_documents WHERE store_id = ? AND product_id IN (?)",
			storeID, bun.List(slices.Collect(maps.Keys(at)))).Scan(ctx, &found)
		if err != nil {
			return nil, fmt.Errorf("words of store %d: %w", storeID, err)
		}
		for _, w := range found {
			at[w.ProductID].Words = w.Words
		}
	}
	return rows, nil
}

// put takes a document unless a later write of it is here: a search that began earlier may come later.
func (f *shelf) put(r *row) {
	i, isKnown := f.at[r.ProductID]
	if !isKnown {
		i = int32(len(f.items))
		f.items = append(f.items, item{id: r.ProductID})
		f.at[r.ProductID] = i
	}
	it := &f.items[i]
	if isKnown && it.revision >= r.Revision {
		return
	}
	f.index.put(i, r.Words)
	it.category, it.price, it.published = r.CategoryID.UUID, r.PriceMin, r.Published
	it.popularity, it.position, it.revision, it.titleLength, it.isActive = r.Popularity, r.Position, r.Revision, r.TitleLength, r.IsActive
	it.choices, it.canBuy, it.isOnSale = nil, false, r.IsOnSale
	it.labels, it.numbers = f.labelled(r.Labels)
	if r.Choices == "" {
		return
	}
	texts := strings.Split(r.Choices, "|")
	it.choices = make([]choice, len(texts))
	for n, text := range texts {
		it.choices[n] = f.choice(text)
	}
	it.canBuy = slices.ContainsFunc(it.choices, func(c choice) bool { return c.canBuy })
}

// choice reads the form that Choice.String writes.
func (f *shelf) choice(text string) choice {
	c := choice{canBuy: text[0] == '+'}
	n := 0
	for pair := range strings.FieldsSeq(text[1:]) {
		if n == maxOptions {
			break
		}
		var v Value
		v.Option, v.Value, _ = strings.Cut(pair, "=")
		key, isKnown := f.keys[v]
		if !isKnown {
			v.Option, v.Value = strings.Clone(v.Option), strings.Clone(v.Value)
			key = uint32(len(f.names))
			f.keys[v] = key
			f.names = append(f.names, v)
		}
		c.keys[n] = key
		n++
	}
	return c
}

// labelled reads labels and numbers in the forms that their String writes.
func (f *shelf) labelled(text string) (labels []uint32, numbers []number) {
	if text == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, "|") {
		if kind, code, isLabel := strings.Cut(part, "="); isLabel {
			labels = append(labels, f.label(Label{Kind(kind), code}))
			continue
		}
		kind, digits, _ := strings.Cut(part, ":")
		value, err := strconv.ParseInt(digits, 10, 64)
		if err == nil { // the form is Put's; of another release at worst
			numbers = append(numbers, number{f.kind(Kind(kind)), value})
		}
	}
	return labels, numbers
}

func (f *shelf) label(l Label) uint32 {
	key, isKnown := f.labelKeys[l]
	if !isKnown {
		l.Code = strings.Clone(l.Code)
		key = uint32(len(f.labels))
		held := heldLabel{l, f.kind(l.Kind)}
		held.Kind = f.kinds[held.kind]
		f.labelKeys[held.Label] = key
		f.labels = append(f.labels, held)
	}
	return key
}

func (f *shelf) kind(k Kind) uint32 {
	key, isKnown := f.kindKeys[k]
	if !isKnown {
		k = Kind(strings.Clone(string(k)))
		key = uint32(len(f.kinds))
		f.kindKeys[k] = key
		f.kinds = append(f.kinds, k)
	}
	return key
}
