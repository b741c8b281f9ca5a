package journal_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// reader follows the journal of a world's store.
type reader struct {
	*shoptest.World
	cursor *string
}

// begin follows from the head.
func begin(w *shoptest.World) *reader {
	r := &reader{World: w}
	first := 1
	p, err := r.page(nil, &first)
	w.Must(err)
	r.cursor = &p.HeadCursor
	return r
}

func (r *reader) page(types []journal.Type, first *int) (p *journal.Page, err error) {
	err = r.DB.Read(context.Background(), r.Store.ID, func(ctx context.Context, q bun.IDB) (err error) {
		p, err = journal.After(ctx, q, r.Store.ID, types, first, r.cursor)
		return err
	})
	return p, err
}

// rest reads all that is there.
func (r *reader) rest(types ...journal.Type) (found []*journal.Event) {
	r.T.Helper()
	for {
		p, err := r.page(types, nil)
		r.Must(err)
		found = append(found, p.Nodes()...)
		r.cursor = p.PageInfo.EndCursor
		if !p.PageInfo.HasNextPage {
			return found
		}
	}
}

// change writes events about one subject in a transaction.
func change(ctx context.Context, w *shoptest.World, subject uuid.UUID, types ...journal.Type) error {
	return w.DB.Write(ctx, w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		for i, what := range types {
			journal.Record(ctx, tx, w.Store.ID, what, id.Of(id.Product, subject), i+1)
		}
		return nil
	})
}

// Numbers that are taken early and committed late are what makes readers of such journals lose events: here a reader runs
// beside writers that commit in any order or not at all, and finds every event once, in order, without a gap.
func TestReadersMissNothing(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	r := begin(w)
	const writers, each = 8, 40
	failed := errors.New("changed my mind")
	var written sync.Map
	var all sync.WaitGroup
	for n := range writers {
		all.Go(func() {
			for i := range each {
				subject := id.New()
				err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
					journal.Record(ctx, tx, w.Store.ID, journal.ProductUpdated, id.Of(id.Product, subject), 1)
					if _, err := tx.ExecContext(ctx, "select pg_sleep(random() * 0.003)"); err != nil {
						return err
					}
					journal.Record(ctx, tx, w.Store.ID, journal.PriceChanged, id.Of(id.Variant, subject), 0)
					if (n+i)%5 == 0 {
						return failed
					}
					return nil
				})
				if err == nil {
					written.Store(subject, true)
				} else if !errors.Is(err, failed) {
					t.Error(err)
				}
			}
		})
	}
	finished := make(chan struct{})
	go func() { all.Wait(); close(finished) }()
	var found []*journal.Event
	for done := false; !done; {
		select {
		case <-finished:
			done = true
		default:
		}
		found = append(found, r.rest()...)
	}
	subjects := map[uuid.UUID]int{}
	for i, e := range found {
		if i > 0 && e.Seq != found[i-1].Seq+1 {
			t.Fatalf("number %d follows %d", e.Seq, found[i-1].Seq)
		}
		if i > 0 && e.OccurredAt.Before(found[i-1].OccurredAt) {
			t.Errorf("number %d is older than the one before", e.Seq)
		}
		subjects[e.SubjectUUID]++
	}
	if want := writers * each * 4 / 5; len(subjects) != want || len(found) != 2*want {
		t.Errorf("%d events of %d subjects, want %d of %d", len(found), len(subjects), 2*want, want)
	}
	written.Range(func(subject, _ any) bool {
		if subjects[subject.(uuid.UUID)] != 2 {
			t.Errorf("%d events of %v", subjects[subject.(uuid.UUID)], subject)
		}
		return true
	})
}

func TestRecord(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	r, other := begin(w), begin(w.Beside("other"))
	a := id.New()
	ctx := journal.By(t.Context(), journal.API)
	err := w.DB.Write(ctx, w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		journal.Record(ctx, tx, w.Store.ID, journal.ProductCreated, id.Of(id.Product, a), 1)
		journal.Record(ctx, tx, w.Store.ID, journal.ProductUpdated, id.Of(id.Product, a), 1)
		journal.Record(ctx, tx, w.Store.ID, journal.ProductUpdated, id.Of(id.Product, a), 2)
		part := tx.Savepoint(ctx, func(ctx context.Context) error {
			journal.Record(ctx, tx, w.Store.ID, journal.CategoryDeleted, id.Of(id.Category, a), 0)
			return errors.New("not this part")
		})
		if part == nil {
			t.Error("the part succeeded")
		}
		return nil
	})
	w.Must(err)
	found := r.rest()
	if len(found) != 2 || found[0].Type != journal.ProductCreated || found[1].Type != journal.ProductUpdated || found[1].Version != 2 ||
		found[1].ActorKind != journal.API || found[1].SubjectID() != id.Of(id.Product, a) || time.Since(found[1].OccurredAt) > time.Hour {
		t.Errorf("%+v", found)
	}
	description := "x"
	_, err = store.Update(t.Context(), w.DB, w.Store.ID, store.UpdateInput{Contacts: &store.ContactsInput{Address: &description}}, shoptest.Now)
	w.Must(err)
	if found := r.rest(); len(found) != 1 || found[0].Type != journal.StoreUpdated || found[0].ActorKind != journal.System {
		t.Errorf("from outside all stores: %+v", found)
	}
	if found := other.rest(); len(found) != 0 {
		t.Errorf("another store reads %+v", found)
	}
}

