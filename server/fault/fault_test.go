package fault

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/lang"
)

func TestEveryMessageIsCompleteInAllLanguages(t *testing.T) {
	holes := func(s string) []string {
		found := placeholder.FindAllString(s, -1)
		slices.Sort(found)
		return found
	}
	name := regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
	cyrillicLetter := regexp.MustCompile(`\p{Cyrillic}`)
	for code, text := range messages {
		if !name.MatchString(string(code)) {
			t.Errorf("%s is no name of an enum value", code)
		}
		for _, l := range lang.All {
			s := text.Get(l)
			if s == "" || s != strings.TrimSpace(s) || !strings.ContainsAny(s[len(s)-1:], ".!?}") {
				t.Errorf("%s in %s is no sentence: %q", code, l, s)
			}
			if !slices.Equal(holes(s), holes(text.EN)) {
				t.Errorf("%s in %s fills %v, in English %v", code, l, holes(s), holes(text.EN))
			}
			if got, want := cyrillicLetter.MatchString(s), l == lang.RU || l == lang.UzCyrl; got != want {
				t.Errorf("%s in %s is written in the wrong script: %q", code, l, s)
			}
		}
		if strings.ContainsAny(text.UzLatn, "'‘’`") {
			t.Errorf("%s in uz-Latn has another sign than ʻ or ʼ: %q", code, text.UzLatn)
		}
	}
}

// Codes that answer the whole request stand in extensions.code; all others are values of the enum ErrorCode.
func TestCodesAreThoseOfTheSchema(t *testing.T) {
	schema, err := os.ReadFile("../../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	body := regexp.MustCompile(`(?s)\nenum ErrorCode \{(.*?)\n\}`).FindSubmatch(schema)
	if body == nil {
		t.Fatal("schema.graphql has no enum ErrorCode")
	}
	var want []Code
	for _, m := range regexp.MustCompile(`(?m)^  ([A-Z][A-Z0-9_]*)\b`).FindAllStringSubmatch(string(body[1]), -1) {
		want = append(want, Code(m[1]))
	}
	slices.Sort(want)
	var got []Code
	for _, code := range Codes() {
		if !New(code, "input").TopLevel() {
			got = append(got, code)
		}
	}
	for _, code := range got {
		if !slices.Contains(want, code) {
			t.Errorf("%s is missing in the schema", code)
		}
	}
	for _, code := range want {
		if !slices.Contains(got, code) {
			t.Errorf("%s of the schema has no message, or answers whole requests", code)
		}
	}
}

type price struct{}

func (price) Format(l lang.Lang) string {
	return map[lang.Lang]string{lang.RU: "5 сум", lang.EN: "5 UZS"}[l]
}

func TestMessage(t *testing.T) {
	e := New(PriceChanged).With("before", price{}).With("after", "6")
	if got, want := e.Message(lang.RU), "Цена изменилась: было 5 сум, стало 6. Проверьте, прежде чем продолжить."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	missing := New(NotForSale).With("product", lang.Text{UzLatn: "Choynak", RU: "Чайник"})
	if got, want := missing.Message(lang.RU), "«Чайник» сейчас не продаётся."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := New(TooLong).Message(lang.EN), "This is too long. Maximum number of characters: …."; got != want {
		t.Errorf("without its parameter: %q, want %q", got, want)
	}
	leak := New("NO_SUCH_CODE").Because(errors.New("password=secret"))
	for _, l := range lang.All {
		if got := leak.Message(l); got != messages[Internal].Get(l) {
			t.Errorf("unknown code in %s says %q", l, got)
		}
	}
	if s := leak.Error(); !strings.Contains(s, "password=secret") || !strings.HasPrefix(s, "NO_SUCH_CODE: ") {
		t.Errorf("the log would not show the cause: %q", s)
	}
}

func TestListsAreFoundAndMoved(t *testing.T) {
	var inner List
	inner.Add(New(Required, "name"), nil, New(TooLong, "texts", "0").With("max", 10))
	var all List
	all.Add(New(Invalid, "slug"))
	if err := all.Under(fmt.Errorf("check address: %w", inner.Err()), "addresses", "2"); err != nil {
		t.Fatal(err)
	}
	other := errors.New("connection lost")
	if err := all.Under(other, "addresses"); !errors.Is(err, other) {
		t.Errorf("an unexpected error became %v", err)
	}
	found, ok := As(fmt.Errorf("save: %w", all.Err()))
	if !ok {
		t.Fatal("the list was not found")
	}
	var paths []string
	for _, e := range found {
		paths = append(paths, string(e.Code)+" "+strings.Join(e.Path, "."))
	}
	if want := []string{"INVALID slug", "REQUIRED addresses.2.name", "TOO_LONG addresses.2.texts.0"}; !slices.Equal(paths, want) {
		t.Errorf("got %v, want %v", paths, want)
	}
	if strings.Join(inner[0].Path, ".") != "name" {
		t.Error("moving a fault changed the original")
	}
	if !Has(all, TooLong) || Has(all, NotFound) || !errors.Is(all, New(Required)) {
		t.Error("codes are not found in a list")
	}
	if (List{}).Err() != nil {
		t.Error("an empty list is an error")
	}
	if _, ok := As(other); ok {
		t.Error("an ordinary error is a fault")
	}
}

func TestTopLevel(t *testing.T) {
	for e, want := range maps.All(map[*Error]bool{
		New(NotFound): true, New(NotFound, "input", "id"): false, New(Forbidden, "order"): true,
		New(InitDataExpired): true, New(CartEmpty): false,
	}) {
		if e.TopLevel() != want || (List{New(Invalid), e}.TopLevel() == e) != want {
			t.Errorf("%s at %v: top level %t, want %t", e.Code, e.Path, e.TopLevel(), want)
		}
	}
}
