package telegram

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/phone"
)

// MaxContactAge is how old a shared contact may be when it arrives.
const MaxContactAge = 10 * time.Minute

// Contact is a telephone number that its owner shared from a Mini App.
type Contact struct {
	UserID    int64  `json:"user_id"`
	Phone     string `json:"phone_number"` // E.164
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
}

// Contact checks a raw answer of the Mini App method getRequestedContact, which must come from userID, the person of the session.
//
// Errors, all at path: INVALID_CONTACT, whose cause is the fault that InitData would give for such a string, or that the card is another
// person's, or that the bot's secret is not known (Telegram gives contacts no third-party signature); INVALID_PHONE.
func (b Bot) Contact(raw string, userID int64, now time.Time, path ...string) (*Contact, error) {
	c, err := b.contact(raw, userID, now)
	if err != nil {
		return nil, fault.New(fault.InvalidContact, path...).Because(err)
	}
	// Telegram gives the number in international form, with or without the plus.
	if c.Phone, err = phone.Normalize("+"+strings.TrimPrefix(c.Phone, "+"), path...); err != nil {
		return nil, err
	}
	return c, nil
}

// What only the log is told.
var (
	errForeignContact = errors.New("the contact is another person’s")
	errNoSecret       = errors.New("the bot’s secret is not known")
)

func (b Bot) contact(raw string, userID int64, now time.Time) (*Contact, error) {
	if len(b.Secret) == 0 {
		return nil, errNoSecret
	}
	list, _, err := b.open(raw, now, MaxContactAge)
	if err != nil {
		return nil, err
	}
	fields, err := object(value(list, "contact"))
	if err != nil {
		return nil, err
	}
	var c Contact
	for key, into := range map[string]any{
		"user_id": &c.UserID, "phone_number": &c.Phone, "first_name": &c.FirstName, "last_name": &c.LastName,
	} {
		if raw, ok := fields[key]; ok && json.Unmarshal(raw, into) != nil {
			return nil, fault.New(fault.InitDataInvalid)
		}
	}
	if c.UserID != userID {
		return nil, errForeignContact
	}
	return &c, nil
}
