package graph_test

import (
	"fmt"
	"strings"
	"testing"

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

// Documents that cost the server much and the sender nothing are refused before anything runs, in few words.
func TestHostileDocuments(t *testing.T) {
	t.Parallel()
	s := open(t)
	introspection := `query { __schema { types { name fields { name type { name ofType { name } } } } } }`
	for name, c := range map[string]struct{ query, says string }{
		"brackets, not closed":   {`{ product(id: ` + strings.Repeat("[", 200_000), "nesting"},
		"brackets":               {`{ product(id: ` + strings.Repeat("[", 900) + strings.Repeat("]", 900) + `) { id } }`, ""},
		"braces":                 {strings.Repeat("{a", 100_000), "nesting"},
		"the same object field":  {`{ ` + strings.Repeat("store { slug } ", 2000) + `}`, "token"},
		"the same scalar field":  {`{ store { ` + strings.Repeat("slug ", 5000) + `} }`, "token"},
		"unknown directives":     {`{ store ` + strings.Repeat("@no ", 10_000) + `{ slug } }`, "token"},
		"some directives":        {`{ store ` + strings.Repeat("@no ", 600) + `{ slug } }`, ""},
		"unknown fields":         {`{ ` + strings.Repeat("unknown ", 900) + `}`, ""},
		"bomb, 14 levels":        {bomb(14), "levels of fields"},
		"bomb, 60 levels":        {bomb(60), "levels of fields"},
		"wide bomb":              {bomb(11), "fields"},
		"fragments in a ring":    {`{ categories { ...a } } fragment a on Category { ...b } fragment b on Category { ...a }`, ""},
		"deep":                   {`{ categories ` + strings.Repeat("{ children ", 20) + `{ id }` + strings.Repeat("}", 20) + ` }`, "levels of fields"},
		"aliases":                {`{ ` + aliases(21, `store { slug }`) + `}`, "root fields"},
		"dear lists":             {`{ ` + aliases(20, `products(first: 100) { nodes { variants { optionValues { id code name } product { id name slug summary } } } }`) + `}`, "fields in the answer"},
		"a page beyond all":      {`{ products(first: 2000000000) { nodes { id } } }`, "fields in the answer"},
		"introspection in lists": {`{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`, ""},
		"introspection by many":  {`{ ` + aliases(20, `__schema { types { name description fields { name description } } }`) + ` store { slug } }`, "root fields"},
	} {
		a := s.anonymous().ask(c.query, nil)
		if a.Data != nil || a.code() != "BAD_REQUEST" || !strings.Contains(string(a.Body), c.says) || len(a.Body) > 4<<10 {
			t.Errorf("%s: %d bytes: %.300s", name, len(a.Body), a.Body)
		}
		w := s.anonymous().socket()
		w.subscribe("1", c.query, nil)
		if m := w.take(); len(c.query) < 100_000 && m.Type != "error" {
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
