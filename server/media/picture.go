package media

import (
	"bytes"
	"cmp"
	"crypto/sha256"
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

// What an upload may be. 50 million pixels is a phone's best camera; more is an attack on the server's memory.
const (
	MaxBytes  = 15 << 20
	MaxPixels = 50_000_000
	MaxSide   = 16_000
	// masterSide is the longest side in pixels of what is kept: twice the largest rendition, for screens to come.
	masterSide = 1600
)

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

// one decoder at a time: a 50-megapixel picture takes up to 300 MB while it is scaled.
var decoding = make(chan struct{}, 1)

// Read checks an upload and makes its master. Faults: TOO_LARGE by bytes or by pixels; UNSUPPORTED_MEDIA for what cannot be
// read as JPEG, PNG, WebP or GIF. The name and the header of the upload are not believed, its bytes are.
func Read(data []byte) (*Picture, error) {
	if len(data) > MaxBytes {
		return nil, fault.New(fault.TooLarge).With("max", fmt.Sprintf("%d MB", MaxBytes>>20))
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
	if config.Width > MaxSide || config.Height > MaxSide || config.Width*config.Height > MaxPixels {
		return nil, fault.New(fault.TooLarge).With("max", fmt.Sprintf("%d × %d px", MaxSide, MaxPixels/MaxSide))
	}

	decoding <- struct{}{}
	defer func() { <-decoding }()
	decoded, err := codec.decode(bytes.NewReader(data))
	if err != nil {
		return nil, unsupported(err)
	}
	p := &Picture{Hash: hashOf(data), Mime: mime, ByteSize: len(data)}
	if isPlainWebP(data) && max(config.Width, config.Height) <= masterSide {
		p.Width, p.Height, p.Color, p.master = config.Width, config.Height, dominantColor(decoded), data
		return p, nil
	}
	turn := upright
	if mime == "image/jpeg" {
		turn = orientation(data)
	}
	img := turn.apply(fit(decoded, masterSide))
	p.Width, p.Height, p.Color = img.Rect.Dx(), img.Rect.Dy(), dominantColor(img)
	if p.master, err = encode(img, 86); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return p, nil
}

// Ready is Read for pictures that the house brings along and has read before: WebP without metadata, small enough to be
// kept as it is, whose dominant colour is known. Only the header is looked at, which spares a demo seconds of decoding.
func Ready(data []byte, color string) (*Picture, error) {
	config, err := xwebp.DecodeConfig(bytes.NewReader(data))
	if err != nil || !isPlainWebP(data) || max(config.Width, config.Height) > masterSide {
		return nil, fmt.Errorf("picture cannot be kept as it is: %w", cmp.Or(err, errNotPlain))
	}
	return &Picture{
		Hash: hashOf(data), Mime: "image/webp", ByteSize: len(data), Width: config.Width, Height: config.Height,
		Color: color, master: data,
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

// isPlainWebP: the simple file format has one VP8 chunk and no room for metadata.
func isPlainWebP(data []byte) bool {
	return len(data) > 16 && string(data[8:16]) == "WEBPVP8 "
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

func scale(src image.Image, w, h int) *image.NRGBA {
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	b := src.Bounds()
	switch {
	case b.Dx() == w && b.Dy() == h:
		draw.Draw(dst, dst.Rect, src, b.Min, draw.Src)
	case b.Dx() > 4*w: // far down: halve cheaply first, or the good kernel reads every source pixel many times
		half := image.NewNRGBA(image.Rect(0, 0, 2*w, 2*h))
		draw.ApproxBiLinear.Scale(half, half.Rect, src, b, draw.Src, nil)
		draw.CatmullRom.Scale(dst, dst.Rect, half, half.Rect, draw.Src, nil)
	default:
		draw.CatmullRom.Scale(dst, dst.Rect, src, b, draw.Src, nil)
	}
	return dst
}

// rendition draws the master at one of Widths. A master that is narrower is not blown up.
func rendition(master []byte, width int) ([]byte, error) {
	config, err := xwebp.DecodeConfig(bytes.NewReader(master))
	if err != nil {
		return nil, err
	}
	if config.Width <= width {
		return master, nil
	}
	img, err := xwebp.Decode(bytes.NewReader(master))
	if err != nil {
		return nil, err
	}
	return encode(scale(img, width, max(1, config.Height*width/config.Width)), 78)
}

func encode(img *image.NRGBA, quality int) ([]byte, error) {
	var out bytes.Buffer
	if err := webp.Encode(&out, img, webp.Options{Quality: quality, Method: 2}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
