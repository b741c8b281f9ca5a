package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/shoptest"
)

func options(pairs ...string) (list []search.Value) {
	for _, p := range pairs {
		option, value, _ := strings.Cut(p, "=")
		list = append(list, search.Value{Option: option, Value: value})
	}
	return list
}

func (w *world) search(shelves *search.Shelves, r search.Request) *search.Found {
	w.t.Helper()
	var found *search.Found
	err := w.db.Read(w.t.Context(), w.store, func(ctx context.Context, q bun.IDB) (err error) {
		found, err = shelves.Search(ctx, q, w.store, r)
		return err
	})
	if err != nil {
		w.t.Fatalf("%+v: %v", r, err)
	}
	return found
}

func (w *world) named(f *search.Found) (names []string) {
	for _, key := range f.Page.Nodes() {
		names = append(names, w.names[key])
	}
	return names
}

func counts(f *search.Found, option string) string {
	var list []string
	for _, o := range f.Facets.Options {
		if o.Code == option {
			for _, v := range o.Values {
				list = append(list, fmt.Sprintf("%s %d", v.Code, v.Count))
			}
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func TestFacets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shoes, shirts := uuid.New(), uuid.New()
	put := func(name string, category uuid.UUID, price int64, choices ...search.Choice) uuid.UUID {
		return w.add(name, "", func(d *search.Document) {
			d.CategoryID, d.PriceMin, d.Choices = &category, price, choices
		})
	}
	put("Shim A", shirts, 100, search.Choice{CanBuy: true, Values: options("color=black", "size=s")},
		search.Choice{CanBuy: false, Values: options("color=black", "size=m")}, search.Choice{CanBuy: true, Values: options("color=white", "size=m")})
	put("Shim B", shirts, 200, search.Choice{CanBuy: true, Values: options("color=black", "size=m")})
	put("Shim C", shoes, 300, search.Choice{CanBuy: false, Values: options("color=red", "size=s")})
	put("Shim D", shoes, 400, search.Choice{CanBuy: true})
	put("Kurtka", shoes, 50, search.Choice{CanBuy: true, Values: options("color=black", "size=s")})
	shelves := search.NewShelves(100)
	black := search.OptionFilter{Code: "color", Values: []string{"black"}}
	medium := search.OptionFilter{Code: "size", Values: []string{"m"}}
	lowest := int64(250)
	for _, c := range []struct {
		what          string
		filter        search.Filter
		names         string
		colors, sizes string
		canBuy        int
		categories    string // shirts, shoes
	}{
		{"all", search.Filter{}, "Shim A Shim B Shim C Shim D", "black 2, red 1, white 1", "m 2, s 2", 3, "2 2"},
		{"black", search.Filter{Options: []search.OptionFilter{black}}, "Shim A Shim B", "black 2, red 1, white 1", "m 2, s 1", 2, "2 0"},
		// One variant must have both, not two of them one each.
		{"black m", search.Filter{Options: []search.OptionFilter{black, medium}}, "Shim A Shim B", "black 2, white 1", "m 2, s 1", 1, "2 0"},
		{"black m to be bought", search.Filter{Options: []search.OptionFilter{black, medium}, CanBuy: true}, "Shim B", "black 1, white 1", "m 1, s 1", 1, "1 0"},
		{"to be bought", search.Filter{CanBuy: true}, "Shim A Shim B Shim D", "black 2, white 1", "m 2, s 1", 3, "2 1"},
		{"shoes", search.Filter{Categories: []uuid.UUID{shoes}}, "Shim C Shim D", "red 1", "s 1", 1, "2 2"},
		{"no category", search.Filter{Categories: []uuid.UUID{}}, "", "", "", 0, "2 2"},
		{"dear", search.Filter{PriceFrom: &lowest}, "Shim C Shim D", "red 1", "s 1", 1, "0 2"},
		{"unknown value", search.Filter{Options: []search.OptionFilter{{Code: "color", Values: []string{"plaid"}}}}, "", "black 2, plaid 0, red 1, white 1", "", 0, "0 0"},
	} {
		f := w.search(shelves, search.Request{Text: "shim", Filter: c.filter, Sort: search.ByPriceUp})
		if got := strings.Join(w.named(f), " "); got != c.names {
			t.Errorf("%s finds %q, want %q", c.what, got, c.names)
		}
		if got := counts(f, "color"); got != c.colors {
			t.Errorf("%s: colours %q, want %q", c.what, got, c.colors)
		}
		if got := counts(f, "size"); got != c.sizes {
			t.Errorf("%s: sizes %q, want %q", c.what, got, c.sizes)
		}
		if got := fmt.Sprint(f.Facets.Categories[shirts], f.Facets.Categories[shoes]); got != c.categories {
			t.Errorf("%s: categories %q, want %q", c.what, got, c.categories)
		}
		if f.Facets.CanBuy != c.canBuy || f.Total.Value != len(f.Page.Edges) || !f.Total.Exact {
			t.Errorf("%s: %d can be bought, want %d; total %+v", c.what, f.Facets.CanBuy, c.canBuy, f.Total)
		}
	}
	f := w.search(shelves, search.Request{Sort: search.ByPriceDown})
	if got := w.named(f); !slices.Equal(got, []string{"Shim D", "Shim C", "Shim B", "Shim A", "Kurtka"}) || f.Facets.Price.Min != 50 || f.Facets.Price.Max != 400 {
		t.Errorf("without words %q, prices %+v", got, f.Facets.Price)
	}
	total := 0
	for _, r := range f.Facets.Price.Ranges {
		narrowed := w.search(shelves, search.Request{Sort: search.ByPriceUp, Filter: search.Filter{PriceFrom: r.From, PriceTo: r.To}})
		if narrowed.Total.Value != r.Count {
			t.Errorf("range %+v leaves %d", r, narrowed.Total.Value)
		}
		total += r.Count
	}
	if len(f.Facets.Price.Ranges) < 2 || total != 5 {
		t.Errorf("ranges %+v", f.Facets.Price.Ranges)
	}
}

// A page begins where the last one ended, each product stands on one page, and cursors of other orders are refused.
func TestSearchIsPaged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 25 {
		w.add(fmt.Sprintf("Shim %d", i), "", func(d *search.Document) { d.PriceMin, d.Popularity = int64(i%4), i%3 })
	}
	shelves := search.NewShelves(100)
	for _, by := range []search.Sort{search.ByMatch, search.ByPopularity, search.ByPriceUp, search.ByPriceDown, search.ByNewest} {
		first, seen := 4, map[uuid.UUID]bool{}
		args := page.Args{First: &first}
		for {
			f := w.search(shelves, search.Request{Text: "shim", Sort: by, Args: args})
			for _, key := range f.Page.Nodes() {
				seen[key] = true
			}
			if f.Total.Value != 25 || f.Page.PageInfo.HasPreviousPage != (args.After != nil) {
				t.Errorf("%s: %+v of %+v", by, f.Page.PageInfo, f.Total)
			}
			if !f.Page.PageInfo.HasNextPage {
				break
			}
			args.After = f.Page.PageInfo.EndCursor
		}
		if len(seen) != 25 {
			t.Errorf("%s shows %d products", by, len(seen))
		}
		err := w.db.Read(t.Context(), w.store, func(ctx context.Context, q bun.IDB) error {
			_, err := shelves.Search(ctx, q, w.store, search.Request{Text: "shim", Sort: "OTHER", Args: args})
			return err
		})
		if faults, ok := fault.As(err); !ok || faults[0].Code != fault.Invalid {
			t.Errorf("a cursor of %s elsewhere: %v", by, err)
		}
	}
}

// Whatever is written while others search is on the shelves of every process at the next search, and nothing is lost: also
// what a transaction wrote that began before another reader looked and ended after.
func TestShelvesMissNoWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := w.add("Shim", "", func(d *search.Document) { d.PriceMin = 0 })
	here, there := search.NewShelves(1), search.NewShelves(100)
	price := func(s *search.Shelves) int64 {
		f := w.search(s, search.Request{Sort: search.ByMatch})
		return f.Facets.Price.Max
	}
	slow, read := make(chan struct{}), make(chan struct{})
	var wait sync.WaitGroup
	other := uuid.New()
	wait.Go(func() {
		err := w.db.Write(context.Background(), w.store, func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.NewRaw("insert into products (store_id, id, slug, name) values (?, ?, ?, '{}')", w.store, other, other).Exec(ctx); err != nil {
				return err
			}
			err := search.Put(ctx, tx, &search.Document{StoreID: w.store, ProductID: other, Title: []string{"Shim"}, IsActive: true, PriceMin: 7777})
			close(slow)
			<-read
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-slow
	for n := int64(1); n <= 5; n++ { // later transactions that end earlier
		w.add("Shim", "", func(d *search.Document) { d.ProductID, d.PriceMin = key, n })
		if got := price(here); got != n {
			t.Errorf("price %d after writing %d", got, n)
		}
		if got := price(there); got != n {
			t.Errorf("price %d in another process after writing %d", got, n)
		}
	}
	close(read)
	wait.Wait()
	if a, b := price(here), price(there); a != 7777 || b != 7777 {
		t.Errorf("the slow writer's price is not seen: %d, %d", a, b)
	}
}

// Counts of the lexicon come out right, whoever writes at once.
func TestLexiconCountsUnderConcurrentWrites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := make([]uuid.UUID, 8)
	for i := range ids {
		ids[i] = w.add("Shim", "")
	}
	var wait sync.WaitGroup
	for i, key := range ids {
		wait.Go(func() {
			for round := range 6 {
				title := []string{"Shim"}
				if (round+i)%2 == 0 {
					title = []string{"Kurtka qishki"}
				}
				err := w.db.Write(context.Background(), w.store, func(ctx context.Context, tx *db.Tx) error {
					return search.Put(ctx, tx, &search.Document{StoreID: w.store, ProductID: key, Title: title, IsActive: true})
				})
				if err != nil {
					t.Error(err)
				}
				if err := search.Learn(context.Background(), w.db); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	w.learn()
	var got []string
	if err := w.db.NewRaw("select word || ' ' || products from search_words where store_id = ? order by 1", w.store).Scan(t.Context(), &got); err != nil {
		t.Fatal(err)
	}
	if want := []string{"kurtka 4", "qishki 4", "shim 4"}; !slices.Equal(got, want) {
		t.Errorf("lexicon %q, want %q", got, want)
	}
}

func TestReadings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("Koʻylak\nКўйлак\nПлатье\nDress", "")
	w.add("Koʻylak «Bahor»\nПлатье «Бахор»", "")
	w.add("Krossovka\nКроссовки", "")
	w.add("Futbolka\nФутболка", "")
	w.learn()
	shelves := search.NewShelves(100)
	for query, want := range map[string]string{
		"gkfnmt": "платье", "лщндфл": "koylak", "krosofka": "krossovka", "кросовки": "кроссовки", "фудболка": "футболка",
		"koylka bahor": "koʻylak bahor", "платье": "", "koylak": "", "zzz": "",
	} {
		if f := w.search(shelves, search.Request{Text: query, Sort: search.ByMatch}); f.Corrected != want {
			t.Errorf("%q is taken for %q, want %q", query, f.Corrected, want)
		}
	}
	if f := w.search(shelves, search.Request{Text: "платья", Sort: search.ByMatch}); len(f.Page.Edges) != 2 || f.Corrected != "" {
		t.Errorf("another form of a word: %q, corrected %q", w.named(f), f.Corrected)
	}
	set := func(groups [][]string, expected *int) error {
		return w.db.Write(t.Context(), w.store, func(ctx context.Context, tx *db.Tx) error {
			_, err := search.SetSynonyms(ctx, tx, w.store, groups, expected, shoptest.Now)
			return err
		})
	}
	if err := set([][]string{{"krossovka", "кеды", "sport poyabzali"}, {"alone"}}, nil); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"кеды", "kedi", "sport poyabzali"} {
		if f := w.search(shelves, search.Request{Text: query, Sort: search.ByMatch}); !slices.Equal(w.named(f), []string{"Krossovka"}) {
			t.Errorf("synonym %q finds %q", query, w.named(f))
		}
	}
	stale := 7
	for _, c := range []struct {
		groups [][]string
		code   fault.Code
	}{
		{[][]string{{"a", "!!!"}}, fault.Invalid}, {make([][]string, 501), fault.TooMany}, {[][]string{make([]string, 21)}, fault.TooMany},
		{[][]string{{"a", strings.Repeat("b", 61)}}, fault.TooLong}, {[][]string{{"a", "b"}}, fault.StaleVersion},
	} {
		if faults, ok := fault.As(set(c.groups, &stale)); !ok || faults[0].Code != c.code {
			t.Errorf("%d groups: %v, want %s", len(c.groups), faults, c.code)
		}
	}
	var completed []string
	err := w.db.Read(t.Context(), w.store, func(ctx context.Context, q bun.IDB) (err error) {
		completed, err = search.Complete(ctx, q, w.store, "bahor koʻy", 5)
		return err
	})
	if err != nil || !slices.Equal(completed, []string{"bahor koʻylak"}) {
		t.Errorf("completed %q, %v", completed, err)
	}
}

// Hostile queries are refused or find nothing; none is an error of the server.
func TestSearchOfHostileQueries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("Koʻylak", "")
	w.learn()
	shelves := search.NewShelves(100)
	for _, query := range []string{
		"%", "_", "%koylak%", "' OR 1=1 --", "\x00", "a\x00b", "\xff\xfe", strings.Repeat("'", 200), strings.Repeat("%_", 100), "??? ?0 ::", "\\", "😀😀😀", "﷽", strings.Repeat("я ", 100),
	} {
		w.search(shelves, search.Request{Text: query, Sort: search.ByMatch})
	}
	err := w.db.Read(t.Context(), w.store, func(ctx context.Context, q bun.IDB) error {
		_, err := shelves.Search(ctx, q, w.store, search.Request{Text: strings.Repeat("a", 10_240)})
		return err
	})
	if faults, ok := fault.As(err); !ok || faults[0].Code != fault.TooLong {
		t.Errorf("10 kB: %v", err)
	}
}
