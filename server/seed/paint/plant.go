package main

import (
	"fmt"
	"math"
)

// plant stands in a pot of the variant's colour.
func (l look) plant() {
	l.shadow(l.mask(ellipse(412, 724, 150, 20)), 6, 4, 16, .55)
	bowl := l.with["kind"] == "succulent"
	top, r := 520.0, 128.0
	if bowl {
		top, r = 560, 220
	}
	switch l.with["kind"] {
	case "monstera":
		l.monstera(top)
	case "ficus":
		l.ficus(top)
	case "lavender":
		l.lavenderBush(top)
	}
	l.turn(400, []ring{{top + 34, r - 8}, {660, r - 26}, {724, r - 38}}, Glaze{color: func(_, _ float64) Color { return l.color }, bow: .1, shine: .3, matte: true})
	l.turn(400, straight(top, top+44, r), Glaze{color: func(_, _ float64) Color { return l.color.lit(1.04) }, bow: .1, shine: .3, matte: true})
	l.lid(400, top, r, .12, l.color.lit(.9))
	l.over(l.mask(ellipse(400, top+2, r-12, (r-12)*.11)), func(x, y float64) Color {
		return hex("#4a3324").lit(float32(1 + .3*noise(x/4, y/3)))
	}, 1)
	switch {
	case l.with["icon"] != "":
		l.emoji(l.with["icon"], 400, 346, 400, 0, 1)
	case bowl:
		greens := []string{"#7fae8c", "#9cbf6f", "#b58fae", "#6f9fa8", "#c9d39a"}
		for i, at := range []struct{ x, y, r float64 }{{290, 520, 92}, {510, 524, 88}, {400, 478, 104}, {350, 570, 66}, {462, 566, 70}} {
			l.rosette(at.x, at.y, at.r, hex(greens[i]))
		}
	default: // stems come out of the soil in front of the rim
		l.fill(l.line(outline(fmt.Sprintf("M 400 %g L 400 %g", top-30, top+6)), 9, 0), hsl(.28, .3, .3), 1)
	}
}

// rosette is a succulent seen from above, pressed flat by the view.
func (l look) rosette(x, y, r float64, col Color) {
	for i, n := range []int{10, 9, 8, 6, 5} {
		k := 1 - .18*float64(i)
		l.whorl(n, x, y, r*.08*k, r*k, r*.24*k, col.lit(float32(.92+.06*float64(i))), float64(i)*.35, .15)
	}
}

func (l look) stem(x0, y0, x1, y1 float64) {
	m := l.line(outline(fmt.Sprintf("M %g %g Q %g %g %g %g", x0, y0, x0+(x1-x0)*.15, (y0+y1)/2, x1, y1)), 8, 0)
	l.shadow(m, 4, 6, 5, .25)
	l.sculptMask(m, Stuff{color: plain(hsl(.28, .35, .36)), round: 2, puff: 1})
}

func (l look) monstera(top float64) {
	for _, at := range []struct{ x, y, size, turn float64 }{
		{250, 220, 118, -.7}, {560, 210, 116, .7}, {400, 150, 122, .05}, {200, 380, 104, -1.3}, {604, 380, 104, 1.3}, {330, 320, 120, -.35}, {486, 330, 118, .4},
	} {
		l.stem(400, top, at.x, at.y+30)
		var p Path
		for i := range 181 {
			a := -math.Pi + 2*math.Pi*float64(i)/180
			d := .86 + .2*math.Cos(a)
			if cut := math.Abs(math.Sin(a * 4.5)); math.Abs(a) > .5 && math.Abs(a) < 2.7 && cut > .86 {
				d *= 1 - .5*(cut-.86)/.14
			}
			p = append(p, point{d * math.Sin(a), -d * math.Cos(a)})
		}
		green := hsl(.36+l.in(-.02, .02), .48, l.in(.27, .36))
		q := p.move(at.x, at.y, at.size, at.turn)
		m := l.sculpt(q, Stuff{color: plain(green), round: 11, puff: .8, gloss: .35, sharp: 12, drop: 14})
		sin, cos := math.Sincos(at.turn)
		l.fill(l.line(Path{{at.x - sin*at.size*.6, at.y + cos*at.size*.6}, {at.x + sin*at.size*.95, at.y - cos*at.size*.95}}, 3, 0).within(m), green.lit(1.3), .8)
	}
}

func (l look) ficus(top float64) {
	trunk := l.line(outline(fmt.Sprintf("M 400 %g Q 410 380 396 170", top)), 13, 0)
	l.sculptMask(trunk, Stuff{color: plain(hex("#6d4f36")), round: 4, puff: 1})
	for i := range 9 {
		t := float64(i) / 8
		side := float64(1 - 2*(i%2))
		x, y := 402+side*6, top-40-t*290
		turn := side * (1.05 - .6*t + l.in(-.12, .12))
		size := 112 - 22*t + l.in(-6, 6)
		green := hsl(.37+l.in(-.02, .02), .42, l.in(.22, .32))
		p := petal(.42).move(x, y, size, turn)
		m := l.sculpt(p, Stuff{color: plain(green), round: 12, puff: .8, gloss: .55, sharp: 12, drop: 12})
		l.fill(l.line(Path{{x, y}, {x + math.Sin(turn)*size*1.9, y - math.Cos(turn)*size*1.9}}, 3, 0).within(m), green.lit(1.4), .8)
	}
	l.sculpt(petal(.3).move(396, 190, 60, .1), Stuff{color: plain(hsl(.33, .45, .42)), round: 8, puff: .8, gloss: .4, drop: 8})
}

func (l look) lavenderBush(top float64) {
	for i := range 34 {
		a := -.75 + 1.5*float64(i)/33 + l.in(-.05, .05)
		long := l.in(250, 380)
		x, y := 400+long*math.Sin(a)*.8, top-long*math.Cos(a)
		l.fill(l.line(Path{{400 + 60*a, top + 4}, {x, y}}, 3.4, 0), hsl(.3, .22, l.in(.4, .52)), 1)
		for k := range 11 {
			t := float64(k) / 10
			px, py := x+(400+60*a-x)*t*.3, y+(top-y)*t*.3
			for _, side := range []float64{-1, 1} {
				l.sculpt(ellipse(px+side*7, py, 8.4, 6), Stuff{color: plain(hsl(.735+l.in(-.02, .02), .42, l.in(.5, .66))), round: 2, puff: .9, drop: 2})
			}
		}
	}
}
