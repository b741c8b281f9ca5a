package staff_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

var (
	now      = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	platform = staff.By{Role: staff.Owner}
)

func openStore(t *testing.T, d *db.DB, slug string) int64 {
	t.Helper()
	var storeID int64
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		s, err := store.Create(ctx, tx, store.CreateInput{Slug: slug, Name: lang.Text{EN: slug}}, now)
		if err == nil {
			storeID = s.ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return storeID
}

func invite(t *testing.T, d *db.DB, storeID int64, role staff.Role, telegramID int64) *staff.Member {
	t.Helper()
	in := staff.InviteInput{Name: string(role), Role: role}
	if telegramID != 0 {
		in.TelegramID = &telegramID
	}
	m, _, err := staff.Invite(t.Context(), d, storeID, platform, in, now)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func by(m *staff.Member) staff.By { return staff.By{ID: m.ID, Role: m.Role} }

func wantFaults(t *testing.T, name string, err error, want ...string) {
	t.Helper()
	list, _ := fault.As(err)
	var got []string
	for _, f := range list {
		got = append(got, strings.TrimSpace(string(f.Code)+" "+strings.Join(f.Path, ".")))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", name, err, want)
	}
}

// A role that is above another may do all the other may; none contains what belongs to other callers than staff.
func TestRoles(t *testing.T) {
	t.Parallel()
	order := []staff.Role{staff.Courier, staff.Operator, staff.Manager, staff.Owner}
	for i, r := range order {
		for _, p := range r.Permissions() {
			for _, above := range order[i:] {
				if !above.Can(p) {
					t.Errorf("%s may %s, %s may not", r, p, above)
				}
			}
		}
		for _, p := range []staff.Permission{staff.Shopper, staff.Cart, staff.BotProcess, staff.Platform} {
			if r.Can(p) || p.OfStore() {
				t.Errorf("%s contains %s", r, p)
			}
		}
	}
	if staff.Manager.Can(staff.TokensWrite) || staff.Courier.Can(staff.OrdersRead) || !staff.Courier.Can(staff.OrdersDeliver) {
		t.Error("the roles are not what the contract says")
	}
	for want, has := range map[staff.Role][]staff.Permission{
		"":             {staff.StaffWrite, staff.StaffRead, staff.OrdersDeliver},
		staff.Courier:  {staff.StoreRead, staff.OrdersDeliver, staff.StaffWrite},
		staff.Operator: append(staff.Operator.Permissions(), staff.StaffWrite),
		staff.Manager:  staff.Owner.Permissions(),
	} {
		if got := staff.RoleWithin(has); got != want {
			t.Errorf("%v contain the role %q, want %q", has, got, want)
		}
	}
	if p := staff.Role("KING").Permissions(); len(p) != 0 || staff.Role("").Can(staff.StoreRead) {
		t.Errorf("no role, and yet %v", p)
	}
}

func TestInvite(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas, nafis := openStore(t, d, "atlas"), openStore(t, d, "nafis")
	owner := invite(t, d, atlas, staff.Owner, 1001)
	manager := invite(t, d, atlas, staff.Manager, 0)
	invite(t, d, nafis, staff.Owner, 1001) // the same person may work in two stores

	for name, c := range map[string]struct {
		by   staff.By
		in   staff.InviteInput
		want []string
	}{
		"everything wrong": {
			by(owner),
			staff.InviteInput{Name: " ", Role: "KING", TelegramID: new(int64(-1)), Language: new(lang.Lang("de"))},
			[]string{"REQUIRED input.name", "INVALID input.role", "OUT_OF_RANGE input.telegramId", "INVALID input.language"},
		},
		"no role":                 {by(owner), staff.InviteInput{Name: "A"}, []string{"INVALID input.role"}},
		"a role above one's":      {by(manager), staff.InviteInput{Name: "A", Role: staff.Owner}, []string{"FORBIDDEN_FIELD input.role"}},
		"an account in use":       {by(owner), staff.InviteInput{Name: "A", Role: staff.Courier, TelegramID: new(int64(1001))}, []string{"DUPLICATE input.telegramId"}},
		"by nobody in particular": {staff.By{}, staff.InviteInput{Name: "A", Role: staff.Courier}, []string{"FORBIDDEN_FIELD input.role"}},
	} {
		_, _, err := staff.Invite(t.Context(), d, atlas, c.by, c.in, now)
		wantFaults(t, name, err, c.want...)
	}

	err := d.Read(t.Context(), atlas, func(ctx context.Context, q bun.IDB) error {
		list, err := staff.List(ctx, q, atlas)
		if err != nil || len(list) != 2 || list[0].ID != owner.ID || list[1].ID != manager.ID {
			t.Errorf("list %v, %v", list, err)
		}
		if m, err := staff.ByTelegramID(ctx, q, atlas, 1001); err != nil || m.ID != owner.ID || m.Language != lang.Default {
			t.Errorf("by account: %+v, %v", m, err)
		}
		_, err = staff.ByTelegramID(ctx, q, nafis, 1001)
		wantFaults(t, "another store's", err, "NOT_FOUND")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas, nafis := openStore(t, d, "atlas"), openStore(t, d, "nafis")
	owner, manager := invite(t, d, atlas, staff.Owner, 1001), invite(t, d, atlas, staff.Manager, 1002)
	operator, stranger := invite(t, d, atlas, staff.Operator, 0), invite(t, d, nafis, staff.Courier, 0)

	got, err := staff.Update(t.Context(), d, atlas, by(manager), operator.ID, staff.UpdateInput{
		ExpectedVersion: new(1), Name: new(" Aziza "), Role: new(staff.Courier), TelegramID: new(int64(1003)), Language: new(lang.RU),
	}, now)
	if err != nil || got.Name != "Aziza" || got.Role != staff.Courier || *got.TelegramID != 1003 || got.Language != lang.RU || got.Version != 2 {
		t.Errorf("update: %+v, %v", got, err)
	}
	if _, err := staff.Update(t.Context(), d, atlas, by(owner), owner.ID, staff.UpdateInput{Name: new("Me"), Role: new(staff.Owner)}, now); err != nil {
		t.Errorf("one's own name, and the role one has: %v", err)
	}
	for name, c := range map[string]struct {
		by   staff.By
		id   uuid.UUID
		in   staff.UpdateInput
		want string
	}{
		"another version":         {by(owner), operator.ID, staff.UpdateInput{ExpectedVersion: new(1)}, "STALE_VERSION input.expectedVersion"},
		"another store's":         {by(owner), stranger.ID, staff.UpdateInput{}, "NOT_FOUND input.id"},
		"own role raised":         {by(manager), manager.ID, staff.UpdateInput{Role: new(staff.Owner)}, "FORBIDDEN_FIELD input.role"},
		"own role lowered":        {by(manager), manager.ID, staff.UpdateInput{Role: new(staff.Courier)}, "OWN_ROLE input.role"},
		"own access ended":        {by(manager), manager.ID, staff.UpdateInput{IsActive: new(false)}, "OWN_ROLE input.isActive"},
		"somebody above":          {by(manager), owner.ID, staff.UpdateInput{Name: new("x")}, "FORBIDDEN"},
		"raised above oneself":    {by(manager), operator.ID, staff.UpdateInput{Role: new(staff.Owner)}, "FORBIDDEN_FIELD input.role"},
		"last owner lowered":      {platform, owner.ID, staff.UpdateInput{Role: new(staff.Manager)}, "LAST_OWNER input"},
		"last owner ended":        {platform, owner.ID, staff.UpdateInput{IsActive: new(false)}, "LAST_OWNER input"},
		"an account in use":       {by(owner), operator.ID, staff.UpdateInput{TelegramID: new(int64(1002))}, "DUPLICATE input.telegramId"},
		"a name of many letters":  {by(owner), operator.ID, staff.UpdateInput{Name: new(strings.Repeat("x", 101))}, "TOO_LONG input.name"},
		"by a member of no power": {staff.By{}, operator.ID, staff.UpdateInput{Name: new("x")}, "FORBIDDEN"},
	} {
		_, err := staff.Update(t.Context(), d, atlas, c.by, c.id, c.in, now)
		wantFaults(t, name, err, c.want)
	}
}

// Two owners who remove each other at once: one stays.
func TestLastOwnerRace(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	for range 10 {
		atlas := openStore(t, d, "s"+strings.ToLower(uuid.NewString()[:8]))
		a, b := invite(t, d, atlas, staff.Owner, 0), invite(t, d, atlas, staff.Owner, 0)
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, pair := range [][2]*staff.Member{{a, b}, {b, a}} {
			wg.Go(func() {
				_, errs[i] = staff.Update(context.Background(), d, atlas, by(pair[0]), pair[1].ID, staff.UpdateInput{IsActive: new(false)}, now)
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both owners fared alike: %v", errs)
		}
		if lost := errs[0]; lost != nil {
			wantFaults(t, "the later one", lost, "LAST_OWNER input")
		} else {
			wantFaults(t, "the later one", errs[1], "LAST_OWNER input")
		}
	}
}

func newLink(t *testing.T, d *db.DB, storeID int64, by staff.By, m uuid.UUID, at time.Time) (*staff.Link, error) {
	t.Helper()
	var link *staff.Link
	err := d.Write(t.Context(), storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		link, err = staff.NewLink(ctx, tx, by, m, at)
		return err
	})
	return link, err
}

func useLink(d *db.DB, storeID int64, code string, at time.Time) (*staff.Member, error) {
	var m *staff.Member
	err := d.Write(context.Background(), storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = staff.UseLink(ctx, tx, code, at)
		return err
	})
	return m, err
}

func TestLink(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas, nafis := openStore(t, d, "atlas"), openStore(t, d, "nafis")
	owner, courier := invite(t, d, atlas, staff.Owner, 0), invite(t, d, atlas, staff.Courier, 0)
	link, err := newLink(t, d, atlas, by(courier), courier.ID, now)
	if err != nil {
		t.Fatal(err)
	}
	if !link.ExpiresAt.Equal(now.Add(15*time.Minute)) || !strings.HasPrefix(link.Code, "dkl_") {
		t.Errorf("link %+v", link)
	}
	var kept int
	if err := d.Read(t.Context(), atlas, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select count(*) from staff_links l where store_id = ? and l::text like ?", atlas, "%"+link.Code+"%").Scan(ctx, &kept)
	}); err != nil || kept != 0 {
		t.Errorf("the code itself is kept: %d, %v", kept, err)
	}

	_, err = useLink(d, nafis, link.Code, now)
	wantFaults(t, "in another store", err, "LINK_INVALID input.code")
	_, err = useLink(d, atlas, link.Code, now.Add(15*time.Minute))
	wantFaults(t, "too late", err, "LINK_INVALID input.code")
	_, err = useLink(d, atlas, "dkl_1_unknown", now)
	wantFaults(t, "unknown", err, "LINK_INVALID input.code")
	if m, err := useLink(d, atlas, link.Code, now.Add(14*time.Minute)); err != nil || m.ID != courier.ID || m.Role != staff.Courier {
		t.Errorf("use: %+v, %v", m, err)
	}
	_, err = useLink(d, atlas, link.Code, now)
	wantFaults(t, "again", err, "LINK_INVALID input.code")

	_, err = newLink(t, d, atlas, by(courier), owner.ID, now)
	wantFaults(t, "of somebody above", err, "FORBIDDEN")
	late, err := newLink(t, d, atlas, by(owner), courier.ID, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := staff.Update(t.Context(), d, atlas, by(owner), courier.ID, staff.UpdateInput{IsActive: new(false)}, now); err != nil {
		t.Fatal(err)
	}
	_, err = useLink(d, atlas, late.Code, now.Add(time.Hour))
	wantFaults(t, "of somebody who has left", err, "LINK_INVALID input.code")
	_, err = newLink(t, d, atlas, by(owner), courier.ID, now)
	wantFaults(t, "for somebody who has left", err, "NOT_FOUND")
}

// Many come with one link at once: one gets in.
func TestLinkRace(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas := openStore(t, d, "atlas")
	owner := invite(t, d, atlas, staff.Owner, 0)
	link, err := newLink(t, d, atlas, by(owner), owner.ID, now)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	errs := make([]error, 16)
	for i := range errs {
		wg.Go(func() { _, errs[i] = useLink(d, atlas, link.Code, now) })
	}
	wg.Wait()
	in := 0
	for _, err := range errs {
		if err == nil {
			in++
		} else if !fault.Has(err, fault.LinkInvalid) {
			t.Errorf("refused by %v", err)
		}
	}
	if in != 1 {
		t.Errorf("%d got in", in)
	}
}

func TestReachAndSight(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas := openStore(t, d, "atlas")
	owner := invite(t, d, atlas, staff.Owner, 1001)
	read := func() (m *staff.Member) {
		t.Helper()
		err := d.Read(t.Context(), atlas, func(ctx context.Context, q bun.IDB) (err error) {
			m, err = staff.ByID(ctx, q, atlas, owner.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if err := d.Write(t.Context(), atlas, func(ctx context.Context, tx *db.Tx) error {
		return staff.SetReach(ctx, tx, 1001, true)
	}); err != nil || !read().CanMessage {
		t.Errorf("reach: %v", err)
	}
	for _, c := range []struct{ at, want time.Time }{
		{now, now}, {now.Add(4 * time.Minute), now}, {now.Add(6 * time.Minute), now.Add(6 * time.Minute)},
	} {
		err := d.Write(t.Context(), atlas, func(ctx context.Context, tx *db.Tx) error { return staff.Seen(ctx, tx, owner.ID, c.at) })
		if got := read().LastSeenAt; err != nil || got == nil || !got.Equal(c.want) {
			t.Errorf("seen at %v: %v, %v", c.at, got, err)
		}
	}
	if _, err := staff.Update(t.Context(), d, atlas, platform, owner.ID, staff.UpdateInput{TelegramID: new(int64(1009))}, now); err != nil || read().CanMessage {
		t.Errorf("another account, and yet the bot may write: %v", err)
	}
}
