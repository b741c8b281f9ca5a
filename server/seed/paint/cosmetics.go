package main

import (
	"fmt"
	"math"
	"strings"
)

// vessel is what stands on the plinth of the cosmetics shop.
type vessel struct {
	*Canvas
	with         map[string]string
	body, trim   Color
	label        Color
	title, under string
	floor        float64 // y on which things stand
}

// paintCosmetics draws one of the forms of the cosmetics shop on a plinth, with what it is made of beside it.
func paintCosmetics(l look) {
	v := vessel{Canvas: l.Canvas, with: l.with, body: l.color, trim: hex("#ffffff"), label: hex("#ffffff"), title: l.with["title"], under: l.with["line"], floor: 628}
	if s := l.with["accent"]; s != "" {
		v.trim = hex(s)
	}
	if s := l.with["label"]; s != "" {
		v.label = hex(s)
	}
	h, s, light := v.body.hsl()
	wall := hsl(h, .2+.3*s, .86)
	if s < .12 || light > .93 {
		wall = hsl(hue(l.form+v.title), .3, .85)
	}
	if light < .3 {
		wall = hsl(h, .22, .8)
	}
	l.room(wall, wall.lit(.95), 560)
	l.props(v)
	if l.form != "compact" && l.form != "palette" && l.form != "giftset" && l.form != "soap" && l.form != "sachet" {
		v.plinth(mix(wall, ivory, .45))
	}
	switch l.form {
	case "pump":
		v.pump()
	case "bottle":
		v.bottle()
	case "dropper":
		v.dropper()
	case "spray":
		v.spray()
	case "jar":
		v.jar()
	case "tube":
		v.tube()
	case "stick":
		v.stick()
	case "sachet":
		v.sachet()
	case "lipstick":
		v.lipstick()
	case "tin":
		v.tin()
	case "gloss":
		v.gloss()
	case "mascara":
		v.mascara()
	case "palette":
		v.palette()
	case "compact":
		v.compact()
	case "nail":
		v.nail()
	case "soap":
		v.soap(l.dice)
	case "perfume":
		v.perfume()
	case "candle":
		v.candle()
	case "giftset":
		v.giftset()
	}
}

// ingredients that stand beside a product, by the word on its label.
var ingredients = map[string]string{
	"OʻRIK": "1f351", "VITAMIN": "1f34a", "ASAL": "1f36f", "LAVANDA": "1fabb", "QOVUN": "1f348", "KOFE": "2615", "SPF": "2600-fe0f",
	"YONGʻOQ": "1f330", "ARCHA": "1f332", "BHA": "1f343", "MITSELLAR": "1f4a7", "GIALURON": "1f4a7", "SERAMID": "1f33f", "QATIQ": "1f95b",
	"OʻSMA": "1f33f", "PAXTA": "1f33e", "RETINAL": "1f319", "SAHAR": "1f339", "CHIMYON": "1f3d4-fe0f", "ANOR": "1f33a", "OQ": "1f33f", "KERATIN": "1f33e",
	"TON": "1f342", "QOʻL": "1f33c",
}

func (l look) props(v vessel) {
	code, ok := ingredients[strings.Fields(v.title + " .")[0]]
	if !ok {
		return
	}
	l.emoji(code, 612, 560, 170, .16, 1)
	if l.next() > .4 {
		l.emoji(code, 196, 606, 112, -.3, 1)
	}
}

func (v vessel) plinth(col Color) {
	v.shadow(v.mask(ellipse(410, 726, 262, 34)), 0, 4, 18, .4)
	v.turn(400, straight(v.floor+4, 712, 238), Glaze{color: func(_, _ float64) Color { return col }, bow: .13, matte: true, shine: .3})
	v.lid(400, v.floor+4, 238, .13, col.lit(1.03))
	v.shadow(v.mask(ellipse(414, v.floor+6, 118, 15)), 8, 2, 10, .5)
}

// labelled colours a body: its own colour, and a label between two heights on the front.
func (v vessel) labelled(top, bottom, width float64) func(u, y float64) Color {
	return func(u, y float64) Color {
		if y > top && y < bottom && math.Abs(u) < width {
			return v.label
		}
		return v.body
	}
}

func (v vessel) words(y, size, width float64, on Color) {
	ink := mix(v.body.lit(.42), hex("#2a2430"), .4)
	if on.luma() < .5 {
		ink = hex("#fbf4ec")
	}
	v.write(v.title, 400, y, size, width, size*.14, true, ink)
	v.write(v.under, 400, y+size*1.05, size*.46, width, size*.06, false, ink)
	v.write("SADAF", 400, y-size*1.5, size*.36, width, size*.16, false, ink)
	v.fill(v.mask(roundRect(400-size*.5, y-size*.98, size, 1.6, 0)), ink, .8)
}

func (v vessel) clear() float32 {
	if v.with["glass"] == "yes" {
		return 1
	}
	return 0
}

