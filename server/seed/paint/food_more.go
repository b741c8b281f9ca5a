package main

import "math"

func (l look) dumplings(kind string) {
	switch kind {
	case "manti", "pumpkin":
		dough := hex("#f1e2c4")
		if kind == "pumpkin" {
			dough = hex("#f3d9a2")
		}
		for _, at := range []point{{400, 286}, {508, 366}, {466, 494}, {334, 494}, {292, 366}} {
			l.manti(at.x, at.y, 76, dough)
		}
		l.cream(400, 402, 46)
		l.scatter(40, 400, 400, 190, func(x, y, turn float64) { l.stick(x, y, 7, 4, turn, hex("#b03a22"), .2) })
	case "chuchvara":
		l.broth(hex("#d9a654"), 236)
		l.fat(46, 210, hex("#d9a654"))
		l.scatter(46, 400, 404, 186, func(x, y, turn float64) {
			p := outline("M -30 8 Q -34 -14 -10 -18 Q 0 -24 10 -18 Q 34 -14 30 8 Q 16 24 0 16 Q -16 24 -30 8")
			l.sculpt(p.move(x, y, l.in(.9, 1.15), turn*2), Stuff{color: plain(hex("#f1e0bd")), round: 7, puff: .9, gloss: .4, drop: 5})
		})
		l.cream(410, 392, 44)
	case "dolma":
		for i := range 9 {
			x, y := 304+float64(i%3)*96, 304+float64(i/3)*96
			turn := .5 + l.in(-.15, .15)
			phase := l.in(0, 50)
			l.sculpt(roundRect(-66, -33, 132, 66, 30).move(x, y, 1, turn), Stuff{color: func(wx, wy float64) Color {
				return hsl(.2, .42, .27+.05*noise(wx/9+phase, wy/9))
			}, round: 15, puff: .9, gloss: .4, sharp: 10, drop: 10, bump: func(wx, wy float64) float64 {
				u := (wx-x)*math.Cos(turn) + (wy-y)*math.Sin(turn)
				v := -(wx-x)*math.Sin(turn) + (wy-y)*math.Cos(turn)
				return 2.6*math.Sin(math.Abs(u)/9+v/13) + 2*noise(wx/7, wy/7)
			}})
		}
		l.cream(500, 306, 50)
	}
	l.herbs(34, 400, 400, 190)
}

// manti is a steamed dumpling: a pouch whose corners are pinched together on top.
func (l look) manti(x, y, r float64, dough Color) {
	phase := l.in(0, 2*math.Pi)
	p := make(Path, 64)
	for i := range p {
		a := 2 * math.Pi * float64(i) / 64
		d := r * (.96 + .07*math.Cos(4*(a-phase)))
		p[i] = point{x + d*math.Cos(a), y + d*math.Sin(a)*.95}
	}
	l.sculpt(p, Stuff{color: plain(dough), round: r * .3, puff: .8, gloss: .45, sharp: 14, drop: 12, bump: func(wx, wy float64) float64 {
		d, a := math.Hypot(wx-x, wy-y)/r, math.Atan2(wy-y, wx-x)
		return 7*math.Pow(math.Abs(math.Cos(2*(a-phase))), 7)*smooth(.95, .3, d) + 3*math.Sin(16*a)*smooth(.1, .3, d)*smooth(.6, .3, d)
	}})
}

// crust is baked dough: golden, darker where it rises, blistered.
func crust(tone float64) func(x, y float64) Color {
	return func(x, y float64) Color {
		n := noise(x/38, y/34)*.6 + noise(x/15, y/15)*.4
		return hsl(.085-.012*n, .68, tone+.1*n)
	}
}

func (l look) sesame(n int, x, y, r float64) {
	l.scatter(n, x, y, r, func(x, y, turn float64) {
		l.sculpt(ellipse(0, 0, 6.4, 3.8).move(x, y, 1, turn), Stuff{color: plain(hex("#f6e6bd")), round: 1.4, puff: 1, drop: 2})
	})
}

func (l look) samsa(kind string) {
	for i, at := range []struct{ x, y, turn float64 }{{400, 262, .1}, {284, 456, 2.2}, {520, 462, 4.3}} {
		if kind == "round" {
			l.sculpt(ellipse(at.x, at.y, 108, 104), Stuff{color: crust(.56), round: 34, puff: .8, gloss: .3, sharp: 10, drop: 18, bump: func(x, y float64) float64 {
				d, a := math.Hypot(x-at.x, y-at.y), math.Atan2(y-at.y, x-at.x)
				return 3*math.Sin(d/11+a) + 1.4*noise(x/9, y/9)
			}})
			l.sesame(36, at.x, at.y, 62)
			continue
		}
		tri := outline("M 0 -128 Q 34 -120 58 -66 Q 112 22 124 62 Q 122 96 84 98 Q 0 108 -84 98 Q -122 96 -124 62 Q -112 22 -58 -66 Q -34 -120 0 -128")
		l.sculpt(tri.move(at.x, at.y, 1, at.turn), Stuff{color: crust(.54), round: 34, puff: .85, gloss: .3, sharp: 10, drop: 20, bump: func(x, y float64) float64 {
			return 2.2*math.Sin((math.Hypot(x-at.x, y-at.y)+10*float64(i))/8) + 1.6*noise(x/9, y/9)
		}})
		l.sesame(44, at.x, at.y+6, 66)
	}
	l.emoji("1f9c5", 646, 268, 110, .2, 1)
	l.herbs(20, 190, 300, 60)
}

