package money

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/lang"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		amount         Tiyin
		uz, cy, ru, en string
	}{
		{0, "0 soʻm", "0 сўм", "0 сум", "0 UZS"},
		{125_000 * Som, "125 000 soʻm", "125 000 сўм", "125 000 сум", "125,000 UZS"},
		{99_999, "999,99 soʻm", "999,99 сўм", "999,99 сум", "999.99 UZS"},
		{-1_250*Som - 5, "−1 250,05 soʻm", "−1 250,05 сўм", "−1 250,05 сум", "−1,250.05 UZS"},
		{1_234_567_890 * Som, "1 234 567 890 soʻm", "1 234 567 890 сўм", "1 234 567 890 сум", "1,234,567,890 UZS"},
		{math.MinInt64, "−92 233 720 368 547 758,08 soʻm", "−92 233 720 368 547 758,08 сўм", "−92 233 720 368 547 758,08 сум", "−92,233,720,368,547,758.08 UZS"},
	} {
		for l, want := range map[lang.Lang]string{lang.UzLatn: c.uz, lang.UzCyrl: c.cy, lang.RU: c.ru, lang.EN: c.en, "": c.uz} {
			want = strings.ReplaceAll(want, " ", "\u00a0") // lines never break inside an amount
			if got := New(c.amount).Format(l); got != want {
				t.Errorf("%d in %q: got %q, want %q", c.amount, l, got, want)
			}
		}
	}
	if got := New(5 * Som).Formatted(lang.NewContext(t.Context(), lang.RU)); got != "5\u00a0сум" {
		t.Errorf("in the caller's language: %q", got)
	}
}

func TestDecimalAndParse(t *testing.T) {
	for text, want := range map[string]Tiyin{"0.00": 0, "125000.00": 12_500_000, "0.05": 5, "-0.05": -5, "-12.50": -1250, "90071992547409.91": Max} {
		got, err := Parse(text)
		if err != nil || got != want || want.Decimal() != text {
			t.Errorf("%s: read %d, %v; written %s", text, got, err, want.Decimal())
		}
	}
	if got, err := Parse("7.5"); err != nil || got != 750 {
		t.Errorf("7.5: %d, %v", got, err)
	}
	for _, text := range []string{"", "-", ".5", "5.", "1.234", "1,5", "1 000", "+1", "--1", "1e3", "0x10", "٣", "90071992547409.92", "99999999999999999999"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestUnmarshalGQL(t *testing.T) {
	var got Tiyin
	for _, v := range []any{int64(7), 7, json.Number("7")} {
		if err := got.UnmarshalGQL(v); err != nil || got != 7 {
			t.Errorf("%T: %d, %v", v, got, err)
		}
	}
	for _, v := range []any{nil, "7", 7.0, true, json.Number("7.5"), json.Number("1e3"), json.Number("9007199254740992"), int64(-1 << 53)} {
		if err := got.UnmarshalGQL(v); err == nil {
			t.Errorf("%T %v was read as %d", v, v, got)
		}
	}
}

func TestMulDivRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		t        Tiyin
		num, den int64
		want     Tiyin
	}{
		{100, 12, 100, 12}, {5, 1, 2, 3}, {-5, 1, 2, -3}, {5, -1, 2, -3}, {4, 1, 8, 1}, {3, 1, 8, 0}, {0, 7, 3, 0},
		{math.MaxInt64, 1, 1, math.MaxInt64}, {math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64}, {Max, 3, 3, Max},
	} {
		if got, err := MulDiv(c.t, c.num, c.den); err != nil || got != c.want {
			t.Errorf("%d × %d ÷ %d: got %d, %v, want %d", c.t, c.num, c.den, got, err, c.want)
		}
	}
	for _, c := range [][3]int64{{math.MaxInt64, 2, 1}, {math.MinInt64, 1, 1}, {math.MaxInt64, math.MaxInt64, 1}} {
		if got, err := MulDiv(Tiyin(c[0]), c[1], c[2]); !errors.Is(err, ErrOverflow) {
			t.Errorf("%v: got %d, %v, want ErrOverflow", c, got, err)
		}
	}
	if _, err := MulDiv(1, 1, 0); err == nil {
		t.Error("division by zero was accepted")
	}
	if got, err := Tiyin(250).Times(4); err != nil || got != 1000 {
		t.Errorf("250 × 4: %d, %v", got, err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		a, num, den := r.Int64N(1<<40)-1<<39, r.Int64N(1<<20)-1<<19, r.Int64N(1<<20)+1
		doubled := new(big.Int).Mul(big.NewInt(2*a), big.NewInt(num))
		if doubled.Sign() < 0 {
			doubled.Sub(doubled, big.NewInt(den))
		} else {
			doubled.Add(doubled, big.NewInt(den))
		}
		want := doubled.Quo(doubled, big.NewInt(2*den)).Int64()
		if got, err := MulDiv(Tiyin(a), num, den); err != nil || int64(got) != want {
			t.Fatalf("%d × %d ÷ %d: got %d, %v, want %d", a, num, den, got, err, want)
		}
	}
}

func TestSplitLosesNothing(t *testing.T) {
	for _, c := range []struct {
		total   Tiyin
		weights []int64
		want    []Tiyin
	}{
		{100, []int64{1, 1, 1}, []Tiyin{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []Tiyin{-34, -33, -33}},
		{10, []int64{0, 5, 0}, []Tiyin{0, 10, 0}},
		{10, []int64{0, 0, 0}, []Tiyin{4, 3, 3}},
		{1, []int64{1, 2}, []Tiyin{0, 1}},
		{0, []int64{3}, []Tiyin{0}},
		{7, nil, nil},
		{Max, []int64{math.MaxInt64, math.MaxInt64}, []Tiyin{Max/2 + 1, Max / 2}},
	} {
		if got := Split(c.total, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("Split(%d, %v) = %v, want %v", c.total, c.weights, got, c.want)
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		total := Tiyin(r.Int64N(1<<50) - 1<<49)
		weights := make([]int64, 1+r.IntN(20))
		for i := range weights {
			weights[i] = r.Int64N(1 << 40)
		}
		var sum Tiyin
		for _, part := range Split(total, weights) {
			if part != 0 && (part < 0) != (total < 0) {
				t.Fatalf("part %d of %d has the other sign", part, total)
			}
			sum += part
		}
		if sum != total {
			t.Fatalf("parts of %d by %v add up to %d", total, weights, sum)
		}
	}
}
