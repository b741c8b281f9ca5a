package main

import "math"

var ivory, gold, ink = hex("#f4ead6"), hex("#d9a63c"), hex("#23202c")

// ikat is the cloth of Margilan: almonds in columns, their edges feathered because warp threads are dyed before weaving.
func ikat(base Color, scale float64) func(x, y float64) Color {
	h, _, _ := base.hsl()
	counter := hsl(h+.42, .55, .32)
	warm := hsl(.115, .8, .55)
	if h > .06 && h < .2 { // a yellow ground needs another second colour
		warm = hsl(.96, .7, .42)
	}
	deep := base.lit(.5)
	return func(x, y float64) Color {
		x, y = (x-400)/scale+400, (y-400)/scale
		thread := math.Floor(x / 2.6)
		jitter := 11*noise(thread*.9, y/60) + 8*noise(thread*3.1+7, 2)
		column := math.Floor((x - 325) / 150)
		d := math.Abs(x - 325 - column*150 - 75)
		v := (y + jitter + 105*math.Mod(math.Abs(column), 2)) / 230
		v -= math.Floor(v)
		almond := 70 * math.Pow(math.Sin(math.Pi*v), .85)
		tooth := 6 * math.Abs(math.Mod(v*16, 2)-1)
		t := (d + tooth) / max(almond, 1)
		switch {
		case t < .2:
			return warm
		case t < .38:
			return counter
		case t < .6:
			return ivory
		case t < .8:
			return deep
		case t < 1:
			return warm
		}
		if w := (y + jitter) / 57; d > 66 && math.Mod(math.Abs(w), 2) < 1 {
			return ivory
		}
		return base
	}
}

func stripes(base Color) func(x, y float64) Color {
	line := base.lit(.62)
	if base.luma() < .4 {
		line = mix(base, ivory, .6)
	}
	return func(x, y float64) Color {
		d := math.Abs(math.Mod(x+noise(x/90, y/200)*3, 26) - 13)
		return mix(mix(base, ivory, .55), line, float32(smooth(5, 3.6, 13-d)))
	}
}

func dots(base, dot Color, step, r float64) func(x, y float64) Color {
	return func(x, y float64) Color {
		row := math.Floor(y / step)
		dx := math.Mod(x+row*step/2, step) - step/2
		dy := y - row*step - step/2
		return mix(base, dot, float32(smooth(r+1, r-1, math.Hypot(dx, dy))))
	}
}

// floral strews small five-petalled flowers.
func floral(base Color) func(x, y float64) Color {
	a, b, leaf := mix(base, ivory, .82), base.shift(.5, 1, .8), hsl(.33, .3, .42)
	return func(x, y float64) Color {
		const step = 62
		gx, gy := math.Floor(x/step), math.Floor(y/step)
		best := base
		for dy := -1.0; dy <= 1; dy++ {
			for dx := -1.0; dx <= 1; dx++ {
				kx, ky := gx+dx, gy+dy
				cx := (kx+.5+.32*noise(kx*7.3, ky*3.1))*step - x
				cy := (ky+.5+.32*noise(kx*2.7+40, ky*5.9))*step - y
				r, turn := math.Hypot(cx, cy), math.Atan2(cy, cx)
				size := 17 + 6*noise(kx*4.1, ky*9.7)
				petal := size * (.62 + .38*math.Abs(math.Cos(2.5*turn+kx)))
				if lx, ly := cx+size*.9, cy+size*.7; math.Hypot(lx*.5, ly) < 6 {
					best = leaf
				}
				if r < petal {
					best = a
					if noise(kx*11, ky*13) > .2 {
						best = b
					}
				}
				if r < size*.26 {
					best = gold
				}
			}
		}
		return best
	}
}

// knit gives the height of stocking stitch, cable the height of braids.
func knit(x, y float64) float64 {
	column := math.Mod(math.Abs(x), 15) - 7.5
	return 1.5*math.Cos(column/7.5*math.Pi) + 1.1*math.Sin((y+math.Abs(column)*1.2)*.62)
}

func ribs(step float64) func(x, y float64) float64 {
	return func(x, _ float64) float64 { return 1.3 * math.Sin(x*2*math.Pi/step) }
}

// folds is the fall of cloth: long soft waves, more of them where it is fuller.
func folds(full float64) func(x, y float64) float64 {
	return func(x, y float64) float64 {
		return 5*noise(x/58+3, y/240+1) + 2.6*noise(x/27+y/160, y/120+9) +
			full*math.Sin(x/15+2*noise(x/90, y/150))*smooth(300, 700, y)*2.6
	}
}

func sum(f ...func(x, y float64) float64) func(x, y float64) float64 {
	return func(x, y float64) float64 {
		total := 0.0
		for _, g := range f {
			total += g(x, y)
		}
		return total
	}
}
