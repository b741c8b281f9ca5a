package search

import (
	"cmp"
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
	IsOnSale           bool
	Labels             []LabelFilter  // all of them
	Numbers            []NumberFilter // all of them
	// Options wants a variant that has one value of each of them, and with CanBuy that can be bought.
	Options []OptionFilter
}

// OptionFilter wants one of some values of an option.
type OptionFilter struct {
	Code   string
	Values []string
}

// LabelFilter wants one of some labels of a kind, which no other LabelFilter names.
type LabelFilter struct {
	Kind  Kind
	Codes []string
}

// NumberFilter wants a number of a kind between two, both included; nil: open. No other NumberFilter names the kind.
type NumberFilter struct {
	Kind     Kind
	From, To *Micro
}

// Facets count how many products each choice of a filter would leave. The choices of one filter are counted as if that
// filter were not set; those that would leave nothing are left out unless they are chosen.
type Facets struct {
	Categories map[uuid.UUID]int // without those below
	CanBuy     int
	OnSale     int
	Price      *PriceFacet // nil when there is nothing
	Options    []OptionFacet
	Labels     map[Kind][]LabelCount // the most frequent first
	Numbers    map[Kind]*NumberFacet
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

// NumberFacet are the numbers of one kind.
type NumberFacet struct {
	Min, Max Micro
	Ranges   []NumberRange // in order, of nearly as many products each; none when all are equal
}

// NumberRange counts products whose number lies between two that products have, both included.
type NumberRange struct {
	From, To Micro
	Count    int
}

// LabelCount is a label of a kind.
type LabelCount struct {
	Code       string
	Count      int
	IsSelected bool
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

// facets are what was counted.
func (c *counting) facets() Facets {
	return Facets{
		Categories: c.categories, CanBuy: c.canBuy, OnSale: c.onSale, Price: priceFacet(c.prices), Options: c.options(),
		Labels: c.labels(), Numbers: c.numberFacets(),
	}
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

// labels are the counted labels by kind, and those that are chosen.
func (c *counting) labels() map[Kind][]LabelCount {
	by := map[Kind][]LabelCount{}
	chosen := map[Label]bool{}
	for _, f := range c.filter.Labels {
		for _, code := range f.Codes {
			l := Label{f.Kind, code}
			if _, isKnown := c.shelf.labelKeys[l]; !isKnown && !chosen[l] {
				by[f.Kind] = append(by[f.Kind], LabelCount{Code: code, IsSelected: true})
			}
			chosen[l] = true
		}
	}
	for key, l := range c.shelf.labels {
		if c.labelCounts[key] > 0 || chosen[l.Label] {
			by[l.Kind] = append(by[l.Kind], LabelCount{Code: l.Code, Count: int(c.labelCounts[key]), IsSelected: chosen[l.Label]})
		}
	}
	for kind, counts := range by {
		slices.SortFunc(counts, func(a, b LabelCount) int {
			return cmp.Or(cmp.Compare(btoi(b.IsSelected), btoi(a.IsSelected)), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
		})
		by[kind] = counts[:min(len(counts), maxFacetValues)]
	}
	return by
}

func (c *counting) numberFacets() map[Kind]*NumberFacet {
	by := map[Kind]*NumberFacet{}
	for n, values := range c.numbers {
		if len(values) > 0 {
			by[c.shelf.kinds[n]] = numberFacet(values)
		}
	}
	return by
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
	if hits == nil {
		for i := range f.items {
			add(&f.items[i], 0)
		}
	} else {
		for i, level := range hits.levels {
			if level > 0 {
				add(&f.items[i], int(level))
			}
		}
	}
	found.Facets = c.facets()
	found.Page = l.page()
	found.Total = page.Total{Value: min(c.total, page.CountCap), Exact: c.total < page.CountCap}
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
