package main

import "math"

// heap lights things by their place on a mound: bright at its upper left, dim at its foot.
func heap(x, y, r float64) float32 {
	dx, dy := (x-400)/r, (y-400)/r
	return float32(1.12 - .16*(dx*.5+dy*.8) - .12*(dx*dx+dy*dy))
}

func (l look) plov(top string) {
	l.sculpt(ellipse(400, 404, 214, 208), Stuff{color: plain(hex("#e6b95f")), round: 40, puff: .8, drop: 10})
	gold := map[string]float64{"chickpea": .115, "garlic": .095, "egg": .125}[top]
	l.scatter(2700, 400, 400, 216, func(x, y, turn float64) {
		l.stick(x, y, l.in(18, 25), 6.4, turn, hsl(gold+l.in(-.01, .012), .8, l.in(.7, .82)).lit(heap(x, y, 216)), .3)
	})
	carrots := 90
	if top == "egg" {
		carrots = 150
	}
	l.scatter(carrots, 400, 396, 180, func(x, y, turn float64) {
		l.stick(x, y, l.in(34, 56), 8.5, turn, hsl(l.in(.075, .11), .88, l.in(.52, .6)).lit(heap(x, y, 216)), .4)
	})
	l.scatter(9, 400, 380, 92, func(x, y, _ float64) { l.lump(x, y, l.in(30, 44), hsl(l.in(.045, .06), .52, l.in(.34, .42)), 2.6, .35) })
	switch top {
	case "chickpea":
		l.scatter(34, 400, 396, 176, func(x, y, _ float64) { l.lump(x, y, 11, hex("#e3b667"), .3, .4) })
		l.scatter(22, 400, 396, 182, func(x, y, _ float64) { l.lump(x, y, 9, hex("#4a2a22"), 1.2, .5) })
		l.emoji("1f336-fe0f", 486, 320, 150, .3, 1)
	case "garlic":
		l.emoji("1f9c4", 400, 352, 160, .1, 1)
		l.emoji("1f336-fe0f", 300, 432, 150, -.5, 1)
		l.emoji("1f336-fe0f", 500, 440, 130, .9, 1)
	case "egg":
		for _, at := range []point{{340, 330}, {452, 322}, {398, 420}, {500, 400}, {306, 418}} {
			l.egg(at.x, at.y, 34)
		}
		l.herbs(30, 400, 400, 150)
	}
	l.scatter(120, 400, 400, 218, func(x, y, turn float64) {
		l.stick(x, y, l.in(18, 25), 6.4, turn, hsl(gold+l.in(-.01, .012), .8, l.in(.72, .84)).lit(heap(x, y, 216)), .35)
	})
}

func (l look) egg(x, y, r float64) {
	l.sculpt(ellipse(x, y, r, r*.84), Stuff{color: plain(hex("#faf7f0")), round: r * .3, puff: .7, gloss: .4, drop: 6})
	l.sculpt(ellipse(x+2, y, r*.52, r*.5), Stuff{color: plain(hex("#f2ab2c")), round: r * .2, puff: .8, gloss: .3})
}

