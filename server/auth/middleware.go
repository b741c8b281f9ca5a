package auth

import (
	"net/http"
)

// Middleware authenticates each request before next answers it. What is refused is given to refuse, which answers in the form of its route.
func (g *Gate) Middleware(refuse func(w http.ResponseWriter, r *http.Request, err error)) func(next http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, err := g.Authenticate(r.Context(), FromRequest(r))
			if err != nil {
				refuse(w, r, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// FromRequest reads the credentials of an HTTP request.
func FromRequest(r *http.Request) Credentials {
	return Credentials{
		Authorization: r.Header.Get("Authorization"),
		Store:         r.Header.Get("X-Store"),
		Host:          r.Host,
		ActFor:        r.Header.Get("X-Act-For"),
		Language:      r.Header.Get("Accept-Language"),
	}
}
