package lang

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// verbatim finds what is never a word: addresses, user names, {placeholders}, HTML tags.
var verbatim = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s]+|[\w.+-]+@[\w-]+\.[\w.-]+|[@#/]\w+|\{[^{}]*\}|</?[a-z][^<>]*>|\b(?:wi-fi|red bull|coca-cola)\b|\b(?:[a-z0-9-]+\.)+(?:uz|com|org|net|ru|io|me)\b(?:/\S*)?`)

// Cyrillic writes Uzbek Latin text in Uzbek Cyrillic, by the spelling rules of 1995 read backwards.
//
// Addresses, {placeholders}, HTML tags, sizes, Roman numerals and foreign names stay as they are: whatever is listed in
// foreign.go, words with w or a bare c, words with digits or inner capitals (iPhone, A54), and the words of keep.
// Loan words whose Cyrillic spelling Latin no longer shows (ц, ь, я: "sentabr" → "сентябрь") come from loans.go.
func Cyrillic(uzLatn string, keep ...string) string {
	var out strings.Builder
	rest := 0
	for _, span := range verbatim.FindAllStringIndex(uzLatn, -1) {
		cyrillicWords(&out, uzLatn[rest:span[0]], keep)
		out.WriteString(uzLatn[span[0]:span[1]])
		rest = span[1]
	}
	cyrillicWords(&out, uzLatn[rest:], keep)
	return out.String()
}

func cyrillicWords(out *strings.Builder, s string, keep []string) {
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if !inWord(runes, i) {
			out.WriteRune(runes[i])
			i++
			continue
		}
		end := i
		for end < len(runes) && inWord(runes, end) {
			end++
		}
		out.WriteString(cyrillicWord(runes[i:end], keep))
		i = end
	}
}

// inWord tells whether the rune belongs to a word: a letter, a digit, or an apostrophe that is not a closing quote.
func inWord(runes []rune, i int) bool {
	r := runes[i]
	if unicode.IsLetter(r) && !isApostrophe(r) || unicode.IsDigit(r) {
		return true
	}
	if !isApostrophe(r) || i == 0 || !unicode.IsLetter(runes[i-1]) {
		return false
	}
	if r == 'ʻ' || r == 'ʼ' || strings.ContainsRune("oOgG", runes[i-1]) {
		return true
	}
	return i+1 < len(runes) && unicode.IsLetter(runes[i+1])
}

func isApostrophe(r rune) bool { return strings.ContainsRune("ʻʼ'’‘`´", r) }

func cyrillicWord(word []rune, keep []string) string {
	s := string(word)
	if isForeign(word, keep) {
		return s
	}
	lower := strings.ToLower(s)
	if stem, suffix, ok := foreignWithSuffix(lower, keep); ok {
		return s[:len(stem)] + letters([]rune(suffix), 'm')
	}
	for _, loan := range loans {
		i := strings.Index(lower, loan.latin)
		if i != 0 && (i < 0 || !loan.inner) {
			continue
		}
		end := i + len(loan.latin)
		cyrillic := loan.cyrillic
		if end < len(lower) {
			cyrillic = strings.TrimSuffix(cyrillic, "ь") // "sentabr" → "сентябрь", but "sentabrda" → "сентябрда"
		}
		return letters([]rune(s[:i]), 0) + asCased(cyrillic, s[i:end]) + letters([]rune(s[end:]), 'm')
	}
	return letters(word, 0)
}

// isForeign tells that the word is no Uzbek word and keeps its letters.
func isForeign(word []rune, keep []string) bool {
	s := string(word)
	if isKept(strings.ToLower(s), keep) || sizeOrNumeral.MatchString(s) {
		return true
	}
	hasLower, digits, letterCount := false, 0, 0
	for i, r := range word {
		next := rune(0)
		if i+1 < len(word) {
			next = unicode.ToLower(word[i+1])
		}
		switch {
		case unicode.IsDigit(r):
			digits++
		case r == 'w' || r == 'W', (r == 'c' || r == 'C') && next != 'h':
			return true
		case hasLower && unicode.IsUpper(r):
			return true
		}
		if unicode.IsLetter(r) {
			letterCount++
			hasLower = hasLower || unicode.IsLower(r)
		}
	}
	return digits > 0 && letterCount > 0 && unicode.IsLetter(word[0])
}

