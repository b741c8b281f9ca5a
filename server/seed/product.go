package seed

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/dokon-shop/dokon/server/catalog"
)

// Product is one entry of a shop's product files. Prices are whole soʻm: one for all variants, or one for each value of
// an option; stock likewise, by "value", "value/value" or "*".
type Product struct {
	Slug       string        `yaml:"slug"`
	SKU        string        `yaml:"sku"`
	Category   string        `yaml:"category"`
	Art        string        `yaml:"art"` // how the pictures are drawn; read by server/seed/paint alone
	Name       Text          `yaml:"name"`
	Short      Text          `yaml:"short"`
	Long       Text          `yaml:"long"`
	Price      By            `yaml:"price"`
	Was        By            `yaml:"was"` // the crossed-out price
	Options    yaml.MapSlice `yaml:"options"`
	Modifiers  []string      `yaml:"modifiers"`
	Stock      By            `yaml:"stock"`
	Attributes yaml.MapSlice `yaml:"attributes"`
	Popular    int           `yaml:"popular"` // 0 to 100
	Brand      string        `yaml:"brand"`
	Tags       []string      `yaml:"tags"`
	Sale       *Sale         `yaml:"sale"`        // by single pieces when left out
	GoesWith   []string      `yaml:"goes_with"`   // slugs
	Similar    []string      `yaml:"similar"`     // slugs
	PublishIn  int           `yaml:"publish_in"`  // days from the first start on which nobody sees it yet
	PublishFor int           `yaml:"publish_for"` // days from the first start after which nobody sees it any more; 0: for always

	shop *Shop
}

// Sale is how much can be bought at once; see catalog.SaleRuleInput.
type Sale struct {
	Unit    *catalog.Unit `yaml:"unit"`
	Portion *string       `yaml:"portion"`
	Step    *int          `yaml:"step"`
	Minimum *int          `yaml:"minimum"`
	Maximum *int          `yaml:"maximum"`
}

// By is a number for everything ("*") or for each of some keys.
type By map[string]int64

// UnmarshalYAML reads either form.
func (b *By) UnmarshalYAML(unmarshal func(any) error) error {
	var all int64
	if err := unmarshal(&all); err == nil {
		*b = By{"*": all}
		return nil
	}
	var each map[string]int64
	if err := unmarshal(&each); err != nil {
		return err
	}
	*b = each
	return nil
}

// of finds the number for a choice of values: the most particular key wins. Zero and false when there is none.
func (b By) of(values []string) (int64, bool) {
	if n, ok := b[strings.Join(values, "/")]; ok {
		return n, true
	}
	for _, v := range values {
		if n, ok := b[v]; ok {
			return n, true
		}
	}
	n, ok := b["*"]
	return n, ok
}

// Choice is an option of a product with the values it comes in, by code.
type Choice struct {
	Code   string
	Option Option
	Values []string
}

// Choices are the product's options in their order.
func (p *Product) Choices() []Choice {
	choices := make([]Choice, 0, len(p.Options))
	for _, item := range p.Options {
		c := Choice{Code: fmt.Sprint(item.Key)}
		c.Option = p.shop.Words.Options[c.Code]
		list, _ := item.Value.([]any)
		for _, v := range list {
			c.Values = append(c.Values, fmt.Sprint(v))
		}
		choices = append(choices, c)
	}
	return choices
}

// Variant is one thing that can be bought.
type Variant struct {
	SKU    string
	Values []string // of each option in turn
	Price  int64    // soʻm
	Was    int64    // soʻm, 0 when it has no crossed-out price
	Stock  int
}

// Variants are all combinations of the product's options, in their order.
func (p *Product) Variants() []Variant {
	combinations := [][]string{nil}
	for _, c := range p.Choices() {
		var longer [][]string
		for _, before := range combinations {
			for _, v := range c.Values {
				longer = append(longer, append(before[:len(before):len(before)], v))
			}
		}
		combinations = longer
	}
	variants := make([]Variant, len(combinations))
	for i, values := range combinations {
		v := &variants[i]
		v.Values = values
		v.SKU = strings.ToUpper(strings.Join(append([]string{p.SKU}, values...), "-"))
		v.Price, _ = p.Price.of(values)
		v.Was, _ = p.Was.of(values)
		stock, _ := p.Stock.of(values)
		v.Stock = int(stock)
	}
	return variants
}

// check finds words the shop does not know.
func (p *Product) check() error {
	var faults []error
	bad := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf(p.Slug+": "+format, args...))
	}
	for _, c := range p.Choices() {
		if c.Option.Display == "" {
			bad("no option %q", c.Code)
		}
		if len(c.Values) == 0 {
			bad("option %q has no values", c.Code)
		}
		for _, v := range c.Values {
			if _, ok := c.Option.Values[v]; !ok {
				bad("option %q has no value %q", c.Code, v)
			}
		}
	}
	for _, item := range p.Attributes {
		a, ok := p.shop.Words.Attributes.Of[fmt.Sprint(item.Key)]
		if _, known := a.Values.Of[fmt.Sprint(item.Value)]; !ok || len(a.Values.Of) > 0 && !known {
			bad("no attribute %v: %v", item.Key, item.Value)
		}
	}
	if p.Brand != "" && !slices.ContainsFunc(p.shop.Brands, func(b Brand) bool { return b.Slug == p.Brand }) {
		bad("no brand %q", p.Brand)
	}
	for _, code := range p.Tags {
		if !slices.ContainsFunc(p.shop.Tags, func(t Tag) bool { return t.Code == code }) {
			bad("no tag %q", code)
		}
	}
	for _, slug := range slices.Concat(p.GoesWith, p.Similar) {
		if p.shop.wanted(slug) == nil {
			bad("no product %q", slug)
		}
	}
	for _, code := range p.Modifiers {
		found := false
		for _, m := range p.shop.Modifiers {
			found = found || m.Code == code
		}
		if !found {
			bad("no modifier group %q", code)
		}
	}
	return errors.Join(faults...)
}
