package catalog

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// MaxPrice is the largest price: 9 trillion soʻm in tiyin, far below what a JSON number holds exactly.
const MaxPrice money.Tiyin = 900_000_000_000_000

// Limits of one product.
const (
	maxPictures   = 30
	maxAttributes = 50
	maxOptions    = 3
	maxValues     = 50
	maxVariants   = 300
	maxModifiers  = 20
)

// ProductUpsertInput declares a product. What is nil or left out stays as it is; lists, when given, replace.
type ProductUpsertInput struct {
	ID                 *id.ID
	ExternalID         *string
	ExpectedVersion    *int
	Slug               *string
	Kind               *Kind
	Nature             *Nature
	Status             *Status
	Name               *lang.Text
	Summary            *lang.Text
	Description        *lang.Text
	CategoryID         graphql.Omittable[*id.ID] // null: none
	CategoryExternalID *string                   // wins over CategoryID
	Media              []*ProductMediaInput
	Attributes         []*ProductAttributeInput
	Options            []*ProductOptionInput
	Variants           []*VariantInput
	ModifierGroupIDs   []id.ID
	IKPU               *string
	PackageCode        *string
	VATPercent         *int
	Position           *int
}

// ProductAttributeInput is a property for reading.
type ProductAttributeInput struct {
	Code  string
	Name  lang.Text
	Value lang.Text
}

// Upsert makes or changes a product with all its parts. actor is who does it, in words, for the stock history.
//
// Errors: all faults of the input together, below "input": NOT_FOUND, STALE_VERSION, REQUIRED, TOO_LONG, TOO_MANY,
// OUT_OF_RANGE, DUPLICATE, OPTION_MISMATCH, PRICE_MISSING (an active product needs an active variant with a price),
// SLUG_TAKEN, SKU_TAKEN; when there are none of these, STOCK_PROMISED.
func Upsert(ctx context.Context, tx *db.Tx, storeID int64, in ProductUpsertInput, actor string, now time.Time) (*Product, error) {
	return again(func() (*Product, error) {
		c := change{tx: tx, in: in, now: now}
		if err := c.read(ctx, storeID); err != nil {
			return nil, err
		}
		return c.product, c.write(ctx, actor)
	})
}

// change is an upsert on its way. First all of the input is read and checked, so that all its faults are told together;
// then all of it is written.
type change struct {
	tx     *db.Tx
	in     ProductUpsertInput
	now    time.Time
	faults fault.List

	product  *Product
	isNew    bool
	options  []*Option // as they will be
	old      []*Variant
	variants []*Variant // as they will be
	pictures []*Picture
	groups   []uuid.UUID // modifier groups
}

func (c *change) read(ctx context.Context, storeID int64) error {
	p, isNew, err := findForUpsert[Product](ctx, c.tx, storeID, id.Product, c.in.ID, c.in.ExternalID)
	if err != nil {
		return err
	}
	if isNew {
		p = &Product{
			StoreID: storeID, ID: id.New(), Kind: Goods, Nature: Physical, Status: Draft,
			Attributes: []Attribute{}, CreatedAt: c.now,
		}
	} else if f := notExpected(c.in.ExpectedVersion, p.Version); f != nil {
		return f
	}
	c.product, c.isNew = p, isNew
	c.readFields()
	row := keyed{ctx: ctx, tx: c.tx, storeID: storeID, table: "products", id: p.ID, isNew: isNew}
	if err := row.setExternalID(&p.ExternalID, c.in.ExternalID, &c.faults); err != nil {
		return err
	}
	if err := row.setSlug(&p.Slug, c.in.Slug, p.Name, &c.faults); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{
		c.readCategory, c.readOptions, c.readVariants, c.readPictures, c.readModifiers,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return row.verdict(p.ExternalID, c.faults)
}

func (c *change) write(ctx context.Context, actor string) error {
	p := c.product
	p.Version++
	p.UpdatedAt = c.now
	err := store(ctx, c.tx, p, c.isNew)
	switch {
	case db.Violates(err, "products_slug_key"):
		return slugTaken(p.Slug)
	case db.Violates(err, "products_external_id_key"):
		return fault.New(fault.Duplicate, "input", "externalId")
	case err != nil:
		return fmt.Errorf("save product %s: %w", p.ID, err)
	}
	for _, part := range []func(context.Context) error{
		c.writeOptions, c.writeVariants, c.writePictures, c.writeModifiers,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	if err := c.countPieces(ctx, actor); err != nil {
		return err
	}
	return index(ctx, c.tx, p, c.variants)
}

var ikpuForm = regexp.MustCompile(`^([0-9]{17})?$`)

// readFields puts the plain fields of the input into the product.
func (c *change) readFields() {
	in, p, faults := c.in, c.product, &c.faults
	required(faults, &p.Name, in.Name, c.isNew, 200, "input", "name")
	texts(faults, &p.Summary, in.Summary, 300, "input", "summary")
	texts(faults, &p.Description, in.Description, 10_000, "input", "description")
	if in.Kind != nil {
		p.Kind = *in.Kind
	}
	if in.Nature != nil {
		p.Nature = *in.Nature
	}
	if in.Status != nil {
		p.setStatus(*in.Status, c.now)
	}
	if in.Attributes != nil {
		p.Attributes = attributes(in.Attributes, faults)
	}
	if in.IKPU != nil {
		if !ikpuForm.MatchString(*in.IKPU) {
			faults.Add(fault.New(fault.Invalid, "input", "ikpu"))
		}
		p.IKPU = *in.IKPU
	}
	if in.PackageCode != nil {
		code, f := input.Text(*in.PackageCode, 20, "input", "packageCode")
		faults.Add(f)
		p.PackageCode = code
	}
	if in.VATPercent != nil {
		faults.Add(input.Number(*in.VATPercent, 0, 100, "input", "vatPercent"))
		p.VATPercent = *in.VATPercent
	}
	if in.Position != nil {
		faults.Add(input.Number(*in.Position, 0, maxPosition, "input", "position"))
		p.Position = *in.Position
	}
}

func (p *Product) setStatus(s Status, now time.Time) {
	p.Status = s
	if s == Active && p.PublishedAt == nil {
		p.PublishedAt = &now
	}
}

func attributes(given []*ProductAttributeInput, faults *fault.List) []Attribute {
	at := []string{"input", "attributes"}
	if len(given) > maxAttributes {
		faults.Add(fault.New(fault.TooMany, at...).With("max", maxAttributes))
		return nil
	}
	seen := map[string]bool{}
	out := make([]Attribute, len(given))
	for i, a := range given {
		here := input.At(i, at...)
		faults.Add(checkCode(a.Code, seen, below(here, "code")...))
		out[i].Code = a.Code
		required(faults, &out[i].Name, &a.Name, true, 100, below(here, "name")...)
		required(faults, &out[i].Value, &a.Value, true, 500, below(here, "value")...)
	}
	return out
}

func (c *change) readCategory(ctx context.Context) error {
	wanted, isSet := c.in.CategoryID.ValueOK()
	category, isSet, err := findCategory(ctx, c.tx, c.product.StoreID, wanted, isSet, c.in.CategoryExternalID, "category", &c.faults)
	if err != nil || !isSet {
		return err
	}
	c.product.CategoryID = nil
	if category != nil {
		c.product.CategoryID = &category.ID
	}
	return nil
}
