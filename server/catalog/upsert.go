package catalog

import (
	"context"
	"regexp"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// MaxPrice is the largest price: 9 trillion soʻm in tiyin, far below what a JSON number holds exactly.
const MaxPrice money.Tiyin = 900_000_000_000_000

// MaxBulk is how many products one bulk upsert takes.
const MaxBulk = 1000

// Limits of one product.
const (
	maxPictures   = 30
	maxAttributes = 50
	maxOptions    = 3
	maxValues     = 50
	maxVariants   = 300
	maxModifiers  = 20
	maxTags       = 50
	maxRelated    = 50
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
	BrandID            graphql.Omittable[*id.ID] // null: none
	BrandExternalID    *string                   // wins over BrandID
	Tags               []string                  // codes; unknown ones are made
	Media              []*ProductMediaInput
	Attributes         []*ProductAttributeInput
	Options            []*ProductOptionInput
	Variants           []*VariantInput
	ModifierGroupIDs   []id.ID
	Related            []*RelatedProductInput
	Sale               *SaleRuleInput
	PublishFrom        graphql.Omittable[*time.Time] // null: at once
	PublishUntil       graphql.Omittable[*time.Time] // null: for always
	IKPU               *string
	PackageCode        *string
	VATPercent         *int
	DepositPercent     graphql.Omittable[*int] // 0 to 100; null: the store's rule
	Position           *int
}

// Upsert makes or changes a product with all its parts. actor is who does it, in words, for the stock history.
//
// Errors: all faults of the input together, below "input": NOT_FOUND, STALE_VERSION, REQUIRED, TOO_LONG, TOO_MANY,
// OUT_OF_RANGE, DUPLICATE, OPTION_MISMATCH, PRICE_MISSING (an active product needs an active variant with a price),
// SLUG_TAKEN, SKU_TAKEN; when there are none of these, STOCK_PROMISED.
func Upsert(ctx context.Context, tx *db.Tx, storeID int64, in ProductUpsertInput, actor string, now time.Time) (*Product, error) {
	done, err := upsert(ctx, tx, storeID, []*ProductUpsertInput{&in}, actor, now, func(int) []string { return []string{"input"} })
	if err != nil {
		return nil, err
	}
	return done[0].Product, done[0].Faults.Err()
}

// Upserted is what came of one product of a bulk upsert: the product, or why it was not written.
type Upserted struct {
	Product *Product
	Faults  fault.List
}

// UpsertMany is Upsert for up to MaxBulk products, in a number of statements that does not grow with them. Each stands for
// itself: the faulty ones are refused and the others written. Faults lie below "input", "products" and the place in the
// list; a product named twice is the fault DUPLICATE of the later one. Related products must exist before.
func UpsertMany(ctx context.Context, tx *db.Tx, storeID int64, in []*ProductUpsertInput, actor string, now time.Time) ([]Upserted, error) {
	if len(in) > MaxBulk {
		return nil, fault.New(fault.TooMany, "input", "products").With("max", MaxBulk)
	}
	return upsert(ctx, tx, storeID, in, actor, now, func(i int) []string { return input.At(i, "input", "products") })
}

func upsert(ctx context.Context, tx *db.Tx, storeID int64, in []*ProductUpsertInput, actor string, now time.Time, at func(i int) []string) ([]Upserted, error) {
	return edit.Again(func() ([]Upserted, error) {
		b := &batch{tx: tx, storeID: storeID, actor: actor, now: now}
		for i := range in {
			b.changes = append(b.changes, &change{batch: b, in: in[i], at: at(i)})
		}
		if err := b.read(ctx); err != nil {
			return nil, err
		}
		if err := b.write(ctx); err != nil {
			return nil, err
		}
		done := make([]Upserted, len(in))
		for i, c := range b.changes {
			if done[i].Faults = c.faults; len(c.faults) == 0 {
				done[i].Product = c.product
			}
		}
		return done, nil
	})
}

var ikpuForm = regexp.MustCompile(`^([0-9]{17})?$`)

// readFields puts the plain fields of the input into the product.
func (c *change) readFields() {
	in, p, faults := c.in, c.product, &c.faults
	required(faults, &p.Name, in.Name, c.isNew, 200, c.path("name")...)
	texts(faults, &p.Summary, in.Summary, 300, c.path("summary")...)
	texts(faults, &p.Description, in.Description, 10_000, c.path("description")...)
	if in.Kind != nil {
		p.Kind = *in.Kind
	}
	if in.Nature != nil {
		p.Nature = *in.Nature
	}
	if p.Kind == Digital {
		if in.Nature != nil && p.Nature != DigitalNature {
			faults.Add(fault.New(fault.Invalid, c.path("nature")...))
		}
		p.Nature = DigitalNature
	}
	if in.Status != nil {
		p.setStatus(*in.Status, c.batch.now)
	}
	if in.Attributes != nil {
		c.values = readAttributes(p, in.Attributes, c.batch.known.definitions, c.path("attributes"), faults)
	}
	if in.Sale != nil {
		var more fault.List
		in.Sale.apply(p, c.path("sale"), &more)
		faults.Add(more...)
	}
	if from, ok := in.PublishFrom.ValueOK(); ok {
		p.PublishFrom = from
	}
	if until, ok := in.PublishUntil.ValueOK(); ok {
		p.PublishUntil = until
	}
	if p.PublishFrom != nil && p.PublishUntil != nil && !p.PublishFrom.Before(*p.PublishUntil) {
		faults.Add(fault.New(fault.Invalid, c.path("publishUntil")...))
	}
	if in.IKPU != nil {
		if !ikpuForm.MatchString(*in.IKPU) {
			faults.Add(fault.New(fault.Invalid, c.path("ikpu")...))
		}
		p.IKPU = *in.IKPU
	}
	if in.PackageCode != nil {
		code, f := input.Text(*in.PackageCode, 20, c.path("packageCode")...)
		faults.Add(f)
		p.PackageCode = code
	}
	if percent, given := in.DepositPercent.ValueOK(); given {
		if percent != nil {
			faults.Add(input.Number(*percent, 0, 100, c.path("depositPercent")...))
		}
		p.DepositPercent = percent
	}
	if in.VATPercent != nil {
		faults.Add(input.Number(*in.VATPercent, 0, 100, c.path("vatPercent")...))
		p.VATPercent = *in.VATPercent
	}
	if in.Position != nil {
		faults.Add(input.Number(*in.Position, 0, maxPosition, c.path("position")...))
		p.Position = *in.Position
	}
}

func (p *Product) setStatus(s Status, now time.Time) {
	p.Status = s
	if s == Active && p.PublishedAt == nil {
		p.PublishedAt = &now
	}
}
