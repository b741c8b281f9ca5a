package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// paintFlowers draws one of the forms of the flower shop.
func paintFlowers(l look) {
	wall := hsl(hue(l.with["heads"]+l.with["wrap"]+l.with["kind"]+l.with["shape"]), .3, .88)
	if h, s, light := l.color.hsl(); s > .2 && l.form != "plant" {
		wall = hsl(h+.04, .34, .9-.04*(1-light))
	}
	if l.form == "bouquet" && l.with["wrap"] == "black" {
		wall = mix(wall, hex("#b9aeb6"), .55)
	}
	switch l.form {
	case "object":
		l.object()
		return
	case "box":
		if l.with["shape"] == "heart" {
			l.stone(wall.lit(.97))
			l.heart()
			return
		}
	}
	l.room(wall, wall.lit(.94), 620)
	switch l.form {
	case "bouquet":
		l.bouquet()
	case "single":
		l.single()
	case "box":
		l.hatBox()
	case "plant":
		l.plant()
	case "balloons":
		l.balloons()
	}
}

// palette are the colours of the heads: those of a mixed bouquet, else the variant's.
func (l look) palette() []Color {
	names := map[string]string{"pink": "#ef8fb0", "white": "#f8f3ea", "peach": "#f5b08c", "burgundy": "#7a1535", "lilac": "#b795da", "yellow": "#f4c430"}
	var list []Color
	for _, name := range strings.Split(l.with["mix"], ",") {
		if name != "" {
			list = append(list, hex(names[name]))
		}
	}
	if len(list) == 0 {
		list = []Color{l.color}
	}
	return list
}

// dome fills an ellipse with heads, those at the back first.
func (l look) dome(x, y, rx, ry float64) {
	kinds := strings.Split(l.with["heads"], ",")
	size := map[string]float64{"rose": 64, "tulip": 60, "daisy": 46, "peony": 86, "sunflower": 96, "mum": 66, "carnation": 56, "hydrangea": 118, "gyps": 84, "bud": 36, "lavender": 54, "leaf": 46}
	scale := 1.0
	if l.with["big"] == "yes" {
		scale = 1.22
	}
	if l.with["small"] == "yes" {
		scale = .76
	}
	area := 0.0
	for _, k := range kinds {
		area += sq(size[k]*scale*.8) / float64(len(kinds))
	}
	n := max(int(rx*ry/area*1.28), 5)
	type bloom struct {
		x, y float64
		kind string
	}
	var blooms []bloom
	for i := range n {
		d, a := math.Sqrt((float64(i)+.4)/float64(n)), float64(i)*2.39996
		kind := kinds[i%len(kinds)]
		blooms = append(blooms, bloom{x + rx*d*math.Cos(a), y + ry*d*math.Sin(a), kind})
	}
	soft := func(kind string) bool { return kind == "leaf" || kind == "lavender" || kind == "gyps" }
	slices.SortStableFunc(blooms, func(a, b bloom) int {
		if soft(a.kind) != soft(b.kind) {
			if soft(a.kind) {
				return -1
			}
			return 1
		}
		return int(a.y - b.y)
	})
	colors := l.palette()
	for i, b := range blooms {
		col := colors[i%len(colors)].lit(float32(1.05 - .1*(b.y-y)/ry + .04*l.in(-1, 1)))
		l.head(b.kind, b.x, b.y, size[b.kind]*scale*l.in(.92, 1.06), col)
	}
}

