package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/secret"
)

// signatureHeader holds "t=1766390400,v1=<hex>", with one v1 for each secret that is good: the receiver takes the message when
// any of them is HMAC-SHA256(secret, t + "." + body), and t is not long ago.
const signatureHeader = "Dokon-Signature"

// beforeLife is how long a replaced secret goes on signing.
const beforeLife = 24 * time.Hour

// purpose binds sealed secrets to this column.
const purpose = "webhook secret"

func newSecret() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	return "dkw_" + base64.RawURLEncoding.EncodeToString(raw)
}

func signature(secrets []string, now time.Time, body []byte) string {
	at := strconv.FormatInt(now.Unix(), 10)
	parts := []string{"t=" + at}
	for _, s := range secrets {
		mac := hmac.New(sha256.New, []byte(s))
		mac.Write([]byte(at + "."))
		mac.Write(body)
		parts = append(parts, "v1="+hex.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(parts, ",")
}

// secrets opens those that sign now, the newest first.
func (w *Webhook) secrets(box *secret.Box, now time.Time) ([]string, error) {
	sealed := [][]byte{w.Secret}
	if w.BeforeUntil != nil && now.Before(*w.BeforeUntil) {
		sealed = append(sealed, w.Before)
	}
	open := make([]string, len(sealed))
	for i, s := range sealed {
		plain, err := box.Open(w.StoreID, purpose, s)
		if err != nil {
			return nil, fmt.Errorf("secret of webhook %s: %w", w.ID, err)
		}
		open[i] = string(plain)
	}
	return open, nil
}
