package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/page"
)

// Filter narrows what is found. What is empty does not narrow it.
type Filter struct {
	Categories         []uuid.UUID // in one of them; nil: in all, empty: in none
	PriceFrom, PriceTo *int64      // lowest price, tiyin
	CanBuy             bool        // only what can be bought now
	// Options wants a variant that has one value of each of them, and with CanBuy that can be bought.
	Options []OptionFilter
}

// OptionFilter wants one of some values of an option.
type OptionFilter struct {
	Code   string
	Values []string
}

// Facets count how many products each choice of a filter would leave. The choices of one filter are counted as if that
// filter were not set; those that would leave nothing are left out unless they are chosen.
type Facets struct {
	Categories map[uuid.UUID]int // without those below
	CanBuy     int
	Price      *PriceFacet // nil when there is nothing
	Options    []OptionFacet
	Exact      bool
}

// PriceFacet are the lowest prices of products, in tiyin.
type PriceFacet struct {
	Min, Max int64
	Ranges   []PriceRange // in order, of nearly as many products each, at round sums; none when they differ little
}

// PriceRange counts products from From up to To; nil: from the lowest, up to the highest.
type PriceRange struct {
	From, To *int64
	Count    int
}

// OptionFacet is an option as the found products have it, by code.
type OptionFacet struct {
	Code   string
	Values []ValueFacet // the most frequent first
}

// ValueFacet is one value.
type ValueFacet struct {
	Code       string
	Count      int
	IsSelected bool
	Product    uuid.UUID // one that has it, which knows what it is called; zero when none is left
}

// Limits of facets: what nobody reads is not counted up.
const (
	maxFacets      = 12
	maxFacetValues = 60
)

// counting goes through the found products once.
type counting struct {
	shelf  *shelf
	filter Filter
	in     map[uuid.UUID]bool // categories
	wanted [][]uint32         // keys of each option filter

	total      int
	categories map[uuid.UUID]int
	canBuy     int
	prices     []int64
	counts     []int32     // by key
	seen       []int32     // by key, the last product that was counted, +1
	samples    []uuid.UUID // by key
}

func (f *shelf) counting(filter Filter) *counting {
	c := &counting{
		shelf: f, filter: filter, categories: map[uuid.UUID]int{},
		counts: make([]int32, len(f.names)), seen: make([]int32, len(f.names)), samples: make([]uuid.UUID, len(f.names)),
	}
	if filter.Categories != nil {
		c.in = make(map[uuid.UUID]bool, len(filter.Categories))
		for _, id := range filter.Categories {
			c.in[id] = true
		}
	}
	for _, o := range filter.Options {
		keys := []uint32{}
		for _, v := range o.Values {
			if key, ok := f.keys[Value{o.Code, v}]; ok {
				keys = append(keys, key)
			}
		}
		c.wanted = append(c.wanted, keys)
	}
	return c
}

// add counts the n-th product and tells whether it passes all filters.
func (c *counting) add(n int, it *item) bool {
	inCategory := c.in == nil || c.in[it.category]
	inPrice := (c.filter.PriceFrom == nil || it.price >= *c.filter.PriceFrom) && (c.filter.PriceTo == nil || it.price <= *c.filter.PriceTo)
	if !inCategory && !inPrice {
		return false
	}
	fits, canBuy := false, false
	for i := range it.choices {
		ch := &it.choices[i]
		missed := c.missed(ch)
		if missed == 0 && ch.canBuy {
			canBuy = true
		}
		if c.filter.CanBuy && !ch.canBuy {
			continue
		}
		fits = fits || missed == 0
		if inCategory && inPrice && bits.OnesCount32(missed) <= 1 {
			c.addKeys(n, it, ch, missed)
		}
	}
	if len(it.choices) == 0 {
		fits = !c.filter.CanBuy && len(c.wanted) == 0
	}
	if inCategory && inPrice && canBuy {
		c.canBuy++
	}
	if !fits {
		return false
	}
	if inPrice {
		c.categories[it.category]++
	}
	if inCategory {
		c.prices = append(c.prices, it.price)
	}
	if inPrice && inCategory {
		c.total++
		return true
	}
	return false
}

// missed are the option filters, one bit each, that a variant does not fit.
func (c *counting) missed(ch *choice) (set uint32) {
	for i, keys := range c.wanted {
		if !slices.ContainsFunc(keys, func(key uint32) bool { return slices.Contains(ch.keys[:], key) }) {
			set |= 1 << min(i, 31)
		}
	}
	return set
}

// addKeys counts the values of a variant: all of them, or when it misses one option filter those of that option.
func (c *counting) addKeys(n int, it *item, ch *choice, missed uint32) {
	for _, key := range ch.keys {
		if key == 0 || c.seen[key] == int32(n+1) {
			continue
		}
		if missed != 0 && c.shelf.names[key].Option != c.filter.Options[bits.TrailingZeros32(missed)].Code {
			continue
		}
		c.seen[key] = int32(n + 1)
		if c.counts[key] == 0 {
			c.samples[key] = it.id
		}
		c.counts[key]++
	}
}

