package search_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/store"
)

// world is a store whose products are known by the first line of their titles.
type world struct {
	t     testing.TB
	db    *db.DB
	store int64
	names map[uuid.UUID]string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return beside(t, dbtest.New(t), "atlas")
}

func beside(t testing.TB, d *db.DB, slug string) *world {
	t.Helper()
	w := &world{t: t, db: d, names: map[uuid.UUID]string{}}
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		s, err := store.Create(ctx, tx, store.CreateInput{Slug: slug, Name: lang.Text{UzLatn: slug}}, time.Now())
		if err == nil {
			w.store = s.ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// add puts a product with its document; change, if any, alters the document before.
func (w *world) add(title, body string, change ...func(*search.Document)) uuid.UUID {
	w.t.Helper()
	doc := &search.Document{StoreID: w.store, ProductID: id.New(), Title: strings.Split(title, "\n"), Body: strings.Split(body, "\n"), IsActive: true}
	for _, f := range change {
		f(doc)
	}
	err := w.db.Write(w.t.Context(), w.store, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("insert into products (store_id, id, slug, name) values (?, ?, ?, '{}') on conflict do nothing",
			w.store, doc.ProductID, doc.ProductID).Exec(ctx)
		if err != nil {
			return err
		}
		return search.Put(ctx, tx, doc)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.names[doc.ProductID], _, _ = strings.Cut(title, "\n")
	return doc.ProductID
}

func readQuery(store int64, query string) func(context.Context, bun.IDB) error {
	return func(ctx context.Context, q bun.IDB) error {
		_, err := search.Find(ctx, q, store, query, nil)
		return err
	}
}

// learn does what the job does.
func (w *world) learn() {
	w.t.Helper()
	if err := search.Learn(w.t.Context(), w.db); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) find(query string, among ...uuid.UUID) []string {
	w.t.Helper()
	w.learn()
	found := []string{}
	err := w.db.Read(w.t.Context(), w.store, func(ctx context.Context, q bun.IDB) error {
		var sub *bun.SelectQuery
		if len(among) > 0 {
			sub = q.NewSelect().Table("products").Column("id").Where("store_id = ?", w.store).Where("id IN (?)", bun.List(among))
		}
		hits, err := search.Find(ctx, q, w.store, query, sub)
		for _, hit := range hits {
			found = append(found, w.names[hit])
		}
		return err
	})
	if err != nil {
		w.t.Errorf("find %q: %v", query, err)
	}
	return found
}

func (w *world) want(query string, names ...string) {
	w.t.Helper()
	if names == nil {
		names = []string{}
	}
	if got := w.find(query); !slices.Equal(got, names) {
		w.t.Errorf("%q finds %q, want %q", query, got, names)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("Koʻylak «Bahor»\nКўйлак «Баҳор»\nПлатье «Весна»\nDress “Spring”\nBK-000123-RED", "Yengil paxta mato\nЛёгкий хлопок")
	w.add("Qishki kurtka\nҚишки куртка\nЗимняя куртка\nWinter jacket", "Issiq, suv oʻtkazmaydi\nТёплая, не промокает, черная")
	w.add("Krossovka\nКроссовки зелёные\niPhone-15 qobigʻi", "Yugurish uchun\nДля бега")
	w.add("Non\nНон\nХлеб\nBread", "Tandirda yopilgan")
	w.add("Nonushta toʻplami\nНонушта тўплами\nЗавтрак", "Non, tuxum va choy")

	spring, jacket, shoes, bread, breakfast := "Koʻylak «Bahor»", "Qishki kurtka", "Krossovka", "Non", "Nonushta toʻplami"
	// One word in every script and with every apostrophe.
	for _, q := range []string{"koʻylak", "ko'ylak", "KO‘YLAK", "koylak", "кўйлак", "КЎЙЛАК", "платье", "dress", "plate"} {
		w.want(q, spring)
	}
	for _, q := range []string{"kurtka", "куртка", "КУРТКА", "Jacket", "зимняя"} {
		w.want(q, jacket)
	}
	// All words must be there, in any order and language.
	w.want("koylak bahor", spring)
	w.want("bahor koylak", spring)
	w.want("платье bahor", spring)
	w.want("куртка қишки winter", jacket)
	w.want("koylak kurtka")
	// Half typed, and shorter than the product's word.
	w.want("kross", shoes)
	w.want("qishki kur", jacket)
	w.want("зим кур", jacket)
	w.want("suv oʻtk", jacket)
	w.want("yugur", shoes)
	if got := w.find("k"); len(got) != 3 {
		t.Errorf("one letter finds %q", got)
	}
	// Words of the text count less than words of the name, whole words more than begun ones.
	w.want("non", bread, breakfast)
	w.want("choy", breakfast)
	w.want("хлопок", spring)
	// ё or е, whichever the shop and the shopper write.
	w.want("зеленые", shoes)
	w.want("зелёные кроссовки", shoes)
	w.want("теплая", jacket)
	w.want("тёплая", jacket)
	w.want("чёрная", jacket)
	// SKUs, whole and in parts, with and without their signs.
	for _, q := range []string{"BK-000123-RED", "bk-000123", "000123", "bk 000123 red", "iphone 15"} {
		if got := w.find(q); len(got) != 1 {
			t.Errorf("%q finds %q", q, got)
		}
	}
	w.want("iphone-15", shoes)
	w.want("iphone 14")
	w.want("krosofka 14")
	w.want("krosofka 15", shoes)
	w.want("BK-000124")
	// Nothing to look for.
	for _, q := range []string{"", "  ", "!!!", "'", "ʻ", "—", "\x00", "\xff\xfe"} {
		w.want(q)
	}
	w.want("mashina")
}

func TestFindMistyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{
		"Koʻylak", "Kurtka", "Krossovka", "Shokolad", "Atirgul", "Telefon", "Sumka", "Paypoq", "Shampun", "Lagʻmon",
	} {
		w.add(name+"\n"+name+" chiroyli", "")
	}
	for query, want := range map[string]string{
		"koylka": "Koʻylak", "kolak": "Koʻylak", "koylok": "Koʻylak", "кўйлк": "Koʻylak",
		"krutka": "Kurtka", "kurka": "Kurtka", "курка": "Kurtka", "kurtkka": "Kurtka",
		"krosovka": "Krossovka", "krossofka": "Krossovka", "shokalad": "Shokolad", "шоколат": "Shokolad",
		"atrgul": "Atirgul", "atirgil": "Atirgul", "telfon": "Telefon", "teelfon": "Telefon", "sumak": "Sumka",
		"paypok": "Paypoq", "shanpun": "Shampun", "lagmn": "Lagʻmon", "lagman": "Lagʻmon",
	} {
		if got := w.find(query); len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %q, want %q first", query, got, want)
		}
	}
	for _, query := range []string{"mashina", "qwerty", "zzz", "kompyuter"} {
		w.want(query)
	}
	// What is spelled right is not mixed with what merely looks like it.
	w.want("sumka", "Sumka")
	// Every word has to look like one of the name.
	w.want("krutka mashina")
	if got := w.find("krutka chiroli"); len(got) == 0 || got[0] != "Kurtka" {
		t.Errorf("two mistyped words find %q", got)
	}
}

func TestFindAmong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shown := w.add("Koʻylak A", "")
	hidden := w.add("Koʻylak B", "", func(d *search.Document) { d.IsActive = false })
	w.want("koylak", "Koʻylak A")
	if got := w.find("koylak", hidden); !slices.Equal(got, []string{"Koʻylak B"}) {
		t.Errorf("among the hidden one: %q", got)
	}
	if got := w.find("koylka", shown, hidden); len(got) != 2 {
		t.Errorf("mistyped among both: %q", got)
	}
	w.add("Koʻylak C", "", func(d *search.Document) { d.Popularity = 9 })
	w.want("koylak", "Koʻylak C", "Koʻylak A")

	// A document is written anew with its product.
	w.add("Shim A", "", func(d *search.Document) { d.ProductID = shown })
	w.want("koylak", "Koʻylak C")
	w.want("shim", "Shim A")

	other := beside(t, w.db, "nafis")
	other.add("Koʻylak D", "")
	other.want("koylak", "Koʻylak D")
	other.want("koylka", "Koʻylak D")
	other.want("shim")
}

// Whatever a query holds, it is looked for and not carried out.
func TestFindTakesNothingForSyntax(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add("Koʻylak", "")
	for _, q := range []string{
		"koylak ' | & ! : * ( )", "koylak' OR 1=1 --", "koylak & !koylak", "koylak:*", "(koylak", "koylak)", "koylak <-> ", "koylak\\", "?koylak", "%koylak%", "koylak ?0 ?? ::",
	} {
		w.find(q) // reports errors
	}
	w.want("koylak & ! ( ) :*", "Koʻylak")
	w.want(`koylak'; drop table search_documents; --`)
	w.want("koylak", "Koʻylak")
	w.want(strings.Repeat("koylak ", 10_000), "Koʻylak")
	w.want(strings.Repeat("a", 100_000))
	w.want("koylak koylak koylak koylak koylak koylak koylak koylak absent", "Koʻylak") // beyond eight words it is not read
}

func TestFindGivesAtMostMaxHits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	err := w.db.Write(t.Context(), w.store, func(ctx context.Context, tx *db.Tx) error {
		documents := make([]*search.Document, search.MaxHits+20)
		for i := range documents {
			documents[i] = &search.Document{StoreID: w.store, ProductID: id.New(), Title: []string{"Koʻylak"}, IsActive: true, Popularity: i}
			_, err := tx.NewRaw("insert into products (store_id, id, slug, name) values (?, ?, ?, '{}')",
				w.store, documents[i].ProductID, documents[i].ProductID).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return search.Put(ctx, tx, documents...)
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(w.find("koylak")); n != search.MaxHits {
		t.Errorf("%d hits", n)
	}
	if n := len(w.find("koylka")); n != search.MaxHits {
		t.Errorf("%d hits for a mistyped word", n)
	}
}
