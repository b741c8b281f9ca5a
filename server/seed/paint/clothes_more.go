package main

import (
	"fmt"
	"math"
)

// dress is a bodice with a skirt: sleeve none, short, elbow or long; length mini, midi or maxi; belt yes.
func (g *garment) dress(with map[string]string, child bool) {
	t := top{y: 150, shoulder: 118, chest: 112, hem: 84, armhole: 120, length: 196, sleeve: 92, angle: .5, cuff: 88, neck: 64, depth: 44}
	low := map[string]float64{"mini": 470, "midi": 640, "maxi": 730}[with["length"]]
	wide := 176.0
	switch with["sleeve"] {
	case "none":
		t.sleeve, t.shoulder, t.neck, t.depth = 0, 92, 62, 74
	case "elbow":
		t.sleeve, t.cuff, t.angle = 170, 96, .42
	case "long":
		t.sleeve, t.cuff, t.angle = 300, 58, .26
	}
	if child {
		t.y, t.shoulder, t.chest, t.hem, t.length, t.neck, wide = 200, 112, 112, 96, 170, 58, 206
		low = 590
	}
	if with["length"] == "maxi" {
		wide = 190
		t.y = 120
	}
	g.drawTop(t)
	waist := t.y + t.length - 14
	flow := func(x, y float64) float64 {
		spread := max((y-waist)/(low-waist), .05)
		u := (x - 400) / (84 + (wide-84)*spread)
		return (9*math.Sin(u*9+1.2*noise(u*3, y/160)) + 4*math.Sin(u*21+2)) * smooth(0, .55, spread) * 1.25
	}
	g.sculpt(sym(fmt.Sprintf("M 400 %g L %g %g Q %g %g %g %g Q %g %g %g %g Q %g %g %g %g Q %g %g 400 %g",
		waist, 400+t.hem+2, waist, 400+t.hem+24, waist+60, 400+wide*.83, (waist+low)/2, 400+wide, low-90, 400+wide+6, low-18,
		400+wide*.86, low+12, 400+wide*.6, low-2, 400+wide*.3, low+14, low+2)),
		Stuff{color: g.cloth, round: 12, puff: .6, drop: 15, bump: flow})
	if with["belt"] == "yes" {
		g.belt(waist+4, t.hem+8, nil, g.base.lit(.8))
	} else if child {
		g.belt(waist+4, t.hem+8, nil, ivory)
	} else {
		g.fill(g.line(outline(fmt.Sprintf("M %g %g Q 400 %g %g %g", 400-t.hem, waist+2, waist+10, 400+t.hem, waist+2)), 3, 0), g.base.lit(.5), .5)
	}
}

