package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/gen2brain/webp"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
)

// site is a whole server on a free port with two stores of its own.
type site struct {
	t     *testing.T
	app   *app
	web   *webServer
	log   lineBuffer
	code  string // of the sign-in link of store one's owner
	ended chan error
}

// noSecrets is a log into which no secret may come, even one that would be taken out on its way.
type noSecrets struct {
	t *testing.T
	io.Writer
}

// Write implements io.Writer.
func (w noSecrets) Write(p []byte) (int, error) {
	if clean := secret.Redact(string(p)); clean != string(p) {
		w.t.Errorf("a secret went into the log: %s", clean)
	}
	return w.Writer.Write(p)
}

func openSite(t *testing.T, d *database, settings ...string) *site {
	t.Helper()
	s := &site{t: t, ended: make(chan error, 1)}
	c, err := readConfig(env(append([]string{"PORT", "0", "DOKON_STATE_DIR", t.TempDir()}, settings...)...))
	if err != nil {
		t.Fatal(err)
	}
	port, err := listen(t.Context(), &c)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(withRequest{slog.NewTextHandler(noSecrets{t, &s.log}, &slog.HandlerOptions{Level: slog.LevelDebug})})
	s.app, err = openApp(t.Context(), c, d, log, func(sql string) { t.Errorf("statement without store_id: %s", sql) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.app.Close(); err != nil {
			t.Error(err)
		}
	})
	if s.web, err = newWebServer(t.Context(), s.app, port, dist); err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"one", "two"} {
		_, link, err := auth.OpenStore(t.Context(), s.app.db, auth.OpenStoreInput{
			CreateInput: store.CreateInput{
				Slug: slug, Name: lang.Text{UzLatn: "Doʻkon <b>" + slug + "</b>", RU: "Магазин " + slug}, IsDemo: true, Hosts: []string{slug + ".example"},
			},
			OwnerName: "Ega",
		}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if slug == "one" {
			s.code = link.Code
		}
	}
	go func() { s.ended <- s.web.Serve() }()
	t.Cleanup(s.web.Shutdown)
	return s
}

func testDatabase(t *testing.T) *database {
	url := dbtest.Create(t)
	return &database{URL: url, MigrateURL: url}
}

func (s *site) url(path string) string { return s.app.config.PublicURL + path }

type answer struct {
	*http.Response
	body string
}

// do sends one request; header holds names and values in turn.
func (s *site) do(method, path, body string, header ...string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url(path), strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{response, string(text)}
}

func (s *site) query(query string, header ...string) answer {
	s.t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(http.MethodPost, "/graphql", string(body), append([]string{"Content-Type", "application/json"}, header...)...)
}

// signIn uses the owner's link and gives an access token.
func (s *site) signIn() string {
	s.t.Helper()
	got := s.query(fmt.Sprintf(`mutation { staffSessionCreate(input: {code: %q}) { tokens { accessToken } userErrors { message } } }`, s.code))
	var out struct {
		Data struct {
			StaffSessionCreate struct{ Tokens struct{ AccessToken string } }
		}
	}
	if err := json.Unmarshal([]byte(got.body), &out); err != nil || out.Data.StaffSessionCreate.Tokens.AccessToken == "" {
		s.t.Fatalf("sign in: %s", got.body)
	}
	return out.Data.StaffSessionCreate.Tokens.AccessToken
}

func (a answer) want(t *testing.T, what string, status int, holds ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%s: status %d instead of %d: %s", what, a.StatusCode, status, a.body)
	}
	for _, text := range holds {
		if !strings.Contains(a.body, text) {
			t.Errorf("%s: no %q in\n%s", what, text, a.body)
		}
	}
}

// counts waits until the metrics say all this: a request is counted when it is over, which its caller may know before.
func (s *site) counts(what string, texts ...string) {
	s.t.Helper()
	until(s.t.Context(), s.t, "metrics of "+what, func() bool {
		told := s.do("GET", "/metrics", "").body
		return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(told, text) })
	})
}

