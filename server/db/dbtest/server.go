package dbtest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/postgres/local"
)

// Server answers the address, as superuser, of the shared test server's own database; tests make theirs beside it.
// The server lives at least as long as this process.
func Server(t testing.TB) (ownerURL string) {
	t.Helper()
	url, err := shared()
	if err != nil {
		t.Fatalf("start the test database: %v", err)
	}
	return url
}

var shared = sync.OnceValues(func() (string, error) {
	place, err := meetingPlace()
	if err != nil {
		return "", err
	}
	return place.join()
})

// meeting is a directory through which test processes and the keeper of the server find each other:
//
//	users   held shared by each test process until it ends; the keeper takes it exclusively to know that nobody is left
//	keeper  held by the keeper while it lives
//	enter   held by a test process while it looks whether there is a keeper
//	url     written when the server is ready, removed before it stops
//	error   why the last keeper gave up
//	runs/   a file for each `go test` that has processes here, named by its process number
type meeting string

// inUse holds this process's share of users; the system gives it back when the process ends, in whatever way.
var inUse *local.Lock //nolint:unused // kept from the garbage collector, which would close it

func (m meeting) path(name string) string { return filepath.Join(string(m), name) }

func meetingPlace() (meeting, error) {
	dir := filepath.Join(storage(), fmt.Sprintf("dokon-test-%d", os.Geteuid()))
	if err := local.Dir(dir, 0o711, os.Geteuid()); err != nil {
		return "", err
	}
	return meeting(dir), os.MkdirAll(filepath.Join(dir, "runs"), 0o700)
}

func (m meeting) join() (string, error) {
	entering, err := local.Exclusive(m.path("enter"))
	if err != nil {
		return "", err
	}
	defer entering.Release()
	if inUse, err = local.Shared(m.path("users")); err != nil {
		return "", err
	}
	if err := m.noteRun(os.Getppid()); err != nil {
		return "", err
	}

	// Whoever holds users keeps the keeper from going, so a keeper that is there now stays.
	vacant, err := local.TryExclusive(m.path("keeper"))
	if errors.Is(err, local.ErrHeld) {
		return m.awaitURL(nil)
	}
	if err != nil {
		return "", err
	}
	for _, file := range []string{"url", "error"} {
		if err := os.Remove(m.path(file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	if err := vacant.Release(); err != nil {
		return "", err
	}
	ended, err := m.startKeeper()
	if err != nil {
		return "", err
	}
	return m.awaitURL(ended)
}

// startKeeper runs this very program once more; init turns it into the keeper. It must outlive this process, and it must not hold the
// output on which `go test` waits.
func (m meeting) startKeeper() (ended chan struct{}, err error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	keeper := exec.Command(program)
	keeper.Dir = string(m)
	keeper.SysProcAttr = detached()
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "GOCOVERDIR=") {
			keeper.Env = append(keeper.Env, pair)
		}
	}
	directory, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	keeper.Env = append(keeper.Env, keeperVariable+"="+string(m), checkoutVariable+"="+directory)
	if err := keeper.Start(); err != nil {
		return nil, err
	}
	ended = make(chan struct{})
	go func() {
		keeper.Wait()
		close(ended)
	}()
	return ended, nil
}

// awaitURL waits for the keeper's server; ended is nil where the keeper is another process's child.
func (m meeting) awaitURL(ended <-chan struct{}) (string, error) {
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	patience := time.After(2 * time.Minute)
	for {
		if url, err := os.ReadFile(m.path("url")); err == nil {
			return string(url), nil
		}
		select {
		case <-look.C:
			if why, err := os.ReadFile(m.path("error")); err == nil {
				return "", errors.New(string(why))
			}
		case <-ended: // with an error, found at the next look, or because another keeper was quicker
			ended = nil
		case <-patience:
			return "", errors.New("it is not ready after two minutes")
		}
	}
}

// storage is memory where a run fits in: a database of an empty shop takes some 12 MB, and tests run many at once. Containers often
// have a tiny /dev/shm.
func storage() string {
	const enough = 2 << 30
	if runtime.GOOS == "linux" && freeBytes("/dev/shm") > enough {
		return "/dev/shm"
	}
	return os.TempDir()
}
