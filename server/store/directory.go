package store

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/uptrace/bun"
)

// keep is how long a Directory answers from memory: what another process changes is seen here after that time at the latest.
const keep = 500 * time.Millisecond

// Directory finds the store of a request, and remembers it for half a second, since every request asks. It is safe for concurrent use.
type Directory struct {
	db bun.IDB

	mu      sync.Mutex
	known   map[string]found
	forgets int // a read that began before a Forget is not remembered
}

type found struct {
	store *Store
	at    time.Time
}

// NewDirectory reads stores through q.
func NewDirectory(q bun.IDB) *Directory { return &Directory{db: q, known: map[string]found{}} }

// ByID is the package's ByID from memory.
func (d *Directory) ByID(ctx context.Context, storeID int64) (*Store, error) {
	return d.find("id "+strconv.FormatInt(storeID, 10), func() (*Store, error) { return ByID(ctx, d.db, storeID) })
}

// BySlug is the package's BySlug from memory.
func (d *Directory) BySlug(ctx context.Context, slug string) (*Store, error) {
	return d.find("slug "+slug, func() (*Store, error) { return BySlug(ctx, d.db, slug) })
}

// ByHost is the package's ByHost from memory.
func (d *Directory) ByHost(ctx context.Context, host string) (*Store, error) {
	return d.find("host "+host, func() (*Store, error) { return ByHost(ctx, d.db, host) })
}

// Only is the package's Only from memory.
func (d *Directory) Only(ctx context.Context) (*Store, error) {
	return d.find("only", func() (*Store, error) { return Only(ctx, d.db) })
}

// Forget drops a store from memory, after a change to it in this process.
func (d *Directory) Forget(storeID int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forgets++
	for key, f := range d.known {
		if f.store.ID == storeID {
			delete(d.known, key)
		}
	}
}

// find remembers what exists, never what does not: guessed names cannot fill the memory.
func (d *Directory) find(key string, read func() (*Store, error)) (*Store, error) {
	d.mu.Lock()
	f, ok := d.known[key]
	forgets := d.forgets
	d.mu.Unlock()
	if ok && time.Since(f.at) < keep {
		return f.store, nil
	}
	at := time.Now()
	s, err := read()
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil {
		delete(d.known, key)
		return nil, err
	}
	if forgets == d.forgets {
		d.known[key] = found{s, at}
	}
	return s, nil
}
