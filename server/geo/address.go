package geo

import (
	"context"
	"slices"
	"strings"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// Address is where a courier goes, in words and with a point when it is known: Address and AddressInput of the contract. Many houses in
// Uzbekistan are found by a landmark (moʻljal) rather than by street and number, so either will do.
type Address struct {
	Point     *Point `json:"point,omitempty"`
	District  string `json:"district,omitempty"`
	Street    string `json:"street,omitempty"`
	House     string `json:"house,omitempty"`
	Entrance  string `json:"entrance,omitempty"`
	Floor     string `json:"floor,omitempty"`
	Apartment string `json:"apartment,omitempty"`
	Landmark  string `json:"landmark,omitempty"`
	Note      string `json:"note,omitempty"` // for the courier; no part of Format
}

// Check gives the address trimmed, with all its faults: TOO_LONG and INVALID of a field, OUT_OF_RANGE of a coordinate, REQUIRED at "street"
// when neither street nor landmark is given.
func (a Address) Check(path ...string) (Address, fault.List) {
	var faults fault.List
	at := func(name string) []string { return slices.Concat(path, []string{name}) }
	for _, f := range []struct {
		name string
		text *string
		max  int
	}{
		{"district", &a.District, 100}, {"street", &a.Street, 200}, {"house", &a.House, 20}, {"entrance", &a.Entrance, 20},
		{"floor", &a.Floor, 20}, {"apartment", &a.Apartment, 20}, {"landmark", &a.Landmark, 200}, {"note", &a.Note, 500},
	} {
		clean, fault := input.Text(*f.text, f.max, at(f.name)...)
		*f.text = clean
		faults.Add(fault)
	}
	if a.Point != nil {
		faults.Add(a.Point.Check(at("point")...)...)
	}
	if len(faults) == 0 && a.Street == "" && a.Landmark == "" {
		faults.Add(fault.New(fault.Required, at("street")...))
	}
	return a, faults
}

// Words before the numbers of an address, and before the landmark.
var (
	entrance  = lang.Text{UzLatn: "kirish", UzCyrl: "кириш", RU: "подъезд", EN: "entrance"}
	floor     = lang.Text{UzLatn: "qavat", UzCyrl: "қават", RU: "этаж", EN: "floor"}
	apartment = lang.Text{UzLatn: "xonadon", UzCyrl: "хонадон", RU: "кв.", EN: "apt."}
	landmark  = lang.Text{UzLatn: "moʻljal:", UzCyrl: "мўлжал:", RU: "ориентир:", EN: "near"}
)

// Format is the address in one line, without the note.
func (a Address) Format(l lang.Lang) string {
	var parts []string
	add := func(word lang.Text, text string) {
		if text != "" {
			parts = append(parts, strings.TrimSpace(word.In(l, nil)+" "+text))
		}
	}
	add(lang.Text{}, a.District)
	add(lang.Text{}, strings.TrimSpace(a.Street+" "+a.House))
	add(entrance, a.Entrance)
	add(floor, a.Floor)
	add(apartment, a.Apartment)
	add(landmark, a.Landmark)
	return strings.Join(parts, ", ")
}

// Formatted is Format in the language of the caller.
func (a Address) Formatted(ctx context.Context) string { return a.Format(lang.FromContext(ctx)) }
