package secret

import (
	"regexp"
	"strings"
)

// forms are what must never stand in a log: our tokens and link codes, access tokens, bot tokens, the hash and the user of
// init data, whatever an Authorization header holds, passwords in addresses, and people's phone numbers. A line is logged for
// every request, and looking for all forms in it took longer than answering from memory; so each first has a cheap look at
// whether it can be there at all.
var forms = []struct {
	mayHold func(text string) bool
	form    *regexp.Regexp
	instead string
}{
	{has("dk"), regexp.MustCompile(`dk[a-z]_\d+_[A-Z2-7]{26}`), "<token>"},
	{has("eyJ"), regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+`), "<token>"},
	{numberBefore(':', 5), regexp.MustCompile(`\d{5,}:[\w-]{30,}`), "<bot token>"},
	{wordBefore(" +", "tma", "bearer"), regexp.MustCompile(`(?i)\b(tma|bearer)[ +][^\s"'\\<]+`), "$1 <secret>"},
	{wordBefore("=", "hash", "signature", "query_id", "chat_instance"), regexp.MustCompile(`\b(hash|signature|query_id|chat_instance)=[^\s"'\\&<]+`), "$1=<secret>"},
	{has("user="), regexp.MustCompile(`\buser=(?:%7B|\{)[^\s"'\\&<]+`), "user=<secret>"}, // other users log in to the database
	{has("://"), regexp.MustCompile(`((?:postgres(?:ql)?|rediss?)://[^:/@\s]*):[^@/\s<]*@`), "$1:<password>@"},
	{has("+998"), regexp.MustCompile(`\+998[ -]?\d{2}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}\b`), "<phone>"},
	{has("998"), regexp.MustCompile(`\b998\d{9}\b`), "<phone>"},
}

// Redact takes secrets out of a text that is about to be logged, whoever wrote it. A text without any comes back as it was.
func Redact(text string) string {
	for _, f := range forms {
		if f.mayHold(text) {
			text = f.form.ReplaceAllString(text, f.instead)
		}
	}
	return text
}

func has(part string) func(string) bool {
	return func(text string) bool { return strings.Contains(text, part) }
}

// numberBefore looks for a number of so many digits or more with sign behind it.
func numberBefore(sign byte, digits int) func(string) bool {
	return func(text string) bool {
		for from := 0; ; from++ {
			next := strings.IndexByte(text[from:], sign)
			if next < 0 {
				return false
			}
			from += next
			run := 0
			for run < digits && run < from && '0' <= text[from-run-1] && text[from-run-1] <= '9' {
				run++
			}
			if run == digits {
				return true
			}
		}
	}
}

// wordBefore looks for one of the words, in capitals or not, with one of the signs behind it.
func wordBefore(signs string, words ...string) func(string) bool {
	var isSign, isLast [256]bool
	for i := range len(signs) {
		isSign[signs[i]] = true
	}
	for _, w := range words {
		last := w[len(w)-1:]
		isLast[last[0]], isLast[strings.ToUpper(last)[0]] = true, true
	}
	return func(text string) bool {
		for at := 1; at < len(text); at++ {
			if !isSign[text[at]] || !isLast[text[at-1]] {
				continue
			}
			for _, w := range words {
				if at >= len(w) && strings.EqualFold(text[at-len(w):at], w) {
					return true
				}
			}
		}
		return false
	}
}
