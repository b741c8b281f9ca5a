package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// batch is an upsert of products on its way. First everything that the inputs name is looked up; then each input is read and
// checked by itself, so that all its faults are told together; then all that is faultless is written together.
type batch struct {
	tx      *db.Tx
	storeID int64
	actor   string
	now     time.Time

	changes []*change // one for each input, in its order
	newTags []*Tag    // that writing has made
	known   known
}

// change is one product of a batch. With faults it is not written.
type change struct {
	batch  *batch
	in     *ProductUpsertInput
	at     []string // where the input stands
	faults fault.List

	product *Product
	isNew   bool
	// what it was before
	wasActive, hadCodes bool
	options             []*Option // as they will be
	old                 []*Variant
	variants            []*Variant // as they will be
	pictures            []*Picture // of the product and, where given, of its variants
	groups              []uuid.UUID
	tags                []string // codes
	values              []*value
	related             []*relation
}

func (c *change) path(fields ...string) []string { return below(c.at, fields...) }

// clean are the changes without faults so far.
func (b *batch) clean() []*change {
	var list []*change
	for _, c := range b.changes {
		if len(c.faults) == 0 {
			list = append(list, c)
		}
	}
	return list
}

// read finds or makes the product of each change and checks its input. Error: edit.ErrRaced when somebody else made one of the
// new products meanwhile, so that faults may be nothing but it met as a stranger (its slug, its SKUs).
func (b *batch) read(ctx context.Context) error {
	if err := b.find(ctx); err != nil {
		return err
	}
	if err := b.lookUp(ctx); err != nil {
		return err
	}
	for _, c := range b.changes {
		if len(c.faults) > 0 {
			continue
		}
		c.wasActive, c.hadCodes = c.product.Status == Active, c.product.HasCodes()
		c.readFields()
		c.readCategory()
		c.readBrand()
		c.readTags()
		c.readOptions()
		c.readVariants()
		c.readPictures()
		c.readModifiers()
		c.readRelated()
		c.readSlug()
		if len(c.faults) == 0 {
			b.known.claim(c)
		}
	}
	if err := b.checkCodes(ctx); err != nil {
		return err
	}
	if err := b.nameSlugs(ctx); err != nil {
		return err
	}
	var suspects []string
	for _, c := range b.changes {
		if len(c.faults) > 0 && c.isNew && c.product != nil && c.product.ExternalID != nil && !fault.Has(c.faults, fault.Duplicate) {
			suspects = append(suspects, *c.product.ExternalID)
		}
	}
	if len(suspects) == 0 {
		return nil
	}
	made, err := b.tx.NewSelect().Model((*Product)(nil)).Where("store_id = ?", b.storeID).
		Where("external_id IN (?)", bun.List(suspects)).Exists(ctx)
	if err == nil && made {
		err = edit.ErrRaced
	}
	return err
}

// find locks the products that the inputs name, in one order for all callers, and begins new ones for the others.
func (b *batch) find(ctx context.Context) error {
	var ids []uuid.UUID
	var externalIDs []string
	for _, c := range b.changes {
		c.checkSizes()
		if c.in.ID != nil {
			key, err := c.in.ID.Must(id.Product, c.path("id")...)
			if err := c.faults.Under(err); err != nil {
				return err
			}
			ids = append(ids, key)
		}
		if c.in.ExternalID != nil {
			known, f := edit.CheckExternalID(*c.in.ExternalID, c.path("externalId")...)
			c.faults.Add(f)
			externalIDs = append(externalIDs, known)
		}
	}
	byID, byExternalID := map[uuid.UUID]*Product{}, map[string]*Product{}
	if len(ids)+len(externalIDs) > 0 {
		var found []*Product
		// Keys never change, so foreign keys to the rows need not wait.
		err := b.tx.NewSelect().Model(&found).Where("store_id = ?", b.storeID).
			WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
				return s.Where("id IN (?)", bun.List(append(ids, uuid.Nil))).WhereOr("external_id IN (?)", bun.List(append(externalIDs, "")))
			}).OrderExpr("id").For("NO KEY UPDATE").Scan(ctx)
		if err != nil {
			return fmt.Errorf("find products to change: %w", err)
		}
		for _, p := range found {
			byID[p.ID] = p
			if p.ExternalID != nil {
				byExternalID[*p.ExternalID] = p
			}
		}
	}
	named := map[string]bool{}
	for _, c := range b.changes {
		if len(c.faults) > 0 {
			continue
		}
		c.begin(byID, byExternalID, named)
	}
	return nil
}

