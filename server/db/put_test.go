package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/lang"
)

type parcel struct {
	bun.BaseModel `bun:"table:parcels"`

	ID     uuid.UUID      `bun:"id,pk,type:uuid"`
	Name   lang.Text      `bun:"name,type:jsonb"`
	Kind   parcelKind     `bun:"kind"`
	Weight *int           `bun:"weight"`
	At     time.Time      `bun:"at"`
	Seal   []byte         `bun:"seal"`
	Notes  map[string]int `bun:"notes,type:jsonb"`
	Parent *uuid.UUID     `bun:"parent,type:uuid"`
	IsOpen bool           `bun:"is_open"`
}

type parcelKind string

const parcels = `CREATE TEMP TABLE parcels (id uuid PRIMARY KEY, name jsonb NOT NULL, kind text NOT NULL, weight int,
	at timestamptz NOT NULL, seal bytea, notes jsonb NOT NULL, parent uuid, is_open boolean NOT NULL) ON COMMIT DROP`

func newParcel(i int) *parcel {
	weight, parent := 1000+i, uuid.New()
	return &parcel{
		ID: uuid.New(), Name: lang.Text{UzLatn: fmt.Sprintf("quti '%d' $1", i)}, Kind: "BOX", Weight: &weight,
		At: time.Date(2026, 11, 22, 10, 0, i, 123000, time.UTC), Seal: []byte{0, 255}, Notes: map[string]int{"a\"b": i}, Parent: &parent, IsOpen: true,
	}
}

// Rows come back as they were given, whether the statement is prepared, unprepared for its many rows, or behind a pooler.
func TestPutRows(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	unprepared, err := db.Open(t.Context(), db.Config{URL: url + "&role=" + db.AppRole, TransactionPooler: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unprepared.Close() })
	for name, d := range map[string]*db.DB{"prepared": dbtest.Open(t, url), "pooler": unprepared} {
		err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.ExecContext(ctx, parcels); err != nil {
				return err
			}
			var given []*parcel
			for i := range 30 {
				given = append(given, newParcel(i))
			}
			given[1].Weight, given[1].Parent, given[1].IsOpen = nil, nil, false
			again := *given[0]
			if err := tx.Put(ctx, db.New(given[:2]), db.New(given[2:])); err != nil {
				return err
			}
			again.Kind = "left"
			if err := tx.Put(ctx, db.New(&again).OrLeave("id")); err != nil {
				return err
			}
			given[3].Kind, given[3].Weight, given[3].Name = "BAG", nil, lang.Text{RU: "мешок"}
			if err := tx.Put(ctx, db.Changed(given[3])); err != nil {
				return err
			}
			given[4].Kind, given[4].Seal = "of bun", nil
			given[5].Kind, given[5].At = "one column", given[5].At.Add(time.Millisecond)
			five := *given[5]
			five.Name = lang.Text{RU: "остаётся"}
			more := newParcel(30)
			given = append(given, more)
			if err := tx.Together(ctx, tx.NewUpdate().Model(given[4]).WherePK(), db.Changed(&five).Only("kind", "at"), db.New(more)); err != nil {
				return err
			}
			given[6].Kind = "without bun"
			if err := tx.Together(ctx, db.Changed(given[6]).Only("kind")); err != nil {
				return err
			}
			var found []*parcel
			if err := tx.NewSelect().Model(&found).Order("at").Scan(ctx); err != nil {
				return err
			}
			if len(found) != len(given) {
				t.Fatalf("%s: %d rows", name, len(found))
			}
			for i, f := range found {
				f.At = f.At.UTC()
				if got, want := fmt.Sprintf("%+v", shown(f)), fmt.Sprintf("%+v", shown(given[i])); got != want {
					t.Errorf("%s\n got %s\nwant %s", name, got, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// shown is a parcel without pointers.
func shown(p *parcel) (all []any) {
	all = []any{p.ID, p.Name, p.Kind, p.At, p.Seal, p.Notes, p.IsOpen}
	if p.Weight != nil {
		all = append(all, *p.Weight)
	}
	if p.Parent != nil {
		all = append(all, *p.Parent)
	}
	return all
}

// What travels with the commit is answered when it is done, sees what came before, and takes all with it when it fails.
func TestAtCommit(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var kind string
	put := func(p *parcel, fails bool) error {
		return d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if _, err := tx.ExecContext(ctx, parcels); err != nil {
				return err
			}
			if err := tx.Put(ctx, db.New(newParcel(1))); err != nil {
				return err
			}
			last := db.New(p).With("before", "SELECT count(*) + $1 AS n FROM parcels", 10).
				Value("kind", "(SELECT n FROM before)").Returning("kind", &kind)
			if err := tx.AtCommit(last); err != nil {
				return err
			}
			if fails {
				p.Notes = nil
				return tx.AtCommit(db.New(p))
			}
			return nil
		})
	}
	if err := put(newParcel(2), false); err != nil || kind != "11" {
		t.Errorf("kind %q, %v", kind, err)
	}
	for range 30 { // more often than there are connections
		if put(newParcel(3), true) == nil {
			t.Fatal("a row was written twice")
		}
	}
}

// Four of a store are let in, another store's are not held up, and who gives up makes room.
func TestQueue(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	var leave []func()
	for range 4 {
		l, err := d.Queue(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Queue(over, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a fifth: %v", err)
	}
	other, err := d.Queue(t.Context(), 2)
	if err != nil {
		t.Error(err)
	}
	other()
	entered := make(chan error, 1)
	go func() {
		l, err := d.Queue(t.Context(), 1)
		if err == nil {
			l()
		}
		entered <- err
	}()
	for _, l := range leave {
		l()
	}
	if err := <-entered; err != nil {
		t.Error(err)
	}
}
