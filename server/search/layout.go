package search

import "strings"

// The same keys of a keyboard in Latin and in Russian, where a phone or computer was left in the other one.
const (
	latinKeys    = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
	cyrillicKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю"
)

var otherKey = func() map[rune]rune {
	other := map[rune]rune{}
	latin, cyrillic := []rune(latinKeys), []rune(cyrillicKeys)
	for i := range latin {
		other[latin[i]], other[cyrillic[i]] = cyrillic[i], latin[i]
	}
	// What a phone makes of the key next to Enter, and the shifted keys of х, ъ, ж, э, б, ю.
	for i, r := range "{}:\"<>~" {
		other[r] = []rune("хъжэбюё")[i]
	}
	for _, r := range "’‘ʻʼ" {
		other[r] = 'э'
	}
	return other
}()

// otherLayout is a query as the same keys write it in the other layout.
func otherLayout(query string) string {
	return strings.Map(func(r rune) rune {
		if o, ok := otherKey[r]; ok {
			return o
		}
		return r
	}, strings.ToLower(query))
}

// isCyrillic tells whether somebody typed Cyrillic letters.
func isCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 'Ѐ' && r <= 'ӿ' })
}
