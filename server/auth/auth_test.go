package auth_test

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

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

var gulnora = telegram.User{ID: 777000111, FirstName: "Gʻulnora", Language: "uz"}

// deployment is a gate over two stores with a bot each, and a clock that only the test moves.
type deployment struct {
	*auth.Gate
	t            *testing.T
	db           *db.DB
	keys         []secret.Key
	atlas, nafis *shop

	mu    sync.Mutex
	clock time.Time
}

// shop is a store with the bot that signs its init data, and an owner.
type shop struct {
	*store.Store
	bot   telegram.Bot
	owner *staff.Member
}

func deploy(t *testing.T) *deployment {
	t.Helper()
	d := &deployment{t: t, db: dbtest.New(t), keys: []secret.Key{secret.NewKey("k1")}, clock: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	d.Gate = d.gate(d.keys...)
	d.atlas, d.nafis = d.open("atlas", 123456789), d.open("nafis", 987654321)
	return d
}

// gate is one more process of the same deployment.
func (d *deployment) gate(keys ...secret.Key) *auth.Gate {
	d.t.Helper()
	box, err := secret.NewBox(d.keys...)
	if err != nil {
		d.t.Fatal(err)
	}
	g, err := auth.New(auth.Config{DB: d.db, Stores: store.NewDirectory(d.db), Box: box, Keys: keys, Now: d.now})
	if err != nil {
		d.t.Fatal(err)
	}
	return g
}

func (d *deployment) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.clock
}

func (d *deployment) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clock = d.clock.Add(by)
}

func (d *deployment) open(slug string, botID int64) *shop {
	d.t.Helper()
	s, link, err := auth.OpenStore(d.t.Context(), d.db, auth.OpenStoreInput{
		CreateInput: store.CreateInput{Slug: slug, Name: lang.Text{EN: slug}, Hosts: []string{slug + ".example"}},
		OwnerName:   "Owner", OwnerTelegramID: new(int64(777000222)),
	}, d.now())
	if err != nil {
		d.t.Fatal(err)
	}
	box, err := secret.NewBox(d.keys...)
	if err != nil {
		d.t.Fatal(err)
	}
	token := fmt.Sprintf("%d:%s", botID, strings.Repeat("A", 35))
	if _, err := store.SetBot(d.t.Context(), d.db, box, s.ID, store.BotSetInput{Token: token}, d.now()); err != nil {
		d.t.Fatal(err)
	}
	bot, err := telegram.BotOf(token)
	if err != nil {
		d.t.Fatal(err)
	}
	_, owner, err := d.SignInByLink(d.t.Context(), nil, link.Code, "")
	if err != nil {
		d.t.Fatal(err)
	}
	return &shop{Store: s, bot: bot, owner: owner}
}

// shopper signs a person in.
func (d *deployment) shopper(s *shop, u telegram.User) (*auth.Tokens, *customer.Customer) {
	d.t.Helper()
	data, err := d.InitData(d.t.Context(), s.Store, s.bot.MintUser(u, "", d.now()))
	if err != nil {
		d.t.Fatal(err)
	}
	tokens, c, err := d.SignInShopper(d.t.Context(), s.Store, data, "Chrome, Android")
	if err != nil {
		d.t.Fatal(err)
	}
	return tokens, c
}

// member adds somebody to the staff and gives a sign-in link.
func (d *deployment) member(s *shop, role staff.Role, telegramID int64) (*staff.Member, string) {
	d.t.Helper()
	in := staff.InviteInput{Name: string(role), Role: role}
	if telegramID != 0 {
		in.TelegramID = &telegramID
	}
	m, link, err := staff.Invite(d.t.Context(), d.db, s.ID, staff.By{Role: staff.Owner}, in, d.now())
	if err != nil {
		d.t.Fatal(err)
	}
	return m, link.Code
}

// signedIn is a member of staff with a session.
func (d *deployment) signedIn(s *shop, role staff.Role) (*staff.Member, *auth.Tokens) {
	d.t.Helper()
	_, code := d.member(s, role, 0)
	tokens, m, err := d.SignInByLink(d.t.Context(), s.Store, code, "Firefox, Linux")
	if err != nil {
		d.t.Fatal(err)
	}
	return m, tokens
}

func bearer(token string) auth.Credentials { return auth.Credentials{Authorization: "Bearer " + token} }