func TestSite(t *testing.T) {
	s := openSite(t, testDatabase(t))

	s.do("GET", "/healthz", "").want(t, "health", 200, `"ok"`)
	s.do("GET", "/readyz", "").want(t, "readiness", 200, `"ready"`)
	s.query(`{ store { name } }`, "X-Store", "one").want(t, "query by slug", 200, `"name":"Doʻkon \u003cb\u003eone`)
	s.query(`{ store { name } }`, "Host", "two.example", "Accept-Language", "ru").want(t, "query by host", 200, `Магазин two`)
	s.counts("two queries",
		`dokon_graphql_operation_seconds_count{field="store",type="query"} 2`,
		`dokon_graphql_operations_total{field="store",outcome="ok",type="query"} 2`, `dokon_graphql_statements_count{type="query"} 2`,
		`dokon_http_request_seconds_count{route="/graphql",status="200"} 2`, "dokon_db_connections_max 20", "go_goroutines", "process_open_fds")
	s.do("GET", "/robots.txt", "").want(t, "robots", 200, "Disallow: /admin/")
	s.do("GET", "/", "").want(t, "index", 200, `href="/app/one/"`, `href="/app/two/"`, "&lt;b&gt;one")
	if to := s.do("GET", "/", "", "Host", "two.example").Header.Get("Location"); to != "/app/two/" {
		t.Errorf("the index of a store's host leads to %q", to)
	}
	s.do("GET", "/playground", "").want(t, "playground", 200, `{"stores":["one","two"]}`)
	s.do("GET", "/no/such/page", "").want(t, "unknown page", 404)
}

func TestSiteShell(t *testing.T) {
	s := openSite(t, testDatabase(t))
	page := s.do("GET", "/app/one/products/x?y=1", "", "Accept-Language", "ru-RU,ru;q=0.9")
	page.want(t, "shell", 200, `<html lang="ru">`, `<title>Магазин one</title>`, `"slug":"one"`, `"demo":true`, `property="og:title"`)
	if h := page.Header; h.Get("Cache-Control") != "no-store" || h.Get("X-Frame-Options") != "" ||
		!strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'self' https://web.telegram.org") ||
		!strings.Contains(h.Get("Content-Security-Policy"), "script-src 'self';") {
		t.Errorf("headers of the shell: %v", h)
	}
	s.do("GET", "/app/one/", "").want(t, "shell in the shop's language", 200, `<title>Doʻkon &lt;b&gt;one`, `Doʻkon \u003cb\u003eone`)
	s.do("GET", "/app/nobody/", "").want(t, "shell of no store", 404, "There is no such store")
	s.do("GET", "/app/assets/none.js", "").want(t, "unknown file", 404)
	s.do("GET", "/app/assets/main-1a2b.js", "", "Accept-Encoding", "br").want(t, "file", 200, "br")
	if moved := s.do("GET", "/app/one?startapp=x", ""); moved.StatusCode != 308 || moved.Header.Get("Location") != "/app/one/?startapp=x" {
		t.Errorf("without a slash: %d to %q", moved.StatusCode, moved.Header.Get("Location"))
	}
	build := s.query(`{ store { name } }`, "X-Store", "one").Header.Get("X-Build-Id")
	if build == "" || !strings.Contains(page.body, `"build":"`+build+`"`) {
		t.Errorf("build %q of the API is not the page's", build)
	}
	office := s.do("GET", "/admin/orders/ord_1", "")
	office.want(t, "admin", 200, "office")
	if !strings.Contains(office.Header.Get("Content-Security-Policy"), "https://web.telegram.org") || office.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers of the admin: %v", office.Header)
	}
	s.do("GET", "/admin/assets/none.js", "").want(t, "unknown file of the admin", 404)
}

func TestSiteRefusals(t *testing.T) {
	s := openSite(t, testDatabase(t))
	for name, c := range map[string]struct {
		header []string
		status int
		holds  string
	}{
		"unknown store": {[]string{"X-Store", "nobody"}, 404, `"code":"STORE_NOT_FOUND"`},
		"forged token":  {[]string{"X-Store", "one", "Authorization", "Bearer dkt_1_ABCDEFGHIJKLMNOPQRSTUVWXYZ"}, 401, `"code":"UNAUTHENTICATED"`},
		"no bot":        {[]string{"X-Store", "one", "Authorization", "tma user=1&hash=2"}, 401, `"code":"INITDATA_INVALID"`},
		"acting":        {[]string{"X-Store", "one", "X-Act-For", "5"}, 403, `"code":"FORBIDDEN"`},
		"in Russian":    {[]string{"X-Store", "nobody", "Accept-Language", "ru"}, 404, "Такой магазин не найден"},
	} {
		got := s.query(`{ store { name } }`, c.header...)
		got.want(t, name, c.status, `{"errors":[{"message":`, c.holds)
		if got.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: a page elsewhere cannot read the refusal", name)
		}
	}
	if media := s.query(`{ store { name } }`, "X-Store", "nobody", "Accept", "application/graphql-response+json").Header.Get("Content-Type"); !strings.HasPrefix(media, "application/graphql-response+json") {
		t.Errorf("media type of a refusal: %s", media)
	}
	asked := s.do("OPTIONS", "/graphql", "", "Authorization", "Bearer nonsense", "Origin", "https://elsewhere.example")
	if asked.StatusCode != 204 {
		t.Errorf("preflight: %d", asked.StatusCode)
	}
	if log := s.log.String(); strings.Contains(log, "ABCDEFGHIJKLM") || strings.Contains(log, "hash=2") {
		t.Errorf("a credential is in the log:\n%s", log)
	}
}

