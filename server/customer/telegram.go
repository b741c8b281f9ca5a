package customer

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/phone"
	"github.com/dokon-shop/dokon/server/telegram"
)

// SignIn makes or refreshes the customer whom checked init data describes, as one step of opening a session. languages are the store's, in
// order. What the person chose, typed or proved here stays: language, name, phone.
func SignIn(ctx context.Context, tx *db.Tx, languages []lang.Lang, data *telegram.InitData, now time.Time) (*Customer, error) {
	u := data.User
	access := Unknown
	if u.CanWrite {
		access = Allowed
	}
	return upsert(ctx, tx, seen{
		telegramID: u.ID, firstName: u.FirstName, lastName: u.LastName, username: u.Username, photo: u.Photo,
		language: known(u.Language, languages), writeAccess: access, startParam: data.StartParam,
	}, now)
}

// Report is what the bot heard of a person; nil leaves a value as it is.
type Report struct {
	TelegramID                    int64
	FirstName, LastName, Username *string
	LanguageCode                  *string // as Telegram gives it: "uz", "ru-RU"
	StartParam                    *string
	WriteAccess                   *WriteAccess
	// Phone of the person's own contact card; the bot has compared contact.user_id with from.id.
	Phone *string
	// Language picked in the chat.
	Language *lang.Lang
	// WantsMarketing is the answer to /stop (false) and /start (true).
	WantsMarketing *bool
}

// maxTelegramID is the highest id that Telegram promises never to exceed.
const maxTelegramID = 1<<52 - 1

// CheckTelegramID refuses what no person's id can be. Fault: OUT_OF_RANGE at path.
func CheckTelegramID(telegramID int64, path ...string) *fault.Error {
	return input.Number(telegramID, 1, maxTelegramID, path...)
}

