package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/seed"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// busyShop opens the demo shop of flowers on a site and lets people buy in it: orders that wait, that were delivered and paid,
// and that were called off.
func busyShop(t *testing.T, s *site) *shoptest.World {
	t.Helper()
	ctx := t.Context()
	err := seed.Open(ctx, s.app.db, s.app.files, []string{"flowers"}, time.Now(), func(int, int, string) {})
	if err != nil {
		t.Fatal(err)
	}
	shops, err := s.app.demoShops(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w := &shoptest.World{T: t, DB: s.app.db, URL: s.app.database.URL, Hub: event.Local(), Store: shops[0]}
	t.Cleanup(w.Hub.Close)
	owner, err := s.app.owner(ctx, w.Store.ID)
	w.Must(err)
	who := order.Actor{
		Kind: order.ByStaff, ID: owner.ID, Name: owner.Name, CanRead: true, CanWrite: true, CanDeliver: owner.Role.Can(staff.OrdersDeliver),
	}
	variant := w.Variant(`Qutida \. va \N`, 250_000_00, 100)
	for i := range 6 {
		o := w.Place(w.Buyer(), shoptest.Want(variant, 1+i))
		if i%3 == 0 {
			continue
		}
		o, err = order.Confirm(ctx, w.DB, w.Shop(), who, order.OrderConfirmInput{ID: o.GlobalID()}, shoptest.Now)
		w.Must(err)
		if i%3 == 1 {
			reason := `\N`
			_, err = order.Cancel(ctx, w.DB, w.Shop(), who, order.OrderCancelInput{ID: o.GlobalID(), Reason: &reason}, shoptest.Now)
			w.Must(err)
			continue
		}
		for _, step := range []func() (*order.Order, error){
			func() (*order.Order, error) {
				return order.Prepare(ctx, w.DB, w.Shop(), who, order.FulfilmentMoveInput{OrderID: o.GlobalID()}, shoptest.Now)
			},
			func() (*order.Order, error) {
				return order.Pack(ctx, w.DB, w.Shop(), who, order.FulfilmentMoveInput{OrderID: o.GlobalID()}, shoptest.Now)
			},
			func() (*order.Order, error) {
				return order.HandOver(ctx, w.DB, w.Shop(), who, order.FulfilmentHandOverInput{OrderID: o.GlobalID()}, shoptest.Now)
			},
			func() (*order.Order, error) {
				return order.Deliver(ctx, w.DB, w.Shop(), who, order.FulfilmentDeliverInput{OrderID: o.GlobalID()}, shoptest.Now)
			},
		} {
			_, err := step()
			w.Must(err)
		}
	}
	return w
}

// told are answers about everything that a shop has, as its owner is given them.
func (s *site) told(slug string) map[string]string {
	s.t.Helper()
	ctx := s.t.Context()
	shop, err := store.BySlug(ctx, s.app.db, slug)
	if err != nil {
		s.t.Fatal(err)
	}
	address, _, err := s.app.signInLink(ctx, shop, "")
	if err != nil {
		s.t.Fatal(err)
	}
	_, s.code, _ = strings.Cut(address, "#code=")
	caller := []string{"X-Store", slug, "Authorization", "Bearer " + s.signIn()}
	answers := map[string]string{}
	for name, query := range map[string]string{
		"store": `{ store { id name kind: currency languages } staff { id name role } deliveryZones { id name } pickupPoints { id name } }`,
		"catalog": `{ categories { id slug name products: id } brands { id name } tags { id name } products(first: 100) { nodes { id slug name summary
			description priceRange { min { amount } max { amount } } cover { id width height color alt } media { media { id } }
			variants { id sku name price { amount } availability { canBuy available } stock { onHand reserved committed available } }
			attributes { name value } modifierGroups { id name } createdAt updatedAt version } } }`,
		"orders": `{ orders(first: 50) { nodes { id number receiptCode lifecycle paymentStatus fulfilmentStatus quantity totals { items { amount } delivery { amount }
			total { amount } paid { amount } due { amount } } lines { id name quantity } customer { id name phone } payments { id state amount { amount } }
			fulfilments { id } timeline(first: 20) { nodes { id at kind message } } cancelReason expiresAt version updatedAt } }
			orderCounts { placed preparing onTheWay } ledgerAccounts { code balance { amount } } customers(first: 50) { nodes { id name addresses { id } } } }`,
		"events": `{ events(first: 100) { headCursor nodes { sequence type subjectId version occurredAt } } }`,
	} {
		got := s.query(query, caller...)
		if got.StatusCode != 200 || strings.Contains(got.body, `"errors"`) {
			s.t.Fatalf("%s: %d %s", name, got.StatusCode, got.body)
		}
		answers[name] = got.body
	}
	return answers
}

// TestStoreMoves: a busy shop goes into a file and comes out in another deployment, under another name, as it was.
func TestStoreMoves(t *testing.T) {
	from, to := openSite(t, testDatabase(t)), openSite(t, testDatabase(t))
	w := busyShop(t, from)
	slug := w.Store.Slug
	settings := func(s *site) func(string) string {
		return env("DATABASE_URL", s.app.database.URL, "DOKON_STATE_DIR", s.app.config.StateDir)
	}
	run := func(s *site, in []byte, args ...string) (out []byte, complaint string, code int) {
		var stdout, stderr bytes.Buffer
		p := &program{in: bytes.NewReader(in), out: &stdout, err: &stderr, getenv: settings(s), started: time.Now()}
		code = p.run(t.Context(), append([]string{"store"}, args...))
		return stdout.Bytes(), stderr.String(), code
	}
	packed, complaint, code := run(from, nil, "export", "--store", slug)
	if code != 0 || !strings.Contains(complaint, "is packed") {
		t.Fatalf("export: exit %d\n%s", code, complaint)
	}
	file := filepath.Join(t.TempDir(), "shop.dokon")
	if err := os.WriteFile(file, packed, 0o600); err != nil {
		t.Fatal(err)
	}

	// Other stores have used numbers there already; the shop's own go on all the same.
	out, complaint, code := run(to, nil, "import", "--as", "bogcha", "--from", file)
	if code != 0 || !strings.HasPrefix(string(out), "bogcha is here") {
		t.Fatalf("import: exit %d\n%s%s", code, out, complaint)
	}
	want, got := from.told(slug), to.told("bogcha")
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s of the origin:\n%s\nhere:\n%s", name, want[name], got[name])
		}
	}
	for name, holds := range map[string]string{"orders": `"COMPLETED"`, "catalog": `Qutida \\. va \\N"`, "events": `"sequence":20,`} {
		if !strings.Contains(want[name], holds) {
			t.Errorf("the origin is not busy: no %s in %s", holds, want[name])
		}
	}
	cover := to.query(`{ products(first: 1) { nodes { cover { url(width: 160) } } } }`, "X-Store", "bogcha")
	var picture struct {
		Data struct {
			Products struct {
				Nodes []struct{ Cover struct{ URL string } }
			}
		}
	}
	if err := json.Unmarshal([]byte(cover.body), &picture); err != nil || len(picture.Data.Products.Nodes) != 1 {
		t.Fatalf("%v in %s", err, cover.body)
	}
	to.do("GET", picture.Data.Products.Nodes[0].Cover.URL, "").want(t, "picture", 200)

	// What stood outside the rows is made anew by the job: products are found.
	if err := to.app.jobs.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = to.app.jobs.Stop(context.Background()) })
	until(t.Context(), t, "products are found", func() bool {
		found := to.query(`{ search(query: "atirgul", first: 1) { products { nodes { id } } } }`, "X-Store", "bogcha")
		return strings.Contains(found.body, `"id":"prd_`)
	})

	// The shop goes on where it was: the next order has the next number, and its stock has a next movement.
	arrived, err := store.BySlug(t.Context(), to.app.db, "bogcha")
	w.Must(err)
	there := &shoptest.World{T: t, DB: to.app.db, Hub: w.Hub, Store: arrived}
	variant := there.Variant("Yangi", 300_000_00, 5)
	before, after := w.Place(w.Buyer(), shoptest.Want(w.Variant("Yangi", 300_000_00, 5), 1)), there.Place(there.Buyer(), shoptest.Want(variant, 1))
	if before.Number != after.Number || after.Number != 7 {
		t.Errorf("the next order is %d there and %d at the origin", after.Number, before.Number)
	}

	for name, c := range map[string]struct {
		args  []string
		in    []byte
		holds string
	}{
		"the same store":  {[]string{"import", "--as", "yana"}, packed, `this very store is here already, as "bogcha"`},
		"no store":        {[]string{"export", "--store", "none"}, nil, `there is no store "none"`},
		"a foreign file":  {[]string{"import"}, []byte("PK\x03\x04 a zip"), "this is no store packed"},
		"an empty file":   {[]string{"import"}, nil, "this is no store packed"},
		"half a file":     {[]string{"import"}, packed[:len(packed)/2], "damaged or not whole"},
		"no end":          {[]string{"import"}, packed[:len(packed)-6], "damaged or not whole"},
		"a wrong byte":    {[]string{"import"}, flipped(packed, len(packed)*2/3), "damaged or not whole"},
		"a name too many": {[]string{"import", "--as", "Ikki So'z"}, packed, "is no slug"},
	} {
		s := to
		if strings.Contains(c.holds, "damaged") { // where the store is not yet
			s = from
			s.forget(w.Store)
		}
		if _, complaint, code := run(s, c.in, c.args...); code != 1 || !strings.Contains(complaint, c.holds) {
			t.Errorf("%s: exit %d: %s", name, code, complaint)
		}
	}
	var left []string
	err = from.app.db.NewRaw("select slug from stores order by slug").Scan(t.Context(), &left)
	if err != nil || fmt.Sprint(left) != "[gone one two]" {
		t.Errorf("after refused files there are the stores %v, %v", left, err)
	}
	pictures, err := filepath.Glob(filepath.Join(from.app.config.StateDir, mediaDir, "*", "*", "master.webp"))
	if own, _ := filepath.Glob(filepath.Join(from.app.config.StateDir, mediaDir, fmt.Sprint(w.Store.ID), "*", "master.webp")); err != nil || len(pictures) != len(own) {
		t.Errorf("refused files left %d pictures behind, %v", len(pictures)-len(own), err)
	}
}

// forget gives a store another name and id, as if it had never been here.
func (s *site) forget(shop *store.Store) {
	s.t.Helper()
	_, err := s.app.db.NewRaw("update stores set slug = 'gone', uuid = gen_random_uuid() where id = ?", shop.ID).Exec(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
}

func flipped(data []byte, at int) []byte {
	other := bytes.Clone(data)
	other[at] ^= 0x40
	return other
}
