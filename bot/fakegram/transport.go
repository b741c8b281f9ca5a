package fakegram

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
)

// Transport carries requests to the server without a network: for tests whose clock is not the machine's (testing/synctest), where a socket
// would stand outside. A cancelled request ends at once; a cut connection is io.ErrUnexpectedEOF.
func (s *Server) Transport() http.RoundTripper { return direct{s} }

// Direct is such a transport to any handler.
func Direct(h http.Handler) http.RoundTripper { return direct{h} }

type direct struct{ h http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RemoteAddr, in.RequestURI = "127.0.0.1:1", r.URL.RequestURI()
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	var broken error
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				broken = io.ErrUnexpectedEOF
			}
		}()
		d.h.ServeHTTP(rec, in)
	}()
	select {
	case <-done:
	case <-r.Context().Done():
		<-done // the handler listens to the same context
		broken = r.Context().Err()
	}
	if broken != nil {
		return nil, broken
	}
	return rec.response(r), nil
}

type recorder struct {
	mu     sync.Mutex
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header  { return r.header }
func (r *recorder) WriteHeader(code int) { r.status = code }
func (r *recorder) FlushError() error    { return nil }
func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.body.Write(p)
}

func (r *recorder) response(req *http.Request) *http.Response {
	return &http.Response{
		StatusCode: r.status, Status: http.StatusText(r.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: r.header, Body: io.NopCloser(&r.body), ContentLength: int64(r.body.Len()), Request: req,
	}
}
