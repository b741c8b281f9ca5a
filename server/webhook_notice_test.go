package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/webhook"
)

// Owners whom the bot may write to hear that a webhook is off, once; its path stays untold.
func TestOwnersHearThatAWebhookIsOff(t *testing.T) {
	t.Parallel()
	s := openSite(t, testDatabase(t))
	shop, err := s.app.stores.BySlug(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	w := &webhook.Webhook{StoreID: shop.ID, ID: uuid.New(), URL: "https://hooks.example/secret-path?key=1"}
	tell := func() []string {
		t.Helper()
		var told []string
		err := s.app.db.Write(t.Context(), shop.ID, func(ctx context.Context, tx *db.Tx) error {
			if err := s.app.tellWebhookOff(ctx, tx, w); err != nil {
				return err
			}
			return tx.NewRaw("SELECT kind || ' ' || telegram_id || ' ' || url FROM notifications WHERE store_id = ?", shop.ID).Scan(ctx, &told)
		})
		if err != nil {
			t.Fatal(err)
		}
		return told
	}
	if told := tell(); len(told) != 0 {
		t.Errorf("without a bot: %q", told)
	}
	if _, err := store.SetBot(t.Context(), s.app.db, s.app.box, shop.ID, store.BotSetInput{Token: "4242:" + strings.Repeat("A", 35)}, time.Now()); err != nil {
		t.Fatal(err)
	}
	s.app.stores = store.NewDirectory(s.app.db) // another process's change would be seen within a second
	if told := tell(); len(told) != 0 {
		t.Errorf("nobody has met the bot: %q", told)
	}
	err = s.app.db.Write(t.Context(), shop.ID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE staff_members SET telegram_id = 777, can_message = true WHERE store_id = ?", shop.ID).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	s.app.now = func() time.Time { return now }
	for range 2 {
		if told := tell(); !slices.Equal(told, []string{"STAFF_WEBHOOK_OFF 777 https://hooks.example"}) {
			t.Errorf("%q", told)
		}
	}
}
