package seed

import (
	"context"
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/stock"
)

const (
	chosen  = 8 // of the best liked products stand in the collection that a demo shop keeps by hand
	brought = 4 // of them lie at the second place for stock too
)

// finish gathers the products into collections, relates them, lists prices, brings pieces to a second place for stock, and notes
// that the shop is whole: all of it or nothing. ranked are the products, the best liked first.
func (f *filling) finish(ctx context.Context, ranked []Product) error {
	return f.db.Write(ctx, f.storeID, func(ctx context.Context, tx *db.Tx) error {
		var rows []*catalog.Product
		err := tx.NewSelect().Model(&rows).Where("store_id = ?", f.storeID).Where("external_id IS NOT NULL").Scan(ctx)
		if err != nil {
			return err
		}
		made := map[string]id.ID{}
		for _, p := range rows {
			made[*p.ExternalID] = p.GlobalID()
		}
		var best []id.ID
		for _, p := range ranked[:min(chosen, len(ranked))] {
			best = append(best, made[p.SKU])
		}
		if err := f.shelve(ctx, tx, best); err != nil {
			return err
		}
		if err := f.relate(ctx, tx, made); err != nil {
			return fmt.Errorf("relations: %w", err)
		}
		if err := f.reprice(ctx, tx); err != nil {
			return fmt.Errorf("price lists: %w", err)
		}
		if err := f.supply(ctx, tx, best[:min(brought, len(best))]); err != nil {
			return fmt.Errorf("second place: %w", err)
		}
		_, err = tx.NewUpdate().Table("stores").Set("filled_at = ?", f.now).Where("id = ?", f.storeID).Exec(ctx)
		return err
	})
}

// shelve makes three collections that shoppers see, one by hand and two by rule, and one whose time comes later.
func (f *filling) shelve(ctx context.Context, tx *db.Tx, best []id.ID) error {
	days, newest, cheapest := 30, catalog.Newest, catalog.Cheapest
	from, until := f.now.AddDate(0, 0, 7), f.now.AddDate(0, 0, 45)
	for i, in := range []catalog.CollectionUpsertInput{
		{
			Slug: new("tanlangan"), ProductIDs: best,
			Name: &lang.Text{UzLatn: "Xaridorlar tanlovi", UzCyrl: "Харидорлар танлови", RU: "Выбор покупателей", EN: "Best liked"},
		}, {
			Slug: new("chegirma"), Sort: &cheapest, Rule: ruleOf(catalog.ConditionInput{Kind: catalog.OnSale}),
			Name: &lang.Text{UzLatn: "Chegirmada", UzCyrl: "Чегирмада", RU: "Со скидкой", EN: "On sale"},
		}, {
			Slug: new("yangi"), Sort: &newest, Rule: ruleOf(catalog.ConditionInput{Kind: catalog.NewlyPublished, Days: &days}, catalog.ConditionInput{Kind: catalog.CanBeBought}),
			Name: &lang.Text{UzLatn: "Yangi kelganlar", UzCyrl: "Янги келганлар", RU: "Новинки", EN: "New arrivals"},
		}, {
			Slug: new("bayram"), ProductIDs: best[:len(best)/2], PublishFrom: graphql.OmittableOf(&from), PublishUntil: graphql.OmittableOf(&until),
			Name: &lang.Text{UzLatn: "Bayramga", UzCyrl: "Байрамга", RU: "К празднику", EN: "For the holiday"},
		},
	} {
		in.ExternalID, in.Position = in.Slug, &i
		if _, err := catalog.UpsertCollection(ctx, tx, f.storeID, in, f.now); err != nil {
			return fmt.Errorf("collection %s: %w", *in.Slug, err)
		}
	}
	return nil
}

func ruleOf(conditions ...catalog.ConditionInput) graphql.Omittable[*catalog.RuleInput] {
	rule := &catalog.RuleInput{}
	for i := range conditions {
		rule.Conditions = append(rule.Conditions, &conditions[i])
	}
	return graphql.OmittableOf(rule)
}

