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
	CategoryExternalID *string
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
// SLUG_TAKEN, SKU_TAKEN, STOCK_PROMISED.
func Upsert(ctx context.Context, tx *db.Tx, storeID int64, in ProductUpsertInput, actor string, now time.Time) (*Product, error) {
	p, isNew, err := findForUpsert[Product](ctx, tx, storeID, id.Product, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	if isNew {
		p = &Product{
			StoreID: storeID, ID: id.New(), ExternalID: in.ExternalID, Kind: Goods, Nature: Physical, Status: Draft,
			Attributes: []Attribute{}, CreatedAt: now,
		}
	} else if f := notExpected(in.ExpectedVersion, p.Version); f != nil {
		return nil, f
	}
	var faults fault.List
	in.apply(p, isNew, &faults, now)
	if err := setSlug(ctx, tx, storeID, "products", &p.Slug, in.Slug, p.Name, isNew, &faults); err != nil {
		return nil, err
	}
	if err := setCategory(ctx, tx, storeID, p, in, &faults); err != nil {
		return nil, err
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	p.Version++
	p.UpdatedAt = now
	if err := store(ctx, tx, p, isNew); err != nil {
		if db.Violates(err, "products_slug_key") {
			return nil, fault.New(fault.SlugTaken, "input", "slug").With("slug", p.Slug)
		}
		return nil, fmt.Errorf("save product %s: %w", p.ID, err)
	}
	if err := saveParts(ctx, tx, p, in, actor, now); err != nil {
		return nil, err
	}
	return p, settle(ctx, tx, p)
}

func saveParts(ctx context.Context, tx *db.Tx, p *Product, in ProductUpsertInput, actor string, now time.Time) error {
	if in.Options != nil {
		if err := replaceOptions(ctx, tx, p, in.Options); err != nil {
			return err
		}
	}
	loaded, err := OptionsOf(ctx, tx, p.StoreID, []uuid.UUID{p.ID})
	if err != nil {
		return err
	}
	options := loaded[p.ID]
	if in.Variants != nil || in.Options != nil {
		if err := replaceVariants(ctx, tx, p, options, in.Variants, in.Variants != nil, actor, now); err != nil {
			return err
		}
	}
	if in.Media != nil {
		if err := replacePictures(ctx, tx, p, options, in.Media); err != nil {
			return err
		}
	}
	if in.ModifierGroupIDs != nil {
		return replaceModifiers(ctx, tx, p, in.ModifierGroupIDs)
	}
	return nil
}

var ikpuForm = regexp.MustCompile(`^([0-9]{17})?$`)

// apply puts the plain fields of the input into the product.
func (in ProductUpsertInput) apply(p *Product, isNew bool, faults *fault.List, now time.Time) {
	required(faults, &p.Name, in.Name, isNew, 200, "input", "name")
	texts(faults, &p.Summary, in.Summary, 300, "input", "summary")
	texts(faults, &p.Description, in.Description, 10_000, "input", "description")
	if in.Kind != nil {
		p.Kind = *in.Kind
	}
	if in.Nature != nil {
		p.Nature = *in.Nature
	}
	if in.Status != nil {
		p.setStatus(*in.Status, now)
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
		faults.Add(input.Number(*in.Position, 0, 1_000_000, "input", "position"))
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
		faults.Add(checkCode(a.Code, seen, append(here, "code")...))
		out[i].Code = a.Code
		required(faults, &out[i].Name, &a.Name, true, 100, append(here, "name")...)
		required(faults, &out[i].Value, &a.Value, true, 500, append(here, "value")...)
	}
	return out
}

func setCategory(ctx context.Context, tx *db.Tx, storeID int64, p *Product, in ProductUpsertInput, faults *fault.List) error {
	wanted, isSet := in.CategoryID.ValueOK()
	field, key := "categoryId", Key{ID: wanted}
	if in.CategoryExternalID != nil {
		field, key, isSet = "categoryExternalId", Key{ExternalID: in.CategoryExternalID}, true
	}
	if !isSet {
		return nil
	}
	if key == (Key{}) {
		p.CategoryID = nil
		return nil
	}
	c, err := CategoryBy(ctx, tx, storeID, key, true)
	if err != nil {
		if faults.Under(err, "input") == nil {
			return nil
		}
		return err
	}
	if c == nil {
		faults.Add(fault.New(fault.NotFound, "input", field))
		return nil
	}
	p.CategoryID = &c.ID
	return nil
}
