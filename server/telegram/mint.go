package telegram

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"time"
)

// Mint signs fields as Telegram would for this bot, whose secret must be known: for tests, the demo shopper and the command line.
// A field "auth_date" is added. A key, where one is given, adds "signature" as well; Telegram's own is of course not to be had.
func (b Bot) Mint(fields map[string]string, at time.Time, key ed25519.PrivateKey) string {
	list := []pair{{"auth_date", strconv.FormatInt(at.Unix(), 10)}}
	for k, v := range fields {
		list = append(list, pair{k, v})
	}
	if key != nil {
		signature := ed25519.Sign(key, b.thirdPartyText(list))
		list = append(list, pair{"signature", base64.RawURLEncoding.EncodeToString(signature)})
	}
	list = append(list, pair{"hash", hex.EncodeToString(mac(b.Secret, checkText(list)))})
	form := url.Values{}
	for _, p := range list {
		form.Set(p.key, p.value)
	}
	return form.Encode()
}

// MintUser is Mint for a person who opened the app, with the start parameter of their link or "".
func (b Bot) MintUser(u User, startParam string, at time.Time) string {
	fields := map[string]string{"user": encode(u)}
	if startParam != "" {
		fields["start_param"] = startParam
	}
	return b.Mint(fields, at, nil)
}

// MintContact is the answer to getRequestedContact of the person c.UserID.
func (b Bot) MintContact(c Contact, at time.Time) string {
	return b.Mint(map[string]string{"contact": encode(c)}, at, nil)
}

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of strings, numbers and booleans always encode
	}
	return string(text)
}