func (l look) bread(kind string) {
	r := 270.0
	l.sculpt(ellipse(400, 400, r, r*.98), Stuff{color: func(x, y float64) Color {
		d := math.Hypot(x-400, y-400) / r
		return mix(hsl(.1, .6, .66), crust(.5)(x, y), float32(smooth(.3, .8, d)))
	}, round: 46, puff: .7, gloss: .25, sharp: 8, drop: 22, bump: func(x, y float64) float64 {
		d, a := math.Hypot(x-400, y-400), math.Atan2(y-400, x-400)
		if kind == "patir" {
			return 6*math.Sin(d/15-2*a) + 2*noise(x/14, y/14)
		}
		return -46*smooth(.62*r, .5*r, d)*.5 + 2*noise(x/16, y/16)
	}})
	// chekich: the stamp that keeps the middle flat
	for ring, n := range []int{1, 8, 14, 20} {
		for i := range n {
			a := 2*math.Pi*float64(i)/float64(n) + float64(ring)*.2
			d := float64(ring) * 34
			l.sculpt(ellipse(400+d*math.Cos(a), 400+d*math.Sin(a), 6.5, 6.5), Stuff{color: plain(hsl(.075, .6, .42)), round: 2, puff: -1})
		}
	}
	if kind != "patir" {
		for i := range 16 {
			a := 2 * math.Pi * float64(i) / 16
			l.fill(l.line(Path{{400 + 122*math.Cos(a), 400 + 122*math.Sin(a)}, {400 + 150*math.Cos(a+.1), 400 + 150*math.Sin(a+.1)}}, 5, 0), hsl(.07, .6, .4), .7)
		}
	}
	l.sesame(90, 400, 400, 130)
	l.sesame(40, 400, 400, 230)
}

// slice of a round vegetable: rim, flesh and seeds.
func (l look) slice(x, y, r float64, rim, flesh, seed Color, chambers int) {
	l.sculpt(ellipse(x, y, r, r*.95), Stuff{color: plain(rim), round: 4, puff: .8, gloss: .5, drop: 6})
	l.fill(l.mask(ellipse(x, y, r*.86, r*.81)), flesh, 1)
	for i := range chambers {
		a := 2*math.Pi*float64(i)/float64(chambers) + x
		cx, cy := x+r*.48*math.Cos(a), y+r*.46*math.Sin(a)
		l.sculpt(ellipse(cx, cy, r*.27, r*.22), Stuff{color: plain(mix(flesh, seed, .35)), round: 3, puff: -.5, gloss: .6})
		for k := range 3 {
			b := a + float64(k-1)*.4
			l.fill(l.mask(ellipse(x+r*.5*math.Cos(b), y+r*.48*math.Sin(b), 3.4, 2.4)), seed, .95)
		}
	}
}

