package main

import (
	"bytes"
	"context"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
)

// invoke runs the program inside the test and gives what it prints, what it complains, and its exit code.
func invoke(ctx context.Context, getenv func(string) string, args ...string) (out, complaint string, code int) {
	var stdout, stderr bytes.Buffer
	p := &program{out: &stdout, err: &stderr, getenv: getenv, started: time.Now()}
	code = p.run(ctx, args)
	return stdout.String(), stderr.String(), code
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args  []string
		code  int
		holds string
	}{
		{nil, 0, "migrate up|status"},
		{[]string{"--help"}, 0, "DATABASE_URL"},
		{[]string{"sell"}, 2, `There is no command "sell"`},
		{[]string{"serve", "now"}, 2, `"now" is not understood`},
		{[]string{"backup"}, 2, "say `now`"},
		{[]string{"store"}, 2, "say `export` or `import`"},
		{[]string{"conformance", "cash"}, 2, "say which provider"},
		{[]string{"conformance", "payme", "--url", "http://127.0.0.1:1"}, 2, "--url needs --key and --order"},
		{[]string{"conformance", "payme", "--order", "7"}, 2, "number:tiyin"},
		{[]string{"conformance", "payme", "--url", "http://127.0.0.1:1", "--key", "k", "--order", "1:1", "--order", "2:1"}, 1, "cannot be reached"},
		{[]string{"wal-push", "x"}, 2, "the database calls it"},
		{[]string{"migrate"}, 2, "say `up` or `status`"},
		{[]string{"migrate", "down"}, 2, "say `up` or `status`"},
		{[]string{"token", "--kind", "owner", "--name", "x"}, 2, "--kind is bot or platform"},
		{[]string{"token", "--kind", "bot"}, 2, "--name must be given"},
		{[]string{"seed", "--products", "10"}, 2, "--store and --products go together"},
		{[]string{"initdata", "--store", "x"}, 2, "--user must be a Telegram id"},
		{[]string{"initdata", "--user", "x"}, 2, "invalid value"},
	} {
		out, complaint, code := invoke(t.Context(), env("DOKON_STATE_DIR", t.TempDir()), c.args...)
		if code != c.code || !strings.Contains(out+complaint, c.holds) {
			t.Errorf("%q: exit %d instead of %d, no %q in\n%s%s", c.args, code, c.code, c.holds, out, complaint)
		}
	}
}

func TestKey(t *testing.T) {
	out, _, code := invoke(t.Context(), env(), "key")
	keys, err := secret.ParseKeys(out)
	if code != 0 || err != nil || len(keys) != 1 {
		t.Fatalf("exit %d, %q: %v", code, out, err)
	}
	if _, err := readConfig(env("DOKON_SECRET_KEYS", strings.TrimSpace(out))); err != nil {
		t.Errorf("the key is no setting: %v", err)
	}
}

func TestServeRefusesPendingMigrations(t *testing.T) {
	settings := env("DATABASE_URL", dbtest.Empty(t), "PORT", "0", "DOKON_STATE_DIR", t.TempDir())
	_, complaint, code := invoke(t.Context(), settings, "serve")
	if code != 1 || !strings.Contains(complaint, "`server migrate up`") {
		t.Fatalf("serve on an empty database: exit %d\n%s", code, complaint)
	}
	out, _, code := invoke(t.Context(), settings, "migrate", "status")
	if code != 0 || !strings.Contains(out, "are pending") {
		t.Errorf("status: exit %d\n%s", code, out)
	}
	out, complaint, code = invoke(t.Context(), settings, "migrate", "up")
	if code != 0 || !strings.Contains(out, "up to date") {
		t.Fatalf("migrate up: exit %d\n%s%s", code, out, complaint)
	}
	out, _, _ = invoke(t.Context(), settings, "migrate", "status")
	if out != "The database is up to date.\n" {
		t.Errorf("status: %s", out)
	}
	serving, stop := context.WithCancel(t.Context())
	var stderr lineBuffer
	ended := make(chan int)
	go func() {
		p := &program{out: &stderr, err: &stderr, getenv: settings, started: time.Now()}
		ended <- p.run(serving, []string{"serve"})
	}()
	until(t.Context(), t, "serve", func() bool { return strings.Contains(stderr.String(), "serving") })
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("serve stopped: exit %d\n%s", code, stderr.String())
	}
}

func TestServeTellsOfABusyPort(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	_, complaint, code := invoke(t.Context(), env("DATABASE_URL", dbtest.Create(t), "PORT", port, "DOKON_STATE_DIR", t.TempDir()), "serve")
	if code != 1 || complaint != "port "+port+" is in use by another program; stop it, or set PORT to another one\n" {
		t.Errorf("exit %d: %s", code, complaint)
	}
}

func TestDatabaseAwayAtTheStart(t *testing.T) {
	_, complaint, code := invoke(t.Context(), env("DATABASE_URL", "postgres://u:hunter2@127.0.0.1:1/x", "PORT", "0", "DOKON_STATE_DIR", t.TempDir()), "serve")
	if code != 1 || !strings.Contains(complaint, "connect to the database") || strings.Contains(complaint, "hunter2") {
		t.Errorf("exit %d: %s", code, complaint)
	}
}

