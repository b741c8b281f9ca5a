package media

import (
	"fmt"
	"image"
	"image/color"

	"github.com/dokon-shop/dokon/server/fault"
)

// What an upload may be. 50 million pixels is a phone's best camera.
const (
	MaxBytes  = 15 << 20
	MaxPixels = 50_000_000
	MaxSide   = 16_000
	// maxDecoded is what a picture may take while it is decoded. A file of some kilobytes can ask for gigabytes: its header
	// is asked first.
	maxDecoded = 256 << 20
)

func tooManyBytes(path ...string) *fault.Error {
	return fault.New(fault.TooLarge, path...).With("max", fmt.Sprintf("%d MB", MaxBytes>>20))
}

// affordable refuses what would take too much memory, by the header alone. Fault: TOO_LARGE.
func affordable(mime string, data []byte, c image.Config) error {
	if c.Width > MaxSide || c.Height > MaxSide || c.Width*c.Height > MaxPixels {
		return fault.New(fault.TooLarge).With("max", fmt.Sprintf("%d × %d px", MaxSide, MaxPixels/MaxSide))
	}
	perPixel := bytesPerPixel(mime, data, c.ColorModel)
	if float64(c.Width)*float64(c.Height)*perPixel > maxDecoded {
		return fault.New(fault.TooLarge).With("max", fmt.Sprintf("%d MP", int(maxDecoded/perPixel)/1_000_000))
	}
	return nil
}

// bytesPerPixel is what Go's decoders keep for a pixel until they are done.
func bytesPerPixel(mime string, data []byte, model color.Model) float64 {
	switch mime {
	case "image/jpeg":
		return jpegBytesPerPixel(data)
	case "image/gif":
		return 1
	}
	switch model {
	case color.GrayModel:
		return 2 // twice: an interlaced picture is put together from passes
	case color.Gray16Model:
		return 4
	case color.RGBA64Model, color.NRGBA64Model:
		return 16
	}
	if _, isPalette := model.(color.Palette); isPalette {
		return 2
	}
	return 5 // WebP with an alpha plane; PNG of eight bits, 4, and its passes fit into what is allowed at MaxPixels
}

// jpegBytesPerPixel reads how finely the planes are sampled and whether the picture is progressive: its coefficients, four
// bytes each, are then kept until the last scan.
func jpegBytesPerPixel(data []byte) float64 {
	planes, progressive := 3.0, false
	eachSegment(data, func(marker byte, body []byte) bool {
		if marker < 0xc0 || marker > 0xcf || marker == 0xc4 || marker == 0xc8 || marker == 0xcc || len(body) < 6 {
			return true
		}
		progressive = marker == 0xc2
		sum, finest := 0, 1
		for i := 0; i < int(body[5]) && 6+3*i+1 < len(body); i++ {
			area := int(body[7+3*i]>>4) * int(body[7+3*i]&15)
			sum, finest = sum+area, max(finest, area)
		}
		planes = float64(sum) / float64(finest)
		if body[5] == 4 { // CMYK is put together in a second picture
			planes *= 2
		}
		return false
	})
	if progressive {
		return planes * 5
	}
	return planes
}
