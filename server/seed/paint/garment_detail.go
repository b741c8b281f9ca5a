package main

import "fmt"

// closing draws how the front closes.
func (g *garment) closing(t top, body *Mask) {
	y0, y1 := t.y+t.depth, t.y+t.length
	edge := g.base.lit(.45)
	pearl := mix(g.base, ivory, .82)
	if g.base.luma() > .72 {
		pearl = hex("#d8cdb8")
	}
	switch t.open {
	case "placket":
		g.sculpt(roundRect(384, y0-6, 32, 118, 4), Stuff{color: g.cloth, round: 3, puff: .6, drop: 2})
		for i := range 3 {
			g.button(400, y0+16+float64(i)*36, 6.5, pearl)
		}
	case "buttons":
		g.sculpt(roundRect(382, y0-8, 36, y1-y0+30, 2), Stuff{color: g.cloth, round: 3, puff: .5, drop: 3, clip: body, bump: g.textureOr()})
		n := int((y1 - y0 - 50) / 72)
		for i := range n + 1 {
			g.button(400, y0+30+float64(i)*(y1-y0-80)/float64(max(n, 1)), 7.5, pearl)
		}
	case "big buttons":
		g.fill(g.line(outline(fmt.Sprintf("M 412 %g L 412 %g", y0, y1)), 3, 0).within(body), edge, .6)
		for i := range 4 {
			g.button(396, y0+40+float64(i)*(y1-y0-130)/3, 14, hex("#5a3d2b"))
		}
	case "zip":
		g.fill(g.line(outline(fmt.Sprintf("M 400 %g L 400 %g", y0-20, y1)), 13, 0).within(body), edge, .9)
		g.fill(g.line(outline(fmt.Sprintf("M 400 %g L 400 %g", y0-20, y1)), 5, 3).within(body), hex("#d9dbe0"), 1)
		g.sculpt(roundRect(394, y0+8, 12, 26, 5), Stuff{color: plain(hex("#c9ccd2")), round: 3, puff: .8, gloss: .7, drop: 4})
	case "robe":
		for _, x := range []float64{366, 434} {
			g.sculpt(outline(fmt.Sprintf("M %g %g L %g %g L %g %g L %g %g", 400+(x-400)*1.55, t.y-2, 400+(x-400)*.62, y0+40, 400+(x-400)*.55, y1+6, 400+(x-400)*1.3, y1+6)),
				Stuff{color: g.trim, round: 4, puff: .6, drop: 5, clip: body})
		}
		g.fill(g.line(outline(fmt.Sprintf("M 400 %g L 400 %g", y0+40, y1)), 3, 0).within(body), edge, .8)
	case "double":
		g.fill(g.line(outline(fmt.Sprintf("M 446 %g L 452 %g", y0+60, y1)), 2.5, 0).within(body), edge, .7)
		for _, down := range []float64{52, 168, 246} {
			for _, x := range []float64{346, 454} {
				g.button(x-6, y0+down, 10, g.base.lit(.55))
			}
		}
	}
}

