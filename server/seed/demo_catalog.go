package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
)

// filling is a shop's catalog on its way into a store. Slugs and SKUs are the external ids, so that each step can be
// repeated.
type filling struct {
	*Shop
	db      *db.DB
	files   media.Files
	storeID int64
	now     time.Time
	groups  map[string]id.ID // modifier groups by code
}

// isWhole tells whether the shop was filled to the end: stores.filled_at is set by the last step.
func (f *filling) isWhole(ctx context.Context) (whole bool, err error) {
	err = f.db.Read(ctx, f.storeID, func(ctx context.Context, q bun.IDB) error {
		whole, err = q.NewSelect().Table("stores").Where("id = ?", f.storeID).Where("filled_at IS NOT NULL").Exists(ctx)
		return err
	})
	return whole, err
}

// there are the external ids of products that are on sale already, or were: written whole before an interruption.
func (f *filling) there(ctx context.Context) (there []string, err error) {
	err = f.db.Read(ctx, f.storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*catalog.Product)(nil)).Column("external_id").Where("store_id = ?", f.storeID).
			Where("external_id IS NOT NULL").Where("status <> ?", catalog.Draft).Scan(ctx, &there)
	})
	return there, err
}

// fill writes what products are described by, then each product in a transaction of its own, then what they are gathered in.
func (f *filling) fill(ctx context.Context, made func(what string)) error {
	f.groups = map[string]id.ID{}
	err := f.db.Write(ctx, f.storeID, func(ctx context.Context, tx *db.Tx) error {
		if err := f.categories(ctx, tx, f.Categories, nil); err != nil {
			return err
		}
		for _, m := range f.Modifiers {
			if err := f.modifier(ctx, tx, m); err != nil {
				return fmt.Errorf("modifier %s: %w", m.Code, err)
			}
		}
		return f.describe(ctx, tx)
	})
	if err != nil {
		return err
	}
	there, err := f.there(ctx)
	if err != nil {
		return err
	}
	ranked := slices.SortedStableFunc(slices.Values(f.Products), func(a, b Product) int { return b.Popular - a.Popular })
	for i, p := range ranked {
		if !slices.Contains(there, p.SKU) {
			if err := f.product(ctx, p, i); err != nil {
				return fmt.Errorf("product %s: %w", p.Slug, err)
			}
		}
		made(p.Name.UzLatn)
	}
	return f.finish(ctx, ranked)
}

func (f *filling) categories(ctx context.Context, tx *db.Tx, list []Category, parent *string) error {
	for i, c := range list {
		name := lang.Text(c.Name)
		_, err := catalog.UpsertCategory(ctx, tx, f.storeID, catalog.CategoryUpsertInput{
			ExternalID: &c.Slug, Slug: &c.Slug, Name: &name, ParentExternalID: parent, Position: &i,
		}, f.now)
		if err != nil {
			return fmt.Errorf("category %s: %w", c.Slug, err)
		}
		if err := f.categories(ctx, tx, c.Children, &c.Slug); err != nil {
			return err
		}
	}
	return nil
}

func (f *filling) modifier(ctx context.Context, tx *db.Tx, m Modifier) error {
	name := lang.Text(m.Name)
	in := catalog.ModifierGroupUpsertInput{ExternalID: &m.Code, Name: &name, Minimum: &m.Minimum, Maximum: &m.Maximum}
	for _, o := range m.Options {
		price := som(o.Price)
		in.Options = append(in.Options, &catalog.ModifierOptionInput{
			Code: o.Code, Name: lang.Text(o.Name), Price: &price, IsDefault: &o.Default,
		})
	}
	group, err := catalog.UpsertModifierGroup(ctx, tx, f.storeID, in)
	if err != nil {
		return err
	}
	f.groups[m.Code] = group.GlobalID()
	return nil
}

