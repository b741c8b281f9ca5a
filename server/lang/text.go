package lang

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Text is one text in several languages; an empty string is a translation that does not exist.
// In the database and in JSON it is an object by tag: {"uz-Latn": "Koʻylak", "ru": "Платье"}.
type Text struct {
	UzLatn string `json:"uz-Latn,omitempty"`
	UzCyrl string `json:"uz-Cyrl,omitempty"`
	RU     string `json:"ru,omitempty"`
	EN     string `json:"en,omitempty"`
}

// Get gives the text in exactly that language, empty when it is missing.
func (t Text) Get(l Lang) string {
	if p := t.at(l); p != nil {
		return *p
	}
	return ""
}

// Set puts the text of one language; a language out of All is refused by doing nothing.
func (t *Text) Set(l Lang, s string) {
	if p := t.at(l); p != nil {
		*p = s
	}
}

func (t *Text) at(l Lang) *string {
	switch l {
	case UzLatn:
		return &t.UzLatn
	case UzCyrl:
		return &t.UzCyrl
	case RU:
		return &t.RU
	case EN:
		return &t.EN
	}
	return nil
}

// In gives the text in l, else in the first language of chain that has one, else in the first of All that has one.
// It is empty only when the whole text is.
func (t Text) In(l Lang, chain []Lang) string {
	if s := t.Get(l); s != "" {
		return s
	}
	for _, list := range [][]Lang{chain, All} {
		for _, l := range list {
			if s := t.Get(l); s != "" {
				return s
			}
		}
	}
	return ""
}

// IsZero tells that there is no translation at all.
func (t Text) IsZero() bool { return t == Text{} }

// Map gives the text with f applied to each translation that exists.
func (t Text) Map(f func(l Lang, s string) string) Text {
	for _, l := range All {
		if s := t.Get(l); s != "" {
			t.Set(l, f(l, s))
		}
	}
	return t
}

// Trim removes white space around each translation.
func (t Text) Trim() Text {
	return t.Map(func(_ Lang, s string) string { return strings.TrimSpace(s) })
}

// Value writes the jsonb form. It implements driver.Valuer.
func (t Text) Value() (driver.Value, error) {
	b, err := json.Marshal(t)
	return string(b), err
}

// Scan reads the jsonb form; NULL is the empty text. It implements sql.Scanner.
func (t *Text) Scan(src any) error {
	*t = Text{}
	switch v := src.(type) {
	case nil:
		return nil
	case []byte:
		return t.read(string(v))
	case string:
		return t.read(v)
	}
	return fmt.Errorf("scan lang.Text from %T", src)
}

// read is json.Unmarshal for what Value wrote: texts of known languages without escapes, of which every list of products
// has many, are found without looking at each byte twice. Anything else is left to encoding/json.
func (t *Text) read(object string) error {
	if t.readPlain(object) {
		return nil
	}
	*t = Text{}
	return json.Unmarshal([]byte(object), t)
}

func (t *Text) readPlain(object string) bool {
	rest, ok := strings.CutPrefix(object, "{")
	if !ok || rest == "}" {
		return ok
	}
	for {
		var language, text string
		if language, rest, ok = cutString(rest); !ok {
			return false
		}
		if rest, ok = strings.CutPrefix(rest, ":"); !ok {
			return false
		}
		if text, rest, ok = cutString(strings.TrimPrefix(rest, " ")); !ok {
			return false
		}
		field := t.at(Lang(language))
		if field == nil {
			return false
		}
		*field = text
		if rest == "}" {
			return true
		}
		if rest, ok = strings.CutPrefix(rest, ","); !ok {
			return false
		}
		rest = strings.TrimPrefix(rest, " ")
	}
}

// cutString takes a JSON string without escapes from the front of s.
func cutString(s string) (text, rest string, ok bool) {
	if s, ok = strings.CutPrefix(s, `"`); !ok {
		return "", "", false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"':
			return s[:i], s[i+1:], utf8.ValidString(s[:i])
		case c == '\\' || c < ' ':
			return "", "", false
		}
	}
	return "", "", false
}