func (l look) kebab(kind string) {
	// a sheet of lavash under the skewers
	l.sculpt(ellipse(400, 408, 226, 218), Stuff{color: func(x, y float64) Color {
		return hsl(.1, .5, .8-.07*smooth(.2, .6, noise(x/24, y/24)))
	}, round: 9, puff: .6, drop: 6, bump: func(x, y float64) float64 { return 3.4 * noise(x/40, y/34) }})
	turn := -.62
	sin, cos := math.Sincos(turn)
	for i := range 4 {
		off := (float64(i) - 1.5) * 84
		cx, cy := 400-sin*off, 400+cos*off
		m := l.line(Path{{cx - cos*330, cy - sin*330}, {cx + cos*300, cy + sin*300}}, 8, 0)
		l.shadow(m, 5, 9, 5, .45)
		l.sculptMask(m, Stuff{color: plain(hex("#b9bcc2")), round: 2, puff: 1, gloss: .8})
		if kind == "minced" {
			p := roundRect(-170, -31, 340, 62, 30).move(cx, cy, 1, turn)
			l.sculpt(p, Stuff{color: func(x, y float64) Color {
				return hex("#95562f").lit(float32(1.02 + .2*noise(x/22, y/22) + .08*noise(x/5, y/5)))
			}, round: 15, puff: .9, gloss: .3, sharp: 12, drop: 12, bump: func(x, y float64) float64 {
				return 1.8*noise(x/13, y/13) + 3*math.Sin(((x-cx)*cos+(y-cy)*sin)/17)
			}})
			continue
		}
		for k := range 6 {
			t := (float64(k) - 2.5) * 58
			x, y := cx+cos*t, cy+sin*t
			switch kind {
			case "vegetables":
				colors := []string{"#c9382b", "#5a2f5c", "#e8a92c", "#4f8a35", "#d9c9a8", "#c9382b"}
				l.lump(x, y, 33, hex(colors[(k+i)%6]), 1, .5)
			case "chunks":
				if k%3 == 2 {
					l.lump(x, y, 27, hex("#e6c79a"), 1.4, .6)
				} else {
					l.lump(x, y, 36, hsl(l.in(.045, .06), .52, l.in(.36, .44)), 3, .35)
				}
			case "chicken":
				l.lump(x, y, 37, hsl(l.in(.085, .1), .74, l.in(.54, .62)), 2.6, .45)
			case "liver":
				l.lump(x, y, 33, hsl(l.in(.02, .035), .42, l.in(.26, .33)), 1.4, .6)
				if k%2 == 1 {
					l.lump(x+4, y-4, 18, hex("#e3d0b4"), 1, .4)
				}
			}
		}
	}
	for range 5 {
		l.ringOf(l.in(470, 590), l.in(500, 590), l.in(28, 40), hex("#c07aa8"))
	}
	l.herbs(26, 300, 300, 110)
	if kind == "chicken" {
		l.emoji("1f34b", 254, 520, 120, .3, 1)
	} else {
		l.emoji("1f345", 246, 512, 118, -.2, 1)
	}
}

// broth fills a bowl and floats drops of fat on it.
func (l look) broth(col Color, r float64) {
	l.sculpt(ellipse(400, 404, r, r), Stuff{color: func(x, y float64) Color {
		return col.lit(float32(1 + .08*noise(x/60, y/60)))
	}, round: 18, puff: -.25, gloss: .3, sharp: 30})
}

func (l look) fat(n int, r float64, col Color) {
	l.scatter(n, 400, 404, r, func(x, y, _ float64) {
		p := ellipse(x, y, l.in(4, 11), l.in(4, 10))
		l.fill(l.mask(p), col.lit(1.15), .55)
		l.fill(l.line(append(p, p[0]), 1.4, 0), col.lit(.8), .5)
	})
}

func (l look) soup(kind string) {
	r := 236.0
	switch kind {
	case "shurva":
		col := hex("#c9832f")
		l.broth(col, r)
		l.fat(60, r*.9, col)
		for _, at := range []point{{330, 330}, {480, 470}, {322, 480}} {
			l.lump(at.x, at.y, 58, hex("#ecd08a"), 1, .3)
		}
		for _, at := range []point{{468, 330}, {400, 520}} {
			l.stick(at.x, at.y, 150, 46, l.in(0, 3), hex("#e8771f"), .4)
		}
		l.lump(404, 398, 66, hex("#7d4a33"), 4, .3)
		l.scatter(18, 400, 404, 190, func(x, y, _ float64) { l.lump(x, y, 12, hex("#e0b562"), .3, .4) })
	case "mastava":
		col := hex("#cf6f2f")
		l.broth(col, r)
		l.fat(40, r*.9, col)
		l.scatter(260, 400, 404, r*.86, func(x, y, turn float64) { l.stick(x, y, 16, 6, turn, hsl(.11, .5, l.in(.78, .88)), .3) })
		l.scatter(26, 400, 404, r*.8, func(x, y, turn float64) { l.stick(x, y, 26, 22, turn, hsl(.07, .85, .54), .4) })
		l.scatter(16, 400, 404, r*.8, func(x, y, _ float64) { l.lump(x, y, 20, hex("#8a4f36"), 2, .3) })
		l.cream(404, 398, 62)
	case "moshxorda":
		col := hex("#a8893f")
		l.broth(col, r)
		l.scatter(420, 400, 404, r*.9, func(x, y, turn float64) { l.stick(x, y, 12, 8.4, turn, hsl(.19, .4, l.in(.34, .46)), .45) })
		l.scatter(120, 400, 404, r*.86, func(x, y, turn float64) { l.stick(x, y, 15, 6, turn, hsl(.11, .45, .86), .3) })
		l.scatter(30, 400, 404, r*.8, func(x, y, turn float64) { l.stick(x, y, 24, 18, turn, hsl(.07, .85, .54), .4) })
		l.cream(370, 380, 54)
	}
	l.herbs(70, 400, 404, r*.8)
}

