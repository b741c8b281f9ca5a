// Package geo holds places: points on the map and addresses in words. Who lives there, and who delivers there, is for others to say.
package geo

import "github.com/dokon-shop/dokon/server/fault"

// Point is a place in WGS 84, in degrees north and east; both shapes GeoPoint of the contract. Tashkent is near 41.3, 69.2.
type Point struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Check gives OUT_OF_RANGE for each coordinate that is not on the globe; NaN is not.
func (p Point) Check(path ...string) (faults fault.List) {
	for _, c := range []struct {
		name  string
		value float64
		limit float64
	}{{"latitude", p.Latitude, 90}, {"longitude", p.Longitude, 180}} {
		if !(c.value >= -c.limit && c.value <= c.limit) {
			at := append(append([]string{}, path...), c.name)
			faults.Add(fault.New(fault.OutOfRange, at...).With("min", -c.limit).With("max", c.limit))
		}
	}
	return faults
}
