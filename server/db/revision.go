package db

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// Revision names the schema that Migrate arrives at: equal for two binaries exactly when their migrations are.
func Revision() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := migrations.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read migrations: %w", err)
	}
	river, err := rivermigrate.New[pgx.Tx](riverpgxv5.New(nil), nil)
	if err != nil {
		return "", fmt.Errorf("read migrations of jobs: %w", err)
	}
	fmt.Fprintf(sum, "river %d", len(river.AllVersions()))
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// Newest is the number of the newest migration, the moment at which it was written: 20261122153000.
func Newest() (n int64, err error) {
	files, err := fs.ReadDir(migrations, "migrations") // in order of names
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	number, _, _ := strings.Cut(files[len(files)-1].Name(), "_")
	if n, err = strconv.ParseInt(number, 10, 64); err != nil {
		return 0, fmt.Errorf("newest migration: %w", err)
	}
	return n, nil
}
