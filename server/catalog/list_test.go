package catalog_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/shoptest"
)

var sorts = []catalog.ProductSort{catalog.ByPosition, catalog.ByPopularity, catalog.ByPrice, catalog.ByPublished, catalog.ByUpdated}

func (w world) tryList(f catalog.ProductFilter, sort catalog.ProductSort, desc bool, args page.Args) (*page.Connection[*catalog.Product], error) {
	w.T.Helper()
	var found *page.Connection[*catalog.Product]
	err := w.DB.Read(w.T.Context(), w.Store.ID, func(ctx context.Context, q bun.IDB) (err error) {
		found, err = catalog.Products(ctx, q, w.Store.ID, catalog.View{Now: now, SeesHidden: len(f.Status) > 0}, f, sort, desc, args)
		return err
	})
	return found, err
}

func (w world) list(f catalog.ProductFilter, sort catalog.ProductSort, desc bool, args page.Args) *page.Connection[*catalog.Product] {
	w.T.Helper()
	found, err := w.tryList(f, sort, desc, args)
	w.Must(err)
	return found
}

func (w world) count(f catalog.ProductFilter) page.Total {
	w.T.Helper()
	return read(w, func(ctx context.Context, q bun.IDB, storeID int64) (page.Total, error) {
		return catalog.CountProducts(ctx, q, storeID, catalog.View{Now: now, SeesHidden: len(f.Status) > 0}, f)
	})
}

// stock fills the shop with n active products that have few different values in every sort, and drafts between them.
func (w world) stock(n int, categoryID *uuid.UUID) {
	w.T.Helper()
	dice := rand.New(rand.NewPCG(uint64(n), 7))
	var rows [][]any
	var documents []*search.Document
	for i := range n {
		status, published := "ACTIVE", any(now.Add(-time.Duration(dice.IntN(n/4+1))*time.Minute))
		switch i % 10 {
		case 3:
			status, published = "DRAFT", nil
		case 7:
			published = nil // made active by another road than ours
		}
		key, name := id.New(), fmt.Sprintf("Tovar %d", i)
		rows = append(rows, []any{
			w.Store.ID, key, fmt.Sprintf("p-%d", i), status, *uz(name), categoryID, dice.IntN(n / 5), dice.IntN(n / 5), int64(dice.IntN(n / 5)), published,
			now.Add(time.Duration(dice.IntN(n/5)) * time.Microsecond),
		})
		documents = append(documents, &search.Document{
			StoreID: w.Store.ID, ProductID: key, Title: []string{fmt.Sprintf("Tovar %d", i), fmt.Sprintf("Товар son%d", i%50)},
			Body: []string{"Tavsif"}, IsActive: status == "ACTIVE", Popularity: i,
		})
	}
	w.copyIn("products", "store_id id slug status name category_id position popularity price_min published_at updated_at", rows)
	for some := range slices.Chunk(documents, 1000) {
		w.Write(func(ctx context.Context, tx *db.Tx) error { return search.Put(ctx, tx, some...) })
	}
	w.copyIn("search_documents", "store_id", nil) // for its vacuum
}

// copyIn writes rows as the owner of the tables does.
func (w world) copyIn(table, columns string, rows [][]any) {
	w.T.Helper()
	conn, err := pgx.Connect(w.T.Context(), w.URL)
	w.Must(err)
	defer func() { _ = conn.Close(context.Background()) }()
	_, err = conn.CopyFrom(w.T.Context(), pgx.Identifier{table}, strings.Fields(columns), pgx.CopyFromRows(rows))
	w.Must(err)
	_, err = conn.Exec(w.T.Context(), "vacuum analyze "+table)
	w.Must(err)
}

