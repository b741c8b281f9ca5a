package main

import (
	"fmt"
	"math"
)

// newGarment picks the cloth from the parameters of a drawing.
func newGarment(c *Canvas, with map[string]string, col Color) *garment {
	g := &garment{Canvas: c, base: col, cloth: plain(col), trim: plain(col.lit(.88)), thread: col.lit(.55)}
	if col.luma() < .22 {
		g.thread = mix(col, ivory, .35)
	}
	switch with["pattern"] {
	case "ikat":
		g.cloth, g.trim = ikat(col, 1), plain(col.lit(.55))
	case "stripe":
		g.cloth, g.trim = stripes(col), plain(mix(col, ivory, .55))
	case "dots":
		g.cloth = dots(col, ivory, 44, 9)
	case "floral":
		g.cloth = floral(col)
	case "knit":
		g.texture = knit
	}
	return g
}

// paintClothes draws one of the forms of the clothing shop.
func paintClothes(c *Canvas, form string, with map[string]string, col Color) {
	g := newGarment(c, with, col)
	child := with["fit"] == "kids"
	c.wall(backdrop(col, child))
	basic := top{y: 190, shoulder: 152, chest: 148, hem: 152, armhole: 150, length: 440, sleeve: 130, angle: .62, cuff: 104, neck: 70, depth: 46, collar: "rib", curve: 6}
	if child {
		basic.shoulder, basic.chest, basic.hem, basic.length, basic.armhole, basic.neck = 138, 146, 156, 370, 140, 66
		basic.y = 225
	}
	switch form {
	case "tee":
		if with["fit"] == "slim" {
			basic.chest, basic.hem, basic.sleeve, basic.cuff, basic.shoulder = 132, 128, 96, 92, 136
		}
		g.drawTop(basic)
		g.print(with["print"], basic)
	case "polo":
		basic.collar, basic.open, basic.depth = "shirt", "placket", 40
		g.drawTop(basic)
	case "shirt", "blouse":
		t := basic
		t.collar, t.open, t.curve, t.hem, t.depth = "shirt", "buttons", 36, 150, 34
		t.sleeve, t.angle, t.cuff, t.length = 330, .2, 66, 450
		if with["sleeve"] == "short" {
			t.sleeve, t.angle, t.cuff = 130, .56, 108
		}
		if form == "blouse" {
			t.collar, t.shoulder, t.chest, t.hem, t.cuff, t.depth = "band", 140, 136, 158, 58, 62
			g.trim = g.cloth
		}
		g.drawTop(t)
		if form == "shirt" {
			g.pocket(roundRect(452, 330, 74, 84, 8), c.mask(roundRect(0, 0, 800, 800, 0)))
		}
	case "sweater", "cardigan":
		t := basic
		t.sleeve, t.angle, t.cuff, t.rib, t.length, t.depth = 330, .22, 74, 38, 410, 40
		if form == "cardigan" {
			t.depth, t.collar, t.open, t.length, t.hem, t.chest = 150, "band", "big buttons", 450, 168, 160
		}
		g.drawTop(t)
	case "hoodie":
		t := basic
		t.collar, t.rib, t.sleeve, t.angle, t.cuff, t.hem, t.chest, t.depth = "hood", 40, 310, .26, 84, 160, 160, 40
		if child {
			t.sleeve = 250
		}
		if with["ears"] == "yes" {
			for _, x := range []float64{328, 472} {
				c.sculpt(ellipse(x, t.y-84, 34, 34), Stuff{color: g.cloth, round: 12, puff: .8, drop: 8})
				c.sculpt(ellipse(x, t.y-82, 19, 19), Stuff{color: plain(hex("#f0c9c0")), round: 8, puff: .6})
			}
		}
		g.drawTop(t)
		low := t.y + t.length
		c.sculpt(sym(fmt.Sprintf("M 400 %g L 452 %g L 500 %g L 494 %g L 400 %g", low-182, low-182, low-118, low-52, low-52)), Stuff{color: g.cloth, round: 7, puff: .8, drop: 5})
	case "blazer", "coat":
		t := basic
		t.collar, t.open, t.depth, t.sleeve, t.angle, t.cuff, t.length = "lapel", "big buttons", 150, 330, .16, 76, 450
		t.shoulder, t.chest, t.hem = 152, 146, 152
		if form == "coat" {
			t.y, t.length, t.hem, t.chest, t.sleeve = 160, 540, 172, 150, 350
			if with["style"] == "trench" {
				t.open = "double"
			}
		}
		g.drawTop(t)
		low := t.y + t.length*.62
		for _, x := range []float64{400 - 124, 400 + 40} {
			c.sculpt(roundRect(x, low, 84, 26, 5), Stuff{color: g.cloth, round: 4, puff: .7, drop: 4})
		}
		if with["style"] == "trench" {
			g.belt(t.y+t.length*.48, t.chest+4, c.mask(roundRect(400-t.chest-3, 0, 2*t.chest+6, 800, 0)), g.base.lit(.86))
		}
	case "puffer":
		t := basic
		t.collar, t.open, t.sleeve, t.angle, t.cuff, t.length, t.depth, t.chest, t.hem = "band", "zip", 310, .2, 78, 390, 22, 162, 158
		g.texture = func(x, y float64) float64 {
			return 17*math.Abs(math.Sin((y+.02*sq((x-400)/10))/17)) + 3*noise(x/14, y/9)
		}
		g.drawTop(t)
	case "vest":
		t := basic
		t.sleeve, t.open, t.collar, t.depth, t.shoulder, t.chest, t.hem, t.length = 0, "buttons", "band", 140, 122, 146, 150, 400
		g.trim = plain(col.lit(.5))
		if with["pattern"] == "embroidery" {
			g.trim = plain(gold)
			g.cloth = embroidered(col, gold)
		}
		g.drawTop(t)
	case "tunic":
		t := basic
		t.collar, t.depth, t.sleeve, t.angle, t.cuff, t.length, t.chest, t.hem = "band", 120, 300, .3, 110, 500, 152, 190
		thread := hex("#8a2138")
		if col.luma() < .75 {
			thread = hex("#24335f")
		}
		g.trim = embroidered(col, thread)
		g.drawTop(t)
	case "chapan":
		t := basic
		t.y, t.collar, t.open, t.sleeve, t.angle, t.cuff, t.length, t.chest, t.hem, t.depth, t.shoulder = 150, "", "robe", 350, .34, 112, 560, 160, 200, 60, 160
		g.drawTop(t)
	case "dress":
		g.dress(with, child)
	case "skirt", "trousers", "jeans":
		g.bottom(form, with)
	case "scarf":
		g.scarf()
	case "duppi":
		g.duppi()
	case "bag":
		g.bag()
	}
}

