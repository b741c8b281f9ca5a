package main

import (
	"image"

	"golang.org/x/image/draw"
)

// logo is the first letter of the shop's name on its colour, in a ring of ikat.
func logo(name string, col Color) *image.NRGBA {
	c := newCanvas()
	c.each(func(x, y float64, _ Color) Color { return ikat(col, .8)(x, y) })
	c.sculpt(ellipse(400, 400, 318, 318), Stuff{color: plain(col), round: 14, puff: .6, drop: 14})
	ring := ellipse(400, 400, 290, 290)
	c.fill(c.line(append(ring, ring[0]), 4, 0), gold, .9)
	c.write(string([]rune(name)[0]), 400, 392, 380, 500, 0, true, ivory)
	small := image.NewNRGBA(image.Rect(0, 0, Side/2, Side/2))
	draw.CatmullRom.Scale(small, small.Rect, c.image(), image.Rect(0, 0, Side, Side), draw.Src, nil)
	return small
}

// cover is the shop's name and address on its colour between bands of ikat, twice as wide as high.
func cover(name, address string, col Color) *image.NRGBA {
	c := newCanvas()
	c.wall(col)
	for _, y := range []float64{214, 540} {
		c.sculptMask(c.mask(roundRect(-10, y, Side+20, 46, 0)), Stuff{color: ikat(col, .42), round: 5, puff: .6, drop: 8, bump: folds(0)})
	}
	c.write(name, 400, 378, 108, 660, 3, true, ivory)
	c.write(address, 400, 462, 26, 640, 1.5, false, mix(ivory, col, .15))
	wide := image.NewNRGBA(image.Rect(0, 0, Side, Side/2))
	draw.Draw(wide, wide.Rect, c.image(), image.Pt(0, Side/4), draw.Src)
	return wide
}
