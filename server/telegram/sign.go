package telegram

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/dokon-shop/dokon/server/fault"
)

// PublicKey is an Ed25519 key with which Telegram signs for third parties, in hex.
type PublicKey string

// The two keys that Telegram publishes. They are constants so that no setting can replace them; a test hands in its own key through Bot.
const (
	Production  PublicKey = "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d"
	TestServers PublicKey = "40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec"
)

// Bot is what a deployment knows of a shop's bot, and so which check it can make.
type Bot struct {
	// ID is the number before the colon of the bot's token.
	ID int64
	// Secret is SecretOf(token). It can validate and forge init data but not call Telegram. Nil where the token is not known:
	// then Telegram's third-party signature is checked instead.
	Secret []byte
	// PublicKey of the third-party check; Production when empty.
	PublicKey PublicKey
}

// SecretOf derives from a bot token the 32 bytes that sign its init data.
func SecretOf(token string) []byte { return mac([]byte("WebAppData"), token) }

// BotOf is the bot of a token such as "123456789:AA…". Error: BOT_TOKEN_INVALID at path, which never repeats the token.
func BotOf(token string, path ...string) (Bot, error) {
	number, rest, found := strings.Cut(token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if !found || err != nil || id <= 0 || len(rest) != 35 || strings.ContainsFunc(rest, notTokenRune) {
		return Bot{}, fault.New(fault.BotTokenInvalid, path...)
	}
	return Bot{ID: id, Secret: SecretOf(token)}, nil
}

func notTokenRune(r rune) bool { return !isKey(string(r)) && r != '-' }

// check says whether Telegram signed these pairs for this bot, by the shared secret where there is one.
func (b Bot) check(list []pair) error {
	if len(b.Secret) > 0 {
		return b.checkHash(list)
	}
	return b.checkSignature(list)
}

func (b Bot) checkHash(list []pair) error {
	given, err := hex.DecodeString(value(list, "hash"))
	if err != nil || len(given) != sha256.Size {
		return fault.New(fault.InitDataInvalid)
	}
	if !hmac.Equal(given, mac(b.Secret, checkText(list, "hash"))) {
		return fault.New(fault.InitDataForged)
	}
	return nil
}

func (b Bot) checkSignature(list []pair) error {
	if len(value(list, "hash")) != hex.EncodedLen(sha256.Size) {
		return fault.New(fault.InitDataInvalid)
	}
	given, err := base64.RawURLEncoding.Strict().DecodeString(value(list, "signature"))
	if err != nil || len(given) != ed25519.SignatureSize {
		return fault.New(fault.InitDataInvalid)
	}
	name := b.PublicKey
	if name == "" {
		name = Production
	}
	key, err := hex.DecodeString(string(name))
	if err != nil || len(key) != ed25519.PublicKeySize || !ed25519.Verify(key, b.thirdPartyText(list), given) {
		return fault.New(fault.InitDataForged)
	}
	return nil
}

func (b Bot) thirdPartyText(list []pair) []byte {
	return []byte(strconv.FormatInt(b.ID, 10) + ":WebAppData\n" + checkText(list, "hash", "signature"))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
