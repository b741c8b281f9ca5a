package main

import (
	"context"
	"fmt"
	"net/url"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/webhook"
)

// tellWebhookOff owes the owners of a store a message that a webhook was switched off. It names the receiver's host alone: the
// path may hold a secret.
func (a *app) tellWebhookOff(ctx context.Context, tx *db.Tx, w *webhook.Webhook) error {
	shop, err := a.stores.ByID(ctx, w.StoreID)
	if err != nil || shop.BotID == nil {
		return err
	}
	address, err := url.Parse(w.URL)
	if err != nil {
		return fmt.Errorf("address of webhook %s: %w", w.ID, err)
	}
	members, err := staff.List(ctx, tx, w.StoreID)
	if err != nil {
		return fmt.Errorf("owners of store %d: %w", w.StoreID, err)
	}
	now := a.now()
	var notices []notify.Notice
	for _, m := range members {
		if m.Role != staff.Owner || !m.IsActive || !m.CanMessage || m.TelegramID == nil {
			continue
		}
		notices = append(notices, notify.Notice{
			Kind: notify.StaffWebhookOff, URL: address.Scheme + "://" + address.Host, Act: fmt.Sprintf("%s:%d", w.ID, now.Unix()),
			To: notify.Recipient{Kind: notify.Staff, ID: m.ID, TelegramID: *m.TelegramID, Language: m.Language},
		})
	}
	return notify.Add(ctx, tx, a.hub, w.StoreID, notices, now)
}
