// Package input cleans and checks single fields of what a caller sends. Rules that join several fields belong to the nouns.
package input

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
)

// Text is one line: trimmed, without control characters, at most max characters. Faults: TOO_LONG, INVALID.
func Text(s string, max int, path ...string) (string, *fault.Error) {
	return text(s, max, unicode.IsControl, path)
}

// Lines is Text that may have several lines.
func Lines(s string, max int, path ...string) (string, *fault.Error) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return text(s, max, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }, path)
}

// Required is Text that is not empty. Faults: REQUIRED and those of Text.
func Required(s string, max int, path ...string) (string, *fault.Error) {
	s, f := Text(s, max, path...)
	if f == nil && s == "" {
		return "", fault.New(fault.Required, path...)
	}
	return s, f
}

func text(s string, max int, refused func(rune) bool, path []string) (string, *fault.Error) {
	s = strings.TrimSpace(s)
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, refused):
		return "", fault.New(fault.Invalid, path...)
	case utf8.RuneCountInString(s) > max:
		return "", fault.New(fault.TooLong, path...).With("max", max)
	}
	return s, nil
}

// Texts is Lines in each language; a fault names the language as the contract spells it.
func Texts(t lang.Text, max int, path ...string) (lang.Text, fault.List) {
	var faults fault.List
	t = t.Map(func(l lang.Lang, s string) string {
		s, f := Lines(s, max, slices.Concat(path, []string{fields[l]})...)
		faults.Add(f)
		return s
	})
	return t, faults
}

// RequiredTexts is Texts with one language at least. Faults: REQUIRED and those of Lines.
func RequiredTexts(t lang.Text, max int, path ...string) (lang.Text, fault.List) {
	t, faults := Texts(t, max, path...)
	if len(faults) == 0 && t.IsZero() {
		faults.Add(fault.New(fault.Required, path...))
	}
	return t, faults
}

// fields are the names of LocalizedTextInput.
var fields = map[lang.Lang]string{lang.UzLatn: "uzLatn", lang.UzCyrl: "uzCyrl", lang.RU: "ru", lang.EN: "en"}

// Number lies between min and max, both allowed. Fault: OUT_OF_RANGE.
func Number[N ~int | ~int64 | ~float64](n, min, max N, path ...string) *fault.Error {
	if n < min || n > max {
		return fault.New(fault.OutOfRange, path...).With("min", min).With("max", max)
	}
	return nil
}

// At is the path of element i of the list at path.
func At(i int, path ...string) []string { return slices.Concat(path, []string{strconv.Itoa(i)}) }
