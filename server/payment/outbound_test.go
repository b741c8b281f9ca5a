package payment_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/secret"
)

// An account opens for its own store and mode, and what it opens to is not printed, logged or encoded.
func TestKeys(t *testing.T) {
	t.Parallel()
	box, err := secret.NewBox(secret.NewKey("a"))
	if err != nil {
		t.Fatal(err)
	}
	a := &payment.Account{
		StoreID: 7, Provider: "payme", Mode: payment.Test, Settings: map[string]string{"merchantId": "m"},
		Secret: box.Seal(7, "payment:payme:TEST", []byte(firstKey)),
	}
	k, err := a.Keys(box)
	if err != nil || k.Secret != firstKey || k.StoreID != 7 || k.Mode != payment.Test || k.Settings["merchantId"] != "m" {
		t.Fatalf("%+v, %v", k.Secret, err)
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("call", "keys", k)
	encoded, err := json.Marshal(k)
	for _, shown := range []string{fmt.Sprint(k), fmt.Sprintf("%+v %#v %q", k, k, k), logged.String(), string(encoded)} {
		if strings.Contains(shown, firstKey) || err != nil {
			t.Errorf("the secret is shown: %s, %v", shown, err)
		}
	}
	a.Mode = payment.Live
	if _, err := a.Keys(box); err == nil {
		t.Error("a key of the sandbox opens a live account")
	}
}
