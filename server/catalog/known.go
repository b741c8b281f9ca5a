package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
)

// known is what the inputs of a batch name, as it is in the store: found in a statement for each kind of thing.
type known struct {
	options     map[uuid.UUID][]*Option  // by product
	variants    map[uuid.UUID][]*Variant // by product
	categories  keyedRows
	brands      keyedRows
	products    keyedRows // to relate to
	media       map[uuid.UUID]bool
	groups      map[uuid.UUID]bool
	definitions map[string]*Definition // by code

	// Keys that are taken, with the product that has them: in the store, and by earlier changes of the batch.
	slugs       map[string]uuid.UUID
	skus        map[string]uuid.UUID
	externalIDs map[string]uuid.UUID // of variants
}

// keyedRows are the ids of rows, by id and by external id.
type keyedRows struct {
	ids        map[uuid.UUID]bool
	byExternal map[string]uuid.UUID
}

// claim marks the unique keys of a change that will be written.
func (k *known) claim(c *change) {
	k.slugs[c.product.Slug] = c.product.ID
	for _, v := range c.variants {
		if v.SKU != nil {
			k.skus[*v.SKU] = c.product.ID
		}
		if v.ExternalID != nil {
			k.externalIDs[*v.ExternalID] = c.product.ID
		}
	}
}

// lookUp finds all that the inputs name. Ids of other kinds are left to the changes, which tell of them.
func (b *batch) lookUp(ctx context.Context) error {
	k := &b.known
	var existing []uuid.UUID
	var categories, brands, products, pictures, groups []id.ID
	var categoryKeys, brandKeys, productKeys, slugs, skus, variantKeys []string
	hasAttributes := false
	for _, c := range b.changes {
		if len(c.faults) > 0 {
			continue
		}
		in := c.in
		if !c.isNew {
			existing = append(existing, c.product.ID)
		}
		categories, categoryKeys = wantedRow(categories, categoryKeys, in.CategoryID.Value(), in.CategoryExternalID)
		brands, brandKeys = wantedRow(brands, brandKeys, in.BrandID.Value(), in.BrandExternalID)
		for _, r := range in.Related {
			products, productKeys = wantedRow(products, productKeys, r.ProductID, r.ExternalID)
		}
		for _, m := range in.Media {
			pictures = append(pictures, m.MediaID)
		}
		groups = append(groups, in.ModifierGroupIDs...)
		hasAttributes = hasAttributes || len(in.Attributes) > 0
		if in.Slug != nil {
			slugs = append(slugs, *in.Slug)
		}
		for _, v := range in.Variants {
			pictures = append(pictures, v.MediaIDs...)
			if v.SKU != nil {
				skus = append(skus, strings.TrimSpace(*v.SKU))
			}
			if v.ExternalID != nil {
				variantKeys = append(variantKeys, strings.TrimSpace(*v.ExternalID))
			}
		}
	}
	var err error
	for _, find := range []func() error{
		func() error { k.options, err = OptionsOf(ctx, b.tx, b.storeID, existing); return err },
		func() error { k.variants, err = VariantsOf(ctx, b.tx, b.storeID, existing); return err },
		func() error {
			k.categories, err = rowsNamed(ctx, b.tx, b.storeID, "categories", id.Category, categories, categoryKeys)
			return err
		},
		func() error {
			k.brands, err = rowsNamed(ctx, b.tx, b.storeID, "brands", id.Brand, brands, brandKeys)
			return err
		},
		func() error {
			k.products, err = rowsNamed(ctx, b.tx, b.storeID, "products", id.Product, products, productKeys)
			return err
		},
		func() error { return b.lookUpPictures(ctx, pictures) },
		func() error { return b.lookUpGroups(ctx, groups) },
		func() error { return b.lookUpDefinitions(ctx, hasAttributes) },
		func() error { return b.lookUpKeys(ctx, slugs, skus, variantKeys) },
	} {
		if err := find(); err != nil {
			return err
		}
	}
	return nil
}

func wantedRow(ids []id.ID, keys []string, which *id.ID, externalID *string) ([]id.ID, []string) {
	switch {
	case externalID != nil:
		return ids, append(keys, *externalID)
	case which != nil:
		return append(ids, *which), keys
	}
	return ids, keys
}

// uuids are the keys of ids of one kind, each once.
func uuids(ids []id.ID, kind id.Kind) []uuid.UUID {
	var keys []uuid.UUID
	seen := map[uuid.UUID]bool{}
	for _, each := range ids {
		if each.Kind == kind && !seen[each.UUID] {
			seen[each.UUID] = true
			keys = append(keys, each.UUID)
		}
	}
	return keys
}