// TestIssuingCommands: what link, initdata and token print lets somebody in.
func TestIssuingCommands(t *testing.T) {
	s := openSite(t, testDatabase(t))
	settings := env("DATABASE_URL", s.app.database.URL, "DOKON_STATE_DIR", s.app.config.StateDir, "DOKON_PUBLIC_URL", "https://shop.uz")

	out, _, code := invoke(t.Context(), settings, "link", "--store", "two")
	if code != 0 || !strings.HasPrefix(out, "https://shop.uz/admin/sign-in#code=dkl_2_") {
		t.Fatalf("link: exit %d %s", code, out)
	}
	_, s.code, _ = strings.Cut(strings.TrimSpace(out), "#code=")
	if token := s.signIn(); token == "" {
		t.Error("the link does not sign in")
	}
	_, complaint, code := invoke(t.Context(), settings, "link", "--store", "two", "--staff", "Nobody")
	if code != 1 || !strings.Contains(complaint, `nobody called "Nobody" works there`) {
		t.Errorf("link for nobody: exit %d %s", code, complaint)
	}
	if _, complaint, _ = invoke(t.Context(), settings, "link", "--store", "three"); !strings.Contains(complaint, `there is no store "three"`) {
		t.Errorf("link for no store: %s", complaint)
	}
	if _, complaint, code = invoke(t.Context(), settings, "link"); code != 2 || !strings.Contains(complaint, "--store SLUG") {
		t.Errorf("link for some store: exit %d %s", code, complaint)
	}

	_, complaint, code = invoke(t.Context(), settings, "initdata", "--store", "one", "--user", "5")
	if code != 1 || !strings.Contains(complaint, "the token of one's bot is not known") {
		t.Errorf("init data without a bot: exit %d %s", code, complaint)
	}
	shop, err := store.BySlug(t.Context(), s.app.db, "one")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.SetBot(t.Context(), s.app.db, s.app.box, shop.ID, store.BotSetInput{Token: "42:" + strings.Repeat("a", 35)}, time.Now()); err != nil {
		t.Fatal(err)
	}
	out, complaint, code = invoke(t.Context(), settings, "initdata", "--store", "one", "--user", "777000113", "--start", "p_x", "--language", "en")
	if code != 0 {
		t.Fatalf("initdata: %s", complaint)
	}
	data, err := s.app.gate.InitData(t.Context(), shop, strings.TrimSpace(out))
	if err != nil || data.User.ID != 777000113 || data.User.FirstName != auth.DemoUser(3).FirstName || data.User.Language != "en" || data.StartParam != "p_x" {
		t.Errorf("init data: %+v %v", data, err)
	}
	out, _, _ = invoke(t.Context(), settings, "initdata", "--store", "one", "--user", "5", "--name", "Ali", "--age", "48h")
	if _, err := s.app.gate.InitData(t.Context(), shop, strings.TrimSpace(out)); !fault.Has(err, fault.InitDataExpired) {
		t.Errorf("old init data: %v", err)
	}

	out, _, code = invoke(t.Context(), settings, "token", "--kind", "bot", "--name", "test")
	if code != 0 {
		t.Fatal("token")
	}
	in, err := s.app.gate.Authenticate(t.Context(), auth.Credentials{Authorization: "Bearer " + strings.TrimSpace(out)})
	if err != nil || auth.From(in).Kind != auth.Bot {
		t.Errorf("token: %v, %v", auth.From(in).Kind, err)
	}
	if _, _, code = invoke(t.Context(), settings, "seed", "--store", "one", "--products", "3"); code != 0 {
		t.Error("seed")
	}
	s.query(`{ products(first: 9) { nodes { name } } }`, "X-Store", "one").want(t, "seeded products", 200, `{"name":`)
}

func TestOwnerOfADemoShop(t *testing.T) {
	s := openSite(t, testDatabase(t))
	made, err := store.BySlug(t.Context(), s.app.db, "one")
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.app.owner(t.Context(), made.ID)
	if err != nil || first.Name != "Ega" {
		t.Errorf("a shop with an owner: %v %v", first, err)
	}
	if err := s.app.giveDemoBots(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, _ := store.BySlug(t.Context(), s.app.db, "one")
	if err := s.app.giveDemoBots(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, _ := store.BySlug(t.Context(), s.app.db, "one")
	if before.BotID == nil || *before.BotID != *after.BotID {
		t.Errorf("bot %v became %v", before.BotID, after.BotID)
	}
	if l := made.Language(lang.EN); l != lang.EN {
		t.Errorf("language %s", l)
	}
}

func TestSecretKeysAreKept(t *testing.T) {
	c := Config{StateDir: t.TempDir()}
	first, err := secretKeys(c)
	if err != nil {
		t.Fatal(err)
	}
	again, err := secretKeys(c)
	if err != nil || len(again) != 1 || again[0] != first[0] {
		t.Errorf("keys %v became %v: %v", first, again, err)
	}
	if err := writePrivate(c.StateDir+"/"+keysFile, "rubbish"); err != nil {
		t.Fatal(err)
	}
	if _, err := secretKeys(c); err == nil || strings.Contains(err.Error(), "rubbish") {
		t.Errorf("unreadable keys: %v", err)
	}
}