func (l look) bouquet() {
	paper := map[string]Color{"kraft": hex("#c99f6d"), "black": hex("#2b2930"), "pink": hex("#efc0cc"), "linen": hex("#e9dfcb")}[l.with["wrap"]]
	creases := func(x, y float64) float64 {
		a := math.Atan2(x-400, 640-y)
		return 5*noise(a*9, 1) + 2.4*noise(a*22, y/90)
	}
	l.shadow(l.mask(ellipse(410, 752, 96, 14)), 4, 4, 14, .55)
	// the sheet behind
	l.sculpt(outline("M 330 640 L 96 300 Q 108 190 196 182 Q 250 96 344 112 Q 410 62 480 108 Q 570 92 618 186 Q 700 200 706 306 L 470 640"),
		Stuff{color: plain(paper.lit(.9)), round: 7, puff: .6, drop: 14, bump: creases})
	for i := range 9 { // greens look out
		a := -1.2 + .3*float64(i)
		l.branch(400+170*math.Sin(a), 330-90*math.Cos(a), 110, a*.8)
	}
	l.dome(400, 300, 226, 172)
	// the sheets in front
	for i, p := range []string{
		"M 96 306 Q 170 420 300 470 Q 350 520 396 660 L 352 700 Q 340 640 300 590 Q 170 460 96 306",
		"M 706 310 Q 630 420 500 474 Q 450 520 404 660 L 448 700 Q 460 640 500 590 Q 640 460 706 310",
	} {
		l.sculpt(outline(p), Stuff{color: plain(paper.lit(float32(1.02 - .05*float64(i)))), round: 7, puff: .6, drop: 12, bump: creases})
	}
	l.sculpt(outline("M 118 352 Q 240 470 400 474 Q 560 470 684 352 Q 640 470 560 540 Q 470 600 448 650 L 352 650 Q 330 600 240 540 Q 160 470 118 352"),
		Stuff{color: plain(paper), round: 8, puff: .6, drop: 12, bump: creases})
	l.sculpt(outline("M 356 640 L 444 640 Q 456 700 486 748 Q 400 770 314 748 Q 344 700 356 640"), Stuff{color: plain(paper.lit(.94)), round: 7, puff: .6, bump: creases})
	ribbon := hex("#e6d3b0")
	if l.with["wrap"] != "black" {
		ribbon = mix(l.palette()[0], hex("#8a2138"), .55)
	}
	l.bow(400, 642, 1, ribbon)
}

func (l look) bow(x, y, s float64, col Color) {
	for _, p := range []string{"M 0 4 Q -22 60 -64 104 L -40 108 Q -8 64 6 8", "M 0 4 Q 18 66 52 112 L 76 100 Q 30 60 8 2"} {
		l.sculpt(outline(p).move(x, y, s, 0), Stuff{color: plain(col.lit(.92)), round: 6, puff: .8, gloss: .3, sharp: 10, drop: 6})
	}
	loop := outline("M 0 0 C -40 -62 -122 -46 -110 4 C -102 44 -36 36 0 0")
	flip := make(Path, len(loop))
	for i, p := range loop {
		flip[len(loop)-1-i] = point{-p.x, p.y}
	}
	for _, p := range []Path{loop, flip} {
		l.sculpt(p.move(x, y, s, 0), Stuff{color: plain(col), round: 11, puff: .8, gloss: .35, sharp: 10, drop: 8})
	}
	l.sculpt(ellipse(x, y, 22*s, 18*s), Stuff{color: plain(col.lit(.9)), round: 7, puff: .9, gloss: .3, drop: 5})
}

func (l look) single() {
	l.shadow(l.mask(ellipse(430, 700, 120, 16)), 4, 4, 14, .4)
	stem := l.line(outline("M 404 280 Q 412 500 388 716"), 13, 0)
	l.shadow(stem, 8, 10, 8, .3)
	l.sculptMask(stem, Stuff{color: plain(hsl(.3, .4, .32)), round: 3, puff: 1, gloss: .2})
	for _, at := range []struct{ x, y, turn, size float64 }{{408, 430, .9, 62}, {402, 500, -1, 70}, {398, 580, 1.1, 54}} {
		l.sculpt(petal(.42).move(at.x, at.y, at.size, at.turn), Stuff{color: plain(hsl(.31, .42, .34)), round: 7, puff: .8, gloss: .2, drop: 6})
	}
	l.head("rose", 402, 232, 132, l.color)
	l.bow(392, 620, .8, mix(l.color, hex("#8a2138"), .5))
}

