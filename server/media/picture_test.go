package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
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

// tags is an EXIF block with an orientation and, as phones write it, the place where the picture was taken.
func tags(orientation uint16) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	tiff = append(binary.BigEndian.AppendUint16(tiff, orientation), 0, 0, 0, 0, 0, 0)
	return append(tiff, place...)
}

const place = "41.311081N 69.240562E"

// turned puts EXIF into a picture.
func turned(kind string, data []byte, orientation uint16) []byte {
	switch kind {
	case "jpeg":
		body := append([]byte(exifMark), tags(orientation)...)
		segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
		return slices.Concat(data[:2], segment, body, data[2:])
	case "png": // before the last chunk, IEND
		body := append([]byte("eXIf"), tags(orientation)...)
		c := append(binary.BigEndian.AppendUint32(nil, uint32(len(body)-4)), body...)
		c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(body))
		return slices.Concat(data[:33], c, data[33:])
	default: // the extended format: a header with the flag for EXIF and the size, the picture, the block
		c, _ := xwebp.DecodeConfig(bytes.NewReader(data))
		head := append([]byte("VP8X\x0a\x00\x00\x00\x08\x00\x00\x00"), byte(c.Width-1), 0, 0, byte(c.Height-1), 0, 0)
		body := tags(orientation)
		block := append(binary.LittleEndian.AppendUint32([]byte("EXIF"), uint32(len(body))), body...)
		if len(body)&1 == 1 {
			block = append(block, 0)
		}
		whole := slices.Concat([]byte("RIFF0000WEBP"), head, data[12:], block)
		binary.LittleEndian.PutUint32(whole[4:], uint32(len(whole)-8))
		return whole
	}
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

func TestReadTurnsPicturesUprightAndForgetsThePlace(t *testing.T) {
	webp, err := encodeWebP(half(64, 32), 90)
	if err != nil {
		t.Fatal(err)
	}
	pictures := map[string][]byte{"jpeg": encoded(t, half(64, 32), "jpeg"), "png": encoded(t, half(64, 32), "png"), "webp": webp}
	for orientation, want := range map[uint16]struct {
		width, height, x, y int // where the red is
	}{
		1: {64, 32, 32, 2}, 2: {64, 32, 32, 2}, 3: {64, 32, 32, 29}, 4: {64, 32, 32, 29},
		5: {32, 64, 2, 32}, 6: {32, 64, 29, 32}, 7: {32, 64, 29, 32}, 8: {32, 64, 2, 32}, 9: {64, 32, 32, 2},
	} {
		for kind, data := range pictures {
			tagged := turned(kind, data, orientation)
			if !bytes.Contains(tagged, []byte(place)) {
				t.Fatalf("%s: the test writes no place", kind)
			}
			p, err := Read(tagged)
			if err != nil {
				t.Fatal(kind, err)
			}
			img, err := xwebp.Decode(bytes.NewReader(p.master))
			if err != nil {
				t.Fatal(err)
			}
			r, _, b, _ := img.At(want.x, want.y).RGBA()
			if p.Width != want.width || p.Height != want.height || r < 2*b {
				t.Errorf("%s, orientation %d: %d×%d, red %d and blue %d where red should be", kind, orientation, p.Width, p.Height, r>>8, b>>8)
			}
			if bytes.Contains(p.master, []byte(place)) || bytes.Contains(p.master, []byte("EXIF")) {
				t.Errorf("%s: the master tells where the picture was taken", kind)
			}
		}
	}
}

// A file in WebP's simple format is kept as it is, but not what somebody has hung behind the picture.
func TestReadKeepsOfAPlainWebPThePictureAlone(t *testing.T) {
	plain, err := encodeWebP(half(64, 32), 90)
	if err != nil {
		t.Fatal(err)
	}
	long := append(bytes.Clone(plain), "EXIF\x15\x00\x00\x00"+place...)
	binary.LittleEndian.PutUint32(long[4:], uint32(len(long)-8))
	p, err := Read(long)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(p.master, plain) {
		t.Errorf("%d bytes are kept of %d, want %d", len(p.master), len(long), len(plain))
	}
}

func TestDecodingIsPaidForBeforeItBegins(t *testing.T) {
	// size, of a start of frame: marker, samples of the planes
	frame := func(marker byte, w, h int, samples ...byte) []byte {
		body := binary.BigEndian.AppendUint16([]byte{8}, uint16(h))
		body = append(binary.BigEndian.AppendUint16(body, uint16(w)), byte(len(samples)))
		for i, s := range samples {
			body = append(body, byte(i+1), s, 0)
		}
		return append([]byte{0xff, 0xd8, 0xff, marker, 0, byte(len(body) + 2)}, append(body, 0xff, 0xda, 0, 2)...)
	}
	for name, c := range map[string]struct {
		data []byte
		fits bool
	}{
		"a phone's 48 megapixels":       {frame(0xc0, 8000, 6000, 0x22, 0x11, 0x11), true},
		"progressive, as large":         {frame(0xc2, 8000, 6000, 0x22, 0x11, 0x11), false},
		"progressive, 24 megapixels":    {frame(0xc2, 6000, 4000, 0x22, 0x11, 0x11), true},
		"progressive, finely sampled":   {frame(0xc2, 6000, 4000, 0x11, 0x11, 0x11), false},
		"for print, 48 megapixels":      {frame(0xc0, 8000, 6000, 0x11, 0x11, 0x11, 0x11), false},
		"more pixels than any may have": {frame(0xc0, 10_000, 6000, 0x11), false},
	} {
		config, err := jpeg.DecodeConfig(bytes.NewReader(c.data))
		if err != nil {
			t.Fatal(name, err)
		}
		if err := affordable("image/jpeg", c.data, config); (err == nil) != c.fits {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := affordable("image/png", nil, image.Config{ColorModel: color.NRGBA64Model, Width: 6000, Height: 4000}); codeOf(err) != fault.TooLarge {
		t.Errorf("24 megapixels of 8 bytes: %v", err)
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
