package geo_test

import (
	"math"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/lang"
)

func codes(faults fault.List) string {
	var s []string
	for _, f := range faults {
		s = append(s, string(f.Code)+" "+strings.Join(f.Path, "."))
	}
	return strings.Join(s, ", ")
}

func TestPoint(t *testing.T) {
	for p, want := range map[geo.Point]string{
		{Latitude: 41.3, Longitude: 69.2}:                   "",
		{Latitude: -90, Longitude: 180}:                     "",
		{Latitude: 90.1, Longitude: 69.2}:                   "OUT_OF_RANGE at.latitude",
		{Latitude: math.NaN(), Longitude: math.Inf(-1)}:     "OUT_OF_RANGE at.latitude, OUT_OF_RANGE at.longitude",
		{Latitude: math.MaxFloat64, Longitude: -180.000001}: "OUT_OF_RANGE at.latitude, OUT_OF_RANGE at.longitude",
	} {
		if got := codes(p.Check("at")); got != want {
			t.Errorf("%v: %q, want %q", p, got, want)
		}
	}
}

func TestAddress(t *testing.T) {
	home := geo.Address{
		Point: &geo.Point{Latitude: 41.3, Longitude: 69.2}, District: " Yunusobod ", Street: "Amir Temur", House: "15", Entrance: "2",
		Floor: "3", Apartment: "12", Landmark: "Makro", Note: "Qoʻngʻiroq qiling",
	}
	clean, faults := home.Check("input", "address")
	if faults.Err() != nil {
		t.Fatal(faults)
	}
	for l, want := range map[lang.Lang]string{
		lang.UzLatn: "Yunusobod, Amir Temur 15, kirish 2, qavat 3, xonadon 12, moʻljal: Makro",
		lang.RU:     "Yunusobod, Amir Temur 15, подъезд 2, этаж 3, кв. 12, ориентир: Makro",
	} {
		if got := clean.Format(l); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	for want, a := range map[string]geo.Address{
		"":                              {Landmark: "Chorsu bozori"},
		"REQUIRED input.address.street": {District: "Chilonzor", Street: " "},
		"TOO_LONG input.address.house, OUT_OF_RANGE input.address.point.longitude": {Street: "A", House: strings.Repeat("1", 21), Point: &geo.Point{Longitude: 200}},
		"INVALID input.address.landmark":                                           {Landmark: "a\x00b"},
		"INVALID input.address.street, INVALID input.address.note":                 {Street: "a\nb", Note: "\xff"},
	} {
		if _, faults := a.Check("input", "address"); codes(faults) != want {
			t.Errorf("got %q, want %q", codes(faults), want)
		}
	}
}