// checkSizes refuses long lists before anything in them is looked at. Fault: TOO_MANY.
func (c *change) checkSizes() {
	for _, list := range []struct {
		name      string
		size, max int
	}{
		{"media", len(c.in.Media), maxPictures}, {"attributes", len(c.in.Attributes), maxAttributes}, {"tags", len(c.in.Tags), maxTags},
		{"options", len(c.in.Options), maxOptions}, {"variants", len(c.in.Variants), maxVariants},
		{"modifierGroupIds", len(c.in.ModifierGroupIDs), maxModifiers}, {"related", len(c.in.Related), maxRelated},
	} {
		if list.size > list.max {
			c.faults.Add(fault.New(fault.TooMany, c.path(list.name)...).With("max", list.max))
		}
	}
	for i, v := range c.in.Variants {
		if len(c.in.Variants) <= maxVariants && len(v.MediaIDs) > maxPictures {
			c.faults.Add(fault.New(fault.TooMany, below(input.At(i, c.path("variants")...), "mediaIds")...).With("max", maxPictures))
		}
	}
}

// begin gives the change its product.
func (c *change) begin(byID map[uuid.UUID]*Product, byExternalID map[string]*Product, named map[string]bool) {
	var externalID *string
	if c.in.ExternalID != nil {
		clean, _ := edit.CheckExternalID(*c.in.ExternalID) // it was checked already
		externalID = &clean
	}
	field := "externalId"
	switch {
	case c.in.ID != nil:
		field = "id"
		if c.product = byID[c.in.ID.UUID]; c.product == nil {
			c.faults.Add(fault.New(fault.NotFound, c.path("id")...))
			return
		}
	case externalID != nil:
		c.product = byExternalID[*externalID]
	}
	if c.product != nil {
		if f := edit.Stale(c.in.ExpectedVersion, c.product.Version); f != nil {
			f.Path = c.path("expectedVersion")
			c.faults.Add(f)
			return
		}
	} else {
		c.isNew = true
		c.product = &Product{
			StoreID: c.batch.storeID, ID: id.New(), Kind: Goods, Nature: Physical, Status: Draft, Facts: []Fact{},
			Unit: Piece, Portion: OnePortion, QuantityStep: 1, QuantityMinimum: 1, CreatedAt: c.batch.now,
		}
	}
	names := []string{c.product.ID.String()}
	if externalID != nil && (c.product.ExternalID == nil || *c.product.ExternalID != *externalID) {
		if other := byExternalID[*externalID]; other != nil && other.ID != c.product.ID {
			c.faults.Add(fault.New(fault.Duplicate, c.path("externalId")...))
		}
		c.product.ExternalID = externalID
		names = append(names, "external "+*externalID)
	}
	for _, name := range names {
		if named[name] {
			c.faults.Add(fault.New(fault.Duplicate, c.path(field)...))
			return
		}
		named[name] = true
	}
}

// write saves the clean changes. What only shows while writing, a key that somebody else took meanwhile or too little stock,
// undoes the attempt: in the first case all is read anew, in the second the changes at fault are left out.
func (b *batch) write(ctx context.Context) error {
	for {
		clean := b.clean()
		if len(clean) == 0 {
			return nil
		}
		err := b.tx.Savepoint(ctx, func(ctx context.Context) error {
			for _, part := range []func(context.Context, []*change) error{
				b.writeProducts, b.writeTags, b.writeOptions, b.writeVariants, b.writePictures, b.writeModifiers, b.writeValues,
				b.writeRelated, b.countPieces,
			} {
				if err := part(ctx, clean); err != nil {
					return err
				}
			}
			if len(b.clean()) < len(clean) {
				return errLeftOut
			}
			return nil
		})
		switch {
		case errors.Is(err, errLeftOut):
			for _, c := range b.clean() {
				c.product.Version-- // it will be written once more
			}
			continue
		case err == nil:
			return b.finish(ctx, clean)
		}
		for _, key := range []string{
			"products_slug_key", "products_external_id_key", "products_pkey", "variants_sku_key", "variants_external_id_key", "variants_choice_key",
		} {
			if db.Violates(err, key) {
				return errors.Join(edit.ErrRaced, err)
			}
		}
		return err
	}
}

