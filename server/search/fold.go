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