// relate ties products to those that go with them or may be bought instead.
func (f *filling) relate(ctx context.Context, tx *db.Tx, made map[string]id.ID) error {
	var changes []*catalog.ProductUpsertInput
	for _, p := range f.Products {
		in := &catalog.ProductUpsertInput{ExternalID: &p.SKU}
		for _, slug := range p.GoesWith {
			in.Related = append(in.Related, &catalog.RelatedProductInput{Kind: catalog.GoesWith, ProductID: new(made[f.wanted(slug).SKU])})
		}
		for _, slug := range p.Similar {
			in.Related = append(in.Related, &catalog.RelatedProductInput{Kind: catalog.Similar, ProductID: new(made[f.wanted(slug).SKU])})
		}
		if in.Related != nil {
			changes = append(changes, in)
		}
	}
	done, err := catalog.UpsertMany(ctx, tx, f.storeID, changes, Actor, f.now)
	if err != nil {
		return err
	}
	for _, d := range done {
		if err := d.Faults.Err(); err != nil {
			return err
		}
	}
	return nil
}

// reprice makes the shop's price lists.
func (f *filling) reprice(ctx context.Context, tx *db.Tx) error {
	for _, l := range f.Prices {
		name, group := lang.Text(l.Name), lang.Text(l.Group)
		in := catalog.PriceListUpsertInput{ExternalID: &l.Code, Name: &name}
		if !group.IsZero() {
			g, err := customer.UpsertGroup(ctx, tx, f.storeID, customer.GroupUpsertInput{ExternalID: &l.Code, Name: &group})
			if err != nil {
				return err
			}
			in.CustomerGroupID = graphql.OmittableOf(new(g.GlobalID()))
		}
		if l.Days > 0 {
			in.StartsAt, in.EndsAt = graphql.OmittableOf(&f.now), graphql.OmittableOf(new(f.now.Add(time.Duration(l.Days)*24*time.Hour)))
		}
		made, err := catalog.UpsertPriceList(ctx, tx, f.storeID, in, f.now)
		if err != nil {
			return err
		}
		set := catalog.ListPricesSetInput{PriceListID: made.GlobalID()}
		for _, slug := range l.Products {
			for _, v := range f.wanted(slug).Variants() {
				set.Prices = append(set.Prices, &catalog.ListPriceInput{SKU: &v.SKU, Price: graphql.OmittableOf(new(som(l.off(v.Price))))})
			}
		}
		if _, err := catalog.SetListPrices(ctx, tx, f.storeID, set, f.now); err != nil {
			return err
		}
	}
	return nil
}

// supply opens a second place for stock at the second pickup point, and brings it some of what there is of products.
func (f *filling) supply(ctx context.Context, tx *db.Tx, products []id.ID) error {
	if len(f.Pickup) < 2 {
		return nil
	}
	place := f.Pickup[1]
	name, position := lang.Text(place.Name), 1
	second, err := stock.UpsertLocation(ctx, tx, f.storeID, stock.LocationUpsertInput{ExternalID: &place.Code, Name: &name, Position: &position})
	if err != nil {
		return err
	}
	first, err := stock.Default(ctx, tx, f.storeID)
	if err != nil {
		return err
	}
	var keys []uuid.UUID
	for _, p := range products {
		keys = append(keys, p.UUID)
	}
	var levels []*stock.Level
	err = tx.NewSelect().Model(&levels).Where("store_id = ?", f.storeID).Where("location_id = ?", first).Where("on_hand > 5").
		Where("variant_id IN (SELECT id FROM variants WHERE store_id = ? AND product_id IN (?))", f.storeID, bun.List(keys)).Scan(ctx)
	if err != nil {
		return err
	}
	in := stock.TransferInput{FromLocationID: id.Of(id.Location, first), ToLocationID: second.GlobalID()}
	for _, l := range levels {
		in.Lines = append(in.Lines, &stock.TransferLineInput{VariantID: id.Of(id.Variant, l.VariantID), Quantity: l.OnHand / 4})
	}
	_, err = stock.Transfer(ctx, tx, f.storeID, in, Actor)
	return err
}
