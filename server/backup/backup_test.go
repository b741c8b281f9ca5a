package backup

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// lay makes a backup of so many days ago whose log begins at a position.
func lay(t *testing.T, dir string, days int, from string) *Info {
	t.Helper()
	began := now.AddDate(0, 0, -days)
	i := &Info{ID: began.Format(idLayout), Started: began, Finished: began.Add(time.Minute), From: from}
	text, err := json.Marshal(i)
	if err = errors.Join(err, os.Mkdir(filepath.Join(dir, i.ID), 0o700), os.WriteFile(filepath.Join(dir, i.ID, infoName), text, 0o600)); err != nil {
		t.Fatal(err)
	}
	return i
}

func names(t *testing.T, pattern ...string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(pattern...))
	if err != nil {
		t.Fatal(err)
	}
	for n, f := range files {
		files[n] = filepath.Base(f)
	}
	return files
}

// What is too old goes, with the log that only it needed, of whatever timeline; the newest backup stays, however old it is.
func TestPrune(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, 9, "0/2000028")
	kept, newest := lay(t, dir, 6, "1/3000028"), lay(t, dir, 1, "2/4000060")
	for _, unfinished := range []string{now.AddDate(0, 0, -2).Format(idLayout), now.Format(idLayout), "notes"} {
		if err := os.Mkdir(filepath.Join(dir, unfinished), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	segment := filepath.Join(t.TempDir(), "segment")
	if err := os.WriteFile(segment, []byte("log"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"000000010000000000000002", "000000010000000100000002", "000000020000000100000003", "00000001000000020000000F", "00000002.history"} {
		if err := Push(segment, filepath.Join(dir, walName, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := Prune(dir, 7*24*time.Hour, now); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir, "*"); !slices.Equal(got, []string{kept.ID, newest.ID, now.Format(idLayout), "notes", walName}) {
		t.Errorf("left are %q", got)
	}
	if got := names(t, dir, walName, "*"); !slices.Equal(got, []string{"00000001000000020000000F.gz", "00000002.history.gz", "000000020000000100000003.gz"}) {
		t.Errorf("of the log are left %q", got)
	}
	if err := Prune(dir, time.Hour, now.AddDate(1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if list, err := List(dir); err != nil || len(list) != 1 || list[0].ID != newest.ID {
		t.Errorf("a year later: %v, %v", list, err)
	}
}

func TestChoose(t *testing.T) {
	dir := t.TempDir()
	older, newer := lay(t, dir, 3, "0/1"), lay(t, dir, 1, "0/2")
	for _, c := range []struct {
		at   time.Time
		want *Info
	}{{time.Time{}, newer}, {now, newer}, {newer.Started, older}, {newer.Finished, newer}, {older.Started, nil}} {
		i, err := Choose(dir, c.at)
		if (err == nil) != (c.want != nil) || err == nil && i.ID != c.want.ID {
			t.Errorf("for %s: %v, %v", c.at, i, err)
		}
	}
}

// A segment that is kept already is well; another one under its name is not, since it is of another cluster.
func TestPushAndPull(t *testing.T) {
	dir := t.TempDir()
	segment, back := filepath.Join(dir, "segment"), filepath.Join(dir, "back")
	kept := filepath.Join(dir, walName, "000000010000000000000001")
	for n, text := range []string{"log", "log", "another log"} {
		if err := os.WriteFile(segment, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Push(segment, kept); (err != nil) != (n == 2) {
			t.Errorf("push %q: %v", text, err)
		}
	}
	if err := Pull(kept, back); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(back); string(text) != "log" {
		t.Errorf("came back as %q", text)
	}
	if err := Pull(kept+"0", back); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the end of the log: %v", err)
	}
}
