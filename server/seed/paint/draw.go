package main

import (
	"hash/fnv"
	"image"
	"strings"

	"github.com/dokon-shop/dokon/server/seed"
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

// drawProduct draws one shot of a product. The close one shows the first colour.
func drawProduct(kind string, p *seed.Product, shot seed.Shot) *image.NRGBA {
	form, with := p.Drawing()
	l := look{Canvas: newCanvas(), form: form, with: with, dice: newDice(p.Slug), close: strings.HasSuffix(shot.File, ".close.webp")}
	swatch := p.Swatch(shot)
	if l.close {
		swatch = p.Swatch(p.Shots()[0])
	}
	switch {
	case swatch != "":
		l.color = hex(swatch)
	case with["color"] != "":
		l.color = hex(with["color"])
	default:
		l.color = hsl(hue(p.Slug), .4, .6)
	}
	switch kind {
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
	case "restaurant":
		l.zoom, l.cy = 1.12, 400
		if form == "tea" || form == "drink" || form == "object" {
			l.zoom, l.cy = 1.14, 440
		}
		if l.close {
			l.zoom, l.cx, l.cy = 1.9, 400+l.in(-60, 60), l.cy-l.in(0, 50)
		}
		paintRestaurant(l)
	case "flowers":
		l.zoom, l.cy = 1.04, 404
		if l.close {
			l.zoom, l.cx, l.cy = 1.75, 400+l.in(-40, 40), 320
			if form == "object" || with["kind"] == "succulent" {
				l.zoom, l.cy = 1.5, 480
			}
		}
		paintFlowers(l)
	}
	return l.image()
}

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
