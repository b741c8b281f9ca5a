package graph_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

const listing = `query Listing { products(first: 24, sort: PUBLISHED) { nodes { name slug isAvailable priceRange { min { minor formatted } }
	variants { id price { formatted } availability { canBuy available } } cover { url color } } pageInfo { hasNextPage } } }`

// isSaved tells whether an answer was taken from memory.
func (a *answer) isSaved() bool { return strings.Contains(a.Header.Get("Cache-Status"), "hit") }

// wasSaved tells whether an answer was put there.
func (a *answer) wasSaved() bool { return strings.Contains(a.Header.Get("Cache-Status"), "stored") }

// settle waits until a query is answered by what was saved: for a moment after a change each answer is made anew.
func (c *caller) settle(query string) *answer {
	c.s.t.Helper()
	var a *answer
	eventually(c.s.t, "it is saved", func() bool {
		a = c.must(query, nil)
		return a.isSaved()
	})
	return a
}

// settled waits until the last change is counted: each begins two editions, one at once and one behind the requests.
func (s *site) settled() {
	s.t.Helper()
	version := func() (n int) {
		s.Must(s.DB.NewRaw("select catalog_version from stores where id = ?", s.Store.ID).Scan(s.t.Context(), &n))
		return n
	}
	before := version()
	s.Write(func(_ context.Context, tx *db.Tx) error { tx.Touch(); return nil })
	eventually(s.t, "the change is counted", func() bool { return version() > before })
	s.anonymous().at(s.World).settle(`{ store { slug } }`)
}

// What one was answered is given to the next who asks the same, in the same store and language.
func TestAnswersAreShared(t *testing.T) {
	t.Parallel()
	s := open(t)
	second := s.beside("second")
	s.Variant("Choy", 100_00, 9)
	second.Variant("Non", 100_00, 9)
	nobody := s.anonymous().at(s.World)
	first := nobody.must(listing, nil)
	if !first.wasSaved() || first.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%v %s", first.Header, first.Body)
	}
	buyer, _ := s.shopper(s.World)
	cart := s.bearer(nobody.must(`mutation { cartCreate { cartToken } }`, nil).text("cartCreate.cartToken")).at(s.World)
	for who, c := range map[string]*caller{"nobody": nobody, "a shopper": buyer, "a cart": cart} {
		try := 0
		eventually(t, who+" is answered by what nobody was", func() bool { // for a moment after a change nothing is
			try++
			query := fmt.Sprintf("# %s %d\n%s", who, try, listing)
			nobody.must(query, nil)
			a := c.must(query, nil)
			return a.isSaved() && bytes.Equal(a.Body, first.Body)
		})
	}
	for what, a := range map[string]*answer{
		"another language":  nobody.speaks("ru").must(listing, nil),
		"another store":     s.anonymous().at(second).must(listing, nil),
		"another document":  nobody.must(strings.Replace(listing, "24", "23", 1), nil),
		"another mediatype": nobody.with("Accept", modern).must(listing, nil),
	} {
		if a.isSaved() {
			t.Errorf("%s is answered by what was saved: %s", what, a.Body)
		}
	}
	const one = `query ($n: Int) { products(first: $n) { nodes { slug } } }`
	if a, b := nobody.must(one, map[string]any{"n": 1}), nobody.must(one, map[string]any{"n": 2}); a.isSaved() || b.isSaved() {
		t.Error("variables do not count")
	}
	s.clock.pass(61 * time.Second)
	if a := nobody.must(listing, nil); a.isSaved() {
		t.Error("saved for longer than its maxAge")
	}
	if a := nobody.must(`{ store { slug isOpen } }`, nil); !a.wasSaved() {
		t.Errorf("%v", a.Header)
	}
	s.clock.pass(6 * time.Second)
	if a := nobody.must(`{ store { slug isOpen } }`, nil); a.isSaved() {
		t.Error("the shortest age of a document does not count")
	}
}

