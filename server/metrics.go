package main

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/dokon-shop/dokon/server/db"
)

// poolMetrics tells how the pool of connections is used, read at each scrape.
type poolMetrics struct{ pool *pgxpool.Pool }

var (
	poolConns    = prometheus.NewDesc("dokon_db_connections", "Connections of the pool by what they do.", []string{"state"}, nil)
	poolMax      = prometheus.NewDesc("dokon_db_connections_max", "Size of the pool.", nil, nil)
	poolAcquired = prometheus.NewDesc("dokon_db_acquires_total", "Times a connection was taken.", nil, nil)
	poolWaited   = prometheus.NewDesc("dokon_db_acquire_waits_total", "Times a connection had to be waited for.", nil, nil)
	poolSeconds  = prometheus.NewDesc("dokon_db_acquire_seconds_total", "Time spent taking connections.", nil, nil)
)

// Describe implements prometheus.Collector.
func (poolMetrics) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{poolConns, poolMax, poolAcquired, poolWaited, poolSeconds} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (m poolMetrics) Collect(out chan<- prometheus.Metric) {
	s := m.pool.Stat()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	counter := func(d *prometheus.Desc, v float64) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v)
	}
	gauge(poolConns, float64(s.AcquiredConns()), "used")
	gauge(poolConns, float64(s.IdleConns()), "idle")
	gauge(poolConns, float64(s.ConstructingConns()), "opening")
	gauge(poolMax, float64(s.MaxConns()))
	counter(poolAcquired, float64(s.AcquireCount()))
	counter(poolWaited, float64(s.EmptyAcquireCount()))
	counter(poolSeconds, s.AcquireDuration().Seconds())
}

// replicaMetrics tells of replicas and the reads they answer.
type replicaMetrics struct {
	db  *db.DB
	log *slog.Logger
}

var (
	replicaUp     = prometheus.NewDesc("dokon_db_replica_up", "Whether a replica answers, by its place in DATABASE_REPLICA_URL.", []string{"replica"}, nil)
	replicaBehind = prometheus.NewDesc("dokon_db_replica_behind_bytes", "Bytes of the log that a replica has not replayed.", []string{"replica"}, nil)
	replicaReads  = prometheus.NewDesc("dokon_db_replica_reads_total", "Reads that could be a replica's: served by one, or not, since none was far enough or one failed.", []string{"outcome"}, nil)
)

// Describe implements prometheus.Collector.
func (replicaMetrics) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{replicaUp, replicaBehind, replicaReads} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (m replicaMetrics) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	states, err := m.db.Replicas(ctx)
	if err != nil {
		m.log.Warn("replicas cannot be compared", "error", err)
	}
	for i, s := range states {
		up, name := 0.0, strconv.Itoa(i+1)
		if s.Answers {
			up = 1
			out <- prometheus.MustNewConstMetric(replicaBehind, prometheus.GaugeValue, float64(s.Behind), name)
		}
		out <- prometheus.MustNewConstMetric(replicaUp, prometheus.GaugeValue, up, name)
	}
	served, behind, failed := m.db.ReplicaReads()
	for outcome, n := range map[string]int64{"served": served, "behind": behind, "failed": failed} {
		out <- prometheus.MustNewConstMetric(replicaReads, prometheus.CounterValue, float64(n), outcome)
	}
}

// jobMetrics counts the jobs of the whole deployment by kind and state, read at each scrape.
type jobMetrics struct {
	db  *db.DB
	log *slog.Logger
}

var jobCount = prometheus.NewDesc("dokon_jobs", "Jobs in the queue by kind and state.", []string{"kind", "state"}, nil)

// Describe implements prometheus.Collector.
func (jobMetrics) Describe(out chan<- *prometheus.Desc) { out <- jobCount }

// Collect implements prometheus.Collector. A database that does not answer leaves the counts out; /readyz tells of it.
func (m jobMetrics) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var counts []struct {
		Kind, State string
		Jobs        int64
	}
	err := m.db.NewRaw("select kind, state::text as state, count(*) as jobs from "+db.JobSchema+".river_job group by kind, state").Scan(ctx, &counts)
	if err != nil {
		m.log.Warn("jobs could not be counted", "error", err)
		return
	}
	for _, c := range counts {
		out <- prometheus.MustNewConstMetric(jobCount, prometheus.GaugeValue, float64(c.Jobs), c.Kind, c.State)
	}
}