func TestSiteCompresses(t *testing.T) {
	s := openSite(t, testDatabase(t))
	got := s.query(`{ __schema { types { name description } } }`, "X-Store", "one", "Accept-Encoding", "gzip")
	if got.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(got.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Errorf("a long answer: %v", got.Header)
	}
	if short := s.query(`{ __typename }`, "X-Store", "one", "Accept-Encoding", "gzip"); short.Header.Get("Content-Encoding") != "" {
		t.Errorf("a short answer is compressed: %v", short.Header)
	}
}

func TestSiteRequestID(t *testing.T) {
	s := openSite(t, testDatabase(t))
	if id := s.do("GET", "/healthz", "", "X-Request-Id", "from-proxy-1").Header.Get("X-Request-Id"); id != "from-proxy-1" {
		t.Errorf("the proxy's id became %q", id)
	}
	if id := s.do("GET", "/healthz", "", "X-Request-Id", "<bad>").Header.Get("X-Request-Id"); len(id) < 20 {
		t.Errorf("a bad id became %q", id)
	}
}

func TestSiteRecovers(t *testing.T) {
	s := openSite(t, testDatabase(t))
	failing := s.web.edge(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("inside") }))
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: failing, ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	response, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 500 || !strings.Contains(s.log.String(), "inside") {
		t.Errorf("status %d, log:\n%s", response.StatusCode, s.log.String())
	}
}

func TestSiteUpload(t *testing.T) {
	s := openSite(t, testDatabase(t))
	token := "Bearer " + s.signIn()
	var picture bytes.Buffer
	empty := image.NewRGBA(image.Rect(0, 0, 40, 30))
	// The first picture of a process has the encoder compiled, with the race detector on a busy machine for longer than a
	// request may take.
	if err := errors.Join(png.Encode(&picture, empty), webp.Encode(io.Discard, empty)); err != nil {
		t.Fatal(err)
	}
	type target struct{ UploadID, URL string }
	begin := func(size int) target {
		t.Helper()
		got := s.query(fmt.Sprintf(`mutation { mediaUploadCreate(input: {byteSize: %d}) { target { uploadId url } userErrors { code } } }`, size), "Authorization", token)
		var answer struct {
			Data struct {
				MediaUploadCreate struct{ Target target }
			}
		}
		if err := json.Unmarshal([]byte(got.body), &answer); err != nil || answer.Data.MediaUploadCreate.Target.URL == "" {
			t.Fatal(err, got.body)
		}
		return answer.Data.MediaUploadCreate.Target
	}
	to := begin(picture.Len())
	s.do("PUT", to.URL, "text").want(t, "another size", 400, `"code":"BAD_REQUEST"`, fmt.Sprint(picture.Len()))
	s.do("PUT", to.URL+"0", picture.String()).want(t, "another signature", 403, `"code":"FORBIDDEN"`)
	if asked := s.do("OPTIONS", to.URL, "", "Origin", "https://elsewhere.example"); asked.StatusCode != 204 || asked.Header.Get("Access-Control-Allow-Methods") != "PUT, OPTIONS" {
		t.Errorf("preflight: %d %v", asked.StatusCode, asked.Header)
	}
	s.do("PUT", to.URL, picture.String()).want(t, "without a session", 204)
	s.do("PUT", to.URL, picture.String()).want(t, "once more", 409, `"code":"UPLOAD_USED"`)
	finish := fmt.Sprintf(`mutation { mediaUploadFinish(input: {uploadId: %q}) { media { url(width: 160) } userErrors { code } } }`, to.UploadID)
	shown := s.query(finish, "Authorization", token)
	shown.want(t, "finish", 200, "/media/")
	if again := s.query(finish, "Authorization", token); again.body != shown.body {
		t.Errorf("finished again: %s", again.body)
	}
	var answer struct {
		Data struct {
			MediaUploadFinish struct{ Media struct{ URL string } }
		}
	}
	if err := json.Unmarshal([]byte(shown.body), &answer); err != nil {
		t.Fatal(err)
	}
	address := answer.Data.MediaUploadFinish.Media.URL
	for accept, media := range map[string]string{"image/webp,*/*": "image/webp", "*/*": "image/jpeg"} {
		if served := s.do("GET", address, "", "Accept", accept); served.StatusCode != 200 || served.Header.Get("Content-Type") != media {
			t.Errorf("%s as %s: %d %v", address, accept, served.StatusCode, served.Header)
		}
	}
	if log := s.log.String(); strings.Contains(log, "signature=") {
		t.Errorf("a signed address is in the log:\n%s", log)
	}
}

