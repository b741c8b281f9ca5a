package main

import (
	"net/http"
	"strconv"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/pace"
)

// paced turns a request away when too many come from where it does, before anybody asks the database who it is.
func (s *webServer) paced(refuse func(http.ResponseWriter, *http.Request, error), next http.Handler) http.Handler {
	c := s.app.config
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if address := pace.AddressOf(r.Context()); address != "" {
			if wait := s.app.pace.Take(r.Context(), pace.Address, address, c.PerAddress); wait > 0 {
				seconds := int(wait.Seconds()) + 1
				w.Header().Set("Retry-After", strconv.Itoa(seconds))
				refuse(w, r, fault.New(fault.RateLimited).With("seconds", seconds))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