func (l look) salad(kind string) {
	r := 190.0
	tomato := func(x, y, s float64) { l.slice(x, y, s, hex("#c9302b"), hex("#e0533f"), hex("#f3d28a"), 5) }
	cucumber := func(x, y, s float64) { l.slice(x, y, s, hex("#3f7a3a"), hex("#d6e8ae"), hex("#eef3cf"), 3) }
	switch kind {
	case "achichuk":
		l.scatter(30, 400, 404, r, func(x, y, _ float64) { tomato(x, y, l.in(50, 64)) })
		l.scatter(22, 400, 400, r*.9, func(x, y, _ float64) { l.ringOf(x, y, l.in(30, 46), hex("#d9b3cf")) })
		l.emoji("1f336-fe0f", 430, 372, 150, .4, 1)
		l.herbs(50, 400, 400, r)
	case "radish":
		l.scatter(240, 400, 404, r, func(x, y, turn float64) {
			l.stick(x, y, l.in(50, 76), 8, turn, hsl(.24, .32, l.in(.72, .84)).lit(heap(x, y, 220)), .4)
		})
		l.scatter(44, 400, 396, r*.7, func(x, y, turn float64) { l.stick(x, y, l.in(50, 66), 13, turn, hex("#a8705a"), .2) })
		l.scatter(60, 400, 396, 80, func(x, y, turn float64) { l.stick(x, y, l.in(24, 40), 6, turn, hex("#b9762c"), .4) })
		l.herbs(16, 400, 400, r*.7)
	case "green":
		l.scatter(26, 400, 404, r, func(x, y, _ float64) { cucumber(x, y, l.in(40, 50)) })
		l.scatter(16, 400, 404, r*.94, func(x, y, _ float64) {
			l.slice(x, y, l.in(30, 36), hex("#c52b55"), hex("#faf3f4"), hex("#f3dfe4"), 0)
		})
		for i := range 5 {
			a := float64(i)*1.26 + .3
			l.egg(400+104*math.Cos(a), 400+100*math.Sin(a), 48)
		}
		l.herbs(90, 400, 400, r)
	case "aubergine":
		l.scatter(40, 400, 404, r*.94, func(x, y, _ float64) { l.lump(x, y, l.in(32, 44), hsl(l.in(.07, .09), .6, l.in(.36, .46)), 3.4, .6) })
		l.scatter(14, 400, 400, r*.86, func(x, y, _ float64) { l.lump(x, y, l.in(30, 38), hex("#cf3a2c"), .8, .7) })
		l.scatter(10, 400, 400, r*.8, func(x, y, turn float64) { l.stick(x, y, 40, 9, turn, hex("#5a2f5c"), .5) })
		l.sesame(70, 400, 400, r*.9)
		l.herbs(60, 400, 400, r*.9)
	case "suzma":
		l.cream(400, 404, 206)
		for i := range 6 {
			a := float64(i) * 1.05
			cucumber(400+128*math.Cos(a), 404+120*math.Sin(a), 38)
		}
		l.scatter(14, 400, 404, 60, func(x, y, _ float64) { l.fill(l.mask(ellipse(x, y, l.in(6, 14), l.in(5, 10))), hex("#c9a93a"), .6) })
		l.herbs(60, 400, 404, 110)
	}
}

func (l look) sweet(kind string) {
	switch kind {
	case "baklava":
		for row := range 3 {
			for k := range 3 {
				x, y := 400+float64(k-1)*104+float64(row-1)*26, 400+float64(row-1)*92
				p := Path{{0, -62}, {66, 0}, {0, 62}, {-66, 0}}
				l.sculpt(p.move(x, y, 1, 0), Stuff{color: func(wx, wy float64) Color {
					return crust(.52)(wx, wy).lit(float32(1 + .1*math.Sin((wy+wx*.2)/3)))
				}, round: 8, puff: .8, gloss: .6, sharp: 12, drop: 14})
				l.lump(x, y, 20, hex("#8a5a34"), 4, .3)
				l.scatter(10, x, y, 30, func(x, y, turn float64) { l.stick(x, y, 8, 4, turn, hex("#7fa33a"), .2) })
			}
		}
	case "chakchak":
		l.sculpt(ellipse(400, 402, 186, 176), Stuff{color: plain(hex("#c9822c")), round: 50, puff: .9, drop: 14})
		l.scatter(420, 400, 398, 184, func(x, y, turn float64) {
			l.stick(x, y, l.in(26, 36), 15, turn, hsl(l.in(.09, .115), .78, l.in(.52, .64)).lit(heap(x, y, 200)), .75)
		})
		l.scatter(16, 400, 390, 130, func(x, y, _ float64) { l.lump(x, y, 13, hex("#8a5a34"), 2, .3) })
	case "halva":
		colors := []string{"#d9c39a", "#a9b36a", "#b98a5c"}
		for i := range 9 {
			x, y := 400+float64(i%3-1)*122, 400+float64(i/3-1)*116
			col := hex(colors[i%3])
			l.sculpt(roundRect(-52, -46, 104, 92, 10).move(x, y, 1, l.in(-.12, .12)), Stuff{color: func(wx, wy float64) Color {
				return col.lit(float32(1 + .14*noise(wx/5, wy/16) + .1*noise(wx/2, wy/2)))
			}, round: 10, puff: .8, drop: 14, bump: func(wx, wy float64) float64 { return 1.6 * noise(wx/5, wy/12) }})
			l.lump(x, y, 15, hex([]string{"#f0e2bd", "#7fa33a", "#7a4a2a"}[i%3]), 2, .3)
		}
	}
}

func (l look) fruit() {
	for _, f := range []struct {
		code             string
		x, y, size, turn float64
	}{
		{"1f348", 330, 318, 250, -.1}, {"1f349", 500, 336, 240, .2}, {"1f347", 384, 470, 250, .1}, {"1f351", 536, 492, 170, .1},
		{"1f350", 256, 456, 170, -.3}, {"1f352", 462, 560, 130, .2}, {"1f34e", 302, 566, 140, .1},
	} {
		l.emoji(f.code, f.x, f.y, f.size, f.turn, 1)
	}
}
