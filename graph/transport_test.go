package graph_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const (
	modern = "application/graphql-response+json"
	legacy = "application/json"
)

// The rules of "GraphQL over HTTP", as graphql-http's audits check them, and what we add.
func TestHTTP(t *testing.T) {
	t.Parallel()
	s := open(t)
	const slug = `{ store { slug } }`
	get := func(pairs ...string) string {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return "?" + v.Encode()
	}
	for _, c := range []struct {
		name, method, query, body string
		accept, contentType       string // "-" leaves the header out
		status                    int
		media                     string
		data                      bool
		code                      string
	}{
		{name: "POST", body: `{"query":"{ store { slug } }"}`, status: 200, media: legacy, data: true},
		{name: "POST, modern", accept: modern, body: `{"query":"{ store { slug } }"}`, status: 200, media: modern, data: true},
		{name: "both accepted", accept: legacy + ", " + modern, body: `{"query":"{ store { slug } }"}`, status: 200, media: modern, data: true},
		{name: "modern refused by q=0", accept: modern + ";q=0, " + legacy, body: `{"query":"{ store { slug } }"}`, status: 200, media: legacy, data: true},
		{name: "*/*", accept: "*/*", body: `{"query":"{ store { slug } }"}`, status: 200, media: legacy, data: true},
		{name: "no Accept", accept: "-", body: `{"query":"{ store { slug } }"}`, status: 200, media: legacy, data: true},
		{name: "Accept of a browser", accept: "text/html,application/xhtml+xml,*/*;q=0.8", body: `{"query":"{ store { slug } }"}`, status: 200, media: legacy, data: true},
		{name: "nothing we have", accept: "text/html", body: `{"query":"{ store { slug } }"}`, status: 406, media: "text/plain"},
		{name: "charset", contentType: "application/json; charset=utf-8", body: `{"query":"{ store { slug } }"}`, status: 200, media: legacy, data: true},
		{name: "form", contentType: "application/x-www-form-urlencoded", body: "query=" + slug, status: 415, media: legacy, code: "BAD_REQUEST"},
		{name: "multipart", contentType: "multipart/form-data; boundary=x", body: "--x--", status: 415, media: legacy, code: "BAD_REQUEST"},
		{name: "no Content-Type", contentType: "-", body: `{"query":"{ store { slug } }"}`, status: 415, media: legacy, code: "BAD_REQUEST"},
		{name: "nulls", body: `{"query":"{ store { slug } }","variables":null,"operationName":null,"extensions":null}`, status: 200, media: legacy, data: true},
		{name: "unknown key", body: `{"query":"{ store { slug } }","more":1}`, status: 200, media: legacy, data: true},
		{name: "extensions", body: `{"query":"{ store { slug } }","extensions":{"a":1}}`, status: 200, media: legacy, data: true},
		{name: "operation by name", body: `{"query":"query A { store { slug } } query B { store { name } }","operationName":"A"}`, status: 200, media: legacy, data: true},
		{name: "which operation?", accept: modern, body: `{"query":"query A { store { slug } } query B { store { name } }"}`, status: 400, media: modern, code: "BAD_REQUEST"},

		{name: "no body", body: ``, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "no query", body: `{}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "query a number", body: `{"query":1}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "query an object", body: `{"query":{}}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "name a number", body: `{"query":"{ store { slug } }","operationName":1}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "variables a text", body: `{"query":"{ store { slug } }","variables":"x"}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "variables a list", body: `{"query":"{ store { slug } }","variables":[1]}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "variables true", body: `{"query":"{ store { slug } }","variables":true}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "extensions a list", body: `{"query":"{ store { slug } }","extensions":[]}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "not JSON", body: `{"query`, accept: modern, status: 400, media: modern, code: "BAD_REQUEST"},
		{name: "JSON and more", body: `{"query":"{ store { slug } }"} {}`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "a text", body: `"{ store { slug } }"`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "batch", body: `[{"query":"{ store { slug } }"}]`, status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "too large", body: `{"query":"` + strings.Repeat(" ", 300<<10) + `"}`, status: 413, media: legacy, code: "BAD_REQUEST"},

		{name: "no GraphQL, legacy", body: `{"query":"{"}`, status: 200, media: legacy, code: "BAD_REQUEST"},
		{name: "no GraphQL, modern", accept: modern, body: `{"query":"{"}`, status: 400, media: modern, code: "BAD_REQUEST"},
		{name: "not valid, legacy", body: `{"query":"{ nothing }"}`, status: 200, media: legacy, code: "BAD_REQUEST"},
		{name: "not valid, modern", accept: modern, body: `{"query":"{ nothing }"}`, status: 400, media: modern, code: "BAD_REQUEST"},
		{name: "bad variable, legacy", body: `{"query":"query($n: Int) { products(first: $n) { nodes { id } } }","variables":{"n":"x"}}`, status: 200, media: legacy, code: "BAD_REQUEST"},
		{name: "bad variable, modern", accept: modern, body: `{"query":"query($n: Int) { products(first: $n) { nodes { id } } }","variables":{"n":"x"}}`, status: 400, media: modern, code: "BAD_REQUEST"},
		{name: "a subscription", accept: modern, body: `{"query":"subscription { adminOrders { kind } }"}`, status: 400, media: modern, code: "BAD_REQUEST"},
		{name: "not signed in", accept: modern, body: `{"query":"{ me { customer { id } } }"}`, status: 401, media: modern, code: "UNAUTHENTICATED"},

		{name: "GET", method: "GET", query: get("query", slug), status: 200, media: legacy, data: true},
		{name: "GET with variables", method: "GET", query: get("query", `query($s: String) { product(slug: $s) { id } }`, "variables", `{"s":"x"}`), status: 200, media: legacy, data: true},
		{name: "GET, bad variables", method: "GET", query: get("query", slug, "variables", `x`), status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "GET without query", method: "GET", status: 400, media: legacy, code: "BAD_REQUEST"},
		{name: "mutation by GET", method: "GET", query: get("query", `mutation { cartCreate { cartToken } }`), status: 405, media: legacy, code: "BAD_REQUEST"},
		{name: "mutation by GET as a stream", method: "GET", accept: "text/event-stream", query: get("query", `mutation { cartCreate { cartToken } }`), status: 405, media: legacy, code: "BAD_REQUEST"},
		{name: "PUT", method: "PUT", status: 405, media: "text/plain"},
		{name: "DELETE", method: "DELETE", status: 405, media: "text/plain"},
		{name: "OPTIONS", method: "OPTIONS", status: 204},
	} {
		caller := s.anonymous()
		for name, value := range map[string]string{"Accept": c.accept, "Content-Type": c.contentType} {
			if value != "" {
				caller = caller.with(name, strings.Trim(value, "-"))
			}
		}
		if c.method == "" {
			c.method = http.MethodPost
		}
		a := caller.do(c.method, s.url+c.query, c.body)
		media, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
		if a.Status != c.status || media != c.media || (a.Data != nil) != c.data || a.code() != c.code {
			t.Errorf("%s: %d %s %s, want %d %s data %t %s", c.name, a.Status, media, a.Body, c.status, c.media, c.data, c.code)
		}
		if hasData := strings.Contains(string(a.Body), `"data"`); c.code == "BAD_REQUEST" && hasData {
			t.Errorf("%s: a data entry in the answer to what was not executed: %s", c.name, a.Body)
		}
		if (c.status == 405) != (a.Header.Get("Allow") != "") && c.status != 204 {
			t.Errorf("%s: Allow: %q", c.name, a.Header.Get("Allow"))
		}
		if c.status < 300 && a.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: pages on other origins cannot read the answer", c.name)
		}
	}
	if n := strings.Count(s.logs.String(), "level=ERROR"); n > 0 {
		t.Errorf("what callers did wrong is logged as our error:\n%s", s.logs)
	}
}

