package once_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/once"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
)

type desk struct {
	*shoptest.World
	*once.Book
	now time.Time
	act once.Act
}

func open(t *testing.T) *desk {
	w := shoptest.New(t)
	box, err := secret.NewBox(secret.NewKey("k1"))
	w.Must(err)
	d := &desk{World: w, now: shoptest.Now}
	d.Book = &once.Book{DB: w.DB, Box: box, Now: func() time.Time { return d.now }}
	d.act = once.Act{StoreID: w.Store.ID, Actor: "customer x", Key: "k", Hash: []byte("hash")}
	return d
}

// write is what an act does: the price of the zone counts up.
func (d *desk) write(ctx context.Context) error {
	return d.World.DB.Write(ctx, d.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("update stores set version = version + 1 where id = ?", d.Store.ID).Exec(ctx)
		return err
	})
}

func (d *desk) effects() (n int) {
	d.Must(d.World.DB.NewRaw("select version - 1 from stores where id = ?", d.Store.ID).Scan(context.Background(), &n))
	return n
}

func TestFirstAnswerIsKept(t *testing.T) {
	t.Parallel()
	d := open(t)
	before := d.effects()
	ctx, run := d.Begin(t.Context(), d.act, uuid.Nil)
	d.Must(d.write(ctx))
	e, err := d.Find(t.Context(), d.act)
	d.Must(err)
	if e == nil || e.Answer != nil || !e.Since.Equal(d.now) || !run.HasCommitted() {
		t.Fatalf("between effect and answer: %+v", e)
	}
	const answer = `{"token":"dks_1_SECRET"}`
	if kept, err := d.Keep(t.Context(), run, []byte(answer)); !kept || err != nil {
		t.Fatalf("%t %v", kept, err)
	}
	e, err = d.Find(t.Context(), d.act)
	if err != nil || e == nil || string(e.Answer) != answer {
		t.Fatalf("%+v %v", e, err)
	}
	var stored []byte
	d.Must(d.World.DB.NewRaw("select answer from idempotency_keys").Scan(t.Context(), &stored))
	if bytes.Contains(stored, []byte("SECRET")) {
		t.Error("the answer lies open in the database")
	}
	other := d.act
	other.Hash = []byte("else")
	if _, err := d.Find(t.Context(), other); !fault.Has(err, fault.Conflict) {
		t.Errorf("another request under the key: %v", err)
	}
	for _, change := range []func(*once.Act){
		func(a *once.Act) { a.Actor = "customer y" }, func(a *once.Act) { a.StoreID++ }, func(a *once.Act) { a.Key = "l" },
	} {
		stranger := d.act
		change(&stranger)
		if e, err := d.Find(t.Context(), stranger); e != nil || err != nil {
			t.Errorf("%+v finds %+v, %v", stranger, e, err)
		}
	}
	late, again := d.Begin(t.Context(), d.act, uuid.Nil)
	if err := d.write(late); !fault.Has(err, fault.InProgress) || !again.IsTaken() {
		t.Errorf("a second attempt: %v", err)
	}
	if kept, err := d.Keep(t.Context(), again, []byte("{}")); kept || err != nil {
		t.Errorf("its answer: %t %v", kept, err)
	}
	if n := d.effects() - before; n != 1 {
		t.Errorf("%d effects", n)
	}
}

// Of many attempts at once, in whatever process, one writes and all others are told.
func TestOneOfMany(t *testing.T) {
	t.Parallel()
	d := open(t)
	before := d.effects()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			ctx, run := d.Begin(t.Context(), d.act, uuid.Nil)
			err := d.write(ctx)
			if !(err == nil && run.HasCommitted() && !run.IsTaken()) && !(fault.Has(err, fault.InProgress) && run.IsTaken()) {
				t.Errorf("%v, taken %t", err, run.IsTaken())
			}
		})
	}
	all.Wait()
	if n := d.effects() - before; n != 1 {
		t.Errorf("%d effects", n)
	}
}