// TestSiteStops: live streams and sockets end with the server, in good order, and nothing is left running.
func TestSiteStops(t *testing.T) {
	s := openSite(t, testDatabase(t))
	token := "Bearer " + s.signIn()

	body := `{"query":"subscription { adminOrders { __typename } }"}`
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url("/graphql"), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", token)
	stream, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Body.Close() }()
	if kind := stream.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("stream: %s", kind)
	}

	socket, _, err := websocket.Dial(t.Context(), strings.Replace(s.url("/graphql"), "http", "ws", 1),
		&websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.CloseNow() }()
	say := func(text string) {
		if err := socket.Write(t.Context(), websocket.MessageText, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	say(`{"type":"connection_init","payload":{"Authorization":"` + token + `"}}`)
	if _, first, err := socket.Read(t.Context()); err != nil || !strings.Contains(string(first), "connection_ack") {
		t.Fatalf("connection_init: %s %v", first, err)
	}
	say(`{"type":"subscribe","id":"1","payload":{"query":"subscription { adminOrders { __typename } }"}}`)
	say(`{"type":"ping"}`)
	for { // the answer to the ping comes after the subscription was begun
		_, message, err := socket.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(message), "error") {
			t.Fatalf("subscribe: %s", message)
		}
		if strings.Contains(string(message), "pong") {
			break
		}
	}

	closed := make(chan error, 1)
	go func() { // a client that listens answers the closing
		_, _, err := socket.Read(t.Context())
		for err == nil {
			_, _, err = socket.Read(t.Context())
		}
		closed <- err
	}()
	s.web.Shutdown()
	if err := <-s.ended; err != nil {
		t.Errorf("serve: %v", err)
	}
	rest, err := io.ReadAll(stream.Body)
	if err != nil || strings.Contains(string(rest), "event: complete") { // which would say that there is nothing more to come
		t.Errorf("the stream ends with %q, %v", rest, err)
	}
	if code := websocket.CloseStatus(<-closed); code != websocket.StatusGoingAway {
		t.Errorf("the socket is closed with %d", code)
	}
	if _, err := http.Get(s.url("/healthz")); err == nil {
		t.Error("the port is still served")
	}
	if log := s.log.String(); strings.Contains(log, "cut off") || strings.Contains(log, "did not end") {
		t.Errorf("not in good order:\n%s", log)
	}
}

func TestSocketRefusesForgedToken(t *testing.T) {
	s := openSite(t, testDatabase(t))
	socket, _, err := websocket.Dial(t.Context(), strings.Replace(s.url("/graphql"), "http", "ws", 1),
		&websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.CloseNow() }()
	err = socket.Write(t.Context(), websocket.MessageText, []byte(`{"type":"connection_init","payload":{"Authorization":"Bearer forged"}}`))
	for err == nil {
		var message []byte
		_, message, err = socket.Read(t.Context())
		if strings.Contains(string(message), "connection_ack") {
			t.Fatal("let in")
		}
	}
	if code := websocket.CloseStatus(err); code != 4403 {
		t.Errorf("closed with %d: %v", code, err)
	}
}

// until asks again until it is so, or the test's time is over.
func until(ctx context.Context, t *testing.T, what string, so func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	limited, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for !so() {
		select {
		case <-limited.Done():
			t.Fatalf("%s: not within a minute", what)
		case <-ticker.C:
		}
	}
}
