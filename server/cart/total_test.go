package cart

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/money"
)

func TestAdd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		items                   []Item
		fee                     money.Tiyin
		goods, tax, total, last money.Tiyin
	}{
		"empty":             {nil, 0, 0, 0, 0, 0},
		"only delivery":     {nil, 500, 0, 0, 500, 0},
		"without VAT":       {[]Item{{1000, 3, 0}}, 0, 3000, 0, 3000, 3000},
		"12 percent in 112": {[]Item{{11200, 1, 12}}, 1500, 11200, 1200, 12700, 11200},
		"half up":           {[]Item{{14, 1, 12}, {5, 1, 12}}, 0, 19, 3, 19, 5}, // 1.5 becomes 2, 0.54 becomes 1
		"whole lines":       {[]Item{{333, 3, 12}}, 0, 999, 107, 999, 999},      // 107.04, not three times 36
	} {
		s, err := Add(c.items, c.fee)
		if err != nil || s.Items != c.goods || s.Tax != c.tax || s.Total != c.total || s.Total != s.Items-s.Discount+s.Delivery {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
		if n := len(s.Lines); n > 0 && s.Lines[n-1] != c.last {
			t.Errorf("%s: lines %v", name, s.Lines)
		}
	}
	if _, err := Add([]Item{{money.Max, 2, 0}}, 0); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("beyond all money: %v", err)
	}
	if _, err := Add([]Item{{money.Max, 1, 0}, {1, 1, 0}}, 0); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("a sum beyond all money: %v", err)
	}
}

func TestConfigKey(t *testing.T) {
	t.Parallel()
	a, b := uuid.UUID{1}, uuid.UUID{2}
	one := configKey([]Choice{{a, 1}, {b, 2}})
	if other := configKey([]Choice{{b, 2}, {a, 1}}); one != other {
		t.Errorf("%q and %q", one, other)
	}
	if configKey([]Choice{{a, 1}, {b, 1}}) == one || configKey(nil) != "" {
		t.Error("different choices have one key")
	}
}
