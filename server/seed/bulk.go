package seed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/stock"
)

// batch is how many products one transaction of Products holds.
const batch = 500

// Products makes a store have n products for load tests, numbered from 1; those that are there stay. They are mixed as a
// shop's are: names in all languages, one to twelve variants, prices of a long tail, one in twelve sold out, pictures
// borrowed from those the store has. The rows go in by COPY, past the verbs, which would take minutes; a test compares them
// with what the verbs write.
func Products(ctx context.Context, d *db.DB, storeID int64, n int, now time.Time, report Progress) error {
	b := bulk{storeID: storeID, now: now, dice: rand.New(rand.NewPCG(uint64(storeID), 20261122))}
	var have int
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		count, err := tx.NewSelect().Model((*catalog.Product)(nil)).Where("store_id = ?", storeID).
			Where("external_id LIKE 'bulk-%'").Count(ctx)
		if err != nil {
			return err
		}
		have = int(count)
		if err := b.prepare(ctx, tx); err != nil {
			return err
		}
		return tx.NewSelect().Model((*media.Media)(nil)).Column("id").Where("store_id = ?", storeID).
			Order("id").Scan(ctx, &b.pictures)
	})
	if err != nil {
		return fmt.Errorf("prepare products: %w", err)
	}
	for from := have; from < n; from += batch {
		to := min(from+batch, n)
		err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			b.rows = rows{}
			for number := from + 1; number <= to; number++ {
				b.add(number)
			}
			return b.copy(ctx, tx)
		})
		if err != nil {
			return fmt.Errorf("products %d to %d: %w", from+1, to, err)
		}
		report(to, n, fmt.Sprintf("%d products", to))
	}
	return nil
}

// rows are what COPY takes, by table.
type rows struct {
	products, options, values, variants, levels, movements, pictures [][]any
	documents                                                        []*search.Document
}

type bulk struct {
	rows
	storeID    int64
	now        time.Time
	dice       *rand.Rand
	location   uuid.UUID
	categories []uuid.UUID // one for each of bulkThings
	pictures   []uuid.UUID
}

// prepare opens the stock location and the categories.
func (b *bulk) prepare(ctx context.Context, tx *db.Tx) (err error) {
	name := lang.Text{UzLatn: "Ombor", UzCyrl: "Омбор", RU: "Склад", EN: "Warehouse"}
	if b.location, err = stock.Open(ctx, tx, b.storeID, name); err != nil {
		return err
	}
	for _, thing := range bulkThings {
		code := "bulk-" + strings.ToLower(strings.ReplaceAll(thing.name.EN, " ", "-"))
		name := lang.Text(thing.name)
		c, err := catalog.UpsertCategory(ctx, tx, b.storeID, catalog.CategoryUpsertInput{ExternalID: &code, Name: &name}, b.now)
		if err != nil {
			return err
		}
		b.categories = append(b.categories, c.ID)
	}
	return nil
}

func (b *bulk) copy(ctx context.Context, tx *db.Tx) error {
	for _, t := range []struct {
		table   string
		columns string
		rows    [][]any
	}{
		{"products", "store_id id external_id slug kind nature status name summary description category_id attributes ikpu package_code vat_percent position popularity price_min price_max is_on_sale published_at version created_at updated_at", b.products},
		{"options", "store_id id product_id code name display position", b.options},
		{"option_values", "store_id id option_id code name swatch position", b.values},
		{"variants", "store_id id product_id sku choice choice_key price compare_at tracks_stock is_active position created_at updated_at", b.variants},
		{"stock_levels", "store_id variant_id location_id on_hand updated_at", b.levels},
		{"stock_movements", "store_id variant_id location_id delta on_hand reason actor created_at", b.movements},
		{"product_media", "store_id product_id media_id position", b.rows.pictures},
	} {
		if err := copyInto(ctx, tx, t.table, strings.Fields(t.columns), t.rows); err != nil {
			return fmt.Errorf("copy into %s: %w", t.table, err)
		}
	}
	return search.Put(ctx, tx, b.documents...)
}

// copyInto goes by way of a temporary table: COPY itself does not know row-level security.
func copyInto(ctx context.Context, tx *db.Tx, table string, columns []string, rows [][]any) error {
	list, temp := strings.Join(columns, ", "), "bulk_"+table
	_, err := tx.Pgx().Exec(ctx, fmt.Sprintf("create temporary table %s on commit drop as select %s from %s where store_id = %d with no data",
		temp, list, table, tx.StoreID))
	if err != nil {
		return err
	}
	if _, err := tx.Pgx().CopyFrom(ctx, pgx.Identifier{temp}, columns, pgx.CopyFromRows(rows)); err != nil {
		return err
	}
	_, err = tx.Pgx().Exec(ctx, fmt.Sprintf("insert into %s (%s) select %s from %s", table, list, list, temp))
	return err
}

