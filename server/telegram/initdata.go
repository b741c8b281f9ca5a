package telegram

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
)

// How old init data may be, and how far a clock may run ahead. Telegram does not renew init data while a Mini App stays open, so whoever
// signs in later than this must reopen it; a session outlives it.
const (
	MaxAge  = time.Hour
	MaxSkew = time.Minute
)

// maxUserID is the largest id that Telegram promises to use: 52 significant bits.
const maxUserID = 1<<52 - 1

// InitData is a checked launch of a Mini App.
type InitData struct {
	User     User
	AuthDate time.Time
	// StartParam is what the link carried. Telegram vouches only that the link contained it: never a right, never a price.
	StartParam string
	// ChatType and ChatInstance are set for launches from a link; the instance is opaque and not the id of a chat.
	ChatType, ChatInstance string
}

// User is the person as Telegram describes them; all but ID and FirstName may be empty.
type User struct {
	ID        int64  `json:"id"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	// Language is an IETF tag such as "uz" or "ru-RU".
	Language string `json:"language_code,omitempty"`
	// CanWrite says that the shop's bot may write to the person. False means unknown as often as no.
	CanWrite bool `json:"allows_write_to_pm,omitempty"`
	// Photo is the address of a jpeg or svg; only ever shown as an image.
	Photo string `json:"photo_url,omitempty"`
}

// InitData checks a raw string, byte for byte as the Mini App received it, for this bot at the time now.
//
// Errors are faults, and none repeats any part of the string: INITDATA_MISSING, INITDATA_TOO_LONG, INITDATA_INVALID,
// INITDATA_REPEATED_KEY, INITDATA_FORGED (signed for another bot or by nobody), INITDATA_EXPIRED, INITDATA_FUTURE,
// INITDATA_NO_USER (opened from a button that gives no identity).
func (b Bot) InitData(raw string, now time.Time) (*InitData, error) {
	list, at, err := b.open(raw, now, MaxAge)
	if err != nil {
		return nil, err
	}
	text := value(list, "user")
	if text == "" {
		return nil, fault.New(fault.InitDataNoUser)
	}
	user, err := parseUser(text)
	if err != nil {
		return nil, err
	}
	return &InitData{
		User:         user,
		AuthDate:     at,
		StartParam:   value(list, "start_param"),
		ChatType:     value(list, "chat_type"),
		ChatInstance: value(list, "chat_instance"),
	}, nil
}

// open splits, checks the signature and then the age: what is not signed is not worth a word about its age.
func (b Bot) open(raw string, now time.Time, maxAge time.Duration) ([]pair, time.Time, error) {
	list, err := pairs(raw)
	if err != nil {
		return nil, time.Time{}, err
	}
	if err := b.check(list); err != nil {
		return nil, time.Time{}, err
	}
	seconds, err := strconv.ParseUint(value(list, "auth_date"), 10, 40)
	if err != nil {
		return nil, time.Time{}, fault.New(fault.InitDataInvalid)
	}
	at := time.Unix(int64(seconds), 0).UTC()
	switch {
	case now.Sub(at) > maxAge:
		return nil, at, fault.New(fault.InitDataExpired)
	case at.Sub(now) > MaxSkew:
		return nil, at, fault.New(fault.InitDataFuture)
	}
	return list, at, nil
}

// parseUser reads the keys by their exact names: encoding/json alone would take "ID" for "id" and let the last of two win.
func parseUser(text string) (User, error) {
	fields, err := object(text)
	if err != nil {
		return User{}, err
	}
	var u User
	for key, into := range map[string]any{
		"id": &u.ID, "first_name": &u.FirstName, "last_name": &u.LastName, "username": &u.Username,
		"language_code": &u.Language, "allows_write_to_pm": &u.CanWrite, "photo_url": &u.Photo,
	} {
		if raw, ok := fields[key]; ok && json.Unmarshal(raw, into) != nil {
			return User{}, fault.New(fault.InitDataInvalid)
		}
	}
	if u.ID <= 0 || u.ID > maxUserID {
		return User{}, fault.New(fault.InitDataInvalid)
	}
	return u, nil
}

// object reads one JSON object and refuses a key that occurs twice in it or in any object inside it.
func object(text string) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &fields) != nil || fields == nil {
		return nil, fault.New(fault.InitDataInvalid)
	}
	if err := uniqueKeys(json.NewDecoder(strings.NewReader(text))); err != nil {
		return nil, err
	}
	return fields, nil
}

// uniqueKeys reads one value of JSON that is already known to be well formed.
func uniqueKeys(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return fault.New(fault.InitDataInvalid)
	}
	open, nested := token.(json.Delim)
	if !nested {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			key, err := d.Token()
			name, isString := key.(string)
			if err != nil || !isString {
				return fault.New(fault.InitDataInvalid)
			}
			if seen[name] {
				return fault.New(fault.InitDataRepeated)
			}
			seen[name] = true
		}
		if err := uniqueKeys(d); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return fault.New(fault.InitDataInvalid)
	}
	return nil
}
