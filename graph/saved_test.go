package graph_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/auth"
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
			a := s.anonymous().ask(query, nil)
			switch again := buyer.ask(query, nil); {
			case len(a.Errors) > 0:
			case !again.isSaved():
				t.Errorf("%s is not saved: does a type in it lack @cacheControl? %.200s", f.name(), query)
			case !bytes.Equal(again.Body, want.Body):
				t.Errorf("%s: saved\n%s\nwant\n%s", f.name(), again.Body, want.Body)
			}
			asked++
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
	s.settled()
	buyer.must(query, nil)
	buyer.must(`mutation ($v: ID!) { cartSet(input: {lines: [{variantId: $v, quantity: 1}]}) { userErrors { code } } }`, map[string]any{"v": variantID})
	if !buyer.must(query, nil).isSaved() {
		t.Error("a cart makes saved answers old")
	}
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

// The compressed copy is what the plain one is.
func TestSavedAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	s := open(t)
	for i := range 24 {
		s.Variant(fmt.Sprint("Choy ", i), 100_00, 9)
	}
	plain := s.anonymous().must(listing, nil)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"?query="+url.QueryEscape(listing), nil)
	s.Must(err)
	r.Header.Set("Accept-Encoding", "br, gzip;q=0.5")
	for range 2 {
		res, err := http.DefaultTransport.RoundTrip(r)
		s.Must(err)
		if res.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(res.Header.Values("Vary"), ","), "Accept-Encoding") {
			t.Fatalf("%v", res.Header)
		}
		z, err := gzip.NewReader(res.Body)
		s.Must(err)
		body, err := io.ReadAll(z)
		s.Must(err)
		_ = res.Body.Close()
		if !bytes.Equal(body, plain.Body) || int(res.ContentLength) >= len(plain.Body) {
			t.Errorf("%d bytes: %s", res.ContentLength, body)
		}
	}
}

// Many who ask the same at once cost one execution; one who goes away does not spoil it for the others.
func TestOneExecutionForMany(t *testing.T) {
	t.Parallel()
	s := open(t)
	count := new(statements)
	s.DB.OnStatement(count.add)
	s.Variant("Choy", 100_00, 9)
	nobody := s.anonymous()
	s.Variant("Non", 100_00, 9)
	nobody.settle(strings.Replace(listing, "24", "23", 1))
	began := s.misses()
	reads := func() (n int) {
		for _, sql := range count.take() {
			if strings.Contains(sql, "products") {
				n++
			}
		}
		return n
	}
	reads()
	nobody.must(strings.Replace(listing, "24", "22", 1), nil)
	once := reads()

	conn, err := s.owner().Acquire(t.Context())
	s.Must(err)
	_, err = conn.Exec(t.Context(), "begin; lock table products in access exclusive mode")
	s.Must(err)
	impatient, leave := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() { // the first one, who leaves
		defer close(gone)
		r, err := http.NewRequestWithContext(impatient, http.MethodGet, s.url+"?query="+url.QueryEscape(listing), nil)
		if err == nil {
			if res, err := http.DefaultClient.Do(r); err == nil {
				_ = res.Body.Close()
			}
		}
	}()
	eventually(t, "the first one waits", func() bool { return s.waiting(1) })
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if a := nobody.do(http.MethodGet, s.url+"?query="+url.QueryEscape(listing), ""); a.Status != 200 || len(a.get("products.nodes").([]any)) != 2 {
				t.Errorf("%d %s", a.Status, a.Body)
			}
		})
	}
	eventually(t, "the others have asked", func() bool { return s.misses() == began+1+1+20 })
	leave()
	<-gone
	_, err = conn.Exec(t.Context(), "rollback")
	s.Must(err)
	conn.Release()
	all.Wait()
	// Two, when the count of editions fell in between.
	if n := reads(); n > 2*once || once == 0 {
		t.Errorf("%d statements for 21 who ask at once, %d for one", n, once)
	}
}

// waiting tells whether so many statements wait for a lock.
func (s *site) waiting(n int) bool {
	var is int
	s.Must(s.owner().QueryRow(s.t.Context(), "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()").Scan(&is))
	return is == n
}

