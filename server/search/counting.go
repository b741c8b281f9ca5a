package search

import (
	"math/bits"
	"slices"

	"github.com/google/uuid"
)

// Filters that a product meets as a whole have a bit each. Further label and number filters have the next ones.
const (
	outOfCategory = 1 << iota
	outOfPrice
	notOnSale
	firstBit
)

// counting goes through the found products once. A product that meets all filters but one is counted among the choices of
// that one.
type counting struct {
	shelf  *shelf
	filter Filter
	in     map[uuid.UUID]bool // categories
	wanted [][]uint32         // keys of each option filter
	bits   []uint32           // by kind, of the filter that names it; 0: none does
	chosen []bool             // by label key
	limits []limit            // of number filters
	asked  uint32             // bits of all filters of labels and numbers

	total      int
	categories map[uuid.UUID]int
	canBuy     int
	onSale     int
	prices     []int64

	counts  []int32     // by key of a value
	seen    []int32     // by key, the last product that was counted, +1
	samples []uuid.UUID // by key

	labelCounts []int32   // by label key
	numbers     [][]int64 // by kind
}

// limit is a number filter.
type limit struct {
	kind     uint32
	from, to int64
}

func (f *shelf) counting(filter Filter) *counting {
	c := &counting{
		shelf: f, filter: filter, categories: map[uuid.UUID]int{},
		counts: make([]int32, len(f.names)), seen: make([]int32, len(f.names)), samples: make([]uuid.UUID, len(f.names)),
		bits: make([]uint32, len(f.kinds)), chosen: make([]bool, len(f.labels)),
		labelCounts: make([]int32, len(f.labels)), numbers: make([][]int64, len(f.kinds)),
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
	bit := uint32(firstBit)
	for _, l := range filter.Labels {
		if kind, isKnown := f.kindKeys[l.Kind]; isKnown {
			c.bits[kind] = bit
		}
		for _, code := range l.Codes {
			if key, isKnown := f.labelKeys[Label{l.Kind, code}]; isKnown {
				c.chosen[key] = true
			}
		}
		c.asked |= bit
		bit <<= 1
	}
	for _, n := range filter.Numbers {
		if kind, isKnown := f.kindKeys[n.Kind]; isKnown {
			c.bits[kind] = bit
			c.limits = append(c.limits, n.limit(kind))
		}
		c.asked |= bit
		bit <<= 1
	}
	return c
}

// missed are the filters, of those that a product meets as a whole, that it does not meet.
func (c *counting) missed(it *item) uint32 {
	missed := c.asked
	if c.in != nil && !c.in[it.category] {
		missed |= outOfCategory
	}
	if c.filter.PriceFrom != nil && it.price < *c.filter.PriceFrom || c.filter.PriceTo != nil && it.price > *c.filter.PriceTo {
		missed |= outOfPrice
	}
	if c.filter.IsOnSale && !it.isOnSale {
		missed |= notOnSale
	}
	if c.asked == 0 {
		return missed
	}
	for _, key := range it.labels {
		if c.chosen[key] {
			missed &^= c.bits[c.shelf.labels[key].kind]
		}
	}
	for _, n := range it.numbers {
		for _, l := range c.limits {
			if n.kind == l.kind && n.value >= l.from && n.value <= l.to {
				missed &^= c.bits[n.kind]
			}
		}
	}
	return missed
}

// add counts the n-th product and tells whether it passes all filters.
func (c *counting) add(n int, it *item) bool {
	missed := c.missed(it)
	if bits.OnesCount32(missed) > 1 {
		return false
	}
	fits, canBuy := c.addChoices(n, it, missed == 0)
	if missed == 0 && canBuy {
		c.canBuy++
	}
	if !fits {
		return false
	}
	if missed&^outOfCategory == 0 {
		c.categories[it.category]++
	}
	if missed&^outOfPrice == 0 {
		c.prices = append(c.prices, it.price)
	}
	if missed&^notOnSale == 0 && it.isOnSale {
		c.onSale++
	}
	for _, key := range it.labels {
		if missed&^c.bits[c.shelf.labels[key].kind] == 0 {
			c.labelCounts[key]++
		}
	}
	for _, n := range it.numbers {
		if missed&^c.bits[n.kind] == 0 {
			c.numbers[n.kind] = append(c.numbers[n.kind], n.value)
		}
	}
	if missed != 0 {
		return false
	}
	c.total++
	return true
}

// addChoices tells whether one of the variants fits the filters of options and availability, and whether one fits that can
// be bought. It counts their values when the product meets all other filters.
func (c *counting) addChoices(n int, it *item, counts bool) (fits, canBuy bool) {
	for i := range it.choices {
		ch := &it.choices[i]
		missed := c.missedOptions(ch)
		if missed == 0 && ch.canBuy {
			canBuy = true
		}
		if c.filter.CanBuy && !ch.canBuy {
			continue
		}
		fits = fits || missed == 0
		if counts && bits.OnesCount32(missed) <= 1 {
			c.addKeys(n, it, ch, missed)
		}
	}
	if len(it.choices) == 0 {
		fits = !c.filter.CanBuy && len(c.wanted) == 0
	}
	return fits, canBuy
}

// missedOptions are the option filters, one bit each, that a variant does not fit.
func (c *counting) missedOptions(ch *choice) (set uint32) {
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
