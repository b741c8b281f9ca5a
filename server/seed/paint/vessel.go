package main

import (
	"math"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"image"
)

// ring is one height of a turned thing: y and the radius there.
type ring struct{ y, r float64 }

// Glaze is the surface of a turned thing.
type Glaze struct {
	color  func(u, y float64) Color // u from -1 at the left edge to 1 at the right
	shine  float32                  // strength of the soft boxes' reflections
	metal  float32                  // 1: a bright and dark banding over the whole width
	glass  float32                  // 1: light gathers at the far side
	bow    float64                  // how far a level line bends down in the middle, as a share of the radius
	matte  bool
	shadow bool
}

// turn draws a thing turned on a lathe about x, from its rings top down, lit by a soft box at the left and a strip at the
// right, seen from a little above.
func (c *Canvas) turn(x float64, rings []ring, g Glaze) *Mask {
	first, last := rings[0], rings[len(rings)-1]
	var p Path
	const arc = 24
	for i := range arc + 1 { // over the top, left to right
		u := 2*float64(i)/arc - 1
		p = append(p, point{x + first.r*u, first.y - g.bow*first.r*math.Sqrt(1-u*u)})
	}
	for _, r := range rings[1:] {
		p = append(p, point{x + r.r, r.y})
	}
	for i := range arc + 1 {
		u := 1 - 2*float64(i)/arc
		p = append(p, point{x + last.r*u, last.y + g.bow*last.r*math.Sqrt(1-u*u)})
	}
	for i := len(rings) - 2; i > 0; i-- {
		p = append(p, point{x - rings[i].r, rings[i].y})
	}
	m := c.mask(p)
	if g.shadow {
		c.shadow(m, 9, 5, 9, .22)
	}
	radius := func(y float64) float64 {
		if y <= first.y {
			return first.r
		}
		for i := 1; i < len(rings); i++ {
			if a, b := rings[i-1], rings[i]; y <= b.y && b.y > a.y {
				return a.r + (b.r-a.r)*(y-a.y)/(b.y-a.y)
			}
		}
		return last.r
	}
	c.over(m, func(wx, wy float64) Color {
		r := max(radius(wy), 1)
		u := min(max((wx-x)/r, -1), 1)
		depth := math.Sqrt(1 - u*u)
		y := wy - g.bow*r*depth
		col := g.color(u, y)
		shade := .62 + .46*depth - .16*u
		if g.glass > 0 {
			shade = .8 + .22*depth + .3*math.Exp(-sq((u-.62)/.3))*float64(g.glass)
		}
		if g.metal > 0 {
			shade += float64(g.metal) * (.34*math.Cos(u*7.2+.5) - .05)
		}
		col = col.lit(float32(shade))
		box := math.Exp(-math.Pow(math.Abs(u+.56)/.13, 4)) * smooth(first.y+3, first.y+16, wy) * smooth(last.y+g.bow*last.r*depth-3, last.y-14, wy)
		strip := .6 * math.Exp(-sq((u-.82)/.05))
		if g.matte {
			box, strip = .4*math.Exp(-sq((u+.5)/.3)), strip*.3
		}
		return mix(col, Color{1, 1, 1}, float32(min(box+strip, 1))*g.shine)
	}, 1)
	return m
}

// lid is the flat top of a turned thing, an ellipse.
func (c *Canvas) lid(x, y, r, bow float64, col Color) {
	m := c.mask(ellipse(x, y, r, r*bow))
	c.over(m, func(wx, wy float64) Color { return col.lit(float32(1.06 - .12*(wx-x)/r + .06*(wy-y)/(r*bow+1))) }, 1)
	c.fill(c.line(ellipse(x, y, r-1.5, r*bow-1), 1.6, 0), mix(col, Color{1, 1, 1}, .5), .6)
}

// profile makes rings of a body with rounded shoulder and foot.
func profile(top, bottom, r, shoulder, foot float64) []ring {
	var rings []ring
	for i := range 13 {
		a := math.Pi / 2 * float64(i) / 12
		rings = append(rings, ring{top + shoulder*(1-math.Cos(a)), r - shoulder + shoulder*math.Sin(a)})
	}
	for i := range 9 {
		a := math.Pi / 2 * float64(i) / 8
		rings = append(rings, ring{bottom - foot + foot*math.Sin(a), r - foot + foot*math.Cos(a)})
	}
	return rings
}

func straight(top, bottom, r float64) []ring {
	return []ring{{top, r}, {(top + bottom) / 2, r}, {bottom, r}}
}

var faces = map[string]*opentype.Font{}

func face(bold bool, size float64) font.Face {
	name, data := "regular", goregular.TTF
	if bold {
		name, data = "medium", gomedium.TTF
	}
	if faces[name] == nil {
		f, err := opentype.Parse(data)
		if err != nil {
			panic(err)
		}
		faces[name] = f
	}
	face, err := opentype.NewFace(faces[name], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err)
	}
	return face
}

// write centres words at (x, y); they shrink until they fit into width. spread is the space between letters in units.
func (c *Canvas) write(words string, x, y, size, width, spread float64, bold bool, col Color) {
	letters := []rune(strings.ReplaceAll(words, "ʻ", "‘")) // the Go fonts lack U+02BB
	measure := func(f font.Face, gap float64) float64 {
		total := -gap
		for _, r := range letters {
			a, _ := f.GlyphAdvance(r)
			total += float64(a)/64 + gap
		}
		return total
	}
	size, spread, width = size*c.zoom, spread*c.zoom, width*c.zoom
	f := face(bold, size)
	if w := measure(f, spread); w > width {
		size, spread = size*width/w, spread*width/w
		f = face(bold, size)
	}
	px, py := c.at(x, y)
	px -= measure(f, spread) / 2
	cover := image.NewAlpha(image.Rect(0, 0, Side, Side))
	d := font.Drawer{Dst: cover, Src: image.Opaque, Face: f}
	for _, r := range letters {
		d.Dot = fixed.Point26_6{X: fixed.Int26_6(px * 64), Y: fixed.Int26_6((py + size*.36) * 64)}
		d.DrawString(string(r))
		a, _ := f.GlyphAdvance(r)
		px += float64(a)/64 + spread
	}
	m := newMask(0, 0, Side, Side, 0)
	for i := range min(len(m.a), len(cover.Pix)) {
		m.a[i] = float32(cover.Pix[i]) / 255
	}
	c.fill(m, col, 1)
}
