package reconcile

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// Books checks the stores of a deployment and tells of what does not agree. It may be used by many goroutines.
type Books struct {
	DB     *db.DB
	Stores *store.Directory
	Hub    *event.Hub
	Now    func() time.Time
	Log    *slog.Logger

	checks *prometheus.CounterVec
	drifts prometheus.Gauge
}

// Measured registers what is counted of checks.
func (b *Books) Measured(registry prometheus.Registerer) *Books {
	b.checks = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "dokon_ledger_checks_total", Help: "Stores whose books were checked by this process: clean, drift, or failed.",
	}, []string{"outcome"})
	b.drifts = prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "dokon_ledger_drifts", Help: "Drifts that the last nightly check of this process found in all stores.",
	})
	for _, outcome := range []string{"clean", "drift", "failed"} {
		b.checks.WithLabelValues(outcome)
	}
	registry.MustRegister(b.checks, b.drifts)
	return b
}

func (b *Books) count(outcome string) {
	if b.checks != nil {
		b.checks.WithLabelValues(outcome).Inc()
	}
}

// Run checks a store, keeps what was found, and tells staff and the journal of what the check before did not know.
func (b *Books) Run(ctx context.Context, storeID int64) (c *Check, err error) {
	defer func() {
		if err != nil {
			b.count("failed")
		}
	}()
	var before *Check
	now := b.Now()
	err = b.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) (err error) {
		if before, err = Last(ctx, q, storeID); err != nil {
			return err
		}
		c, err = Look(ctx, q, storeID, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = b.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		if err := c.save(ctx, tx); err != nil || c.sameAs(before) {
			return err
		}
		journal.Record(ctx, tx, storeID, journal.LedgerDrifted, c.GlobalID(), 0)
		return b.tell(ctx, tx, c)
	})
	if err != nil {
		return nil, err
	}
	if c.Count == 0 {
		b.count("clean")
		return c, nil
	}
	b.count("drift")
	for _, d := range c.Drifts {
		b.Log.ErrorContext(ctx, "the books of a store do not agree", "store", storeID, "rule", d.Rule, "subject", d.SubjectID().String(),
			"expected", d.Expected, "found", d.Found)
	}
	return c, nil
}

var drifted = say("Doʻkon hisob-kitobida {count} ta nomuvofiqlik topildi: Toʻlovlar → Kitoblar tekshiruvi",
	"В учёте магазина найдено расхождений: {count}. Смотрите Платежи → Сверка", "The books of the shop do not agree in {count} places: see Payments → Check of the books")

// tell owes everybody of the store who sees payments a message.
func (b *Books) tell(ctx context.Context, tx *db.Tx, c *Check) error {
	s, err := b.Stores.ByID(ctx, c.StoreID)
	if err != nil || s.BotID == nil {
		return err
	}
	members, err := staff.List(ctx, tx, c.StoreID)
	if err != nil {
		return fmt.Errorf("who sees payments of store %d: %w", c.StoreID, err)
	}
	var notices []notify.Notice
	for _, m := range members {
		if !m.IsActive || !m.CanMessage || m.TelegramID == nil || !m.Role.Can(staff.PaymentsWrite) {
			continue
		}
		notices = append(notices, notify.Notice{
			Kind: notify.StaffNote, Act: "ledger:" + c.ID.String(), Words: strings.ReplaceAll(drifted.In(m.Language, nil), "{count}", strconv.Itoa(c.Count)),
			To: notify.Recipient{Kind: notify.Staff, ID: m.ID, TelegramID: *m.TelegramID, Language: m.Language},
		})
	}
	return notify.Add(ctx, tx, b.Hub, c.StoreID, notices, c.At)
}

// NightlyArgs is the job that checks all stores, each once a night.
type NightlyArgs struct{}

// Kind implements river.JobArgs.
func (NightlyArgs) Kind() string { return "reconcile_nightly" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, b *Books) {
	job.Work(workers, func(ctx context.Context, _ NightlyArgs) error { return b.Nightly(ctx) })
}

// Periodic are this package's jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(time.Hour, NightlyArgs{})}
}

// Nightly checks the stores where it is night and that were not checked since the evening, and those that were missed for two
// days. A store that cannot be checked does not keep the others from it.
func (b *Books) Nightly(ctx context.Context) error {
	found := 0
	err := job.EachStore(ctx, b.DB, "check the books", func(ctx context.Context, storeID int64) error {
		s, err := b.Stores.ByID(ctx, storeID)
		if err != nil {
			return err
		}
		var last *Check
		err = b.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) (err error) {
			last, err = Last(ctx, q, storeID)
			return err
		})
		if err != nil {
			return err
		}
		if !isDue(last, b.Now().In(s.Location())) {
			if last != nil {
				found += last.Count
			}
			return nil
		}
		c, err := b.Run(ctx, storeID)
		if err == nil {
			found += c.Count
		}
		return err
	})
	if b.drifts != nil {
		b.drifts.Set(float64(found))
	}
	return err
}

// isDue tells whether a store is to be checked now, by its own clock: between two and six in the night.
func isDue(last *Check, now time.Time) bool {
	isNight := now.Hour() >= 2 && now.Hour() < 6
	switch {
	case last == nil:
		return isNight
	case isNight:
		return now.Sub(last.At) >= 12*time.Hour
	}
	return now.Sub(last.At) >= 48*time.Hour
}

// RunAll checks the named stores by hand, all when none is named, and gives what was found to each.
func (b *Books) RunAll(ctx context.Context, stores []int64, each func(s *store.Store, c *Check)) error {
	var all error
	for _, storeID := range stores {
		s, err := b.Stores.ByID(ctx, storeID)
		if err == nil {
			var c *Check
			if c, err = b.Run(ctx, storeID); err == nil {
				each(s, c)
			}
		}
		if err != nil {
			all = errors.Join(all, fmt.Errorf("books of store %d: %w", storeID, err))
		}
	}
	return all
}