// What is private, refused, or asked by staff is never saved.
func TestWhatIsNotSaved(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.Variant("Choy", 100_00, 9)
	buyer, _ := s.shopper(s.World)
	boss, _ := s.member(s.World, staff.Owner)
	nobody := s.anonymous()
	for name, c := range map[string]struct {
		who   *caller
		query string
	}{
		"my own":                    {buyer, `{ me { customer { id } } }`},
		"my own beside the public":  {buyer, `{ products { nodes { id } } me { customer { id } } }`},
		"who am I":                  {nobody, `{ viewer { id } }`},
		"by id, of whatever":        {nobody, `{ node(id: "` + s.Store.NodeID().String() + `") { id } }`},
		"a cart":                    {nobody, `{ cart(cartToken: "dkc_1_x") { id } }`},
		"a delivery to me":          {nobody, `{ deliveryQuote(point: {latitude: 41.3, longitude: 69.2}) { price { minor } } }`},
		"the schema":                {nobody, `{ __schema { queryType { name } } }`},
		"a refused field":           {nobody, `{ store { slug orderRules { quoteMinutes } } }`},
		"refused, in a fragment":    {nobody, `{ products { nodes { ...p } } } fragment p on Product { id fiscal { ikpu } }`},
		"a refused argument":        {nobody, `{ products(filter: {status: [DRAFT]}) { nodes { id } } }`},
		"an argument of no use":     {nobody, `{ product(id: "x") { id } }`},
		"not valid":                 {nobody, `{ nothing }`},
		"staff":                     {boss, listing},
		"a program":                 {s.program(s.World, staff.CatalogRead), listing},
		"a mutation":                {nobody, `mutation { cartCreate { cart { id } } }`},
		"init data, not signed in":  {nobody.with("Authorization", "tma "+s.initData(s.World, 4711)), listing},
		"of nobody's store, a type": {nobody, `{ __type(name: "Store") { name } }`},
	} {
		for range 2 {
			if a := c.who.ask(c.query, nil); a.isSaved() || a.wasSaved() {
				t.Errorf("%s: %v %s", name, a.Header, a.Body)
			}
		}
	}
}

// Whatever a saved answer shows to one caller, every other would have been shown too: each query that may be saved is asked
// by nobody and by a shopper with a past, on a server that saves nothing.
func TestSavedAnswersAreTheSameForAll(t *testing.T) {
	t.Parallel()
	s := open(t)
	x := s.furnish(s.World, "Choyxona")
	boss, _ := s.member(s.World, staff.Owner)
	// While a group has prices of its own, shoppers share nothing: TestGroupPricesAreNotShared.
	boss.must(`mutation ($id: ID!) { priceListUpsert(input: {id: $id, isActive: false}) { userErrors { message } } }`, map[string]any{"id": x["priceList"]})
	saving := s.url
	s.serve(openDB(t, s.URL), s.Hub, unsaved)
	fresh := s.url
	buyer, who := s.shopper(s.World)
	s.Place(who, shoptest.Want(s.Variant("Non", 100_00, 9), 1))
	s.url = saving
	s.settled()
	asked := 0
	for _, f := range rootFields() {
		if f.kind != "query" || f.field.Directives.ForName("cacheControl") == nil {
			continue
		}
		for _, way := range f.ways {
			query := f.document(t, x.fill(way), 3, false)
			s.url = fresh
			want, got := s.anonymous().ask(query, nil), buyer.ask(query, nil)
			if !bytes.Equal(want.Body, got.Body) {
				t.Errorf("%s: nobody sees\n%s\na shopper sees\n%s", f.name(), want.Body, got.Body)
			}
			s.url = saving
			asked++
			if a := s.anonymous().ask(query, nil); len(a.Errors) > 0 {
				continue
			}
			var again *answer
			eventually(t, f.name()+" is saved; if not, does a type in it lack @cacheControl?", func() bool {
				again = buyer.ask(query, nil) // not at once when the second edition of what was written above begins just now
				return again.isSaved()
			})
			if !bytes.Equal(again.Body, want.Body) {
				t.Errorf("%s: saved\n%s\nwant\n%s", f.name(), again.Body, want.Body)
			}
		}
	}
	if asked < 8 {
		t.Errorf("%d queries may be saved", asked)
	}
}

// A change is seen at once in the process that made it.
func TestSavedAnswersSeeChanges(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	buyer, who := s.shopper(s.World)
	v := s.Variant("Choy", 100_00, 9)
	product := boss.must(`{ products { nodes { id variants { id } } } }`, nil)
	productID, variantID := product.text("products.nodes.0.id"), product.text("products.nodes.0.variants.0.id")
	const query = `{ products { nodes { name isAvailable variants { price { minor } availability { available } } } } store { name } }`
	see := func(path string) string {
		t.Helper()
		a := buyer.must(query, nil)
		if a.isSaved() {
			t.Errorf("an old answer to %s", path)
		}
		buyer.settle(query)
		return a.text(path)
	}
	see("store.name")
	boss.must(`mutation ($id: ID!) { productUpsert(input: {id: $id, name: {ru: "Чой", uzLatn: "Koʻk choy"}}) { userErrors { message } } }`, map[string]any{"id": productID})
	if got := see("products.nodes.0.name"); got != "Koʻk choy" {
		t.Errorf("name %s", got)
	}
	boss.must(`mutation ($id: ID!) { variantPriceSet(input: {variantId: $id, price: 7700}) { userErrors { message } } }`, map[string]any{"id": variantID})
	if got := see("products.nodes.0.variants.0.price.minor"); got != "7700" {
		t.Errorf("price %s", got)
	}
	boss.must(`mutation ($id: ID!) { stockSet(input: {variantId: $id, onHand: 5}) { userErrors { message } } }`, map[string]any{"id": variantID})
	if got := see("products.nodes.0.variants.0.availability.available"); got != "5" {
		t.Errorf("stock %s", got)
	}
	boss.must(`mutation ($id: ID!) { stockSet(input: {variantId: $id, onHand: 500}) { userErrors { message } } }`, map[string]any{"id": variantID})
	see("stock")
	boss.must(`mutation ($id: ID!) { stockSet(input: {variantId: $id, onHand: 400}) { userErrors { message } } }`, map[string]any{"id": variantID})
	if got := see("products.nodes.0.variants.0.availability.available"); got != "400" {
		t.Errorf("a large stock %s", got)
	}
	boss.must(`mutation ($id: ID!) { stockSet(input: {variantId: $id, onHand: 5}) { userErrors { message } } }`, map[string]any{"id": variantID})
	s.Place(who, shoptest.Want(v, 5))
	if got := see("products.nodes.0.isAvailable"); got != "false" {
		t.Errorf("sold out, and still available: %s", got)
	}
	boss.must(`mutation { storeUpdate(input: {name: {uzLatn: "Yangi"}}) { userErrors { message } } }`, nil)
	if got := see("store.name"); got != "Yangi" {
		t.Errorf("store %s", got)
	}
	quantity := 0
	eventually(t, "a cart leaves saved answers as they are", func() bool { // not while the second edition of what was changed above begins
		buyer.settle(query)
		quantity++
		buyer.must(`mutation ($v: ID!, $n: Int!) { cartSet(input: {lines: [{variantId: $v, quantity: $n}]}) { userErrors { code } } }`,
			map[string]any{"v": variantID, "n": 1 + quantity%2})
		return buyer.must(query, nil).isSaved()
	})
}

