package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

// InitData checks init data by the bot of one store, and of no other. Errors: INITDATA_*; INITDATA_INVALID also for a store without a bot.
func (g *Gate) InitData(ctx context.Context, s *store.Store, raw string) (*telegram.InitData, error) {
	check, err := g.TelegramBot(ctx, s)
	if err != nil {
		return nil, err
	}
	return check.InitData(raw, g.now())
}

// TelegramBot is what checks signatures for one store: of init data and of shared contacts. Error: INITDATA_INVALID for a store without a bot.
func (g *Gate) TelegramBot(ctx context.Context, s *store.Store) (telegram.Bot, error) {
	var b *store.Bot
	err := g.db.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) (err error) {
		b, err = store.BotOf(ctx, q, s.ID)
		return err
	})
	switch {
	case err != nil:
		return telegram.Bot{}, err
	case b == nil:
		return telegram.Bot{}, fault.New(fault.InitDataInvalid).Because(errors.New("the store has no bot"))
	}
	return b.Telegram(g.box)
}

// SignInShopper opens a session for the person whom checked init data of this store describes; they become a customer by it. No init data
// opens a session twice for different people, so a replay within its hour gains nothing. Error: RATE_LIMITED.
func (g *Gate) SignInShopper(ctx context.Context, s *store.Store, data *telegram.InitData, device string) (*Tokens, *customer.Customer, error) {
	var tokens *Tokens
	var c *customer.Customer
	err := g.db.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) (err error) {
		if c, err = customer.SignIn(ctx, tx, s.Languages, data, g.now()); err != nil {
			return err
		}
		tokens, err = g.open(ctx, tx, Shopper, c.ID, device, false)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("sign shopper in: %w", err)
	}
	return tokens, c, nil
}

// SignInStaff opens a session for the member of staff with the Telegram account of checked init data of this store.
// Errors: FORBIDDEN for somebody who does not work there; RATE_LIMITED.
func (g *Gate) SignInStaff(ctx context.Context, s *store.Store, data *telegram.InitData, device string) (*Tokens, *staff.Member, error) {
	return g.staffSession(ctx, s.ID, device, func(ctx context.Context, tx *db.Tx) (*staff.Member, error) {
		m, err := staff.ByTelegramID(ctx, tx, s.ID, data.User.ID)
		if fault.Has(err, fault.NotFound) {
			return nil, fault.New(fault.Forbidden)
		}
		return m, err
	})
}

// SignInByLink opens a session for the member of staff whom a one-time link lets in. The store is the one that the code names; s, the store
// of the request, must be that one unless it is nil. Errors: LINK_INVALID at "input.code"; RATE_LIMITED.
func (g *Gate) SignInByLink(ctx context.Context, s *store.Store, code, device string) (*Tokens, *staff.Member, error) {
	prefix, storeID, ok := secret.ParseToken(code)
	if !ok || prefix != secret.LinkCode || storeID <= 0 || s != nil && s.ID != storeID {
		return nil, nil, fault.New(fault.LinkInvalid, "input", "code")
	}
	return g.staffSession(ctx, storeID, device, func(ctx context.Context, tx *db.Tx) (*staff.Member, error) {
		return staff.UseLink(ctx, tx, code, g.now())
	})
}

func (g *Gate) staffSession(
	ctx context.Context, storeID int64, device string, who func(ctx context.Context, tx *db.Tx) (*staff.Member, error),
) (tokens *Tokens, m *staff.Member, err error) {
	err = g.db.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		if m, err = who(ctx, tx); err != nil {
			return err
		}
		if err := staff.Seen(ctx, tx, m.ID, g.now()); err != nil {
			return err
		}
		tokens, err = g.open(ctx, tx, Staff, m.ID, device, false)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("sign staff in: %w", err)
	}
	return tokens, m, nil
}

// firstDemoID is the Telegram id of the first demo shopper, who is also the buyer in the bot's fake of Telegram; the others follow.
const firstDemoID = 777000111

// demoPeople are the shoppers of demo shops.
var demoPeople = []telegram.User{
	{FirstName: "Gʻulnora", LastName: "Toʻrayeva", Username: "gulnora", Language: "uz"},
	{FirstName: "Kamola", LastName: "Ergasheva", Username: "kamola_demo", Language: "uz"},
	{FirstName: "Анна", LastName: "Ким", Username: "anna_demo", Language: "ru"},
	{FirstName: "Jasur", LastName: "Rahimov", Username: "jasur_demo", Language: "uz"},
	{FirstName: "Дилноза", LastName: "Юсупова", Username: "dilnoza_demo", Language: "ru"},
	{FirstName: "Emily", LastName: "Carter", Username: "emily_demo", Language: "en"},
	{FirstName: "Bekzod", LastName: "Oʻktamov", Username: "bekzod_demo", Language: "uz"},
	{FirstName: "Мадина", LastName: "Саидова", Username: "madina_demo", Language: "ru"},
	{FirstName: "Shahlo", LastName: "Gʻaniyeva", Username: "shahlo_demo", Language: "uz"},
}

// DemoUser is the demo shopper of a number from 1 to 9; another number gives the first.
func DemoUser(number int) telegram.User {
	if number < 1 || number > len(demoPeople) {
		number = 1
	}
	u := demoPeople[number-1]
	u.ID, u.CanWrite = firstDemoID+int64(number-1), true
	return u
}

// SignInDemo opens a session for a demo shopper in an ordinary browser. Errors: FORBIDDEN outside demo shops; RATE_LIMITED.
func (g *Gate) SignInDemo(ctx context.Context, s *store.Store, number int, device string) (*Tokens, *customer.Customer, error) {
	if !s.IsDemo {
		return nil, nil, fault.New(fault.Forbidden)
	}
	return g.SignInShopper(ctx, s, &telegram.InitData{User: DemoUser(number), AuthDate: g.now()}, device)
}