// errLeftOut says that changes were found at fault while they were written.
var errLeftOut = errors.New("catalog: changes to be left out")

func (b *batch) finish(ctx context.Context, written []*change) error {
	b.tx.Touch()
	for _, t := range b.newTags {
		edit.Record(ctx, b.tx, t, true)
	}
	ids := make([]uuid.UUID, len(written))
	for i, c := range written {
		ids[i] = c.product.ID
		edit.Record(ctx, b.tx, c.product, c.isNew)
		if err := settleAt(ctx, b.tx, b.storeID, b.now, c.product.PublishFrom, c.product.PublishUntil); err != nil {
			return err
		}
	}
	products := make([]*Product, len(written))
	for i, c := range written {
		products[i] = c.product
	}
	if err := priced(ctx, b.tx, b.storeID, b.now, products...); err != nil {
		return err
	}
	return index(ctx, b.tx, b.storeID, b.now, ids...)
}

func (b *batch) writeProducts(ctx context.Context, changes []*change) error {
	rows := make([]*Product, len(changes))
	for i, c := range changes {
		c.product.Version++
		c.product.UpdatedAt = b.now
		rows[i] = c.product
	}
	// New ones in an order that all callers who bring the same goods have: they wait for each other, and never in a circle.
	slices.SortFunc(rows, func(a, b *Product) int {
		switch {
		case a.ExternalID != nil && b.ExternalID != nil:
			return strings.Compare(*a.ExternalID, *b.ExternalID)
		case a.ExternalID != nil:
			return -1
		case b.ExternalID != nil:
			return 1
		}
		return compare(a.ID, b.ID)
	})
	ins := b.tx.NewInsert().Model(&rows).On("CONFLICT (store_id, id) DO UPDATE")
	for _, column := range []string{
		"external_id", "slug", "kind", "nature", "status", "name", "summary", "description", "category_id", "brand_id", "attributes",
		"ikpu", "package_code", "vat_percent", "position", "price_min", "price_max", "published_at", "unit", "portion", "quantity_step",
		"quantity_minimum", "quantity_maximum", "publish_from", "publish_until", "version", "updated_at",
	} {
		ins = ins.Set("? = EXCLUDED.?", bun.Ident(column), bun.Ident(column))
	}
	if _, err := ins.Exec(ctx); err != nil {
		return fmt.Errorf("save %d products: %w", len(rows), err)
	}
	return nil
}

// replaceRows deletes the rows of products in a table of their parts and inserts others.
func replaceRows[T any](ctx context.Context, tx *db.Tx, storeID int64, column string, parents []uuid.UUID, rows []*T) error {
	if len(parents) == 0 {
		return nil
	}
	_, err := tx.NewDelete().Model((*T)(nil)).Where("store_id = ?", storeID).Where("? IN (?)", bun.Ident(column), bun.List(parents)).Exec(ctx)
	if err == nil && len(rows) > 0 {
		_, err = tx.NewInsert().Model(&rows).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("replace %T of %d: %w", *new(T), len(parents), err)
	}
	return nil
}

// given are the products of changes whose input names a part, nil lists being parts left out.
func given(changes []*change, is func(in *ProductUpsertInput) bool) (ids []uuid.UUID, list []*change) {
	for _, c := range changes {
		if is(c.in) {
			ids, list = append(ids, c.product.ID), append(list, c)
		}
	}
	return ids, list
}

func compare(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
