package search

import (
	"math/rand/v2"
	"testing"
)

// The short way gives what the long one gives, or gives up; for usual texts it does not.
func TestFoldPlainIsFold(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Koʻylak «Bahor» — 120 sm, BK-77/S", "Платье из хлопка, зелёный щит", "Ўғил бола костюми", "Men's “T-Shirt”"} {
		if _, ok := foldPlain(text); !ok {
			t.Errorf("%q takes the long way", text)
		}
	}
	dice := rand.New(rand.NewPCG(7, 7))
	const odd = "ʻʼ‘’–—“”…№²ﬁ\u0301\u0306　a1 -"
	short := 0
	for range 30_000 {
		var text []rune
		for range 1 + dice.IntN(4) {
			switch dice.IntN(3) {
			case 0:
				text = append(text, []rune(odd)[dice.IntN(len([]rune(odd)))])
			case 1:
				text = append(text, rune(1+dice.IntN(0x52F)))
			default:
				text = append(text, rune(0x410+dice.IntN(0x42)))
			}
		}
		got, ok := foldPlain(string(text))
		if !ok {
			continue
		}
		short++
		if want := foldAny(string(text)); got != want {
			t.Errorf("%q (%U) gives %q, want %q", string(text), text, got, want)
		}
	}
	if short < 3_000 {
		t.Errorf("%d texts went the short way", short)
	}
}
