package catalog

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
)

// ProductFilter narrows a list of products. What is nil or empty does not narrow it; all that is given must hold.
type ProductFilter struct {
	CategoryID   *id.ID
	CategorySlug *string
	Brands       []string           // slugs, of which one
	Tags         []string           // codes, of which one
	Attributes   []*AttributeFilter // all of them
	PriceFrom    *money.Tiyin
	PriceTo      *money.Tiyin
	IsAvailable  *bool
	IsOnSale     *bool
	Search       *string
	Status       []Status // other than ACTIVE only for callers who may read the catalog
}

// AttributeFilter wants values of a defined attribute: one of some choices, a number in a range with its borders, or a flag,
// as the type of the attribute has it.
type AttributeFilter struct {
	Code    string
	Choices []string // codes
	From    *string  // a Decimal
	To      *string
	IsTrue  *bool
}

// Limits of a filter.
const (
	maxFilterValues     = 50 // brands, tags, choices of one attribute
	maxAttributeFilters = 10
)

// criteria are a filter as one store understands it: codes are looked up, numbers read. A list that is empty without being
// nil is met by no product.
type criteria struct {
	storeID            int64
	categories         []uuid.UUID // those below the wanted one are among them
	brands, tags       []uuid.UUID
	attributes         []criterion
	priceFrom, priceTo *money.Tiyin
	canBuy, isOnSale   bool
	publishedSince     *time.Time
}

// criterion is what is wanted of one attribute: choices, a range or a flag.
type criterion struct {
	attribute *Definition
	choices   []*AttributeChoice
	from, to  *string
	flag      *bool
}

// criteria looks up what the filter names. Faults below at: NOT_FOUND, INVALID_ID, TOO_MANY, OUT_OF_RANGE, INVALID, REQUIRED,
// DUPLICATE, BAD_REQUEST for a range that ends before it begins. With NOT_FOUND alone the criteria can be used: they are met
// by nothing. What the filter searches for and the states that it wants are not among them.
func (f ProductFilter) criteria(ctx context.Context, q bun.IDB, storeID int64, at ...string) (*criteria, fault.List, error) {
	c := &criteria{storeID: storeID, priceFrom: f.PriceFrom, priceTo: f.PriceTo}
	c.canBuy = f.IsAvailable != nil && *f.IsAvailable
	c.isOnSale = f.IsOnSale != nil && *f.IsOnSale
	faults := f.check(at)
	if len(faults) > 0 {
		return c, faults, nil
	}
	var err error
	if c.categories, err = f.categories(ctx, q, storeID, at, &faults); err != nil {
		return nil, nil, err
	}
	if len(f.Brands)+len(f.Tags)+len(f.Attributes) > 0 {
		err = f.lookUp(ctx, q, storeID, c, at, &faults)
	}
	return c, faults, err
}

// check finds what is wrong with the filter by itself.
func (f ProductFilter) check(at []string) (faults fault.List) {
	for _, list := range []struct {
		values []string
		field  string
	}{{f.Brands, "brands"}, {f.Tags, "tags"}} {
		checkValues(list.values, below(at, list.field), &faults)
	}
	checkPrices(f.PriceFrom, f.PriceTo, at, &faults)
	if len(f.Attributes) > maxAttributeFilters {
		faults.Add(fault.New(fault.TooMany, below(at, "attributes")...).With("max", maxAttributeFilters))
	}
	seen := map[string]bool{}
	for i, a := range f.Attributes {
		here := input.At(i, below(at, "attributes")...)
		if seen[a.Code] {
			faults.Add(fault.New(fault.Duplicate, below(here, "code")...))
		}
		seen[a.Code] = true
		checkValues(a.Choices, below(here, "choices"), &faults)
		a.checkRange(here, &faults)
	}
	return faults
}

func checkValues(values []string, at []string, faults *fault.List) {
	if len(values) > maxFilterValues {
		faults.Add(fault.New(fault.TooMany, at...).With("max", maxFilterValues))
	}
}

// checkPrices checks a range of prices, both of which may be open.
func checkPrices(from, to *money.Tiyin, at []string, faults *fault.List) {
	for _, bound := range []struct {
		sum   *money.Tiyin
		field string
	}{{from, "priceFrom"}, {to, "priceTo"}} {
		if bound.sum != nil {
			faults.Add(input.Number(*bound.sum, 0, MaxPrice, below(at, bound.field)...))
		}
	}
	if from != nil && to != nil && *from > *to {
		faults.Add(fault.New(fault.BadRequest, below(at, "priceTo")...).With("reason", "priceTo is below priceFrom"))
	}
}