// Every sort, in both directions, leafed through forwards and backwards, shows every product once, and in order.
func TestEverySortShowsEveryProductOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stock(100, nil)
	w.beside("qoshni").stock(20, nil)
	value := map[catalog.ProductSort]func(p *catalog.Product) int64{
		catalog.ByPosition:   func(p *catalog.Product) int64 { return int64(p.Position) },
		catalog.ByPopularity: func(p *catalog.Product) int64 { return int64(p.Popularity) },
		catalog.ByPrice:      func(p *catalog.Product) int64 { return int64(p.PriceMin) },
		catalog.ByPublished:  func(p *catalog.Product) int64 { return p.PublishedAt.UnixMicro() },
		catalog.ByUpdated:    func(p *catalog.Product) int64 { return p.UpdatedAt.UnixMicro() },
	}
	for _, sort := range sorts {
		want := 90
		if sort == catalog.ByPublished {
			want = 80 // what was never published has no place among the newest
		}
		for _, desc := range []bool{false, true} {
			what := fmt.Sprintf("%s, descending %t", sort, desc)
			var forward []*catalog.Product
			args := page.Args{First: ptr(7)}
			for {
				c := w.list(catalog.ProductFilter{}, sort, desc, args)
				forward = append(forward, c.Nodes()...)
				if !c.PageInfo.HasNextPage {
					break
				}
				args.After = c.PageInfo.EndCursor
			}
			seen := map[uuid.UUID]bool{}
			for i, p := range forward {
				if seen[p.ID] || p.Status != catalog.Active || p.StoreID != w.Store.ID {
					t.Errorf("%s: %s again, a draft or another store's", what, p.Name.UzLatn)
				}
				seen[p.ID] = true
				if i > 0 && desc != (value[sort](forward[i-1]) > value[sort](p)) && value[sort](forward[i-1]) != value[sort](p) {
					t.Errorf("%s: %d before %d", what, value[sort](forward[i-1]), value[sort](p))
				}
			}
			if len(forward) != want {
				t.Errorf("%s: %d products, want %d", what, len(forward), want)
			}
			var backward []*catalog.Product
			args = page.Args{Last: ptr(11)}
			for {
				c := w.list(catalog.ProductFilter{}, sort, desc, args)
				backward = append(c.Nodes(), backward...)
				if !c.PageInfo.HasPreviousPage {
					break
				}
				args.Before = c.PageInfo.StartCursor
			}
			if !slices.EqualFunc(forward, backward, func(a, b *catalog.Product) bool { return a.ID == b.ID }) {
				t.Errorf("%s: backwards it is another list", what)
			}
		}
	}
	if n := w.count(catalog.ProductFilter{}); n.Value != 90 || !n.Exact {
		t.Errorf("count %+v", n)
	}
	if n := w.count(catalog.ProductFilter{Status: []catalog.Status{catalog.Active, catalog.Draft}}); n.Value != 100 {
		t.Errorf("count with drafts %+v", n)
	}
	first := w.list(catalog.ProductFilter{}, catalog.ByPrice, false, page.Args{First: ptr(1)})
	_, err := w.tryList(catalog.ProductFilter{}, catalog.ByPosition, false, page.Args{After: first.PageInfo.EndCursor})
	wantFaults(t, "a cursor of another sort", err, "INVALID after")
}

// queries keeps the SQL that a test runs.
type queries struct{ sql []string }

// plan explains the statement among sql that reads table.
func (w world) plan(kept *queries, table string) string {
	w.T.Helper()
	i := slices.IndexFunc(kept.sql, func(sql string) bool { return strings.Contains(strings.ReplaceAll(sql, `"`, ""), "FROM "+table) })
	if i < 0 {
		w.T.Fatalf("no statement reads %s: %q", table, kept.sql)
	}
	lines := read(w, func(ctx context.Context, q bun.IDB, _ int64) (lines []string, err error) {
		err = q.NewRaw("explain "+strings.ReplaceAll(kept.sql[i], "?", "??")).Scan(ctx, &lines)
		return lines, err
	})
	return strings.Join(lines, "\n")
}

