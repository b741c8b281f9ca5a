package main

import (
	"strings"
	"testing"
	"time"
)

// That a webhook is off is said in each language, with the address as plain text.
func TestWebhookOffIsWorded(t *testing.T) {
	address := "https://hooks.example<b>"
	said := map[string]bool{}
	for _, l := range languages {
		m, ok := new(shop).word(notice{Kind: "STAFF_WEBHOOK_OFF", Language: l, URL: &address}, time.Now())
		if !ok || !strings.Contains(m.html, "https://hooks.example&lt;b&gt;") || strings.Contains(m.html, "{url}") {
			t.Errorf("%s: %q", l, m.html)
		}
		said[m.html] = true
	}
	if len(said) != len(languages) {
		t.Errorf("%d texts in %d languages", len(said), len(languages))
	}
	if _, ok := new(shop).word(notice{Kind: "STAFF_WEBHOOK_OFF"}, time.Now()); ok {
		t.Error("worded without an address")
	}
}