func (a *AttributeFilter) checkRange(at []string, faults *fault.List) {
	var bounds []*big.Rat
	for _, bound := range []struct {
		number *string
		field  string
	}{{a.From, "from"}, {a.To, "to"}} {
		if bound.number == nil {
			continue
		}
		if !isDecimal(*bound.number) {
			faults.Add(fault.New(fault.Invalid, below(at, bound.field)...))
			continue
		}
		n, _ := new(big.Rat).SetString(*bound.number)
		bounds = append(bounds, n)
	}
	if len(bounds) == 2 && bounds[0].Cmp(bounds[1]) > 0 {
		faults.Add(fault.New(fault.BadRequest, below(at, "to")...).With("reason", "to is below from"))
	}
}

const namedByFilter db.Hot = `
	SELECT 'brand' AS kind, slug AS code, id, NULL::uuid AS attribute_id, '' AS type FROM brands WHERE store_id = $1 AND slug = ANY($2::text[])
	UNION ALL SELECT 'tag', code, id, NULL, '' FROM tags WHERE store_id = $1 AND code = ANY($3::text[])
	UNION ALL SELECT 'attribute', code, id, NULL, type FROM attribute_definitions WHERE store_id = $1 AND code = ANY($4::text[])
	UNION ALL SELECT 'choice', atc.code, atc.id, atc.attribute_id, '' FROM attribute_definitions atr
		JOIN attribute_choices atc ON atc.store_id = atr.store_id AND atc.attribute_id = atr.id
		WHERE atr.store_id = $1 AND atr.code = ANY($4::text[]) AND atc.code = ANY($5::text[])`

// lookUp finds brands, tags, attributes and choices in one statement.
func (f ProductFilter) lookUp(ctx context.Context, q bun.IDB, storeID int64, c *criteria, at []string, faults *fault.List) error {
	attributes, choices := []string{}, []string{}
	for _, a := range f.Attributes {
		attributes, choices = append(attributes, a.Code), append(choices, a.Choices...)
	}
	var rows []struct {
		Kind        string
		Code        string
		ID          uuid.UUID
		AttributeID uuid.UUID
		Type        AttributeType
	}
	err := namedByFilter.Scan(ctx, q, &rows, storeID, append([]string{}, f.Brands...), append([]string{}, f.Tags...), attributes, choices)
	if err != nil {
		return fmt.Errorf("what a filter names: %w", err)
	}
	ids := map[string]map[string]uuid.UUID{"brand": {}, "tag": {}}
	defined := map[string]*Definition{}
	for _, r := range rows {
		switch r.Kind {
		case "attribute":
			defined[r.Code] = &Definition{StoreID: storeID, ID: r.ID, Code: r.Code, Type: r.Type}
		case "choice":
		default:
			ids[r.Kind][r.Code] = r.ID
		}
	}
	for _, r := range rows {
		for _, d := range defined {
			if r.Kind == "choice" && r.AttributeID == d.ID {
				d.Choices = append(d.Choices, &AttributeChoice{StoreID: storeID, ID: r.ID, AttributeID: d.ID, Code: r.Code})
			}
		}
	}
	c.brands = named(f.Brands, ids["brand"], below(at, "brands"), faults)
	c.tags = named(f.Tags, ids["tag"], below(at, "tags"), faults)
	for i, a := range f.Attributes {
		c.attributes = append(c.attributes, a.criterion(defined[a.Code], input.At(i, below(at, "attributes")...), faults))
	}
	return nil
}

// named gives the ids of codes; nil when there are no codes. Fault: NOT_FOUND.
func named(codes []string, ids map[string]uuid.UUID, at []string, faults *fault.List) []uuid.UUID {
	if len(codes) == 0 {
		return nil
	}
	found := []uuid.UUID{}
	for i, code := range codes {
		if key, ok := ids[code]; ok {
			found = append(found, key)
		} else {
			faults.Add(fault.New(fault.NotFound, input.At(i, at...)...))
		}
	}
	return found
}

// criterion reads what is wanted of an attribute, which is nil when there is none of that code.
func (a *AttributeFilter) criterion(d *Definition, at []string, faults *fault.List) criterion {
	c := criterion{attribute: d, from: a.From, to: a.To, flag: a.IsTrue}
	if d == nil {
		faults.Add(fault.New(fault.NotFound, below(at, "code")...))
		return c
	}
	isRange, isChoice := a.From != nil || a.To != nil, len(a.Choices) > 0
	refuse := func(given bool, field string) {
		if given {
			faults.Add(fault.New(fault.BadRequest, below(at, field)...).With("reason", "not for an attribute of type "+string(d.Type)))
		}
	}
	need := func(given bool, field string) {
		if !given {
			faults.Add(fault.New(fault.Required, below(at, field)...))
		}
	}
	refuse(d.Type == TextAttribute, "code")
	refuse(isChoice && !d.Type.hasChoices(), "choices")
	refuse(a.From != nil && d.Type != NumberAttribute, "from")
	refuse(a.To != nil && d.Type != NumberAttribute, "to")
	refuse(a.IsTrue != nil && d.Type != BooleanAttribute, "isTrue")
	switch {
	case d.Type.hasChoices():
		need(isChoice, "choices")
		for i, code := range a.Choices {
			if known := d.choice(code); known != nil {
				c.choices = append(c.choices, known)
			} else {
				faults.Add(fault.New(fault.NotFound, input.At(i, below(at, "choices")...)...))
			}
		}
	case d.Type == NumberAttribute:
		need(isRange, "from")
	case d.Type == BooleanAttribute:
		need(a.IsTrue != nil, "isTrue")
	}
	return c
}

