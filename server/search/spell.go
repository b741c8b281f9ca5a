package search

import "strings"

// said brings spellings of one sound together: Latin letters for the same Cyrillic one, letters that Uzbek tells apart and
// Russian does not. Longer spellings come first.
var said = strings.NewReplacer(
	"shch", "sh", "sch", "sh", "dzh", "j", "dj", "j", "zh", "j", "kh", "x", "gh", "g", "ph", "f", "th", "t", "ck", "k",
	"sh", "sh", "ch", "ch", "ts", "s", "yo", "o", "ye", "e", "ie", "e", "iy", "i", "ya", "a", "ia", "a", "yu", "u", "iu", "u",
	"oo", "u", "ee", "i", "h", "x", "q", "k", "w", "v", "y", "i", "c", "k",
)

// sound writes a folded word as it is said, so that spellings by ear are near each other: letters that sound alike are one,
// doubled ones single.
func sound(word string) string {
	var b strings.Builder
	var last rune
	for _, r := range said.Replace(word) {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// alike are letters that are taken for one another by ear; vowels are in one group, as they are slurred most.
var alike = func() map[[2]rune]bool {
	pairs := map[[2]rune]bool{}
	for _, group := range []string{"aoeiuy", "kgq", "xhg", "bp", "dt", "vf", "zs", "jz", "mn", "wv"} {
		for _, a := range group {
			for _, b := range group {
				pairs[[2]rune{a, b}] = true
			}
		}
	}
	return pairs
}()

// Costs of slips. One slip of the finger costs 1.
const (
	soundsAlike = 0.5
	doubled     = 0.3
	swappedTwo  = 0.8
)

// slips is how far a is from b: the cheapest slips that make one of the other, letters put in, left out, mistaken and
// swapped with the next.
func slips(a, b []rune) float64 {
	rows := make([][]float64, len(a)+1)
	for i := range rows {
		rows[i] = make([]float64, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 && j == 0:
			case i == 0:
				rows[i][j] = rows[i][j-1] + extra(b, j-1)
			case j == 0:
				rows[i][j] = rows[i-1][j] + extra(a, i-1)
			default:
				cost := 1.0
				switch {
				case a[i-1] == b[j-1]:
					cost = 0
				case alike[[2]rune{a[i-1], b[j-1]}]:
					cost = soundsAlike
				}
				best := min(rows[i-1][j-1]+cost, rows[i-1][j]+extra(a, i-1), rows[i][j-1]+extra(b, j-1))
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] && a[i-1] != a[i-2] {
					best = min(best, rows[i-2][j-2]+swappedTwo)
				}
				rows[i][j] = best
			}
		}
	}
	return rows[len(a)][len(b)]
}

// extra is the cost of a letter that the other word does not have.
func extra(word []rune, at int) float64 {
	if at > 0 && word[at] == word[at-1] || at+1 < len(word) && word[at] == word[at+1] {
		return doubled
	}
	return 1
}

// allowed is how many slips a word of so many letters may have.
func allowed(letters int) float64 {
	switch {
	case letters <= 3:
		return 0.5
	case letters <= 5:
		return 1
	case letters <= 7:
		return 1.6
	}
	return 2.2
}

// distance is the slips between a typed word and one of the lexicon, of which the typed one may be the beginning.
func distance(typed, known string) float64 {
	t, k := []rune(typed), []rune(known)
	best := slips(t, k)
	if len(t) >= 4 && len(k) > len(t) {
		for n := len(t) - 1; n <= len(t)+1 && n < len(k); n++ {
			best = min(best, slips(t, k[:n])+begunOnly)
		}
	}
	ts, ks := []rune(sound(typed)), []rune(sound(known))
	return min(best, slips(ts, ks)+soundsAlike/2)
}

// begunOnly is what a word costs of which only the beginning is near the typed one.
const begunOnly = 0.35

// endings of Russian and Uzbek words, folded, longest first. Words that differ in them are forms of one word.
var endings = []string{
	"larining", "laridan", "larning", "larini", "lardan", "lariga", "imiz", "ingiz", "larga", "larda", "lari", "ning", "ogo", "ego",
	"imi", "ami", "yami", "iye", "lar", "dan", "iy", "aya", "yaya", "oye", "oe", "eye", "ie", "oy", "ey", "yom", "om", "em", "am", "yam", "ax", "yax", "ix",
	"uyu", "yuyu", "ov", "ev", "iya", "si", "ga", "da", "ka", "ki", "ni", "im", "ing", "ya", "yu", "es", "a", "e", "i", "o", "u", "y", "s",
}

// shortestStem is how many letters of a word are left at least when its ending is taken off.
const shortestStem = 3

// stem is what all forms of a word begin with: the word without its longest ending, and without k or q at its end, which
// turn into g before some endings.
func stem(word string) string {
	for _, end := range endings {
		if rest, ok := strings.CutSuffix(word, end); ok && len([]rune(rest)) >= shortestStem {
			word = rest
			break
		}
	}
	if rest := strings.TrimRight(word, "kqg"); len(rest) > shortestStem {
		word = rest
	}
	return word
}

// isKin tells whether two words are forms of one: what follows their common stem is an ending or nothing.
func isKin(a, b string) bool {
	if a == b {
		return true
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for cut := n; cut >= max(shortestStem, n-1); cut-- {
		if isEnding(a[cut:]) && isEnding(b[cut:]) || softens(a[cut:], b[cut:]) || softens(b[cut:], a[cut:]) {
			return true
		}
	}
	return false
}

// softens tells that k or q at the end of one word is g before an ending in the other: koʻylak, koʻylagi.
func softens(hard, soft string) bool {
	end, ok := strings.CutPrefix(soft, "g")
	return ok && (hard == "k" || hard == "q") && isEnding(end)
}

func isEnding(s string) bool {
	if s == "" {
		return true
	}
	for _, end := range endings {
		if s == end {
			return true
		}
	}
	return false
}
