package telegram_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/telegram"
)

// FuzzValidate: no input panics, and whatever is accepted says exactly what was minted, however it is written: the same pairs, none more,
// none fewer. The signature is free under the secret-less check of the hash and the other way round, so each check ignores only the other's.
func FuzzValidate(f *testing.F) {
	quoted := mint(f, vectorAt, map[string]string{"user": `{"id":777000111,"first_name":"%22%2C%22id%22%3A1"}`})
	for _, seed := range []string{
		vector, genuine, quoted, "", "&", "=", "hash=", vector + "&user=1", vector + "&", strings.ReplaceAll(vector, "&", ";"),
		strings.Replace(vector, "&chat_type=", "%0Achat_type%3D", 1), strings.Replace(vector, "%22", "%2522", 1), strings.ToUpper(vector),
	} {
		f.Add(seed)
	}
	minted := []map[string]string{decode(vector), decode(quoted)}
	hash := byHash(f)
	f.Fuzz(func(t *testing.T, raw string) {
		for free, bot := range map[string]telegram.Bot{"": hash, "hash": bySignature} {
			data, err := bot.InitData(raw, now)
			if err != nil {
				if data != nil {
					t.Fatalf("data with an error: %+v", data)
				}
				continue
			}
			got := decode(raw)
			if got == nil || !isOneOf(minted, got, free) {
				t.Fatalf("accepted what was not minted: %q", raw)
			}
			if data.User.ID != 777000111 {
				t.Fatalf("another person: %+v", data.User)
			}
		}
		for _, bot := range []telegram.Bot{hash, bySignature} {
			if _, err := bot.Contact(raw, 777000111, vectorAt.Add(time.Minute)); err == nil {
				t.Fatalf("accepted a contact that was not minted: %q", raw)
			}
		}
	})
}

// decode reads pairs independently of the code under test; nil where a key is repeated. Hex digits of the hash may be of either case.
func decode(raw string) map[string]string {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil
	}
	pairs := map[string]string{}
	for k, v := range values {
		if len(v) != 1 {
			return nil
		}
		pairs[k] = v[0]
	}
	pairs["hash"] = strings.ToLower(pairs["hash"])
	return pairs
}

func isOneOf(minted []map[string]string, got map[string]string, free string) bool {
	for _, m := range minted {
		want := maps.Clone(m)
		if free != "" {
			want[free] = got[free]
		}
		if maps.Equal(want, got) {
			return true
		}
	}
	return false
}
