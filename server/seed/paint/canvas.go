package main

import (
	"image"
	"math"
)

// Side of every picture in pixels, and of the square all coordinates live in before the camera.
const Side = 800

// Color is an sRGB colour, each part 0 to 1 (more while light is added).
type Color [3]float32

// Canvas is the picture being drawn, seen through a camera: coordinates are scaled by zoom around (cx, cy), which comes to
// stand in the middle. A close picture is drawn anew, not blown up.
type Canvas struct {
	pix    []Color
	zoom   float64
	cx, cy float64
}

func newCanvas() *Canvas {
	return &Canvas{pix: make([]Color, Side*Side), zoom: 1, cx: Side / 2, cy: Side / 2}
}

// at gives the pixel position of a point.
func (c *Canvas) at(x, y float64) (float64, float64) {
	return (x-c.cx)*c.zoom + Side/2, (y-c.cy)*c.zoom + Side/2
}

// world is the inverse of at.
func (c *Canvas) world(px, py float64) (float64, float64) {
	return (px-Side/2)/c.zoom + c.cx, (py-Side/2)/c.zoom + c.cy
}

// each colours every pixel from its point.
func (c *Canvas) each(f func(x, y float64, was Color) Color) {
	for py := range Side {
		for px := range Side {
			x, y := c.world(float64(px)+.5, float64(py)+.5)
			i := py*Side + px
			c.pix[i] = f(x, y, c.pix[i])
		}
	}
}

// image gives the picture as it is now.
func (c *Canvas) image() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, Side, Side))
	for i, p := range c.pix {
		for k := range 3 {
			img.Pix[4*i+k] = uint8(min(max(p[k]*255+.5, 0), 255))
		}
		img.Pix[4*i+3] = 255
	}
	return img
}

// Mask says how much of each pixel a shape covers, in a window of the picture.
type Mask struct {
	x0, y0, w, h int
	a            []float32
}

func newMask(x0, y0, x1, y1 float64, pad int) *Mask {
	m := &Mask{x0: max(int(x0)-pad, -Side), y0: max(int(y0)-pad, -Side)}
	m.w = min(int(math.Ceil(x1))+pad, 2*Side) - m.x0
	m.h = min(int(math.Ceil(y1))+pad, 2*Side) - m.y0
	m.w, m.h = max(m.w, 1), max(m.h, 1)
	m.a = make([]float32, m.w*m.h)
	return m
}

func (m *Mask) copy() *Mask {
	n := *m
	n.a = append([]float32(nil), m.a...)
	return &n
}

// get is 0 outside the window.
func (m *Mask) get(px, py int) float32 {
	px, py = px-m.x0, py-m.y0
	if px < 0 || py < 0 || px >= m.w || py >= m.h {
		return 0
	}
	return m.a[py*m.w+px]
}

// within keeps what lies inside another mask too.
func (m *Mask) within(o *Mask) *Mask {
	for y := range m.h {
		for x := range m.w {
			m.a[y*m.w+x] *= o.get(x+m.x0, y+m.y0)
		}
	}
	return m
}

// without takes another mask away.
func (m *Mask) without(o *Mask) *Mask {
	for y := range m.h {
		for x := range m.w {
			m.a[y*m.w+x] *= 1 - o.get(x+m.x0, y+m.y0)
		}
	}
	return m
}

// blur is three box blurs, which come near to a Gaussian of standard deviation r pixels. Outside the window counts as 0.
func blur(a []float32, w, h int, r float64) {
	if r < .4 {
		return
	}
	box := max(int(math.Round((math.Sqrt(4*r*r+1)-1)/2)), 1)
	line := make([]float32, max(w, h))
	pass := func(start, step, n int) {
		var sum float32
		for i := range min(box, n) {
			sum += a[start+i*step]
		}
		inv := 1 / float32(2*box+1)
		for i := range n {
			if i+box < n {
				sum += a[start+(i+box)*step]
			}
			if i-box-1 >= 0 {
				sum -= a[start+(i-box-1)*step]
			}
			line[i] = sum * inv
		}
		for i := range n {
			a[start+i*step] = line[i]
		}
	}
	for range 3 {
		for y := range h {
			pass(y*w, 1, w)
		}
		for x := range w {
			pass(x, w, h)
		}
	}
}

func (m *Mask) blurred(r float64) *Mask {
	n := m.copy()
	blur(n.a, n.w, n.h, r)
	return n
}

// Fill lays one colour over the mask.
func (c *Canvas) fill(m *Mask, col Color, opacity float32) {
	c.over(m, func(_, _ float64) Color { return col }, opacity)
}

// over lays a coloured surface over the mask.
func (c *Canvas) over(m *Mask, color func(x, y float64) Color, opacity float32) {
	for y := max(0, m.y0); y < min(Side, m.y0+m.h); y++ {
		for x := max(0, m.x0); x < min(Side, m.x0+m.w); x++ {
			a := m.a[(y-m.y0)*m.w+x-m.x0] * opacity
			if a < .002 {
				continue
			}
			wx, wy := c.world(float64(x)+.5, float64(y)+.5)
			p := &c.pix[y*Side+x]
			*p = mix(*p, color(wx, wy), a)
		}
	}
}

// shadow darkens what lies under the mask, moved by (dx, dy) and blurred by soft, all in the units of the drawing.
func (c *Canvas) shadow(m *Mask, dx, dy, soft float64, strength float32) {
	pad := int(soft*c.zoom*3) + 2
	n := newMask(float64(m.x0), float64(m.y0), float64(m.x0+m.w), float64(m.y0+m.h), pad)
	for y := range m.h {
		copy(n.a[(y+m.y0-n.y0)*n.w+m.x0-n.x0:], m.a[y*m.w:(y+1)*m.w])
	}
	blur(n.a, n.w, n.h, soft*c.zoom)
	n.x0 += int(dx * c.zoom)
	n.y0 += int(dy * c.zoom)
	for y := max(0, n.y0); y < min(Side, n.y0+n.h); y++ {
		for x := max(0, n.x0); x < min(Side, n.x0+n.w); x++ {
			if a := n.a[(y-n.y0)*n.w+x-n.x0] * strength; a > .002 {
				p := &c.pix[y*Side+x]
				for k := range 3 {
					p[k] *= 1 - a*(.86+.07*float32(2-k)) // shadows keep a little warmth
				}
			}
		}
	}
}
