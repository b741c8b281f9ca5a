package main

import (
	"fmt"
	"math"
)

func (v vessel) tin() {
	v.turn(400, straight(556, v.floor, 150), Glaze{color: func(_, _ float64) Color { return v.body }, bow: .2, shine: .8, metal: .5, shadow: true})
	v.lid(400, 556, 150, .2, v.body)
	v.sculpt(ellipse(560, 470, 150, 150), Stuff{color: plain(v.body), round: 9, puff: .7, gloss: .4, drop: 18})
	v.sculpt(ellipse(560, 470, 128, 128), Stuff{color: plain(v.trim), round: 4, puff: .4})
	v.write(v.title, 560, 462, 44, 190, 6, true, v.body.lit(.5))
	v.write(v.under, 560, 506, 20, 160, 2, false, v.body.lit(.5))
	v.sculpt(ellipse(400, 556, 128, 24), Stuff{color: plain(v.trim.lit(.98)), round: 7, puff: .6, gloss: .4})
}

func (v vessel) gloss() {
	v.turn(400, straight(176, 372, 40), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .14, shine: .7})
	v.lid(400, 176, 40, .14, v.trim)
	v.turn(400, profile(366, v.floor, 48, 4, 10), Glaze{color: func(u, y float64) Color {
		if math.Abs(u) > .84 || y > 608 {
			return mix(v.body, hex("#ffffff"), .6)
		}
		return v.body
	}, bow: .14, shine: .95, glass: 1, shadow: true})
	v.write("SADAF", 400, 500, 15, 46, 2, true, hex("#ffffff"))
	blob := outline("M 540 640 Q 560 600 610 612 Q 680 606 690 646 Q 690 676 620 672 Q 556 680 540 640")
	v.sculpt(blob, Stuff{color: plain(v.body), round: 12, puff: .9, gloss: .95, sharp: 40, drop: 4})
}

func (v vessel) mascara() {
	v.turn(400, straight(190, 410, 38), Glaze{color: func(_, _ float64) Color { return v.body }, bow: .14, shine: .7})
	v.lid(400, 190, 38, .14, v.body.lit(1.1))
	v.turn(400, straight(404, 424, 40), Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .14, shine: .9, metal: .8})
	v.turn(400, profile(420, v.floor, 40, 2, 10), Glaze{color: func(_, _ float64) Color { return v.body }, bow: .14, shine: .7, shadow: true})
	v.write(v.title, 400, 520, 16, 40, 2, true, v.trim)
	wand := outline("M 520 640 L 640 470")
	m := v.line(wand, 7, 0)
	v.shadow(m, 4, 10, 5, .4)
	v.sculptMask(m, Stuff{color: plain(hex("#3a3742")), round: 2, puff: 1, gloss: .6})
	for i := range 26 {
		t := float64(i) / 25
		x, y := 632+62*t, 481-88*t
		w := 15 * math.Sin(math.Pi*(.12+.76*t))
		v.fill(v.line(Path{{x - w, y - w*.7}, {x + w, y + w*.7}}, 2.6, 0), v.body.lit(.9), 1)
	}
}

// pan is a round or square of powder pressed with a rosette.
func (v vessel) pan(x, y, r float64, col Color, shimmer bool) {
	glint := float32(0)
	if shimmer {
		glint = .45
	}
	bump := func(wx, wy float64) float64 {
		d, a := math.Hypot(wx-x, wy-y), math.Atan2(wy-y, wx-x)
		return 2.2 * smooth(3, 0, math.Abs(d-r*(.5+.2*math.Cos(8*a))))
	}
	v.sculpt(roundRect(x-r, y-r, 2*r, 2*r, r*.3), Stuff{color: plain(hex("#1f1d24")), round: 3, puff: -.5})
	v.sculpt(roundRect(x-r+4, y-r+4, 2*r-8, 2*r-8, r*.26), Stuff{color: func(wx, wy float64) Color {
		if shimmer {
			return col.lit(float32(1 + .14*noise(wx/2, wy/2)))
		}
		return col
	}, round: 4, puff: .5, gloss: glint, sharp: 8, bump: bump})
}

