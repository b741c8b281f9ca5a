package trusted_test

import (
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/trusted"
)

// A document is known from the start of the first build that has it until some time after a build without it.
func TestDocumentsOutliveTheirBuild(t *testing.T) {
	t.Parallel()
	d, now := dbtest.New(t), time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	build := func(documents map[string]string) {
		t.Helper()
		if err := trusted.Announce(t.Context(), d, documents, now); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(when string, want map[string]string) {
		t.Helper()
		for hash, text := range want {
			if got, err := trusted.Find(t.Context(), d, hash); err != nil || got != text {
				t.Errorf("%s, %s: %q, %v", when, hash, got, err)
			}
		}
	}
	const quoted = `query { product(slug: "a\"b'c,{}") { id } }`
	expect("at first", map[string]string{"a": "", "b": ""})
	build(map[string]string{"a": quoted, "b": "B"})
	build(map[string]string{"a": quoted, "b": "B"}) // a second process of it
	expect("first build", map[string]string{"a": quoted, "b": "B", "c": ""})

	now = now.Add(24 * time.Hour)
	build(map[string]string{"b": "B", "c": "C"})
	now = now.Add(trusted.Kept - time.Second)
	build(map[string]string{"b": "B", "c": "C"})
	expect("both builds run", map[string]string{"a": quoted, "b": "B", "c": "C"})

	build(map[string]string{"a": quoted, "b": "B"}) // taken back
	now = now.Add(trusted.Kept)
	build(map[string]string{"a": quoted, "b": "B"})
	expect("long after", map[string]string{"a": quoted, "b": "B", "c": ""})
}
