package main

import (
	"hash/fnv"
	"image"
)

// look is one picture to be drawn.
type look struct {
	*Canvas
	form  string
	with  map[string]string
	color Color // of the variant, or one chosen for the product
	close bool
	*dice
}

func (j job) draw() *image.NRGBA {
	form, with := j.product.Drawing()
	l := look{Canvas: newCanvas(), form: form, with: with, dice: newDice(j.product.Slug)}
	swatch := j.product.Swatch(j.shot)
	l.close = j.shot.Value == "" && j.shot.File != "" && isClose(j.shot.File)
	if l.close {
		first := j.product.Shots()[0]
		swatch = j.product.Swatch(first)
	}
	switch {
	case swatch != "":
		l.color = hex(swatch)
	case with["color"] != "":
		l.color = hex(with["color"])
	default:
		l.color = hsl(hue(j.product.Slug), .4, .6)
	}
	switch j.shop.Kind {
	case "clothing":
		l.zoom, l.cx, l.cy = clothesFrame(form, with)
		if l.close {
			l.zoom, l.cx, l.cy = l.zoom*1.6, l.cx+l.in(-40, 60), l.cy-l.in(60, 90)
		}
		if form == "object" {
			l.object()
		} else {
			paintClothes(l.Canvas, form, with, l.color)
		}
	case "cosmetics":
		l.zoom, l.cy = 1.28, 440
		if l.close {
			l.zoom, l.cx, l.cy = 2, 400+l.in(-30, 40), 450
		}
		paintCosmetics(l)
	}
	return l.image()
}

func isClose(file string) bool { return len(file) > 11 && file[len(file)-11:] == ".close.webp" }

// hue spreads products over the colour circle.
func hue(slug string) float64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(slug))
	return float64(h.Sum32()%1000) / 1000
}

// object is one thing of the emoji set, standing in a room of its own colour.
func (l look) object() {
	ground := hsl(hue(l.with["icon"]+"ground"), .34, .85)
	l.room(ground, ground.lit(.93), 560)
	img := emoji(l.with["icon"])
	box := bounds(img)
	size := 520 / max(float64(box.Dx()), float64(box.Dy())) * float64(img.Rect.Dx())
	k := size / float64(img.Rect.Dx())
	wide, low := float64(box.Dx())*k, 660.0
	x := 400 + (float64(img.Rect.Dx())/2-float64(box.Min.X+box.Max.X)/2)*k
	y := low - (float64(box.Max.Y)-float64(img.Rect.Dy())/2)*k
	l.shadow(l.mask(ellipse(404, low-6, wide*.44, 20)), 0, 4, 18, .6)
	l.emoji(l.with["icon"], x, y, size, 0, 1)
}
