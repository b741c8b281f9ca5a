package fakegram

import (
	"crypto/ed25519"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseText(t *testing.T) {
	for _, c := range []struct {
		in, text, problem string
		entities          []Entity
	}{
		{in: "  salom  ", text: "salom"},
		{in: "<b>a</b> <i>b</i>", text: "a b", entities: []Entity{{Type: "bold", Length: 1}, {Type: "italic", Offset: 2, Length: 1}}},
		{in: "<b>a<i>b</i></b>", text: "ab", entities: []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{in: "😀<b>x</b>", text: "😀x", entities: []Entity{{Type: "bold", Offset: 2, Length: 1}}},
		{in: "&lt;b&gt; &amp; &quot; &nbsp; & &#65;&#x42;", text: `<b> & " &nbsp; & AB`},
		{in: `<a href="https://a.uz/?a=1&amp;b=2">x</a>`, text: "x", entities: []Entity{{Type: "text_link", Length: 1, URL: "https://a.uz/?a=1&b=2"}}},
		{in: "<a>https://a.uz</a>", text: "https://a.uz", entities: []Entity{{Type: "text_link", Length: 12, URL: "https://a.uz"}}},
		{in: `<pre><code class="language-go">x</code></pre>`, text: "x", entities: []Entity{{Type: "code", Length: 1, Language: "go"}, {Type: "pre", Length: 1}}},
		{in: "<blockquote expandable>x</blockquote>", text: "x", entities: []Entity{{Type: "expandable_blockquote", Length: 1}}},
		{in: `<span class="tg-spoiler">x</span>`, text: "x", entities: []Entity{{Type: "spoiler", Length: 1}}},
		{in: " <b> x </b> ", text: "x", entities: []Entity{{Type: "bold", Length: 1}}},
		{in: "<b></b>x", text: "x"},
		{in: "a > b", text: "a > b"},
		{in: "<b>x", problem: `Can't find end tag corresponding to start tag "b"`},
		{in: "x</b>", problem: "Unexpected end tag at byte offset 1"},
		{in: "<b>x</i>", problem: `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`},
		{in: "a < b", problem: `Unsupported start tag "" at byte offset 2`},
		{in: "a <br> b", problem: `Unsupported start tag "br" at byte offset 2`},
		{in: "<b", problem: "Unclosed start tag at byte offset 0"},
		{in: `<a href="x>y</a>`, problem: "Unclosed start tag at byte offset 0"},
		{in: "<span>x</span>", problem: `Tag "span" must have class "tg-spoiler" at byte offset 0`},
	} {
		text, entities, f := ParseText(c.in, "HTML")
		switch {
		case c.problem != "":
			if f == nil || f.Description != "Bad Request: can't parse entities: "+c.problem {
				t.Errorf("%q: got %v, want %s", c.in, f, c.problem)
			}
		case f != nil || text != c.text || len(entities)+len(c.entities) > 0 && !reflect.DeepEqual(entities, c.entities):
			t.Errorf("%q: got %q %+v %v", c.in, text, entities, f)
		}
	}
}

func FuzzParseText(f *testing.F) {
	for _, s := range []string{"<b>x</b>", `<a href='&quot;'>x`, "<pre><code class=language-x>", "&#x110000;&#;&#99999999999;", "</", "<blockquote expandable "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, entities, problem := ParseText(s, "HTML")
		if problem != nil {
			return
		}
		if !utf8.ValidString(text) {
			t.Errorf("%q became invalid UTF-8", s)
		}
		for _, e := range entities {
			if e.Length <= 0 || e.Offset < 0 || e.Offset+e.Length > units(text) {
				t.Errorf("%q: mark %+v outside %q", s, e, text)
			}
		}
	})
}

// The string is the made-up vector on which an independent Go program, Node's crypto and @tma.js/init-data-node agreed.
func TestSignMatchesVector(t *testing.T) {
	const want = "auth_date=1767225600&chat_instance=-9019086117643313246&chat_type=channel&hash=1022ec784a8825bf38027b9c5a06da4362d7538d33ab0d8a7e0f996fc82f1a9f&signature=olZNVJYB3c0Pi65ZLKERDOtsDSz6PZgJt4KpJc6q_2HgFpgkGgGKsRWaltPeLFuVCRnw39TdYtvICSoxZ_taDA&start_param=p_42&user=%7B%22id%22%3A777000111%2C%22first_name%22%3A%22G%CA%BBulnora%22%2C%22last_name%22%3A%22To%CA%BBrayeva%22%2C%22username%22%3A%22gulnora%22%2C%22language_code%22%3A%22uz%22%2C%22allows_write_to_pm%22%3Atrue%7D"
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = byte(i)
	}
	got := sign(url.Values{
		"auth_date": {"1767225600"}, "chat_instance": {"-9019086117643313246"}, "chat_type": {"channel"}, "start_param": {"p_42"},
		"user": {`{"id":777000111,"first_name":"Gʻulnora","last_name":"Toʻrayeva","username":"gulnora","language_code":"uz","allows_write_to_pm":true}`},
	}, Bot{Token: "123456789:" + strings.Repeat("A", 35)}, ed25519.NewKeyFromSeed(seed))
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