func TestListsAreReadFromTheirIndexes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	big, leaf := w.category("Hammasi", nil), w.category("Kiyim", nil)
	w.stock(5_000, &big.ID)
	var few [][]any
	for i := range 200 {
		few = append(few, []any{w.Store.ID, id.New(), fmt.Sprintf("o-%d", i), "ACTIVE", *uz("Oz"), 5 * i, leaf.ID})
	}
	w.copyIn("products", "store_id id slug status name position category_id", few)
	kept := &queries{}
	w.DB.OnStatement(func(sql string) { kept.sql = append(kept.sql, sql) })
	index := map[catalog.ProductSort]string{
		catalog.ByPosition: "products_position_idx", catalog.ByPopularity: "products_popularity_idx", catalog.ByPrice: "products_price_idx",
		catalog.ByPublished: "products_published_at_idx", catalog.ByUpdated: "products_updated_at_idx",
	}
	check := func(what, plan, index string) {
		t.Helper()
		if !strings.Contains(plan, index) || strings.Contains(plan, "Sort") || strings.Contains(plan, "Seq Scan") {
			t.Errorf("%s is not read from %s in order:\n%s", what, index, plan)
		}
	}
	for _, sort := range sorts {
		for _, desc := range []bool{false, true} {
			what := fmt.Sprintf("%s, descending %t", sort, desc)
			kept.sql = nil
			c := w.list(catalog.ProductFilter{}, sort, desc, page.Args{First: ptr(24)})
			check("first page of "+what, w.plan(kept, "products"), index[sort])
			kept.sql = nil
			w.list(catalog.ProductFilter{}, sort, desc, page.Args{First: ptr(24), After: c.PageInfo.EndCursor})
			check("second page of "+what, w.plan(kept, "products"), index[sort])
		}
	}
	kept.sql = nil
	w.list(catalog.ProductFilter{CategoryID: ptr(leaf.GlobalID())}, catalog.ByPosition, false, page.Args{})
	check("a category", w.plan(kept, "products"), "products_category_position_idx")

	var variants [][]any
	for _, product := range read(w, func(ctx context.Context, q bun.IDB, storeID int64) (keys []uuid.UUID, err error) {
		err = q.NewRaw("SELECT id FROM products WHERE store_id = ?", storeID).Scan(ctx, &keys)
		return keys, err
	}) {
		for i := range 4 {
			variants = append(variants, []any{w.Store.ID, id.New(), product, fmt.Sprint(i), int64(5), false, true})
		}
	}
	w.copyIn("variants", "store_id id product_id choice_key price tracks_stock is_active", variants)
	kept.sql = nil
	w.list(catalog.ProductFilter{IsAvailable: ptr(true)}, catalog.ByPrice, false, page.Args{First: ptr(24)})
	check("what can be bought", w.plan(kept, "products"), "variants_choice_key")

	kept.sql = nil
	w.list(catalog.ProductFilter{Search: ptr("tovar 4321")}, catalog.ByPosition, false, page.Args{})
	kept.sql = slices.DeleteFunc(kept.sql, func(sql string) bool { return !strings.Contains(sql, "words @@") })
	if plan := w.plan(kept, "search_documents"); !strings.Contains(plan, "search_documents_words_idx") {
		t.Errorf("words are not looked for in their index:\n%s", plan)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clothes := w.category("Kiyim", nil)
	dresses := w.category("Koʻylaklar", clothes)
	shoes := w.category("Poyabzal", nil)
	empty := w.category("Boʻsh", nil)
	put := func(name string, c *catalog.Category, price money.Tiyin, change func(*catalog.ProductUpsertInput)) *catalog.Product {
		in := simple(name, price)
		in.CategoryID = set(ptr(c.GlobalID()))
		if change != nil {
			change(&in)
		}
		return w.upsert(in)
	}
	put("Shim", clothes, 300, nil)
	put("Koʻylak", dresses, 200, nil)
	put("Etik", shoes, 500, func(in *catalog.ProductUpsertInput) { in.Variants[0].OnHand = ptr(0) })
	put("Shippak", shoes, 100, func(in *catalog.ProductUpsertInput) { in.Variants[0].IsStopped = ptr(true) })
	put("Kalish", shoes, 150, func(in *catalog.ProductUpsertInput) {
		in.Variants[0].TracksStock, in.Variants[0].OnHand = ptr(false), nil
	})
	put("Qoralama", shoes, 50, func(in *catalog.ProductUpsertInput) { in.Status = ptr(catalog.Draft) })
	last := put("Oxirgi", dresses, 250, func(in *catalog.ProductUpsertInput) { in.Variants[0].OnHand = ptr(1) })
	w.Place(w.Buyer(), shoptest.Want(w.variants(last)[0].ID, 1))

	for name, c := range map[string]struct {
		filter catalog.ProductFilter
		want   []string
	}{
		"nothing":               {catalog.ProductFilter{}, []string{"Shippak", "Kalish", "Koʻylak", "Oxirgi", "Shim", "Etik"}},
		"a category with below": {catalog.ProductFilter{CategoryID: ptr(clothes.GlobalID())}, []string{"Koʻylak", "Oxirgi", "Shim"}},
		"by slug":               {catalog.ProductFilter{CategorySlug: ptr("kiyim")}, []string{"Koʻylak", "Oxirgi", "Shim"}},
		"below":                 {catalog.ProductFilter{CategorySlug: &dresses.Slug}, []string{"Koʻylak", "Oxirgi"}},
		"both that agree":       {catalog.ProductFilter{CategoryID: ptr(clothes.GlobalID()), CategorySlug: &dresses.Slug}, []string{"Koʻylak", "Oxirgi"}},
		"an empty category":     {catalog.ProductFilter{CategoryID: ptr(empty.GlobalID())}, nil},
		"an unknown slug":       {catalog.ProductFilter{CategorySlug: ptr("yoq")}, nil},
		"an unknown category":   {catalog.ProductFilter{CategoryID: ptr(id.Of(id.Category, id.New()))}, nil},
		"from a price":          {catalog.ProductFilter{PriceFrom: ptr[money.Tiyin](250)}, []string{"Oxirgi", "Shim", "Etik"}},
		"to a price":            {catalog.ProductFilter{PriceTo: ptr[money.Tiyin](150)}, []string{"Shippak", "Kalish"}},
		"between":               {catalog.ProductFilter{PriceFrom: ptr[money.Tiyin](200), PriceTo: ptr[money.Tiyin](300)}, []string{"Koʻylak", "Oxirgi", "Shim"}},
		"what can be bought":    {catalog.ProductFilter{IsAvailable: ptr(true)}, []string{"Kalish", "Koʻylak", "Shim"}},
		"whether or not":        {catalog.ProductFilter{IsAvailable: ptr(false), CategorySlug: ptr("kiyim")}, []string{"Koʻylak", "Oxirgi", "Shim"}},
		"drafts":                {catalog.ProductFilter{Status: []catalog.Status{catalog.Draft}}, []string{"Qoralama"}},
		"all together":          {catalog.ProductFilter{CategorySlug: ptr("kiyim"), PriceTo: ptr[money.Tiyin](250), IsAvailable: ptr(true)}, []string{"Koʻylak"}},
		"a blank search":        {catalog.ProductFilter{Search: ptr("  "), PriceTo: ptr[money.Tiyin](100)}, []string{"Shippak"}},
	} {
		got := names(w.list(c.filter, catalog.ByPrice, false, page.Args{}))
		if !slices.Equal(got, append([]string{}, c.want...)) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if n := w.count(c.filter); n.Value != len(c.want) || !n.Exact {
			t.Errorf("%s: counted %+v", name, n)
		}
	}
	for name, c := range map[string]struct {
		filter catalog.ProductFilter
		want   []string
	}{
		"prices": {catalog.ProductFilter{PriceFrom: ptr[money.Tiyin](-1), PriceTo: ptr(catalog.MaxPrice + 1)}, []string{"OUT_OF_RANGE filter.priceFrom", "OUT_OF_RANGE filter.priceTo"}},
		"an id":  {catalog.ProductFilter{CategoryID: ptr(last.GlobalID())}, []string{"INVALID_ID filter.categoryId"}},
		"words":  {catalog.ProductFilter{Search: ptr(strings.Repeat("ж", 201))}, []string{"TOO_LONG filter.search"}},
	} {
		_, err := w.tryList(c.filter, catalog.ByPosition, false, page.Args{})
		wantFaults(t, name, err, c.want...)
	}
	neighbour := w.beside("qoshni")
	if got := names(neighbour.list(catalog.ProductFilter{CategoryID: ptr(clothes.GlobalID())}, catalog.ByPrice, false, page.Args{})); len(got) != 0 {
		t.Errorf("the neighbour sees %q", got)
	}
}

func TestSearchedLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, other := w.category("Birinchi", nil), w.category("Ikkinchi", nil)
	for i := range 9 {
		in := simple(fmt.Sprintf("Koʻylak %d", i), money.Tiyin(100+i))
		in.CategoryID = set(ptr(first.GlobalID()))
		if i%3 == 0 {
			in.CategoryID = set(ptr(other.GlobalID()))
		}
		w.upsert(in)
	}
	w.upsert(simple("Shim", 1))
	w.upsert(catalog.ProductUpsertInput{Name: uz("Koʻylak qoralama")})

	words := catalog.ProductFilter{Search: ptr("кўйлак")}
	var all []string
	args := page.Args{First: ptr(4)}
	for pages := 1; ; pages++ {
		c := w.list(words, catalog.ByPrice, false, args)
		all = append(all, names(c)...)
		if c.PageInfo.HasPreviousPage != (args.After != nil) {
			t.Errorf("page %d: previous %t", pages, c.PageInfo.HasPreviousPage)
		}
		if !c.PageInfo.HasNextPage {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
		args.After = c.PageInfo.EndCursor
	}
	if sorted := slices.Sorted(slices.Values(all)); len(all) != 9 || len(slices.Compact(sorted)) != 9 {
		t.Errorf("found %q", all)
	}
	if n := w.count(words); n.Value != 9 || !n.Exact {
		t.Errorf("count %+v", n)
	}
	// With a filter it is a search among what the filter leaves.
	words.CategoryID, words.PriceFrom = ptr(other.GlobalID()), ptr[money.Tiyin](101)
	if got := names(w.list(words, catalog.ByPrice, false, page.Args{})); !slices.Equal(slices.Sorted(slices.Values(got)), []string{"Koʻylak 3", "Koʻylak 6"}) {
		t.Errorf("in a category %q", got)
	}
	if n := w.count(words); n.Value != 2 {
		t.Errorf("count %+v", n)
	}
	drafts := catalog.ProductFilter{Search: ptr("koylak"), Status: []catalog.Status{catalog.Draft}}
	if got := names(w.list(drafts, catalog.ByPrice, false, page.Args{})); !slices.Equal(got, []string{"Koʻylak qoralama"}) {
		t.Errorf("drafts %q", got)
	}
	if got := w.search("!!!"); len(got) != 0 {
		t.Errorf("signs find %q", got)
	}
	w.Must(search.Learn(t.Context(), w.DB))
	if got := w.search("koylka 3"); len(got) == 0 {
		t.Error("a mistyped word finds nothing")
	}
	empty := w.list(catalog.ProductFilter{Search: ptr("mashina")}, catalog.ByPrice, false, page.Args{})
	if empty.Edges == nil || empty.PageInfo != (page.PageInfo{}) {
		t.Errorf("nothing found: %+v", empty)
	}
	for name, c := range map[string]struct {
		args page.Args
		want string
	}{
		"backwards":           {page.Args{Last: ptr(1)}, "BAD_REQUEST last"},
		"before":              {page.Args{Before: ptr("x")}, "BAD_REQUEST last"},
		"too many":            {page.Args{First: ptr(101)}, "OUT_OF_RANGE first"},
		"none":                {page.Args{First: ptr(0)}, "OUT_OF_RANGE first"},
		"no cursor":           {page.Args{After: ptr("?")}, "INVALID after"},
		"a cursor of a list":  {page.Args{After: w.list(catalog.ProductFilter{}, catalog.ByPrice, false, page.Args{}).PageInfo.EndCursor}, "INVALID after"},
		"a cursor below zero": {page.Args{After: ptr("LTE")}, "INVALID after"},
	} {
		_, err := w.tryList(catalog.ProductFilter{Search: ptr("koylak")}, catalog.ByPrice, false, c.args)
		wantFaults(t, name, err, c.want)
	}
	beyond := w.list(catalog.ProductFilter{Search: ptr("koylak")}, catalog.ByPrice, false, page.Args{After: ptr("OTk5")})
	if len(beyond.Edges) != 0 || beyond.PageInfo.HasNextPage || !beyond.PageInfo.HasPreviousPage {
		t.Errorf("beyond the end: %+v", beyond)
	}
}