// misses counts queries that found no saved answer.
func (s *site) misses() int {
	families, err := s.metrics.Gather()
	s.Must(err)
	for _, f := range families {
		if f.GetName() == "dokon_graphql_saved_total" {
			for _, m := range f.GetMetric() {
				if m.GetLabel()[0].GetValue() == "miss" {
					return int(m.GetCounter().GetValue())
				}
			}
		}
	}
	return 0
}

// Memory is bounded in bytes, whatever callers think of.
func TestSavedAnswersAreBounded(t *testing.T) {
	t.Parallel()
	const most = 64 << 10
	s := open(t, func(_ *site, h *graph.Handler) { h.SavedBytes = most })
	for i := range 24 {
		s.Variant(fmt.Sprint("Choy ", i), 100_00, 9)
	}
	nobody := s.anonymous()
	size, saved := len(nobody.must(listing, nil).Body), 0
	const n = 60
	at := func(i int) string { return fmt.Sprintf("# %d\n%s", i, listing) }
	for i := range n {
		nobody.must(at(i), nil)
	}
	for i := range n {
		if nobody.must(at(i), nil).isSaved() {
			saved++
		}
	}
	if size < 4000 || saved*size > most*3/2 || saved == n {
		t.Errorf("%d answers of %d bytes are kept in %d", saved, size, most)
	}
}

// pieces is a number of many pieces, which may be as old as an answer may be: few pieces are told at once.
var pieces = regexp.MustCompile(`"available":([6-9]|\d\d+)`)

// After any command of the contract, what is saved says what is so.
func TestNoCommandLeavesSavedAnswersOld(t *testing.T) {
	t.Parallel()
	s := open(t)
	x := s.furnish(s.World, "Choyxona")
	boss, _ := s.member(s.World, staff.Owner)
	buyer := s.bearer(s.anonymous().must(`mutation ($d: String!) { sessionCreate(input: {initData: $d}) { tokens { accessToken } } }`,
		map[string]any{"d": x["initData"]}).text("sessionCreate.tokens.accessToken"))
	bot, saving := s.service(auth.Bot).at(s.World), s.url
	s.serve(openDB(t, s.URL), s.Hub, unsaved)
	fresh := s.url
	var queries []string
	for _, f := range rootFields() {
		if f.kind == "query" && f.field.Directives.ForName("cacheControl") != nil {
			for _, way := range f.ways {
				queries = append(queries, f.document(t, x.fill(way), 3, false))
			}
		}
	}
	now := func(url, query string) string {
		s.url = url
		return pieces.ReplaceAllString(string(s.anonymous().ask(query, nil).Body), `"available":"many"`)
	}
	before, changed := map[string]string{}, map[string]bool{}
	for _, query := range queries {
		before[query] = now(saving, query)
	}
	for _, f := range rootFields() {
		if f.kind != "mutation" {
			continue
		}
		for _, way := range f.ways {
			document := f.document(t, x.fill(way), 1, false)
			for _, c := range []*caller{boss, buyer, bot} {
				s.url = saving
				c.ask(document, nil)
			}
			if f.name() == "productStatusSet" { // what is archived is not shown, whatever happens to it
				s.url = saving
				boss.must(`mutation ($id: ID!) { productStatusSet(input: {id: $id, status: ACTIVE}) { userErrors { code } } }`, map[string]any{"id": x["product"]})
			}
			for _, query := range queries {
				saved, is := now(saving, query), now(fresh, query)
				if saved != is {
					t.Errorf("after %s\n%s\nis answered by\n%s\nand should be\n%s", document, query, saved, is)
				}
				if is != before[query] {
					changed[f.name()] = true
				}
				before[query] = is
			}
		}
	}
	for _, name := range []string{"storeUpdate", "productUpsert", "categoryUpsert", "variantPriceSet", "variantStopSet", "mediaUpdate", "deliveryZoneUpsert"} {
		if !changed[name] {
			t.Errorf("%s changed nothing that is shown, so it proves nothing", name)
		}
	}
}