func (l look) heart() {
	shape := outline("M 400 250 C 360 120 130 120 116 310 C 106 470 300 590 400 690 C 500 590 694 470 684 310 C 670 120 440 120 400 250")
	box := mix(l.color, hex("#1c1a20"), .72)
	l.sculpt(shape.move(400*-.09, 410*-.09, 1.09, 0), Stuff{color: plain(box), round: 12, puff: .8, gloss: .2, drop: 26})
	m := l.sculpt(shape, Stuff{color: plain(box.lit(.6)), round: 10, puff: -.6})
	for row := range 8 {
		for k := range 9 {
			x, y := 116+float64(k)*72+float64(row%2)*36, 196+float64(row)*66
			px, py := l.at(x, y)
			if m.get(int(px), int(py)) > .5 {
				l.head("rose", x, y, 50, l.color.lit(float32(l.in(.94, 1.06))))
			}
		}
	}
	l.bow(610, 610, 1.1, hex("#e6d3b0"))
}

func (l look) hatBox() {
	l.shadow(l.mask(ellipse(412, 704, 210, 26)), 6, 6, 18, .5)
	if l.with["shape"] == "basket" {
		handle := l.line(outline("M 196 470 C 190 20 610 20 604 470"), 22, 0)
		l.shadow(handle, 6, 10, 8, .25)
		l.sculptMask(handle, Stuff{color: plain(hex("#a8743f")), round: 6, puff: 1, bump: func(x, y float64) float64 { return 3 * math.Sin((x+y)/7) }})
		l.turn(400, []ring{{470, 206}, {600, 190}, {700, 168}}, Glaze{color: func(u, y float64) Color {
			a := math.Asin(min(max(u, -1), 1)) * 9
			over := math.Sin(a*2) * math.Sin(y/7+math.Pi*math.Floor(a/math.Pi))
			return hex("#c08b52").lit(float32(.96 + .2*over))
		}, bow: .1, matte: true, shine: .2})
	} else {
		box := mix(l.palette()[0], hex("#ffffff"), .35)
		if box.luma() > .8 {
			box = hex("#c9b3a4")
		}
		l.turn(400, straight(476, 700, 186), Glaze{color: func(_, y float64) Color {
			if y > 574 && y < 604 {
				return gold
			}
			return box
		}, bow: .1, shine: .35, matte: true})
		l.write("LOLA", 400, 660, 30, 200, 10, true, box.lit(.5))
	}
	for i := range 7 {
		a := -1.3 + .43*float64(i)
		l.branch(400+150*math.Sin(a), 440-60*math.Cos(a), 96, a)
	}
	l.dome(400, 366, 204, 138)
}

func (l look) balloons() {
	colors := []string{"#e9647f", "#f4c430", "#7fa8e0", "#a77fd1", "#f5b08c", "#6fbf9a", "#ef8fb0"}
	for i, at := range []point{{250, 300}, {400, 200}, {548, 296}, {322, 420}, {478, 424}, {398, 330}, {610, 440}} {
		col := hex(colors[i%len(colors)])
		l.fill(l.line(outline(fmt.Sprintf("M %g %g Q %g %g 404 700", at.x, at.y+96, (at.x+404)/2+20, 580.0)), 2.4, 0), hex("#c9b9a6"), .9)
		l.sculpt(ellipse(at.x, at.y, 84, 98), Stuff{color: plain(col), round: 40, puff: .8, gloss: .9, sharp: 30, drop: 12})
		l.sculpt(Path{{at.x, at.y + 92}, {at.x + 12, at.y + 112}, {at.x - 12, at.y + 112}}, Stuff{color: plain(col.lit(.85)), round: 3, puff: .8})
	}
	l.bow(404, 690, .7, hex("#8a2138"))
}
