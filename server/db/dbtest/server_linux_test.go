package dbtest

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// While a `go test` that came here lives, the server waits for its next package.
func TestRunsAreNotedWhileTheyLive(t *testing.T) {
	place := newPlace(t)
	if err := place.noteRun(os.Getpid()); err != nil {
		t.Fatal(err)
	}
	if place.runs() {
		t.Error("this process is not `go`, yet counts as one")
	}

	run := exec.Command(namedGo(t))
	in, err := run.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	if err := place.noteRun(run.Process.Pid); err != nil {
		t.Fatal(err)
	}
	if !place.runs() {
		t.Error("a living run is not seen")
	}
	in.Close()
	run.Wait()
	if place.runs() {
		t.Error("a run that ended still counts")
	}
	if noted, _ := os.ReadDir(place.path("runs")); len(noted) > 0 {
		t.Errorf("%d runs are not forgotten", len(noted))
	}
}

// namedGo is cat under the name of the go command.
func namedGo(t *testing.T) string {
	t.Helper()
	cat, err := exec.LookPath("cat")
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(cat)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	path := filepath.Join(t.TempDir(), "go")
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
