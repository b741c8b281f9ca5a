// Package lang knows the four written languages of the shop: Uzbek in Latin and in Cyrillic script, Russian and English.
// It chooses among them and keeps one text in all of them; what is said in them belongs to the callers.
package lang

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Lang is a BCP 47 tag out of All. The empty Lang means "not stated".
type Lang string

const (
	UzLatn Lang = "uz-Latn"
	UzCyrl Lang = "uz-Cyrl"
	RU     Lang = "ru"
	EN     Lang = "en"
)

// Default is the language of a caller who states none.
const Default = UzLatn

// All holds every language, in the order of the usual fallback chain. Callers must not change it.
var All = []Lang{UzLatn, UzCyrl, RU, EN}

// Valid tells whether l is one of All.
func (l Lang) Valid() bool { return slices.Contains(All, l) }

// Parse reads a BCP 47 tag or what Telegram sends as language_code: "uz", "uz-Cyrl-UZ", "ru_RU", "en-GB".
// Uzbek without a script is Latin, the official one. False means a language that the shop does not speak.
func Parse(tag string) (Lang, bool) {
	parts := strings.Split(strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")), "-")
	switch parts[0] {
	case "uz":
		if slices.Contains(parts[1:], "cyrl") {
			return UzCyrl, true
		}
		return UzLatn, true
	case "ru":
		return RU, true
	case "en":
		return EN, true
	}
	return "", false
}

// FromAcceptLanguage gives the caller's most wanted language (RFC 9110 §12.5.4) among supported, or among All when none
// is given. False means that nothing in the header fits; "*" fits nothing, since it leaves the choice to the shop.
func FromAcceptLanguage(header string, supported ...Lang) (Lang, bool) {
	if len(supported) == 0 {
		supported = All
	}
	type wish struct {
		lang Lang
		q    float64
	}
	var wishes []wish
	for item := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(item, ";")
		l, ok := Parse(tag)
		if !ok || !slices.Contains(supported, l) {
			continue
		}
		w := wish{lang: l, q: 1}
		if name, value, found := strings.Cut(strings.TrimSpace(params), "="); found && strings.TrimSpace(name) == "q" {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || q <= 0 || q > 1 {
				continue
			}
			w.q = q
		}
		wishes = append(wishes, w)
	}
	if len(wishes) == 0 {
		return "", false
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.q, a.q) })
	return wishes[0].lang, true
}

// names are the values of the GraphQL enum Language, which may not contain a hyphen.
var names = map[Lang]string{UzLatn: "UZ_LATN", UzCyrl: "UZ_CYRL", RU: "RU", EN: "EN"}

// MarshalGQL writes the value of the GraphQL enum Language.
func (l Lang) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(names[l])) }

// UnmarshalGQL reads a value of the GraphQL enum Language.
func (l *Lang) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	for lang, name := range names {
		if name == s {
			*l = lang
			return nil
		}
	}
	return fmt.Errorf("%v is not a language; use UZ_LATN, UZ_CYRL, RU or EN", v)
}

type contextKey struct{}

// NewContext carries the language of the caller, which belongs to the request as the caller does.
func NewContext(ctx context.Context, l Lang) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// FromContext gives the language of the caller, Default when the request has none.
func FromContext(ctx context.Context) Lang {
	if l, ok := ctx.Value(contextKey{}).(Lang); ok && l.Valid() {
		return l
	}
	return Default
}
