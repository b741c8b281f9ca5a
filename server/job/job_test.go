package job_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/job"
)

// note is a job whose arguments need care on the way: text with quotes and letters beyond ASCII, times, lists.
type note struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
	IDs  []int64   `json:"ids"`
}

func (note) Kind() string { return "note" }

type tick struct{}

func (tick) Kind() string { return "tick" }

var quiet = slog.New(slog.DiscardHandler)

func start(t *testing.T, d *db.DB, c job.Config) *job.Client {
	t.Helper()
	c.Logger, c.Poll = quiet, 20*time.Millisecond
	client, err := job.New(d, c)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return client
}

func next[T any](t *testing.T, from <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(30 * time.Second):
		t.Fatal("nothing came")
	}
	return v
}

func jobs(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	if err := d.NewRaw("select count(*) from river.river_job").Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestJobLivesAndDiesWithItsTransaction(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	broken := errors.New("broken")
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if err := job.Insert(ctx, tx, note{Text: "lost"}, nil); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if n := jobs(t, d); n != 0 {
		t.Errorf("after a rollback there are %d jobs", n)
	}

	done := make(chan note, 8)
	workers := river.NewWorkers()
	job.Work(workers, func(_ context.Context, n note) error { done <- n; return nil })
	start(t, d, job.Config{Workers: workers})

	sent := note{Text: `oʻg'il "сўм" \u0000?`, At: time.Date(2026, 11, 22, 8, 0, 0, 5000, time.UTC), IDs: []int64{1, 1 << 60}}
	held, release := make(chan struct{}), make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := job.Insert(ctx, tx, sent, nil); err != nil {
				return err
			}
			close(held)
			<-release
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	next(t, held)
	err = d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return job.Insert(ctx, tx, note{Text: "overtakes"}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := next(t, done); got.Text != "overtakes" {
		t.Errorf("a job of an open transaction was worked on: %v", got)
	}
	close(release)
	writer.Wait()
	if got := next(t, done); got.Text != sent.Text || !got.At.Equal(sent.At) || len(got.IDs) != 2 || got.IDs[1] != 1<<60 {
		t.Errorf("got %+v, want %+v", got, sent)
	}
}

// A NOTIFY in the transaction of an order would make all commits wait for one another.
func TestInsertDoesNotNotify(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	d := dbtest.Open(t, url)
	conn, err := d.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(t.Context(), `listen "river.river_insert"; listen probe`); err != nil {
		t.Fatal(err)
	}
	err = d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error { return job.Insert(ctx, tx, tick{}, nil) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Pool.Exec(t.Context(), "notify probe"); err != nil {
		t.Fatal(err)
	}
	n, err := conn.Conn().WaitForNotification(t.Context())
	if err != nil || n.Channel != "probe" {
		t.Errorf("first notification %+v, %v; want only the probe", n, err)
	}
}

func TestFailedJobIsTriedAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	tries := make(chan struct{}, 8)
	var mu sync.Mutex
	failed := false
	workers := river.NewWorkers()
	job.Work(workers, func(context.Context, tick) error {
		mu.Lock()
		defer mu.Unlock()
		defer func() { tries <- struct{}{} }()
		if !failed {
			failed = true
			return errors.New("not yet")
		}
		return nil
	})
	start(t, d, job.Config{Workers: workers})
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error { return job.Insert(ctx, tx, tick{}, nil) })
	if err != nil {
		t.Fatal(err)
	}
	next(t, tries)
	next(t, tries)
}

func TestPeriodicJobRunsInOneOfTwoProcesses(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	ran := make(chan int, 64)
	for process := range 2 {
		workers := river.NewWorkers()
		job.Work(workers, func(context.Context, tick) error { ran <- process; return nil })
		start(t, dbtest.Open(t, url), job.Config{Workers: workers, Periodic: []*river.PeriodicJob{job.Every(time.Hour, tick{})}})
	}
	next(t, ran)
	if n := jobs(t, dbtest.Open(t, url)); n != 1 {
		t.Errorf("%d jobs were added at the start of two processes", n)
	}
}

type beat struct{}

func (beat) Kind() string { return "beat" }

func TestPeriodicJobWaitsForItsLastRun(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	finish, beats := make(chan struct{}), make(chan struct{}, 64)
	workers := river.NewWorkers()
	job.Work(workers, func(context.Context, tick) error { <-finish; return nil })
	job.Work(workers, func(context.Context, beat) error { beats <- struct{}{}; return nil })
	start(t, d, job.Config{Workers: workers, Periodic: []*river.PeriodicJob{
		job.Every(100*time.Millisecond, tick{}), job.Every(100*time.Millisecond, beat{}),
	}})
	for range 4 { // so often a tick was due as well
		next(t, beats)
	}
	var ticks int
	if err := d.NewRaw("select count(*) from river.river_job where kind = 'tick'").Scan(t.Context(), &ticks); err != nil || ticks != 1 {
		t.Errorf("%d ticks while the first still runs, %v", ticks, err)
	}
	close(finish)
}

func TestStopLetsJobsFinish(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	started, finish, finished := make(chan struct{}), make(chan struct{}), make(chan struct{})
	workers := river.NewWorkers()
	job.Work(workers, func(ctx context.Context, _ tick) error {
		close(started)
		<-finish
		close(finished)
		return ctx.Err()
	})
	client, err := job.New(d, job.Config{Workers: workers, Logger: quiet, Poll: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error { return job.Insert(ctx, tx, tick{}, nil) })
	if err != nil {
		t.Fatal(err)
	}
	next(t, started)
	stopped := make(chan error, 1)
	go func() { stopped <- client.Stop(context.Background()) }()
	close(finish)
	if err := next(t, stopped); err != nil {
		t.Error(err)
	}
	next(t, finished)
	var state string
	if err := d.NewRaw("select state from river.river_job").Scan(t.Context(), &state); err != nil || state != "completed" {
		t.Errorf("the job is %s, %v", state, err)
	}
}
