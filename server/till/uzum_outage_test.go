package till_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/payment/uzum"
)

// The database goes away before each statement of each call. The bank hears that nobody knows, asks again, and the money is
// counted once.
func TestUzumDatabaseGoesAway(t *testing.T) {
	t.Parallel()
	s := openUzum(t)
	beside, err := pgx.Connect(t.Context(), s.World.URL)
	s.Must(err)
	defer beside.Close(t.Context())
	var left atomic.Int64 // statements until all connections are cut; negative: none is
	left.Store(-1)
	s.DB.OnStatement(func(string) {
		if left.Add(-1) != 0 {
			return
		}
		if _, err := beside.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
			t.Error(err)
		}
	})
	again := map[string]int{"create": uzum.AlreadyCreated, "confirm": uzum.AlreadyConfirmed, "reverse": uzum.AlreadyReversed}
	cuts := 0
	for n := int64(1); ; n++ {
		o, name, before := s.bill(), fmt.Sprint("cut", n), cuts
		for _, action := range []string{"create", "confirm", "reverse"} {
			in := params{"transId": name}
			if action == "create" {
				in = s.of(o, name)
			}
			left.Store(n)
			r := s.call(action, in)
			wasCut := left.Swap(-1) <= 0
			if !wasCut {
				r.is(t, action, 0)
				continue
			}
			cuts++
			if !slices.Contains([]int{http.StatusOK, http.StatusBadRequest, http.StatusInternalServerError}, r.status) {
				t.Errorf("%s, cut before statement %d: %d %s", action, n, r.status, r.as)
			}
			s.DB.Pool.Reset()
			if r = s.call(action, in); r.status != http.StatusOK {
				r.is(t, fmt.Sprintf("%s once more, cut before statement %d", action, n), again[action])
			}
		}
		s.looks(o, "CANCELED REFUNDED CAPTURED")
		s.balanced()
		if cuts == before {
			break
		}
	}
	if cuts < 12 {
		t.Errorf("the database went away %d times only", cuts)
	}
}

// Calls that come again, in any order and however late, are answered by their codes and change nothing.
func TestUzumCallsAreReplayed(t *testing.T) {
	t.Parallel()
	s := openUzum(t)
	o := s.bill()
	create, named := s.of(o, "replayed"), params{"transId": "replayed"}
	replay := func(when string, check, create_, confirm, reverse int) {
		t.Helper()
		for range 2 {
			s.call("check", create).is(t, when+": check", check)
			s.call("create", create).is(t, when+": create", create_)
			if confirm >= 0 {
				s.call("confirm", named).is(t, when+": confirm", confirm)
			}
			if reverse >= 0 {
				s.call("reverse", named).is(t, when+": reverse", reverse)
			}
		}
	}
	s.call("create", create).is(t, "create", 0)
	replay("created", uzum.AlreadyPaid, uzum.AlreadyCreated, -1, -1)
	s.looks(o, "PLACED PENDING PENDING")
	s.call("confirm", named).is(t, "confirm", 0)
	replay("confirmed", uzum.AlreadyPaid, uzum.AlreadyCreated, uzum.AlreadyConfirmed, -1)
	s.looks(o, "CONFIRMED PAID CAPTURED")
	s.call("reverse", named).is(t, "reverse", 0)
	replay("reversed", uzum.OrderOver, uzum.AlreadyCreated, uzum.Cancelled, uzum.AlreadyReversed)
	s.looks(o, "CANCELED REFUNDED CAPTURED")
	other := s.bill()
	foreign := s.of(other, "replayed")
	s.call("create", foreign).is(t, "the name for another order", uzum.AlreadyCreated)
	s.looks(other, "PLACED UNPAID CREATED")
	s.balanced()
}
