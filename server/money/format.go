package money

import (
	"fmt"
	"strconv"

	"github.com/dokon-shop/dokon/server/lang"
)

// style is how one language writes an amount; every space is U+00A0, so that an amount never breaks over two lines.
type style struct{ group, point, uzs string }

const nbsp = "\u00a0"

var styles = map[lang.Lang]style{
	lang.UzLatn: {nbsp, ",", "soʻm"},
	lang.UzCyrl: {nbsp, ",", "сўм"},
	lang.RU:     {nbsp, ",", "сум"},
	lang.EN:     {",", ".", "UZS"},
}

// Format writes the amount as people of that language do: "125 000 soʻm", "−1 250,50 сум", "125,000 UZS".
// Tiyin are shown only when there are some. An unknown language is written as lang.Default.
func (m Money) Format(l lang.Lang) string {
	s, ok := styles[l]
	if !ok {
		s = styles[lang.Default]
	}
	sign, whole, part := m.Amount.split()
	if sign != "" {
		sign = "\u2212"
	}
	digits := strconv.FormatUint(whole, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + s.group + digits[i:]
	}
	if part > 0 {
		digits += fmt.Sprintf("%s%02d", s.point, part)
	}
	unit := m.Currency
	if unit == UZS || unit == "" {
		unit = s.uzs
	}
	return sign + digits + nbsp + unit
}
