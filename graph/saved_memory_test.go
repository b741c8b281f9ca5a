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

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/staff"
)

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
func TestWholeSchemaSavedAnswers(t *testing.T) {
	t.Parallel()
	s := open(t)
	x := s.furnish(s.World, "Choyxona")
	boss, _ := s.member(s.World, staff.Owner)
	buyer := s.bearer(s.anonymous().must(`mutation ($d: String!) { sessionCreate(input: {initData: $d}) { tokens { accessToken } } }`,
		map[string]any{"d": x["initData"]}).text("sessionCreate.tokens.accessToken"))
	bot, saving := s.service(auth.Bot).at(s.World), s.url
	s.serve(openDB(t, s.URL), s.Hub, unsaved)
	fresh, remembered := s.url, s.stores
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
			remembered.Forget(s.Store.ID) // another process sees a change of the store within half a second
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
