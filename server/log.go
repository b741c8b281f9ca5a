package main

import (
	"context"
	"io"
	"log/slog"
	"regexp"
)

// newLog makes the program's log. Whatever is written passes redact.
func newLog(c Config, out io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	var h slog.Handler = slog.NewTextHandler(safeWriter{out}, options)
	if c.LogJSON {
		h = slog.NewJSONHandler(safeWriter{out}, options)
	}
	return slog.New(withRequest{h})
}

// secretForms are what must never stand in a log: our tokens and link codes, access tokens, bot tokens, the hash and the
// user of init data, passwords in addresses, and whatever an Authorization header holds.
var secretForms = []struct {
	form    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`dk[a-z]_\d+_[A-Z2-7]{26}`), "<token>"},
	{regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+`), "<token>"},
	{regexp.MustCompile(`\d{5,}:[\w-]{30,}`), "<bot token>"},
	{regexp.MustCompile(`(?i)\b(tma|bearer)[ +][^\s"'\\]+`), "$1 <secret>"},
	{regexp.MustCompile(`\b(hash|signature|user|query_id|chat_instance)=[^\s"'\\&]+`), "$1=<secret>"},
	{regexp.MustCompile(`(postgres(?:ql)?://[^:/@\s]*):[^@/\s]*@`), "$1:<password>@"},
}

// redact takes secrets out of a text, whoever wrote it.
func redact(s string) string {
	for _, f := range secretForms {
		s = f.form.ReplaceAllString(s, f.instead)
	}
	return s
}

// safeWriter redacts each record on its way out. slog writes a record in one call.
type safeWriter struct{ io.Writer }

// Write implements io.Writer.
func (w safeWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, redact(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// withRequest adds the request's id to records made in its course.
type withRequest struct{ slog.Handler }

// Handle implements slog.Handler.
func (h withRequest) Handle(ctx context.Context, r slog.Record) error {
	if id := requestID(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h withRequest) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withRequest{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h withRequest) WithGroup(name string) slog.Handler {
	return withRequest{h.Handler.WithGroup(name)}
}
