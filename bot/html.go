package main

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes any text safe inside Telegram's HTML, in element and in attribute. Bytes that are not UTF-8, and control characters that Telegram
// refuses, are taken out.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' || r == '\u200e' || r == '\u200f' || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return escaper.Replace(s)
}

// clip shortens a text to at most n UTF-16 units, as Telegram counts, with an ellipsis at the cut. White space becomes single spaces: a clipped
// text is one line of a message.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	total := 0
	cut := 0 // bytes that fit with the ellipsis
	for i, r := range s {
		total += max(utf16.RuneLen(r), 1)
		if total <= n-1 {
			cut = i + len(string(r))
		}
	}
	if total <= n {
		return s
	}
	return strings.TrimRightFunc(s[:cut], unicode.IsSpace) + "…"
}

// fill puts values into {placeholders} of one of our own sentences, escaped: pairs are name, value, name, value.
func fill(sentence string, pairs ...string) string {
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = escape(pairs[i])
	}
	return fillPlain(sentence, pairs...)
}

// fillPlain is fill for places that take no HTML: buttons and short answers.
func fillPlain(sentence string, pairs ...string) string {
	with := make([]string, len(pairs))
	copy(with, pairs)
	for i := 0; i < len(with); i += 2 {
		with[i] = "{" + with[i] + "}"
	}
	return strings.NewReplacer(with...).Replace(sentence)
}

// unmark takes the tags out of our own HTML, for the case that Telegram cannot read it.
func unmark(s string) string {
	var out strings.Builder
	inTag := false
	for _, r := range s {
		switch {
		case r == '<':
			inTag = true
		case r == '>' && inTag:
			inTag = false
		case !inTag:
			out.WriteRune(r)
		}
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(out.String())
}
