package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/staff"
)

// bomb is a document whose fragments double with each level.
func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("{ categories { ...f0 } }\n")
	for i := range levels {
		fmt.Fprintf(&b, "fragment f%d on Category { a: children { ...f%d } b: children { ...f%d } }\n", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "fragment f%d on Category { id }\n", levels)
	return b.String()
}

// hostile are documents that cost a server without limits seconds, or its life, and the sender nothing.
func hostile() map[string]struct{ query, says string } {
	return map[string]struct{ query, says string }{
		"brackets, not closed":     {`{ product(id: ` + strings.Repeat("[", 200_000), "nesting"},
		"a megabyte of brackets":   {`{ product(id: ` + strings.Repeat("[", 1<<20), "larger than"},
		"brackets, closed":         {`{ product(id: ` + strings.Repeat("[", 66_000) + strings.Repeat("]", 66_000) + `) { id } }`, "nesting"},
		"brackets":                 {`{ product(id: ` + strings.Repeat("[", 900) + strings.Repeat("]", 900) + `) { id } }`, ""},
		"braces":                   {strings.Repeat("{a", 100_000), "same name"},
		"the same object field":    {`{ ` + strings.Repeat("store { slug } ", 2000) + `}`, "same name"},
		"the same scalar field":    {`{ store { ` + strings.Repeat("slug ", 5000) + `} }`, "same name"},
		"one scalar, few tokens":   {`{ store { ` + strings.Repeat("slug ", 1900) + `} }`, "same name"},
		"scalars, as allowed":      {`{ store { ` + few("slug ", "id ", "name ", "timeZone ", "currency ") + `} ` + aliases(20, `store { slug }`) + ` }`, "root fields"},
		"one object, few tokens":   {`{ ` + strings.Repeat("store { slug } ", 499) + `}`, "same name"},
		"one object, as allowed":   {`{ ` + strings.Repeat("store { slug } ", 299) + `}`, "root fields"},
		"many spreads":             {`{ ` + strings.Repeat("...a ", 900) + `} fragment a on Query { store { slug } }`, "same name"},
		"spreads, as allowed":      {`{ ` + strings.Repeat("...a ", 299) + `} fragment a on Query { store { slug } }`, "root fields"},
		"fragments, as allowed":    {fragments(185), "root fields"},
		"unknown directives":       {`{ store ` + strings.Repeat("@no ", 10_000) + `{ slug } }`, "same name"},
		"some directives":          {`{ store ` + strings.Repeat("@no ", 600) + `{ slug } }`, ""},
		"unknown fields":           {`{ ` + strings.Repeat("unknown ", 900) + `}`, ""},
		"many unknown fields":      {`{ ` + strings.Repeat("unknown ", 5000) + `}`, "same name"},
		"more tokens than allowed": {`{ store { ` + strings.Repeat("[]", 1000) + ` } }`, ""},
		"bomb, 22 levels":          {bomb(22), "levels of fields"},
		"bomb, 14 levels":          {bomb(14), "levels of fields"},
		"bomb, 60 levels":          {bomb(60), "levels of fields"},
		"wide bomb":                {bomb(11), "fields"},
		"fragments in a ring":      {`{ categories { ...a } } fragment a on Category { ...b } fragment b on Category { ...a }`, ""},
		"deep":                     {`{ categories ` + strings.Repeat("{ children ", 20) + `{ id }` + strings.Repeat("}", 20) + ` }`, "levels of fields"},
		"aliases":                  {`{ ` + aliases(21, `store { slug }`) + `}`, "root fields"},
		"dear lists":               {`{ ` + aliases(20, `products(first: 100) { nodes { variants { optionValues { id code name } product { id name slug summary } } } }`) + `}`, "fields in the answer"},
		"a page beyond all":        {`{ products(first: 2000000000) { nodes { id } } }`, "fields in the answer"},
		"introspection in lists":   {`{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`, ""},
		"introspection by many":    {`{ ` + aliases(20, `__schema { types { name description fields { name description } } }`) + ` store { slug } }`, "root fields"},
	}
}

// Documents that cost the server much and the sender nothing are refused before anything runs, in few words and at little
// cost. BenchmarkHostileDocuments prints the cost; here it is only made sure that nothing explodes.
func TestHostileDocuments(t *testing.T) {
	t.Parallel()
	s := open(t)
	introspection := `query { __schema { types { name fields { name type { name ofType { name } } } } } }`
	for name, c := range hostile() {
		if spent, known := s.refusing(c.query); known && spent > 2*time.Second {
			t.Errorf("%s: refusing took %s of the processor", name, spent)
		}
		a := s.anonymous().ask(c.query, nil)
		if a.Data != nil || a.code() != "BAD_REQUEST" || !strings.Contains(string(a.Body), c.says) || len(a.Body) > 4<<10 {
			t.Errorf("%s: %d bytes: %.300s", name, len(a.Body), a.Body)
		}
		if len(c.query) > 100_000 { // too long for a message
			continue
		}
		w := s.anonymous().socket()
		w.subscribe("1", c.query, nil)
		if m := w.take(); m.Type != "error" {
			t.Errorf("%s on a socket: %+v", name, m)
		}
		_ = w.conn.CloseNow()
	}
	s.anonymous().must(introspection, nil)
	variables := map[string]any{"n": 2_000_000_000}
	if a := s.anonymous().ask(`query ($n: Int) { products(first: $n) { nodes { id } } }`, variables); !strings.Contains(string(a.Body), "fields in the answer") {
		t.Errorf("a page size in a variable: %s", a.Body)
	}
	if log := s.logs.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("%.2000s", log)
	}
}

