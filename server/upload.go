package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/staff"
)

// upload takes the bytes of one picture from whoever may write the catalog, and answers {"id": "med_…"}.
func (s *webServer) upload(w http.ResponseWriter, r *http.Request) {
	refuse := refuseJSON(s.app.log)
	caller, shop := auth.From(r.Context()), auth.StoreFrom(r.Context())
	switch {
	case caller.Can(staff.CatalogWrite) && shop != nil:
	case caller.Kind == auth.Anonymous || caller.Kind == auth.Visitor:
		refuse(w, r, fault.New(fault.Unauthenticated))
		return
	default:
		refuse(w, r, fault.New(fault.Forbidden))
		return
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(uploadTime))
	_ = control.SetWriteDeadline(time.Now().Add(uploadTime + writeTime))
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, media.MaxBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		refuse(w, r, fault.New(fault.TooLarge).With("max", fmt.Sprintf("%d MB", media.MaxBytes>>20)))
		return
	case err != nil:
		refuse(w, r, fault.New(fault.BadRequest).With("reason", "the body ended early"))
		return
	}
	picture, err := media.Upload(r.Context(), s.app.db, s.app.files, shop.ID, data, lang.Text{})
	if err != nil {
		refuse(w, r, err)
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	writeJSON(w, "application/json", http.StatusOK, map[string]string{"id": picture.NodeID().String()})
}

// allowUpload tells browsers on other origins that they may upload: nothing here is authorised by a cookie.
func allowUpload(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "PUT, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Store")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}
