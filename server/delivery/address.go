package delivery

import "github.com/dokon-shop/dokon/server/geo"

// IsFindable tells whether a courier has words to go by: a street or a landmark.
func IsFindable(a geo.Address) bool { return a.Street != "" || a.Landmark != "" }

// IsSame compares two addresses, their points by value. Either may be nil.
func IsSame(a, b *geo.Address) bool {
	if a == nil || b == nil {
		return a == b
	}
	if (a.Point == nil) != (b.Point == nil) || a.Point != nil && *a.Point != *b.Point {
		return false
	}
	x, y := *a, *b
	x.Point, y.Point = nil, nil
	return x == y
}
