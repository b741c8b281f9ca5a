package main

import "math"

// paintRestaurant draws a dish seen from above on a laid table, or a drink standing on it.
func paintRestaurant(l look) {
	kind := l.with["kind"]
	switch l.form {
	case "tea", "drink":
		l.counter()
		if l.form == "tea" {
			l.tea(kind)
		} else {
			l.drink(kind)
		}
		return
	case "object":
		l.object()
		return
	}
	l.table()
	switch l.form {
	case "plov":
		l.lagan(400, 400, 316)
		l.plov(l.with["top"])
	case "kebab":
		l.lagan(400, 400, 316)
		l.kebab(kind)
	case "soup":
		l.kosa(400, 400, 290)
		l.soup(kind)
	case "noodles":
		if kind == "fried" || kind == "norin" {
			l.lagan(400, 400, 316)
		} else {
			l.kosa(400, 400, 296)
		}
		l.noodles(kind)
	case "dumplings":
		if kind == "chuchvara" {
			l.kosa(400, 400, 290)
		} else {
			l.lagan(400, 400, 316)
		}
		l.dumplings(kind)
	case "samsa":
		l.board()
		l.samsa(kind)
	case "bread":
		l.board()
		l.bread(kind)
	case "salad":
		l.kosa(400, 400, 286)
		l.salad(kind)
	case "sweet":
		l.lagan(400, 400, 300)
		l.sweet(kind)
	case "fruit":
		l.lagan(400, 400, 330)
		l.fruit()
	}
}

var tables = []struct {
	color  string
	planks bool
	napkin string
}{
	{"#7a4f33", true, "#8a2138"}, {"#e6ded2", false, "#2f62b8"}, {"#3c4a52", false, "#d3a02d"}, {"#9a6a43", true, "#10775a"},
	{"#c9d6cf", false, "#8a2138"}, {"#5a3b2a", true, "#2f62b8"}, {"#e9d9cf", false, "#10775a"}, {"#2f5d62", false, "#c52b33"},
}

func (l look) table() {
	t := tables[int(l.next()*float64(len(tables)))]
	if t.planks {
		l.planks(hex(t.color))
	} else {
		l.stone(hex(t.color))
	}
	l.cloth(hex(t.napkin), l.in(-1, 1))
}

// counter is where drinks stand.
func (l look) counter() {
	walls := []string{"#cfe0ea", "#f0dccb", "#d8e4d0", "#ecd3d6", "#d5d3e6", "#f1e3bd"}
	wall := hex(walls[int(hue(l.form+l.with["kind"])*float64(len(walls)))])
	l.room(wall, hex("#9a6a43"), 590)
}

var cobalt = hex("#1f4f9e")

// cotton is the painting of the blue-and-white ware of Tashkent: cotton bolls in a ring between gold lines.
func (l look) cotton(x, y, inner, outer float64) {
	ring := l.mask(ellipse(x, y, outer, outer)).without(l.mask(ellipse(x, y, inner, inner)))
	l.over(ring, func(wx, wy float64) Color {
		return cobalt.lit(float32(1.02 - .0006*(wx-x+wy-y)))
	}, .96)
	mid, size := (inner+outer)/2, (outer-inner)/2
	n := int(2 * math.Pi * mid / (size * 2.7))
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		cx, cy := x+mid*math.Cos(a), y+mid*math.Sin(a)
		leaf := outline("M 0 34 Q 30 24 34 -6 Q 14 -2 0 16 Q -14 -2 -34 -6 Q -30 24 0 34")
		s := size / 46
		l.fill(l.mask(leaf.move(cx, cy, s, a-math.Pi/2)), hex("#f2efe8"), 1)
		for _, lobe := range []point{{-15, -8}, {15, -8}, {0, -22}} {
			p := ellipse(lobe.x, lobe.y, 15, 17).move(cx, cy, s, a-math.Pi/2)
			l.fill(l.mask(p), hex("#fbfaf6"), 1)
			l.fill(l.line(append(p, p[0]), 1.6*s, 0), cobalt, .8)
		}
		b := a + math.Pi/float64(n)
		l.fill(l.mask(ellipse(x+mid*math.Cos(b), y+mid*math.Sin(b), 4*s, 4*s)), gold, 1)
	}
	for _, r := range []float64{inner, outer} {
		l.fill(l.line(append(ellipse(x, y, r, r), point{x + r, y}), 3, 0), gold, .9)
	}
}

