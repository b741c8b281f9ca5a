package main

import (
	"fmt"
	"math"
)

// garment draws clothes on a hanger before a wall.
type garment struct {
	*Canvas
	base    Color
	cloth   func(x, y float64) Color
	trim    func(x, y float64) Color // collars, ribs, bands
	thread  Color                    // seams
	texture func(x, y float64) float64
}

// top is anything worn above the waist. Widths are half widths, lengths run down from the shoulder, in units.
type top struct {
	y                    float64 // of the shoulder line at the neck
	shoulder, chest, hem float64
	armhole, length      float64
	sleeve, angle, cuff  float64 // length, radians from hanging straight, width at the wrist; length 0: none
	neck, depth          float64 // half width and depth of the neck opening
	open                 string  // how it closes: "", placket, buttons, zip, robe, double
	collar               string  // "", rib, shirt, lapel, band, hood
	rib                  float64 // height of hem and cuff ribs
	curve                float64 // how far the hem hangs lower in the middle
}

func (g *garment) drawTop(t top) {
	g.hanger(t.y - 8)
	inside := g.mask(sym(fmt.Sprintf("M 400 %g Q %g %g %g %g L %g %g L 400 %g",
		t.y-10, 400+t.neck*.7, t.y-8, 400+t.neck, t.y, 400+t.neck, t.y+t.depth+20, t.y+t.depth+26)))
	g.fill(inside, g.base.lit(.5), 1)
	if t.collar == "hood" {
		g.hoodBack(t)
	}
	if t.sleeve > 0 {
		g.sleeves(t)
	}
	side := 400 + (t.chest+t.hem)/2
	body := g.sculpt(sym(fmt.Sprintf("M 400 %g Q %g %g %g %g L %g %g Q %g %g %g %g Q %g %g %g %g Q %g %g 400 %g",
		t.y+t.depth, 400+t.neck*.9, t.y+t.depth*.92, 400+t.neck, t.y,
		400+t.shoulder, t.y+36,
		400+t.chest-12, t.y+t.armhole*.6, 400+t.chest, t.y+t.armhole,
		side-6, t.y+(t.armhole+t.length)/2, 400+t.hem, t.y+t.length-t.curve,
		400+t.hem*.6, t.y+t.length, t.y+t.length)),
		Stuff{color: g.cloth, round: 13, puff: .62, drop: 16, bump: sum(folds(0), g.textureOr())})
	if t.rib > 0 {
		hem := g.mask(sym(fmt.Sprintf("M 400 %g L %g %g L %g %g L 400 %g", t.y+t.length-t.rib, 400+t.hem+8, t.y+t.length-t.rib, 400+t.hem+8, t.y+t.length+8, t.y+t.length+8)))
		g.sculptMask(hem, Stuff{color: g.trim, round: 5, puff: .5, bump: ribs(11), clip: body})
	} else {
		seam := outline(fmt.Sprintf("M 400 %g Q %g %g %g %g", t.y+t.length-15, 400+t.hem*.6, t.y+t.length-15, 400+t.hem, t.y+t.length-t.curve-15))
		for _, p := range []Path{seam, seam.mirror()} {
			g.fill(g.line(p, 1.6, 6).within(body), g.thread, .55)
		}
	}
	g.closing(t, body)
	g.collarOf(t)
}

func (g *garment) textureOr() func(x, y float64) float64 {
	if g.texture == nil {
		return func(_, _ float64) float64 { return 0 }
	}
	return g.texture
}

