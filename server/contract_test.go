package main

import (
	"net/http"
	"strings"
	"testing"
)

// The contract and its views are files for everybody, also where nobody may introspect.
func TestContractIsServed(t *testing.T) {
	t.Parallel()
	s := openSite(t, testDatabase(t), "DOKON_INTROSPECTION", "nobody")
	for path, want := range map[string]string{
		"/schema.graphql": "type BotCredentials", "/schema/storefront.graphql": "type Product ", "/schema/account.graphql": "orderPlace(", "/schema/admin.graphql": "type Webhook ",
	} {
		a := s.do(http.MethodGet, path, "")
		if a.StatusCode != http.StatusOK || !strings.Contains(a.body, want) || a.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("%s: %d %v %.80s", path, a.StatusCode, a.Header, a.body)
		}
		if again := s.do(http.MethodGet, path, "", "If-None-Match", a.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s again: %d", path, again.StatusCode)
		}
	}
	if a := s.do(http.MethodGet, "/schema/bot.graphql", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("a view that there is not: %d", a.StatusCode)
	}
}
