package id

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/fault"
)

func TestIDsKeepTheirSpellingAndOrder(t *testing.T) {
	for text, u := range map[string]string{
		"prd_00000000000000000000000000": "00000000-0000-0000-0000-000000000000",
		"prd_7zzzzzzzzzzzzzzzzzzzzzzzzz": "ffffffff-ffff-ffff-ffff-ffffffffffff",
		"prd_01h455vb4pex5vsknk084sn02q": "01890a5d-ac96-774b-bcce-b302099a8057", // the example of the TypeID specification
	} {
		if got := Of(Product, uuid.MustParse(u)).String(); got != text {
			t.Errorf("%s is written %s, want %s", u, got, text)
		}
		got, err := Parse(text)
		if err != nil || got.UUID.String() != u || got.Kind != Product {
			t.Errorf("%s is read %v, %v", text, got, err)
		}
	}
	var made []string
	for range 1000 {
		u := New()
		text := Of(Order, u).String()
		back, err := Parse(text)
		if err != nil || back.UUID != u {
			t.Fatalf("%s came back as %v, %v", u, back, err)
		}
		made = append(made, text)
	}
	if !slices.IsSorted(made) {
		t.Error("ids made one after the other do not sort so")
	}
}

func TestGarbageIsRefused(t *testing.T) {
	const good = "01h455vb4pex5vsknk084sn02q"
	for _, text := range []string{
		"", "prd", "prd_", good, "_" + good, "PRD_" + good, "pr_" + good, "prod_" + good, "p1d_" + good, "prd_" + good + "0", "prd_" + good[1:],
		"prd_" + strings.ToUpper(good), "prd_8" + good[1:], "prd_0l" + good[2:], "prd_0u" + good[2:], "prd__" + good[1:], "prd_0 " + good[2:],
		"prd_" + strings.Repeat("я", 13), strings.Repeat("x", 10_000), "prd_" + good + "\x00",
	} {
		if id, err := Parse(text); err == nil {
			t.Errorf("%q was read as %v", text, id)
		} else if len(err.Error()) > 250 {
			t.Errorf("the message repeats the caller's %d bytes", len(text))
		}
	}
	var i ID
	for _, v := range []any{nil, 7, true, "prd_x", []any{"prd_" + good}} {
		if err := i.UnmarshalGQL(v); !fault.Has(err, fault.BadRequest) {
			t.Errorf("%v: got %v, want BAD_REQUEST", v, err)
		}
	}
	if err := i.UnmarshalGQL("prd_" + good); err != nil || i.String() != "prd_"+good {
		t.Errorf("a good id: %v, %v", i, err)
	}
}

func TestMustNamesFieldAndPrefix(t *testing.T) {
	u := New()
	if got, err := Of(Variant, u).Must(Variant, "input", "variantId"); err != nil || got != u {
		t.Errorf("got %v, %v", got, err)
	}
	_, err := Of(Product, u).Must(Variant, "lines", "0", "variantId")
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.InvalidID || strings.Join(f.Path, ".") != "lines.0.variantId" || f.Params["expected"] != "var_" {
		t.Errorf("wrong kind: %v", err)
	}
	if _, err := (ID{}).Must(Variant); err == nil {
		t.Error("the zero id passed")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("prd_01h455vb4pex5vsknk084sn02q")
	f.Add("prd_8zzzzzzzzzzzzzzzzzzzzzzzzz")
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := Parse(text); err == nil && id.String() != text && text != "" && !id.IsZero() {
			t.Errorf("%q is also spelled %q", text, id)
		}
	})
}
