package search

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

// LearnArgs is the job that brings the lexicons up to date.
type LearnArgs struct{}

// Kind implements river.JobArgs.
func (LearnArgs) Kind() string { return "search_learn" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB) {
	job.Work(workers, func(ctx context.Context, _ LearnArgs) error { return Learn(ctx, d) })
}

// Periodic are the jobs that come again and again. New words are found at once; that they are suggested and misspelt ones
// taken for them may wait for some seconds.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(5*time.Second, LearnArgs{})}
}
