package media

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Format is how a rendition is encoded. It is the GraphQL enum MediaFormat.
type Format string

const (
	Auto Format = "AUTO" // WebP for whoever says in Accept that they take it, else JPEG
	WebP Format = "WEBP"
	JPEG Format = "JPEG" // on white, where the picture is transparent
)

var mimeOf = map[Format]string{WebP: "image/webp", JPEG: "image/jpeg"}

// suffix of file names; that of Auto is empty.
func (f Format) suffix() string {
	switch f {
	case WebP:
		return ".webp"
	case JPEG:
		return ".jpg"
	}
	return ""
}

// MarshalGQL writes the value of the enum.
func (f Format) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(f))) }

// UnmarshalGQL reads a value of the enum.
func (f *Format) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	*f = Format(s)
	if *f != Auto && *f != WebP && *f != JPEG {
		return fmt.Errorf("%v is not a MediaFormat", v)
	}
	return nil
}

// negotiated is what Auto means for a caller. Browsers that read WebP name it; "image/*" and "*/*" are also said by those
// who do not, and everybody reads JPEG.
func negotiated(r *http.Request) Format {
	for _, header := range r.Header.Values("Accept") {
		for _, part := range strings.Split(header, ",") {
			mime, params, _ := strings.Cut(strings.TrimSpace(part), ";")
			if strings.EqualFold(strings.TrimSpace(mime), "image/webp") && !refused(params) {
				return WebP
			}
		}
	}
	return JPEG
}

// refused tells whether parameters of Accept hold a weight of zero.
func refused(params string) bool {
	for _, p := range strings.Split(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if q, err := strconv.ParseFloat(value, 64); name == "q" && err == nil && q == 0 {
			return true
		}
	}
	return false
}

// Address is the path of a picture at the smallest of Widths that is at least width, else at the largest.
func Address(storeID int64, hash string, width int, format Format) string {
	return address(storeID, hash, Widths, width, format)
}

func address(storeID int64, hash string, widths []int, width int, format Format) string {
	chosen := widths[len(widths)-1]
	for _, w := range widths {
		if w >= width {
			chosen = w
			break
		}
	}
	return fmt.Sprintf("/media/%d/%s/%d%s", storeID, hash, chosen, format.suffix())
}