// bottom is anything that hangs from the waist.
func (g *garment) bottom(form string, with map[string]string) {
	const y, waist = 130.0, 104.0
	clip := hex("#b9bcc2")
	g.sculpt(roundRect(270, y-44, 260, 16, 8), Stuff{color: plain(hex("#c89c6a")), round: 5, puff: .8, drop: 6})
	for _, x := range []float64{318, 470} {
		g.sculpt(roundRect(x, y-34, 16, 44, 4), Stuff{color: plain(clip), round: 3, puff: .8, gloss: .6, drop: 4})
	}
	if form == "skirt" {
		pleats := func(x, y float64) float64 {
			u := (x - 400) / (waist + (210-waist)*max((y-130)/470, 0))
			return 7 * math.Abs(math.Mod(u*13+50, 1)-.5) * smooth(150, 240, y) * 2
		}
		g.sculpt(sym("M 400 134 L 502 134 Q 540 380 604 612 Q 510 644 400 644"), Stuff{color: g.cloth, round: 8, puff: .5, drop: 16, bump: pleats})
		g.sculpt(sym("M 400 124 L 504 124 L 507 160 Q 450 168 400 168"), Stuff{color: plain(g.base.lit(.86)), round: 6, puff: .7, drop: 3, bump: ribs(7)})
		return
	}
	shape := "M 400 134 L 502 130 Q 524 220 530 320 L 536 680 Q 490 694 424 684 L 404 330 L 400 322"
	switch with["cut"] {
	case "wide":
		shape = "M 400 134 L 496 130 Q 530 240 546 360 L 590 690 Q 500 706 420 690 L 404 330 L 400 322"
	case "slim":
		shape = "M 400 134 L 500 130 Q 522 220 522 320 L 492 686 Q 456 696 420 688 L 403 330 L 400 322"
	case "mom":
		shape = "M 400 134 L 492 130 Q 536 230 532 340 L 498 670 Q 460 682 418 672 L 403 350 L 400 342"
	}
	cloth := g.cloth
	if form == "jeans" {
		base := g.base
		cloth = func(x, y float64) Color { // washed where the cloth rubs, twill across
			fade := math.Exp(-sq((math.Abs(x-400)-62)/38)) * (math.Exp(-sq((y-320)/130)) + .6*math.Exp(-sq((y-500)/90)))
			return base.lit(float32(1 + .34*fade + .05*math.Sin((x+y)*1.5) + .05*noise(x/9, y/9)))
		}
	}
	legs := g.sculpt(sym(shape), Stuff{color: cloth, round: 12, puff: .66, drop: 16, bump: folds(0)})
	seam := g.thread
	if form == "jeans" {
		seam = hex("#d9963f")
	}
	g.fill(g.line(outline("M 400 176 L 400 318"), 2.2, 0).within(legs), g.base.lit(.4), .8)
	g.fill(g.line(outline("M 404 176 L 404 290 Q 402 306 394 312"), 2, 7).within(legs), seam, .9)
	for _, p := range []Path{outline("M 446 170 Q 462 218 512 226"), outline("M 446 170 Q 462 218 512 226").mirror()} {
		g.fill(g.line(p, 3, 0).within(legs), g.base.lit(.4), .7)
		g.fill(g.line(p.move(0, 6, 1, 0), 2, 7).within(legs), seam, .9)
	}
	if form == "trousers" {
		for _, x := range []float64{452, 348} {
			g.fill(g.line(outline(fmt.Sprintf("M %g 190 Q %g 420 %g 670", x, x+12*sign(x-400), x+14*sign(x-400))), 2.4, 0).within(legs), g.base.lit(.7), .6)
		}
	}
	g.sculpt(sym("M 400 126 L 503 122 L 508 168 L 400 174"), Stuff{color: cloth, round: 5, puff: .7, drop: 4})
	for _, x := range []float64{330, 470} {
		g.sculpt(roundRect(x-5, 118, 11, 60, 3), Stuff{color: cloth, round: 3, puff: .7, drop: 3})
	}
	brass := hex("#b98a4a")
	if form == "trousers" {
		brass = g.base.lit(.6)
	}
	g.button(400, 149, 10, brass)
}

func sign(x float64) float64 { return math.Copysign(1, x) }

// scarf is a square of silk laid out with folds, its border plain.
func (g *garment) scarf() {
	turn := -.16
	square := Path{{-250, -250}, {0, -258}, {250, -250}, {256, 0}, {250, 250}, {0, 244}, {-250, 250}, {-244, 0}}
	ripple := func(x, y float64) float64 {
		return 9*noise(x/90+y/160, y/110) + 5*math.Sin((x+y)/46+2*noise(x/120, y/120))
	}
	m := g.sculpt(square.move(400, 410, 1, turn), Stuff{color: plain(g.base.lit(.62)), round: 6, puff: .5, drop: 14, bump: ripple})
	g.sculptMask(g.mask(square.move(400, 410, .87, turn)), Stuff{color: ikat(g.base, .9), round: 2, puff: .3, bump: ripple, clip: m, gloss: .16, sharp: 12})
	g.fill(g.line(append(square.move(400, 410, .93, turn), square.move(400, 410, .93, turn)[0]), 3, 0), gold, .9)
	corner := Path{{0, 0}, {180, -20}, {160, 60}, {60, 150}, {-20, 180}}
	g.sculpt(corner.move(196, 232, 1, turn), Stuff{color: func(x, y float64) Color { return ikat(g.base, .9)(y, x).lit(.8) }, round: 9, puff: .8, drop: 10, bump: ripple})
}

