package seed

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/stock"
)

// chosen is how many of the best liked products stand in the collection that a demo shop keeps by hand.
const chosen = 8

// shelve gathers the products into collections, one by hand and two by rule, and opens a second place for stock in shops that
// have a second pickup point. ranked are the external ids of the products, the best liked first.
func (f *filling) shelve(ctx context.Context, ranked []string) error {
	return f.db.Write(ctx, f.storeID, func(ctx context.Context, tx *db.Tx) error {
		var best []id.ID
		for _, sku := range ranked[:min(chosen, len(ranked))] {
			p, err := catalog.ProductBy(ctx, tx, f.storeID, catalog.Key{ExternalID: &sku}, catalog.View{Now: f.now, SeesHidden: true})
			if err != nil {
				return fmt.Errorf("product %s of a collection: %w", sku, err)
			}
			best = append(best, p.GlobalID())
		}
		days, newest, cheapest := 30, catalog.Newest, catalog.Cheapest
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
			},
		} {
			in.ExternalID, in.Position = in.Slug, &i
			if _, err := catalog.UpsertCollection(ctx, tx, f.storeID, in, f.now); err != nil {
				return fmt.Errorf("collection %s: %w", *in.Slug, err)
			}
		}
		if len(f.Pickup) < 2 {
			return nil
		}
		place := f.Pickup[1]
		name, position := lang.Text(place.Name), 1
		_, err := stock.UpsertLocation(ctx, tx, f.storeID, stock.LocationUpsertInput{ExternalID: &place.Code, Name: &name, Position: &position})
		return err
	})
}

func ruleOf(conditions ...catalog.ConditionInput) graphql.Omittable[*catalog.RuleInput] {
	rule := &catalog.RuleInput{}
	for i := range conditions {
		rule.Conditions = append(rule.Conditions, &conditions[i])
	}
	return graphql.OmittableOf(rule)
}
