// Package seed fills an empty deployment: four demo shops with real-looking goods, and as many products as a load test
// wants. It writes through the nouns' own verbs, so what it makes is what a shopkeeper could have made.
package seed

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/lang"
)

//go:embed shops
var files embed.FS

// Kinds are the demo shops, each a directory below shops/.
var Kinds = []string{"clothing", "cosmetics", "restaurant", "flowers"}

// Shop is one demo shop as its files say. Money in them is whole soʻm, points are [latitude, longitude].
type Shop struct {
	Kind string

	Slug    string            `yaml:"slug"`
	Brand   string            `yaml:"brand"` // #rrggbb
	Name    Text              `yaml:"name"`
	About   Text              `yaml:"about"`
	Phone   string            `yaml:"phone"`
	Address Place             `yaml:"address"`
	Legal   Legal             `yaml:"legal"`
	Hours   map[string]string `yaml:"hours"` // mon … sun → "10:00-21:00"; a day left out is closed
	VAT     int               `yaml:"vat"`   // percent in all prices
	Minimum int64             `yaml:"minimum"`
	Zones   []Zone            `yaml:"zones"` // the first that holds the address counts
	Pickup  []Pickup          `yaml:"pickup"`
	// Synonyms are groups of words that shoppers use for one thing.
	Synonyms [][]string `yaml:"synonyms"`

	Categories []Category  `yaml:"-"`
	Words      Words       `yaml:"-"`
	Modifiers  []Modifier  `yaml:"-"`
	Brands     []Brand     `yaml:"-"`
	Tags       []Tag       `yaml:"-"`
	Prices     []PriceList `yaml:"-"`
	Products   []Product   `yaml:"-"`
}

// Place is an address in words and where it is.
type Place struct {
	Text `yaml:",inline"`
	At   [2]float64 `yaml:"at"`
}

// Legal names the seller. Numbers of the demo of the demo begin with 999, which no tax office gives out.
type Legal struct {
	Name    string `yaml:"name"`
	TIN     string `yaml:"tin"`
	Address string `yaml:"address"`
}

// Zone is where couriers go and for how much.
type Zone struct {
	Code     string       `yaml:"code"`
	Name     Text         `yaml:"name"`
	Price    int64        `yaml:"price"`
	FreeFrom int64        `yaml:"free_from"` // 0: never free
	Minimum  int64        `yaml:"minimum"`
	Minutes  int          `yaml:"minutes"`
	Area     [][2]float64 `yaml:"area"`
}

// Pickup is a place where buyers collect.
type Pickup struct {
	Code         string            `yaml:"code"`
	Name         Text              `yaml:"name"`
	Address      Text              `yaml:"address"`
	At           [2]float64        `yaml:"at"`
	Phone        string            `yaml:"phone"`
	Hours        map[string]string `yaml:"hours"`
	ReadyMinutes int               `yaml:"ready_minutes"`
}

// Category is a branch of the tree; the tax codes hold for everything below it.
type Category struct {
	Slug     string     `yaml:"slug"`
	Name     Text       `yaml:"name"`
	IKPU     string     `yaml:"ikpu"`
	Package  string     `yaml:"package"`
	Children []Category `yaml:"children"`
}

// Words are the options and attributes of a shop by code.
type Words struct {
	Options    map[string]Option `yaml:"options"`
	Attributes Named[Attribute]  `yaml:"attributes"`
}

// Named are things by code, in the order of the file.
type Named[T any] struct {
	Codes []string
	Of    map[string]T
}

// UnmarshalYAML reads a map and the order of its keys.
func (n *Named[T]) UnmarshalYAML(unmarshal func(any) error) error {
	var ordered yaml.MapSlice
	if err := unmarshal(&ordered); err != nil {
		return err
	}
	for _, item := range ordered {
		n.Codes = append(n.Codes, fmt.Sprint(item.Key))
	}
	return unmarshal(&n.Of)
}

// Option is something the buyer chooses.
type Option struct {
	Name    Text             `yaml:"name"`
	Display string           `yaml:"display"` // SWATCH or PILL
	Values  map[string]Value `yaml:"values"`
}

// Value is one choice; Swatch is "#rrggbb" for colours.
type Value struct {
	Text   `yaml:",inline"`
	Swatch string
}

// Attribute is something the buyer reads: one of Values, or with a Unit a number.
type Attribute struct {
	Name   Text        `yaml:"name"`
	Type   string      `yaml:"type"` // TEXT for values that are no list to choose from; else see kind
	Filter bool        `yaml:"filter"`
	Unit   Text        `yaml:"unit"`
	Values Named[Text] `yaml:"values"`
}

// kind is the type of the definition.
func (a Attribute) kind() catalog.AttributeType {
	switch {
	case a.Type != "":
		return catalog.AttributeType(a.Type)
	case a.Unit != Text{}:
		return catalog.NumberAttribute
	}
	return catalog.ChoiceAttribute
}

// Brand is who makes some of the products.
type Brand struct {
	Slug  string `yaml:"slug"`
	Name  Text   `yaml:"name"`
	About Text   `yaml:"about"`
}

// Tag is a word on some of the products.
type Tag struct {
	Code string `yaml:"code"`
	Name Text   `yaml:"name"`
}

