package main

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
)

// refusalOf says how to answer an error: its fault and the HTTP status for it. Whatever is no fault is logged here and
// shown as INTERNAL, with 503, since what fails before a request is understood is the way to the database.
func refusalOf(ctx context.Context, log *slog.Logger, acceptLanguage string, err error) (status int, shown refusal) {
	l, ok := lang.FromAcceptLanguage(acceptLanguage)
	if !ok {
		l = lang.Default
	}
	f := fault.New(fault.Internal)
	if faults, expected := fault.As(err); expected {
		f = faults[0]
	} else if !errors.Is(err, context.Canceled) {
		log.ErrorContext(ctx, "request could not be let in", "error", err)
	}
	shown = refusal{Code: f.Code, Message: f.Message(l)}
	if f.Code == fault.RateLimited {
		shown.RetryAfter, _ = f.Params["seconds"].(int)
	}
	switch {
	case f.Code == fault.Internal:
		return http.StatusServiceUnavailable, shown
	case f.Code == fault.Forbidden:
		return http.StatusForbidden, shown
	case f.Code == fault.NotFound || f.Code == fault.StoreNotFound:
		return http.StatusNotFound, shown
	case f.Code == fault.RateLimited:
		return http.StatusTooManyRequests, shown
	case f.Code == fault.Unauthenticated || f.Code == fault.SessionExpired || strings.HasPrefix(string(f.Code), "INITDATA_"):
		return http.StatusUnauthorized, shown
	case f.Code == fault.TooLarge:
		return http.StatusRequestEntityTooLarge, shown
	case f.Code == fault.UploadUsed:
		return http.StatusConflict, shown
	case f.Code == fault.UploadExpired:
		return http.StatusForbidden, shown
	case f.Code == fault.BadRequest:
		return http.StatusBadRequest, shown
	}
	return http.StatusUnprocessableEntity, shown
}

// refusal is what a caller is told.
type refusal struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
	// RetryAfter is seconds until another try makes sense, of RATE_LIMITED; also told in the header.
	RetryAfter int `json:"retryAfter,omitempty"`
}

// refuseGraphQL answers in the form of a GraphQL error, with the code in its extensions.
func refuseGraphQL(log *slog.Logger) func(http.ResponseWriter, *http.Request, error) {
	type graphQLError struct {
		Message    string         `json:"message"`
		Extensions map[string]any `json:"extensions"`
	}
	return func(w http.ResponseWriter, r *http.Request, err error) {
		status, shown := refusalOf(r.Context(), log, r.Header.Get("Accept-Language"), err)
		extensions := map[string]any{"code": shown.Code}
		if shown.RetryAfter > 0 {
			extensions["retryAfter"] = shown.RetryAfter
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "Retry-After, X-Request-Id")
		media := "application/json"
		if strings.Contains(r.Header.Get("Accept"), "application/graphql-response+json") {
			media = "application/graphql-response+json"
		}
		writeJSON(w, media, status, map[string]any{"errors": []graphQLError{{shown.Message, extensions}}})
	}
}

// refuseJSON answers {"code", "message"}.
func refuseJSON(log *slog.Logger) func(http.ResponseWriter, *http.Request, error) {
	return func(w http.ResponseWriter, r *http.Request, err error) {
		status, shown := refusalOf(r.Context(), log, r.Header.Get("Accept-Language"), err)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		writeJSON(w, "application/json", status, shown)
	}
}

func writeJSON(w http.ResponseWriter, media string, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // values are ours and always encode
	}
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}
