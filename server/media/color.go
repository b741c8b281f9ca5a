package media

import (
	"fmt"
	"image"

	"golang.org/x/image/draw"
)

// dominantColor is the commonest colour of a picture as "#rrggbb": of 512 boxes of colours the fullest one, averaged.
// Transparent pixels count as white, the ground they will be shown on.
func dominantColor(src image.Image) string {
	small := image.NewRGBA(image.Rect(0, 0, 32, 32))
	draw.Draw(small, small.Rect, image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(small, small.Rect, src, src.Bounds(), draw.Over, nil)

	var boxes [512]struct{ n, r, g, b int }
	fullest := 0
	for i := 0; i < len(small.Pix); i += 4 {
		r, g, b := int(small.Pix[i]), int(small.Pix[i+1]), int(small.Pix[i+2])
		at := r>>5<<6 | g>>5<<3 | b>>5
		box := &boxes[at]
		box.n, box.r, box.g, box.b = box.n+1, box.r+r, box.g+g, box.b+b
		if box.n > boxes[fullest].n {
			fullest = at
		}
	}
	box := boxes[fullest]
	return fmt.Sprintf("#%02x%02x%02x", box.r/box.n, box.g/box.n, box.b/box.n)
}
