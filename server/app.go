package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/media/bucket"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/once"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/pace"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/reconcile"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
	"github.com/dokon-shop/dokon/server/webhook"
)

// app is the nouns of one process, tied together.
type app struct {
	config   Config
	log      *slog.Logger
	now      func() time.Time
	database *database
	db       *db.DB
	box      *secret.Box
	stores   *store.Directory
	editions *store.Editions
	gate     *auth.Gate
	files    media.Files
	vault    *media.Vault
	webhooks *webhook.Sender // asks stored queries once a web server is made
	hub      *event.Hub
	jobs     *job.Client
	shelves  *search.Shelves
	payments *payment.Providers
	till     *till.Desk
	books    *reconcile.Books
	metrics  *prometheus.Registry
	redis    *pace.Redis // nil without one
	pace     *pace.Pace
	tracing  *tracing // nil without a collector
	// simulators are the payment providers that `dev` plays; nil elsewhere.
	simulators *simulators
	// fakeTelegram is the address of the fake that runs beside `dev`, once it does.
	fakeTelegram atomic.Pointer[string]
}

// telegramURL is where links into Telegram lead: to the fake where one runs, since the shops' bots are nowhere else then.
func (a *app) telegramURL() string {
	if fake := a.fakeTelegram.Load(); fake != nil {
		return *fake
	}
	return "https://t.me"
}

// shelfRoom is how many products this process holds ready for search: some 150 MB at most, with texts of usual length.
const shelfRoom = 300_000

// openApp ties the nouns to a migrated database. Close ends it.
// onUnscoped, unless nil, is told of statements that forget the store; see db.Config.
func openApp(ctx context.Context, c Config, d *database, log *slog.Logger, onUnscoped func(sql string)) (_ *app, err error) {
	a := &app{config: c, log: log, now: time.Now, database: d, shelves: search.NewShelves(shelfRoom)}
	a.payments = providers(c, a.botAPI())
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	tuneMemory(c.GCPercent, c.SpareBytes)
	if a.tracing, err = openTracing(ctx, c, log); err != nil {
		return nil, err
	}
	keys, err := secretKeys(c)
	if err != nil {
		return nil, err
	}
	if a.box, err = secret.NewBox(keys...); err != nil {
		return nil, err
	}
	storage, err := openStorage(ctx, c, keys)
	if err != nil {
		return nil, err
	}
	a.files = media.Open(storage)
	if a.vault, err = media.OpenVault(a.files, keys...); err != nil {
		return nil, err
	}
	if a.db, err = d.open(ctx, c, onUnscoped); err != nil {
		return nil, err
	}
	a.stores = store.NewDirectory(a.db)
	a.editions = store.NewEditions(a.db, a.stores, log)
	if a.gate, err = auth.New(auth.Config{DB: a.db, Stores: a.stores, Box: a.box, Keys: keys, Now: a.now}); err != nil {
		return nil, err
	}
	if a.hub, err = event.Open(ctx, d.MigrateURL, log); err != nil {
		return nil, err
	}
	a.webhooks = webhook.New(webhook.Sender{DB: a.db, Box: a.box, Now: a.now, AllowPrivate: c.WebhooksPrivate, Check: graph.CheckStored})
	a.webhooks.GivenUp = a.tellWebhookOff
	if c.Simulators.isOn() {
		a.simulators = newSimulators(c.Simulators)
	}
	workers := river.NewWorkers()
	auth.Register(workers, a.db)
	webhook.Register(workers, a.webhooks, c.KeepEvents)
	notify.Register(workers, a.db)
	media.Register(workers, a.db, a.files)
	journal.Register(workers, a.db, c.KeepEvents)
	once.Register(workers, a.db)
	cart.Register(workers, a.db)
	search.Register(workers, a.db)
	catalog.Register(workers, a.db)
	order.Register(workers, a.db, a.stores, a.payments, a.hub)
	a.metrics = prometheus.NewRegistry()
	if c.RedisURL != "" {
		if a.redis, err = pace.OpenRedis(c.RedisURL); err != nil {
			return nil, err
		}
	}
	a.pace = pace.New(pace.Config{Now: a.now, Redis: a.redis, Log: log.With("part", "pace"), Registry: a.metrics})
	a.till = &till.Desk{DB: a.db, Box: a.box, Stores: a.stores, Payments: a.payments, Hub: a.hub, Now: a.now,
		Log: log.With("part", "till"), Origin: c.Proxies.Origin,
		Pace: a.pace, PerMinute: c.PerCallback, Keep: c.KeepCallbacks}
	till.Register(workers, a.till)
	a.books = (&reconcile.Books{DB: a.db, Stores: a.stores, Hub: a.hub, Now: a.now, Log: log.With("part", "books")}).Measured(a.metrics)
	reconcile.Register(workers, a.books)
	registerArrivals(workers, a)
	a.jobs, err = job.New(a.db, job.Config{
		Workers: workers,
		Periodic: slices.Concat(
			backUpDaily(workers, c, d), auth.Periodic(), notify.Periodic(), media.Periodic(), journal.Periodic(), webhook.Periodic(), once.Periodic(), cart.Periodic(),
			search.Periodic(), catalog.Periodic(), order.Periodic(), till.Periodic(), reconcile.Periodic(),
		),
		Logger: log.With("part", "jobs"),
	})
	if err != nil {
		return nil, err
	}
	a.metrics.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		poolMetrics{a.db.Pool}, jobMetrics{a.db, log},
	)
	if len(c.ReplicaURLs) > 0 {
		a.metrics.MustRegister(replicaMetrics{a.db, log})
	}
	return a, nil
}

// openStorage opens where pictures are kept: the object storage of the settings, else a directory beside the database.
func openStorage(ctx context.Context, c Config, keys []secret.Key) (media.Storage, error) {
	if c.S3.Endpoint != nil {
		return bucket.Open(ctx, c.S3)
	}
	return media.OpenDisk(filepath.Join(c.StateDir, mediaDir), keys...)
}

// Close gives back what openApp took. The database itself is left to whoever opened it.
func (a *app) Close() error {
	if a.hub != nil {
		a.hub.Close()
	}
	if a.editions != nil {
		a.editions.Close()
	}
	a.tracing.Close()
	var err error
	if a.redis != nil {
		err = errors.Join(err, a.redis.Close())
	}
	if a.db != nil {
		err = errors.Join(err, a.db.Close())
	}
	return err
}
