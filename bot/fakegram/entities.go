package fakegram

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// tagTypes maps the tags of the HTML parse mode to entity types.
var tagTypes = map[string]string{
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
	"code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}

type openTag struct {
	name, class, value string
	expandable         bool
	start              int // UTF-16 units of text before it
}

// ParseText gives the plain text and the marks of a message in the given parse mode. Leading and trailing white space is cut, as Telegram does.
func ParseText(source, mode string) (string, []Entity, *Failure) {
	switch strings.ToLower(mode) {
	case "", "none":
		text, entities := trim(source, nil)
		return text, entities, nil
	case "html":
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
	if !utf8.ValidString(source) {
		return "", nil, badRequest("strings must be encoded in UTF-8")
	}
	text, entities, problem := parseHTML(source)
	if problem != "" {
		return "", nil, badRequest("can't parse entities: %s", problem)
	}
	text, entities = trim(text, entities)
	return text, entities, nil
}

// parseHTML reads Telegram's dialect: a fixed set of tags, four named character references, no forgiveness for an unclosed tag.
func parseHTML(s string) (string, []Entity, string) {
	var out strings.Builder
	var open []openTag
	var entities []Entity
	units := 0
	emit := func(r rune) {
		out.WriteRune(r)
		units += utf16.RuneLen(r)
	}
	for i := 0; i < len(s); {
		switch {
		case s[i] == '&':
			r, n := reference(s[i:])
			emit(r)
			i += n
		case s[i] != '<':
			r, n := utf8.DecodeRuneInString(s[i:])
			emit(r)
			i += n
		case strings.HasPrefix(s[i:], "</"):
			if len(open) == 0 {
				return "", nil, "Unexpected end tag at byte offset " + strconv.Itoa(i)
			}
			end := strings.IndexByte(s[i:], '>')
			if end < 0 {
				return "", nil, "Unclosed end tag at byte offset " + strconv.Itoa(i)
			}
			name := strings.ToLower(strings.TrimSpace(s[i+2 : i+end]))
			tag := open[len(open)-1]
			if name != "" && name != tag.name {
				return "", nil, "Unmatched end tag at byte offset " + strconv.Itoa(i) + ", expected \"</" + tag.name + ">\", found \"</" + name + ">\""
			}
			open = open[:len(open)-1]
			if units > tag.start {
				entities = append(entities, tag.entity(out.String(), units))
			}
			i += end + 1
		default:
			tag, n, problem := startTag(s, i)
			if problem != "" {
				return "", nil, problem
			}
			tag.start = units
			open = append(open, tag)
			i += n
		}
	}
	if len(open) > 0 {
		return "", nil, "Can't find end tag corresponding to start tag \"" + open[len(open)-1].name + "\""
	}
	slices.SortStableFunc(entities, func(a, b Entity) int {
		if a.Offset != b.Offset {
			return a.Offset - b.Offset
		}
		return b.Length - a.Length
	})
	return out.String(), entities, ""
}

func (t openTag) entity(text string, units int) Entity {
	e := Entity{Type: tagTypes[t.name], Offset: t.start, Length: units - t.start}
	switch t.name {
	case "a":
		e.URL = t.value
		if e.URL == "" {
			e.URL = string(utf16.Decode(utf16.Encode([]rune(text))[t.start:]))
		}
	case "tg-emoji":
		e.EmojiID = t.value
	case "code", "pre":
		e.Language = strings.TrimPrefix(t.class, "language-")
	case "blockquote":
		if t.expandable {
			e.Type = "expandable_blockquote"
		}
	}
	return e
}

// startTag reads the tag that begins at byte i and says how long it is.
func startTag(s string, i int) (tag openTag, length int, problem string) {
	at := " at byte offset " + strconv.Itoa(i)
	j := i + 1
	for j < len(s) && !strings.ContainsRune(" \t\r\n>/", rune(s[j])) {
		j++
	}
	tag.name = strings.ToLower(s[i+1 : j])
	if j == len(s) {
		return tag, 0, "Unclosed start tag" + at
	}
	if tagTypes[tag.name] == "" {
		return tag, 0, "Unsupported start tag \"" + tag.name + "\"" + at
	}
	for {
		for j < len(s) && strings.ContainsRune(" \t\r\n", rune(s[j])) {
			j++
		}
		if j == len(s) {
			return tag, 0, "Unclosed start tag \"" + tag.name + "\"" + at
		}
		if s[j] == '>' {
			j++
			break
		}
		begin := j
		for j < len(s) && !strings.ContainsRune(" \t\r\n=>", rune(s[j])) {
			j++
		}
		name := strings.ToLower(s[begin:j])
		if name == "" {
			return tag, 0, "Empty attribute name in the tag \"" + tag.name + "\"" + at
		}
		if j < len(s) && s[j] != '=' && name == "expandable" && tag.name == "blockquote" {
			tag.expandable = true
			continue
		}
		if j >= len(s) || s[j] != '=' {
			return tag, 0, "Expected equal sign in declaration of an attribute of the tag \"" + tag.name + "\"" + at
		}
		value, n, ok := attribute(s[j+1:])
		if !ok {
			return tag, 0, "Unclosed start tag" + at
		}
		j += 1 + n
		switch {
		case tag.name == "a" && name == "href", tag.name == "tg-emoji" && name == "emoji-id":
			tag.value = value
		case name == "class":
			tag.class = value
		}
	}
	if tag.name == "span" && tag.class != "tg-spoiler" {
		return tag, 0, "Tag \"span\" must have class \"tg-spoiler\"" + at
	}
	return tag, j - i, ""
}

// attribute reads a value, quoted or bare, and says how many bytes it took.
func attribute(s string) (value string, length int, ok bool) {
	if s == "" {
		return "", 0, false
	}
	var out strings.Builder
	closed := func(c byte) bool { return strings.IndexByte(" \t\r\n>", c) >= 0 }
	i := 0
	if s[0] == '"' || s[0] == '\'' {
		q := s[0]
		closed = func(c byte) bool { return c == q }
		i = 1
	}
	for i < len(s) && !closed(s[i]) {
		if s[i] == '&' {
			r, n := reference(s[i:])
			out.WriteRune(r)
			i += n
			continue
		}
		out.WriteByte(s[i])
		i++
	}
	if i == len(s) {
		return "", 0, false
	}
	if s[0] == '"' || s[0] == '\'' {
		i++
	}
	return out.String(), i, true
}

// reference reads a character reference: &lt; &gt; &amp; &quot; or a numeric one. Anything else is the sign & itself.
func reference(s string) (r rune, length int) {
	for name, r := range map[string]rune{"&lt;": '<', "&gt;": '>', "&amp;": '&', "&quot;": '"'} {
		if strings.HasPrefix(s, name) {
			return r, len(name)
		}
	}
	if !strings.HasPrefix(s, "&#") {
		return '&', 1
	}
	end := strings.IndexByte(s, ';')
	if end < 0 || end > 10 {
		return '&', 1
	}
	digits, base := s[2:end], 10
	if strings.HasPrefix(strings.ToLower(digits), "x") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return '&', 1
	}
	return rune(n), end + 1
}

// trim cuts white space at both ends and moves the marks along.
func trim(text string, entities []Entity) (string, []Entity) {
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	cut := units(text) - units(left)
	text = strings.TrimRightFunc(left, unicode.IsSpace)
	total := units(text)
	kept := entities[:0]
	for _, e := range entities {
		end := min(e.Offset+e.Length-cut, total)
		e.Offset = max(e.Offset-cut, 0)
		e.Length = end - e.Offset
		if e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return text, kept
}

// units is the length of s as Telegram counts it: UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}
