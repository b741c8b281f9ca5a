package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"image"

	"golang.org/x/image/vector"
)

type point struct{ x, y float64 }

// Path is a closed outline, already broken into short straight pieces.
type Path []point

// outline reads an SVG-like path of absolute M, L, Q and C commands: one closed figure.
func outline(d string) Path {
	words := strings.FieldsFunc(d, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
	var p Path
	number := func(i int) float64 {
		n, err := strconv.ParseFloat(words[i], 64)
		if err != nil {
			panic(fmt.Sprintf("path %q: %v", d, err))
		}
		return n
	}
	for i, command := 0, ""; i < len(words); {
		if strings.ContainsAny(words[i], "MLQC") {
			command = words[i]
			i++
		}
		var at [6]float64
		count := map[string]int{"M": 2, "L": 2, "Q": 4, "C": 6}[command]
		for k := range count {
			at[k] = number(i + k)
		}
		i += count
		switch command {
		case "M", "L":
			p = append(p, point{at[0], at[1]})
		case "Q":
			p = p.curve(p[len(p)-1], point{at[0], at[1]}, point{at[0], at[1]}, point{at[2], at[3]}, true)
		case "C":
			p = p.curve(p[len(p)-1], point{at[0], at[1]}, point{at[2], at[3]}, point{at[4], at[5]}, false)
		}
	}
	return p
}

const steps = 18

func (p Path) curve(a, b, c, d point, quadratic bool) Path {
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		u := 1 - t
		if quadratic {
			p = append(p, point{u*u*a.x + 2*u*t*b.x + t*t*d.x, u*u*a.y + 2*u*t*b.y + t*t*d.y})
			continue
		}
		p = append(p, point{
			u*u*u*a.x + 3*u*u*t*b.x + 3*u*t*t*c.x + t*t*t*d.x,
			u*u*u*a.y + 3*u*u*t*b.y + 3*u*t*t*c.y + t*t*t*d.y,
		})
	}
	return p
}

// sym completes the right half of a figure with its mirror image about x = 400.
func sym(d string) Path {
	half := outline(d)
	whole := append(Path(nil), half...)
	for i := len(half) - 1; i >= 0; i-- {
		whole = append(whole, point{Side - half[i].x, half[i].y})
	}
	return whole
}

// mirror is the figure on the other side of x = 400.
func (p Path) mirror() Path {
	q := make(Path, len(p))
	for i, at := range p {
		q[len(p)-1-i] = point{Side - at.x, at.y}
	}
	return q
}

// move turns the figure by turn radians about the origin, scales it and moves it to (x, y).
func (p Path) move(x, y, scale, turn float64) Path {
	sin, cos := math.Sincos(turn)
	q := make(Path, len(p))
	for i, at := range p {
		q[i] = point{x + scale*(at.x*cos-at.y*sin), y + scale*(at.x*sin+at.y*cos)}
	}
	return q
}

func ellipse(x, y, rx, ry float64) Path {
	p := make(Path, 72)
	for i := range p {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 72)
		p[i] = point{x + rx*cos, y + ry*sin}
	}
	return p
}

// roundRect is a rectangle whose corners have radius r.
func roundRect(x, y, w, h, r float64) Path {
	r = min(r, w/2, h/2)
	var p Path
	for corner, at := range []point{{x + w - r, y + r}, {x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}} {
		for i := range 13 {
			sin, cos := math.Sincos(math.Pi/2*float64(corner-1) + math.Pi/2*float64(i)/12)
			p = append(p, point{at.x + r*cos, at.y + r*sin})
		}
	}
	return p
}

// mask draws the figure's coverage.
func (c *Canvas) mask(p Path) *Mask {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	q := make(Path, len(p))
	for i, at := range p {
		q[i].x, q[i].y = c.at(at.x, at.y)
		x0, y0, x1, y1 = min(x0, q[i].x), min(y0, q[i].y), max(x1, q[i].x), max(y1, q[i].y)
	}
	m := newMask(x0, y0, x1, y1, 3)
	r := vector.NewRasterizer(m.w, m.h)
	for i, at := range q {
		x, y := float32(at.x-float64(m.x0)), float32(at.y-float64(m.y0))
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	cover := image.NewAlpha(image.Rect(0, 0, m.w, m.h))
	r.Draw(cover, cover.Rect, image.Opaque, image.Point{})
	for i, a := range cover.Pix {
		m.a[i] = float32(a) / 255
	}
	return m
}

// line draws the coverage of a stroke of the given width along points; with dash > 0 it is a seam of stitches that long.
func (c *Canvas) line(p Path, width, dash float64) *Mask {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	q := make(Path, len(p))
	for i, at := range p {
		q[i].x, q[i].y = c.at(at.x, at.y)
		x0, y0, x1, y1 = min(x0, q[i].x), min(y0, q[i].y), max(x1, q[i].x), max(y1, q[i].y)
	}
	half := width * c.zoom / 2
	m := newMask(x0, y0, x1, y1, int(half)+3)
	dash *= c.zoom
	walked := 0.0
	for i := 1; i < len(q); i++ {
		a, b := q[i-1], q[i]
		dx, dy := b.x-a.x, b.y-a.y
		length := math.Hypot(dx, dy)
		if length == 0 {
			continue
		}
		for y := max(int(min(a.y, b.y)-half)-1, m.y0); y <= min(int(max(a.y, b.y)+half)+1, m.y0+m.h-1); y++ {
			for x := max(int(min(a.x, b.x)-half)-1, m.x0); x <= min(int(max(a.x, b.x)+half)+1, m.x0+m.w-1); x++ {
				px, py := float64(x)+.5-a.x, float64(y)+.5-a.y
				t := (px*dx + py*dy) / (length * length)
				t = min(max(t, 0), 1)
				cover := half - math.Hypot(px-t*dx, py-t*dy) + .5
				if dash > 0 && math.Mod(walked+t*length, dash*1.6) > dash {
					continue
				}
				at := &m.a[(y-m.y0)*m.w+x-m.x0]
				*at = max(*at, float32(min(max(cover, 0), 1)))
			}
		}
		walked += length
	}
	return m
}