func (g *garment) sleeves(t top) {
	sin, cos := math.Sincos(t.angle)
	ax, ay := 400+t.shoulder-26, t.y+36+t.armhole*.36
	ex, ey := ax+sin*t.sleeve, ay+cos*t.sleeve
	ox, oy := ex+cos*t.cuff/2, ey-sin*t.cuff/2
	ix, iy := ex-cos*t.cuff/2, ey+sin*t.cuff/2
	p := outline(fmt.Sprintf("M %g %g Q %g %g %g %g Q %g %g %g %g Q %g %g %g %g L %g %g",
		400+t.shoulder-14, t.y+30, 400+t.shoulder+22, t.y+48, (400+t.shoulder+20+ox)/2+cos*14, (t.y+60+oy)/2-sin*10,
		ox+cos*2, oy-30*cos, ox, oy,
		ex+sin*7, ey+cos*7, ix, iy,
		400+t.chest-16, t.y+t.armhole+4))
	bend := func(x, y float64) float64 {
		return 4*noise((x*cos-y*sin)/26, (x*sin+y*cos)/110) + 3*noise(x/44, y/40+5)
	}
	for _, q := range []Path{p, p.mirror()} {
		m := g.sculpt(q, Stuff{color: g.cloth, round: 12, puff: .66, drop: 14, bump: sum(bend, g.textureOr())})
		flip := 1.0
		if q[0].x < 400 {
			flip = -1
		}
		at := func(x float64) float64 { return 400 + flip*(x-400) }
		if t.rib > 0 {
			h := t.rib * .95
			cuff := Path{{at(ox + cos*6), oy - sin*6}, {at(ix - cos*6), iy + sin*6}, {at(ix - cos*6 - sin*h), iy + sin*6 - cos*h}, {at(ox + cos*6 - sin*h), oy - sin*6 - cos*h}}
			g.sculptMask(g.mask(grow(cuff, 10, sin*flip, cos)), Stuff{color: g.trim, round: 5, puff: .5, bump: ribs(9), clip: m})
		} else {
			seam := Path{{at(ox - sin*13), oy - cos*13}, {at(ix - sin*13), iy - cos*13}}
			g.fill(g.line(seam, 1.6, 6).within(m), g.thread, .55)
		}
	}
}

// grow pushes the first two corners of a strip outwards along (dx, dy), so that it reaches past the edge it trims.
func grow(p Path, by, dx, dy float64) Path {
	for i := range 2 {
		p[i].x += dx * by
		p[i].y += dy * by
	}
	return p
}

func (g *garment) hanger(y float64) {
	wood := hex("#c89c6a")
	hook := outline(fmt.Sprintf("M 400 %g L 400 %g C 400 %g 432 %g 428 %g C 424 %g 388 %g 384 %g", y+2, y-34, y-52, y-52, y-76, y-106, y-104, y-78))
	m := g.line(hook, 5.5, 0)
	g.shadow(m, 5, 9, 5, .3)
	g.sculptMask(m, Stuff{color: plain(hex("#b9bcc2")), round: 2, puff: 1, gloss: .8})
	g.sculpt(sym(fmt.Sprintf("M 400 %g Q 440 %g 520 %g Q 552 %g 548 %g Q 500 %g 400 %g", y-8, y-6, y+34, y+48, y+58, y+40, y+22)),
		Stuff{color: plain(wood), round: 6, puff: .8, gloss: .25, drop: 8})
}

func (g *garment) button(x, y, r float64, col Color) {
	g.sculpt(ellipse(x, y, r, r), Stuff{color: plain(col), round: r * .3, puff: .8, gloss: .5, drop: 3})
	for _, d := range []point{{-.3, -.3}, {.3, -.3}, {-.3, .3}, {.3, .3}} {
		g.fill(g.mask(ellipse(x+d.x*r, y+d.y*r, r*.13, r*.13)), col.lit(.35), 1)
	}
}

// pocket is sewn on: a panel with a seam round it.
func (g *garment) pocket(p Path, on *Mask) {
	m := g.sculpt(p, Stuff{color: g.cloth, round: 3, puff: .5, drop: 3, clip: on, bump: folds(0)})
	var mid point
	for _, at := range p {
		mid.x += at.x / float64(len(p))
		mid.y += at.y / float64(len(p))
	}
	seam := append(append(Path(nil), p...), p[0]).move(mid.x*.12, mid.y*.12, .88, 0)
	g.fill(g.line(seam, 1.4, 6).within(m), g.thread, .5)
}
