package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/staff"
)

// keyed sends the Idempotency-Key with what is asked next.
func (c *caller) keyed(key string) *caller { return c.with("Idempotency-Key", key) }

// replayed is what an answer says of its key: nil when it says nothing.
func (a *answer) replayed() any {
	said, _ := a.Extensions["idempotency"].(map[string]any)
	return said["replayed"]
}

// body of an operation as it is sent.
func body(t *testing.T, query string, variables map[string]any) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// runnersOf are the callers who may run a mutation, the likeliest first.
func runnersOf(f rootField, all map[string]*caller) []*caller {
	switch needs := f.needs(); {
	case slices.Contains(needs, "BOT"):
		return []*caller{all["bot"]}
	case slices.Contains(needs, "PLATFORM"):
		return []*caller{all["platform"]}
	case slices.Contains(needs, "SHOPPER"), slices.Contains(needs, "CART"):
		return []*caller{all["shopper"]}
	case len(needs) == 0:
		return []*caller{all["visitor"], all["owner"]}
	}
	return []*caller{all["owner"]}
}

// Every mutation of the schema, sent twice under one key and once more on a socket, gives one answer and has one effect, and
// says so.
func TestWholeSchemaTwice(t *testing.T) {
	t.Parallel()
	s := open(t, limited(func(l *graph.Limits) {
		l.PerMinute = 60_000 // one caller asks for all of it at once
		l.Ping = time.Hour   // sockets that wait for their turn do not listen
	}))
	s.beside("other")
	pool := s.owner()
	_, err := pool.Exec(t.Context(), "update stores set is_demo = true")
	s.Must(err)
	x := s.furnish(s.World, "Choyxona")
	boss, _ := s.member(s.World, staff.Owner)
	buyer := s.bearer(s.anonymous().at(s.World).must(`mutation ($d: String!) { sessionCreate(input: {initData: $d}) { tokens { accessToken } } }`,
		map[string]any{"d": x["initData"]}).text("sessionCreate.tokens.accessToken")).at(s.World)
	runners := map[string]*caller{
		"owner": boss, "shopper": buyer, "visitor": s.anonymous().at(s.World).with("Authorization", "tma "+x["initData"]),
		"bot": s.service(auth.Bot).at(s.World), "platform": s.service(auth.Platform).at(s.World),
	}
	sockets := map[*caller]*wire{}
	for _, c := range runners {
		sockets[c] = c.socket()
	}
	state := func() map[string]string {
		all := dump(t, pool, s.Store.ID)
		delete(all, "idempotency_keys")
		var row string // without the count of editions, which follows some time behind a change
		s.Must(pool.QueryRow(t.Context(), "select (to_jsonb(s) - 'catalog_version')::text from stores s where id = $1", s.Store.ID).Scan(&row))
		all["stores"] = row
		return all
	}
	var carriedOut int
	for _, f := range rootFields() {
		if f.kind != "mutation" || !f.known {
			continue
		}
		for i, way := range f.ways {
			for n, c := range runnersOf(f, runners) {
				key := fmt.Sprintf("%s-%d-%d-%s", f.name(), i, n, uuid.New())
				text := body(t, f.document(t, x.fill(way), 2, false), nil)
				before := state()
				first := c.keyed(key).post(text)
				between := state()
				second := c.keyed(key).post(text)
				lined := sockets[c].keyed(key, text)
				after := state()
				if code := first.code(); code == "FORBIDDEN" || code == "UNAUTHENTICATED" || code == "INITDATA_MISSING" { // asked of the wrong one of runners
					if second.code() != code || lined.code() != code || second.replayed() != nil || !maps.Equal(before, after) {
						t.Errorf("%s%s: %s, then %s", f.name(), way, first.Body, second.Body)
					}
					continue
				}
				if len(first.Errors) > 0 {
					t.Errorf("%s%s: %s", f.name(), way, first.Body)
					continue
				}
				if first.replayed() != false || second.replayed() != true {
					t.Errorf("%s%s: replayed %v, then %v: %s", f.name(), way, first.replayed(), second.replayed(), second.Body)
				}
				if lined.replayed() != true || data(t, first) != data(t, lined) {
					t.Errorf("%s%s: first %s, then on a socket %s", f.name(), way, first.Body, lined.Body)
				}
				if one, two := data(t, first), data(t, second); one != two || first.Header.Get("X-User-Errors") != second.Header.Get("X-User-Errors") {
					t.Errorf("%s%s: first %s, then %s", f.name(), way, one, two)
				}
				for _, table := range slices.Sorted(maps.Keys(after)) {
					if after[table] != between[table] {
						t.Errorf("%s%s: the second run changes %s", f.name(), way, table)
					}
				}
				isRefused := first.Header.Get("X-User-Errors") != ""
				if !isRefused && !maps.Equal(before, between) {
					carriedOut++
				}
				third := c.keyed(key).post(strings.Replace(text, "mutation {", "mutation { again: __typename ", 1))
				if third.code() != "CONFLICT" || third.Data != nil || third.Status != http.StatusConflict {
					t.Errorf("%s%s: another request under the key: %d %s", f.name(), way, third.Status, third.Body)
				}
			}
		}
	}
	if carriedOut < 45 {
		t.Errorf("only %d calls changed anything", carriedOut)
	}
	var stored [][]byte
	rows, err := pool.Query(t.Context(), "select answer from idempotency_keys where answer is not null")
	s.Must(err)
	for rows.Next() {
		var sealed []byte
		s.Must(rows.Scan(&sealed))
		stored = append(stored, sealed)
	}
	for _, open := range []string{"dks_", "dkt_", "dkl_", "eyJ", `"data"`} {
		if slices.ContainsFunc(stored, func(b []byte) bool { return bytes.Contains(b, []byte(open)) }) {
			t.Errorf("%q stands open in stored answers", open)
		}
	}
	if len(stored) < 60 {
		t.Errorf("%d stored answers", len(stored))
	}
}