var porcelain = hex("#f7f5ef")

// lagan is a wide flat dish.
func (l look) lagan(x, y, r float64) {
	l.shadow(l.mask(ellipse(x+10, y+22, r*.98, r*.98)), 8, 14, 22, .5)
	l.sculpt(ellipse(x, y, r, r), Stuff{color: plain(porcelain), round: 14, puff: .7, gloss: .4, sharp: 20})
	l.cotton(x, y, r*.76, r*.95)
	l.sculpt(ellipse(x, y, r*.74, r*.74), Stuff{color: plain(porcelain.lit(.97)), round: 20, puff: -.5})
}

// kosa is a deep bowl.
func (l look) kosa(x, y, r float64) {
	l.shadow(l.mask(ellipse(x+14, y+30, r, r)), 10, 18, 26, .55)
	l.sculpt(ellipse(x, y, r, r), Stuff{color: plain(porcelain), round: 12, puff: .8, gloss: .4, sharp: 20})
	l.cotton(x, y, r*.87, r*.975)
	l.over(l.mask(ellipse(x, y, r*.86, r*.86)), func(wx, wy float64) Color {
		d := math.Hypot(wx-x, wy-y) / (r * .86)
		return porcelain.lit(float32(.8 + .22*d + .14*((wx-x)+(wy-y))/r*d))
	}, 1)
}

// board is a round wooden board.
func (l look) board() {
	l.shadow(l.mask(ellipse(412, 424, 322, 322)), 8, 12, 20, .5)
	l.sculpt(ellipse(400, 400, 322, 322), Stuff{color: func(x, y float64) Color {
		ring := math.Sin(math.Hypot(x-360, (y-430)*1.5)/7 + 2*noise(x/70, y/70))
		return hex("#c99a63").lit(float32(1 + .05*ring + .05*noise(x/4, y/60)))
	}, round: 12, puff: .7, gloss: .1})
}

// scatter calls f for n places within radius r, thinning out towards the edge.
func (l look) scatter(n int, x, y, r float64, f func(x, y, turn float64)) {
	for range n {
		a, d := l.in(0, 2*math.Pi), r*math.Sqrt(l.next())
		f(x+d*math.Cos(a), y+d*math.Sin(a), l.in(0, math.Pi))
	}
}

// stick is a rounded bar: a grain of rice, a strip of carrot, a noodle cut short.
func (l look) stick(x, y, long, wide, turn float64, col Color, gloss float32) {
	l.sculpt(roundRect(-long/2, -wide/2, long, wide, wide/2).move(x, y, 1, turn),
		Stuff{color: plain(col), round: wide * .22, puff: 1, gloss: gloss, flat: .8, drop: wide * .2})
}

// lump is an irregular piece: meat, potato, a walnut.
func (l look) lump(x, y, r float64, col Color, rough float64, gloss float32) {
	phase := l.in(0, 100)
	p := make(Path, 40)
	for i := range p {
		a := 2 * math.Pi * float64(i) / 40
		d := r * (1 + .16*noise(2*math.Cos(a)+phase, 2*math.Sin(a)))
		p[i] = point{x + d*math.Cos(a)*1.08, y + d*math.Sin(a)*.94}
	}
	l.sculpt(p, Stuff{color: func(wx, wy float64) Color {
		return col.lit(float32(1.02 + .1*noise(wx/9+phase, wy/21) + .06*noise(wx/3, wy/3+phase)))
	}, round: r * .3, puff: .9, gloss: gloss, sharp: 16, drop: r * .3, bump: func(wx, wy float64) float64 { return rough * .55 * noise(wx/11+phase, wy/15) }})
}

func (l look) herbs(n int, x, y, r float64) {
	l.scatter(n, x, y, r, func(x, y, turn float64) {
		leaf := outline("M 0 -11 Q 8 -3 4 6 Q 0 12 -4 6 Q -8 -3 0 -11")
		l.sculpt(leaf.move(x, y, l.in(.7, 1.25), turn*2), Stuff{color: plain(hsl(l.in(.27, .34), .55, l.in(.28, .42))), round: 2, puff: .8, drop: 2})
	})
}