// caller is who a request with these credentials comes from.
func (d *deployment) caller(c auth.Credentials) (*auth.Actor, error) {
	d.t.Helper()
	ctx, err := d.Authenticate(d.t.Context(), c)
	return auth.From(ctx), err
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

func TestShopper(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	tokens, c := d.shopper(d.atlas, gulnora)
	a, err := d.caller(bearer(tokens.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if a.Kind != auth.Shopper || a.StoreID != d.atlas.ID || a.CustomerID != c.ID || a.SessionID == uuid.Nil || a.StaffID != uuid.Nil ||
		!slices.Equal(a.Permissions(), []staff.Permission{staff.Shopper, staff.Cart}) {
		t.Errorf("caller %+v", a)
	}
	if !tokens.AccessExpiresAt.Equal(d.now().Add(15*time.Minute)) || !tokens.RefreshExpiresAt.Equal(d.now().Add(24*time.Hour)) {
		t.Errorf("tokens live until %v and %v", tokens.AccessExpiresAt, tokens.RefreshExpiresAt)
	}
	again, same := d.shopper(d.atlas, gulnora)
	if same.ID != c.ID || again.RefreshToken == tokens.RefreshToken {
		t.Error("the same person is another customer, or shares a session")
	}
	if _, elsewhere := d.shopper(d.nafis, gulnora); elsewhere.ID == c.ID {
		t.Error("two stores share a customer")
	}
	d.pass(15*time.Minute + 6*time.Second)
	_, err = d.caller(bearer(tokens.AccessToken))
	wantFaults(t, "too old", err, "SESSION_EXPIRED")
}

// What opens store A opens nothing in store B.
func TestOtherStore(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	shopper, _ := d.shopper(d.atlas, gulnora)
	_, owner := d.signedIn(d.atlas, staff.Owner)
	admin, err := d.caller(bearer(owner.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	_, program, err := auth.CreateToken(t.Context(), d.db, d.atlas.ID, admin, auth.TokenInput{Name: "1C", Scopes: []staff.Permission{staff.StockWrite}}, d.now())
	if err != nil {
		t.Fatal(err)
	}
	raw := d.atlas.bot.MintUser(gulnora, "", d.now())
	for name, c := range map[string]struct{ authorization, want string }{
		"shopper":   {"Bearer " + shopper.AccessToken, "UNAUTHENTICATED"},
		"staff":     {"Bearer " + owner.AccessToken, "UNAUTHENTICATED"},
		"program":   {"Bearer " + program, "UNAUTHENTICATED"},
		"cart":      {"Bearer " + secret.NewToken(secret.CartToken, d.atlas.ID), "UNAUTHENTICATED"},
		"init data": {"tma " + raw, "INITDATA_FORGED"},
	} {
		for _, own := range []auth.Credentials{{Store: "atlas"}, {Host: "atlas.example:8080"}, {Host: "ATLAS.example."}} {
			own.Authorization = c.authorization
			ctx, err := d.Authenticate(t.Context(), own)
			if err != nil || auth.StoreFrom(ctx).ID != d.atlas.ID || auth.From(ctx).Kind == auth.Anonymous {
				t.Errorf("%s in its own store: %v", name, err)
			}
		}
		for _, other := range []auth.Credentials{{Store: "nafis"}, {Host: "nafis.example"}, {Store: "nafis", Host: "atlas.example"}} {
			other.Authorization = c.authorization
			a, err := d.caller(other)
			wantFaults(t, name+" in another store", err, c.want)
			if a.Kind != auth.Anonymous {
				t.Errorf("%s: refused, and yet %+v", name, a)
			}
		}
	}
	// A token that is made over to another store by hand.
	for _, token := range []string{program, shopper.RefreshToken} {
		prefix, rest, _ := strings.Cut(token, "_")
		_, random, _ := strings.Cut(rest, "_")
		moved := fmt.Sprintf("%s_%d_%s", prefix, d.nafis.ID, random)
		_, err := d.caller(bearer(moved))
		wantFaults(t, "moved", err, "UNAUTHENTICATED")
		_, err = d.Refresh(t.Context(), moved)
		wantFaults(t, "moved", err, "SESSION_EXPIRED")
	}
	_, code := d.member(d.atlas, staff.Courier, 0)
	_, _, err = d.SignInByLink(t.Context(), d.nafis.Store, code, "")
	wantFaults(t, "link", err, "LINK_INVALID input.code")
	_, err = d.End(t.Context(), &auth.Actor{Kind: auth.Shopper, StoreID: d.nafis.ID, CustomerID: uuid.New()}, new(admin.SessionID))
	wantFaults(t, "end", err, "NOT_FOUND input.id")
	_, err = auth.RevokeToken(t.Context(), d.db, d.nafis.ID, admin.SessionID, d.now())
	wantFaults(t, "revoke", err, "NOT_FOUND input.id")
}

func TestVisitor(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	tma := func(raw string) auth.Credentials {
		return auth.Credentials{Authorization: "tma " + raw, Store: "atlas"}
	}
	a, err := d.caller(tma(d.atlas.bot.MintUser(gulnora, "p_42", d.now())))
	if err != nil || a.Kind != auth.Visitor || a.InitData.User.ID != gulnora.ID || a.InitData.StartParam != "p_42" || len(a.Permissions()) != 0 {
		t.Errorf("visitor %+v, %v", a, err)
	}
	for want, raw := range map[string]string{
		"INITDATA_EXPIRED":      d.atlas.bot.MintUser(gulnora, "", d.now().Add(-time.Hour-time.Second)),
		"INITDATA_FUTURE":       d.atlas.bot.MintUser(gulnora, "", d.now().Add(2*time.Minute)),
		"INITDATA_FORGED":       d.nafis.bot.MintUser(gulnora, "", d.now()),
		"INITDATA_MISSING":      "",
		"INITDATA_INVALID":      "hash=1",
		"INITDATA_NO_USER":      d.atlas.bot.Mint(map[string]string{"query_id": "1"}, d.now(), nil),
		"INITDATA_TOO_LONG":     strings.Repeat("a", 9<<10),
		"INITDATA_REPEATED_KEY": d.atlas.bot.MintUser(gulnora, "", d.now()) + "&user=1",
	} {
		_, err := d.caller(tma(raw))
		wantFaults(t, want, err, want)
	}
	_, err = d.caller(auth.Credentials{Authorization: "tma x"})
	wantFaults(t, "in no store", err, "STORE_NOT_FOUND")

	var customers int
	if err := d.db.Read(t.Context(), d.atlas.ID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select count(*) from customers where store_id = ?", d.atlas.ID).Scan(ctx, &customers)
	}); err != nil || customers != 0 {
		t.Errorf("whoever only looked, or was refused, became a customer: %d, %v", customers, err)
	}
	bare, _, err := auth.OpenStore(t.Context(), d.db, auth.OpenStoreInput{
		CreateInput: store.CreateInput{Slug: "bare", Name: lang.Text{EN: "Bare"}}, OwnerName: "Owner",
	}, d.now())
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.InitData(t.Context(), bare, d.atlas.bot.MintUser(gulnora, "", d.now()))
	wantFaults(t, "a store without a bot", err, "INITDATA_INVALID")
}

// Where the token is not known, Telegram's own key decides; what the made-up secret signs is nothing to it.
func TestVisitorWithoutBotToken(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	if err := d.db.Write(t.Context(), d.atlas.ID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("update store_bots set token_sealed = null where store_id = ?", d.atlas.ID).Exec(ctx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{"user": `{"id":1,"first_name":"A"}`, "signature": strings.Repeat("A", 86)}
	_, err := d.InitData(t.Context(), d.atlas.Store, d.atlas.bot.Mint(fields, d.now(), nil))
	wantFaults(t, "signed by the secret alone", err, "INITDATA_FORGED")
}

func TestStoreOfRequest(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	for name, c := range map[string]struct {
		in   auth.Credentials
		want string
	}{
		"none of two":     {auth.Credentials{}, ""},
		"by slug":         {auth.Credentials{Store: "nafis"}, "nafis"},
		"by host":         {auth.Credentials{Host: "nafis.example"}, "nafis"},
		"slug over host":  {auth.Credentials{Store: "atlas", Host: "nafis.example"}, "atlas"},
		"a host of none":  {auth.Credentials{Host: "localhost:8080"}, ""},
		"an odd host":     {auth.Credentials{Host: "[::1]:8080"}, ""},
		"by a cart's own": {bearer(secret.NewToken(secret.CartToken, d.nafis.ID)), "nafis"},
	} {
		ctx, err := d.Authenticate(t.Context(), c.in)
		got := ""
		if s := auth.StoreFrom(ctx); s != nil {
			got = s.Slug
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
	_, err := d.caller(auth.Credentials{Store: "none"})
	wantFaults(t, "unknown slug", err, "STORE_NOT_FOUND")
	_, err = d.caller(bearer(secret.NewToken(secret.CartToken, 999)))
	wantFaults(t, "token of no store", err, "STORE_NOT_FOUND")

	one := dbtest.New(t)
	only, _, err := auth.OpenStore(t.Context(), one, auth.OpenStoreInput{
		CreateInput: store.CreateInput{Slug: "only", Name: lang.Text{EN: "Only"}, Languages: []lang.Lang{lang.RU}}, OwnerName: "Owner",
	}, d.now())
	if err != nil {
		t.Fatal(err)
	}
	g, err := auth.New(auth.Config{DB: one, Stores: store.NewDirectory(one), Keys: d.keys, Now: d.now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := g.Authenticate(t.Context(), auth.Credentials{Host: "localhost:8080"})
	if s := auth.StoreFrom(ctx); err != nil || s == nil || s.ID != only.ID || lang.FromContext(ctx) != lang.RU {
		t.Errorf("the only store: %+v, %v", s, err)
	}
	if ctx, err := g.Authenticate(t.Context(), auth.Credentials{Language: "en-GB,uz;q=0.5"}); err != nil || lang.FromContext(ctx) != lang.EN {
		t.Errorf("the caller's language: %s, %v", lang.FromContext(ctx), err)
	}
}

func TestOpenStoreRefuses(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	in := auth.OpenStoreInput{CreateInput: store.CreateInput{Slug: "gul", Name: lang.Text{EN: "Gul"}}, OwnerTelegramID: new(int64(0))}
	_, _, err := auth.OpenStore(t.Context(), d.db, in, d.now())
	wantFaults(t, "owner", err, "REQUIRED input.ownerName", "OUT_OF_RANGE input.ownerTelegramId")
	if _, err := store.BySlug(t.Context(), d.db, "gul"); !fault.Has(err, fault.StoreNotFound) {
		t.Errorf("a store without an owner stayed: %v", err)
	}
}
