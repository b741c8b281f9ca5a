package postgres

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// minMajor is the oldest PostgreSQL that the migrations are written for.
const minMajor = 15

// binaries is one installation of postgres and initdb.
type binaries struct {
	dir     string
	major   int
	version string // "18.4"
}

func (b binaries) path(program string) string {
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	return filepath.Join(b.dir, program)
}

// sources lists directories that may hold binaries, best first.
type sources func() []string

// findBinaries answers the first usable installation: the one of cfg.BinDir alone if that is set, else the npm package, what is on the
// PATH, the places of the system's packages. major, unless 0, is that of the existing data, which no other major can read.
func findBinaries(ctx context.Context, cfg Config, major int) (binaries, error) {
	find := cfg.sources
	if find == nil {
		find = installedBinaries
	}
	if cfg.BinDir != "" {
		find = func() []string { return []string{cfg.BinDir} }
	}
	var refused []string
	var others []string
	seen := map[string]bool{}
	for _, dir := range find() {
		if seen[dir] {
			continue
		}
		seen[dir] = true
		bin, err := inspectBinaries(ctx, dir)
		switch {
		case err != nil:
			refused = append(refused, fmt.Sprintf("%s: %v", dir, err))
		case major != 0 && bin.major != major:
			others = append(others, fmt.Sprintf("%s (%s)", bin.version, dir))
		case major == 0 && bin.major < minMajor:
			refused = append(refused, fmt.Sprintf("%s: PostgreSQL %s is older than %d", dir, bin.version, minMajor))
		default:
			return bin, nil
		}
	}
	looked := "nowhere a trace of one"
	if all := append(others, refused...); len(all) > 0 {
		looked = strings.Join(all, "; ")
	}
	if major != 0 {
		return binaries{}, fmt.Errorf("the data in %s was made by PostgreSQL %d and only that version can open it; found instead: %s. "+
			"Install PostgreSQL %d (Debian: apt-get install postgresql-%d) or set DOKON_POSTGRES_BIN to its directory of binaries; "+
			"to begin with an empty database move that directory away",
			filepath.Join(cfg.StateDir, "postgres", strconv.Itoa(major)), major, looked, major, major)
	}
	return binaries{}, fmt.Errorf("no PostgreSQL found (%s). Install the one of this project: npm ci --prefix server/postgres/npm; or one of "+
		"the system (Debian: apt-get install postgresql); or set DOKON_POSTGRES_BIN to a directory that holds postgres and initdb; "+
		"or set DATABASE_URL to a running server", looked)
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) (\d+)[^\s]*`)

// inspectBinaries asks postgres for its version, which also shows that it can run here at all.
func inspectBinaries(ctx context.Context, dir string) (binaries, error) {
	bin := binaries{dir: dir}
	for _, program := range []string{"postgres", "initdb"} {
		if _, err := os.Stat(bin.path(program)); err != nil {
			return bin, fmt.Errorf("no %s there", program)
		}
	}
	if err := linkLibraries(filepath.Dir(dir)); err != nil {
		return bin, err
	}
	out, err := versionCommand(ctx, bin).CombinedOutput()
	if err != nil {
		return bin, fmt.Errorf("postgres does not run: %w %s", err, strings.TrimSpace(string(out)))
	}
	found := versionLine.FindSubmatch(out)
	if found == nil {
		return bin, fmt.Errorf("postgres answers %q instead of its version", out)
	}
	bin.major, _ = strconv.Atoi(string(found[1]))
	bin.version = strings.TrimPrefix(string(found[0]), "(PostgreSQL) ")
	return bin, nil
}

func versionCommand(ctx context.Context, bin binaries) *exec.Cmd {
	cmd := exec.CommandContext(ctx, bin.path("postgres"), "--version")
	cmd.Env = environment()
	return cmd
}

func installedBinaries() []string {
	dirs := packagedBinaries()
	if postgres, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(postgres))
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",                                        // Debian, Ubuntu
		"/usr/pgsql-*/bin",                                                 // PGDG on Red Hat
		"/usr/libexec/postgresql*",                                         // Alpine
		"/opt/homebrew/opt/postgresql@*/bin",                               // Homebrew
		"/usr/local/opt/postgresql@*/bin",                                  // Homebrew on Intel
		"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",                  // Homebrew on Linux
		"/Applications/Postgres.app/Contents/Versions/*/bin",               // Postgres.app
		filepath.Join(os.Getenv("ProgramFiles"), "PostgreSQL", "*", "bin"), // Windows installer
	} {
		found, _ := filepath.Glob(pattern)
		slices.SortFunc(found, func(a, b string) int { return cmp.Compare(numberIn(b), numberIn(a)) })
		dirs = append(dirs, found...)
	}
	return dirs
}

var digits = regexp.MustCompile(`\d+`)

func numberIn(path string) int {
	n, _ := strconv.Atoi(digits.FindString(path))
	return n
}
