package input_test

import (
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

func written(faults ...*fault.Error) string {
	var s []string
	for _, f := range faults {
		if f != nil {
			s = append(s, string(f.Code)+" "+strings.Join(f.Path, "."))
		}
	}
	return strings.Join(s, ", ")
}

func TestText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		check func(s string, max int, path ...string) (string, *fault.Error)
		given string
		want  string
		fault string
	}{
		"trimmed":            {input.Text, "  Gʻoza \t", "Gʻoza", ""},
		"letters, not bytes": {input.Text, "ўўўўў", "ўўўўў", ""},
		"six letters":        {input.Text, "ўўўўўў", "", "TOO_LONG at"},
		"empty":              {input.Text, " ", "", ""},
		"a line break":       {input.Text, "a\nb", "", "INVALID at"},
		"a NUL":              {input.Text, "a\x00", "", "INVALID at"},
		"no UTF-8":           {input.Text, "\xff", "", "INVALID at"},
		"lines":              {input.Lines, "a\r\nb", "a\nb", ""},
		"lines with a tab":   {input.Lines, "a\tb", "", "INVALID at"},
		"required":           {input.Required, "\n", "", "REQUIRED at"},
		"required, long":     {input.Required, "123456", "", "TOO_LONG at"},
	} {
		got, f := c.check(c.given, 5, "at")
		if got != c.want || written(f) != c.fault {
			t.Errorf("%s: %q, %q; want %q, %q", name, got, written(f), c.want, c.fault)
		}
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	got, faults := input.RequiredTexts(lang.Text{UzLatn: " a ", RU: "б\nв"}, 5, "name")
	if got != (lang.Text{UzLatn: "a", RU: "б\nв"}) || faults.Err() != nil {
		t.Errorf("%+v, %v", got, faults)
	}
	for want, text := range map[string]lang.Text{
		"TOO_LONG name.uzCyrl, INVALID name.en": {UzCyrl: "ўўўўўў", EN: "\x00"},
		"REQUIRED name":                         {RU: "  "},
	} {
		if _, faults := input.RequiredTexts(text, 5, "name"); written(faults...) != want {
			t.Errorf("%q, want %q", written(faults...), want)
		}
	}
	if _, faults := input.Texts(lang.Text{}, 5, "name"); faults.Err() != nil {
		t.Errorf("not required: %v", faults)
	}
}

func TestNumberAndAt(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "", 5: "", 0: "OUT_OF_RANGE list.3.n", 6: "OUT_OF_RANGE list.3.n"} {
		if got := written(input.Number(n, 1, 5, append(input.At(3, "list"), "n")...)); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