// cream is a spoonful of yoghurt, swirled.
func (l look) cream(x, y, r float64) {
	l.sculpt(ellipse(x, y, r, r*.9), Stuff{color: plain(hex("#fbf9f3")), round: r * .3, puff: .7, gloss: .3, drop: 6,
		bump: func(wx, wy float64) float64 {
			d, a := math.Hypot(wx-x, wy-y), math.Atan2(wy-y, wx-x)
			return 3.4 * math.Sin(d/r*9-a)
		}})
}

func (l look) noodles(kind string) {
	r, wide, col := 214.0, 13.0, hex("#efd9a2")
	switch kind {
	case "fried":
		col = hex("#d9a961")
	case "norin":
		wide, col = 6, hex("#dcc49a")
	}
	if kind == "lagmon" {
		l.broth(hex("#b9502a"), 240)
		l.fat(30, 220, hex("#c9622f"))
		r = 196
	} else {
		l.sculpt(ellipse(400, 402, r, r*.96), Stuff{color: plain(col.lit(.7)), round: 30, puff: .7, drop: 8})
	}
	strands := int(900 / wide)
	for range strands {
		a, d := l.in(0, 2*math.Pi), l.in(.1, .95)*r
		var p Path
		bend, at := l.in(.7, 2.1)*float64(1-2*int(l.next()*2)), l.in(-.3, .3)
		for k := range 22 {
			t := a + bend*float64(k)/21
			e := d * (1 + at*math.Sin(float64(k)/6))
			e = min(e, r)
			p = append(p, point{400 + e*math.Cos(t), 402 + e*math.Sin(t)*.97})
		}
		m := l.line(p, wide, 0)
		l.shadow(m, 1.5, 3, 3, .35)
		l.sculptMask(m, Stuff{color: plain(col.lit(float32(l.in(.94, 1.06)))), round: wide * .24, puff: 1, gloss: .4, sharp: 14})
	}
	switch kind {
	case "norin":
		for i := range 7 {
			a := float64(i) * .9
			l.qazi(400+96*math.Cos(a), 396+92*math.Sin(a), 46)
		}
		l.ringOf(400, 396, 40, hex("#efe4ea"))
	default:
		l.scatter(16, 400, 390, 120, func(x, y, _ float64) { l.lump(x, y, l.in(20, 28), hex("#7d4228"), 2.4, .4) })
		for _, c := range []string{"#c9302b", "#4f8a35", "#e8a92c"} {
			l.scatter(10, 400, 390, 132, func(x, y, turn float64) { l.stick(x, y, l.in(34, 52), 17, turn, hex(c), .6) })
		}
		if kind == "fried" {
			l.scatter(16, 400, 400, 150, func(x, y, turn float64) { l.stick(x, y, 60, 15, turn, hex("#f3cf5c"), .2) })
		}
		l.herbs(46, 400, 390, 140)
	}
}

// qazi is a slice of horse sausage: dark meat, a rim of fat.
func (l look) qazi(x, y, r float64) {
	l.sculpt(ellipse(x, y, r, r*.94), Stuff{color: plain(hex("#e9d3b0")), round: 5, puff: .7, drop: 6})
	l.sculpt(ellipse(x+2, y+2, r*.78, r*.7), Stuff{color: func(wx, wy float64) Color {
		if noise(wx/6, wy/9) > .42 {
			return hex("#e3c3a0")
		}
		return hex("#7a2f2a").lit(float32(1 + .2*noise(wx/4, wy/4)))
	}, round: 4, puff: .5, gloss: .2})
}