func (v vessel) palette() {
	v.shadow(v.mask(roundRect(176, 560, 460, 120, 20)), 6, 10, 18, .4)
	v.sculpt(roundRect(168, 168, 464, 200, 22), Stuff{color: plain(hex("#24335f")), round: 8, puff: .7, gloss: .25, drop: 8})
	v.sculpt(roundRect(186, 184, 428, 170, 14), Stuff{color: func(x, y float64) Color {
		return hex("#cfdbe6").lit(float32(1.02 + .2*math.Exp(-sq((x-y-90)/44)) + .1*math.Exp(-sq((x-y-210)/20))))
	}, round: 3, puff: -.3})
	v.sculpt(roundRect(160, 362, 480, 300, 26), Stuff{color: plain(hex("#24335f")), round: 9, puff: .8, gloss: .25, drop: 16})
	shades := []string{"#1f4f9e", "#3f8fb5", "#9cc6c9", "#e8c26a", "#d98a4a", "#c0563f", "#8a2138", "#6d4630", "#ead9c4"}
	for i, s := range shades {
		x, y := 232+float64(i%5)*84, 440+float64(i/5)*108
		if i >= 5 {
			x += 42
		}
		v.pan(x, y, 36, hex(s), i%3 == 0)
	}
	v.write("REGISTON", 400, 600, 20, 200, 6, true, gold)
}

func (v vessel) compact() {
	shell := hex("#f1e3dc")
	v.sculpt(ellipse(400, 292, 190, 186), Stuff{color: plain(shell), round: 9, puff: .8, gloss: .4, drop: 14})
	v.sculpt(ellipse(400, 292, 164, 160), Stuff{color: func(x, y float64) Color {
		return hex("#d5dee6").lit(float32(1.02 + .22*math.Exp(-sq((x-y-80)/40)) + .1*math.Exp(-sq((x-y-190)/18))))
	}, round: 3, puff: -.3})
	v.shadow(v.mask(ellipse(408, 610, 200, 80)), 6, 12, 18, .45)
	v.turn(400, straight(562, 600, 196), Glaze{color: func(_, _ float64) Color { return shell }, bow: .36, shine: .6})
	v.lid(400, 562, 196, .36, shell.lit(1.05))
	v.sculpt(ellipse(400, 562, 164, 57), Stuff{color: plain(v.body), round: 5, puff: .4, bump: func(x, y float64) float64 {
		d, a := math.Hypot(x-400, (y-562)*2.8), math.Atan2((y-562)*2.8, x-400)
		return 2.4*smooth(6, 0, math.Abs(d-110*(.55+.25*math.Cos(6*a)))) + 1.6*smooth(5, 0, math.Abs(d-146))
	}})
	v.fill(v.line(ellipse(400, 562, 164, 57), 2, 0), gold, .9)
	v.sculpt(roundRect(360, 468, 80, 22, 8), Stuff{color: plain(gold), round: 5, puff: .9, gloss: .8})
}

func (v vessel) nail() {
	v.turn(400, []ring{{170, 34}, {200, 38}, {400, 46}}, Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .7})
	v.lid(400, 170, 34, .12, v.trim.lit(1.2))
	v.turn(400, straight(394, 412, 40), Glaze{color: func(_, _ float64) Color { return gold }, bow: .12, shine: .9, metal: .7})
	v.turn(400, profile(408, v.floor, 100, 40, 20), Glaze{color: func(_, _ float64) Color { return v.body }, bow: .12, shine: .95, glass: .8, shadow: true})
	on := hex("#ffffff")
	if v.body.luma() > .7 {
		on = ink
	}
	v.write("SADAF", 400, 530, 22, 92, 4, true, on)
	stroke := outline("M 560 650 Q 640 600 720 640 Q 732 660 716 676 Q 640 640 572 690 Q 548 680 560 650")
	v.sculpt(stroke, Stuff{color: plain(v.body), round: 8, puff: .8, gloss: .9, sharp: 30, drop: 3})
}