// product writes one product with its pictures as a draft and then puts it on sale.
func (f *filling) product(ctx context.Context, p Product, rank int) error {
	var pictures []*media.Picture
	for _, shot := range p.Shots() {
		picture, err := shot.Picture()
		if err != nil {
			return err
		}
		if err := f.files.PutMaster(ctx, f.storeID, picture); err != nil {
			return err
		}
		pictures = append(pictures, picture)
	}
	return f.db.Write(ctx, f.storeID, func(ctx context.Context, tx *db.Tx) error {
		in := f.input(p, rank)
		for i, shot := range p.Shots() {
			m, err := media.Save(ctx, tx, f.storeID, pictures[i], p.alt(shot))
			if err != nil {
				return err
			}
			picture := &catalog.ProductMediaInput{MediaID: m.NodeID()}
			if shot.Value != "" {
				picture.OptionCode, picture.ValueCode = p.optionOf(shot.Value), &shot.Value
			}
			in.Media = append(in.Media, picture)
		}
		made, err := catalog.Upsert(ctx, tx, f.storeID, in, Actor, f.now)
		if err != nil {
			return err
		}
		// Popularity counts what was sold; a shop of an hour has sold nothing, so it is told.
		_, err = tx.NewUpdate().Model(made).Set("popularity = ?", p.Popular).
			Where("store_id = ?", f.storeID).Where("id = ?", made.ID).Exec(ctx)
		if err != nil {
			return err
		}
		_, err = catalog.SetStatus(ctx, tx, f.storeID, made.GlobalID(), nil, catalog.Active, f.now)
		return err
	})
}

func (f *filling) input(p Product, rank int) catalog.ProductUpsertInput {
	category, _ := f.category(p.Category)
	name, summary, description := lang.Text(p.Name), lang.Text(p.Short), lang.Text(p.Long)
	draft := catalog.Draft
	in := catalog.ProductUpsertInput{
		ExternalID: &p.SKU, Slug: &p.Slug, Status: &draft, Name: &name, Summary: &summary, Description: &description,
		CategoryExternalID: &category.Slug, IKPU: &category.IKPU, PackageCode: &category.Package, VATPercent: &f.VAT,
		Position: &rank, Options: []*catalog.ProductOptionInput{}, ModifierGroupIDs: []id.ID{},
	}
	if p.Brand != "" {
		in.BrandExternalID = &p.Brand
	}
	in.Tags = append([]string{}, p.Tags...)
	in.Attributes = p.attributes()
	if s := p.Sale; s != nil {
		in.Sale = &catalog.SaleRuleInput{Unit: s.Unit, Portion: s.Portion, Step: s.Step, Minimum: s.Minimum, Maximum: graphql.OmittableOf(s.Maximum)}
	}
	if p.PublishIn > 0 {
		in.PublishFrom = graphql.OmittableOf(new(f.now.AddDate(0, 0, p.PublishIn)))
	}
	if p.PublishFor > 0 {
		in.PublishUntil = graphql.OmittableOf(new(f.now.AddDate(0, 0, p.PublishFor)))
	}
	for _, code := range p.Modifiers {
		in.ModifierGroupIDs = append(in.ModifierGroupIDs, f.groups[code])
	}
	choices := p.Choices()
	for _, c := range choices {
		display := catalog.Display(c.Option.Display)
		option := &catalog.ProductOptionInput{Code: c.Code, Name: lang.Text(c.Option.Name), Display: &display}
		for _, code := range c.Values {
			v := c.Option.Values[code]
			option.Values = append(option.Values, &catalog.ProductOptionValueInput{Code: code, Name: lang.Text(v.Text), Swatch: &v.Swatch})
		}
		in.Options = append(in.Options, option)
	}
	for _, v := range p.Variants() {
		price := som(v.Price)
		variant := &catalog.VariantInput{SKU: &v.SKU, Price: &price, OnHand: &v.Stock, CompareAt: graphql.OmittableOf[*money.Tiyin](nil)}
		if v.Was > 0 {
			was := som(v.Was)
			variant.CompareAt = graphql.OmittableOf(&was)
		}
		for i, code := range v.Values {
			variant.Choice = append(variant.Choice, &catalog.OptionChoiceInput{OptionCode: choices[i].Code, ValueCode: code})
		}
		in.Variants = append(in.Variants, variant)
	}
	return in
}

// optionOf names the option that a picture's value belongs to.
func (p *Product) optionOf(value string) *string {
	for _, c := range p.Choices() {
		if c.Option.Display == "SWATCH" && slices.Contains(c.Values, value) {
			return &c.Code
		}
	}
	return nil
}

// alt says what a picture shows: the product, and its colour when it shows one.
func (p *Product) alt(shot Shot) lang.Text {
	return lang.Text(p.Name).Map(func(l lang.Lang, name string) string {
		for _, c := range p.Choices() {
			if v, ok := c.Option.Values[shot.Value]; ok && shot.Value != "" {
				return name + ", " + lang.Text(v.Text).Get(l)
			}
		}
		return name
	})
}
