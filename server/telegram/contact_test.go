package telegram_test

import (
	"errors"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/telegram"
)

func TestContact(t *testing.T) {
	t.Parallel()
	const person = 777000111
	bot := byHash(t)
	card := telegram.Contact{UserID: person, Phone: "998901234567", FirstName: "Gʻulnora"}
	for _, number := range []string{"998901234567", "+998901234567", "+998 90 123 45 67"} {
		card.Phone = number
		got, err := bot.Contact(bot.MintContact(card, vectorAt), person, now)
		if err != nil {
			t.Fatal(err)
		}
		if got.Phone != "+998901234567" || got.UserID != person || got.FirstName != "Gʻulnora" {
			t.Errorf("%q: %+v", number, *got)
		}
	}

	foreign := telegram.Contact{UserID: person, Phone: "79161234567"}
	if got, err := bot.Contact(bot.MintContact(foreign, vectorAt), person, now); err != nil || got.Phone != "+79161234567" {
		t.Errorf("a number without a plus is international: %+v, %v", got, err)
	}

	other, err := telegram.BotOf("123456788:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB")
	if err != nil {
		t.Fatal(err)
	}
	raw := func(text string, at time.Time) string { return bot.Mint(map[string]string{"contact": text}, at, nil) }
	for name, c := range map[string]struct {
		bot   telegram.Bot
		raw   string
		cause fault.Code // "" for a cause that is no fault
	}{
		"empty":                {bot, "", fault.InitDataMissing},
		"another person's":     {bot, bot.MintContact(telegram.Contact{UserID: person + 1, Phone: "998901234567"}, vectorAt), ""},
		"no person":            {bot, raw(`{"phone_number":"998901234567"}`, vectorAt), ""},
		"two persons":          {bot, raw(`{"user_id":1,"user_id":777000111,"phone_number":"998901234567"}`, vectorAt), fault.InitDataRepeated},
		"another bot's":        {other, bot.MintContact(card, vectorAt), fault.InitDataForged},
		"eleven minutes old":   {bot, bot.MintContact(card, now.Add(-11*time.Minute)), fault.InitDataExpired},
		"from the future":      {bot, bot.MintContact(card, now.Add(2*time.Minute)), fault.InitDataFuture},
		"number not a string":  {bot, raw(`{"user_id":777000111,"phone_number":998901234567}`, vectorAt), fault.InitDataInvalid},
		"init data":            {bot, vector, fault.InitDataInvalid},
		"the secret not known": {bySignature, bot.MintContact(card, vectorAt), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.bot.Contact(c.raw, person, now, "response")
			wantCode(t, err, fault.InvalidContact)
			cause, _ := fault.As(errors.Unwrap(err))
			switch {
			case c.cause == "" && cause != nil, c.cause != "" && (len(cause) != 1 || cause[0].Code != c.cause):
				t.Errorf("cause %v, want %s", cause, c.cause)
			}
		})
	}
	_, err = bot.Contact(bot.MintContact(telegram.Contact{UserID: person}, vectorAt), person, now)
	wantCode(t, err, fault.InvalidPhone)
}

// A contact is no launch: it cannot be used to sign in.
func TestContactIsNotInitData(t *testing.T) {
	t.Parallel()
	bot := byHash(t)
	_, err := bot.InitData(bot.MintContact(telegram.Contact{UserID: 1, Phone: "998901234567"}, vectorAt), now)
	wantCode(t, err, fault.InitDataNoUser)
}
