package reconcile_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/reconcile"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// Each rule finds a hand in the database, and nothing else; a fresh shop with money in it agrees.
func TestRulesFindDrift(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	o := w.Place(w.Buyer(), shoptest.Want(w.Variant("Non", 5_000*money.Som, 9), 1))
	card, _, err := payment.IssueGiftCard(t.Context(), w.DB, w.Store.ID, payment.GiftCardIssueInput{Amount: 1000}, shoptest.Now)
	w.Must(err)
	var p *payment.Payment
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		all, err := payment.OfOrders(ctx, tx, w.Store.ID, []uuid.UUID{o.ID})
		if err != nil {
			return err
		}
		p = all[o.ID][0]
		writes, err := payment.Capture(ctx, tx, p, payment.TillAccount, shoptest.Now)
		if err != nil {
			return err
		}
		if err := tx.Together(ctx, writes...); err != nil {
			return err
		}
		_, err = tx.NewRaw("UPDATE orders SET paid = ? WHERE store_id = ? AND id = ?", p.Amount, w.Store.ID, o.ID).Exec(ctx)
		return err
	})
	look := func(q bun.IDB) map[reconcile.Rule]int {
		c, err := reconcile.Look(t.Context(), q, w.Store.ID, shoptest.Now)
		w.Must(err)
		found := map[reconcile.Rule]int{}
		for _, d := range c.Drifts {
			found[d.Rule]++
		}
		return found
	}
	w.Read(func(_ context.Context, q bun.IDB) error {
		if found := look(q); len(found) > 0 {
			t.Errorf("books that agree: %v", found)
		}
		return nil
	})
	undone := fmt.Errorf("undone")
	for _, c := range []struct {
		sql  string
		want []reconcile.Rule
	}{
		{fmt.Sprintf("INSERT INTO ledger_transactions (store_id, id, kind, dedup_key) VALUES (%d, gen_random_uuid(), 'CAPTURE', 'x')", w.Store.ID), []reconcile.Rule{reconcile.LedgerBalanced}},
		{"UPDATE orders SET paid = paid - 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.OrderPaid}},
		{"UPDATE orders SET refunded = 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.OrderRefunded}},
		{"UPDATE payments SET amount = amount + 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.PaymentCaptured}},
		{"UPDATE payments SET refunded = 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.PaymentRefunded, reconcile.PaymentRefunded}},
		{"UPDATE payments SET charged_back = 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.PaymentRefunded, reconcile.PaymentRefunded}},
		{"UPDATE payments SET refunding = 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.PaymentRefunding}},
		{"UPDATE payments SET disputed = 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.PaymentDisputed}},
		{"UPDATE purses SET balance = balance - 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.PurseBalance}},
		{"UPDATE purses SET held = 1 WHERE store_id = ?0", []reconcile.Rule{reconcile.PurseHeld}},
		{"UPDATE payments SET provider = 'payme' WHERE store_id = ?0", []reconcile.Rule{reconcile.ProviderTransaction}},
		{fmt.Sprintf(`INSERT INTO payme_transactions (store_id, id, payment_id, order_id, time, amount, account, state, create_time)
			VALUES (%d, 'x', '%s', '%s', 1, 7, '1', 2, 1)`, w.Store.ID, p.ID, o.ID), nil}, // of another provider's payment
		{fmt.Sprintf(`WITH p AS (UPDATE payments SET provider = 'uzum' WHERE store_id = ?0) INSERT INTO uzum_transactions
			(store_id, service_id, id, payment_id, order_id, amount, account, state, until, trans_time)
			VALUES (%d, '1', 'x', '%s', '%s', %d, '1', 'REVERSED', 1, 1)`, w.Store.ID, p.ID, o.ID, p.Amount), []reconcile.Rule{reconcile.ProviderTransaction}},
	} {
		err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.NewRaw(c.sql, w.Store.ID).Exec(ctx); err != nil {
				return err
			}
			var got []reconcile.Rule
			for rule, n := range look(tx) {
				got = append(got, slices.Repeat([]reconcile.Rule{rule}, n)...)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%.70s finds %v, not %v", c.sql, got, c.want)
			}
			return undone
		})
		if err != undone { //nolint:errorlint // it is this very error, or a fault of the statement
			t.Errorf("%.70s: %v", c.sql, err)
		}
	}
	if card.Balance != 1000 {
		t.Error(card)
	}
}

// The night tells staff once of the same drift, keeps what it found, and does nothing by day.
func TestNightly(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	now := time.Date(2026, 11, 22, 22, 30, 0, 0, time.UTC) // 03:30 in Tashkent
	registry := prometheus.NewRegistry()
	b := (&reconcile.Books{
		DB: w.DB, Stores: store.NewDirectory(w.DB), Hub: w.Hub, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
	}).Measured(registry)
	checks := func() (n, told int64, drifts int) {
		w.Read(func(ctx context.Context, q bun.IDB) error {
			last, err := reconcile.Last(ctx, q, w.Store.ID)
			if err != nil || last == nil {
				return err
			}
			drifts = last.Count
			if n, err = q.NewSelect().Table("ledger_checks").Where("store_id = ?", w.Store.ID).Count(ctx); err != nil {
				return err
			}
			told, err = q.NewSelect().Table("notifications").Where("store_id = ?", w.Store.ID).Where("kind = 'STAFF_NOTE'").Count(ctx)
			return err
		})
		return n, told, drifts
	}
	want := func(what string, n, drifts, told int) {
		t.Helper()
		w.Must(b.Nightly(t.Context()))
		if gotN, gotTold, gotDrifts := checks(); gotN != int64(n) || gotDrifts != drifts || gotTold != int64(told) {
			t.Errorf("%s: %d checks, %d drifts, %d messages", what, gotN, gotDrifts, gotTold)
		}
	}
	want("the first night", 1, 0, 0)
	w.Must(b.Nightly(t.Context()))
	now = now.Add(time.Hour)
	want("the same night", 1, 0, 0)
	o := w.Place(w.Buyer(), shoptest.Want(w.Variant("Non", 5_000*money.Som, 9), 1))
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE orders SET paid = 5 WHERE store_id = ? AND id = ?", w.Store.ID, o.ID).Exec(ctx)
		return err
	})
	now = now.Add(12 * time.Hour)
	want("by day", 1, 0, 0)
	now = now.Add(11 * time.Hour)
	want("the next night", 2, 1, 1)
	now = now.Add(24 * time.Hour)
	want("a night later, the same drift", 3, 1, 1)
	if n, err := testutil.GatherAndCount(registry, "dokon_ledger_checks_total", "dokon_ledger_drifts"); err != nil || n != 4 {
		t.Errorf("%d series, %v", n, err)
	}
}
