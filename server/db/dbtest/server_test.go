package dbtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/postgres/local"
)

// userVariable turns this test binary into a user of the server at the named meeting place, until its input ends.
const userVariable = "DOKON_TEST_DATABASE_USER"

func init() {
	place := os.Getenv(userVariable)
	if place == "" {
		return
	}
	os.Unsetenv(userVariable)
	url, err := meeting(place).join()
	fmt.Println(url, err)
	io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

type user struct {
	*exec.Cmd
	leave  io.Closer
	output *bufio.Reader
}

func joinAsProcess(t *testing.T, place meeting) user {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	u := user{Cmd: exec.Command(self)}
	u.Env = append(os.Environ(), userVariable+"="+string(place))
	in, err := u.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := u.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	u.leave, u.output = in, bufio.NewReader(out)
	if err := u.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		u.Wait()
	})
	return u
}

func (u user) url(t *testing.T) string {
	t.Helper()
	line, err := u.output.ReadString('\n')
	url, ok := strings.CutSuffix(strings.TrimSpace(line), " <nil>")
	if err != nil || !ok {
		t.Fatalf("a user is told %q, %v", line, err)
	}
	return url
}

func newPlace(t *testing.T) meeting {
	t.Helper()
	dir, err := os.MkdirTemp(storage(), "dokon-")
	if err != nil {
		t.Fatal(err)
	}
	place := meeting(dir)
	t.Cleanup(func() {
		place.awaitEnd(t)
		os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(place.path("runs"), 0o700); err != nil {
		t.Fatal(err)
	}
	return place
}

// awaitEnd returns when there is no keeper; it would hang to the end of the tests if one stayed.
func (m meeting) awaitEnd(t *testing.T) {
	t.Helper()
	lock, err := local.Exclusive(m.path("keeper"))
	if err != nil {
		t.Fatal(err)
	}
	lock.Release()
}

func started(t *testing.T, url string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var at string
	if err := conn.QueryRow(ctx, "select pg_postmaster_start_time()::text || current_setting('fsync')").Scan(&at); err != nil {
		t.Fatal(err)
	}
	return at
}

func TestServerIsSharedAndEndsWithItsLastUser(t *testing.T) {
	place := newPlace(t)
	users := []user{joinAsProcess(t, place), joinAsProcess(t, place), joinAsProcess(t, place)} // all at once
	var urls []string
	for _, u := range users {
		urls = append(urls, u.url(t))
	}
	first := started(t, urls[0])
	if !strings.HasSuffix(first, "off") {
		t.Errorf("fsync is on: %s", first)
	}

	// A killed one and one that ends in order take nothing from the third.
	users[0].Process.Kill()
	users[0].Wait()
	users[1].leave.Close()
	users[1].Wait()
	for _, url := range urls {
		if now := started(t, url); now != first {
			t.Errorf("another server: %s, before %s", now, first)
		}
	}
	late := joinAsProcess(t, place)
	if now := started(t, late.url(t)); now != first {
		t.Errorf("a late user gets another server: %s, before %s", now, first)
	}

	users[2].leave.Close()
	late.leave.Close()
	place.awaitEnd(t)
	if conn, err := pgx.Connect(t.Context(), urls[0]); err == nil {
		conn.Close(t.Context())
		t.Error("the server outlives its users")
	}
	for _, left := range []string{"url", "state", "error"} {
		if _, err := os.Stat(place.path(left)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", left, err)
		}
	}

	again := joinAsProcess(t, place)
	if now := started(t, again.url(t)); now == first {
		t.Error("the first server came back")
	}
	again.leave.Close()
}

func TestServerAfterAKilledKeeper(t *testing.T) {
	place := newPlace(t)
	one := joinAsProcess(t, place)
	url := one.url(t)
	first := started(t, url)
	killKeeper(t, place)
	one.leave.Close()
	place.awaitEnd(t)

	two := joinAsProcess(t, place)
	if now := started(t, two.url(t)); now == first {
		t.Error("the killed keeper's server is still used")
	}
	two.leave.Close()
}

// The keeper writes its number where postgres.Start locks the state.
func killKeeper(t *testing.T, place meeting) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(place.path("state"), "postgres", "lock"))
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscan(string(text), &pid); err != nil {
		t.Fatal(err)
	}
	keeper, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := keeper.Kill(); err != nil {
		t.Fatal(err)
	}
}

func TestUserLearnsWhyThereIsNoServer(t *testing.T) {
	place := newPlace(t)
	t.Setenv("DOKON_POSTGRES_BIN", t.TempDir())
	u := joinAsProcess(t, place)
	line, err := u.output.ReadString('\n')
	if err != nil || !strings.Contains(line, "no PostgreSQL found") {
		t.Errorf("a user is told %q, %v", line, err)
	}
	u.leave.Close()
}

func TestServer(t *testing.T) {
	if at := started(t, Server(t)); at != started(t, Server(t)) {
		t.Errorf("two servers in one process, the first of %s", at)
	}
}
