package main

import "math"

// Stuff is what a thing is made of, for sculpt.
type Stuff struct {
	color func(x, y float64) Color
	round float64                    // how wide the rounding of the edge is, in units of the drawing
	puff  float64                    // how high it bulges, as a share of round
	bump  func(x, y float64) float64 // height of folds and weave, in units
	gloss float32                    // 0 cloth, 1 glazed
	sharp float64                    // how small the highlight is
	flat  float32                    // how much of the colour shows without light; .62 when 0
	drop  float64                    // how far above the ground, for the shadow; 0 casts none
	clip  *Mask                      // when set, nothing outside is drawn
}

func plain(c Color) func(x, y float64) Color { return func(_, _ float64) Color { return c } }

// light comes from above left, a big soft box.
var light = norm3(-.42, -.62, .66)

func norm3(x, y, z float64) [3]float64 {
	l := math.Sqrt(x*x + y*y + z*z)
	return [3]float64{x / l, y / l, z / l}
}

// sculpt draws a figure as if it were blown up softly: its blurred coverage is its height, the height gives the normals,
// the normals the light. Gives the coverage for things that lie on it.
func (c *Canvas) sculpt(p Path, s Stuff) *Mask {
	m := c.mask(p)
	c.sculptMask(m, s)
	return m
}

func (c *Canvas) sculptMask(m *Mask, s Stuff) {
	if s.clip != nil {
		m.within(s.clip)
	}
	if s.drop > 0 {
		c.shadow(m, s.drop*.35, s.drop*.8, s.drop*.9, .34)
		c.shadow(m, s.drop*.1, s.drop*.2, s.drop*.25, .3)
	}
	r := s.round * c.zoom
	pad := 2
	h := newMask(float64(m.x0), float64(m.y0), float64(m.x0+m.w), float64(m.y0+m.h), pad)
	for y := range m.h {
		copy(h.a[(y+pad)*h.w+pad:], m.a[y*m.w:(y+1)*m.w])
	}
	wide := append([]float32(nil), h.a...)
	blur(h.a, h.w, h.h, r)
	blur(wide, h.w, h.h, r*2.6)
	puff := float32(s.puff * r)
	for i := range h.a {
		h.a[i] = (h.a[i] + wide[i]*1.4) * puff
	}
	if s.bump != nil {
		for y := range h.h {
			for x := range h.w {
				wx, wy := c.world(float64(x+h.x0)+.5, float64(y+h.y0)+.5)
				h.a[y*h.w+x] += float32(s.bump(wx, wy) * c.zoom)
			}
		}
	}
	flat := s.flat
	if flat == 0 {
		flat = .62
	}
	sharp := s.sharp
	if sharp == 0 {
		sharp = 24
	}
	half := norm3(light[0], light[1], light[2]+1)
	for y := max(0, m.y0); y < min(Side, m.y0+m.h); y++ {
		for x := max(0, m.x0); x < min(Side, m.x0+m.w); x++ {
			a := m.a[(y-m.y0)*m.w+x-m.x0]
			if a < .002 {
				continue
			}
			at := (y-h.y0)*h.w + x - h.x0
			n := norm3(float64(h.a[at-1]-h.a[at+1]), float64(h.a[at-h.w]-h.a[at+h.w]), 2)
			lambert := n[0]*light[0] + n[1]*light[1] + n[2]*light[2]
			shade := flat + (1.5-flat)*float32(max(lambert, 0)) // 1 on what faces the viewer
			shade -= (1.5-flat)*float32(light[2]) - (1 - flat)
			wx, wy := c.world(float64(x)+.5, float64(y)+.5)
			col := s.color(wx, wy).lit(shade)
			if s.gloss > 0 {
				spec := math.Pow(max(n[0]*half[0]+n[1]*half[1]+n[2]*half[2], 0), sharp)
				col = mix(col, Color{1, 1, 1}, min(s.gloss*float32(spec), .95))
			}
			p := &c.pix[y*Side+x]
			*p = mix(*p, col, a)
		}
	}
}
