package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
)

func TestReplicasMigrateTogether(t *testing.T) {
	t.Parallel()
	url := dbtest.Empty(t)
	before, err := db.Pending(t.Context(), url)
	if err != nil || before < 10 {
		t.Fatalf("pending on an empty database: %d, %v", before, err)
	}
	if again, err := db.Pending(t.Context(), url); again != before || err != nil {
		t.Errorf("asking changed what is pending: %d, %v", again, err)
	}
	var replicas sync.WaitGroup
	errs := make([]error, 3)
	for i := range errs {
		replicas.Go(func() { errs[i] = db.Migrate(t.Context(), url) })
	}
	replicas.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if after, err := db.Pending(t.Context(), url); after != 0 || err != nil {
		t.Errorf("pending after migrating: %d, %v", after, err)
	}
	conn := connect(t, url)
	if _, err := conn.Exec(t.Context(), "delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)"); err != nil {
		t.Fatal(err)
	}
	if n, err := db.Pending(t.Context(), url); n != 1 || err != nil {
		t.Errorf("pending after one migration was forgotten: %d, %v", n, err)
	}
}

func TestOpenRefusesWhatIsNotReady(t *testing.T) {
	t.Parallel()
	open := func(url string, pooler bool) error {
		d, err := db.Open(t.Context(), db.Config{URL: url, TransactionPooler: pooler})
		if err == nil {
			_ = d.Close()
		}
		return err
	}
	// The settings that change the role are left out for a pooler; the owner of the tables must not pass then.
	if err := open(dbtest.Create(t), true); err == nil || !strings.Contains(err.Error(), "row-level security") {
		t.Errorf("statements as the owner: got %v, want a refusal", err)
	}
	if err := open("postgres://localhost:1/nothing", false); err == nil {
		t.Error("a server that is not there was accepted")
	}
	if err := open("::", false); err == nil {
		t.Error("a malformed URL was accepted")
	}
}

func TestStatementsTimeOut(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var role, timeout string
	if err := d.QueryRowContext(context.Background(), "select current_user, current_setting('statement_timeout')").Scan(&role, &timeout); err != nil {
		t.Fatal(err)
	}
	if role != db.AppRole || timeout != "15s" {
		t.Errorf("role %s, statement_timeout %s", role, timeout)
	}
}
