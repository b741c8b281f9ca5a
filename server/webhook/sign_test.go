package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/webhook"
)

func verifies(m received, secret string) bool {
	signed := strings.Split(m.header.Get("Dokon-Signature"), ",")
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%s.%s", strings.TrimPrefix(signed[0], "t="), m.body)
	for _, s := range signed[1:] {
		if s == "v1="+hex.EncodeToString(mac.Sum(nil)) {
			return signed[0] == "t="+m.header.Get("Dokon-Timestamp")
		}
	}
	return false
}

func TestSecretsTakeTurns(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, old := w.hook(r.URL)
	sent := func() received {
		w.happen(journal.ProductUpdated)
		w.send(h)
		return r.take()[0]
	}
	if !verifies(sent(), old) {
		t.Error("the signature is not of the secret")
	}
	yes := true
	fresh := w.change(h, webhook.UpsertInput{RotateSecret: &yes})
	if m := sent(); !verifies(m, old) || !verifies(m, fresh) || old == fresh {
		t.Error("for a day both secrets sign")
	}
	w.now = w.now.Add(25 * time.Hour)
	if m := sent(); verifies(m, old) || !verifies(m, fresh) {
		t.Error("after a day the new one alone signs")
	}
	name := "x"
	if again := w.change(h, webhook.UpsertInput{Name: &name}); again != "" {
		t.Error("a secret is shown again")
	}
}