// ringOf is a slice of onion.
func (l look) ringOf(x, y, r float64, col Color) {
	for _, k := range []float64{1, .7} {
		p := ellipse(x, y, r*k, r*k*.92)
		m := l.line(append(p, p[0]), r*.14, 0)
		l.shadow(m, 2, 3, 2, .3)
		l.sculptMask(m, Stuff{color: plain(mix(col, hex("#ffffff"), float32(1-k))), round: 2, puff: .8, gloss: .35})
	}
}

func (l look) tea(kind string) {
	pot := func(c Color) Color { // the set's teapot, glazed as Rishtan ware
		_, s, light := c.hsl()
		return hsl(.6, min(s*.4+.45, .8), light*.92)
	}
	l.shadow(l.mask(ellipse(330, 640, 210, 24)), 4, 4, 16, .5)
	l.sprite(emoji("1fad6"), 330, 440, 470, 0, 1, pot)
	l.shadow(l.mask(ellipse(590, 664, 110, 16)), 4, 4, 12, .5)
	if kind == "black" { // the set has green tea alone
		l.sprite(emoji("1f375"), 590, 580, 220, 0, 1, func(c Color) Color {
			h, s, light := c.hsl()
			if s > .25 && h > .12 && h < .45 {
				return hsl(.05, .75, light*.62)
			}
			return c
		})
		l.emoji("1f34b", 440, 648, 110, -.2, 1)
		return
	}
	l.emoji("1f375", 590, 580, 220, 0, 1)
	l.emoji("1f343", 452, 660, 84, .4, 1)
}

func (l look) drink(kind string) {
	look := map[string]struct{ body, deep, garnish, beside string }{
		"ayran":       {"#f4f1e6", "#dfd9c6", "1f33f", "1f952"},
		"basil":       {"#c2426b", "#7a1f4a", "1f34b", "1f33f"},
		"pomegranate": {"#a3122c", "#5c0718", "1f342", "1f352"},
		"compote":     {"#d9822b", "#9a4a12", "1f351", "1f351"},
	}[kind]
	body, deep := hex(look.body), hex(look.deep)
	l.shadow(l.mask(ellipse(420, 690, 130, 18)), 10, 4, 14, .5)
	glass := hex("#e8eef0")
	rings := []ring{{214, 124}, {400, 114}, {640, 98}, {690, 92}}
	l.turn(400, rings, Glaze{color: func(u, y float64) Color {
		if y < 262 || math.Abs(u) > .93 || y > 670 {
			return glass
		}
		return mix(body, deep, float32(smooth(280, 660, y)))
	}, bow: .13, shine: .75, glass: .9})
	l.over(l.mask(ellipse(400, 264, 112, 15)), plain(body.lit(1.14)), 1)
	l.fill(l.line(append(ellipse(400, 214, 123, 16), point{523, 214}), 3, 0), hex("#ffffff"), .8)
	straw := l.line(outline("M 440 640 L 492 120"), 15, 0)
	l.sculptMask(straw.without(l.mask(roundRect(280, 262, 240, 500, 0))), Stuff{color: func(_, y float64) Color {
		if math.Mod(y, 44) < 22 {
			return hex("#ffffff")
		}
		return hex("#c52b33")
	}, round: 4, puff: 1, gloss: .3})
	for i, at := range []point{{352, 262}, {420, 256}, {392, 280}} {
		ice := roundRect(-30, -26, 60, 52, 12).move(at.x, at.y, 1, .3-.35*float64(i))
		l.sculpt(ice, Stuff{color: plain(mix(body, hex("#ffffff"), .72)), round: 7, puff: .8, gloss: .8})
	}
	l.emoji(look.garnish, 318, 226, 130, -.3, 1)
	l.emoji(look.beside, 600, 652, 128, .2, 1)
	if kind == "compote" || kind == "basil" {
		l.emoji(look.beside, 214, 668, 104, -.3, 1)
	}
}
