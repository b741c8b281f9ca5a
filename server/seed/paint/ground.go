package main

import "math"

// wall is a plain backdrop lit from above left, for things that hang or lie flat.
func (c *Canvas) wall(col Color) {
	c.each(func(x, y float64, _ Color) Color {
		glow := math.Exp(-(sq((x-300)/520) + sq((y-250)/560)))
		edge := sq((x-400)/760) + sq((y-400)/760)
		return col.lit(float32(.93 + .13*glow - .16*edge))
	})
}

// room is a backdrop that runs into a floor at y = horizon, for things that stand.
func (c *Canvas) room(wall, floor Color, horizon float64) {
	c.each(func(x, y float64, _ Color) Color {
		glow := math.Exp(-(sq((x-280)/460) + sq((y-200)/420)))
		back := wall.lit(float32(.9 + .16*glow))
		near := min(max((y-horizon)/(Side-horizon), 0), 1)
		front := floor.lit(float32(1.02 - .12*near - .1*sq((x-400)/600)))
		return mix(back, front, float32(smooth(horizon-14, horizon+14, y)))
	})
}

// planks is a wooden table seen from above.
func (c *Canvas) planks(col Color) {
	c.each(func(x, y float64, _ Color) Color {
		board := math.Floor(y / 134)
		in := y - board*134
		grain := noise(x/150+board*17, y/3.2)*.5 + noise(x/60+board*5, y/1.6)*.25 + noise(x/300, y/40+board)*.6
		tone := 1 + .06*grain + .05*math.Sin(board*2.3)
		gap := min(in, 134-in)
		if gap < 2.6 {
			tone -= .34 * (1 - gap/2.6)
		}
		glow := math.Exp(-(sq((x-260)/560) + sq((y-230)/560)))
		return col.lit(float32(tone*.9 + .14*glow - .02))
	})
}

// stone is a speckled table top seen from above.
func (c *Canvas) stone(col Color) {
	c.each(func(x, y float64, _ Color) Color {
		cloud := noise(x/130, y/130)*.6 + noise(x/47+9, y/47)*.4
		glow := math.Exp(-(sq((x-260)/540) + sq((y-230)/540)))
		return col.lit(float32(.9 + .045*cloud + .15*glow))
	})
}

// cloth lays a folded ikat napkin over a corner of the table.
func (c *Canvas) cloth(base Color, corner float64) {
	p := outline("M -60 520 L 150 560 Q 260 640 300 860 L -60 860")
	if corner > 0 {
		p = outline("M 560 -60 L 860 -60 L 860 250 Q 720 230 640 120")
	}
	c.sculpt(p, Stuff{
		color: ikat(base, .62), round: 7, puff: .5, drop: 12,
		bump: func(x, y float64) float64 { return 4 * noise(x/70, y/46) },
	})
}

func sq(x float64) float64 { return x * x }

// smooth goes from 0 at a to 1 at b.
func smooth(a, b, x float64) float64 {
	t := min(max((x-a)/(b-a), 0), 1)
	return t * t * (3 - 2*t)
}
