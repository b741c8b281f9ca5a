package media

import (
	"encoding/binary"
	"image"
)

// turn is the EXIF orientation, 1 to 8: how a phone held the camera. Values per Exif 2.32, tag 0x0112.
type turn int

const upright turn = 1

// orientation reads the tag from a JPEG's APP1 segment; anything unexpected counts as upright.
func orientation(jpeg []byte) turn {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
		marker, size := jpeg[at+1], int(binary.BigEndian.Uint16(jpeg[at+2:]))
		end := at + 2 + size
		if marker == 0xda || size < 2 || end > len(jpeg) {
			return upright
		}
		if body := jpeg[at+4 : end]; marker == 0xe1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			return tiffOrientation(body[6:])
		}
		at = end
	}
	return upright
}

func tiffOrientation(tiff []byte) turn {
	var order binary.ByteOrder = binary.LittleEndian
	if string(tiff[:2]) == "MM" {
		order = binary.BigEndian
	}
	first := int(order.Uint32(tiff[4:]))
	if first < 8 || first+2 > len(tiff) {
		return upright
	}
	for i := range int(order.Uint16(tiff[first:])) {
		entry := first + 2 + 12*i
		if entry+12 > len(tiff) {
			return upright
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if t := turn(order.Uint16(tiff[entry+8:])); t >= 1 && t <= 8 {
				return t
			}
			return upright
		}
	}
	return upright
}

// apply turns the picture so that up is up.
func (t turn) apply(src *image.NRGBA) *image.NRGBA {
	if t == upright {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dw, dh := w, h
	if t >= 5 {
		dw, dh = h, w
	}
	dst := image.NewNRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			sx, sy := x, y
			switch t {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			copy(dst.Pix[y*dst.Stride+4*x:][:4], src.Pix[sy*src.Stride+4*sx:][:4])
		}
	}
	return dst
}