// where narrows a selection of products, under the alias prd, at a moment.
func (c *criteria) where(sel *bun.SelectQuery, now time.Time) *bun.SelectQuery {
	sel = oneOf(sel, "prd.category_id", c.categories)
	sel = oneOf(sel, "prd.brand_id", c.brands)
	if c.tags != nil {
		sel = sel.Where("prd.id IN (SELECT product_id FROM product_tags WHERE store_id = ? AND tag_id IN (?))", c.storeID, list(c.tags))
	}
	for _, a := range c.attributes {
		sel = a.where(sel, c.storeID)
	}
	for _, bound := range []struct {
		sum *money.Tiyin
		op  string
	}{{c.priceFrom, ">="}, {c.priceTo, "<="}} {
		if bound.sum != nil {
			sel = sel.Where("prd.price_min "+bound.op+" ?", *bound.sum)
		}
	}
	if c.isOnSale {
		sel = sel.Where("prd.is_on_sale")
	}
	if c.publishedSince != nil {
		sel = sel.Where("prd.published_at >= ?", *c.publishedSince)
	}
	if c.canBuy {
		// Variants that are not retired have an index by product: without it a page would look at all variants of the shop.
		sel = sel.Where("EXISTS (SELECT 1 FROM variants var WHERE var.store_id = prd.store_id AND var.product_id = prd.id AND "+
			"var.retired_at IS NULL AND var.is_active AND "+sellable("?", pieces, "prd.quantity_minimum")+")", now)
	}
	return sel
}

func (c criterion) where(sel *bun.SelectQuery, storeID int64) *bun.SelectQuery {
	if c.attribute == nil || c.attribute.Type == TextAttribute {
		return sel.Where("false")
	}
	conditions, args := []string{"store_id = ?"}, []any{storeID}
	add := func(condition string, arg any) { conditions, args = append(conditions, condition), append(args, arg) }
	if c.attribute.Type.hasChoices() {
		ids := []uuid.UUID{}
		for _, choice := range c.choices {
			ids = append(ids, choice.ID)
		}
		add("choice_id IN (?)", list(ids))
	} else {
		add("attribute_id = ?", c.attribute.ID)
	}
	if c.from != nil {
		add("number >= ?", *c.from)
	}
	if c.to != nil {
		add("number <= ?", *c.to)
	}
	if c.flag != nil {
		add("flag = ?", *c.flag)
	}
	return sel.Where("prd.id IN (SELECT product_id FROM product_attributes WHERE "+strings.Join(conditions, " AND ")+")", args...)
}

// oneOf narrows by a column unless ids is nil. One id keeps the order of the index that begins with the column.
func oneOf(sel *bun.SelectQuery, column string, ids []uuid.UUID) *bun.SelectQuery {
	switch {
	case ids == nil:
		return sel
	case len(ids) == 1:
		return sel.Where(column+" = ?", ids[0])
	}
	return sel.Where(column+" IN (?)", list(ids))
}

// list is ids for IN, which takes no empty one: no row has the zero id.
func list(ids []uuid.UUID) any { return bun.List(append(slices.Clone(ids), uuid.Nil)) }

// categories reads the wanted category and those below it; nil when none is wanted. The tree is small and rarely more than a
// page long: reading its ids first lets the planner use the index that ends in the sort, which it cannot do with a sub-query.
func (f ProductFilter) categories(ctx context.Context, q bun.IDB, storeID int64, at []string, faults *fault.List) ([]uuid.UUID, error) {
	if f.CategoryID == nil && f.CategorySlug == nil {
		return nil, nil
	}
	tree := q.NewSelect().Model((*Category)(nil)).Column("id").Where("cat.store_id = ?", storeID)
	if f.CategoryID != nil {
		key, err := f.CategoryID.Must(id.Category, below(at, "categoryId")...)
		if err != nil {
			return nil, faults.Under(err)
		}
		tree = tree.Where("cat.path @> ARRAY[?]::uuid[]", key)
	}
	if f.CategorySlug != nil {
		tree = tree.Where("cat.path @> ARRAY[(SELECT c.id FROM categories c WHERE c.store_id = ? AND c.slug = ?)]", storeID, *f.CategorySlug)
	}
	ids := []uuid.UUID{}
	if err := tree.Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("categories below: %w", err)
	}
	return ids, nil
}
