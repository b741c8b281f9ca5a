package search

import "testing"

// Letters held down sound like few, and are like no word; a word with a letter too many is.
func TestNearest(t *testing.T) {
	words := []known{{Word: "zar", Products: 9}, {Word: "kok", Products: 90}, {Word: "zig", Products: 9}, {Word: "futbolka", Products: 9}, {Word: "atlas", Products: 9}}
	for typed, want := range map[string]string{"zzzzqqqq": "", "qqqqqq": "", "futtbollka": "futbolka", "atlass": "atlas", "fudbolka": "futbolka"} {
		best, _ := nearest(typed, words)
		got := ""
		if best != nil {
			got = best.Word
		}
		if got != want {
			t.Errorf("%q is taken for %q, want %q", typed, got, want)
		}
	}
}
