package secret

import (
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
