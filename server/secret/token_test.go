package secret_test

import (
	"testing"

	"github.com/dokon-shop/dokon/server/secret"
)

func TestToken(t *testing.T) {
	for _, store := range []int64{0, 1, 1<<63 - 1} {
		token := secret.NewToken(secret.APIToken, store)
		if token == secret.NewToken(secret.APIToken, store) {
			t.Errorf("two tokens are the same: %s", token)
		}
		if prefix, got, ok := secret.ParseToken(token); prefix != secret.APIToken || got != store || !ok {
			t.Errorf("ParseToken(%s) = %s, %d, %t", token, prefix, got, ok)
		}
	}
	for _, token := range []string{
		"", "_", "__", "dkt", "dkt_1", "dkt_1_", "dkt__ABCDEFGHIJKLMNOPQRSTUVWXYZ", "dkt_-1_ABCDEFGHIJKLMNOPQRSTUVWXYZ",
		"dkt_01_ABCDEFGHIJKLMNOPQRSTUVWXYZ", "dkt_+1_ABCDEFGHIJKLMNOPQRSTUVWXYZ", "dkt_1_ABCDEFGHIJKLMNOPQRSTUVWXY",
		"dkt_9223372036854775808_ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	} {
		if prefix, store, ok := secret.ParseToken(token); ok {
			t.Errorf("ParseToken(%q) = %s, %d", token, prefix, store)
		}
	}
}