// collarOf draws what stands round the neck.
func (g *garment) collarOf(t top) {
	n, d := 400+t.neck, t.y+t.depth
	switch t.collar {
	case "rib":
		g.sculpt(sym(fmt.Sprintf("M 400 %g Q %g %g %g %g L %g %g Q %g %g 400 %g",
			d-7, n-t.neck*.28, d-t.depth*.12-5, n-7, t.y-6, n+9, t.y+3, n-t.neck*.02, d+3, d+13)),
			Stuff{color: g.trim, round: 5, puff: .7, drop: 4, bump: ribs(8)})
	case "shirt":
		g.sculpt(sym(fmt.Sprintf("M 400 %g Q %g %g %g %g L %g %g Q %g %g 400 %g", t.y-14, n-8, t.y-14, n+3, t.y-4, n-2, t.y+20, n-20, t.y+16, t.y+10)),
			Stuff{color: func(x, y float64) Color { return g.cloth(x, y).lit(.82) }, round: 4, puff: .5})
		wing := outline(fmt.Sprintf("M 402 %g L %g %g Q %g %g %g %g L %g %g L %g %g", d+2, n-6, t.y-16, n+14, t.y-8, n+18, t.y+12, n+6, d+38, n-30, d+34))
		for _, p := range []Path{wing, wing.mirror()} {
			g.sculpt(p, Stuff{color: g.cloth, round: 4, puff: .7, drop: 6})
		}
	case "lapel":
		lapel := outline(fmt.Sprintf("M 404 %g L %g %g Q %g %g %g %g L %g %g L %g %g L %g %g", d+30, n-8, t.y-18, n+14, t.y-10, n+18, t.y+10, n+34, t.y+58, n+14, t.y+64, n+22, t.y+92))
		for _, p := range []Path{lapel.mirror(), lapel} {
			g.sculpt(p, Stuff{color: func(x, y float64) Color { return g.cloth(x, y).lit(1.04) }, round: 4, puff: .7, drop: 7})
		}
	case "band":
		band := outline(fmt.Sprintf("M %g %g L %g %g L 410 %g L 402 %g", n-10, t.y-8, n+8, t.y, d+12, d-6))
		for _, p := range []Path{band, band.mirror()} {
			g.sculpt(p, Stuff{color: g.trim, round: 4, puff: .7, drop: 4})
		}
	case "hood":
		g.hoodFront(t)
	}
}

func (g *garment) hoodBack(t top) {
	g.sculpt(sym(fmt.Sprintf("M 400 %g Q 474 %g 500 %g Q 512 %g 486 %g L 400 %g", t.y-96, t.y-96, t.y-36, t.y+10, t.y+24, t.y+30)),
		Stuff{color: g.cloth, round: 14, puff: .7, drop: 12, bump: folds(0)})
	g.sculpt(sym(fmt.Sprintf("M 400 %g Q 446 %g 462 %g Q 468 %g 452 %g L 400 %g", t.y-74, t.y-70, t.y-28, t.y+14, t.y+34, t.y+50)),
		Stuff{color: plain(g.base.lit(.5)), round: 10, puff: -.6})
}

func (g *garment) hoodFront(t top) {
	p := outline(fmt.Sprintf("M 396 %g Q 440 %g 470 %g Q 500 %g 506 %g Q 480 %g 402 %g", t.y+t.depth+26, t.y+30, t.y-24, t.y-20, t.y+16, t.y+60, t.y+t.depth+40))
	for _, q := range []Path{p.mirror(), p} {
		g.sculpt(q, Stuff{color: g.cloth, round: 9, puff: .7, drop: 7})
	}
	for _, x := range []float64{372, 428} {
		cord := outline(fmt.Sprintf("M %g %g Q %g %g %g %g", x, t.y+t.depth+22, x+4, t.y+t.depth+70, x-2, t.y+t.depth+112))
		m := g.line(cord, 6, 0)
		g.shadow(m, 3, 5, 3, .3)
		g.sculptMask(m, Stuff{color: plain(mix(g.base, ivory, .75)), round: 2, puff: 1})
		g.sculpt(roundRect(x-6, t.y+t.depth+108, 8, 18, 3), Stuff{color: plain(hex("#c9ccd2")), round: 2, puff: 1, gloss: .6})
	}
}

// belt is a band round the waist with a knot.
func (g *garment) belt(y, half float64, on *Mask, col Color) {
	band := g.mask(roundRect(400-half-20, y-13, 2*half+40, 26, 3))
	g.sculptMask(band, Stuff{color: plain(col), round: 5, puff: .7, clip: on, drop: 4})
	for i, p := range []string{"M 404 %g Q 420 %g 432 %g L 414 %g Q 404 %g 396 %g", "M 398 %g Q 392 %g 372 %g L 386 %g Q 396 %g 404 %g"} {
		long := 96 - 14*float64(i)
		g.sculpt(outline(fmt.Sprintf(p, y, y+long*.5, y+long, y+long+8, y+long*.5, y+6)), Stuff{color: plain(col), round: 5, puff: .7, drop: 6})
	}
	g.sculpt(roundRect(384, y-16, 32, 34, 11), Stuff{color: plain(col), round: 7, puff: .8, drop: 6})
}
