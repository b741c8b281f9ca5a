package payment_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/shoptest"
)

var now = shoptest.Now

func post(ctx context.Context, w *shoptest.World, key string, amount money.Tiyin) (booked bool, err error) {
	err = w.DB.Write(ctx, w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		writes, err := payment.Book(ctx, tx, w.Store.ID, payment.Transaction{
			Kind: payment.Capturing, DedupKey: key,
			Movements: []payment.Movement{{Debit: payment.TillAccount, Credit: payment.BuyerAccount, Amount: amount}},
		}, now)
		if err != nil {
			return err
		}
		return tx.Together(ctx, writes...)
	})
	if db.Violates(err, "ledger_transactions_dedup_key") {
		return false, nil
	}
	return err == nil, err
}

// The same act, also many times at once, is booked once; accounts are made once; balances sum to zero.
func TestBookOnce(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	booked := make([]bool, 20)
	errs := make([]error, len(booked))
	var all sync.WaitGroup
	for i := range booked {
		all.Go(func() { booked[i], errs[i] = post(t.Context(), w, []string{"a", "b"}[i%2], 700) })
	}
	all.Wait()
	w.Must(errors.Join(errs...))
	n := 0
	for _, b := range booked {
		if b {
			n++
		}
	}
	if n != 2 {
		t.Errorf("two acts were booked %d times", n)
	}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		list, err := payment.Balances(ctx, q, w.Store.ID)
		if len(list) != 2 || list[0].Code != payment.BuyerAccount || list[0].Balance != -1400 || list[1].Balance != 1400 {
			t.Errorf("balances %+v %+v", list[0], list[1])
		}
		return err
	})
	other := w.Beside("boshqa")
	other.Read(func(ctx context.Context, q bun.IDB) error {
		list, err := payment.Balances(ctx, q, other.Store.ID)
		if len(list) != 0 {
			t.Errorf("another store's ledger has %d accounts", len(list))
		}
		return err
	})
}

// Amounts that are no movement are refused by the table itself, and the ledger cannot be rewritten.
func TestLedgerIsGuarded(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	for _, amount := range []money.Tiyin{0, -5} {
		if _, err := post(t.Context(), w, "bad", amount); !db.Violates(err, "ledger_entries_amount_check") {
			t.Errorf("%d: %v", amount, err)
		}
	}
	if _, err := post(t.Context(), w, "good", 5); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"UPDATE ledger_entries SET amount = 9 WHERE store_id = ?", "DELETE FROM ledger_entries WHERE store_id = ?",
		"UPDATE ledger_transactions SET kind = 'REFUND' WHERE store_id = ?", "DELETE FROM ledger_transactions WHERE store_id = ?",
	} {
		err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw(sql, w.Store.ID).Exec(ctx)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	// A movement from an account to itself, and one in another currency than its accounts: neither would sum to zero.
	for sql, constraint := range map[string]string{
		"debit_account, debit_account, 5, 'UZS'":  "ledger_entries_amount_check",
		"debit_account, credit_account, 5, 'USD'": "ledger_entries_debit_fkey",
		"debit_account, NULL, 5, 'UZS'":           "",
	} {
		err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw(`INSERT INTO ledger_entries (store_id, id, transaction_id, debit_account, credit_account, amount, currency)
				SELECT store_id, gen_random_uuid(), transaction_id, `+sql+` FROM ledger_entries WHERE store_id = ?`, w.Store.ID).Exec(ctx)
			return err
		})
		if err == nil || constraint != "" && !db.Violates(err, constraint) {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

type prepaid struct{ cash.Provider }

func (prepaid) Code() string           { return "bank" }
func (prepaid) Method() payment.Method { return "BANK" }
func (prepaid) IsPrepaid() bool        { return true }
func (prepaid) Start(p *payment.Payment, now time.Time) error {
	until := now.Add(12 * time.Hour)
	p.ExpiresAt = &until
	return nil
}

func TestProviders(t *testing.T) {
	t.Parallel()
	ps := payment.NewProviders(cash.Provider{}, prepaid{})
	if m := ps.Offered(func(string) bool { return false }); len(m) != 2 || m[0] != payment.Cash || m[1] != "BANK" {
		t.Errorf("methods %v", m)
	}
	if p, ok := ps.For("BANK"); !ok || p.Code() != "bank" {
		t.Errorf("provider %v", p)
	}
	if _, ok := ps.For("GOLD"); ok {
		t.Error("a provider of gold")
	}
	defer func() {
		if recover() == nil {
			t.Error("two providers of cash")
		}
	}()
	payment.NewProviders(cash.Provider{}, cash.Provider{})
}