// A failed attempt leaves no trace; an attempt whose answer got lost may be followed by one that names it.
func TestFollowing(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, _ := d.Begin(t.Context(), d.act, uuid.Nil)
	refused := errors.New("refused")
	err := d.World.DB.Write(ctx, d.Store.ID, func(context.Context, *db.Tx) error { return refused })
	if e, _ := d.Find(t.Context(), d.act); e != nil || !errors.Is(err, refused) {
		t.Fatalf("%+v %v", e, err)
	}
	ctx, _ = d.Begin(t.Context(), d.act, uuid.Nil)
	d.Must(d.write(ctx))
	lost, err := d.Find(t.Context(), d.act)
	d.Must(err)
	ctx, run := d.Begin(t.Context(), d.act, lost.RunID)
	d.Must(d.write(ctx))
	late, second := d.Begin(t.Context(), d.act, lost.RunID)
	if err := d.write(late); !second.IsTaken() {
		t.Errorf("two follow one: %v", err)
	}
	if kept, err := d.Keep(t.Context(), run, []byte("{}")); !kept || err != nil {
		t.Errorf("%t %v", kept, err)
	}
}

func TestKeysAreForgotten(t *testing.T) {
	t.Parallel()
	d := open(t)
	noStore := d.act
	noStore.StoreID = 0
	count := func() (n int) {
		d.Must(d.World.DB.NewRaw("select count(*) from idempotency_keys").Scan(t.Context(), &n))
		return n
	}
	for _, a := range []once.Act{d.act, noStore} {
		_, run := d.Begin(t.Context(), a, uuid.Nil)
		kept, err := d.Keep(t.Context(), run, []byte("{}"))
		if !kept || err != nil {
			t.Fatalf("an answer without an effect: %t %v", kept, err)
		}
	}
	d.Must(once.Sweep(t.Context(), d.World.DB, d.now.Add(once.Remembered-time.Second)))
	if n := count(); n != 2 {
		t.Errorf("%d of 2 keys left too early", n)
	}
	d.now = d.now.Add(once.Remembered)
	if e, err := d.Find(t.Context(), d.act); e != nil || err != nil {
		t.Errorf("an old key still means %+v, %v", e, err)
	}
	other := d.act
	other.Hash = []byte("else")
	ctx, _ := d.Begin(t.Context(), other, uuid.Nil)
	if err := d.write(ctx); err != nil {
		t.Errorf("an old key is not free: %v", err)
	}
	d.Must(once.Sweep(t.Context(), d.World.DB, d.now))
	if n := count(); n != 1 {
		t.Errorf("%d keys left, want the new one", n)
	}
}

// An answer beyond all measure is not kept; what it answers is known to be done.
func TestLongAnswers(t *testing.T) {
	t.Parallel()
	d := open(t)
	long := make([]byte, once.MostAnswer+1)
	_, _ = rand.Read(long)
	_, run := d.Begin(t.Context(), d.act, uuid.Nil)
	if kept, err := d.Keep(t.Context(), run, long); !kept || err != nil {
		t.Fatalf("%t %v", kept, err)
	}
	if e, err := d.Find(t.Context(), d.act); err != nil || e == nil || e.Answer != nil {
		t.Errorf("%+v %v", e, err)
	}
}

func TestCheckKey(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"a": "a", `"8e03978e-40d5-43dd-bc93-6894a57f9324"`: "8e03978e-40d5-43dd-bc93-6894a57f9324", "place-qte_1.2:3~4+5/6=": "place-qte_1.2:3~4+5/6=",
		strings.Repeat("a", 128): strings.Repeat("a", 128),
	} {
		if got, err := once.CheckKey([]string{given}, false); got != want || err != nil {
			t.Errorf("%q is %q, %v", given, got, err)
		}
	}
	for given, says := range map[string]string{
		"": "empty", `""`: "empty", strings.Repeat("a", 129): "128", "a b": "characters", "ключ": "characters", "a\n": "characters", `"`: "characters",
	} {
		if got, err := once.CheckKey([]string{given}, false); !fault.Has(err, fault.BadRequest) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is %q, %v", given, got, err)
		}
	}
	if _, err := once.CheckKey([]string{"a", "a"}, false); !fault.Has(err, fault.BadRequest) {
		t.Errorf("two keys: %v", err)
	}
	if _, err := once.CheckKey([]string{"short"}, true); !fault.Has(err, fault.BadRequest) {
		t.Errorf("a key anybody could guess: %v", err)
	}
}