func (v vessel) pump() {
	v.turn(400, straight(302, 346, 46), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .7})
	v.turn(400, straight(250, 304, 15), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .6})
	v.sculpt(outline("M 372 214 L 460 214 Q 496 216 502 250 L 484 252 Q 478 240 456 240 L 430 252 L 372 252"), Stuff{color: plain(v.trim), round: 7, puff: .9, gloss: .5, drop: 5})
	v.turn(400, profile(340, v.floor, 104, 34, 14), Glaze{color: v.labelled(420, 592, .86), bow: .1, shine: .75, glass: v.clear(), shadow: true})
	v.words(500, 34, 150, v.label)
}

func (v vessel) bottle() {
	v.turn(400, straight(196, 262, 42), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .7})
	v.lid(400, 196, 42, .12, v.trim)
	v.turn(400, []ring{{258, 36}, {270, 36}, {300, 62}, {326, 90}, {346, 98}, {610, 98}, {v.floor, 86}}, Glaze{color: v.labelled(396, 574, .84), bow: .1, shine: .8, glass: v.clear(), shadow: true})
	v.words(486, 32, 140, v.label)
}

func (v vessel) dropper() {
	rubber := v.trim
	v.turn(400, []ring{{158, 20}, {170, 30}, {196, 34}, {236, 34}}, Glaze{color: func(_, _ float64) Color { return rubber }, bow: .12, shine: .5})
	v.turn(400, straight(232, 296, 46), Glaze{color: func(_, _ float64) Color { return mix(rubber, gold, .25) }, bow: .12, shine: .7, metal: .4})
	v.turn(400, profile(292, v.floor, 92, 40, 12), Glaze{color: v.labelled(400, 584, .82), bow: .1, shine: .85, glass: v.clear(), shadow: true})
	v.words(488, 30, 128, v.label)
}

func (v vessel) spray() {
	v.turn(400, straight(186, 236, 34), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .8, metal: .7})
	v.fill(v.mask(ellipse(384, 208, 5, 5)), ink, .8)
	v.turn(400, straight(232, 300, 44), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .8, metal: .7})
	v.turn(400, profile(296, v.floor, 84, 26, 10), Glaze{color: v.labelled(392, 580, .84), bow: .1, shine: .85, glass: v.clear(), shadow: true})
	v.words(480, 28, 118, v.label)
}

func (v vessel) jar() {
	r, top := 146.0, 430.0
	if v.with["size"] == "wide" {
		r, top = 166, 410
	}
	v.turn(400, profile(top+54, v.floor, r, 16, 24), Glaze{color: v.labelled(top+92, 596, .7), bow: .11, shine: .7, shadow: true})
	v.turn(400, straight(top, top+66, r+4), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .11, shine: .7, metal: metallic(v.trim)})
	v.lid(400, top, r+4, .11, v.trim)
	v.words(558, 30, r*1.2, v.label)
}

// metallic tells whether a colour is meant as metal: gold and silver are.
func metallic(c Color) float32 {
	h, s, l := c.hsl()
	if s > .3 && h > .09 && h < .14 && l > .4 && l < .7 {
		return .7
	}
	return 0
}

func (v vessel) tube() {
	body := sym("M 400 158 L 492 158 Q 498 158 497 168 L 470 540 Q 468 556 454 558 L 400 560")
	v.shadow(v.mask(ellipse(408, 626, 70, 10)), 8, 2, 10, .4)
	m := v.sculpt(body, Stuff{color: plain(v.body), round: 34, puff: .8, gloss: .35, sharp: 12, flat: .7})
	for i := range 4 {
		v.fill(v.line(outline(fmt.Sprintf("M 304 %d L 496 %d", 166+i*7, 166+i*7)), 1.6, 0).within(m), v.body.lit(.7), .6)
	}
	v.turn(400, []ring{{556, 56}, {566, 58}, {v.floor, 50}}, Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .1, shine: .7, shadow: true})
	v.fill(v.mask(sym("M 400 470 L 476 476 L 472 520 L 400 524")).within(m), v.trim, .5)
	v.words(340, 34, 150, v.body)
}

func (v vessel) stick() {
	v.turn(400, []ring{{250, 70}, {270, 84}, {300, 88}, {420, 88}}, Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .1, shine: .6})
	v.turn(400, profile(412, v.floor, 90, 6, 12), Glaze{color: func(u, y float64) Color {
		if y > 596 {
			return v.trim.lit(.85)
		}
		return v.body
	}, bow: .1, shine: .7, shadow: true})
	v.words(508, 30, 140, v.body)
}

func (v vessel) lipstick() {
	bullet := []ring{{196, 12}, {214, 24}, {240, 34}, {330, 36}}
	v.turn(400, bullet, Glaze{color: func(_, _ float64) Color { return v.body }, bow: .3, shine: .55})
	v.fill(v.mask(outline("M 372 264 Q 376 198 412 178 Q 430 196 428 236 Q 404 268 372 264")), v.body.lit(1.16), .9)
	v.turn(400, straight(322, 410, 44), Glaze{color: func(_, _ float64) Color { return gold }, bow: .12, shine: .9, metal: .9})
	v.turn(400, straight(402, v.floor, 56), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .7, shadow: true})
	v.write("SADAF", 400, 530, 16, 60, 3, true, hex("#d9b878"))
	v.turn(560, straight(470, v.floor+8, 58), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .7, shadow: true})
	v.lid(560, 470, 58, .12, v.trim.lit(1.15))
}