// A last statement that fails takes the transaction with it, and the connection stays good.
func TestAFailedLastStatementCommitsNothing(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	for range 10 {
		err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
			tx.AtEnd(1, func([]any) []db.Ending { return []db.Ending{{Query: "select 1/0"}} })
			_, err := tx.NewRaw("UPDATE locations SET name = '{}' WHERE store_id = ?", w.Store.ID).Exec(ctx)
			return err
		})
		if err == nil {
			t.Fatal("committed")
		}
	}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		n, err := q.NewSelect().Table("locations").Where("store_id = ?", w.Store.ID).Where("name = '{}'").Count(ctx)
		if n > 0 {
			t.Error("the change is there")
		}
		return err
	})
}

func TestPagesAndTypes(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	r := begin(w)
	for range 5 {
		w.Must(change(t.Context(), w, id.New(), journal.ProductUpdated, journal.PriceChanged))
	}
	two := 2
	p, err := r.page(nil, &two)
	w.Must(err)
	if len(p.Edges) != 2 || !p.PageInfo.HasNextPage || *p.PageInfo.EndCursor != p.Edges[1].Cursor {
		t.Errorf("%+v", p)
	}
	// Of a rare type the end of the page is the head: it is not looked for in the same events again.
	p, err = r.page([]journal.Type{journal.StoreUpdated}, &two)
	w.Must(err)
	if len(p.Edges) != 0 || p.PageInfo.HasNextPage || *p.PageInfo.EndCursor != p.HeadCursor {
		t.Errorf("%+v", p)
	}
	if prices := r.rest(journal.PriceChanged); len(prices) != 5 {
		t.Errorf("%d prices", len(prices))
	}
	for _, bad := range []string{"", "x", "ZXZlbnQ6LTE", "b3JkZXI6MQ"} {
		r.cursor = &bad
		if _, err := r.page(nil, nil); !fault.Has(err, fault.BadRequest) {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
	for _, size := range []int{0, -1, 101} {
		if _, err := r.page(nil, &size); !fault.Has(err, fault.OutOfRange) {
			t.Errorf("first %d: %v", size, err)
		}
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	early := begin(w)
	w.Must(change(t.Context(), w, id.New(), journal.ProductUpdated, journal.PriceChanged))
	late := begin(w)
	w.Must(change(t.Context(), w, id.New(), journal.ProductUpdated))
	if _, err := w.DB.NewRaw("select 1").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Must(journal.Forget(t.Context(), w.DB, time.Now().Add(-time.Hour)))
	if found := (&reader{World: w, cursor: early.cursor}).rest(); len(found) != 3 {
		t.Errorf("%d events after forgetting those of an hour ago, want all 3", len(found))
	}
	w.Must(journal.Forget(t.Context(), w.DB, time.Now().Add(time.Hour)))
	if _, err := early.page(nil, nil); !fault.Has(err, fault.EventsExpired) {
		t.Errorf("a cursor from before what is kept: %v", err)
	}
	if _, err := late.page(nil, nil); !fault.Has(err, fault.EventsExpired) {
		t.Errorf("a cursor before a forgotten event: %v", err)
	}
	head := begin(w)
	w.Must(change(t.Context(), w, id.New(), journal.ProductUpdated))
	if found := head.rest(); len(found) != 1 {
		t.Errorf("%d events after the journal was emptied", len(found))
	}
	if found := (&reader{World: w}).rest(); len(found) != 1 {
		t.Errorf("%d events from the oldest on", len(found))
	}
	beyond := *head.cursor
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE journal_counters SET last_seq = last_seq - 1 WHERE store_id = ?", w.Store.ID).Exec(ctx)
		return err
	})
	head.cursor = &beyond
	if _, err := head.page(nil, nil); !fault.Has(err, fault.EventsExpired) {
		t.Errorf("a cursor from beyond the head: %v", err)
	}
}
