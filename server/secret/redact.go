package secret

import "regexp"

// forms are what must never stand in a log: our tokens and link codes, access tokens, bot tokens, the hash and the user of
// init data, whatever an Authorization header holds, passwords in addresses, and people's phone numbers.
var forms = []struct {
	form    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`dk[a-z]_\d+_[A-Z2-7]{26}`), "<token>"},
	{regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+`), "<token>"},
	{regexp.MustCompile(`\d{5,}:[\w-]{30,}`), "<bot token>"},
	{regexp.MustCompile(`(?i)\b(tma|bearer)[ +][^\s"'\\<]+`), "$1 <secret>"},
	{regexp.MustCompile(`\b(hash|signature|query_id|chat_instance)=[^\s"'\\&<]+`), "$1=<secret>"},
	{regexp.MustCompile(`\buser=(?:%7B|\{)[^\s"'\\&<]+`), "user=<secret>"}, // other users log in to the database
	{regexp.MustCompile(`((?:postgres(?:ql)?|rediss?)://[^:/@\s]*):[^@/\s<]*@`), "$1:<password>@"},
	{regexp.MustCompile(`\+998[ -]?\d{2}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}\b`), "<phone>"},
	{regexp.MustCompile(`\b998\d{9}\b`), "<phone>"},
}

// Redact takes secrets out of a text that is about to be logged, whoever wrote it. A text without any comes back as it was.
func Redact(text string) string {
	for _, f := range forms {
		text = f.form.ReplaceAllString(text, f.instead)
	}
	return text
}
