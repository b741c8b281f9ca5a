package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/pace"
)

type requestKey struct{}

// requestID is the id of the request in whose course ctx runs; empty outside of one.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// givenID is what is taken over from a proxy.
var givenID = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// edge does for every request what no route should think of: an id, where it comes from, deadlines, recovery, compression, one line of log.
func (s *webServer) edge(next http.Handler) http.Handler {
	next = compressed(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.open.Add(1)
		defer s.open.Done()
		id := r.Header.Get("X-Request-Id")
		if !givenID.MatchString(id) {
			id = rand.Text()
		}
		h := w.Header()
		h.Set("X-Request-Id", id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		ctx, end := s.app.tracing.begin(r, id)
		ctx = pace.WithAddress(context.WithValue(ctx, requestKey{}, id), s.app.config.Proxies.Origin(r))
		r = r.WithContext(ctx)
		limitTime(w, r)

		seen := &statusWriter{ResponseWriter: w}
		started := time.Now()
		defer func() {
			if problem := recover(); problem != nil {
				if err, isError := problem.(error); isError && errors.Is(err, http.ErrAbortHandler) {
					panic(problem)
				}
				s.app.log.ErrorContext(ctx, "panic", "cause", problem, "stack", string(debug.Stack()))
				if seen.status == 0 {
					http.Error(seen, "Something went wrong on our side.", http.StatusInternalServerError)
				}
			}
			took := time.Since(started)
			end(seen.status)
			if seen.status != http.StatusSwitchingProtocols { // a socket takes as long as it stays
				s.requests.WithLabelValues(routeOf(r.URL.Path), strconv.Itoa(seen.status)).Observe(took.Seconds())
			}
			level := slog.LevelDebug
			if seen.status >= http.StatusInternalServerError {
				level = slog.LevelWarn
			}
			if s.app.log.Enabled(ctx, level) {
				s.app.log.Log(ctx, level, "http", "method", r.Method, "path", r.URL.Path, "status", seen.status, "took", took)
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// limitTime gives the caller a while to send the request. Once all of it is read the limit is lifted: a stream lives on, and
// a waiting answer must not be taken for a caller who went away.
func limitTime(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(readTime))
	lift := func() { _ = control.SetReadDeadline(time.Time{}) }
	if r.ContentLength == 0 {
		lift()
		return
	}
	r.Body = &endingBody{ReadCloser: r.Body, ended: lift}
}

// endingBody calls ended when all was read.
type endingBody struct {
	io.ReadCloser
	ended func()
}

// Read implements io.Reader.
func (b *endingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		b.ended()
	}
	return n, err
}

// statusWriter remembers the status of the answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 || w.status < http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Flush implements http.Flusher, which streams ask for.
func (w *statusWriter) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// Unwrap lets http.ResponseController reach what is below.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
