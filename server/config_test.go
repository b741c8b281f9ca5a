package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/secret"
)

var update = flag.Bool("update", false, "rewrite docs/settings.md")

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestConfigDefaults(t *testing.T) {
	c, err := readConfig(env())
	if err != nil {
		t.Fatal(err)
	}
	if c.DatabaseURL != "" || c.Addr != ":8080" || c.StateDir != ".dokon" || c.DatabaseConns != 20 || c.StatementTimeout != 15*time.Second ||
		c.FakeTelegramAddr != "127.0.0.1:8090" || c.LogJSON || c.SavedBytes != 24<<20 || c.Trust != graph.TrustAll || c.Introspection != graph.IntrospectionEveryone {
		t.Errorf("defaults: %+v", c)
	}
}

func TestConfigGiven(t *testing.T) {
	first, second := secret.NewKey("new"), secret.NewKey("old")
	c, err := readConfig(env(
		"DATABASE_URL", "postgres://shop:pw@db/dokon", "PORT", "0", "DOKON_PUBLIC_URL", "https://shop.uz/",
		"DOKON_SECRET_KEYS", first.String()+","+second.String(), "DOKON_LOG_FORMAT", "json", "DATABASE_POOLER", "transaction",
	))
	if err != nil {
		t.Fatal(err)
	}
	if c.MigrateURL != c.DatabaseURL || c.PublicURL != "https://shop.uz" || !c.LogJSON || !c.TransactionPooler ||
		len(c.SecretKeys) != 2 || c.SecretKeys[0] != first {
		t.Errorf("given: %+v", c)
	}
}

func TestConfigTellsAllFaultsAtOnce(t *testing.T) {
	key := secret.NewKey("k1").String()
	faults := map[string]string{
		"DATABASE_URL":               "mysql://root:hunter2@db",
		"DATABASE_POOL":              "3",
		"DATABASE_POOLER":            "session",
		"DATABASE_STATEMENT_TIMEOUT": "15",
		"PORT":                       "eighty",
		"DOKON_PUBLIC_URL":           "shop.uz",
		"DOKON_SECRET_KEYS":          key + "," + key,
		"DOKON_S3_ENDPOINT":          "https://s3.uz/pictures",
		"DOKON_S3_BUCKET":            "",
		"DOKON_S3_ACCESS_KEY":        "",
		"DOKON_S3_SECRET_KEY":        "",
		"DOKON_S3_STYLE":             "virtual",
		"DOKON_TELEGRAM_URL":         "https://api.telegram.org/?x=1",
		"DOKON_FAKE_TELEGRAM_ADDR":   "localhost",
		"DOKON_SAVED_ANSWERS":        "5000",
		"GOGC":                       "off",
		"DOKON_TRUSTED_DOCUMENTS":    "on",
		"DOKON_INTROSPECTION":        "yes",
		"DOKON_LOG_LEVEL":            "loud",
		"DOKON_LOG_FORMAT":           "xml",
	}
	_, err := readConfig(func(name string) string { return faults[name] })
	if err == nil {
		t.Fatal("accepted")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(faults) {
		t.Errorf("%d faults make %d lines:\n%s", len(faults), len(lines), err)
	}
	for name := range faults {
		if !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s is not told of:\n%s", name, err)
		}
	}
	for _, secret := range []string{"hunter2", key} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("a secret is repeated:\n%s", err)
		}
	}
}

func TestConfigOfAnObjectStorage(t *testing.T) {
	c, err := readConfig(env("DOKON_S3_ENDPOINT", "https://s3.example.uz/", "DOKON_S3_BUCKET", "pictures",
		"DOKON_S3_ACCESS_KEY", "shop", "DOKON_S3_SECRET_KEY", "hunter2", "DOKON_S3_STYLE", "host"))
	if err != nil || c.S3.Endpoint.Host != "s3.example.uz" || c.S3.Bucket != "pictures" || c.S3.Region != "us-east-1" || !c.S3.HostStyle {
		t.Errorf("%+v, %v", c.S3, err)
	}
	if got := (&pages{app: &app{config: c}}).policy(); !strings.Contains(got, "connect-src 'self' https://pictures.s3.example.uz ") {
		t.Errorf("pages may not send pictures there: %s", got)
	}
	if _, err := readConfig(env("DOKON_S3_SECRET_KEY", "hunter2")); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a key without a storage: %v", err)
	}
}

// TestSettingsPage keeps docs/settings.md equal to the tables in the code of server and bot; -update rewrites it.
func TestSettingsPage(t *testing.T) {
	var page bytes.Buffer
	page.WriteString("# Settings\n\nAll settings come from the environment. Each program reads them once, at its start, and reports all faults together.\n" +
		"This page is written from the code: `make generate`.\n\n## Server\n\n| Setting | Default | Meaning |\n|---|---|---|\n")
	row := func(name, fallback, meaning string) {
		if fallback != "" && !strings.Contains(fallback, " ") {
			fallback = "`" + fallback + "`"
		}
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", name, fallback, meaning)
	}
	for _, s := range settings {
		row(s.name, s.fallback, s.meaning)
	}
	page.WriteString("\n## Bot\n\n`dev` sets these for the bot it starts; `server token --kind bot --name NAME` makes the service token.\n\n" +
		"| Setting | Default | Meaning |\n|---|---|---|\n")
	for _, s := range botSettings(t) {
		row(s[0], s[1], s[2])
	}
	const path = "../docs/settings.md"
	if *update {
		if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, page.Bytes()) {
		t.Errorf("docs/settings.md is out of date: run `make generate`")
	}
}

// botSettings reads the rows of the bot's table from its source: the bot is a program of its own and cannot be imported.
func botSettings(t *testing.T) (rows [][]string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "../bot/config.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{} // constants of the file
	text := func(e ast.Expr) string {
		switch e := e.(type) {
		case *ast.BasicLit:
			s, err := strconv.Unquote(e.Value)
			if err != nil {
				t.Fatal(err)
			}
			return s
		case *ast.Ident:
			return words[e.Name]
		}
		t.Fatalf("bot/config.go: a setting is neither text nor a constant, at %s", files.Position(e.Pos()))
		return ""
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		switch value := spec.Values[0].(type) {
		case *ast.BasicLit:
			if value.Kind == token.STRING {
				words[spec.Names[0].Name] = text(value)
			}
		case *ast.CompositeLit:
			if spec.Names[0].Name != "settings" {
				return true
			}
			for _, row := range value.Elts {
				cells := row.(*ast.CompositeLit).Elts
				rows = append(rows, []string{text(cells[0]), text(cells[1]), text(cells[2])})
			}
		}
		return true
	})
	if len(rows) == 0 {
		t.Fatal("bot/config.go has no table of settings")
	}
	return rows
}
