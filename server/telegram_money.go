package main

import (
	"context"
	"net/http"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
)

// botAPI is how the server asks Telegram for invoices and refunds: at the address of the settings, at the fake where one runs,
// else at Telegram's own.
func (a *app) botAPI() invoice.API {
	return invoice.API{
		URL: func() string {
			if fake := a.fakeTelegram.Load(); fake != nil {
				return *fake
			}
			if a.config.TelegramURL != "" {
				return a.config.TelegramURL
			}
			return invoice.Telegram
		},
		HTTP:  &http.Client{Timeout: 15 * time.Second},
		Links: a.telegramURL,
		Bot: func(ctx context.Context, storeID int64) (found invoice.Bot, err error) {
			err = a.db.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
				b, err := store.BotOf(ctx, q, storeID)
				if err != nil || b == nil {
					return err
				}
				found.IsTestServer = b.IsTestServer
				found.Token, err = b.Token(a.box)
				return err
			})
			if err == nil && found.Token == "" {
				err = invoice.ErrNoBot
			}
			return found, err
		},
		Payer: func(ctx context.Context, storeID int64, chargeID string) (int64, error) {
			return till.Payer(ctx, a.db, storeID, chargeID)
		},
	}
}
