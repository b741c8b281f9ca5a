package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latin spells Cyrillic letters of Uzbek, Karakalpak and Russian and special Latin letters in plain Latin; an empty string
// drops the letter.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "x", 'қ': "q", 'ғ': "g", 'ҳ': "h",
	'ў': "o", 'ы': "i", 'э': "e", 'ж': "j", 'ъ': "", 'ь': "", 'ё': "yo", 'ю': "yu", 'я': "ya", 'ш': "sh", 'щ': "sh",
	'ч': "ch", 'ц': "ts",
	'і': "i", 'ї': "i", 'є': "e", 'ґ': "g", 'ә': "a", 'ң': "n", 'ө': "o", 'ү': "u", 'ұ': "u", 'һ': "h",
	'ı': "i", 'ø': "o", 'ł': "l", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th",
}

// silent are characters inside words that nobody types the same way twice: apostrophes of all kinds, which people use for
// ʻ (U+02BB) and ʼ (U+02BC), soft hyphens and zero-width characters.
const silent = "'`\u00AD\u00B4\u02B9\u02BA\u02BB\u02BC\u02BD\u02C8\u02CA\u02CB\u055A\u200B\u200C\u200D\u2018\u2019\u201B\u2032\u2035\uA78C\uFEFF\uFF07"

// Fold writes text as words of one plain alphabet with single spaces between them: "Кўйлак", "KOʻYLAK" and "koylak" become
// one word. The SQL function shop_fold does the same; both are tested against each other.
func Fold(s string) string {
	if folded, ok := foldPlain(s); ok {
		return folded
	}
	return foldAny(s)
}

// What foldPlain does with a character.
const (
	giveUp = iota
	write
	leaveOut
	endWord
)

// plain tells it for the first ones.
var plain = func() (table [0x500]struct {
	what  uint8
	write string
}) {
	for r := range rune(len(table)) {
		lower := unicode.ToLower(r)
		spelling, isLatin := latin[lower]
		switch {
		case strings.ContainsRune(silent, r):
			table[r].what = leaveOut
		case isLatin:
			table[r].what, table[r].write = write, spelling
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			table[r].what, table[r].write = write, string(lower)
		case r < unicode.MaxASCII || r == '«' || r == '»' || r == '\u00A0':
			table[r].what = endWord
		}
	}
	return table
}()

// foldPlain is Fold for texts of Latin and Cyrillic letters that have no accents to take off and nothing to take apart, as
// most are, at a tenth of the cost; ok is false for others.
func foldPlain(s string) (folded string, ok bool) {
	words := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		if int(r) >= len(plain) {
			switch r {
			case '‘', '’': // silent
				continue
			case '–', '—', '“', '”':
				gap = true
				continue
			}
			return "", false
		}
		switch p := &plain[r]; p.what {
		case giveUp:
			return "", false
		case endWord:
			gap = true
		case leaveOut:
		default:
			if p.write == "" {
				continue
			}
			if gap && len(words) > 0 {
				words = append(words, ' ')
			}
			gap = false
			words = append(words, p.write...)
		}
	}
	return string(words), true
}

// foldAny is Fold for whatever characters there are.
func foldAny(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(silent, r) {
			return -1
		}
		return r
	}, s)
	var spelled strings.Builder
	for _, r := range norm.NFKC.String(s) {
		r = unicode.ToLower(r)
		if plain, ok := latin[r]; ok {
			spelled.WriteString(plain)
		} else {
			spelled.WriteRune(r)
		}
	}
	var words strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(spelled.String()) {
		switch {
		case r >= 0x300 && r <= 0x36F: // accents
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && words.Len() > 0 {
				words.WriteByte(' ')
			}
			gap = false
			words.WriteRune(r)
		default:
			gap = true
		}
	}
	return words.String()
}
