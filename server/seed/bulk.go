package seed

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

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
const batch = 2_000

// Products makes a store have n products for load tests, numbered from 1; those that are there stay. They are mixed as a
// shop's are: names in all languages, one to twelve variants, prices of a long tail, one in twelve sold out, pictures
// borrowed from those the store has. The rows go in by COPY, past the verbs, which would take minutes; a test compares them
// with what the verbs write.
func Products(ctx context.Context, d *db.DB, storeID int64, n int, now time.Time, report Progress) error {
	b, have, err := newBulk(ctx, d, storeID, now)
	if err != nil {
		return err
	}
	for from := have; from < n; from += batch {
		to := min(from+batch, n)
		rows := b.make(from, to)
		err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			for _, t := range rows.tables() {
				if err := copyInto(ctx, tx, t); err != nil {
					return fmt.Errorf("copy into %s: %w", t.name, err)
				}
			}
			return search.Put(ctx, tx, rows.documents...)
		})
		if err != nil {
			return fmt.Errorf("products %d to %d: %w", from+1, to, err)
		}
		report(to, n, fmt.Sprintf("%d products", to))
	}
	return nil
}

// bulk is what all products that are made for a store share.
type bulk struct {
	storeID    int64
	now        time.Time
	location   uuid.UUID
	categories []uuid.UUID // one for each of bulkThings
	pictures   []uuid.UUID
}

// newBulk opens the stock location and the categories, and counts the products that were made before.
func newBulk(ctx context.Context, d *db.DB, storeID int64, now time.Time) (b *bulk, have int, err error) {
	b = &bulk{storeID: storeID, now: now}
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
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
		return nil, 0, fmt.Errorf("prepare products: %w", err)
	}
	return b, have, nil
}

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

// lot are the rows of some products, as COPY takes them, and their documents.
type lot struct {
	*bulk
	dice *rand.Rand

	products, options, values, variants, levels, movements, media [][]any
	documents                                                     []*search.Document
}

// make makes the products behind from up to to. What they are like hangs on the store and on where the lot begins.
func (b *bulk) make(from, to int) *lot {
	l := &lot{bulk: b, dice: rand.New(rand.NewPCG(uint64(b.storeID), 20261122+uint64(from)))}
	for number := from + 1; number <= to; number++ {
		l.add(number)
	}
	return l
}

// table is what COPY takes of one.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

// tables are in the order in which they refer to each other.
func (l *lot) tables() []table {
	return []table{
		{"products", strings.Fields("store_id id external_id slug kind nature status name summary description category_id attributes ikpu package_code vat_percent position popularity price_min price_max is_on_sale published_at version created_at updated_at"), l.products},
		{"options", strings.Fields("store_id id product_id code name display position"), l.options},
		{"option_values", strings.Fields("store_id id option_id code name swatch position"), l.values},
		{"variants", strings.Fields("store_id id product_id sku choice choice_key price compare_at tracks_stock is_active position created_at updated_at"), l.variants},
		{"stock_levels", strings.Fields("store_id variant_id location_id on_hand updated_at"), l.levels},
		{"stock_movements", strings.Fields("store_id variant_id location_id delta on_hand reason actor created_at"), l.movements},
		{"product_media", strings.Fields("store_id product_id media_id position"), l.media},
	}
}

// copyInto goes by way of a temporary table: COPY itself does not know row-level security.
func copyInto(ctx context.Context, tx *db.Tx, t table) error {
	list, temp := strings.Join(t.columns, ", "), "bulk_"+t.name
	_, err := tx.Pgx().Exec(ctx, fmt.Sprintf("create temporary table %s on commit drop as select %s from %s where store_id = %d with no data",
		temp, list, t.name, tx.StoreID))
	if err != nil {
		return err
	}
	if _, err := tx.Pgx().CopyFrom(ctx, pgx.Identifier{temp}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
		return err
	}
	_, err = tx.Pgx().Exec(ctx, fmt.Sprintf("insert into %s (%s) select %s from %s", t.name, list, list, temp))
	return err
}

// key is a fresh id, and the form of it that COPY takes without asking the type how it is written.
func key() (uuid.UUID, pgtype.UUID) {
	k := id.New()
	return k, column(k)
}

func column(k uuid.UUID) pgtype.UUID { return pgtype.UUID{Bytes: k, Valid: true} }

// jsonb is the text of a value of a jsonb column.
func jsonb(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and codes of this package
	}
	return string(b)
}

