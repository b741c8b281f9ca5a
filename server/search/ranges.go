package search

import (
	"math"
	"slices"
)

// ranges is into how many parts prices and numbers are cut.
const ranges = 5

// looked is how many values are looked at to find where to cut. All are counted.
const looked = 2_000

// cuts gives the values at which parts of nearly as many values each end, in order and each once; they may be fewer than
// ranges-1.
func cuts(values []int64) []int64 {
	step := max(1, len(values)/looked)
	some := make([]int64, 0, len(values)/step+1)
	for i := 0; i < len(values); i += step {
		some = append(some, values[i])
	}
	slices.Sort(some)
	var at []int64
	for i := 1; i < ranges; i++ {
		at = append(at, some[len(some)*i/ranges])
	}
	return at
}

// priceFacet describes the lowest prices of products; nil when there are none.
func priceFacet(prices []int64) *PriceFacet {
	if len(prices) == 0 {
		return nil
	}
	f := &PriceFacet{Min: slices.Min(prices), Max: slices.Max(prices)}
	var borders []int64
	for _, cut := range cuts(prices) {
		border := roundSum(cut)
		if border > f.Min && border <= f.Max && (len(borders) == 0 || border > borders[len(borders)-1]) {
			borders = append(borders, border)
		}
	}
	if len(borders) == 0 {
		return f
	}
	f.Ranges = make([]PriceRange, len(borders)+1)
	for i := range borders {
		// Filters hold what is at their borders: a range ends one tiyin before the next begins.
		end := borders[i] - 1
		f.Ranges[i].To, f.Ranges[i+1].From = &end, &borders[i]
	}
	for _, p := range prices {
		f.Ranges[part(borders, p)].Count++
	}
	return f
}

// numberFacet describes numbers, of which there is one at least.
func numberFacet(values []int64) *NumberFacet {
	f := &NumberFacet{Min: Micro(slices.Min(values)), Max: Micro(slices.Max(values))}
	if f.Min == f.Max {
		return f
	}
	borders := slices.Compact(cuts(values))
	if Micro(borders[0]) == f.Min { // nothing is below
		borders = borders[1:]
	}
	if len(borders) == 0 {
		borders = []int64{int64(f.Max)}
	}
	f.Ranges = make([]NumberRange, len(borders)+1)
	for i := range f.Ranges {
		f.Ranges[i].From, f.Ranges[i].To = math.MaxInt64, math.MinInt64
	}
	for _, v := range values {
		r := &f.Ranges[part(borders, v)]
		r.From, r.To = min(r.From, Micro(v)), max(r.To, Micro(v))
		r.Count++
	}
	f.Ranges = slices.DeleteFunc(f.Ranges, func(r NumberRange) bool { return r.Count == 0 })
	return f
}

// part is the number of the borders that value reaches.
func part(borders []int64, value int64) int {
	n := 0
	for n < len(borders) && value >= borders[n] {
		n++
	}
	return n
}

// roundSum is the sum near n that people would say: 1, 2, 3, 5, 7 and so on with noughts.
func roundSum(n int64) int64 {
	if n < 100 {
		return n
	}
	unit := int64(math.Pow10(int(math.Log10(float64(n))) - 1))
	return (n + unit*5/2) / (unit * 5) * (unit * 5)
}
