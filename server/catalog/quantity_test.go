package catalog_test

import (
	"testing"

	"github.com/dokon-shop/dokon/server/catalog"
)

func TestQuantityRule(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := simple("Guruch", 1_000)
	in.Sale = &catalog.SaleRuleInput{Unit: ptr(catalog.Kilogram), Portion: ptr("0.1"), Step: ptr(5), Minimum: ptr(10), Maximum: set(ptr(42))}
	p := w.upsert(in)
	if rule := p.Sale(); rule.Portion.Decimal() != "0.1" || rule.Step != 5 || rule.Minimum != 10 || *rule.Maximum != 42 {
		t.Errorf("rule %+v", rule)
	}
	for quantity, want := range map[int]string{
		5: "QUANTITY_MINIMUM q", 10: "", 12: "QUANTITY_STEP q", 40: "", 43: "QUANTITY_MAXIMUM q", 45: "QUANTITY_MAXIMUM q",
	} {
		var got string
		if f := p.CheckQuantity(quantity, "q"); f != nil {
			got = string(f.Code) + " " + f.Path[0]
		}
		if got != want {
			t.Errorf("%d: %q, want %q", quantity, got, want)
		}
	}
	for wished, want := range map[int]int{3: 0, 9: 0, 10: 10, 14: 10, 44: 40, 1_000: 40} {
		if got := p.Nearest(wished); got != want {
			t.Errorf("nearest to %d: %d, want %d", wished, got, want)
		}
	}
	// What is left out stays; a minimum that is left out follows the step.
	p = w.upsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), Sale: &catalog.SaleRuleInput{Step: ptr(20), Maximum: set[*int](nil)}})
	if rule := p.Sale(); rule.Step != 20 || rule.Minimum != 20 || rule.Maximum != nil || rule.Portion.Decimal() != "0.1" {
		t.Errorf("changed %+v", rule)
	}
}

func TestQuantityRuleFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for what, c := range map[string]struct {
		rule catalog.SaleRuleInput
		want []string
	}{
		"no steps":              {catalog.SaleRuleInput{Step: ptr(0)}, []string{"OUT_OF_RANGE input.sale.step"}},
		"huge steps":            {catalog.SaleRuleInput{Step: ptr(1000), Minimum: ptr(0)}, []string{"OUT_OF_RANGE input.sale.step", "OUT_OF_RANGE input.sale.minimum"}},
		"between steps":         {catalog.SaleRuleInput{Step: ptr(4), Minimum: ptr(6)}, []string{"QUANTITY_STEP input.sale.minimum"}},
		"less than the minimum": {catalog.SaleRuleInput{Minimum: ptr(6), Maximum: set(ptr(5))}, []string{"OUT_OF_RANGE input.sale.maximum"}},
		"words":                 {catalog.SaleRuleInput{Portion: ptr("yarim")}, []string{"INVALID input.sale.portion"}},
		"too fine":              {catalog.SaleRuleInput{Portion: ptr("0.0001")}, []string{"INVALID input.sale.portion"}},
		"nothing":               {catalog.SaleRuleInput{Portion: ptr("0")}, []string{"OUT_OF_RANGE input.sale.portion"}},
	} {
		in := simple("Guruch", 1_000)
		in.Sale = &c.rule
		_, err := w.tryUpsert(in)
		wantFaults(t, what, err, c.want...)
	}
}
