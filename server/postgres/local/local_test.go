package local

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	must := func(lock *Lock, err error) *Lock {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return lock
	}
	one, two := must(Shared(path)), must(Shared(path))
	for _, holder := range []*Lock{one, two} {
		if _, err := TryExclusive(path); !errors.Is(err, ErrHeld) {
			t.Errorf("exclusive beside a shared one: %v", err)
		}
		if err := holder.Release(); err != nil {
			t.Fatal(err)
		}
	}

	owner := must(TryExclusive(path))
	for _, text := range []string{"a longer word", "short"} {
		if err := owner.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "short" {
		t.Errorf("others read %q, %v", text, err)
	}
	waited := make(chan error)
	go func() {
		lock, err := Shared(path)
		if err == nil {
			err = lock.Release()
		}
		waited <- err
	}()
	select {
	case err := <-waited:
		t.Errorf("shared beside an exclusive one: %v", err)
	default:
	}
	if err := owner.Release(); err != nil {
		t.Fatal(err)
	}
	if err := <-waited; err != nil {
		t.Error(err)
	}
	if _, err := Exclusive(filepath.Join(path, "below a file")); err == nil || errors.Is(err, ErrHeld) {
		t.Errorf("a file that cannot be made: %v", err)
	}
}

func TestDir(t *testing.T) {
	place := t.TempDir()
	path := filepath.Join(place, "mine")
	for range 2 {
		if err := Dir(path, 0o700, os.Geteuid()); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Fatalf("%v, %v", info, err)
		}
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}

	// What somebody else can have put there.
	link, file := filepath.Join(place, "link"), filepath.Join(place, "file")
	if err := errors.Join(os.Symlink(path, link), os.WriteFile(file, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, trap := range []string{link, file} {
		if err := Dir(trap, 0o700, os.Geteuid()); err == nil {
			t.Errorf("%s was taken for a directory of ours", trap)
		}
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(path, 65534, -1); err != nil {
			t.Fatal(err)
		}
	} else {
		path = "/tmp"
	}
	if err := Dir(path, 0o700, os.Geteuid()); err == nil {
		t.Error("another user's directory was taken")
	}
}