// refusing sends a document straight to the handler, and gives the time of the processor that this took on the thread on
// which everything up to a refusal happens. False where the system does not tell.
func (s *site) refusing(query string) (time.Duration, bool) {
	body, err := json.Marshal(map[string]string{"query": query})
	s.Must(err)
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, known := threadTime()
	s.server.Config.Handler.ServeHTTP(httptest.NewRecorder(), r)
	after, _ := threadTime()
	return after - before, known
}

// BenchmarkHostileDocuments prints what refusing each costs, in milliseconds of the processor.
func BenchmarkHostileDocuments(b *testing.B) {
	s := open(b)
	all := hostile()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			var sum, worst time.Duration
			for b.Loop() {
				spent, known := s.refusing(all[name].query)
				if !known {
					b.Skip("this system does not tell the time of a thread")
				}
				sum, worst = sum+spent, max(worst, spent)
			}
			b.ReportMetric(float64(sum.Microseconds())/1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(worst.Microseconds())/1000, "worst-cpu-ms")
		})
	}
}

// The parser of older versions dies of one deeply nested megabyte, which no recover() catches; gqlgen alone asks for one.
func TestParserIsNewEnough(t *testing.T) {
	t.Parallel()
	text, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Version}}", "github.com/vektah/gqlparser/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	var patch int
	if _, err := fmt.Sscanf(string(text), "v2.5.%d", &patch); err == nil && patch < 64 {
		t.Errorf("gqlparser %s, want v2.5.64 or later", text)
	}
}

// few is each of the fields as often as a name may stand in a document.
func few(fields ...string) string {
	var b strings.Builder
	for _, field := range fields {
		b.WriteString(strings.Repeat(field, 270))
	}
	return b.String()
}

// fragments is one field in so many fragments.
func fragments(n int) string {
	var spreads, all strings.Builder
	for i := range n {
		fmt.Fprintf(&spreads, "...f%d ", i)
		fmt.Fprintf(&all, "fragment f%d on Store { slug }\n", i)
	}
	return "{ " + aliases(21, "store { slug }") + " store { " + spreads.String() + "} }\n" + all.String()
}

func aliases(n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: %s ", i, field)
	}
	return b.String()
}

// One caller has a number of operations a minute; others and the bot are not held up by them.
func TestPace(t *testing.T) {
	t.Parallel()
	s := open(t, limited(func(l *graph.Limits) { l.PerMinute = 60 }))
	greedy, _ := s.shopper(s.World)
	other, _ := s.shopper(s.World)
	const query = `{ store { slug } }`
	for range 16 {
		greedy.must(query, nil)
	}
	a := greedy.ask(query, nil)
	if a.Status != 429 || a.code() != "RATE_LIMITED" || a.Header.Get("Retry-After") != "2" || a.Errors[0].Extensions["retryAfter"] != float64(2) {
		t.Errorf("%d %v %s", a.Status, a.Header, a.Body)
	}
	w := greedy.socket()
	w.subscribe("1", query, nil)
	if a := w.answer("1"); a.code() != "RATE_LIMITED" {
		t.Errorf("on a socket: %s", a.Body)
	}
	if m := w.take(); m.Type != "complete" {
		t.Errorf("%+v after the refusal", m)
	}
	l := greedy.listen(query, nil)
	if a := l.answer(); a.code() != "RATE_LIMITED" {
		t.Errorf("as a stream: %s", a.Body)
	}
	if e := l.take(); e.name != "complete" {
		t.Errorf("%q after the refusal", e)
	}
	other.must(query, nil)
	for range 40 {
		s.anonymous().must(query, nil)
	}
	boss, _ := s.member(s.World, staff.Owner)
	boss.must(query, nil)
	s.clock.pass(2e9)
	greedy.must(query, nil)
}

// An address has a number of sockets, and of operations on them whoever its people are.
func TestPaceOfAnAddress(t *testing.T) {
	t.Parallel()
	s := open(t, from("203.0.113.9"), limited(func(l *graph.Limits) { l.Sockets, l.PerAddress = 2, 60 }))
	first, second := s.anonymous().socket(), s.anonymous().socket()
	_, res, err := websocket.Dial(t.Context(), s.url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err == nil || res == nil || res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
		t.Errorf("a third socket: %v %v", res, err)
	}
	for i := range 16 {
		id := fmt.Sprint(i)
		first.subscribe(id, `{ store { slug } }`, nil)
		if a := first.answer(id); a.code() != "" {
			t.Fatalf("%d: %s", i, a.Body)
		}
		first.take() // complete
	}
	second.subscribe("x", `{ store { slug } }`, nil)
	if a := second.answer("x"); a.code() != "RATE_LIMITED" {
		t.Errorf("another socket of the same address: %s", a.Body)
	}
	_ = first.conn.CloseNow()
	for began := time.Now(); ; {
		c, _, err := websocket.Dial(t.Context(), s.url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
		if err == nil {
			_ = c.CloseNow()
			break
		}
		if time.Since(began) > patience {
			t.Fatalf("a closed socket still counts: %v", err)
		}
	}
}