func rowsNamed(ctx context.Context, q bun.IDB, storeID int64, table string, kind id.Kind, ids []id.ID, externalIDs []string) (keyedRows, error) {
	rows := keyedRows{ids: map[uuid.UUID]bool{}, byExternal: map[string]uuid.UUID{}}
	if len(ids)+len(externalIDs) == 0 {
		return rows, nil
	}
	var found []struct {
		ID         uuid.UUID
		ExternalID *string
	}
	err := q.NewSelect().TableExpr("?", bun.Ident(table)).Column("id", "external_id").Where("store_id = ?", storeID).
		WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
			return s.Where("id IN (?)", bun.List(append(uuids(ids, kind), uuid.Nil))).WhereOr("external_id IN (?)", bun.List(append(externalIDs, "")))
		}).Scan(ctx, &found)
	if err != nil {
		return rows, fmt.Errorf("find %s: %w", table, err)
	}
	for _, r := range found {
		rows.ids[r.ID] = true
		if r.ExternalID != nil {
			rows.byExternal[*r.ExternalID] = r.ID
		}
	}
	return rows, nil
}

// named finds the row that an input names by id or, which wins, by external id; field is what the input calls it. isSet
// tells whether the input says anything; then nil means none. Faults: INVALID_ID, NOT_FOUND.
func (rows keyedRows) named(which *id.ID, isGiven bool, externalID *string, kind id.Kind, path []string, field string, faults *fault.List) (key *uuid.UUID, isSet bool) {
	switch {
	case externalID != nil:
		if found, ok := rows.byExternal[*externalID]; ok {
			return &found, true
		}
		faults.Add(fault.New(fault.NotFound, below(path, field+"ExternalId")...))
	case which != nil:
		found, err := which.Must(kind, below(path, field+"Id")...)
		switch {
		case err != nil:
			_ = faults.Under(err) // Must gives nothing but faults
		case rows.ids[found]:
			return &found, true
		default:
			faults.Add(fault.New(fault.NotFound, below(path, field+"Id")...))
		}
	default:
		return nil, isGiven
	}
	return nil, false
}

func (c *change) readCategory() {
	wanted, isGiven := c.in.CategoryID.ValueOK()
	if key, isSet := c.batch.known.categories.named(wanted, isGiven, c.in.CategoryExternalID, id.Category, c.at, "category", &c.faults); isSet {
		c.product.CategoryID = key
	}
}

func (c *change) readBrand() {
	wanted, isGiven := c.in.BrandID.ValueOK()
	if key, isSet := c.batch.known.brands.named(wanted, isGiven, c.in.BrandExternalID, id.Brand, c.at, "brand", &c.faults); isSet {
		c.product.BrandID = key
	}
}

func (b *batch) lookUpPictures(ctx context.Context, ids []id.ID) error {
	b.known.media = map[uuid.UUID]bool{}
	found, err := media.ByIDs(ctx, b.tx, b.storeID, uuids(ids, id.Media))
	for _, m := range found {
		b.known.media[m.ID] = true
	}
	return err
}

func (b *batch) lookUpGroups(ctx context.Context, ids []id.ID) error {
	b.known.groups = map[uuid.UUID]bool{}
	found, err := byIDs[ModifierGroup](ctx, b.tx, b.storeID, uuids(ids, id.ModifierGroup))
	for _, g := range found {
		b.known.groups[g.ID] = true
	}
	return err
}

func (b *batch) lookUpDefinitions(ctx context.Context, isNeeded bool) error {
	b.known.definitions = map[string]*Definition{}
	if !isNeeded {
		return nil
	}
	all, err := Definitions(ctx, b.tx, b.storeID)
	for _, d := range all {
		b.known.definitions[d.Code] = d
	}
	return err
}

// lookUpKeys finds who has the unique keys that the inputs want.
func (b *batch) lookUpKeys(ctx context.Context, slugs, skus, variantKeys []string) error {
	k := &b.known
	k.slugs, k.skus, k.externalIDs = map[string]uuid.UUID{}, map[string]uuid.UUID{}, map[string]uuid.UUID{}
	if len(slugs) > 0 {
		var found []*Product
		err := b.tx.NewSelect().Model(&found).Column("id", "slug").Where("store_id = ?", b.storeID).Where("slug IN (?)", bun.List(slugs)).Scan(ctx)
		if err != nil {
			return fmt.Errorf("slugs of products: %w", err)
		}
		for _, p := range found {
			k.slugs[p.Slug] = p.ID
		}
	}
	if len(skus)+len(variantKeys) == 0 {
		return nil
	}
	var found []*Variant
	err := b.tx.NewSelect().Model(&found).Column("product_id", "sku", "external_id").Where("store_id = ?", b.storeID).
		WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
			return s.Where("sku IN (?)", bun.List(append(skus, ""))).WhereOr("external_id IN (?)", bun.List(append(variantKeys, "")))
		}).Scan(ctx)
	if err != nil {
		return fmt.Errorf("keys of variants: %w", err)
	}
	for _, v := range found {
		if v.SKU != nil {
			k.skus[*v.SKU] = v.ProductID
		}
		if v.ExternalID != nil {
			k.externalIDs[*v.ExternalID] = v.ProductID
		}
	}
	return nil
}

