package main

import "math"

// petal is a rounded leaf of length 2 and width 2w, its foot at the origin, pointing up.
func petal(w float64) Path {
	p := make(Path, 0, 40)
	for i := range 40 {
		a := 2 * math.Pi * float64(i) / 40
		p = append(p, point{w * math.Sin(a) * (1 - .28*math.Cos(a)), -1 + math.Cos(a)})
	}
	return p
}

// whorl draws n petals around (x, y), their feet at distance foot, long units long.
func (l look) whorl(n int, x, y, foot, long, wide float64, col Color, start float64, gloss float32) {
	for i := range n {
		a := start + 2*math.Pi*float64(i)/float64(n) + l.in(-.08, .08)
		size := long / 2 * l.in(.94, 1.06)
		p := petal(wide/long*2).move(x+foot*math.Sin(a), y-foot*math.Cos(a), size, a)
		tone := col.lit(float32(l.in(.96, 1.05)))
		l.sculpt(p, Stuff{color: func(wx, wy float64) Color {
			d := math.Hypot(wx-x, wy-y) / (foot + long)
			return tone.lit(float32(.74 + .34*d))
		}, round: max(size*.2, 1.2), puff: .8, gloss: gloss, flat: .72, drop: size * .14})
	}
}

// head draws one flower of radius r facing the viewer.
func (l look) head(kind string, x, y, r float64, col Color) {
	turn := l.in(0, 2*math.Pi)
	switch kind {
	case "rose", "bud":
		l.whorl(6, x, y, r*.1, r*.92, r*.56, col.lit(1.08), turn, .1)
		l.whorl(5, x, y, r*.06, r*.74, r*.48, col, turn+.5, .1)
		l.whorl(4, x, y, r*.02, r*.56, r*.4, col.lit(.95), turn+1, .1)
		for i := range 7 { // the heart winds up
			a := turn + float64(i)*1.35
			k := r * (.3 - .034*float64(i))
			p := ellipse(0, 0, k, k*.8).move(x+k*.25*math.Cos(a), y+k*.25*math.Sin(a), 1, a)
			l.sculpt(p, Stuff{color: plain(col.lit(float32(.78 + .05*float64(i)))), round: max(k*.16, 1), puff: .9, flat: .72, drop: k * .12})
		}
	case "peony":
		for i, n := range []int{9, 9, 8, 7, 6, 5} {
			k := 1 - .14*float64(i)
			l.whorl(n, x, y, r*.05*k, r*k, r*.3*k, col.lit(float32(1.12-.05*float64(i))), turn+float64(i)*.4, .06)
		}
		l.scatter(8, x, y, r*.13, func(x, y, _ float64) { l.fill(l.mask(ellipse(x, y, r*.025, r*.025)), gold, 1) })
	case "daisy":
		l.whorl(15, x, y, r*.16, r*.84, r*.13, hex("#fbfaf5"), turn, .1)
		l.sculpt(ellipse(x, y, r*.28, r*.27), Stuff{color: plain(hex("#f2b92c")), round: r * .1, puff: .8, drop: 2, bump: func(wx, wy float64) float64 { return .6 * noise(wx/2.2, wy/2.2) }})
	case "sunflower":
		l.whorl(20, x, y, r*.3, r*.7, r*.13, hex("#eda11d"), turn, .1)
		l.whorl(18, x, y, r*.28, r*.62, r*.13, hex("#f8c331"), turn+.16, .1)
		l.sculpt(ellipse(x, y, r*.42, r*.41), Stuff{color: func(wx, wy float64) Color {
			d := math.Hypot(wx-x, wy-y) / r
			return mix(hex("#3a2413"), hex("#7a4a1c"), float32(smooth(.16, .4, d)))
		}, round: r * .08, puff: .7, bump: func(wx, wy float64) float64 { return 1.1 * noise(wx/2.6, wy/2.6) }})
	case "mum":
		for i, n := range []int{20, 18, 16, 13, 10, 7} {
			k := 1 - .155*float64(i)
			l.whorl(n, x, y, r*.05*k, r*k, r*.11*k+1, col.lit(float32(1.1-.06*float64(i))), turn+float64(i)*.2, .06)
		}
	case "carnation":
		for i := range 6 {
			k := r * (1 - .16*float64(i))
			p := make(Path, 120)
			for j := range p {
				a := 2 * math.Pi * float64(j) / 120
				d := k * (.86 + .08*math.Sin(9*a+float64(i)) + .06*math.Abs(math.Sin(31*a)))
				p[j] = point{x + d*math.Cos(a), y + d*math.Sin(a)}
			}
			l.sculpt(p, Stuff{color: plain(col.lit(float32(1.12 - .06*float64(i)))), round: k * .07, puff: .9, flat: .72, drop: k * .08, bump: func(wx, wy float64) float64 {
				return 1.8 * math.Sin(12*math.Atan2(wy-y, wx-x)+float64(i))
			}})
		}
	case "hydrangea":
		l.sculpt(ellipse(x, y, r*.86, r*.82), Stuff{color: plain(col.lit(.7)), round: r * .3, puff: .8})
		for i := range 40 {
			d, a := r*.86*math.Sqrt(float64(i)/40), float64(i)*2.4
			cx, cy := x+d*math.Cos(a), y+d*math.Sin(a)*.95
			tint := col.shift(l.in(-.03, .03), 1, l.in(.95, 1.08)).lit(float32(1.1 - .2*(cy-y)/r))
			l.whorl(4, cx, cy, r*.02, r*.2, r*.1, tint, a, .05)
			l.fill(l.mask(ellipse(cx, cy, r*.026, r*.026)), hex("#f7efcf"), 1)
		}
	case "tulip":
		turn = l.in(-.5, .5)
		side := outline("M 0 1 Q -.7 .8 -.62 -.1 Q -.56 -.8 -.22 -1.05 Q .1 -.6 .1 .2 Q .1 .8 0 1")
		tone := func(k float64) func(wx, wy float64) Color {
			return func(wx, wy float64) Color { return col.lit(float32(k - .16*(wy-y)/r)) }
		}
		at := func(p Path, dx float64) Path { return p.move(x+dx, y, r, turn) }
		flip := make(Path, len(side))
		for i, q := range side {
			flip[len(side)-1-i] = point{-q.x, q.y}
		}
		l.sculpt(at(petal(.62), 0), Stuff{color: tone(.8), round: r * .1, puff: .8})
		for _, p := range []Path{side, flip} {
			l.sculpt(at(p, 0), Stuff{color: tone(.98), round: r * .16, puff: .8, gloss: .22, drop: r * .1})
		}
		middle := outline("M 0 1 Q -.56 .7 -.42 0 Q -.3 -.56 0 -.82 Q .3 -.56 .42 0 Q .56 .7 0 1")
		l.sculpt(at(middle, 0), Stuff{color: tone(1.06), round: r * .18, puff: .8, gloss: .25, drop: r * .12})
	case "gyps":
		l.scatter(30, x, y, r, func(px, py, _ float64) {
			l.fill(l.line(Path{{px, py}, {x, y + r}}, 1, 0), hsl(.29, .3, .5), .35)
		})
		l.scatter(46, x, y, r, func(px, py, _ float64) { l.whorl(5, px, py, 0, r*.11, r*.05, hex("#fbfaf7"), 0, 0) })
	case "lavender":
		lean := l.in(-.5, .5) + (x-400)/500
		for i := range 16 {
			t := float64(i) / 15
			px, py := x+r*1.5*(1-t)*math.Sin(lean), y+r-r*2.3*(1-t)*math.Cos(lean)
			for _, side := range []float64{-1, 1} {
				w := r * (.1 + .1*t)
				l.sculpt(ellipse(0, 0, w, w*.7).move(px+side*w*.8, py, 1, lean+side*.6), Stuff{color: plain(hsl(.735+l.in(-.02, .02), .42, l.in(.5, .64))), round: 2, puff: .9, drop: 1.5})
			}
		}
	case "leaf":
		l.branch(x, y, r*1.7, (x-400)/260+l.in(-.3, .3))
	}
}

// branch is eucalyptus: a stem with round grey-green leaves in pairs, leaning by turn.
func (l look) branch(x, y, long, turn float64) {
	sin, cos := math.Sincos(turn)
	l.fill(l.line(Path{{x, y}, {x + sin*long, y - cos*long}}, 3, 0), hsl(.3, .25, .35), 1)
	for i := range 6 {
		t := .2 + .16*float64(i)
		w := long * (.2 - .02*float64(i))
		for _, side := range []float64{-1, 1} {
			px, py := x+sin*long*t+side*cos*w*.7, y-cos*long*t+side*sin*w*.7
			l.sculpt(ellipse(0, 0, w*.62, w*.5).move(px, py, 1, turn+side*.5), Stuff{color: plain(hsl(.38+l.in(-.03, .02), .2, l.in(.42, .56))), round: w * .12, puff: .8, drop: 3, gloss: .08})
		}
	}
}
