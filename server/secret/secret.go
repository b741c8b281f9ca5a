// Package secret keeps what must not be read from a stolen copy of the database: bot tokens and provider keys are sealed,
// tokens of callers are kept as hashes alone. Where the keys come from is the caller's matter.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Key is one AES-256 key under a short id, which every secret sealed with it names.
type Key struct {
	ID  string // letters and digits
	AES [32]byte
}

// NewKey makes a random key.
func NewKey(id string) Key {
	k := Key{ID: id}
	_, _ = rand.Read(k.AES[:]) // never fails: crypto/rand ends the program when the system has no randomness
	return k
}

// String writes "id:base64", the form of settings.
func (k Key) String() string { return k.ID + ":" + base64.StdEncoding.EncodeToString(k.AES[:]) }

// ParseKeys reads keys as String wrote them, separated by commas or white space. The first one seals, all of them open.
func ParseKeys(s string) ([]Key, error) {
	var keys []Key
	for _, field := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' }) {
		id, text, ok := strings.Cut(field, ":")
		b, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || len(b) != 32 {
			return nil, errors.New("a secret key is written id:base64 with 32 bytes behind the colon")
		}
		keys = append(keys, Key{ID: id, AES: [32]byte(b)})
	}
	return keys, nil
}

// Box seals and opens secrets with AES-256-GCM. It may be used by many goroutines.
type Box struct {
	current string
	sealers map[string]cipher.AEAD
}

// NewBox makes a box that seals with the first key and opens with any. To change keys, put a new one in front, seal again
// whatever IsStale, and then drop the old one.
func NewBox(keys ...Key) (*Box, error) {
	if len(keys) == 0 {
		return nil, errors.New("secret: a box needs a key")
	}
	b := &Box{current: keys[0].ID, sealers: map[string]cipher.AEAD{}}
	for _, k := range keys {
		if k.ID == "" || len(k.ID) > 32 || strings.Trim(k.ID, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			return nil, fmt.Errorf("secret: key id %q must be up to 32 letters and digits", k.ID)
		}
		if b.sealers[k.ID] != nil {
			return nil, fmt.Errorf("secret: two keys with the id %s", k.ID)
		}
		block, err := aes.NewCipher(k.AES[:])
		if err != nil {
			return nil, fmt.Errorf("secret: key %s: %w", k.ID, err)
		}
		if b.sealers[k.ID], err = cipher.NewGCM(block); err != nil {
			return nil, fmt.Errorf("secret: key %s: %w", k.ID, err)
		}
	}
	return b, nil
}

// Seal encrypts a secret of one store. It opens for that store and purpose alone, so a row copied to another store or
// column is worth nothing there. The result is "key id", a dot, nonce and ciphertext.
func (b *Box) Seal(storeID int64, purpose string, plain []byte) []byte {
	out := append([]byte(b.current), '.')
	nonce := make([]byte, 12)
	_, _ = rand.Read(nonce)
	return b.sealers[b.current].Seal(append(out, nonce...), nonce, plain, bound(storeID, purpose))
}

// ErrUnreadable tells that a sealed secret is damaged, was sealed for something else, or its key is gone.
var ErrUnreadable = errors.New("secret: cannot be opened")

// Open decrypts what Seal made for the same store and purpose. Errors: ErrUnreadable.
func (b *Box) Open(storeID int64, purpose string, sealed []byte) ([]byte, error) {
	id, rest, ok := strings.Cut(string(sealed), ".")
	aead := b.sealers[id]
	if !ok || aead == nil || len(rest) < 12 {
		return nil, ErrUnreadable
	}
	plain, err := aead.Open(nil, []byte(rest[:12]), []byte(rest[12:]), bound(storeID, purpose))
	if err != nil {
		return nil, ErrUnreadable
	}
	return plain, nil
}

// IsStale tells that a secret was sealed with another than the current key and should be sealed again.
func (b *Box) IsStale(sealed []byte) bool {
	id, _, _ := strings.Cut(string(sealed), ".")
	return id != b.current
}

func bound(storeID int64, purpose string) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(storeID)), purpose...)
}

// HashToken is the SHA-256 under which a token is stored and looked up. Tokens are random, so they need neither salt nor a
// slow hash; nothing shorter than 128 random bits may be kept this way.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Matches compares a token with a stored hash in constant time.
func Matches(token string, hash []byte) bool { return hmac.Equal(HashToken(token), hash) }
