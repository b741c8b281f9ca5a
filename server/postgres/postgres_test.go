package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStartAgainFindsTheData(t *testing.T) {
	// What a developer's shell may hold must not redirect us.
	for name, value := range map[string]string{"PGPORT": "1", "PGDATABASE": "other", "PGUSER": "other", "PGDATA": "/nowhere", "LC_ALL": "xx_XX"} {
		t.Setenv(name, value)
	}
	state := filepath.Join(t.TempDir(), "state with space's and [glob]*")
	var said []string
	cfg := Config{StateDir: state, Progress: func(sentence string) { said = append(said, sentence) }}

	first := mustStart(t, cfg)
	url := first.URL(Owner)
	mustExec(t, url, "create table kept (word text)", "insert into kept values ('olma')", "create role shop login")
	mustAnswer(t, first.URL("shop"), "select current_user::text || ' in ' || current_database()", "shop in "+Owner)
	mustAnswer(t, url, "show listen_addresses", "")
	mustAnswer(t, url, "show fsync", "on")
	mustAnswer(t, url, "select lower('ҚОВУН')", "қовун")
	mustAnswer(t, url, "show lc_messages", "C")
	if version := strings.Fields(first.Version())[0]; !strings.HasPrefix(version, fmt.Sprint(first.bin.major)) {
		t.Errorf("version %q of major %d", version, first.bin.major)
	}
	mustStop(t, first)
	if _, err := query(url, "select 'still there'"); err == nil {
		t.Error("a stopped server answers")
	}
	if len(said) == 0 || !strings.Contains(said[0], "once") {
		t.Errorf("the first start announced %q", said)
	}

	said = nil
	second := mustStart(t, cfg)
	mustAnswer(t, second.URL(Owner), "select word from kept", "olma")
	if second.URL(Owner) != url {
		t.Errorf("the address moved from %s to %s", url, second.URL(Owner))
	}
	if strings.Contains(strings.Join(said, " "), "once") {
		t.Errorf("the second start announced %q", said)
	}
	if err := second.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := second.Stop(); err != nil {
		t.Errorf("stopping twice: %v", err)
	}
	if _, err := os.Stat(second.socket); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket's directory stays: %v", err)
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	state := t.TempDir()
	first := mustStart(t, Config{StateDir: state, Settings: fast})
	before := snapshot(t, state)

	err := mustFail(t, Config{StateDir: state, Settings: fast}, fmt.Sprint(os.Getpid()), state, "DOKON_STATE_DIR")
	if !errors.Is(err, ErrLocked) {
		t.Errorf("%v is not ErrLocked", err)
	}
	if after := snapshot(t, state); after != before {
		t.Errorf("the refused start changed\n%s\ninto\n%s", before, after)
	}
	mustAnswer(t, first.URL(Owner), "select 'unharmed'", "unharmed")
	mustStop(t, first)
	mustStart(t, Config{StateDir: state, Settings: fast})
}

// fast is for tests that do not turn on durability.
var fast = map[string]string{"fsync": "off"}

// snapshot names what a second process could spoil: the lock, the pid file, the socket and what lies beside the data.
func snapshot(t *testing.T, state string) string {
	t.Helper()
	var text strings.Builder
	for _, pattern := range []string{"postgres/lock", "postgres/*/*", "postgres/*/data/postmaster.pid"} {
		files, err := filepath.Glob(filepath.Join(state, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, _ := os.ReadFile(file)
			fmt.Fprintln(&text, file, string(content))
		}
	}
	return text.String()
}

func TestLongStatePath(t *testing.T) {
	deep := t.TempDir()
	for range 3 {
		deep = filepath.Join(deep, strings.Repeat("d", 100))
	}
	server := mustStart(t, Config{StateDir: deep, Settings: fast})
	mustAnswer(t, server.URL(Owner), "select 'reached'", "reached")

	for range 7 {
		deep = filepath.Join(deep, strings.Repeat("d", 100))
	}
	mustFail(t, Config{StateDir: deep}, "DOKON_STATE_DIR", "shorter")
	if _, err := os.Stat(deep); err == nil {
		t.Error("a directory was made all the same")
	}
}

// The log file outlives its cause and may be sent to somebody for help.
func TestLogQuotesNoCustomer(t *testing.T) {
	server := mustStart(t, Config{StateDir: t.TempDir(), Settings: fast})
	url := server.URL(Owner)
	mustExec(t, url, "create table person (phone text primary key)", "insert into person values ('+998901234567')")
	for _, bad := range []string{"insert into person values ('+998901234567')", "select '+998901234567'::int"} {
		if _, err := query(url, bad); err == nil {
			t.Fatalf("%s succeeded", bad)
		}
	}
	log, err := os.ReadFile(filepath.Join(server.dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "person_pkey") {
		t.Errorf("the log does not tell of the broken constraint:\n%s", log)
	}
	if line, _, found := strings.Cut(string(log), "insert into"); found || strings.Contains(string(log), "DETAIL") {
		t.Errorf("the log quotes a statement or a row after:\n%s", line)
	}
}

func TestFailureQuotesTheLog(t *testing.T) {
	mustFail(t, Config{StateDir: t.TempDir(), Settings: map[string]string{"fsync": "off", "shared_buffers": "1TB", "huge_pages": "on"}},
		"did not start", "FATAL")
}