// readSlug takes the given slug. Faults: INVALID, TOO_LONG, SLUG_TAKEN.
func (c *change) readSlug() {
	wanted := c.in.Slug
	if wanted == nil || *wanted == c.product.Slug {
		return
	}
	if f := checkSlug(*wanted, c.path("slug")...); f != nil {
		c.faults.Add(f)
		return
	}
	if owner, taken := c.batch.known.slugs[*wanted]; taken && owner != c.product.ID {
		c.faults.Add(fault.New(fault.SlugTaken, c.path("slug")...).With("slug", *wanted))
		return
	}
	c.product.Slug = *wanted
}

// nameSlugs makes slugs of names for new products that were given none, last, when all given ones are known.
func (b *batch) nameSlugs(ctx context.Context) error {
	var unnamed []*change
	var wished []string
	for _, c := range b.clean() {
		if c.isNew && c.product.Slug == "" {
			unnamed, wished = append(unnamed, c), append(wished, slugOf(c.product.Name))
		}
	}
	if len(unnamed) == 0 {
		return nil
	}
	var taken []string
	sel := b.tx.NewSelect().Model((*Product)(nil)).Column("slug").Where("store_id = ?", b.storeID)
	if len(wished) == 1 {
		sel = sel.WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
			return s.Where("slug = ?", wished[0]).WhereOr("slug LIKE ?", wished[0]+"-%")
		})
	} else {
		sel = sel.Where(`regexp_replace(slug, '-[0-9]+$', '') IN (?)`, bun.List(append(bases(wished), wished...)))
	}
	if err := sel.Scan(ctx, &taken); err != nil {
		return fmt.Errorf("slugs of products: %w", err)
	}
	for _, slug := range taken {
		if _, known := b.known.slugs[slug]; !known {
			b.known.slugs[slug] = uuid.Nil
		}
	}
	next := map[string]int{}
	for i, c := range unnamed {
		slug := wished[i]
		for n := max(next[wished[i]], 2); ; n++ {
			if _, known := b.known.slugs[slug]; !known {
				next[wished[i]] = n
				break
			}
			slug = fmt.Sprintf("%s-%d", wished[i], n)
		}
		c.product.Slug = slug
		b.known.slugs[slug] = c.product.ID
	}
	return nil
}

// bases are slugs without a number at their end: under it those are counted that differ by the number alone.
func bases(slugs []string) []string {
	list := make([]string, len(slugs))
	for i, s := range slugs {
		list[i] = numberAtEnd.ReplaceAllString(s, "")
	}
	return list
}

// readTags reads the tags that the product will have. Faults: those of checkCode.
func (c *change) readTags() {
	at := c.path("tags")
	seen := map[string]bool{}
	for i, code := range c.in.Tags {
		c.faults.Add(checkCode(code, seen, append(at, fmt.Sprint(i))...))
	}
	c.tags = c.in.Tags
}

// tagLink says that a product has a tag.
type tagLink struct {
	bun.BaseModel `bun:"table:product_tags,alias:link"`
	StoreID       int64
	ProductID     uuid.UUID `bun:"type:uuid"`
	TagID         uuid.UUID `bun:"type:uuid"`
	Position      int
}

// writeTags gives products their tags. Codes that the store does not know yet become tags that are called by their code.
func (b *batch) writeTags(ctx context.Context, changes []*change) error {
	parents, list := given(changes, func(in *ProductUpsertInput) bool { return in.Tags != nil })
	byCode := map[string]*Tag{}
	var codes []string
	for _, c := range list {
		for _, code := range c.tags {
			if byCode[code] == nil {
				byCode[code] = &Tag{StoreID: b.storeID, ID: id.New(), Code: code, Name: lang.Text{UzLatn: code}, Version: 1}
				codes = append(codes, code)
			}
		}
	}
	if len(codes) > 0 {
		tags := make([]*Tag, len(codes))
		for i, code := range sorted(codes) {
			tags[i] = byCode[code]
		}
		_, err := b.tx.NewInsert().Model(&tags).On("CONFLICT DO NOTHING").Exec(ctx)
		var found []*Tag
		if err == nil {
			err = b.tx.NewSelect().Model(&found).Where("store_id = ?", b.storeID).Where("code IN (?)", bun.List(codes)).Scan(ctx)
		}
		if err != nil {
			return fmt.Errorf("make tags: %w", err)
		}
		b.newTags = nil
		for _, t := range found {
			if byCode[t.Code].ID == t.ID {
				b.newTags = append(b.newTags, t)
			}
			byCode[t.Code] = t
		}
	}
	var links []*tagLink
	for _, c := range list {
		for i, code := range c.tags {
			links = append(links, &tagLink{StoreID: b.storeID, ProductID: c.product.ID, TagID: byCode[code].ID, Position: i})
		}
	}
	return replaceRows(ctx, b.tx, b.storeID, "product_id", parents, links)
}

func (b *batch) writeValues(ctx context.Context, changes []*change) error {
	parents, list := given(changes, func(in *ProductUpsertInput) bool { return in.Attributes != nil })
	var rows []*value
	for _, c := range list {
		rows = append(rows, c.values...)
	}
	return replaceRows(ctx, b.tx, b.storeID, "product_id", parents, rows)
}