func (v vessel) soap(d *dice) {
	colors := []string{"#8fae8b", "#b9a0d0", "#e9c98a"}
	for i, at := range []struct{ x, y, turn float64 }{{300, 590, -.1}, {520, 600, .14}, {408, 470, .04}} {
		col := hex(colors[i])
		bar := roundRect(-130, -62, 260, 124, 26)
		phase := d.in(0, 9)
		marble := func(x, y float64) Color {
			n := noise(x/44+phase, y/26+2*noise(x/90, y/70+phase))
			return mix(col, ivory, float32(.5*smooth(.1, .5, n)))
		}
		v.sculpt(bar.move(at.x, at.y+26, 1, at.turn), Stuff{color: func(x, y float64) Color { return marble(x, y).lit(.78) }, round: 16, puff: .6, drop: 20})
		v.sculpt(bar.move(at.x, at.y, 1, at.turn), Stuff{color: marble, round: 18, puff: .8, gloss: .14, sharp: 10})
		v.sculpt(ellipse(0, 0, 78, 34).move(at.x, at.y, 1, at.turn), Stuff{color: marble, round: 5, puff: -.7})
		v.write("SADAF", at.x, at.y, 26, 110, 6, true, col.lit(.62))
	}
}

func (v vessel) sachet() {
	for i, at := range []struct{ x, y, turn float64 }{{470, 420, .16}, {400, 410, .02}, {326, 420, -.13}} {
		col := v.body.shift(float64(i)*.012, 1, 1.06-.05*float64(i))
		m := v.sculpt(roundRect(-122, -188, 244, 376, 8).move(at.x, at.y, 1, at.turn), Stuff{color: plain(col), round: 9, puff: .8, gloss: .3, sharp: 12, drop: 18,
			bump: func(x, y float64) float64 { return 5 * noise(x/70, y/60+float64(i)) }})
		for _, y := range []float64{-176, 170} {
			v.sculptMask(v.mask(roundRect(-122, y, 244, 18, 0).move(at.x, at.y, 1, at.turn)), Stuff{color: plain(col.lit(.9)), round: 2, puff: .6, bump: ribs(7), clip: m})
		}
	}
	v.fill(v.mask(ellipse(326, 404, 96, 104)), ivory, .96)
	v.write(v.title, 326, 392, 40, 150, 5, true, v.trim)
	v.write(v.under, 326, 432, 18, 140, 1.5, false, v.trim)
}

func (v vessel) perfume() {
	shape := roundRect(264, 330, 272, 300, 30)
	cap := straight(196, 300, 58)
	switch v.with["shape"] {
	case "round":
		shape = ellipse(400, 482, 158, 150)
		cap = []ring{{196, 40}, {220, 56}, {250, 60}, {300, 46}}
	case "tall":
		shape = roundRect(292, 290, 216, 340, 18)
		cap = straight(160, 262, 66)
	}
	top := cap[len(cap)-1].y
	v.turn(400, straight(top-8, top+42, 34), Glaze{color: func(_, _ float64) Color { return hex("#d5b06a") }, bow: .12, shine: .9, metal: .8})
	glass := mix(v.body, hex("#ffffff"), .62)
	v.shadow(v.mask(ellipse(410, v.floor+2, 150, 14)), 6, 2, 10, .4)
	m := v.sculpt(shape, Stuff{color: plain(glass), round: 16, puff: .7, gloss: .8, sharp: 18, drop: 6})
	inner := shape.move(400*.11, 482*.11+6, .89, 0)
	v.sculptMask(v.mask(inner), Stuff{color: func(x, y float64) Color {
		return v.body.lit(float32(1.08 - .3*smooth(380, 640, y) + .22*math.Exp(-sq((x-480)/40))))
	}, round: 18, puff: .5, gloss: .5, sharp: 14, clip: m})
	v.fill(v.mask(roundRect(286, 352, 16, 240, 8)).within(m).blurred(3), hex("#ffffff"), .6)
	v.turn(400, cap, Glaze{color: func(_, _ float64) Color { return v.trim }, bow: .12, shine: .8, metal: metallic(v.trim), shadow: true})
	v.lid(400, cap[0].y, cap[0].r, .12, v.trim.lit(1.08))
	v.sculpt(roundRect(328, 456, 144, 92, 4), Stuff{color: plain(hex("#fbf6ec")), round: 2, puff: .4, drop: 2})
	v.write(v.title, 400, 494, 28, 126, 5, true, hex("#3a2b2b"))
	v.write(v.under, 400, 526, 13, 126, 1.4, false, hex("#3a2b2b"))
}