// PriceList takes some percent off the prices of products.
type PriceList struct {
	Code     string   `yaml:"code"`
	Name     Text     `yaml:"name"`
	Group    Text     `yaml:"group"` // of shoppers; without: for everybody
	Days     int      `yaml:"days"`  // 0: for always
	Percent  int64    `yaml:"percent"`
	Products []string `yaml:"products"` // slugs
}

// off is the price with the percent taken off, in whole thousands of soʻm.
func (l PriceList) off(price int64) int64 { return price * (100 - l.Percent) / 100_000 * 1000 }

// Modifier is a group of additions to a dish.
type Modifier struct {
	Code    string `yaml:"code"`
	Name    Text   `yaml:"name"`
	Minimum int    `yaml:"minimum"`
	Maximum int    `yaml:"maximum"`
	Options []struct {
		Code    string `yaml:"code"`
		Name    Text   `yaml:"name"`
		Price   int64  `yaml:"price"`
		Default bool   `yaml:"default"`
	} `yaml:"options"`
}

// Load reads a demo shop.
func Load(kind string) (*Shop, error) {
	s := &Shop{Kind: kind}
	dir := path.Join("shops", kind)
	names, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, fmt.Errorf("demo shop %q: %w", kind, err)
	}
	for _, entry := range names {
		var into any
		var more []Product
		switch entry.Name() {
		case "store.yaml":
			into = s
		case "categories.yaml":
			into = &s.Categories
		case "words.yaml":
			into = &s.Words
		case "modifiers.yaml":
			into = &s.Modifiers
		case "brands.yaml":
			into = &s.Brands
		case "tags.yaml":
			into = &s.Tags
		case "prices.yaml":
			into = &s.Prices
		default:
			into = &more
		}
		data, err := files.ReadFile(path.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		if err := yaml.UnmarshalWithOptions(data, into, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("%s/%s: %w", dir, entry.Name(), err)
		}
		s.Products = append(s.Products, more...)
	}
	var faults []error
	for i := range s.Products {
		p := &s.Products[i]
		p.shop = s
		_, known := s.category(p.Category)
		if !known {
			faults = append(faults, fmt.Errorf("%s: no category %q", p.Slug, p.Category))
		}
		faults = append(faults, p.check())
	}
	for _, l := range s.Prices {
		for _, slug := range l.Products {
			if s.wanted(slug) == nil {
				faults = append(faults, fmt.Errorf("%s: no product %q", l.Code, slug))
			}
		}
	}
	return s, errors.Join(faults...)
}

// Text is a text of the demo: uz in Latin script, ru, en; a plain string means the same in all. The Cyrillic is
// transliterated where no cyrl is given.
type Text lang.Text

// UnmarshalYAML reads either form.
func (t *Text) UnmarshalYAML(unmarshal func(any) error) error {
	var same string
	if err := unmarshal(&same); err == nil {
		*t = Text{UzLatn: same, UzCyrl: same, RU: same, EN: same}
		return nil
	}
	var words map[string]any
	if err := unmarshal(&words); err != nil {
		return err
	}
	word := func(key string) string { s, _ := words[key].(string); return strings.TrimSpace(s) }
	*t = Text{UzLatn: word("uz"), UzCyrl: word("cyrl"), RU: word("ru"), EN: word("en")}
	if t.UzCyrl == "" {
		t.UzCyrl = lang.Cyrillic(t.UzLatn)
	}
	return nil
}

// UnmarshalYAML reads the words of a value and its swatch from one map.
func (v *Value) UnmarshalYAML(unmarshal func(any) error) error {
	var extra map[string]any
	if err := unmarshal(&extra); err == nil {
		v.Swatch, _ = extra["swatch"].(string)
	}
	return v.Text.UnmarshalYAML(unmarshal)
}

// UnmarshalYAML reads the words of an address and its point from one map.
func (p *Place) UnmarshalYAML(unmarshal func(any) error) error {
	var extra struct {
		At [2]float64 `yaml:"at"`
		UZ string     `yaml:"uz"`
		RU string     `yaml:"ru"`
		EN string     `yaml:"en"`
	}
	if err := unmarshal(&extra); err != nil {
		return err
	}
	p.At = extra.At
	return p.Text.UnmarshalYAML(unmarshal)
}

// category finds a category anywhere in the tree; tax codes come down from its ancestors.
func (s *Shop) category(slug string) (Category, bool) {
	var find func(list []Category, above Category) (Category, bool)
	find = func(list []Category, above Category) (Category, bool) {
		for _, c := range list {
			if c.IKPU == "" {
				c.IKPU, c.Package = above.IKPU, above.Package
			}
			if c.Slug == slug {
				return c, true
			}
			if found, ok := find(c.Children, c); ok {
				return found, true
			}
		}
		return Category{}, false
	}
	return find(s.Categories, Category{})
}

// wanted finds a product by its slug; nil when there is none.
func (s *Shop) wanted(slug string) *Product {
	if i := slices.IndexFunc(s.Products, func(p Product) bool { return p.Slug == slug }); i >= 0 {
		return &s.Products[i]
	}
	return nil
}