// Hear makes or refreshes the customer of whom the bot reports. Errors: INVALID_PHONE, INVALID for an unknown write access, OUT_OF_RANGE.
func Hear(ctx context.Context, tx *db.Tx, languages []lang.Lang, r Report, now time.Time) (*Customer, error) {
	var faults fault.List
	faults.Add(CheckTelegramID(r.TelegramID, "input", "telegramId"))
	if r.WriteAccess != nil && !r.WriteAccess.valid() {
		faults.Add(fault.New(fault.Invalid, "input", "writeAccess"))
	}
	var number string
	if r.Phone != nil {
		var err error
		number, err = phone.Normalize("+"+strings.TrimPrefix(strings.TrimSpace(*r.Phone), "+"), "input", "phone")
		if err := faults.Under(err); err != nil {
			return nil, err
		}
	}
	if r.Language != nil && !r.Language.Valid() {
		faults.Add(fault.New(fault.Invalid, "input", "language"))
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	s := seen{
		telegramID: r.TelegramID, firstName: value(r.FirstName), lastName: value(r.LastName), username: value(r.Username),
		language: known(value(r.LanguageCode), languages), writeAccess: Unknown, startParam: value(r.StartParam),
		keepNames: r.FirstName == nil,
	}
	if r.WriteAccess != nil {
		s.writeAccess = *r.WriteAccess
	}
	c, err := upsert(ctx, tx, s, now)
	if err != nil {
		return nil, err
	}
	if r.Phone == nil && r.Language == nil && r.WantsMarketing == nil {
		return c, nil
	}
	if r.Phone != nil {
		c.Phone, c.PhoneSource, c.PhoneVerifiedAt = &number, FromTelegram, &now
	}
	if r.Language != nil {
		c.Language, c.LanguageChosen = *r.Language, true
	}
	if r.WantsMarketing != nil {
		c.MarketingOptOut = !*r.WantsMarketing
	}
	return c, save(ctx, tx, c, now)
}

// SetWriteAccess keeps what Telegram answered when a message was sent: BLOCKED, GONE. Nothing happens for a person who is no customer.
func SetWriteAccess(ctx context.Context, tx *db.Tx, telegramID int64, access WriteAccess, now time.Time) error {
	_, err := tx.NewRaw("update customers set write_access = ?, updated_at = ? where store_id = ? and telegram_id = ?",
		access, now, tx.StoreID, telegramID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write access: %w", err)
	}
	return nil
}

func (w WriteAccess) valid() bool {
	return w == Unknown || w == Allowed || w == Blocked || w == Gone
}

// seen is a person as Telegram showed them; empty texts and Unknown are no news.
type seen struct {
	telegramID                           int64
	firstName, lastName, username, photo string
	language                             lang.Lang
	writeAccess                          WriteAccess
	startParam                           string
	keepNames                            bool
}

// upsert is one statement, so two first sign-ins at once make one customer.
func upsert(ctx context.Context, tx *db.Tx, s seen, now time.Time) (*Customer, error) {
	c := &Customer{
		StoreID: tx.StoreID, ID: id.New(), TelegramID: &s.telegramID,
		FirstName: clean(s.firstName, 64), LastName: clean(s.lastName, 64), Username: clean(s.username, 32), PhotoURL: picture(s.photo),
		Language: s.language, WriteAccess: s.writeAccess, LastStartParam: clean(s.startParam, 512),
		CreatedAt: now, UpdatedAt: now, LastSeenAt: now,
	}
	q := tx.NewInsert().Model(c).
		On("conflict (store_id, telegram_id) do update").
		Set("photo_url = coalesce(nullif(excluded.photo_url, ''), customer.photo_url)").
		Set("language = case when customer.language_chosen then customer.language else excluded.language end").
		Set("write_access = case when excluded.write_access = 'UNKNOWN' then customer.write_access else excluded.write_access end").
		Set("last_start_param = coalesce(nullif(excluded.last_start_param, ''), customer.last_start_param)").
		Set("updated_at = excluded.updated_at").
		Set("last_seen_at = excluded.last_seen_at")
	if !s.keepNames {
		q = q.Set("username = excluded.username").
			Set("first_name = case when customer.name_chosen then customer.first_name else excluded.first_name end").
			Set("last_name = case when customer.name_chosen then customer.last_name else excluded.last_name end")
	}
	made := c.ID
	if _, err := q.Returning("*").Exec(ctx); err != nil {
		return nil, fmt.Errorf("customer from Telegram: %w", err)
	}
	if c.ID == made {
		journal.Record(ctx, tx, tx.StoreID, journal.CustomerCreated, c.NodeID(), 0)
	}
	return c, nil
}

// known is the person's language when the store speaks it, else the store's first.
func known(tag string, languages []lang.Lang) lang.Lang {
	l, ok := lang.Parse(tag)
	for _, own := range languages {
		if ok && own == l {
			return l
		}
	}
	if len(languages) == 0 {
		return lang.Default
	}
	return languages[0]
}

// clean makes a text of Telegram's fit for the database. Names are people's own and may hold anything; they are cut, never refused.
func clean(s string, max int) string {
	runes := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))))
	return string(runes[:min(len(runes), max)])
}

// picture lets only addresses through that a browser may load as an image.
func picture(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || len(address) > 500 {
		return ""
	}
	return u.String()
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// SetContact takes the phone from the signed answer to requestContact, which bot checks. Errors: INVALID_CONTACT and INVALID_PHONE at
// "input.response"; NOT_FOUND.
func SetContact(ctx context.Context, d *db.DB, storeID int64, customerID uuid.UUID, bot telegram.Bot, response string, now time.Time) (*Customer, error) {
	return change(ctx, d, storeID, customerID, now, func(c *Customer) error {
		if c.TelegramID == nil {
			return fault.New(fault.InvalidContact, "input", "response")
		}
		contact, err := bot.Contact(response, *c.TelegramID, now, "input", "response")
		if err != nil {
			return err
		}
		c.Phone, c.PhoneSource, c.PhoneVerifiedAt = &contact.Phone, FromTelegram, &now
		return nil
	})
}