// data is the data of an answer as it was sent.
func data(t *testing.T, a *answer) string {
	t.Helper()
	var raw struct{ Data json.RawMessage }
	if err := json.Unmarshal(a.Body, &raw); err != nil {
		t.Fatal(err)
	}
	same, err := json.Marshal(raw.Data) // a socket escapes "&"; what is said is the same
	if err != nil {
		t.Fatal(err)
	}
	return string(same)
}

const createCart = `mutation { cartCreate { cartToken cart { id } } }`

// Many who ask the same at once, of two processes, get one answer.
func TestSameRequestAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	other := s.second()
	key := uuid.NewString()
	answers := make([]*answer, 12)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			from := s
			if i%2 == 1 {
				from = other
			}
			answers[i] = from.anonymous().at(s.World).keyed(key).ask(createCart, nil)
		})
	}
	all.Wait()
	var first int
	for _, a := range answers {
		if data(t, a) != data(t, answers[0]) || len(a.Errors) > 0 {
			t.Errorf("%s\nand %s", a.Body, answers[0].Body)
		}
		if a.replayed() == false {
			first++
		}
	}
	var carts int
	s.Must(s.owner().QueryRow(t.Context(), "select count(*) from carts").Scan(&carts))
	if carts != 1 || first != 1 {
		t.Errorf("%d carts were made, %d answers say they are the first", carts, first)
	}
}

// Keys are a caller's own, also of callers who are nobody in particular.
func TestKeysOfCallers(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.beside("other")
	a1, _ := s.shopper(s.World)
	a2, _ := s.shopper(s.World)
	const add = `mutation { cartSet(input: {comment: "x"}) { cart { id } userErrors { code } } }`
	seen := map[string]bool{}
	for _, c := range []*caller{a1, a2, s.anonymous().at(s.World), s.anonymous().at(b)} {
		key := "the-same-key-for-everybody"
		text := add
		if c.headers["Authorization"] == "" {
			text = createCart
		}
		a := c.keyed(key).ask(text, nil)
		if a.replayed() == true || seen[data(t, a)] && a.code() == "" {
			t.Errorf("an answer of somebody else's: %s", a.Body)
		}
		seen[data(t, a)] = true
	}
}

