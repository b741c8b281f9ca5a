package webhook_test

import (
	"context"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/webhook"
)

func TestPrivateNetworksAreOutOfReach(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL)
	w.sender = webhook.New(webhook.Sender{DB: w.DB, Box: w.sender.Box, Now: w.sender.Now})
	// The name is judged where it leads, when it is connected to: here one that leads home.
	byName := strings.Replace(r.URL, "127.0.0.1", "localhost", 1)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE webhooks SET url = ? WHERE store_id = ?", byName, w.Store.ID).Exec(ctx)
		return err
	})
	d, err := w.sender.Test(t.Context(), w.Store.ID, h.NodeID())
	w.Must(err)
	if d.Status != nil || !strings.Contains(d.Error, "private network") || len(r.take()) > 0 {
		t.Errorf("%+v", d)
	}
	for _, address := range []string{
		"http://shop.example/hook", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://[fd00::1]/", "https://169.254.169.254/",
		"https://user:pass@shop.example/", "https:///hook", "ftp://shop.example/", "nonsense", "", "https://shop.example/#x",
	} {
		name := "x"
		_, _, err := w.sender.Upsert(t.Context(), w.Store.ID, webhook.UpsertInput{Name: &name, URL: &address}, all, w.now)
		if !fault.Has(err, fault.Invalid) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestUpsertRefuses(t *testing.T) {
	w := open(t)
	h, _ := w.hook("https://shop.example/hook")
	name, address := "x", "https://shop.example/hook"
	none := func(staff.Permission) bool { return false }
	for what, c := range map[string]struct {
		in   webhook.UpsertInput
		may  func(staff.Permission) bool
		want fault.Code
	}{
		"a scope one has not":   {webhook.UpsertInput{Name: &name, URL: &address, Scopes: []staff.Permission{staff.OrdersRead}}, none, fault.ForbiddenField},
		"a scope of no store":   {webhook.UpsertInput{Name: &name, URL: &address, Scopes: []staff.Permission{staff.Platform}}, all, fault.Invalid},
		"no name":               {webhook.UpsertInput{URL: &address}, all, fault.Required},
		"a type twice":          {webhook.UpsertInput{Name: &name, URL: &address, Types: []journal.Type{journal.OrderPlaced, journal.OrderPlaced}}, all, fault.Duplicate},
		"one that is not there": {webhook.UpsertInput{ID: ptr(id.Of(id.Webhook, id.New())), Name: &name}, all, fault.NotFound},
		"another noun's id":     {webhook.UpsertInput{ID: ptr(id.Of(id.Order, id.New())), Name: &name}, all, fault.InvalidID},
	} {
		if _, _, err := w.sender.Upsert(t.Context(), w.Store.ID, c.in, c.may, w.now); !fault.Has(err, c.want) {
			t.Errorf("%s: %v, want %s", what, err, c.want)
		}
	}
	w.change(h, webhook.UpsertInput{Scopes: []staff.Permission{staff.OrdersRead}})
	key, elsewhere := h.NodeID(), "https://thief.example/"
	if _, _, err := w.sender.Upsert(t.Context(), w.Store.ID, webhook.UpsertInput{ID: &key, URL: &elsewhere}, none, w.now); !fault.Has(err, fault.ForbiddenField) {
		t.Errorf("another's webhook with rights one has not is led elsewhere: %v", err)
	}
	for range 19 {
		w.hook(address)
	}
	if _, _, err := w.sender.Upsert(t.Context(), w.Store.ID, webhook.UpsertInput{Name: &name, URL: &address}, all, w.now); !fault.Has(err, fault.TooMany) {
		t.Errorf("the twenty-first: %v", err)
	}
}
