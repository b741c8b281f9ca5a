package db_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// acrossStores are the files that may take rows of several stores by SKIP LOCKED, which a sharded database refuses: what they
// take stays on one machine. River does so too, in a schema of its own.
var acrossStores = map[string]string{
	"notify/claim.go": "the bot claims messages of all stores",
}

// TestSkipLockedStaysInAStore reads the statements of the whole server, as they stand in the code: whoever skips locked rows
// names the store first.
func TestSkipLockedStaysInAStore(t *testing.T) {
	t.Parallel()
	skips, scoped := regexp.MustCompile(`(?i)\bskip locked\b`), regexp.MustCompile(`(?i)\bwhere store_id = (\?0?|\$1)`)
	found := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			if e != nil && e.IsDir() && e.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(path), "../")
		lines := strings.Split(string(text), "\n")
		for i, line := range lines {
			if !skips.MatchString(line) || strings.HasPrefix(strings.TrimSpace(line), "//") {
				continue
			}
			found[name] = true
			statement := strings.Join(lines[max(0, i-1):i+1], " ") // two lines hold the inner SELECT of all there are
			if _, may := acrossStores[name]; !may && !scoped.MatchString(statement) {
				t.Errorf("%s:%d skips locked rows of any store: %s", name, i+1, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 3 {
		t.Errorf("only %d files skip locked rows; the code was read wrongly", len(found))
	}
	for name := range acrossStores {
		if !found[name] {
			t.Errorf("%s is allowed to and does not", name)
		}
	}
}
