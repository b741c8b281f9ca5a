package lang_test

import (
	"encoding/json"
	"testing"

	"github.com/dokon-shop/dokon/server/lang"
)

// Scan reads as encoding/json does, by whichever way it goes.
func FuzzTextScan(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"ru": "чай", "uz-Latn": "koʻk choy"}`, `{"ru":"чай","en":""}`, `{"en": "a \"quoted\" word \u0041"}`, `{"fr": "thé", "ru": "чай"}`,
		`{"ru": "a"`, `{"ru": "a",}`, `{"ru": "a"} x`, `{"ru": 1}`, `{"ru": null}`, `null`, ``, `[]`, `{"ru" : "a" , "en" : "b"}`, `{"ru": "a", "ru": "b"}`, "{\"ru\": \"a\nb\"}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, object string) {
		var want, got lang.Text
		wantErr, err := json.Unmarshal([]byte(object), &want), got.Scan(object)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, encoding/json %v", object, err, wantErr)
		}
		if err == nil && got != want {
			t.Errorf("%q: %+v, encoding/json %+v", object, got, want)
		}
	})
}
