package main

import (
	"image"
	"math"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// emojiDir is where the 3D emoji of npm package @lobehub/fluent-emoji-3d lie: 256 × 256, named by code point.
var emojiDir string

var emojis = map[string]*image.NRGBA{}

func emoji(code string) *image.NRGBA {
	if img, ok := emojis[code]; ok {
		return img
	}
	f, err := os.Open(filepath.Join(emojiDir, code+".webp"))
	if err != nil {
		panic(err)
	}
	defer f.Close()
	src, err := webp.Decode(f)
	if err != nil {
		panic(err)
	}
	img := image.NewNRGBA(src.Bounds())
	draw.Draw(img, img.Rect, src, src.Bounds().Min, draw.Src)
	emojis[code] = img
	return img
}

// emoji stands an object at (x, y), size units wide, turned by turn radians, with a shadow when opaque.
func (c *Canvas) emoji(code string, x, y, size, turn float64, opacity float32) {
	var tint func(Color) Color
	if code == "1f345" || code == "1f336-fe0f" { // the set's tomato and pepper are crimson; ours grew in the sun
		tint = func(col Color) Color {
			if h, _, _ := col.hsl(); h > .85 {
				return col.shift(.085, 1, .98)
			}
			return col
		}
	}
	c.sprite(emoji(code), x, y, size, turn, opacity, tint)
}

// bounds is the part of a picture that is not empty.
func bounds(img *image.NRGBA) image.Rectangle {
	var box image.Rectangle
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.Pix[y*img.Stride+4*x+3] > 24 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// sprite draws a picture with soft sampling; tint, when given, changes its colours.
func (c *Canvas) sprite(img *image.NRGBA, x, y, size, turn float64, opacity float32, tint func(Color) Color) *Mask {
	px, py := c.at(x, y)
	scale := size * c.zoom / float64(img.Rect.Dx())
	reach := size * c.zoom * .72
	m := newMask(px-reach, py-reach, px+reach, py+reach, 1)
	cols := make([]Color, len(m.a))
	sin, cos := math.Sincos(turn)
	for iy := range m.h {
		for ix := range m.w {
			dx, dy := float64(ix+m.x0)+.5-px, float64(iy+m.y0)+.5-py
			u := (dx*cos+dy*sin)/scale + float64(img.Rect.Dx())/2
			v := (-dx*sin+dy*cos)/scale + float64(img.Rect.Dy())/2
			m.a[iy*m.w+ix], cols[iy*m.w+ix] = sample(img, u-.5, v-.5, 1/scale)
		}
	}
	if opacity == 1 {
		s := size * .05
		c.shadow(m, s*.6, s*1.2, s*1.3, .34)
	}
	for iy := max(0, m.y0); iy < min(Side, m.y0+m.h); iy++ {
		for ix := max(0, m.x0); ix < min(Side, m.x0+m.w); ix++ {
			i := (iy-m.y0)*m.w + ix - m.x0
			if a := m.a[i] * opacity; a > .002 {
				col := cols[i]
				if tint != nil {
					col = tint(col)
				}
				p := &c.pix[iy*Side+ix]
				*p = mix(*p, col, a)
			}
		}
	}
	return m
}

// sample reads a picture between its pixels: bicubic when it grows, a box of taps when it shrinks.
func sample(img *image.NRGBA, u, v, step float64) (alpha float32, col Color) {
	var w float32
	add := func(x, y int, k float32) {
		if x < 0 || y < 0 || x >= img.Rect.Dx() || y >= img.Rect.Dy() {
			w += k
			return
		}
		p := img.Pix[y*img.Stride+4*x:]
		a := float32(p[3]) / 255 * k
		alpha += a
		for i := range 3 {
			col[i] += float32(p[i]) / 255 * a
		}
		w += k
	}
	if step > 1 {
		for y := int(math.Ceil(v - step/2)); float64(y) <= v+step/2; y++ {
			for x := int(math.Ceil(u - step/2)); float64(x) <= u+step/2; x++ {
				add(x, y, 1)
			}
		}
	} else {
		x0, y0 := int(math.Floor(u)), int(math.Floor(v))
		for dy := -1; dy <= 2; dy++ {
			for dx := -1; dx <= 2; dx++ {
				add(x0+dx, y0+dy, cubic(u-float64(x0+dx))*cubic(v-float64(y0+dy)))
			}
		}
	}
	if w == 0 || alpha <= 0 {
		return 0, col
	}
	for i := range 3 {
		col[i] = min(max(col[i]/alpha, 0), 1)
	}
	return min(alpha/w, 1), col
}

// cubic is the Catmull-Rom kernel.
func cubic(x float64) float32 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return float32(1.5*x*x*x - 2.5*x*x + 1)
	case x < 2:
		return float32(-.5*x*x*x + 2.5*x*x - 4*x + 2)
	}
	return 0
}
