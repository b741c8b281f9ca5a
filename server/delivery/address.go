package delivery

import (
	"context"
	"strings"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// Address is a place in words, with a point on the map when it is known. Fields that were not given are empty.
type Address struct {
	Point     *geo.Point `json:"point,omitempty"`
	District  string     `json:"district,omitempty"`
	Street    string     `json:"street,omitempty"`
	House     string     `json:"house,omitempty"`
	Entrance  string     `json:"entrance,omitempty"`
	Floor     string     `json:"floor,omitempty"`
	Apartment string     `json:"apartment,omitempty"`
	Landmark  string     `json:"landmark,omitempty"` // what one looks for on the way (moʻljal)
	Note      string     `json:"note,omitempty"`     // for the courier
}

// AddressInput is what a caller sends of an address.
type AddressInput struct {
	Point     *geo.Point
	District  *string
	Street    *string
	House     *string
	Entrance  *string
	Floor     *string
	Apartment *string
	Landmark  *string
	Note      *string
}

// Clean gives the address, fields trimmed. It may still be too vague to go to; IsFindable tells.
// Faults: TOO_LONG, INVALID, OUT_OF_RANGE.
func (in AddressInput) Clean(path ...string) (Address, fault.List) {
	var faults fault.List
	a := Address{Point: in.Point}
	if in.Point != nil {
		faults.Add(in.Point.Check(append(path[:len(path):len(path)], "point")...)...)
	}
	for _, f := range []struct {
		name string
		from *string
		to   *string
		max  int
	}{
		{"district", in.District, &a.District, 100}, {"street", in.Street, &a.Street, 200}, {"house", in.House, &a.House, 20},
		{"entrance", in.Entrance, &a.Entrance, 20}, {"floor", in.Floor, &a.Floor, 20}, {"apartment", in.Apartment, &a.Apartment, 20},
		{"landmark", in.Landmark, &a.Landmark, 200}, {"note", in.Note, &a.Note, 500},
	} {
		if f.from == nil {
			continue
		}
		text, bad := input.Text(*f.from, f.max, append(path[:len(path):len(path)], f.name)...)
		faults.Add(bad)
		*f.to = text
	}
	return a, faults
}

// CleanFindable is Clean for an address that is kept: it must be findable. Faults: those of Clean and REQUIRED at street.
func (in AddressInput) CleanFindable(path ...string) (Address, fault.List) {
	a, faults := in.Clean(path...)
	if len(faults) == 0 && !a.IsFindable() {
		faults.Add(fault.New(fault.Required, append(path[:len(path):len(path)], "street")...))
	}
	return a, faults
}

// IsFindable tells whether a courier has words to go by: a street or a landmark.
func (a Address) IsFindable() bool { return a.Street != "" || a.Landmark != "" }

// Equal compares the points by value.
func (a Address) Equal(b Address) bool {
	if (a.Point == nil) != (b.Point == nil) || a.Point != nil && *a.Point != *b.Point {
		return false
	}
	a.Point, b.Point = nil, nil
	return a == b
}

// MapURL opens the place on a map; empty when the point is not known.
func (a Address) MapURL() string {
	if a.Point == nil {
		return ""
	}
	return MapURL(*a.Point)
}

// words are the labels of the parts that are numbers; # stands for the number.
var words = map[lang.Lang]struct{ entrance, floor, apartment, landmark string }{
	lang.UzLatn: {"#-kirish", "#-qavat", "#-xonadon", "moʻljal: #"},
	lang.UzCyrl: {"#-кириш", "#-қават", "#-хонадон", "мўлжал: #"},
	lang.RU:     {"подъезд #", "этаж #", "кв. #", "ориентир: #"},
	lang.EN:     {"entrance #", "floor #", "apt. #", "landmark: #"},
}

// Format writes the address in one line, without the note, which is for the courier alone.
func (a Address) Format(l lang.Lang) string {
	w, ok := words[l]
	if !ok {
		w = words[lang.Default]
	}
	var parts []string
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, strings.Replace(label, "#", value, 1))
		}
	}
	add("#", a.District)
	add("#", strings.TrimSpace(a.Street+" "+a.House))
	add(w.entrance, a.Entrance)
	add(w.floor, a.Floor)
	add(w.apartment, a.Apartment)
	add(w.landmark, a.Landmark)
	return strings.Join(parts, ", ")
}

// Formatted is Format in the language of the caller.
func (a Address) Formatted(ctx context.Context) string { return a.Format(lang.FromContext(ctx)) }
