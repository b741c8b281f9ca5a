// Package local holds what processes of one machine need to agree with each other: locks on files, which the system drops when
// their holder dies in whatever way, and directories that nobody else can have prepared.
package local

import (
	"errors"
	"fmt"
	"os"
)

// ErrHeld says that another process holds the lock.
var ErrHeld = errors.New("another process holds the lock")

// Lock is held until Release or until the process ends. Child processes do not inherit it.
type Lock struct{ file *os.File }

// Exclusive waits until nobody else holds the file, shared or exclusively. The file is made when missing and must never be removed:
// a removed and made-again file is another lock.
func Exclusive(path string) (*Lock, error) { return acquire(path, lockExclusive) }

// Shared waits until nobody holds the file exclusively; any number of processes may hold it shared.
func Shared(path string) (*Lock, error) { return acquire(path, lockShared) }

// TryExclusive does not wait: it answers ErrHeld.
func TryExclusive(path string) (*Lock, error) { return acquire(path, lockExclusive|lockTry) }

// Write replaces the content of the locked file, for others to read: who holds it.
func (l *Lock) Write(text string) error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt([]byte(text), 0)
	return err
}

// Release gives the lock up.
func (l *Lock) Release() error { return l.file.Close() }

type lockMode int

const (
	lockShared lockMode = 1 << iota
	lockExclusive
	lockTry
)

func acquire(path string, mode lockMode) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file, mode); err != nil {
		file.Close()
		if errors.Is(err, ErrHeld) {
			return nil, err
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return &Lock{file}, nil
}