// A change made by one process is seen by those who ask another one.
func TestSavedAnswersSeeOtherProcesses(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.Variant("Choy", 100_00, 9)
	here, there := s.second(), s.second()
	boss, _ := s.member(s.World, staff.Owner)
	id := boss.must(`{ products { nodes { id } } }`, nil).text("products.nodes.0.id")
	reader := there.anonymous()
	reader.settle(listing)
	(&caller{s: here, headers: boss.headers}).must(
		`mutation ($id: ID!) { productUpsert(input: {id: $id, name: {uzLatn: "Novvot"}}) { userErrors { message } } }`, map[string]any{"id": id})
	eventually(t, "the other process shows the new name", func() bool { return reader.must(listing, nil).text("products.nodes.0.name") == "Novvot" })

	_, who := s.shopper(s.World)
	c := s.FillFor(who, shoptest.Courier(), shoptest.Want(v, 9))
	buyer := s.bearer(s.signIn(s.World, who).AccessToken)
	a := (&caller{s: here, headers: buyer.headers}).must(`mutation ($q: ID!) { orderPlace(input: {quoteId: $q}) { order { id } userErrors { message } } }`,
		map[string]any{"q": s.Quote(c).GlobalID().String()})
	if a.get("orderPlace.order") == nil {
		t.Fatalf("%s", a.Body)
	}
	eventually(t, "the other process shows that it is sold out", func() bool {
		return reader.must(listing, nil).text("products.nodes.0.isAvailable") == "false"
	})
}

// By GET a caller may keep a copy, and is told when it still holds.
func TestETag(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	s.Variant("Choy", 100_00, 9)
	at := s.url + "?query=" + url.QueryEscape(listing)
	nobody := s.anonymous()
	first := nobody.do(http.MethodGet, at, "")
	tag := first.Header.Get("ETag")
	if tag == "" || first.Header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("%v", first.Header)
	}
	for _, match := range []string{tag, strings.TrimPrefix(tag, "W/"), `"x", ` + tag, "*"} {
		a := nobody.with("If-None-Match", match).do(http.MethodGet, at, "")
		if a.Status != http.StatusNotModified || len(a.Body) > 0 || a.Header.Get("ETag") != tag {
			t.Errorf("%s: %d %v %s", match, a.Status, a.Header, a.Body)
		}
	}
	if a := nobody.with("If-None-Match", `"other"`).do(http.MethodGet, at, ""); a.Status != http.StatusOK {
		t.Errorf("another tag: %d", a.Status)
	}
	boss.must(`mutation { storeUpdate(input: {name: {uzLatn: "Yangi"}}) { userErrors { message } } }`, nil)
	if a := nobody.with("If-None-Match", tag).do(http.MethodGet, at, ""); a.Status != http.StatusNotModified || a.isSaved() {
		t.Errorf("made anew and still the same: %d %v", a.Status, a.Header)
	}
	s.Variant("Non", 100_00, 9)
	if a := nobody.with("If-None-Match", tag).do(http.MethodGet, at, ""); a.Status != http.StatusOK || a.Header.Get("ETag") == tag {
		t.Errorf("changed: %d %v", a.Status, a.Header)
	}
	private := s.url + "?query=" + url.QueryEscape(`{ viewer { id } }`)
	if a := nobody.do(http.MethodGet, private, ""); a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v", a.Header)
	}
}
