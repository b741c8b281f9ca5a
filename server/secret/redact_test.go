package secret

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	for text, hidden := range map[string]string{
		"said " + NewToken(SessionToken, 12):                   "dks_12_",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_x": "eyJzdWI",
		"bot 123456789:" + strings.Repeat("Aa-_9", 7):          "Aa-_9",
		"user=%7B%22id%22%3A777%7D&hash=abcdef":                "abcdef",
		"Authorization: tma query_id=AAF":                      "AAF",
		"postgres://dokon:hunter2@db.example/dokon":            "hunter2",
		"rediss://u:hunter2@cache.example:6379/0":              "hunter2",
		"phone +998901234567":                                  "1234567",
		"phone +998 90 123-45-67":                              "123-45",
		`{"phone":"998901234567"}`:                             "901234567",
	} {
		got := Redact(text)
		if strings.Contains(got, hidden) || Redact(got) != got {
			t.Errorf("%s: %s", text, got)
		}
	}
	for _, harmless := range []string{
		"failed to connect to user=dokon database=dokon",
		"graphql type=query operation=Cart outcome=ok took=998.123456789ms statements=4", "request=01998901234567890", "at 2026-11-22T12:00:00.998901234567Z",
	} {
		if got := Redact(harmless); got != harmless {
			t.Errorf("%s: %s", harmless, got)
		}
	}
}

// The cheap looks never miss what the forms would find, whatever stands around it and in whatever order.
func TestNothingIsOverlooked(t *testing.T) {
	t.Parallel()
	pieces := []string{
		NewToken(SessionToken, 12), "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "123456789:" + strings.Repeat("Aa-_9", 7), "TMA+x", "bearer y", "BeArEr z",
		"tma", "hash=ab", "signature=cd", "query_id=ef", "chat_instance=3", "user={1", "user=%7B", "postgresql://a:b@c", "redis://:p@h", "+998901234567",
		"+998 90 123-45-67", "998901234567", "998", "12345:", "12345:" + strings.Repeat("x", 30), "=", " ", "+", ":", "\n", "time=2026-11-22T20:41:05.998Z", "tookʻ", "\xff",
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var text strings.Builder
		for range 1 + random.IntN(6) {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		want := text.String()
		for _, f := range forms {
			want = f.form.ReplaceAllString(want, f.instead)
		}
		if got := Redact(text.String()); got != want {
			t.Fatalf("%q\n%q\n%q", text.String(), got, want)
		}
	}
}

// What the log's line of a saved answer costs.
func BenchmarkRedact(b *testing.B) {
	const line = `time=2026-11-22T21:06:24.084Z level=INFO msg=graphql type=query field=products operation="" outcome=ok saved=true store=4 actor=anonymous took=12.5µs request=ABCDEFGHIJKLMNOPQRSTUVWXYZ`
	for b.Loop() {
		Redact(line)
	}
}