// A request that cannot be read may hold secrets: neither the answer nor the log repeats it.
func TestBadRequestsAreNotRepeated(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, body := range []string{
		`{"query":"{ store { slug } }","variables":"s3cret-value"`,
		`s3cret-value`,
		`[{"query":"s3cret-value"}]`,
		`{"query":"{ store { slug } }","variables":["s3cret-value"]}`,
	} {
		for _, accept := range []string{legacy, "text/event-stream"} {
			a := s.anonymous().with("Accept", accept).post(body)
			if a.Status != http.StatusBadRequest || strings.Contains(string(a.Body), "s3cret") {
				t.Errorf("%s: %d %s", body, a.Status, a.Body)
			}
		}
	}
	a := s.anonymous().ask(`mutation ($t: String!) { sessionRefresh(input: {refreshToken: $t}) { tokens { accessToken } } }`, map[string]any{"t": "dks_1_s3cret"})
	if strings.Contains(string(a.Body)+s.logs.String(), "s3cret") {
		t.Errorf("a token is repeated: %s\n%s", a.Body, s.logs)
	}
}

// Refusals are told in a header too, and the cost of a document in its answer.
func TestHeadersAndCost(t *testing.T) {
	t.Parallel()
	s := open(t)
	a := s.anonymous().ask(`mutation { cartSet(input: {cartToken: "dkc_1_x", lines: []}) { userErrors { code } } }`, nil)
	if a.Header.Get("X-User-Errors") != "true" || a.text("cartSet.userErrors.0.code") != "NOT_FOUND" {
		t.Errorf("%v %s", a.Header, a.Body)
	}
	a = s.anonymous().must(`{ store { slug name } }`, nil)
	if a.Header.Get("X-User-Errors") != "" || a.Extensions["cost"] != float64(3) {
		t.Errorf("%v %s", a.Header, a.Body)
	}
	big := s.anonymous().must(`query ($n: Int) { products(first: $n) { nodes { id variants { id } } } }`, map[string]any{"n": 50})
	if want := float64(1 + 50*(1+1+1+5)); big.Extensions["cost"] != want {
		t.Errorf("cost %v, want %v", big.Extensions["cost"], want)
	}
	if _, err := json.Marshal(big.Extensions); err != nil {
		t.Error(err)
	}
}