// clothesFrame is the camera that fills the picture with a form.
func clothesFrame(form string, with map[string]string) (zoom, cx, cy float64) {
	switch form {
	case "bag", "duppi", "object":
		return 1.06, 400, 440
	case "scarf":
		return 1.1, 400, 410
	case "trousers", "jeans", "skirt":
		return 1.16, 400, 396
	case "chapan", "coat", "tunic":
		return 1.1, 400, 388
	case "dress":
		if with["length"] == "maxi" {
			return 1.08, 400, 396
		}
	}
	return 1.2, 400, 390
}

// backdrop is a pale wall that lets the colour speak: its own hue, much lighter, or a warm grey for pale cloth.
func backdrop(col Color, child bool) Color {
	h, s, l := col.hsl()
	switch {
	case child:
		return hsl(h+.45, .45, .86)
	case s < .12 && l > .6, l > .82:
		return hex("#c9b9a6")
	case s < .16:
		return hex("#dcd8d2")
	}
	return hsl(h, .26+.2*s, .87)
}

func embroidered(base, thread Color) func(x, y float64) Color {
	return func(x, y float64) Color {
		const step = 46
		u := math.Mod(math.Abs(x-400), step) - step/2
		v := math.Mod(math.Abs(y), step) - step/2
		r, turn := math.Hypot(u, v), math.Atan2(v, u)
		petal := 19 * (.55 + .45*math.Abs(math.Cos(2*turn)))
		on := smooth(2.6, 1.4, math.Abs(r-petal)) + smooth(5, 4, r) + smooth(2.2, 1.2, math.Abs(math.Abs(u)-22)) + smooth(2.4, 1.4, math.Abs(r-petal*.55))
		return mix(base, thread, float32(min(on, 1)))
	}
}

func (g *garment) print(what string, t top) {
	x, y := 400.0, t.y+t.length*.42
	switch what {
	case "sun":
		for i := range 12 {
			ray := Path{{0, -66}, {9, -92}, {0, -104}, {-9, -92}}
			g.fill(g.mask(ray.move(x, y, 1, float64(i)*math.Pi/6)), hex("#f0a23a"), .95)
		}
		g.fill(g.mask(ellipse(x, y, 54, 54)), hex("#f7bd4a"), 1)
		for _, dx := range []float64{-18, 18} {
			g.fill(g.mask(ellipse(x+dx, y-8, 5, 7)), ink, 1)
		}
		g.fill(g.line(outline(fmt.Sprintf("M %g %g Q %g %g %g %g", x-20, y+14, x, y+32, x+20, y+14)), 5, 0), ink, 1)
	case "dino":
		g.emoji("1f995", x, y, 170, 0, .96)
	case "arch":
		frame := g.mask(roundRect(x-84, y-104, 168, 216, 4))
		g.fill(frame, hex("#2f62b8"), 1)
		g.over(frame, embroidered(hex("#2f62b8"), hex("#e8c26a")), .8)
		g.fill(g.mask(outline(fmt.Sprintf("M %g %g L %g %g Q %g %g %g %g Q %g %g %g %g L %g %g", x-54, y+112, x-54, y-14, x-50, y-60, x, y-86, x+50, y-60, x+54, y-14, x+54, y+112))), hex("#f2e6cb"), 1)
		g.fill(g.mask(outline(fmt.Sprintf("M %g %g L %g %g Q %g %g %g %g Q %g %g %g %g L %g %g", x-40, y+112, x-40, y-6, x-36, y-44, x, y-66, x+36, y-44, x+40, y-6, x+40, y+112))), hex("#173a73"), 1)
	}
}
