package store

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
)

// keep is how long a Directory answers from memory: what another process changes is seen here after that time at the latest.
const keep = 500 * time.Millisecond

// mostNone bounds the memory of hosts that lead nowhere: callers name what they like.
const mostNone = 200

// Directory finds the store of a request, and remembers it for half a second, since every request asks. It is safe for concurrent use.
type Directory struct {
	db bun.IDB

	mu      sync.Mutex
	known   map[string]found
	none    map[string]time.Time // hosts of no store, by when that was read
	forgets int                  // a read that began before a Forget is not remembered
}

type found struct {
	store *Store
	at    time.Time
}

// NewDirectory reads stores through q.
func NewDirectory(q bun.IDB) *Directory {
	return &Directory{db: q, known: map[string]found{}, none: map[string]time.Time{}}
}

// ByID is the package's ByID from memory.
func (d *Directory) ByID(ctx context.Context, storeID int64) (*Store, error) {
	return d.find("id "+strconv.FormatInt(storeID, 10), func() (*Store, error) { return ByID(ctx, d.db, storeID) })
}

// BySlug is the package's BySlug from memory.
func (d *Directory) BySlug(ctx context.Context, slug string) (*Store, error) {
	return d.find("slug "+slug, func() (*Store, error) { return BySlug(ctx, d.db, slug) })
}

// ByHost is the package's ByHost from memory; nil when the host leads to no store. That is remembered too, of so many: most
// deployments are reached by a name that is no store's, and every request asks.
func (d *Directory) ByHost(ctx context.Context, host string) (*Store, error) {
	d.mu.Lock()
	at, isNone := d.none[host]
	d.mu.Unlock()
	if isNone && time.Since(at) < keep {
		return nil, nil
	}
	at = time.Now()
	s, err := d.find("host "+host, func() (*Store, error) { return ByHost(ctx, d.db, host) })
	if fault.Has(err, fault.StoreNotFound) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if len(d.none) >= mostNone {
			clear(d.none)
		}
		d.none[host] = at
		return nil, nil
	}
	return s, err
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

// find remembers what exists, never what does not.
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
