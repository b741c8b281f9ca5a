package postgres

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// programVariable turns the test binary into a program that runs a server on the named state directory until its input ends.
const programVariable = "DOKON_POSTGRES_TEST_PROGRAM"

func TestMain(m *testing.M) {
	state := os.Getenv(programVariable)
	if state == "" {
		os.Exit(m.Run())
	}
	server, err := Start(context.Background(), Config{StateDir: state})
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println(server.URL(Owner))
	io.Copy(io.Discard, os.Stdin)
	server.Stop()
	os.Exit(0)
}

// program starts another process that will run a server on state; its output is the address, once it is ready.
func program(t *testing.T, state string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), programVariable+"="+state)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	return cmd, bufio.NewReader(out)
}

func address(t *testing.T, out *bufio.Reader) string {
	t.Helper()
	line, err := out.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "postgres://") {
		t.Fatalf("the program answers %q, %v", line, err)
	}
	return strings.TrimSpace(line)
}

func mustStart(t *testing.T, cfg Config) *Server {
	t.Helper()
	server, err := Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return server
}

func mustStop(t *testing.T, server *Server) {
	t.Helper()
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
}

func mustFail(t *testing.T, cfg Config, want ...string) error {
	t.Helper()
	server, err := Start(t.Context(), cfg)
	if err == nil {
		server.Stop()
		t.Fatal("it started")
	}
	for _, part := range want {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q: %v", part, err)
		}
	}
	return err
}

// query runs one statement over a connection of its own and answers its first column.
func query(url, sql string, args ...any) (answer string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return "", err
	}
	return pgx.CollectOneRow(rows, pgx.RowTo[string])
}

func mustAnswer(t *testing.T, url, sql, want string, args ...any) {
	t.Helper()
	got, err := query(url, sql, args...)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if got != want {
		t.Errorf("%s answers %q, want %q", sql, got, want)
	}
}

func mustExec(t *testing.T, url string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, sql := range statements {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// eventually looks until it holds, for half a minute at most.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	tooLate := time.After(30 * time.Second)
	for !holds() {
		select {
		case <-look.C:
		case <-tooLate:
			t.Fatalf("not within half a minute: %s", what)
		}
	}
}
