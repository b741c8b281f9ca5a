package seed

import (
	"context"
	"fmt"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/lang"
)

// describe defines the shop's brands, tags and attributes.
func (f *filling) describe(ctx context.Context, tx *db.Tx) error {
	for i, b := range f.Brands {
		name, about := lang.Text(b.Name), lang.Text(b.About)
		_, err := catalog.UpsertBrand(ctx, tx, f.storeID, catalog.BrandUpsertInput{
			ExternalID: &b.Slug, Slug: &b.Slug, Name: &name, Description: &about, Position: &i,
		}, f.now)
		if err != nil {
			return fmt.Errorf("brand %s: %w", b.Slug, err)
		}
	}
	for _, t := range f.Tags {
		if _, err := catalog.UpsertTag(ctx, tx, f.storeID, catalog.TagUpsertInput{Code: t.Code, Name: lang.Text(t.Name)}, f.now); err != nil {
			return fmt.Errorf("tag %s: %w", t.Code, err)
		}
	}
	for i, code := range f.Words.Attributes.Codes {
		a := f.Words.Attributes.Of[code]
		name, unit, kind := lang.Text(a.Name), lang.Text(a.Unit), a.kind()
		in := catalog.AttributeUpsertInput{
			ExternalID: &code, Code: &code, Name: &name, Type: &kind, IsFilterable: &a.Filter, Position: &i,
		}
		switch kind {
		case catalog.NumberAttribute:
			in.Unit = &unit
		case catalog.ChoiceAttribute:
			for _, value := range a.Values.Codes {
				in.Choices = append(in.Choices, &catalog.AttributeChoiceInput{Code: value, Name: lang.Text(a.Values.Of[value])})
			}
		}
		if _, err := catalog.UpsertAttribute(ctx, tx, f.storeID, in, f.now); err != nil {
			return fmt.Errorf("attribute %s: %w", code, err)
		}
	}
	return nil
}

// attributes are the product's attributes as their definitions want them.
func (p *Product) attributes() []*catalog.ProductAttributeInput {
	given := []*catalog.ProductAttributeInput{}
	for _, item := range p.Attributes {
		code, value := fmt.Sprint(item.Key), fmt.Sprint(item.Value)
		in := &catalog.ProductAttributeInput{Code: code}
		switch a := p.shop.Words.Attributes.Of[code]; a.kind() {
		case catalog.NumberAttribute:
			in.Number = &value
		case catalog.ChoiceAttribute:
			in.Choices = []string{value}
		default:
			in.Value = new(lang.Text(a.Values.Of[value]))
		}
		given = append(given, in)
	}
	return given
}
