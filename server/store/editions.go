package store

import (
	"context"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/db"
)

const (
	// gather is how long changes collect before the edition of a store counts up: a burst of orders is one edition.
	gather = 50 * time.Millisecond
	// again is when counting is tried anew that the database refused.
	again = time.Second
)

// Editions names states of what storefronts read of a store, so that an answer kept for one edition is not given in the
// next. It hears of every transaction that called db.Tx.Touch.
//
// The number stands in stores.catalog_version and is counted up behind the transactions, never in them: the row of a store
// would be a lock that all its orders and edits wait for. In this process a change shows at once; other processes see the
// new number when their Directory reads the store again, so within gather and half a second. A process that dies between
// a commit and the count leaves the others with answers for as long as they may be kept at all.
type Editions struct {
	db     *db.DB
	stores *Directory
	log    *slog.Logger

	mu    sync.Mutex
	local map[int64]int64 // changes heard of in this process, by store
	due   map[int64]bool  // stores whose number has to be counted up
	wake  chan struct{}

	stop context.CancelFunc
	done chan struct{}
}

// NewEditions listens to the transactions of d until Close. Call it before d is used.
func NewEditions(d *db.DB, stores *Directory, log *slog.Logger) *Editions {
	ctx, stop := context.WithCancel(context.Background())
	e := &Editions{
		db: d, stores: stores, log: log, local: map[int64]int64{}, due: map[int64]bool{}, wake: make(chan struct{}, 1),
		stop: stop, done: make(chan struct{}),
	}
	d.OnTouch(e.changed)
	go e.run(ctx)
	return e
}

// Close counts what is still to be counted, and ends.
func (e *Editions) Close() {
	e.stop()
	<-e.done
}

// Of names the edition of a store as this process knows it: a part of the key under which an answer is kept. Ask before
// reading what the answer is made of, with the store of the request. It is no content hash: two processes may for a moment
// give one name to two states, so it does not serve as an ETag.
func (e *Editions) Of(s *Store) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return strconv.FormatInt(s.CatalogVersion, 36) + "." + strconv.FormatInt(e.local[s.ID], 36)
}

// changed begins a new edition. It never blocks.
func (e *Editions) changed(storeID int64) {
	e.mu.Lock()
	e.local[storeID]++
	e.due[storeID] = true
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

func (e *Editions) run(ctx context.Context) {
	defer close(e.done)
	pause := gather
	for {
		select {
		case <-ctx.Done():
			e.count(context.WithoutCancel(ctx))
			return
		case <-e.wake:
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = gather
		if !e.count(context.WithoutCancel(ctx)) {
			pause = again
			select {
			case e.wake <- struct{}{}:
			default:
			}
		}
	}
}

// count makes the due editions known to all processes, and tells whether it could.
func (e *Editions) count(ctx context.Context) bool {
	e.mu.Lock()
	due := e.due
	e.due = map[int64]bool{}
	e.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	all := true
	for storeID := range due {
		_, err := e.db.NewUpdate().Table("stores").Set("catalog_version = catalog_version + 1").Where("id = ?", storeID).Exec(ctx)
		if err != nil {
			e.log.WarnContext(ctx, "a change of the catalog is not announced yet", "store", storeID, "error", err)
			e.mu.Lock()
			e.due[storeID] = true
			e.mu.Unlock()
			all = false
			continue
		}
		e.stores.Forget(storeID)
	}
	return all
}
