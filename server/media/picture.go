package media

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"

	"github.com/gen2brain/webp"
	"golang.org/x/image/draw"
	xwebp "golang.org/x/image/webp"

	"github.com/dokon-shop/dokon/server/fault"
)

// masterSide is the longest side in pixels of what is kept: twice the largest rendition, for screens to come.
const masterSide = 1600

// Picture is an upload that has been read and found good.
type Picture struct {
	Hash     string
	Mime     string
	Width    int // of the master, upright
	Height   int
	ByteSize int
	Color    string
	master   []byte // WebP without metadata, at most masterSide
}

// decoding lets one picture be judged at a time: see maxDecoded for what one takes.
var decoding = make(chan struct{}, 1)

// Read checks an upload and makes its master. Faults: TOO_LARGE by bytes or by pixels; UNSUPPORTED_MEDIA for what cannot be
// read as JPEG, PNG, WebP or GIF. The name and the header of the upload are not believed, its bytes are.
func Read(data []byte) (*Picture, error) {
	decoding <- struct{}{}
	defer func() { <-decoding }()
	return read(data)
}

// read is Read for whoever has their turn already.
func read(data []byte) (*Picture, error) {
	if len(data) > MaxBytes {
		return nil, tooManyBytes()
	}
	mime := http.DetectContentType(data)
	codec, ok := codecs[mime]
	if !ok {
		return nil, unsupported(nil)
	}
	config, err := codec.config(bytes.NewReader(data))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return nil, unsupported(err)
	}
	if err := affordable(mime, data, config); err != nil {
		return nil, err
	}
	decoded, err := codec.decode(bytes.NewReader(data))
	if err != nil {
		return nil, unsupported(err)
	}
	p := &Picture{Hash: hashOf(data), Mime: mime, ByteSize: len(data)}
	if plain := plainWebP(data); plain != nil && max(config.Width, config.Height) <= masterSide {
		p.Width, p.Height, p.Color, p.master = config.Width, config.Height, dominantColor(decoded), plain
		return p, nil
	}
	img := orientation(mime, data).apply(fit(decoded, masterSide))
	p.Width, p.Height, p.Color = img.Rect.Dx(), img.Rect.Dy(), dominantColor(img)
	if p.master, err = encodeWebP(img, 86); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return p, nil
}

// Ready is Read for pictures that the house brings along and has read before: WebP without metadata, small enough to be
// kept as it is, whose dominant colour is known. Only the header is looked at, which spares a demo seconds of decoding.
func Ready(data []byte, color string) (*Picture, error) {
	config, err := xwebp.DecodeConfig(bytes.NewReader(data))
	plain := plainWebP(data)
	if err != nil || plain == nil || max(config.Width, config.Height) > masterSide {
		return nil, fmt.Errorf("picture cannot be kept as it is: %w", cmp.Or(err, errNotPlain))
	}
	return &Picture{
		Hash: hashOf(data), Mime: "image/webp", ByteSize: len(data), Width: config.Width, Height: config.Height,
		Color: color, master: plain,
	}, nil
}

var errNotPlain = errors.New("not a small WebP without metadata")

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

func unsupported(cause error) error {
	return fault.New(fault.UnsupportedMedia).With("allowed", "JPEG, PNG, WebP, GIF").Because(cause)
}

var codecs = map[string]struct {
	config func(*bytes.Reader) (image.Config, error)
	decode func(*bytes.Reader) (image.Image, error)
}{
	"image/jpeg": {
		func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) },
	},
	"image/png": {
		func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) },
	},
	"image/gif": { // its first frame
		func(r *bytes.Reader) (image.Config, error) { return gif.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return gif.Decode(r) },
	},
	"image/webp": {
		func(r *bytes.Reader) (image.Config, error) { return xwebp.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Image, error) { return xwebp.Decode(r) },
	},
}

// plainWebP is the picture of a file in WebP's simple format, one VP8 chunk, without anything somebody may have put behind
// it; nil for any other file.
func plainWebP(data []byte) []byte {
	if len(data) < 20 || string(data[8:16]) != "WEBPVP8 " {
		return nil
	}
	size := int64(binary.LittleEndian.Uint32(data[16:]))
	size += size & 1 // chunks are padded to even lengths
	if end := 20 + size; end <= int64(len(data)) {
		plain := bytes.Clone(data[:end])
		binary.LittleEndian.PutUint32(plain[4:], uint32(end-8))
		return plain
	}
	return nil
}

// fit scales a picture down until no side is longer than side; it never scales up.
func fit(src image.Image, side int) *image.NRGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	if longest := max(w, h); longest > side {
		w, h = max(1, w*side/longest), max(1, h*side/longest)
	}
	return scale(src, w, h)
}

// scale works in premultiplied colours, for which the kernels have short ways.
func scale(src image.Image, w, h int) *image.NRGBA {
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	b := src.Bounds()
	switch {
	case b.Dx() == w && b.Dy() == h:
		draw.Draw(dst, dst.Rect, src, b.Min, draw.Src)
	case b.Dx() > 4*w: // far down: halve cheaply first, or the good kernel reads every source pixel many times
		half := image.NewRGBA(image.Rect(0, 0, 2*w, 2*h))
		draw.ApproxBiLinear.Scale(half, half.Rect, src, b, draw.Src, nil)
		draw.CatmullRom.Scale(dst, dst.Rect, half, half.Rect, draw.Src, nil)
	default:
		draw.CatmullRom.Scale(dst, dst.Rect, src, b, draw.Src, nil)
	}
	return straight(dst)
}

// straight gives the same picture with colours that are not multiplied by their alpha, as encoders want them. The pixels
// of src are used up.
func straight(src *image.RGBA) *image.NRGBA {
	for i := 0; i < len(src.Pix); i += 4 {
		a := uint32(src.Pix[i+3])
		if a == 255 || a == 0 {
			continue
		}
		for c := i; c < i+3; c++ {
			src.Pix[c] = byte(min(255, (uint32(src.Pix[c])*255+a/2)/a))
		}
	}
	return &image.NRGBA{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect}
}

// rendition draws the master at one of Widths. A master that is narrower is not blown up.
func rendition(master []byte, width int, format Format) ([]byte, error) {
	config, err := xwebp.DecodeConfig(bytes.NewReader(master))
	if err != nil {
		return nil, err
	}
	if config.Width <= width && format == WebP {
		return master, nil
	}
	img, err := xwebp.Decode(bytes.NewReader(master))
	if err != nil {
		return nil, err
	}
	scaled := scale(img, min(width, config.Width), max(1, config.Height*min(width, config.Width)/config.Width))
	if format == JPEG {
		return encodeJPEG(scaled, 80)
	}
	return encodeWebP(scaled, 78)
}

func encodeWebP(img *image.NRGBA, quality int) ([]byte, error) {
	var out bytes.Buffer
	if err := webp.Encode(&out, img, webp.Options{Quality: quality, Method: 2}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// encodeJPEG puts the picture on white, since JPEG knows no transparency.
func encodeJPEG(img *image.NRGBA, quality int) ([]byte, error) {
	ground := image.NewRGBA(img.Rect)
	draw.Draw(ground, ground.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(ground, ground.Rect, img, img.Rect.Min, draw.Over)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, ground, &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