// A key that cannot be one is refused in words before anything happens.
func TestKeysThatCannotBe(t *testing.T) {
	t.Parallel()
	s := open(t)
	buyer, _ := s.shopper(s.World)
	const change = `mutation { cartSet(input: {comment: "x"}) { cart { id } } }`
	for key, says := range map[string]string{strings.Repeat("k", 129): "128", "two words": "characters"} {
		if a := buyer.keyed(key).ask(change, nil); a.code() != "BAD_REQUEST" || a.Data != nil || !strings.Contains(string(a.Body), says) {
			t.Errorf("%q: %s", key, a.Body)
		}
	}
	if a := s.anonymous().keyed("1").ask(createCart, nil); a.code() != "BAD_REQUEST" || !strings.Contains(string(a.Body), "20 characters") {
		t.Errorf("a key anybody could guess: %s", a.Body)
	}
	if a := buyer.keyed("a b").ask(`{ store { slug } }`, nil); len(a.Errors) > 0 || a.replayed() != nil {
		t.Errorf("a query has no use for a key: %s", a.Body)
	}
}

// What changed nothing because somebody may not, or not now, is free to be sent again when they may.
func TestRefusedRequestsAreFree(t *testing.T) {
	t.Parallel()
	s := open(t)
	key := uuid.NewString()
	text := body(t, `mutation { stockSet(input: {variantId: "{variant}", onHand: 1}) { userErrors { code } } }`, nil)
	x := s.furnish(s.World, "Choyxona")
	weak, who := s.member(s.World, staff.Courier)
	if a := weak.keyed(key).post(x.fill(text)); a.code() != "FORBIDDEN" {
		t.Fatalf("%s", a.Body)
	}
	_, err := s.owner().Exec(t.Context(), "update staff_members set role = 'MANAGER' where id = $1", who.ID)
	s.Must(err)
	s.clock.pass(60e9)
	if a := weak.keyed(key).post(x.fill(text)); a.code() != "" || a.replayed() != false {
		t.Errorf("%s", a.Body)
	}
}

// Of several commands in one document all are covered by the key.
func TestSeveralCommandsUnderOneKey(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	const two = `mutation { a: categoryUpsert(input: {name: {ru: "А"}}) { category { id } } b: categoryUpsert(input: {name: {ru: "Б"}}) { category { id } } }`
	key := uuid.NewString()
	first, second := boss.keyed(key).must(two, nil), boss.keyed(key).must(two, nil)
	var n int
	s.Must(s.owner().QueryRow(t.Context(), "select count(*) from categories").Scan(&n))
	if data(t, first) != data(t, second) || n != 2 {
		t.Errorf("%s, then %s: %d categories", first.Body, second.Body, n)
	}
}

// A server that dies between the effect and its answer has recorded the effect: whoever asks again is told that it was
// carried out, or gets it from a mutation that may be repeated.
func TestAnswerThatGotLost(t *testing.T) {
	t.Parallel()
	s := open(t)
	x := s.furnish(s.World, "Choyxona")
	boss, _ := s.member(s.World, staff.Owner)
	lose := func() {
		t.Helper()
		tag, err := s.owner().Exec(t.Context(), "update idempotency_keys set answer = null")
		s.Must(err)
		if tag.RowsAffected() == 0 {
			t.Fatal("no answer was stored")
		}
	}
	text := body(t, x.fill(`mutation { stockSet(input: {variantId: "{variant}", delta: 5}) { userErrors { code } } }`), nil)
	boss.keyed("stock").post(text)
	lose()
	s.clock.pass(60e9)
	if a := boss.keyed("stock").post(text); a.code() != "CONFLICT_CARRIED_OUT" || a.Status != http.StatusConflict {
		t.Errorf("%s", a.Body)
	}
	buyer := s.bearer(s.anonymous().at(s.World).must(`mutation ($d: String!) { sessionCreate(input: {initData: $d}) { tokens { accessToken } } }`,
		map[string]any{"d": x["initData"]}).text("sessionCreate.tokens.accessToken")).at(s.World)
	quote := buyer.must(`{ me { cart { quote { id } } } }`, nil).text("me.cart.quote.id")
	place := body(t, `mutation ($q: ID!) { orderPlace(input: {quoteId: $q}) { order { number } userErrors { code } } }`, map[string]any{"q": quote})
	first := buyer.keyed("place").post(place)
	lose()
	again := buyer.keyed("place").post(place)
	if data(t, first) != data(t, again) || again.text("orderPlace.order.number") == "<nil>" {
		t.Errorf("%s, then %s", first.Body, again.Body)
	}
}
