package media

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strconv"
	"testing"
)

// photo is a JPEG that is about as hard to encode as a photograph: soft shapes and some grain.
func photo(b *testing.B, w, h int) []byte {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	coarse := image.NewNRGBA(image.Rect(0, 0, w/40, h/40))
	for i := range coarse.Pix {
		coarse.Pix[i] = byte(random.IntN(256)) | byte(i&3/3*255)
	}
	img := scale(coarse, w, h)
	for i := range img.Pix {
		if i&3 != 3 {
			img.Pix[i] = byte(max(0, min(255, int(img.Pix[i])+random.IntN(13)-6)))
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// BenchmarkRead is an upload of a phone's photograph of 12 megapixels.
func BenchmarkRead(b *testing.B) {
	data := photo(b, 4000, 3000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRendition is what the first who asks for a size waits for.
func BenchmarkRendition(b *testing.B) {
	p, err := Read(photo(b, 4000, 3000))
	if err != nil {
		b.Fatal(err)
	}
	for _, format := range []Format{WebP, JPEG} {
		for _, width := range Widths {
			b.Run(string(format)+"-"+strconv.Itoa(width), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					drawn, err := rendition(p.master, width, format)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(len(drawn))/1024, "KB")
				}
			})
		}
	}
}