func TestCountOfASearchStopsAtItsHits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stock(700, nil)
	if n := w.count(catalog.ProductFilter{Search: ptr("tovar")}); n.Value != search.MaxHits || n.Exact {
		t.Errorf("count %+v", n)
	}
}

func TestOneByEachOfItsNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := simple("Non", 100)
	in.ExternalID = ptr("ext")
	p := w.upsert(in)
	draft := w.upsert(catalog.ProductUpsertInput{Name: uz("Qoralama")})
	by := func(w world, k catalog.Key, alsoHidden bool) (found *catalog.Product, err error) {
		err = w.DB.Read(t.Context(), w.Store.ID, func(ctx context.Context, q bun.IDB) (err error) {
			found, err = catalog.ProductBy(ctx, q, w.Store.ID, k, catalog.View{Now: now, SeesHidden: alsoHidden})
			return err
		})
		return found, err
	}
	neighbour := w.beside("qoshni")
	for _, k := range []catalog.Key{{ID: ptr(p.GlobalID())}, {Slug: ptr("non")}, {ExternalID: ptr("ext")}} {
		if found, err := by(w, k, false); err != nil || found == nil || found.ID != p.ID {
			t.Errorf("%+v: %v, %v", k, found, err)
		}
		if found, err := by(neighbour, k, true); err != nil || found != nil {
			t.Errorf("the neighbour by %+v: %v, %v", k, found, err)
		}
	}
	if found, err := by(w, catalog.Key{ID: ptr(draft.GlobalID())}, false); err != nil || found != nil {
		t.Errorf("a draft: %v, %v", found, err)
	}
	for _, k := range []catalog.Key{{}, {ID: ptr(p.GlobalID()), Slug: ptr("non")}, {Slug: ptr("non"), ExternalID: ptr("ext")}} {
		if _, err := by(w, k, false); !fault.Has(err, fault.BadRequest) {
			t.Errorf("%+v: %v", k, err)
		}
	}
	_, err := by(w, catalog.Key{ID: ptr(w.variants(p)[0].GlobalID())}, false)
	wantFaults(t, "an id of another kind", err, "INVALID_ID id")
}
