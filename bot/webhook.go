package main

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"

	"github.com/mymmrac/telego"
)

// maxUpdate is the most that one webhook call may bring, in bytes.
const maxUpdate = 1 << 20

// handler listens for all bots on one route, POST /tg/{key}. An unknown key and a wrong secret are answered alike. What is understood is queued
// and answered at once, a payment only when the server has it; when the queue is full Telegram is asked to come again.
func (f *fleet) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /tg/{key}", f.receive)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	return mux
}

func (f *fleet) receive(w http.ResponseWriter, r *http.Request) {
	f.mu.RLock()
	s := f.byKey[r.PathValue("key")]
	f.mu.RUnlock()
	want := ""
	if s != nil {
		want = s.secret()
	}
	got := r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
	if subtle.ConstantTimeCompare([]byte(got), []byte(want)) != 1 || s == nil {
		http.Error(w, "unknown", http.StatusUnauthorized)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	var u telego.Update
	if err := json.Unmarshal(raw, &u); err != nil {
		// Sending it again would not make it readable.
		s.log.Error("an update cannot be read", "error", redact(err.Error()))
		return
	}
	taken := make(chan bool, 1)
	isBusy := !f.inbox.offer(s, u, func(isTaken bool) { taken <- isTaken })
	if !isBusy && isMoney(u) {
		select {
		case isTaken := <-taken:
			isBusy = !isTaken
		case <-r.Context().Done():
			isBusy = true
		}
	}
	if isBusy {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "busy", http.StatusServiceUnavailable)
	}
}
