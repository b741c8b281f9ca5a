package graph_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/staff"
)

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// byHash is the body of a request that names its document, in the way of automatic persisted queries.
func byHash(hash, query string) string {
	body := map[string]any{"extensions": map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}}}
	if query != "" {
		body["query"] = query
	}
	text, _ := json.Marshal(body) // strings always encode
	return string(text)
}

const slug = `{ store { slug } }`

func trusting(t *testing.T, trust graph.Trust, documents ...string) option {
	t.Helper()
	return func(_ *site, h *graph.Handler) {
		h.Trust, h.Documents = trust, graph.Documents{}
		for _, text := range documents {
			h.Documents[sha(text)] = text
		}
	}
}

// A trusted document is asked for by its hash alone: by POST, by GET, on a stream and on a socket.
func TestTrustedDocuments(t *testing.T) {
	t.Parallel()
	const one = `query One($slug: String) { product(slug: $slug) { id } store { slug } }`
	s := open(t, trusting(t, graph.TrustAnonymous, one, adminOrders))
	nobody := s.anonymous()
	variables := `"variables":{"slug":"none"}`
	id := "sha256:" + sha(one)
	for name, a := range map[string]*answer{
		"documentId":            nobody.post(`{"documentId":"` + id + `",` + variables + `}`),
		"without the prefix":    nobody.post(`{"documentId":"` + sha(one) + `",` + variables + `}`),
		"as a persisted query":  nobody.post(byHash(sha(one), "")),
		"the document itself":   nobody.ask(one, nil),
		"GET":                   nobody.do(http.MethodGet, s.url+"?documentId="+id+"&variables="+url.QueryEscape(`{"slug":"none"}`), ""),
		"saved from a shopper":  nobody.ask(one, map[string]any{"slug": "saved"}),
		"upper case, why ever":  nobody.post(`{"documentId":"` + strings.ToUpper(sha(one)) + `"}`),
		"hash and its document": nobody.post(byHash(sha(one), one)),
	} {
		if a.Status != http.StatusOK || a.text("store.slug") != "test" {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
	boss, _ := s.member(s.World, staff.Owner)
	cart := boss.must(`mutation { cartCreate { cartToken } }`, nil).text("cartCreate.cartToken")
	buyer, _ := s.shopper(s.World)
	buyer.must(slug, nil) // shoppers may; what they were answered is not for those who may not
	for name, a := range map[string]*answer{
		"another document":      nobody.ask(slug, nil),
		"by its hash":           nobody.post(byHash(sha(slug), slug)),
		"a space more":          nobody.ask(one+" ", nil),
		"a cart":                s.bearer(cart).ask(slug, nil),
		"init data":             nobody.with("Authorization", "tma "+s.initData(s.World, 4711)).ask(slug, nil),
		"introspection":         nobody.ask(`{ __schema { queryType { name } } }`, nil),
		"by GET":                nobody.do(http.MethodGet, s.url+"?query="+url.QueryEscape(slug), ""),
		"with a trusted id too": nobody.post(`{"documentId":"` + id + `","query":"{ store { slug } }"}`),
	} {
		if code := a.code(); a.Data != nil || code != "DOCUMENT_NOT_TRUSTED" && name != "with a trusted id too" {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
		}
	}
	if a := nobody.post(byHash(sha(slug), "")); a.code() != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("what was refused is remembered: %s", a.Body)
	}
	for name, c := range map[string]*caller{"staff": boss, "a program": s.program(s.World, staff.StoreRead)} {
		c.must(slug, nil)
		if name == "staff" {
			w := c.socket()
			w.send("1", "subscribe", map[string]any{"documentId": "sha256:" + sha(adminOrders)})
			eventually(t, "it listens", func() bool { return s.subscriptions() == 1 })
		}
	}
	w := nobody.socket()
	w.subscribe("1", slug, nil)
	if m := w.take(); m.Type != "error" || !strings.Contains(string(m.Payload), "DOCUMENT_NOT_TRUSTED") {
		t.Errorf("on a socket: %+v", m)
	}
	if a := nobody.with("Accept", "text/event-stream").post(`{"query":"{ store { slug } }"}`); !strings.Contains(string(a.Body), "DOCUMENT_NOT_TRUSTED") {
		t.Errorf("as a stream: %s", a.Body)
	}
}

// Pages of another build are still open: their documents are trusted too, by name and by text, and what no build has is not.
func TestDocumentsOfOtherBuilds(t *testing.T) {
	t.Parallel()
	const old, new = `query Old { store { slug } }`, `query New { store { slug } }`
	var asked atomic.Int64
	down := errors.New("no database")
	s := open(t, trusting(t, graph.TrustAnonymous, new), func(_ *site, h *graph.Handler) {
		h.OtherDocuments = func(_ context.Context, hash string) (string, error) {
			asked.Add(1)
			switch hash {
			case sha(old):
				return old, nil
			case sha("down"):
				return "", down
			}
			return "", nil
		}
	})
	nobody := s.anonymous()
	for range 3 {
		for name, a := range map[string]*answer{
			"new by name": nobody.post(byHash(sha(new), "")), "old by name": nobody.post(byHash(sha(old), "")), "old by text": nobody.ask(old, nil),
		} {
			if a.text("store.slug") != "test" {
				t.Errorf("%s: %s", name, a.Body)
			}
		}
		if a := nobody.post(byHash(sha(slug), "")); a.code() != "PERSISTED_QUERY_NOT_FOUND" {
			t.Errorf("unknown: %s", a.Body)
		}
		if a := nobody.ask(slug, nil); a.code() != "DOCUMENT_NOT_TRUSTED" {
			t.Errorf("not trusted: %s", a.Body)
		}
	}
	if n := asked.Load(); n != 2 {
		t.Errorf("asked %d times for two hashes", n)
	}
	if a := nobody.post(byHash(sha("down"), "")); a.code() != "INTERNAL" || strings.Contains(string(a.Body), down.Error()) {
		t.Errorf("no answer: %s", a.Body)
	}
}

// Whom the setting holds to trusted documents.
func TestTrust(t *testing.T) {
	t.Parallel()
	for trust, want := range map[graph.Trust][2]bool{
		graph.TrustAll: {true, true}, graph.TrustAnonymous: {false, true}, graph.TrustShoppers: {false, false},
	} {
		s := open(t, trusting(t, trust))
		buyer, _ := s.shopper(s.World)
		if a := s.anonymous().ask(slug, nil); (a.Data != nil) != want[0] {
			t.Errorf("%s: nobody: %s", trust, a.Body)
		}
		if a := buyer.ask(slug, nil); (a.Data != nil) != want[1] {
			t.Errorf("%s: a shopper: %s", trust, a.Body)
		}
	}
}

// Automatic persisted queries: unknown, sent once, known; never under another hash, never what is not valid, and bounded.
func TestPersistedQueries(t *testing.T) {
	t.Parallel()
	s := open(t)
	nobody := s.anonymous()
	unknown := func(hash string) bool {
		a := nobody.post(byHash(hash, ""))
		return a.code() == "PERSISTED_QUERY_NOT_FOUND" && a.Errors[0].Message == "PersistedQueryNotFound" && a.Data == nil
	}
	if !unknown(sha(slug)) {
		t.Error("known before it was sent")
	}
	if a := nobody.with("Accept", modern).post(byHash(sha(slug), "")); a.Status != http.StatusBadRequest {
		t.Errorf("unknown, modern: %d", a.Status)
	}
	if a := nobody.post(byHash(sha(slug), slug)); a.text("store.slug") != "test" {
		t.Errorf("%s", a.Body)
	}
	if a := nobody.post(byHash(sha(slug), "")); a.text("store.slug") != "test" {
		t.Errorf("not known after it was sent: %s", a.Body)
	}
	another := `{ store { name } }`
	if a := nobody.post(byHash(sha(another), slug)); a.code() != "BAD_REQUEST" || !unknown(sha(another)) {
		t.Errorf("a document under another's hash: %s", a.Body)
	}
	for name, query := range map[string]string{
		"not valid": `{ nothing }`, "no GraphQL": `{`, "too deep": `{ categories ` + strings.Repeat("{ children ", 20) + `{ id }` + strings.Repeat("}", 20) + ` }`,
		"too long": slug + "#" + strings.Repeat("x", 9000),
	} {
		if nobody.post(byHash(sha(query), query)); !unknown(sha(query)) {
			t.Errorf("%s: remembered", name)
		}
	}
	for name, body := range map[string]string{
		"another version": `{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"` + sha(slug) + `"}}}`,
		"no hash":         `{"extensions":{"persistedQuery":{"version":1}}}`,
		"half a hash":     byHash(sha(slug)[:20], ""),
		"a number":        `{"extensions":{"persistedQuery":1}}`,
	} {
		if a := nobody.post(body); a.code() != "BAD_REQUEST" {
			t.Errorf("%s: %s", name, a.Body)
		}
	}
}

// The manifest of our own pages is what its hashes say, and valid.
func TestManifest(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../webapp/packages/gql/persisted-documents.json")
	if err != nil {
		t.Fatal(err)
	}
	documents, err := graph.ReadDocuments(text, []byte(`{"sha256:`+sha(slug)+`": "{ store { slug } }"}`))
	if err != nil || len(documents) < 40 || documents[sha(slug)] != slug {
		t.Fatalf("%d documents, %v", len(documents), err)
	}
	for name, bad := range map[string]string{"another hash": `{"sha256:` + sha(slug) + `": "{ store { name } }"}`, "no JSON": `x`} {
		if _, err := graph.ReadDocuments([]byte(bad)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	s := open(t, func(_ *site, h *graph.Handler) { h.Documents = documents })
	if _, err := graph.ReadDocuments([]byte(`{"sha256:` + sha("") + `": ""}`)); err == nil {
		t.Error("an empty document: accepted")
	}
	for hash, text := range documents {
		a := s.anonymous().with("Accept", modern).post(byHash(hash, ""))
		if message := string(a.Body); strings.Contains(message, "BAD_REQUEST") && !strings.Contains(message, "variable") && !strings.Contains(message, "must be defined") && !strings.Contains(message, "text/event-stream") && !strings.Contains(message, "exactly one of") {
			t.Errorf("%.80s: %s", text, a.Body)
		}
	}
}

// Who may ask for the schema.
func TestIntrospection(t *testing.T) {
	t.Parallel()
	const query = `{ __schema { queryType { name } } store { slug } }`
	for who, want := range map[graph.Introspection][3]bool{
		"": {true, true, true}, graph.IntrospectionEveryone: {true, true, true}, graph.IntrospectionStaff: {false, false, true}, graph.IntrospectionNobody: {},
	} {
		s := open(t, func(_ *site, h *graph.Handler) { h.Introspection = who })
		buyer, _ := s.shopper(s.World)
		boss, _ := s.member(s.World, staff.Owner)
		for i, c := range []*caller{s.anonymous(), buyer, boss} {
			a := c.ask(query, nil)
			schema, _ := a.Data["__schema"].(map[string]any)
			if (schema != nil) != want[i] {
				t.Errorf("%s, caller %d: %s", who, i, a.Body)
			}
		}
	}
}
