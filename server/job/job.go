// Package job runs work behind the request: what must happen after an order, at an hour, or again until it succeeds.
// It wraps River. Nouns define their jobs and workers; the roof starts the client.
package job

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/dokon-shop/dokon/server/db"
)

// Config says what the client works on.
type Config struct {
	Workers  *river.Workers       // one for each kind of job; see Work
	Periodic []*river.PeriodicJob // see Every
	// Slots is how many jobs run at once in this process, 10 by default.
	Slots int
	// Poll is how often the queue is asked for work, 200 ms by default. River's notifications are not used: a NOTIFY makes
	// all commits wait for one another, and LISTEN does not pass a pooler.
	Poll   time.Duration
	Logger *slog.Logger
}

// Client works on jobs.
type Client struct{ river *river.Client[pgx.Tx] }

// New makes a client on the shop's pool; Start sets it to work. Errors: a worker or periodic job that River refuses.
func New(d *db.DB, c Config) (*Client, error) {
	if c.Slots == 0 {
		c.Slots = 10
	}
	if c.Poll == 0 {
		c.Poll = 200 * time.Millisecond
	}
	client, err := river.NewClient(riverpgxv5.New(d.Pool), &river.Config{
		Schema:            db.JobSchema,
		Workers:           c.Workers,
		PeriodicJobs:      c.Periodic,
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: c.Slots}},
		PollOnly:          true,
		FetchPollInterval: c.Poll,
		FetchCooldown:     min(c.Poll, 100*time.Millisecond),
		ReindexerSchedule: river.NeverSchedule(), // needs the owner of the tables, which the shop's role is not
		Logger:            c.Logger,
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Client{river: client}, nil
}

// Start begins to work and returns. The end of ctx stops fetching and, after a while, the running jobs; Stop waits.
func (c *Client) Start(ctx context.Context) error {
	if err := c.river.Start(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	return nil
}

// Stop lets running jobs finish until ctx ends, then cancels them; they run again later.
func (c *Client) Stop(ctx context.Context) error {
	if err := c.river.Stop(ctx); err == nil {
		return nil
	}
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := c.river.StopAndCancel(hard); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// Insert adds a job that exists exactly when tx commits. opts may be nil. Errors are unexpected ones.
func Insert(ctx context.Context, tx *db.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	return insert(ctx, tx.PgxHot(), args, opts)
}

// InsertOn is Insert on a connection whose transaction somebody else began and ends.
func InsertOn(ctx context.Context, conn *pgx.Conn, args river.JobArgs) error {
	return insert(ctx, db.Borrow(conn), args, nil)
}

func insert(ctx context.Context, tx pgx.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	client, err := inserter()
	if err != nil {
		return fmt.Errorf("insert job %s: %w", args.Kind(), err)
	}
	if _, err := client.InsertTx(ctx, tx, args, opts); err != nil {
		return fmt.Errorf("insert job %s: %w", args.Kind(), err)
	}
	return nil
}

// inserter is a client without a pool: it only ever writes in transactions of others.
var inserter = sync.OnceValues(func() (*river.Client[pgx.Tx], error) {
	return river.NewClient(quiet{riverpgxv5.New(nil)}, &river.Config{Schema: db.JobSchema})
})

// quiet is the pgx driver without NOTIFY, which would serialize the commits of orders.
type quiet struct{ *riverpgxv5.Driver }

// SupportsListenNotify implements riverdriver.Driver.
func (quiet) SupportsListenNotify() bool { return false }

// Work adds the worker of one kind of job. work may be called again after a failure or a crash, and then must come to the
// same result; an error makes River try again later, with growing pauses.
func Work[T river.JobArgs](workers *river.Workers, work func(ctx context.Context, args T) error) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, j *river.Job[T]) error { return work(ctx, j.Args) }))
}

// Every makes a job that one process of all adds at each interval, and once at the start. A run that is still waiting or
// running when the next is due is not added twice.
func Every(interval time.Duration, args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waiting}}
		},
		&river.PeriodicJobOpts{RunOnStart: true},
	)
}

// InsertOnce is Insert for a job of which one is enough: nothing is added while one with the same arguments waits or runs.
func InsertOnce(ctx context.Context, tx *db.Tx, args river.JobArgs) error {
	return Insert(ctx, tx, args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: waiting}})
}
