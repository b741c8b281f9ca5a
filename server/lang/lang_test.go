package lang

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for tag, want := range map[string]Lang{
		"uz": UzLatn, "uz-Latn": UzLatn, "UZ-latn-uz": UzLatn, "uz_UZ": UzLatn, "uz-Cyrl": UzCyrl, "uz-Cyrl-UZ": UzCyrl, "uz_cyrl": UzCyrl,
		"ru": RU, "ru-RU": RU, " RU ": RU, "en": EN, "en-GB": EN,
	} {
		if got, ok := Parse(tag); !ok || got != want {
			t.Errorf("Parse(%q) = %q, %t, want %q", tag, got, ok, want)
		}
	}
	for _, tag := range []string{"", "kk", "uzb", "russian", "-ru", "*"} {
		if got, ok := Parse(tag); ok {
			t.Errorf("Parse(%q) = %q, want nothing", tag, got)
		}
	}
}

func TestFromAcceptLanguage(t *testing.T) {
	for header, want := range map[string]Lang{
		"ru":                               RU,
		"kk, ru;q=0.5, en;q=0.8":           EN,
		"en;q=0.8,uz-Cyrl;q=0.9":           UzCyrl,
		"en;q=0.8, uz;q=0.8":               EN,
		"ru;q=0, en;q=0.1":                 EN,
		"ru; q=0.3 , en ; q = 0.4":         EN,
		"ru;q=nonsense, en":                EN,
		"fr-FR,fr;q=0.9,uz-UZ;q=0.1,*;q=1": UzLatn,
	} {
		if got, ok := FromAcceptLanguage(header); !ok || got != want {
			t.Errorf("%q: got %q, %t, want %q", header, got, ok, want)
		}
	}
	for _, header := range []string{"", "*", "fr", ";;,,=", "ru;q=2", strings.Repeat(",", 1000)} {
		if got, ok := FromAcceptLanguage(header); ok {
			t.Errorf("%q: got %q, want nothing", header, got)
		}
	}
	if got, ok := FromAcceptLanguage("en, ru;q=0.1", UzLatn, RU); !ok || got != RU {
		t.Errorf("in a shop without English: got %q, %t", got, ok)
	}
}

func TestTextFallsBack(t *testing.T) {
	text := Text{UzLatn: "Choynak", RU: "Чайник"}
	for _, c := range []struct {
		l     Lang
		chain []Lang
		want  string
	}{
		{RU, nil, "Чайник"}, {EN, nil, "Choynak"}, {EN, []Lang{EN, RU}, "Чайник"}, {UzCyrl, []Lang{EN}, "Choynak"}, {"", nil, "Choynak"},
	} {
		if got := text.In(c.l, c.chain); got != c.want {
			t.Errorf("in %q with chain %v: got %q, want %q", c.l, c.chain, got, c.want)
		}
	}
	if (Text{}).In(RU, All) != "" || !(Text{}).IsZero() || text.IsZero() {
		t.Error("the empty text")
	}
}

func TestTextIsStoredAsJSON(t *testing.T) {
	text := Text{UzLatn: "Oʻq", EN: `"quoted"`}
	v, err := text.Value()
	if err != nil || v != `{"uz-Latn":"Oʻq","en":"\"quoted\""}` {
		t.Errorf("written %v, %v", v, err)
	}
	for _, src := range []any{v, []byte(v.(string))} {
		back := Text{RU: "left over"}
		if err := back.Scan(src); err != nil || back != text {
			t.Errorf("read %+v, %v", back, err)
		}
	}
	if err := text.Scan(nil); err != nil || !text.IsZero() {
		t.Errorf("NULL is read %+v, %v", text, err)
	}
	if err := text.Scan(7); err == nil {
		t.Error("a number was read as text")
	}
}

func TestGraphQLEnum(t *testing.T) {
	for _, l := range All {
		var b strings.Builder
		l.MarshalGQL(&b)
		var back Lang
		if err := back.UnmarshalGQL(strings.Trim(b.String(), `"`)); err != nil || back != l {
			t.Errorf("%s is written %s and read %s, %v", l, &b, back, err)
		}
	}
	var l Lang
	for _, v := range []any{"uz-Latn", "KK", "", nil, 3} {
		if err := l.UnmarshalGQL(v); err == nil {
			t.Errorf("%v was read as %q", v, l)
		}
	}
}

func TestContext(t *testing.T) {
	if got := FromContext(t.Context()); got != Default {
		t.Errorf("without a language: %q", got)
	}
	if got := FromContext(NewContext(t.Context(), RU)); got != RU {
		t.Errorf("with Russian: %q", got)
	}
}