// add makes the rows of one product.
func (l *lot) add(number int) {
	what := l.dice.IntN(len(bulkThings))
	thing := bulkThings[what]
	mark, made := pick(l.dice, bulkMarks), pick(l.dice, bulkTraits)
	name := each(func(l lang.Lang) string {
		return fmt.Sprintf("%s «%s» %s", lang.Text(thing.name).Get(l), lang.Text(mark).Get(l), lang.Text(made).Get(l))
	})
	summary := each(func(l lang.Lang) string { return fmt.Sprintf(lang.Text(bulkSummary).Get(l), lang.Text(made).Get(l)) })
	description := lang.Text(bulkDescription)
	product, productColumn := key()
	popularity := l.dice.IntN(1000)
	slug := fmt.Sprintf("%s-%d", strings.ToLower(strings.ReplaceAll(thing.name.EN, " ", "-")), number)

	document := &search.Document{StoreID: l.storeID, IsActive: true}
	price := l.variantsOf(productColumn, number, thing, document)
	if len(l.pictures) > 0 {
		for position, at := range l.dice.Perm(len(l.pictures))[:min(2, len(l.pictures))] {
			l.media = append(l.media, []any{l.storeID, productColumn, column(l.pictures[at]), position})
		}
	}
	facts := []catalog.Attribute{{Code: "made", Name: lang.Text(bulkMade), Value: lang.Text(made)}}
	published := l.now.Add(-time.Duration(l.dice.IntN(400*24)) * time.Hour)
	l.products = append(l.products, []any{
		l.storeID, productColumn, fmt.Sprintf("bulk-%d", number), slug, string(catalog.Goods), string(catalog.Physical), string(catalog.Active),
		jsonb(name), jsonb(summary), jsonb(description), column(l.categories[what]), jsonb(facts), thing.ikpu, "1501320", 12, number, popularity,
		int64(price), int64(price), number%5 == 0, published, 1, l.now, l.now,
	})
	document.ProductID, document.Title = product, all(name)
	document.Body = slices.Concat(all(summary), all(description), all(lang.Text(made)))
	document.Keywords = append(document.Keywords, all(lang.Text(thing.name))...) // its category
	document.CategoryID, document.PriceMin, document.IsOnSale = &l.categories[what], int64(price), number%5 == 0
	document.Popularity, document.Position, document.PublishedAt = popularity, number, &published
	l.documents = append(l.documents, document)
}

// variantsOf makes one to three colours in all sizes of the thing, at one price, and tells the document of them.
func (l *lot) variantsOf(product pgtype.UUID, number int, thing bulkThing, document *search.Document) money.Tiyin {
	price := som(thing.from + int64(l.dice.ExpFloat64()*float64(thing.from)*.6)/1000*1000)
	var before *int64
	if number%5 == 0 {
		was := int64(price) * 5 / 4
		before = &was
	}
	color := l.option(product, "color", bulkColor, "SWATCH", 0)
	size := l.option(product, "size", bulkSize, "PILL", 1)
	sizes := make([]uuid.UUID, len(thing.sizes))
	for i, s := range thing.sizes {
		sizes[i] = l.value(size, strings.ToLower(s), lang.Text{UzLatn: s, UzCyrl: s, RU: s, EN: s}, "", i)
	}
	for i, at := range l.dice.Perm(len(bulkColors))[:1+l.dice.IntN(3)] {
		c := bulkColors[at]
		colorID := l.value(color, c.code, lang.Text(c.name), c.swatch, i)
		document.Keywords = append(document.Keywords, all(lang.Text(c.name))...)
		for j, sizeID := range sizes {
			sku := fmt.Sprintf("BK-%06d-%s-%s", number, strings.ToUpper(c.code), thing.sizes[j])
			document.Codes = append(document.Codes, sku)
			choice := map[uuid.UUID]uuid.UUID{color: colorID, size: sizeID}
			_, variant := key()
			l.variants = append(l.variants, []any{
				l.storeID, variant, product, sku, jsonb(choice), catalog.ChoiceKey(choice), int64(price), before, true, true,
				i*len(sizes) + j, l.now, l.now,
			})
			pieces := 1 + l.dice.IntN(60)
			if number%12 == 0 {
				pieces = 0
			}
			document.Choices = append(document.Choices, search.Choice{CanBuy: pieces > 0, Values: []search.Value{
				{Option: "color", Value: c.code}, {Option: "size", Value: strings.ToLower(thing.sizes[j])},
			}})
			l.levels = append(l.levels, []any{l.storeID, variant, column(l.location), pieces, l.now})
			if pieces > 0 {
				l.movements = append(l.movements, []any{
					l.storeID, variant, column(l.location), pieces, pieces, string(stock.Import), Actor, l.now,
				})
			}
		}
	}
	document.Keywords = append(document.Keywords, thing.sizes...)
	return price
}

func (l *lot) option(product pgtype.UUID, code string, name Text, display string, position int) uuid.UUID {
	k, option := key()
	l.options = append(l.options, []any{l.storeID, option, product, code, jsonb(lang.Text(name)), display, position})
	return k
}

func (l *lot) value(option uuid.UUID, code string, name lang.Text, swatch string, position int) uuid.UUID {
	k, value := key()
	l.values = append(l.values, []any{l.storeID, value, column(option), code, jsonb(name), swatch, position})
	return k
}
