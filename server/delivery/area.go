package delivery

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/input"
)

// Limits of a zone's outline.
const (
	MinCorners = 3
	MaxCorners = 200
)

// Area is the outline of a zone: corners in order, the last joined to the first. A zone is a city at most, so the globe is
// taken as flat; none lies across the date line.
//
// In the database it is [[longitude, latitude], …], the order of GeoJSON.
type Area []geo.Point

// Contains tells whether p lies inside. A point on the very border counts for one of the two neighbours.
func (a Area) Contains(p geo.Point) bool {
	if !a.box().holds(p) {
		return false
	}
	inside := false
	for i, from := range a {
		to := a[(i+1)%len(a)]
		if (from.Latitude > p.Latitude) == (to.Latitude > p.Latitude) {
			continue
		}
		crossing := from.Longitude + (p.Latitude-from.Latitude)/(to.Latitude-from.Latitude)*(to.Longitude-from.Longitude)
		if p.Longitude < crossing {
			inside = !inside
		}
	}
	return inside
}

type box struct{ south, north, west, east float64 }

func (a Area) box() box {
	b := box{south: math.Inf(1), north: math.Inf(-1), west: math.Inf(1), east: math.Inf(-1)}
	for _, p := range a {
		b.south, b.north = min(b.south, p.Latitude), max(b.north, p.Latitude)
		b.west, b.east = min(b.west, p.Longitude), max(b.east, p.Longitude)
	}
	return b
}

func (b box) holds(p geo.Point) bool {
	return p.Latitude >= b.south && p.Latitude <= b.north && p.Longitude >= b.west && p.Longitude <= b.east
}

// CheckArea gives the outline of the corners, without a last one that repeats the first.
//
// Faults: OUT_OF_RANGE for too few corners and for one off the globe, TOO_MANY, DUPLICATE for one that
// stands twice, INVALID at the corner from which a side crosses or touches another side.
func CheckArea(corners []geo.Point, path ...string) (Area, fault.List) {
	var faults fault.List
	if n := len(corners); n > 1 && corners[0] == corners[n-1] {
		corners = corners[:n-1]
	}
	switch {
	case len(corners) < MinCorners:
		faults.Add(fault.New(fault.OutOfRange, path...).With("min", MinCorners).With("max", MaxCorners))
		return nil, faults
	case len(corners) > MaxCorners:
		faults.Add(fault.New(fault.TooMany, path...).With("max", MaxCorners))
		return nil, faults
	}
	seen := map[geo.Point]bool{}
	for i, c := range corners {
		at := input.At(i, path...)
		faults.Add(c.Check(at...)...)
		if seen[c] {
			faults.Add(fault.New(fault.Duplicate, at...))
		}
		seen[c] = true
	}
	if len(faults) > 0 {
		return nil, faults
	}
	a := Area(corners)
	if i, crossed := a.crossing(); crossed {
		faults.Add(fault.New(fault.Invalid, input.At(i, path...)...))
		return nil, faults
	}
	return a, nil
}

// crossing finds a side that meets another one anywhere but in their common corner, by the index of its first corner. An
// outline without area is found too: its sides lie on one another.
func (a Area) crossing() (int, bool) {
	n := len(a)
	for i := range n {
		for j := i + 1; j < n; j++ {
			p, q, r, s := a[i], a[(i+1)%n], a[j], a[(j+1)%n]
			switch {
			case j == i+1:
				if turn(p, q, s) == 0 && backwards(q, p, s) {
					return j, true
				}
			case i == 0 && j == n-1:
				if turn(r, s, q) == 0 && backwards(s, r, q) {
					return j, true
				}
			case meet(p, q, r, s):
				return j, true
			}
		}
	}
	return 0, false
}

// turn is positive when a, b, c turn left, negative when they turn right, 0 when they lie on one line.
func turn(a, b, c geo.Point) float64 {
	return (b.Longitude-a.Longitude)*(c.Latitude-a.Latitude) - (b.Latitude-a.Latitude)*(c.Longitude-a.Longitude)
}

// backwards tells whether two sides that leave a common corner go the same way.
func backwards(corner, a, b geo.Point) bool {
	return (a.Longitude-corner.Longitude)*(b.Longitude-corner.Longitude)+
		(a.Latitude-corner.Latitude)*(b.Latitude-corner.Latitude) > 0
}

func meet(p, q, r, s geo.Point) bool {
	a, b, c, d := turn(p, q, r), turn(p, q, s), turn(r, s, p), turn(r, s, q)
	if a*b < 0 && c*d < 0 {
		return true
	}
	return a == 0 && (Area{p, q}).box().holds(r) || b == 0 && (Area{p, q}).box().holds(s) ||
		c == 0 && (Area{r, s}).box().holds(p) || d == 0 && (Area{r, s}).box().holds(q)
}

// MarshalJSON writes [[longitude, latitude], …].
func (a Area) MarshalJSON() ([]byte, error) {
	pairs := make([][2]float64, len(a))
	for i, p := range a {
		pairs[i] = [2]float64{p.Longitude, p.Latitude}
	}
	return json.Marshal(pairs)
}

// UnmarshalJSON reads the same form.
func (a *Area) UnmarshalJSON(b []byte) error {
	var pairs [][2]float64
	if err := json.Unmarshal(b, &pairs); err != nil {
		return fmt.Errorf("area of a zone: %w", err)
	}
	*a = make(Area, len(pairs))
	for i, p := range pairs {
		(*a)[i] = geo.Point{Latitude: p[1], Longitude: p[0]}
	}
	return nil
}