// add makes the rows of one product.
func (b *bulk) add(number int) {
	what := b.dice.IntN(len(bulkThings))
	thing := bulkThings[what]
	mark, made := pick(b.dice, bulkMarks), pick(b.dice, bulkTraits)
	name := each(func(l lang.Lang) string {
		return fmt.Sprintf("%s «%s» %s", lang.Text(thing.name).Get(l), lang.Text(mark).Get(l), lang.Text(made).Get(l))
	})
	summary := each(func(l lang.Lang) string { return fmt.Sprintf(lang.Text(bulkSummary).Get(l), lang.Text(made).Get(l)) })
	description := lang.Text(bulkDescription)
	key, popularity := id.New(), b.dice.IntN(1000)
	slug := fmt.Sprintf("%s-%d", strings.ToLower(strings.ReplaceAll(thing.name.EN, " ", "-")), number)

	document := &search.Document{StoreID: b.storeID, IsActive: true}
	price := b.variantsOf(key, number, thing, document)
	if len(b.pictures) > 0 {
		for position, at := range b.dice.Perm(len(b.pictures))[:min(2, len(b.pictures))] {
			b.rows.pictures = append(b.rows.pictures, []any{b.storeID, key, b.pictures[at], position})
		}
	}
	facts := []catalog.Attribute{{Code: "made", Name: lang.Text(bulkMade), Value: lang.Text(made)}}
	published := b.now.Add(-time.Duration(b.dice.IntN(400*24)) * time.Hour)
	b.products = append(b.products, []any{
		b.storeID, key, fmt.Sprintf("bulk-%d", number), slug, string(catalog.Goods), string(catalog.Physical), string(catalog.Active),
		name, summary, description, b.categories[what], facts, thing.ikpu, "1501320", 12, number, popularity,
		int64(price), int64(price), number%5 == 0, published, 1, b.now, b.now,
	})
	document.ProductID, document.Title = key, all(name)
	document.Body = slices.Concat(all(summary), all(description), all(lang.Text(made)))
	document.Keywords = append(document.Keywords, all(lang.Text(thing.name))...) // its category
	document.CategoryID, document.PriceMin = &b.categories[what], int64(price)
	document.Popularity, document.Position, document.PublishedAt = popularity, number, &published
	b.documents = append(b.documents, document)
}

// variantsOf makes one to three colours in all sizes of the thing, at one price, and tells the document of them.
func (b *bulk) variantsOf(product uuid.UUID, number int, thing bulkThing, document *search.Document) money.Tiyin {
	price := som(thing.from + int64(b.dice.ExpFloat64()*float64(thing.from)*.6)/1000*1000)
	var before *int64
	if number%5 == 0 {
		was := int64(price) * 5 / 4
		before = &was
	}
	color := b.option(product, "color", bulkColor, "SWATCH", 0)
	size := b.option(product, "size", bulkSize, "PILL", 1)
	sizes := make([]uuid.UUID, len(thing.sizes))
	for i, s := range thing.sizes {
		sizes[i] = b.value(size, strings.ToLower(s), lang.Text{UzLatn: s, UzCyrl: s, RU: s, EN: s}, "", i)
	}
	for i, at := range b.dice.Perm(len(bulkColors))[:1+b.dice.IntN(3)] {
		c := bulkColors[at]
		colorID := b.value(color, c.code, lang.Text(c.name), c.swatch, i)
		document.Keywords = append(document.Keywords, all(lang.Text(c.name))...)
		for j, sizeID := range sizes {
			sku := fmt.Sprintf("BK-%06d-%s-%s", number, strings.ToUpper(c.code), thing.sizes[j])
			document.Codes = append(document.Codes, sku)
			choice := map[uuid.UUID]uuid.UUID{color: colorID, size: sizeID}
			variant := id.New()
			b.variants = append(b.variants, []any{
				b.storeID, variant, product, sku, choice, catalog.ChoiceKey(choice), int64(price), before, true, true,
				i*len(sizes) + j, b.now, b.now,
			})
			pieces := 1 + b.dice.IntN(60)
			if number%12 == 0 {
				pieces = 0
			}
			document.Choices = append(document.Choices, search.Choice{CanBuy: pieces > 0, Values: []search.Value{
				{Option: "color", Value: c.code}, {Option: "size", Value: strings.ToLower(thing.sizes[j])},
			}})
			b.levels = append(b.levels, []any{b.storeID, variant, b.location, pieces, b.now})
			if pieces > 0 {
				b.movements = append(b.movements, []any{
					b.storeID, variant, b.location, pieces, pieces, string(stock.Import), Actor, b.now,
				})
			}
		}
	}
	document.Keywords = append(document.Keywords, thing.sizes...)
	return price
}

func (b *bulk) option(product uuid.UUID, code string, name Text, display string, position int) uuid.UUID {
	key := id.New()
	b.options = append(b.options, []any{b.storeID, key, product, code, lang.Text(name), display, position})
	return key
}

func (b *bulk) value(option uuid.UUID, code string, name lang.Text, swatch string, position int) uuid.UUID {
	key := id.New()
	b.values = append(b.values, []any{b.storeID, key, option, code, name, swatch, position})
	return key
}