// facets are what was counted.
func (c *counting) facets() Facets {
	return Facets{Categories: c.categories, CanBuy: c.canBuy, Price: c.price(), Options: c.options()}
}

func (c *counting) options() []OptionFacet {
	by := map[string]*OptionFacet{}
	weight := map[string]int{}
	add := func(v Value, f ValueFacet) {
		if by[v.Option] == nil {
			by[v.Option] = &OptionFacet{Code: v.Option}
		}
		by[v.Option].Values = append(by[v.Option].Values, f)
		weight[v.Option] += f.Count
	}
	chosen := map[Value]bool{}
	for _, o := range c.filter.Options {
		for _, v := range o.Values {
			chosen[Value{o.Code, v}] = true
			if _, ok := c.shelf.keys[Value{o.Code, v}]; !ok {
				add(Value{o.Code, v}, ValueFacet{Code: v, IsSelected: true})
			}
		}
	}
	for key, v := range c.shelf.names {
		if c.counts[key] > 0 || chosen[v] {
			add(v, ValueFacet{Code: v.Value, Count: int(c.counts[key]), IsSelected: chosen[v], Product: c.samples[key]})
		}
	}
	all := make([]OptionFacet, 0, len(by))
	for _, f := range by {
		slices.SortFunc(f.Values, func(a, b ValueFacet) int {
			return cmp.Or(cmp.Compare(btoi(b.IsSelected), btoi(a.IsSelected)), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
		})
		f.Values = f.Values[:min(len(f.Values), maxFacetValues)]
		all = append(all, *f)
	}
	slices.SortFunc(all, func(a, b OptionFacet) int {
		return cmp.Or(cmp.Compare(weight[b.Code], weight[a.Code]), cmp.Compare(a.Code, b.Code))
	})
	return all[:min(len(all), maxFacets)]
}

// priceRanges is into how many parts prices are cut.
const priceRanges = 5

func (c *counting) price() *PriceFacet {
	if len(c.prices) == 0 {
		return nil
	}
	slices.Sort(c.prices)
	f := &PriceFacet{Min: c.prices[0], Max: c.prices[len(c.prices)-1]}
	var borders []int64
	for i := 1; i < priceRanges; i++ {
		border := roundSum(c.prices[len(c.prices)*i/priceRanges])
		if border > f.Min && border <= f.Max && (len(borders) == 0 || border > borders[len(borders)-1]) {
			borders = append(borders, border)
		}
	}
	if len(borders) == 0 {
		return f
	}
	from := 0
	for i := 0; i <= len(borders); i++ {
		r := PriceRange{}
		to := len(c.prices)
		if i > 0 {
			r.From = &borders[i-1]
		}
		if i < len(borders) {
			// Filters hold what is at their borders: a range ends one tiyin before the next begins.
			end := borders[i] - 1
			r.To = &end
			to, _ = slices.BinarySearch(c.prices, borders[i])
		}
		r.Count = to - from
		from = to
		f.Ranges = append(f.Ranges, r)
	}
	return f
}

// roundSum is the sum near n that people would say: 1, 2, 3, 5, 7 and so on with noughts.
func roundSum(n int64) int64 {
	if n < 100 {
		return n
	}
	unit := int64(math.Pow10(int(math.Log10(float64(n))) - 1))
	return (n + unit*5/2) / (unit * 5) * (unit * 5)
}

// answer filters, counts and sorts what was found; hits nil: everything.
func (f *shelf) answer(found *Found, hits *matches, r Request, w window) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	c := f.counting(r.Filter)
	l := leaf{window: w}
	n := 0
	add := func(it *item, level int) {
		if !it.isActive {
			return
		}
		if c.add(n, it) {
			l.offer(rank{it.rank(w.sort, level), it.id})
		}
		n++
	}
	found.Facets.Exact = true
	if hits == nil {
		for i := range f.items {
			add(&f.items[i], 0)
		}
	} else {
		for level, ids := range hits.at {
			for _, id := range ids {
				if i, ok := f.at[id]; ok {
					add(&f.items[i], level)
				}
			}
		}
	}
	found.Facets = c.facets()
	found.Facets.Exact = hits == nil || hits.total < mostMatches
	found.Page = l.page()
	found.Total = page.Total{Value: min(c.total, page.CountCap), Exact: c.total < page.CountCap && found.Facets.Exact}
}

// rank is the value by which a product is sorted, smaller first. level 0: nothing was searched for.
func (it *item) rank(by Sort, level int) int64 {
	switch by {
	case ByPopularity:
		return -int64(it.popularity)
	case ByPriceUp:
		return it.price
	case ByPriceDown:
		return -it.price
	case ByNewest:
		return -it.published
	}
	if level == 0 {
		return int64(it.position) + int64(btoi(!it.canBuy))<<32
	}
	// The match counts most, then whether it can be bought, then how short the name is and how much it is sold.
	score := int64(level)*1000 + int64(btoi(it.canBuy))*500 + 200/int64(max(it.titleLength, 1)) + min(30*int64(bits.Len32(uint32(max(it.popularity, 0)))), 300)
	return -score
}
