package customer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

var (
	now       = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	languages = []lang.Lang{lang.RU, lang.UzLatn}
	gulnora   = telegram.User{ID: 777000111, FirstName: "Gʻulnora", LastName: "Toʻrayeva", Username: "gulnora", Language: "uz", CanWrite: true}
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

func signIn(t *testing.T, d *db.DB, storeID int64, u telegram.User) *customer.Customer {
	t.Helper()
	var c *customer.Customer
	err := d.Write(t.Context(), storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = customer.SignIn(ctx, tx, languages, &telegram.InitData{User: u, StartParam: "p_42"}, now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func hear(t *testing.T, d *db.DB, storeID int64, r customer.Report) (*customer.Customer, error) {
	t.Helper()
	var c *customer.Customer
	err := d.Write(t.Context(), storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		c, err = customer.Hear(ctx, tx, languages, r, now)
		return err
	})
	return c, err
}

func read(t *testing.T, d *db.DB, storeID int64, customerID uuid.UUID) *customer.Customer {
	t.Helper()
	var c *customer.Customer
	err := d.Read(t.Context(), storeID, func(ctx context.Context, q bun.IDB) (err error) {
		c, err = customer.ByID(ctx, q, storeID, customerID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

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

func TestSignIn(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas, nafis := openStore(t, d, "atlas"), openStore(t, d, "nafis")
	first := signIn(t, d, atlas, gulnora)
	if first.Name() != "Gʻulnora Toʻrayeva" || first.Username != "gulnora" || first.Language != lang.UzLatn || first.WriteAccess != customer.Allowed ||
		first.LastStartParam != "p_42" || first.Phone != nil || first.IsPhoneVerified() {
		t.Errorf("first: %+v", first)
	}

	changed := gulnora
	changed.FirstName, changed.LastName, changed.Username, changed.Language, changed.CanWrite = "Gulya", "", "", "ru", false
	changed.Photo = "https://t.me/i/userpic/320/x.svg"
	again := signIn(t, d, atlas, changed)
	if again.ID != first.ID || again.Name() != "Gulya" || again.Username != "" || again.Language != lang.RU || again.WriteAccess != customer.Allowed ||
		again.PhotoURL != changed.Photo {
		t.Errorf("again: %+v", again)
	}
	if elsewhere := signIn(t, d, nafis, gulnora); elsewhere.ID == first.ID {
		t.Error("two stores share a customer")
	}

	if _, err := customer.Update(t.Context(), d, atlas, first.ID, customer.UpdateInput{Language: new(lang.EN), LastName: new("Karimova")}, now); err != nil {
		t.Fatal(err)
	}
	changed.FirstName = "Gulnora"
	if kept := signIn(t, d, atlas, changed); kept.Language != lang.EN || kept.Name() != "Gulya Karimova" {
		t.Errorf("what the person chose: %+v", kept)
	}
}

// Whatever people call themselves, they get in.
func TestSignInWithOddNames(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas := openStore(t, d, "atlas")
	for i, c := range []struct{ name, photo, language, wantName, wantPhoto string }{
		{name: "\x00A\nB\u202e", wantName: "AB\u202e"},
		{name: strings.Repeat("ʻ", 200), wantName: strings.Repeat("ʻ", 64)},
		{name: "\xff\xfe", wantName: ""},
		{name: "'; drop table customers; --", wantName: "'; drop table customers; --"},
		{name: "A", wantName: "A", photo: "javascript:alert(1)"},
		{name: "A", wantName: "A", photo: "https://t.me/a b.jpg", wantPhoto: "https://t.me/a%20b.jpg"},
		{name: "A", wantName: "A", language: "xx-klingon"},
	} {
		got := signIn(t, d, atlas, telegram.User{ID: int64(i + 1), FirstName: c.name, Photo: c.photo, Language: c.language})
		if got.FirstName != c.wantName || got.PhotoURL != c.wantPhoto || got.Language != lang.RU || got.WriteAccess != customer.Unknown {
			t.Errorf("%q: %+v", c.name, got)
		}
	}
}

// Two phones open the shop for the first time at the same moment: one customer.
func TestFirstSignInRace(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas := openStore(t, d, "atlas")
	ids := make([]uuid.UUID, 8)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			err := d.Write(context.Background(), atlas, func(ctx context.Context, tx *db.Tx) error {
				c, err := customer.SignIn(ctx, tx, languages, &telegram.InitData{User: gulnora}, now)
				if err == nil {
					ids[i] = c.ID
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, got := range ids {
		if got != ids[0] || got == uuid.Nil {
			t.Errorf("customers %v", ids)
			break
		}
	}
}

func TestHear(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas := openStore(t, d, "atlas")
	started, err := hear(t, d, atlas, customer.Report{
		TelegramID: 5, FirstName: new("Aziz"), LanguageCode: new("uz"), StartParam: new("c_shoes"), WriteAccess: new(customer.Allowed),
	})
	if err != nil || started.Name() != "Aziz" || started.Language != lang.UzLatn || started.WriteAccess != customer.Allowed || started.LastStartParam != "c_shoes" {
		t.Errorf("started: %+v, %v", started, err)
	}
	shared, err := hear(t, d, atlas, customer.Report{TelegramID: 5, Phone: new("998901234567"), Language: new(lang.EN), WantsMarketing: new(false)})
	if err != nil || shared.ID != started.ID || shared.Name() != "Aziz" || shared.Language != lang.EN || !shared.MarketingOptOut ||
		shared.WriteAccess != customer.Allowed || shared.LastStartParam != "c_shoes" {
		t.Errorf("shared: %+v, %v", shared, err)
	}
	if got := read(t, d, atlas, started.ID); got.Phone == nil || *got.Phone != "+998901234567" || !got.IsPhoneVerified() || got.PhoneSource != customer.FromTelegram {
		t.Errorf("phone: %+v", got)
	}
	if _, err := hear(t, d, atlas, customer.Report{TelegramID: 5, WriteAccess: new(customer.Blocked)}); err != nil || read(t, d, atlas, started.ID).WriteAccess != customer.Blocked {
		t.Errorf("blocked: %v", err)
	}
	if err := d.Write(t.Context(), atlas, func(ctx context.Context, tx *db.Tx) error {
		return customer.SetWriteAccess(ctx, tx, 5, customer.Gone, now)
	}); err != nil || read(t, d, atlas, started.ID).WriteAccess != customer.Gone {
		t.Errorf("gone: %v", err)
	}
	_, err = hear(t, d, atlas, customer.Report{Phone: new("x"), WriteAccess: new(customer.WriteAccess("yes")), Language: new(lang.Lang("de"))})
	wantFaults(t, "all wrong", err, "OUT_OF_RANGE input.telegramId", "INVALID_PHONE input.phone", "INVALID input.writeAccess", "INVALID input.language")
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas, nafis := openStore(t, d, "atlas"), openStore(t, d, "nafis")
	c := signIn(t, d, atlas, gulnora)
	got, err := customer.Update(t.Context(), d, atlas, c.ID, customer.UpdateInput{Phone: new("90 123 45 67"), FirstName: new(" Gulya ")}, now)
	if err != nil || got.FirstName != "Gulya" || *got.Phone != "+998901234567" || got.PhoneSource != customer.Typed || got.IsPhoneVerified() {
		t.Errorf("typed: %+v, %v", got, err)
	}
	if got, err := customer.Update(t.Context(), d, atlas, c.ID, customer.UpdateInput{Phone: new("")}, now); err != nil || got.Phone != nil {
		t.Errorf("taken back: %+v, %v", got, err)
	}
	_, err = customer.Update(t.Context(), d, atlas, c.ID, customer.UpdateInput{
		FirstName: new(strings.Repeat("x", 65)), LastName: new("a\x00"), Language: new(lang.Lang("de")), Phone: new("12"),
	}, now)
	wantFaults(t, "all wrong", err, "TOO_LONG input.firstName", "INVALID input.lastName", "INVALID input.language", "INVALID_PHONE input.phone")
	_, err = customer.Update(t.Context(), d, nafis, c.ID, customer.UpdateInput{}, now)
	wantFaults(t, "another store's", err, "NOT_FOUND")
	if kept := read(t, d, atlas, c.ID); kept.FirstName != "Gulya" || kept.Language != lang.UzLatn {
		t.Errorf("refused, and yet changed: %+v", kept)
	}
}

func TestContact(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas := openStore(t, d, "atlas")
	c := signIn(t, d, atlas, gulnora)
	bot, err := telegram.BotOf("123456789:" + strings.Repeat("A", 35))
	if err != nil {
		t.Fatal(err)
	}
	mint := func(person int64, at time.Time) string {
		return bot.MintContact(telegram.Contact{UserID: person, Phone: "998901234567"}, at)
	}
	_, err = customer.SetContact(t.Context(), d, atlas, c.ID, bot, mint(gulnora.ID+1, now), now)
	wantFaults(t, "another's card", err, "INVALID_CONTACT input.response")
	_, err = customer.SetContact(t.Context(), d, atlas, c.ID, bot, mint(gulnora.ID, now.Add(-11*time.Minute)), now)
	wantFaults(t, "an old card", err, "INVALID_CONTACT input.response")
	if got := read(t, d, atlas, c.ID); got.Phone != nil {
		t.Errorf("refused, and yet kept: %v", *got.Phone)
	}
	if _, err := customer.SetContact(t.Context(), d, atlas, c.ID, bot, mint(gulnora.ID, now), now); err != nil {
		t.Fatal(err)
	}
	if got, err := customer.Update(t.Context(), d, atlas, c.ID, customer.UpdateInput{Phone: new("+998 90 123-45-67")}, now); err != nil || !got.IsPhoneVerified() {
		t.Errorf("the same number typed: %+v, %v", got, err)
	}
	if got, err := customer.Update(t.Context(), d, atlas, c.ID, customer.UpdateInput{Phone: new("+998 90 123-45-68")}, now); err != nil || got.IsPhoneVerified() {
		t.Errorf("another number typed: %+v, %v", got, err)
	}
}

func TestPermit(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas := openStore(t, d, "atlas")
	quiet := gulnora
	quiet.CanWrite = false
	c := signIn(t, d, atlas, quiet)
	for _, step := range []struct {
		isAllowed bool
		want      customer.WriteAccess
	}{{false, customer.Unknown}, {true, customer.Allowed}, {false, customer.Unknown}} {
		if got, err := customer.Permit(t.Context(), d, atlas, c.ID, step.isAllowed, now); err != nil || got.WriteAccess != step.want {
			t.Errorf("%t: %+v, %v", step.isAllowed, got, err)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas, nafis := openStore(t, d, "atlas"), openStore(t, d, "nafis")
	for i, name := range []string{"Aziza", "100%_real", "Bobur"} {
		if _, err := hear(t, d, atlas, customer.Report{TelegramID: int64(i + 1), FirstName: &name, Phone: new(fmt.Sprintf("99890123450%d", i))}); err != nil {
			t.Fatal(err)
		}
	}
	signIn(t, d, nafis, gulnora)
	for search, want := range map[string]string{
		"": "Bobur 100%_real Aziza", "azi": "Aziza", "%": "100%_real", "_": "100%_real", "90 123 45 02": "Bobur", "9012345": "Bobur 100%_real Aziza",
		"gulnora": "", "@bobur": "Bobur", `\`: "", "450": "",
	} {
		var names []string
		err := d.Read(t.Context(), atlas, func(ctx context.Context, q bun.IDB) error {
			list, err := customer.List(ctx, q, atlas, search, page.Args{})
			if err == nil {
				for _, c := range list.Nodes() {
					names = append(names, c.FirstName)
				}
			}
			return err
		})
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("%q finds %q, %v; want %q", search, got, err, want)
		}
	}
	var pages []string
	args := page.Args{First: new(2)}
	for range 2 {
		err := d.Read(t.Context(), atlas, func(ctx context.Context, q bun.IDB) error {
			list, err := customer.List(ctx, q, atlas, "", args)
			if err == nil {
				pages = append(pages, fmt.Sprint(len(list.Edges), list.PageInfo.HasNextPage))
				args.After = list.PageInfo.EndCursor
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(pages, ", "); got != "2 true, 1 false" {
		t.Errorf("pages %s", got)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	atlas, nafis := openStore(t, d, "atlas"), openStore(t, d, "nafis")
	c, other := signIn(t, d, atlas, gulnora), signIn(t, d, atlas, telegram.User{ID: 2, FirstName: "Aziz"})
	save := func(of uuid.UUID, in customer.AddressInput, at time.Time) (*customer.SavedAddress, error) {
		return customer.SaveAddress(t.Context(), d, atlas, of, in, at)
	}
	home, err := save(c.ID, customer.AddressInput{Title: new("Uy"), Address: geo.Address{Street: " Navoiy ", Point: &geo.Point{Latitude: 41.3, Longitude: 69.2}}}, now)
	if err != nil {
		t.Fatal(err)
	}
	work, err := save(c.ID, customer.AddressInput{Address: geo.Address{Landmark: "Makro"}}, now.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	homeID := home.NodeID()
	moved, err := save(c.ID, customer.AddressInput{ID: &homeID, Address: geo.Address{Street: "Bobur"}}, now.Add(2*time.Minute))
	if err != nil || moved.ID != home.ID || moved.Title != "Uy" || moved.Address.Street != "Bobur" || moved.Address.Point != nil || !moved.CreatedAt.Equal(now) {
		t.Errorf("moved: %+v, %v", moved, err)
	}
	list := func(storeID int64, of uuid.UUID) (ids []uuid.UUID) {
		t.Helper()
		err := d.Read(t.Context(), storeID, func(ctx context.Context, q bun.IDB) error {
			rows, err := customer.Addresses(ctx, q, storeID, of)
			for _, a := range rows {
				ids = append(ids, a.ID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := list(atlas, c.ID); !slices.Equal(got, []uuid.UUID{home.ID, work.ID}) {
		t.Errorf("last used first: %v", got)
	}

	_, err = save(other.ID, customer.AddressInput{ID: &homeID, Address: geo.Address{Street: "Mine"}}, now)
	wantFaults(t, "over another's", err, "NOT_FOUND input.id")
	_, err = save(c.ID, customer.AddressInput{ID: new(id.Of(id.Product, home.ID)), Title: new(strings.Repeat("x", 51)), Address: geo.Address{}}, now)
	wantFaults(t, "all wrong", err, "INVALID_ID input.id", "TOO_LONG input.title", "REQUIRED input.address.street")
	_, err = customer.SaveAddress(t.Context(), d, nafis, c.ID, customer.AddressInput{Address: geo.Address{Street: "A"}}, now)
	wantFaults(t, "in another store", err, "NOT_FOUND")
	for _, attempt := range []struct {
		storeID int64
		of      uuid.UUID
	}{{atlas, other.ID}, {nafis, c.ID}} {
		if err := customer.DeleteAddress(t.Context(), d, attempt.storeID, attempt.of, home.ID); err != nil || len(list(atlas, c.ID)) != 2 {
			t.Errorf("another's address is deleted: %v", err)
		}
	}
	for range 2 { // a repeat succeeds
		if err := customer.DeleteAddress(t.Context(), d, atlas, c.ID, home.ID); err != nil || len(list(atlas, c.ID)) != 1 {
			t.Errorf("delete: %v", err)
		}
	}

	// 30 at once: 20 stay, counting the one that is there.
	var wg sync.WaitGroup
	errs := make([]error, 30)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = customer.SaveAddress(context.Background(), d, atlas, c.ID, customer.AddressInput{Address: geo.Address{Street: "A"}}, now)
		})
	}
	wg.Wait()
	if n := len(list(atlas, c.ID)); n != customer.MaxAddresses {
		t.Errorf("%d addresses", n)
	}
	for _, err := range errs {
		if err != nil {
			wantFaults(t, "one too many", err, "TOO_MANY input")
		}
	}
}