func (v vessel) candle() {
	v.turn(400, profile(398, v.floor, 128, 4, 22), Glaze{color: func(u, y float64) Color {
		if y > 470 && y < 590 && math.Abs(u) < .62 {
			return hex("#fbf8ef")
		}
		return mix(v.body, v.trim, .28)
	}, bow: .14, shine: .8, glass: .6, shadow: true})
	v.lid(400, 398, 128, .14, mix(v.body, hex("#ffffff"), .4))
	v.lid(400, 408, 116, .13, v.body)
	v.fill(v.mask(ellipse(400, 406, 70, 9)).blurred(10), hex("#ffd98a"), .8)
	v.fill(v.mask(roundRect(396, 372, 8, 36, 2)), hex("#5a3d2b"), 1)
	flame := outline("M 400 286 Q 424 336 416 358 Q 408 378 400 378 Q 392 378 384 358 Q 378 334 400 286")
	v.fill(v.mask(flame.move(-60, -60, 1.15, 0)).blurred(26), hex("#ffcf70"), .8)
	v.over(v.mask(flame), func(_, y float64) Color { return mix(hex("#fff6d8"), hex("#ff9a3a"), float32(smooth(378, 286, y))) }, 1)
	v.write(v.title, 400, 520, 32, 130, 5, true, v.trim.lit(.55))
	v.write(v.under, 400, 556, 16, 130, 1.5, false, v.trim.lit(.55))
}

func (v vessel) giftset() {
	v.shadow(v.mask(roundRect(150, 600, 500, 70, 20)), 6, 8, 20, .5)
	v.sculpt(roundRect(150, 330, 500, 330, 14), Stuff{color: plain(v.body.lit(.72)), round: 5, puff: .5})
	for i := range 60 { // paper straw
		x, y := 170+math.Mod(float64(i)*83, 460), 372+math.Mod(float64(i)*47, 130)
		v.fill(v.line(outline(fmt.Sprintf("M %g %g Q %g %g %g %g", x, y, x+24, y-22, x+52, y+8)), 4, 0), ivory.lit(float32(.86+.12*math.Mod(float64(i)*.37, 1))), 1)
	}
	in := v
	in.floor = 560
	one := func(dx, scale float64, f func(v vessel)) {
		c := *v.Canvas
		c.zoom, c.cx = v.zoom*scale, 400+(v.cx-dx)/scale
		c.cy = in.floor + (v.cy-600)/scale
		copyOf := in
		copyOf.Canvas = &c
		f(copyOf)
	}
	one(262, .62, func(v vessel) { v.body, v.title, v.under = v.trim, "ANOR", "hand cream"; v.tube() })
	one(410, .72, func(v vessel) { v.title, v.under, v.label = "SADAF", "cream", hex("#ffffff"); v.jar() })
	one(548, .64, func(v vessel) {
		v.body, v.title, v.under, v.label, v.trim = mix(v.trim, ivory, .55), "ATIRGUL", "serum", hex("#ffffff"), hex("#d0a64d")
		v.dropper()
	})
	v.sculpt(roundRect(140, 540, 520, 126, 12), Stuff{color: plain(v.body), round: 7, puff: .6, drop: 6})
	v.sculpt(roundRect(140, 586, 520, 34, 0), Stuff{color: plain(v.trim), round: 4, puff: .6, gloss: .3})
	for _, p := range []Path{outline("M 400 600 C 350 520 270 560 286 610 C 300 650 370 630 400 606"), outline("M 400 600 C 350 520 270 560 286 610 C 300 650 370 630 400 606").mirror()} {
		v.sculpt(p, Stuff{color: plain(v.trim), round: 10, puff: .9, gloss: .35, drop: 6})
	}
	v.sculpt(ellipse(400, 602, 24, 20), Stuff{color: plain(v.trim.lit(.9)), round: 8, puff: .9, gloss: .3, drop: 4})
}
