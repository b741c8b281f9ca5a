package db

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"
)

const (
	// watchEvery is how often a replica is asked how far it is. What it has told is a lower bound for what is read later.
	watchEvery = 50 * time.Millisecond
	// watchAgain is when one that did not answer is asked again.
	watchAgain = time.Second
	// patience is how long a read may take on a replica.
	patience = 2 * time.Second
)

// replicas are standbys of the database, which may be behind it.
type replicas struct {
	list []*replica
	turn atomic.Uint32
	stop context.CancelFunc
	done sync.WaitGroup

	mu      sync.Mutex
	touched map[int64]uint64 // position of the last change in this process that storefronts see, by store

	served, behind, failed atomic.Int64 // reads
}

// replica is one standby.
type replica struct {
	*DB
	position atomic.Uint64 // in the log, up to which it has replayed; 0 while it does not answer
}

// lenient marks a context whose reads of one store may come from a replica.
type lenient struct{}

type leniency struct{ storeID, edition int64 }

// FromReplica lets reads of a store in ctx be answered by a replica that has all changes up to an edition of it (see
// stores.catalog_version) and all that this process made. It is for what everybody is shown alike: whoever has changed something
// of their own must not be told that it is not there. Without replicas it changes nothing.
func (d *DB) FromReplica(ctx context.Context, storeID, edition int64) context.Context {
	if len(d.replicas.list) == 0 {
		return ctx
	}
	return context.WithValue(ctx, lenient{}, leniency{storeID, edition})
}

// openReplicas begins to watch replicas. One that is away is no error: it is used once it answers.
func (d *DB) openReplicas(c Config) error {
	d.replicas.touched = map[int64]uint64{}
	ctx, stop := context.WithCancel(context.Background())
	d.replicas.stop = stop
	for _, url := range c.Replicas {
		pool, err := openPool(ctx, c, url, d.tracer)
		if err != nil {
			return fmt.Errorf("replica: %w", err)
		}
		r := &replica{DB: newDB(pool, d.tracer, d.hotMode)}
		d.replicas.list = append(d.replicas.list, r)
		d.replicas.done.Go(func() { r.watch(ctx) })
	}
	return nil
}

func (d *DB) closeReplicas() {
	if d.replicas.stop == nil {
		return
	}
	d.replicas.stop()
	d.replicas.done.Wait()
	for _, r := range d.replicas.list {
		_ = r.DB.DB.Close()
		r.Pool.Close()
	}
}

// watch notes how far the replica is until ctx ends.
func (r *replica) watch(ctx context.Context) {
	checked := false
	for {
		position, err := r.ask(ctx)
		if err == nil && !checked {
			err = checkRole(ctx, r.Pool)
			checked = err == nil
		}
		pause := watchEvery
		if err != nil {
			position, pause = 0, watchAgain
		}
		r.position.Store(position)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

func (r *replica) ask(ctx context.Context) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var text *string // NULL of a server that follows nobody
	if err := r.Pool.QueryRow(ctx, "select pg_last_wal_replay_lsn()::text where pg_is_in_recovery()").Scan(&text); err != nil {
		return 0, err
	}
	return parsePosition(text)
}

// parsePosition reads a place in the log as PostgreSQL writes it, 16/B374D848.
func parsePosition(text *string) (uint64, error) {
	if text == nil {
		return 0, fmt.Errorf("no position in the log")
	}
	high, low, _ := strings.Cut(*text, "/")
	h, err := strconv.ParseUint(high, 16, 32)
	if err != nil {
		return 0, fmt.Errorf("position %q: %w", *text, err)
	}
	l, err := strconv.ParseUint(low, 16, 32)
	if err != nil {
		return 0, fmt.Errorf("position %q: %w", *text, err)
	}
	return h<<32 | l, nil
}

// noteTouch keeps where in the log a change of this process stands. It is called after the commit and before anybody is told.
func (d *DB) noteTouch(ctx context.Context, storeID int64) {
	if len(d.replicas.list) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	var text *string
	err := d.Pool.QueryRow(ctx, "select pg_current_wal_insert_lsn()::text").Scan(&text)
	position, invalid := parsePosition(text)
	if err != nil || invalid != nil {
		position = math.MaxUint64 // no replica is sure to have it; the next change says more
	}
	d.replicas.mu.Lock()
	defer d.replicas.mu.Unlock()
	d.replicas.touched[storeID] = position
}

// fromReplica answers a read, if a replica can; false leaves it to the database itself, with nothing lost but time. fn may
// then run again, so it must leave nothing behind but what it fills anew.
func (d *DB) fromReplica(ctx context.Context, storeID int64, fn func(ctx context.Context, q bun.IDB) error) bool {
	may, ok := ctx.Value(lenient{}).(leniency)
	if !ok || may.storeID != storeID || ctx.Value(unit{}) == d {
		return false
	}
	d.replicas.mu.Lock()
	needed := max(d.replicas.touched[storeID], 1)
	d.replicas.mu.Unlock()
	first := int(d.replicas.turn.Add(1))
	for i := range d.replicas.list {
		r := d.replicas.list[(first+i)%len(d.replicas.list)]
		if r.position.Load() < needed {
			continue
		}
		switch fresh, err := r.read(ctx, may, fn); {
		case err == nil && fresh:
			d.replicas.served.Add(1)
			return true
		case err == nil:
			d.replicas.behind.Add(1)
		default:
			r.position.Store(0) // until it has answered watch again
			d.replicas.failed.Add(1)
		}
		return false
	}
	d.replicas.behind.Add(1)
	return false
}

// read tells whether the replica had the edition; only then fn ran to its end.
func (r *replica) read(ctx context.Context, may leniency, fn func(ctx context.Context, q bun.IDB) error) (fresh bool, err error) {
	// One that hangs must leave the request time for the database itself.
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var s session
	err = r.within(ctx, "begin isolation level repeatable read read only"+inStore(may.storeID), &s, func(ctx context.Context) error {
		// In the same view of the rows that fn is going to have.
		err := s.raw.QueryRow(ctx, "select catalog_version >= $1 from stores where id = $2", may.edition, may.storeID).Scan(&fresh)
		if err != nil || !fresh {
			return err
		}
		return fn(ctx, s)
	})
	return fresh, err
}

// ReplicaState tells of one replica.
type ReplicaState struct {
	Answers bool
	Behind  int64 // bytes of the log
}

// Replicas tells of the replicas in the order of the settings. Error: the database itself does not answer.
func (d *DB) Replicas(ctx context.Context) ([]ReplicaState, error) {
	if len(d.replicas.list) == 0 {
		return nil, nil
	}
	var text *string
	if err := d.Pool.QueryRow(ctx, "select pg_current_wal_lsn()::text").Scan(&text); err != nil {
		return nil, fmt.Errorf("position in the log: %w", err)
	}
	head, err := parsePosition(text)
	if err != nil {
		return nil, err
	}
	states := make([]ReplicaState, len(d.replicas.list))
	for i, r := range d.replicas.list {
		if at, err := r.ask(ctx); err == nil {
			states[i] = ReplicaState{Answers: true, Behind: max(0, int64(head)-int64(at))}
		}
	}
	return states, nil
}

// ReplicaReads counts reads that replicas answered, and those that they were asked for and did not: because none was far
// enough, or because one failed.
func (d *DB) ReplicaReads() (served, behind, failed int64) {
	return d.replicas.served.Load(), d.replicas.behind.Load(), d.replicas.failed.Load()
}