func isKept(lower string, keep []string) bool {
	return foreign[lower] || slices.ContainsFunc(keep, func(k string) bool { return strings.ToLower(k) == lower })
}

// foreignWithSuffix splits "telegramda" into a foreign name and an Uzbek case ending, which is written in Cyrillic.
func foreignWithSuffix(lower string, keep []string) (stem, suffix string, ok bool) {
	for _, suffix := range suffixes {
		if stem, found := strings.CutSuffix(lower, suffix); found && len(stem) > 2 && isKept(stem, keep) {
			return stem, suffix, true
		}
	}
	return "", "", false
}

// asCased gives the Cyrillic spelling the case of its Latin model: "Sentabr", "SENTABR", "sentabr".
func asCased(cyrillic, model string) string {
	switch r := []rune(model); {
	case !unicode.IsUpper(r[0]):
		return cyrillic
	case len(r) > 1 && unicode.IsUpper(r[1]):
		return strings.ToUpper(cyrillic)
	default:
		c := []rune(cyrillic)
		return string(unicode.ToUpper(c[0])) + string(c[1:])
	}
}

var single = map[rune]rune{
	'a': 'а', 'b': 'б', 'd': 'д', 'f': 'ф', 'g': 'г', 'h': 'ҳ', 'i': 'и', 'j': 'ж', 'k': 'к', 'l': 'л', 'm': 'м', 'n': 'н',
	'o': 'о', 'p': 'п', 'q': 'қ', 'r': 'р', 's': 'с', 't': 'т', 'u': 'у', 'v': 'в', 'x': 'х', 'y': 'й', 'z': 'з',
}

var pair = map[string]rune{"sh": 'ш', "ch": 'ч', "yo": 'ё', "yu": 'ю', "ya": 'я', "ye": 'е'}

// letters spells one word letter by letter. before is the lower-case Latin letter in front of it, 0 at the start of a word.
func letters(word []rune, before rune) string {
	var out strings.Builder
	for i := 0; i < len(word); i++ {
		r := unicode.ToLower(word[i])
		put := func(c rune, consumed int) {
			if unicode.IsUpper(word[i]) {
				c = unicode.ToUpper(c)
			}
			out.WriteRune(c)
			i += consumed - 1
			before = unicode.ToLower(word[i])
		}
		at := func(n int) rune {
			if i+n < len(word) {
				return unicode.ToLower(word[i+n])
			}
			return 0
		}
		switch {
		case (r == 'o' || r == 'g') && isApostrophe(at(1)) && at(1) != 'ʼ':
			put(map[rune]rune{'o': 'ў', 'g': 'ғ'}[r], 2)
		case r == 's' && isApostrophe(at(1)) && at(2) == 'h': // Isʼhoq: the sign only keeps s and h apart
			put('с', 2)
		case r == 'y' && at(1) == 'o' && isApostrophe(at(2)) && at(2) != 'ʼ': // yoʻq: й + ў
			put('й', 1)
		case pair[string([]rune{r, at(1)})] != 0:
			put(pair[string([]rune{r, at(1)})], 2)
		case r == 'e' && (before == 0 || strings.ContainsRune("aeiou", before) || isApostrophe(before)):
			put('э', 1)
		case r == 'e':
			put('е', 1)
		case isApostrophe(r):
			upper := i > 0 && unicode.IsUpper(word[i-1]) && (i+1 >= len(word) || unicode.IsUpper(word[i+1]))
			put('ъ', 1)
			if upper {
				s := out.String()
				out.Reset()
				out.WriteString(strings.TrimSuffix(s, "ъ") + "Ъ")
			}
		case single[r] != 0:
			put(single[r], 1)
		default:
			put(word[i], 1)
		}
	}
	return out.String()
}
