package telegram

import (
	"net/url"
	"slices"
	"strings"

	"github.com/dokon-shop/dokon/server/fault"
)

// maxLength is the longest string that is looked at, in bytes. Genuine init data stays below 2 KiB.
const maxLength = 8 << 10

// pair is one key=value of a signed string, decoded once.
type pair struct{ key, value string }

// pairs splits a form-encoded string. It is stricter than url.ParseQuery where laxness would let two strings with different pairs share one
// check text: a repeated key, a key outside the alphabet that Telegram uses, and a control character in a value are refused.
func pairs(raw string) ([]pair, error) {
	if raw == "" {
		return nil, fault.New(fault.InitDataMissing)
	}
	if len(raw) > maxLength {
		return nil, fault.New(fault.InitDataTooLong).With("max", maxLength)
	}
	list := make([]pair, 0, 12)
	for part := range strings.SplitSeq(raw, "&") {
		k, v, found := strings.Cut(part, "=")
		key, errKey := url.QueryUnescape(k)
		value, errValue := url.QueryUnescape(v)
		if !found || errKey != nil || errValue != nil || !isKey(key) || strings.ContainsFunc(value, isControl) {
			return nil, fault.New(fault.InitDataInvalid)
		}
		if slices.ContainsFunc(list, func(p pair) bool { return p.key == key }) {
			return nil, fault.New(fault.InitDataRepeated)
		}
		list = append(list, pair{key, value})
	}
	return list, nil
}

func isKey(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_'
	})
}

func isControl(r rune) bool { return r < ' ' }

// value is "" for a key that is absent.
func value(list []pair, key string) string {
	for _, p := range list {
		if p.key == key {
			return p.value
		}
	}
	return ""
}

// checkText is what Telegram signs: the pairs sorted by key, without those named in except.
func checkText(list []pair, except ...string) string {
	sorted := slices.SortedFunc(slices.Values(list), func(a, b pair) int { return strings.Compare(a.key, b.key) })
	var text strings.Builder
	for _, p := range sorted {
		if slices.Contains(except, p.key) {
			continue
		}
		if text.Len() > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(p.key + "=" + p.value)
	}
	return text.String()
}
