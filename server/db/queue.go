package db

import (
	"context"
	"sync"
)

// atOnce is how many acts of one store Queue lets in. The part of them that locks what all want is about a third of the
// whole: with four there is always one that can go on, and hardly one that PostgreSQL wakes up in vain.
const atOnce = 4

// queues are the acts of this process that wait, by store.
type queues struct {
	mu sync.Mutex
	of map[int64]*queue
}

type queue struct {
	places chan struct{}
	users  int
}

// Queue lets acts of a store that want the same rows in a few at a time, in the order of their coming. Those who wait hold
// no connection and no lock. It only spares the database a crowd, each of which it would wake up at every commit: that no
// two change one row is for locks in the database to see to, since other processes have queues of their own. leave has to be
// called once. Error: that of ctx.
func (d *DB) Queue(ctx context.Context, storeID int64) (leave func(), err error) {
	q := d.queues.join(storeID)
	select {
	case q.places <- struct{}{}:
		return func() {
			<-q.places
			d.queues.part(storeID)
		}, nil
	case <-ctx.Done():
		d.queues.part(storeID)
		return nil, ctx.Err()
	}
}

func (q *queues) join(storeID int64) *queue {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.of == nil {
		q.of = map[int64]*queue{}
	}
	one := q.of[storeID]
	if one == nil {
		one = &queue{places: make(chan struct{}, atOnce)}
		q.of[storeID] = one
	}
	one.users++
	return one
}

// part forgets the queue of a store that nobody is in.
func (q *queues) part(storeID int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	one := q.of[storeID]
	if one.users--; one.users == 0 {
		delete(q.of, storeID)
	}
}
