// Package search finds products by words, in whatever script and with whatever apostrophe they are typed. It keeps one
// search document for each product, outside row-level security (see docs/decisions), and is the only reader of that table.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latin spells Cyrillic letters of Uzbek and Russian in plain Latin; an empty string drops the letter.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'з': "z", 'и': "i", 'й': "y", 'к': "k", 'л': "l", 'м': "m",
	'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "x", 'қ': "q", 'ғ': "g", 'ҳ': "h",
	'ў': "o", 'ы': "i", 'э': "e", 'ж': "j", 'ъ': "", 'ь': "", 'ё': "yo", 'ю': "yu", 'я': "ya", 'ш': "sh", 'щ': "sh",
	'ч': "ch", 'ц': "ts",
	'\'': "", '`': "", 'ʻ': "", 'ʼ': "", '’': "", '‘': "", '′': "", '´': "",
}

// Fold writes text in the one plain alphabet that documents are kept in: "Кўйлак", "Koʻylak" and "koylak" become one word.
// The SQL function shop_fold does the same; both are tested on the same words.
func Fold(s string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(s) {
		if spelled, ok := latin[r]; ok {
			out.WriteString(spelled)
			continue
		}
		for _, base := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, base) {
				out.WriteRune(base)
			}
		}
	}
	return out.String()
}

// Words are the folded words of a query: letters and digits, at most eight, each at most 40 characters.
func Words(query string) []string {
	words := strings.FieldsFunc(Fold(query), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 8 {
		words = words[:8]
	}
	for i, w := range words {
		if r := []rune(w); len(r) > 40 {
			words[i] = string(r[:40])
		}
	}
	return words
}
