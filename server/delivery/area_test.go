package delivery

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/money"
)

func at(lat, long float64) geo.Point { return geo.Point{Latitude: lat, Longitude: long} }

// A zone in the shape of an L, so that its box holds more than it does.
var corner = Area{at(0, 0), at(0, 4), at(2, 4), at(2, 2), at(4, 2), at(4, 0)}

func TestContains(t *testing.T) {
	t.Parallel()
	for point, want := range map[geo.Point]bool{
		at(1, 1): true, at(1, 3.9): true, at(3, 1): true, at(3.9, 1.9): true,
		at(3, 3): false, at(-1, 1): false, at(1, 5): false, at(5, 1): false, at(2.1, 2.1): false,
	} {
		if got := corner.Contains(point); got != want {
			t.Errorf("%v: %t", point, got)
		}
	}
	// A U: to the east of its notch lie two sides, and an even number of them means outside.
	u := Area{at(0, 0), at(0, 6), at(4, 6), at(4, 4), at(2, 4), at(2, 2), at(4, 2), at(4, 0)}
	for point, want := range map[geo.Point]bool{at(3, 3): false, at(1, 3): true, at(3, 1): true, at(3, 5): true} {
		if got := u.Contains(point); got != want {
			t.Errorf("in a U, %v: %t", point, got)
		}
	}
}

func TestCheckArea(t *testing.T) {
	t.Parallel()
	many := make([]geo.Point, MaxCorners+1)
	for i := range many {
		angle := 2 * math.Pi * float64(i) / float64(len(many))
		many[i] = at(math.Sin(angle), math.Cos(angle))
	}
	for name, c := range map[string]struct {
		corners []geo.Point
		code    fault.Code
		path    string
	}{
		"triangle":      {[]geo.Point{at(0, 0), at(0, 1), at(1, 0)}, "", ""},
		"closed":        {[]geo.Point{at(0, 0), at(0, 1), at(1, 0), at(0, 0)}, "", ""},
		"an L":          {corner, "", ""},
		"many corners":  {many[:MaxCorners], "", ""},
		"too many":      {many, fault.TooMany, ""},
		"none":          {nil, fault.OutOfRange, ""},
		"a line":        {[]geo.Point{at(0, 0), at(0, 1)}, fault.OutOfRange, ""},
		"no area":       {[]geo.Point{at(0, 0), at(0, 1), at(0, 2)}, fault.Invalid, "2"},
		"a bow tie":     {[]geo.Point{at(0, 0), at(1, 1), at(1, 0), at(0, 1)}, fault.Invalid, "2"},
		"a spike":       {[]geo.Point{at(0, 0), at(0, 4), at(0, 2), at(2, 2)}, fault.Invalid, "1"},
		"touches":       {[]geo.Point{at(0, 0), at(0, 4), at(2, 4), at(0, 2), at(2, 0)}, fault.Invalid, "2"},
		"twice a point": {[]geo.Point{at(0, 0), at(0, 1), at(1, 1), at(0, 1), at(1, 0)}, fault.Duplicate, "3"},
		"off the globe": {[]geo.Point{at(0, 0), at(0, 1), at(91, 0)}, fault.OutOfRange, "2.latitude"},
		"not a number":  {[]geo.Point{at(0, 0), at(0, math.NaN()), at(1, 0)}, fault.OutOfRange, "1.longitude"},
	} {
		area, faults := CheckArea(c.corners)
		if c.code == "" {
			if len(faults) > 0 || len(area) < MinCorners || area[0] == area[len(area)-1] {
				t.Errorf("%s: %v", name, faults)
			}
			continue
		}
		if len(faults) == 0 || faults[0].Code != c.code || join(faults[0].Path) != c.path {
			t.Errorf("%s: %v, want %s at %q", name, faults, c.code, c.path)
		}
	}
}

func join(path []string) (s string) {
	for i, p := range path {
		if i > 0 {
			s += "."
		}
		s += p
	}
	return s
}

func TestAreaInJSON(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(corner[:3])
	if err != nil || string(b) != "[[0,0],[4,0],[4,2]]" {
		t.Errorf("%s, %v", b, err)
	}
	var back Area
	if err := json.Unmarshal(b, &back); err != nil || back[1] != at(0, 4) {
		t.Errorf("%v, %v", back, err)
	}
}

func TestMatchTakesTheFirst(t *testing.T) {
	t.Parallel()
	center := &Zone{Area: Area{at(0, 0), at(0, 2), at(2, 2), at(2, 0)}}
	around := &Zone{Area: Area{at(-9, -9), at(-9, 9), at(9, 9), at(9, -9)}}
	zones := []*Zone{center, around}
	if Match(zones, at(1, 1)) != center || Match(zones, at(5, 5)) != around || Match(zones, at(10, 0)) != nil {
		t.Error("not the first zone that holds the point")
	}
}

func TestPriceOfDelivery(t *testing.T) {
	t.Parallel()
	free := money.Tiyin(1000)
	z := &Zone{Price: 70, FreeFrom: &free}
	for items, want := range map[money.Tiyin]money.Tiyin{0: 70, 999: 70, 1000: 0, 5000: 0} {
		if got := z.PriceFor(items); got != want {
			t.Errorf("%d costs %d", items, got)
		}
	}
	if left := z.UntilFree(300); left == nil || *left != 700 {
		t.Errorf("until free: %v", left)
	}
	if z.UntilFree(1000) != nil || (&Zone{Price: 70}).UntilFree(1) != nil {
		t.Error("until free where it is free, or never is")
	}
}
