package main

import (
	"net/http"
	"time"

	"github.com/dokon-shop/dokon/server/media"
)

// upload takes the bytes of one picture at an address that the disk has signed; whoever has the address may. It answers 204.
func (s *webServer) upload(disk *media.Disk) http.Handler {
	refuse := refuseJSON(s.app.log)
	return s.paced(refuse, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		_ = control.SetReadDeadline(time.Now().Add(uploadTime))
		_ = control.SetWriteDeadline(time.Now().Add(uploadTime + writeTime))
		err := disk.Accept(r.URL, r.Body, s.app.now(), func(key string) error { return media.AwaitsBytes(r.Context(), s.app.db, key) })
		if err != nil {
			refuse(w, r, err)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusNoContent)
	}))
}

// allowUpload tells browsers on other origins that they may upload: nothing here is authorised by a cookie.
func allowUpload(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "PUT, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}
