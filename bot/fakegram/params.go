package fakegram

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is what the cloud server takes in one request.
const maxBody = 50 << 20

// params are the arguments of a call. A form carries every value as text and objects as JSON in that text; a JSON body may do either, so a
// value is looked at in both ways.
type params map[string]json.RawMessage

// upload is a file of a multipart body.
type upload struct {
	name string
	data []byte
}

// readParams takes the arguments from the query string and the body. The JSON body null, which a client sends for a method without
// arguments, is an empty set.
func readParams(r *http.Request) (params, map[string]upload, *Failure) {
	p, files := params{}, map[string]upload{}
	fill := func(values url.Values) {
		for name, v := range values {
			p[name] = quote(v[0])
		}
	}
	fill(r.URL.Query())
	if r.Method == http.MethodGet || r.Body == nil || r.ContentLength == 0 {
		return p, files, nil
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		var body map[string]json.RawMessage
		err := json.NewDecoder(r.Body).Decode(&body)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, badRequest("can't parse JSON object")
		}
		for name, v := range body {
			p[name] = v
		}
	case "multipart/form-data":
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, nil, badRequest("can't parse multipart body")
		}
		fill(url.Values(r.MultipartForm.Value))
		for name, headers := range r.MultipartForm.File {
			f, err := headers[0].Open()
			if err != nil {
				return nil, nil, badRequest("can't read file %q", name)
			}
			data, err := io.ReadAll(f)
			if cerr := f.Close(); err != nil || cerr != nil {
				return nil, nil, badRequest("can't read file %q", name)
			}
			files[name] = upload{name: headers[0].Filename, data: data}
		}
	default:
		if err := r.ParseForm(); err != nil {
			return nil, nil, badRequest("can't parse form")
		}
		fill(r.PostForm)
	}
	return p, files, nil
}

func quote(s string) json.RawMessage {
	b, _ := json.Marshal(s) // a string always marshals
	return b
}

// text is the value as a string, whichever way it was sent.
func (p params) text(name string) string {
	raw := p[name]
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// number is an integer value; absent gives ok false.
func (p params) number(name string) (n int64, ok bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(p.text(name)), 10, 64)
	return n, err == nil
}

func (p params) flag(name string) bool {
	t := strings.ToLower(p.text(name))
	return t == "true" || t == "1" || t == "yes"
}

// object decodes a structured value; absent leaves into untouched and gives ok false.
func (p params) object(name string, into any) (ok bool, f *Failure) {
	raw := []byte(p.text(name))
	if len(raw) == 0 {
		return false, nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return false, badRequest("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return true, nil
}
