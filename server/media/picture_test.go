package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	xwebp "golang.org/x/image/webp"

	"github.com/dokon-shop/dokon/server/fault"
)

// half is w×h with red above and blue below.
func half(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{200, 20, 30, 255}
			if y >= h/2 {
				c = color.NRGBA{20, 40, 200, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func encoded(t *testing.T, img image.Image, kind string) []byte {
	t.Helper()
	var out bytes.Buffer
	var err error
	if kind == "png" {
		err = png.Encode(&out, img)
	} else {
		err = jpeg.Encode(&out, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// turned puts an EXIF orientation into a JPEG.
func turned(data []byte, orientation uint16) []byte {
	tiff := append([]byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"), 0, byte(orientation), 0, 0, 0, 0, 0, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return append(append(append([]byte{}, data[:2]...), append(segment, body...)...), data[2:]...)
}

func codeOf(err error) fault.Code {
	faults, ok := fault.As(err)
	if !ok {
		return ""
	}
	return faults[0].Code
}

func TestReadKeepsGoodPictures(t *testing.T) {
	for _, c := range []struct {
		name          string
		data          []byte
		mime          string
		width, height int
	}{
		{"png", encoded(t, half(300, 200), "png"), "image/png", 300, 200},
		{"jpeg", encoded(t, half(300, 200), "jpeg"), "image/jpeg", 300, 200},
		{"larger than is kept", encoded(t, half(2000, 500), "jpeg"), "image/jpeg", 1600, 400},
		{"one pixel", encoded(t, half(1, 1), "png"), "image/png", 1, 1},
		{"a strip", encoded(t, half(4000, 1), "png"), "image/png", 1600, 1},
	} {
		p, err := Read(c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p.Mime != c.mime || p.Width != c.width || p.Height != c.height || p.ByteSize != len(c.data) || len(p.Hash) != 32 {
			t.Errorf("%s: %s %d×%d, %d bytes, hash %q", c.name, p.Mime, p.Width, p.Height, p.ByteSize, p.Hash)
		}
		master, err := xwebp.DecodeConfig(bytes.NewReader(p.master))
		if err != nil || master.Width != c.width || master.Height != c.height {
			t.Errorf("%s: master %+v, %v", c.name, master, err)
		}
	}
}

func TestReadTurnsPicturesUpright(t *testing.T) {
	data := encoded(t, half(64, 32), "jpeg")
	for orientation, want := range map[uint16]struct {
		width, height, x, y int // where the red is
	}{
		1: {64, 32, 32, 2}, 2: {64, 32, 32, 2}, 3: {64, 32, 32, 29}, 4: {64, 32, 32, 29},
		5: {32, 64, 2, 32}, 6: {32, 64, 29, 32}, 7: {32, 64, 29, 32}, 8: {32, 64, 2, 32}, 9: {64, 32, 32, 2},
	} {
		p, err := Read(turned(data, orientation))
		if err != nil {
			t.Fatal(err)
		}
		img, err := xwebp.Decode(bytes.NewReader(p.master))
		if err != nil {
			t.Fatal(err)
		}
		r, _, b, _ := img.At(want.x, want.y).RGBA()
		if p.Width != want.width || p.Height != want.height || r < 2*b {
			t.Errorf("orientation %d: %d×%d, red %d and blue %d where red should be", orientation, p.Width, p.Height, r>>8, b>>8)
		}
	}
}

func TestReadRefusesTheRest(t *testing.T) {
	good := encoded(t, half(300, 200), "png")
	vast := bytes.Clone(good)
	binary.BigEndian.PutUint32(vast[16:], 60_000) // the width that the header claims
	for name, c := range map[string]struct {
		data []byte
		want fault.Code
	}{
		"nothing":             {nil, fault.UnsupportedMedia},
		"text":                {[]byte("<svg onload=alert(1)>"), fault.UnsupportedMedia},
		"a program":           {[]byte("\x7fELF\x02\x01\x01"), fault.UnsupportedMedia},
		"half a picture":      {good[:len(good)/2], fault.UnsupportedMedia},
		"a header alone":      {good[:24], fault.UnsupportedMedia},
		"a header of a bomb":  {repaired(vast), fault.TooLarge},
		"more bytes than fit": {make([]byte, MaxBytes+1), fault.TooLarge},
	} {
		if _, err := Read(c.data); codeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// repaired gives a PNG whose header was changed its checksum again.
func repaired(data []byte) []byte {
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

func TestDominantColorIsTheCommonest(t *testing.T) {
	img := half(90, 100)
	for y := range 20 { // red becomes the smaller part
		for x := range 90 {
			img.SetNRGBA(x, y, color.NRGBA{20, 40, 200, 255})
		}
	}
	if got := dominantColor(img); got != "#1428c8" {
		t.Errorf("dominant colour %s, want the blue #1428c8", got)
	}
	if got := dominantColor(image.NewNRGBA(image.Rect(0, 0, 8, 8))); got != "#ffffff" {
		t.Errorf("a transparent picture stands on %s, want white", got)
	}
}
