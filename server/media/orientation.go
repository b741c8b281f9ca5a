package media

import (
	"encoding/binary"
	"image"
)

// turn is the EXIF orientation, 1 to 8: how a phone held the camera. Values per Exif 2.32, tag 0x0112.
type turn int

const upright turn = 1

// orientation reads the tag from wherever a format keeps EXIF; anything unexpected counts as upright.
func orientation(mime string, data []byte) turn {
	var exif []byte
	switch mime {
	case "image/jpeg":
		eachSegment(data, func(marker byte, body []byte) bool {
			if marker == 0xe1 && len(body) > 6 && string(body[:6]) == exifMark {
				exif = body[6:]
			}
			return exif == nil
		})
	case "image/png":
		exif = chunk(data, 8, 12, "eXIf", func(at int) (string, int) {
			return string(data[at+4 : at+8]), int(binary.BigEndian.Uint32(data[at:]))
		})
	case "image/webp":
		exif = chunk(data, 12, 8, "EXIF", func(at int) (string, int) {
			size := int(binary.LittleEndian.Uint32(data[at+4:]))
			return string(data[at : at+4]), size + size&1
		})
		if len(exif) > 6 && string(exif[:6]) == exifMark { // some writers keep JPEG's mark
			exif = exif[6:]
		}
	}
	if len(exif) < 8 {
		return upright
	}
	return tiffOrientation(exif)
}

const exifMark = "Exif\x00\x00"

// eachSegment shows the segments of a JPEG before its pixels, until next says no or the file ends.
func eachSegment(jpeg []byte, next func(marker byte, body []byte) bool) {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
		marker, size := jpeg[at+1], int(binary.BigEndian.Uint16(jpeg[at+2:]))
		end := at + 2 + size
		if marker == 0xda || size < 2 || end > len(jpeg) || !next(marker, jpeg[at+4:end]) {
			return
		}
		at = end
	}
}

// chunk finds the content of a named chunk in a file of chunks that begin at a place, of which frame bytes are not content;
// PNG has 4 of them behind it. head reads name and size.
func chunk(data []byte, at, frame int, name string, head func(at int) (string, int)) []byte {
	for at+8 <= len(data) {
		found, size := head(at)
		if size < 0 || size > len(data)-at-frame {
			return nil
		}
		if found == name {
			return data[at+8 : at+8+size]
		}
		at += frame + size
	}
	return nil
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
