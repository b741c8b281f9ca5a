// Package accept reads what a caller takes from the headers of a request.
package accept

import (
	"net/http"
	"strconv"
	"strings"
)

// Coding tells whether the caller takes a content coding, such as gzip.
func Coding(r *http.Request, coding string) bool {
	for _, header := range r.Header.Values("Accept-Encoding") {
		for part := range strings.SplitSeq(header, ",") {
			name, params, _ := strings.Cut(part, ";")
			if strings.EqualFold(strings.TrimSpace(name), coding) {
				q, isQ := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
				v, err := strconv.ParseFloat(q, 64)
				return !isQ || err != nil || v > 0
			}
		}
	}
	return false
}
