package till_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/payment/payme"
)

// kept are the calls of the store with their answers, oldest first: "method code", "method cut off".
func (s *shop) kept() (out []string) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw(`SELECT o.method || ' ' || coalesce(a.code::text, 'cut off') FROM payment_operations o
			LEFT JOIN payment_answers a ON a.store_id = o.store_id AND a.operation_id = o.id WHERE o.store_id = ? ORDER BY o.id`, s.Store.ID).Scan(ctx, &out)
	})
	return out
}

// A call is kept before anything is done about it, also when then nothing can be done; its secrets are not, and neither are
// calls of strangers. What is older than is kept goes, but nothing that is younger than 30 days.
func TestCallsAreKept(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.of(s.bill(), s.name())
	p["password"] = "Hunter2Hunter2"
	s.call("CheckPerformTransaction", p).is(t, "first", 0)
	s.post(s.Store.Slug, otherKey, `{"method":"CheckTransaction","params":{},"id":9}`).is(t, "stranger", payme.NoAccess)
	s.exec("ALTER TABLE payme_transactions RENAME TO away")
	s.call("CreateTransaction", s.of(s.bill(), s.name())).is(t, "the database fails", payme.Failure)
	s.exec("ALTER TABLE payment_answers RENAME TO gone")
	s.call("CheckTransaction", params{"id": s.name()}).is(t, "the database fails altogether", payme.Failure)
	s.exec("ALTER TABLE gone RENAME TO payment_answers")
	want := fmt.Sprintf("[CheckPerformTransaction 0 CreateTransaction %d CheckTransaction cut off]", payme.Failure)
	if got := fmt.Sprint(s.kept()); got != want {
		t.Errorf("kept %s, not %s", got, want)
	}
	var asked string
	s.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("SELECT string_agg(request, ' ') FROM payment_operations WHERE store_id = ?", s.Store.ID).Scan(ctx, &asked)
	})
	if strings.Contains(asked, "Hunter2") || !strings.Contains(asked, `"password":"<secret>"`) {
		t.Errorf("kept %s", asked)
	}

	s.clock.Add((s.desk.Keep + time.Minute).Milliseconds())
	s.Must(s.desk.Forget(t.Context()))
	if got := s.kept(); len(got) != 3 {
		t.Errorf("of the last days %v are left", got)
	}
	s.exec("UPDATE payment_operations SET received_at = now() - interval '31 days'")
	s.clock.Add(-(s.desk.Keep + time.Minute).Milliseconds())
	s.desk.Keep = 100_000 * time.Hour
	s.Must(s.desk.Forget(t.Context()))
	if got := s.kept(); len(got) != 3 {
		t.Errorf("of what is kept longer %v are left", got)
	}
	s.desk.Keep = 0
	s.Must(s.desk.Forget(t.Context()))
	if got := s.kept(); len(got) != 0 {
		t.Errorf("%v are left", got)
	}
}

// exec runs what the shop itself may not.
func (s *shop) exec(sql string) {
	s.T.Helper()
	conn, err := pgx.Connect(s.T.Context(), s.URL)
	s.Must(err)
	defer conn.Close(s.T.Context())
	_, err = conn.Exec(s.T.Context(), sql)
	s.Must(err)
}

// An address has its calls to each store; one too many is answered in the form of the provider, whoever asks.
func TestCallsArePaced(t *testing.T) {
	t.Parallel()
	s := open(t)
	from := netip.MustParseAddr("198.51.100.7")
	s.desk.Origin = func(*http.Request) netip.Addr { return from }
	o, b := s.bill(), s.Beside("boshqa")
	s.account(b, otherKey)
	ask := func() reply { return s.call("CheckPerformTransaction", s.of(o, s.name())) }
	for range 16 { // 60 a minute, 15 ahead
		ask().is(t, "within the pace", 0)
	}
	ask().is(t, "one too many", payme.Failure)
	s.post("boshqa", otherKey, `{"method":"CheckTransaction","params":{"id":"x"},"id":1}`).is(t, "another store", payme.NoTransaction)
	for range 16 {
		s.post("yoq", key, "{}").is(t, "no store", payme.NoAccess)
	}
	s.post("yoq2", key, "{}").is(t, "stores that are none count together", payme.Failure)
	from = netip.MustParseAddr("198.51.100.8")
	ask().is(t, "another address", 0)
	from = netip.MustParseAddr("198.51.100.7")
	s.clock.Add(1000)
	ask().is(t, "a second later", 0)
	ask().is(t, "and one more", payme.Failure)
}

// A statement is whole or refused.
func TestStatementIsBounded(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, name := s.bill(), s.name()
	p := s.of(o, name)
	s.call("CreateTransaction", p).is(t, "created", 0)
	s.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(`WITH more AS (
			INSERT INTO payments (store_id, id, order_id, method, provider, state, amount)
			SELECT store_id, gen_random_uuid(), order_id, method, provider, 'EXPIRED', amount FROM payments, generate_series(1, 10000) WHERE store_id = ?0
			RETURNING store_id, id, order_id, amount)
			INSERT INTO payme_transactions (store_id, id, payment_id, order_id, time, amount, account, state, create_time)
			SELECT store_id, id::text, id, order_id, ?1, amount, '1', -1, ?1 FROM more`, s.Store.ID, s.now()-1).Exec(ctx)
		return err
	})
	r := s.call("GetStatement", params{"from": s.now() - 1, "to": s.now()}).is(t, "too much", payme.BadParams)
	if r.Error.Data != "to" {
		t.Errorf("data %v", r.Error.Data)
	}
	r = s.call("GetStatement", params{"from": s.now() - 1, "to": s.now() - 1}).is(t, "as much as may be", 0)
	if n := len(r.Result["transactions"].([]any)); n != 10_000 {
		t.Errorf("%d transactions", n)
	}
}