// duppi is the four-sided skullcap of Chust: black, a white almond on each side, an arcade along the rim.
func (g *garment) duppi() {
	black := hex("#1d1c22")
	white := hex("#f3efe6")
	g.shadow(g.mask(ellipse(410, 640, 250, 40)), 0, 6, 16, .5)
	crown := sym("M 400 236 Q 470 240 566 318 Q 616 366 626 500 Q 520 560 400 562")
	m := g.sculpt(crown, Stuff{color: plain(black), round: 26, puff: .8})
	for _, p := range []Path{outline("M 400 238 L 400 560"), outline("M 402 240 Q 300 300 188 420"), outline("M 402 240 Q 500 300 612 420")} {
		g.fill(g.line(p, 3, 0).within(m), white, .75)
	}
	almond := outline("M 0 -96 C 62 -60 66 40 8 74 C -50 60 -52 0 -14 -10 C 14 -16 22 18 2 26 C 34 20 36 -40 0 -96")
	for _, at := range []struct{ x, y, s, t float64 }{{308, 420, 1.04, .22}, {494, 420, 1.04, -.22}, {214, 452, .55, .5}, {590, 452, .55, -.5}} {
		g.sculpt(almond.move(at.x, at.y, at.s, at.t), Stuff{color: plain(white), round: 2, puff: .9, clip: m, bump: ribs(5)})
		g.fill(g.line(almond.move(at.x, at.y, at.s*1.18, at.t), 2, 5).within(m), white, .9)
	}
	rim := sym("M 400 552 Q 520 548 630 492 L 640 590 Q 520 652 400 654")
	r := g.sculpt(rim, Stuff{color: plain(black), round: 14, puff: .8, drop: 4})
	for i := range 9 {
		u := float64(i)/8*2 - 1
		x, y := 400+u*214, 640-44*u*u
		arch := outline("M -20 0 L -20 -34 Q -18 -62 0 -72 Q 18 -62 20 -34 L 20 0 L 12 0 L 12 -32 Q 10 -50 0 -58 Q -10 -50 -12 -32 L -12 0")
		g.sculpt(arch.move(x, y, 1, -u*.36), Stuff{color: plain(white), round: 2, puff: .8, clip: r})
		g.fill(g.mask(ellipse(x-u*6, y-26, 5, 9)), white, 1)
	}
}

// bag is a leather tote standing on a shelf.
func (g *garment) bag() {
	leather := g.base
	g.room(backdrop(leather, false), backdrop(leather, false).lit(.9), 600)
	grain := func(x, y float64) float64 { return .8*noise(x/4, y/4) + 2*noise(x/60, y/80) }
	g.shadow(g.mask(ellipse(405, 668, 262, 26)), 0, 4, 14, .6)
	for i, s := range []string{"M 310 330 C 310 130 490 130 490 330", "M 292 340 C 292 96 508 96 508 340"} {
		m := g.line(outline(s), 22, 0)
		g.shadow(m, 6, 12, 8, .25)
		g.sculptMask(m, Stuff{color: plain(leather.lit(.7 + .25*float32(i))), round: 6, puff: .9, gloss: .25})
	}
	body := g.sculpt(sym("M 400 318 L 596 318 Q 606 318 610 330 L 640 640 Q 640 664 616 668 L 400 672"), Stuff{color: plain(leather), round: 16, puff: .7, gloss: .2, sharp: 14, bump: grain})
	g.sculptMask(g.mask(roundRect(150, 310, 500, 54, 0)), Stuff{color: plain(leather.lit(.9)), round: 6, puff: .7, clip: body, bump: grain})
	seam := mix(leather, ivory, .5)
	for _, p := range []Path{outline("M 186 372 L 614 372"), outline("M 176 650 L 624 650")} {
		g.fill(g.line(p, 2.2, 8).within(body), seam, .9)
	}
	g.sculpt(outline("M 360 330 L 440 330 L 434 440 Q 400 470 366 440"), Stuff{color: plain(leather.lit(.84)), round: 6, puff: .8, gloss: .2, drop: 8, bump: grain})
	g.sculpt(ellipse(400, 424, 15, 15), Stuff{color: plain(hex("#d3ab5e")), round: 5, puff: 1, gloss: .9, drop: 4})
	for _, x := range []float64{300, 500} {
		g.sculpt(roundRect(x-16, 322, 32, 60, 8), Stuff{color: plain(leather.lit(.8)), round: 4, puff: .8, drop: 4})
		g.sculpt(ellipse(x, 362, 6, 6), Stuff{color: plain(hex("#d3ab5e")), round: 3, puff: 1, gloss: .8})
	}
}
