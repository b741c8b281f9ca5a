package main

import (
	"fmt"
	"math"
)

// hex reads "#rrggbb"; the data of the shops is checked elsewhere, so a fault here is one of this program.
func hex(s string) Color {
	var r, g, b int
	if _, err := fmt.Sscanf(s, "#%02x%02x%02x", &r, &g, &b); err != nil {
		panic(fmt.Sprintf("colour %q: %v", s, err))
	}
	return Color{float32(r) / 255, float32(g) / 255, float32(b) / 255}
}

func mix(a, b Color, t float32) Color {
	return Color{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t, a[2] + (b[2]-a[2])*t}
}

func (c Color) times(k float32) Color { return Color{c[0] * k, c[1] * k, c[2] * k} }

// lit multiplies by light: shade below 1 darkens and deepens the colour, above 1 it goes towards white.
func (c Color) lit(shade float32) Color {
	if shade <= 1 {
		deep := Color{c[0] * c[0], c[1] * c[1], c[2] * c[2]}
		return mix(c, deep, (1-shade)*.35).times(shade)
	}
	return mix(c, Color{1, 1, 1}, min((shade-1)*.75, .85))
}

func (c Color) luma() float32 { return .3*c[0] + .59*c[1] + .11*c[2] }

// hsl gives hue in turns, saturation and lightness.
func (c Color) hsl() (h, s, l float64) {
	r, g, b := float64(c[0]), float64(c[1]), float64(c[2])
	hi, lo := max(r, g, b), min(r, g, b)
	l = (hi + lo) / 2
	d := hi - lo
	if d == 0 {
		return 0, 0, l
	}
	s = d / (1 - math.Abs(2*l-1))
	switch hi {
	case r:
		h = math.Mod((g-b)/d+6, 6)
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	return h / 6, min(s, 1), l
}

func hsl(h, s, l float64) Color {
	h -= math.Floor(h)
	part := func(n float64) float32 {
		k := math.Mod(n+h*12, 12)
		return float32(l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1)))
	}
	return Color{part(0), part(8), part(4)}
}

// shift turns the hue by turns and scales saturation and lightness.
func (c Color) shift(turn, sat, light float64) Color {
	h, s, l := c.hsl()
	return hsl(h+turn, min(s*sat, 1), min(l*light, 1))
}

// dice is a small repeatable source of chance; the same picture is the same in every run.
type dice struct{ s uint64 }

func newDice(seed string) *dice {
	d := &dice{14695981039346656037}
	for _, b := range []byte(seed) {
		d.s = (d.s ^ uint64(b)) * 1099511628211
	}
	return d
}

// next is a number in [0, 1).
func (d *dice) next() float64 {
	d.s += 0x9e3779b97f4a7c15
	z := d.s
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

func (d *dice) in(lo, hi float64) float64 { return lo + (hi-lo)*d.next() }

// noise is smooth chance over the plane, -1 to 1, with features about one unit wide.
func noise(x, y float64) float64 {
	xi, yi := math.Floor(x), math.Floor(y)
	corner := func(dx, dy float64) float64 {
		n := math.Sin((xi+dx)*127.1+(yi+dy)*311.7) * 43758.5453
		return 2*(n-math.Floor(n)) - 1
	}
	ease := func(t float64) float64 { return t * t * (3 - 2*t) }
	u, v := ease(x-xi), ease(y-yi)
	top := corner(0, 0)*(1-u) + corner(1, 0)*u
	bottom := corner(0, 1)*(1-u) + corner(1, 1)*u
	return top*(1-v) + bottom*v
}
