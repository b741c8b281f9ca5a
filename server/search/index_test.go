package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Whatever was written, sealed and joined before, the index tells the same as the texts that items have now.
func TestIndexTellsWhatTheTextsSay(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(3, 1))
	word := func() string {
		return strings.Repeat(string(rune('a'+dice.IntN(3))), 1+dice.IntN(2)) + string(rune('a'+dice.IntN(4)))
	}
	text := func() string {
		set := map[string]bool{}
		for range dice.IntN(8) {
			set["'"+[]string{"", "+", "~"}[dice.IntN(3)]+word()+"'"] = true
		}
		var all []string
		for w := range set {
			all = append(all, w)
		}
		return strings.Join(all, " ")
	}
	query := func() (terms []term) {
		for range 1 + dice.IntN(3) {
			var forms []form
			for range 1 + dice.IntN(2) {
				f := form{begun: dice.IntN(2) == 0}
				for range 1 + dice.IntN(2) {
					f.words = append(f.words, word()[:1+dice.IntN(2)])
				}
				forms = append(forms, f)
			}
			terms = append(terms, term{typed: forms[0].words, forms: forms})
		}
		return terms
	}
	x := index{large: 40}
	var texts []string
	seen, sealed, joined := map[uint8]int{}, 0, 0
	for round := range 300 {
		for range dice.IntN(12) {
			i := dice.IntN(len(texts) + 1)
			if i == len(texts) || len(texts) < 60 {
				i, texts = len(texts), append(texts, "")
			}
			texts[i] = text()
			x.put(int32(i), texts[i])
			x.put(int32(i), texts[i]) // the same again changes nothing
		}
		before := len(x.segments)
		x.settle(10)
		sealed, joined = sealed+max(len(x.segments)-before, 0), joined+max(before-len(x.segments), 0)
		live := len(x.fresh)
		for _, s := range x.segments {
			n := 0
			for _, item := range s.items {
				if item != gone {
					n++
				}
			}
			if live += n; n != int(s.live) {
				t.Fatalf("round %d: %d live documents of %d", round, s.live, n)
			}
		}
		terms := query()
		got, want := make([]uint8, len(texts)), make([]uint8, len(texts))
		x.match(terms, got)
		for i, text := range texts {
			want[i] = levelOf(text, terms)
			seen[want[i]]++
		}
		if !slices.Equal(got, want) {
			t.Fatalf("round %d: %+v gives levels\n%v, want\n%v", round, terms, got, want)
		}
	}
	if sealed < 5 || joined < 5 || len(seen) != whole+1 {
		t.Errorf("%d segments made, %d joined, levels %v: the test tests too little", sealed, joined, seen)
	}
}

// What lies in a segment comes out as it went in.
func TestSegmentGivesItsTexts(t *testing.T) {
	t.Parallel()
	var documents []written
	for i := range 300 { // steps of more than 127 take two bytes
		text := "'bor' "
		if i%150 == 0 {
			text = "'bor' 'kam' "
		}
		documents = append(documents, written{int32(i), text + fmt.Sprintf("'yakka%03d'", i)})
	}
	s := newSegment(documents)
	s.items[7] = gone
	want := slices.DeleteFunc(slices.Clone(documents), func(w written) bool { return w.item == 7 })
	s.live--
	if got := s.texts(); !slices.Equal(got, want) {
		t.Errorf("%d texts, the first %q, want %d and %q", len(got), got[0].text, len(want), want[0].text)
	}
}
