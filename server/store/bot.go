package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/telegram"
)

// Bot is a shop's bot in Telegram. Its token stands sealed in the row; only Token opens it.
type Bot struct {
	bun.BaseModel `bun:"table:store_bots,alias:bot"`

	StoreID  int64  `bun:"store_id,pk"`
	BotID    int64  `bun:"bot_id"`
	Username string `bun:"username"` // without @; empty until the bot process has asked Telegram
	// AppName is the short name of a direct-link app made by /newapp; empty when there is none.
	AppName     string `bun:"app_name"`
	TokenSealed []byte `bun:"token_sealed"` // nil where the token is not known
	// WebhookKey is the random part of the address to which Telegram sends this bot's updates.
	WebhookKey    string    `bun:"webhook_key"`
	IsTestServer  bool      `bun:"is_test_server"`
	HasMainWebApp bool      `bun:"has_main_web_app"`
	Status        BotStatus `bun:"status"`
	StatusReason  string    `bun:"status_reason"`
	UpdatedAt     time.Time `bun:"updated_at"`
}

// BotStatus says whether the token works: UNAUTHORIZED once Telegram refused it.
type BotStatus string

const (
	BotActive       BotStatus = "ACTIVE"
	BotUnauthorized BotStatus = "UNAUTHORIZED"
	BotDisabled     BotStatus = "DISABLED"
)

// purpose binds a sealed token to its column.
const purpose = "store_bots.token"

// BotSetInput names a bot by its token. AppName is changed only when given.
type BotSetInput struct {
	Token   string
	AppName *string
	// IsTestServer is for bots of Telegram's test servers, whose third-party signatures have another key.
	IsTestServer bool
}

// appName is the form of short names that BotFather takes.
var appName = regexp.MustCompile(`^[A-Za-z0-9_]{3,30}$`)

// SetBot gives the store its bot, or the same bot a new token. Username and status are unknown until the bot process reports them.
// Errors: BOT_TOKEN_INVALID; DUPLICATE when another store has this bot; faults of AppName.
func SetBot(ctx context.Context, d *db.DB, box *secret.Box, storeID int64, in BotSetInput, now time.Time) (*Bot, error) {
	var faults fault.List
	identity, err := telegram.BotOf(in.Token, "input", "token")
	if err := faults.Under(err); err != nil {
		return nil, err
	}
	if in.AppName != nil && *in.AppName != "" && !appName.MatchString(*in.AppName) {
		faults.Add(fault.New(fault.Invalid, "input", "appName"))
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	var b Bot
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		tx.Touch()
		// The global row first: it settles which of two stores gets the bot.
		if _, err := tx.NewRaw("update stores set bot_id = ?, updated_at = ? where id = ?", identity.ID, now, storeID).Exec(ctx); err != nil {
			if db.Violates(err, "stores_bot_id_key") {
				return fault.New(fault.Duplicate, "input", "token")
			}
			return err
		}
		b = Bot{StoreID: storeID, WebhookKey: rand.Text()}
		err := tx.NewSelect().Model(&b).Where("store_id = ?", storeID).Scan(ctx)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if b.BotID != identity.ID {
			b.Username, b.AppName, b.HasMainWebApp = "", "", false
		}
		set(&b.AppName, in.AppName)
		b.BotID, b.IsTestServer, b.UpdatedAt = identity.ID, in.IsTestServer, now
		b.Status, b.StatusReason = BotActive, ""
		b.TokenSealed = box.Seal(storeID, purpose, []byte(in.Token))
		_, err = tx.NewInsert().Model(&b).On("conflict (store_id) do update").Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set bot: %w", err)
	}
	return &b, nil
}

// BotOf reads the bot of a store; nil when it has none.
func BotOf(ctx context.Context, q bun.IDB, storeID int64) (*Bot, error) {
	b := new(Bot)
	err := q.NewSelect().Model(b).Where("store_id = ?", storeID).Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read bot: %w", err)
	}
	return b, nil
}

// Credentials are what the bot process needs to speak as a store's bot.
type Credentials struct {
	Store *Store
	Bot   *Bot
	Token string
}

// AllCredentials reads the bots of all stores whose tokens are known and not disabled, in order of slugs.
func AllCredentials(ctx context.Context, d *db.DB, box *secret.Box) ([]*Credentials, error) {
	stores, err := List(ctx, d)
	if err != nil {
		return nil, err
	}
	list := []*Credentials{}
	for _, s := range stores {
		if s.BotID == nil {
			continue
		}
		c := &Credentials{Store: s}
		err := d.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) (err error) {
			c.Bot, err = BotOf(ctx, q, s.ID)
			return err
		})
		if err != nil {
			return nil, err
		}
		if c.Bot == nil || c.Bot.Status == BotDisabled {
			continue
		}
		if c.Token, err = c.Bot.Token(box); err != nil {
			return nil, err
		}
		if c.Token != "" {
			list = append(list, c)
		}
	}
	return list, nil
}

// BotReport is what the bot process learnt of a token by asking Telegram; nil leaves a value as it is.
type BotReport struct {
	BotID         int64
	Status        BotStatus
	Username      *string
	HasMainWebApp *bool
}

// ReportBot keeps a report; false when no store has this bot. Error: INVALID for an unknown status.
func ReportBot(ctx context.Context, d *db.DB, r BotReport, now time.Time) (bool, error) {
	if !slices.Contains([]BotStatus{BotActive, BotUnauthorized, BotDisabled}, r.Status) {
		return false, fault.New(fault.Invalid, "input", "status")
	}
	if r.Username != nil {
		clean, f := input.Text(*r.Username, 64, "input", "username")
		if f != nil {
			return false, f
		}
		r.Username = &clean
	}
	s, err := ByBot(ctx, d, r.BotID)
	if fault.Has(err, fault.StoreNotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	known := false
	err = d.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) error {
		tx.Touch()
		q := tx.NewUpdate().Model((*Bot)(nil)).Set("status = ?", r.Status).Set("updated_at = ?", now)
		if r.Username != nil {
			q = q.Set("username = ?", *r.Username)
		}
		if r.HasMainWebApp != nil {
			q = q.Set("has_main_web_app = ?", *r.HasMainWebApp)
		}
		result, err := q.Where("store_id = ?", s.ID).Where("bot_id = ?", r.BotID).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		known = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("report of bot %d: %w", r.BotID, err)
	}
	return known, nil
}

// Token opens the sealed token; "" where it is not known.
func (b *Bot) Token(box *secret.Box) (string, error) {
	if b.TokenSealed == nil {
		return "", nil
	}
	token, err := box.Open(b.StoreID, purpose, b.TokenSealed)
	if err != nil {
		return "", fmt.Errorf("token of bot %d: %w", b.BotID, err)
	}
	return string(token), nil
}

// Telegram is what checks this bot's init data: by the token where it is known, else by Telegram's third-party key.
func (b *Bot) Telegram(box *secret.Box) (telegram.Bot, error) {
	t := telegram.Bot{ID: b.BotID}
	if b.IsTestServer {
		t.PublicKey = telegram.TestServers
	}
	token, err := b.Token(box)
	if err != nil {
		return telegram.Bot{}, err
	}
	if token != "" {
		t.Secret = telegram.SecretOf(token)
	}
	return t, nil
}

// Link opens the Mini App from anywhere; ?startapp=… (&startapp=… behind a question mark) says where. Empty until the username is known.
func (b *Bot) Link() string {
	switch {
	case b.Username == "":
		return ""
	case b.AppName != "":
		return "https://t.me/" + b.Username + "/" + b.AppName
	}
	return "https://t.me/" + b.Username + "?startapp"
}
