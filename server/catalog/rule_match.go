package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// branches are the ids of categories with those below them, by category. What is not in it was deleted.
type branches map[uuid.UUID][]uuid.UUID

// readBranches reads the categories that rules name, in one statement for all of them: ids, unlike a sub-query, let the
// planner use an index that ends in the sort.
func readBranches(ctx context.Context, q bun.IDB, storeID int64, collections []*Collection) (branches, error) {
	wanted := []uuid.UUID{}
	for _, c := range collections {
		for _, condition := range c.conditions() {
			if condition.Category != nil {
				wanted = append(wanted, *condition.Category)
			}
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	var all []*Category
	err := q.NewSelect().Model(&all).Column("id", "path").Where("cat.store_id = ?", storeID).
		Where("cat.path && ARRAY[?]::uuid[]", bun.List(wanted)).Order("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("categories of rules: %w", err)
	}
	by := branches{}
	for _, c := range all {
		for _, above := range c.Path {
			by[above] = append(by[above], c.ID)
		}
	}
	return by, nil
}

func (c *Collection) conditions() []*Condition {
	if c.Rule == nil {
		return nil
	}
	return c.Rule.Conditions
}

// where adds the rule to a selection of products, under the alias prd, at a moment.
func (r *Rule) where(sel *bun.SelectQuery, storeID int64, now time.Time, below branches) *bun.SelectQuery {
	separator := " AND "
	if r.Match == MatchAny {
		separator = " OR "
	}
	return sel.WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
		for _, c := range r.Conditions {
			s = s.WhereGroup(separator, func(s *bun.SelectQuery) *bun.SelectQuery {
				return c.criteria(storeID, now, below).where(s, now)
			})
		}
		return s
	})
}

// criteria are the condition as a filter of products has it.
func (c *Condition) criteria(storeID int64, now time.Time, below branches) *criteria {
	m := &criteria{storeID: storeID, priceFrom: c.PriceFrom, priceTo: c.PriceTo, canBuy: c.Kind == CanBeBought, isOnSale: c.Kind == OnSale}
	switch c.Kind {
	case InCategory:
		m.categories = append([]uuid.UUID{}, below[*c.Category]...) // none of them is not any of them
	case OfBrand:
		m.brands = []uuid.UUID{*c.Brand}
	case WithTag:
		m.tags = []uuid.UUID{*c.Tag}
	case WithAttribute:
		m.attributes = []criterion{c.criterion()}
	case NewlyPublished:
		since := now.AddDate(0, 0, -*c.Days)
		m.publishedSince = &since
	}
	return m
}

// criterion is a condition on an attribute. Its type shows in what is wanted, and cannot change while products have values.
func (c *Condition) criterion() criterion {
	d := &Definition{ID: *c.Attribute, Type: NumberAttribute}
	switch {
	case c.Flag != nil:
		d.Type = BooleanAttribute
	case len(c.Choices) > 0:
		d.Type = ChoiceAttribute
	}
	wanted := criterion{attribute: d, from: c.NumberFrom, to: c.NumberTo, flag: c.Flag}
	for _, key := range c.Choices {
		wanted.choices = append(wanted.choices, &AttributeChoice{ID: key})
	}
	return wanted
}
