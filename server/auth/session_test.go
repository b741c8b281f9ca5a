package auth_test

import (
	"context"
	"encoding/base64"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/telegram"
)

func TestForgedAccess(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	tokens, c := d.shopper(d.atlas, gulnora)
	genuine, err := d.caller(bearer(tokens.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(tokens.AccessToken, ".")
	payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
	altered := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(payload), `"CUSTOMER"`, `"STAFF"`, 1)))
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT","kid":"k1"}`))
	claims := jwt.MapClaims{
		"iss": "dokon", "sub": c.ID.String(), "iat": d.now().Unix(), "exp": d.now().Add(time.Hour).Unix(), "store": d.atlas.ID,
		"session": genuine.SessionID, "kind": "CUSTOMER",
	}
	sign := func(kid string, key []byte) string {
		token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
		token.Header["kid"] = kid
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for name, authorization := range map[string]string{
		"altered":              "Bearer " + parts[0] + "." + altered + "." + parts[2],
		"unsigned":             "Bearer " + none + "." + parts[1] + ".",
		"cut":                  "Bearer " + parts[0] + "." + parts[1],
		"signed with nothing":  "Bearer " + sign("k1", []byte{}),
		"signed with the root": "Bearer " + sign("k1", d.keys[0].AES[:]),
		"of an unknown key":    "Bearer " + sign("k2", d.keys[0].AES[:]),
		"a refresh token":      "Bearer " + tokens.RefreshToken,
		"garbage":              "Bearer canary-9d1f",
		"nothing":              "Bearer",
		"another scheme":       "Basic canary-9d1f",
		"an unknown program":   "Bearer " + secret.NewToken(secret.APIToken, d.atlas.ID),
		"an unknown service":   "Bearer " + secret.NewToken(secret.ServiceToken, 0),
		"a link":               "Bearer " + secret.NewToken(secret.LinkCode, d.atlas.ID),
	} {
		a, err := d.caller(auth.Credentials{Authorization: authorization})
		wantFaults(t, name, err, "UNAUTHENTICATED")
		if a.Kind != auth.Anonymous {
			t.Errorf("%s: %+v", name, a)
		}
		if _, token, _ := strings.Cut(authorization, " "); token != "" && strings.Contains(err.Error(), token) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: the error repeats what was sent: %v", name, err)
		}
	}
}

// A new key signs, the old one is still accepted until it is taken away.
func TestKeyRotation(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	tokens, _ := d.shopper(d.atlas, gulnora)
	next := secret.NewKey("k2")
	if _, err := d.gate(next, d.keys[0]).Authenticate(t.Context(), bearer(tokens.AccessToken)); err != nil {
		t.Errorf("the old key: %v", err)
	}
	_, err := d.gate(next).Authenticate(t.Context(), bearer(tokens.AccessToken))
	wantFaults(t, "the key taken away", err, "UNAUTHENTICATED")
	renewed, err := d.gate(next).Refresh(t.Context(), tokens.RefreshToken)
	if err != nil {
		t.Fatalf("sessions outlive keys: %v", err)
	}
	if _, err := d.gate(next).Authenticate(t.Context(), bearer(renewed.AccessToken)); err != nil {
		t.Error(err)
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	first, c := d.shopper(d.atlas, gulnora)
	d.pass(20 * time.Hour)
	second, err := d.Refresh(t.Context(), first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if second.RefreshToken == first.RefreshToken || !second.RefreshExpiresAt.Equal(d.now().Add(24*time.Hour)) {
		t.Errorf("refreshed %+v", second)
	}
	if a, err := d.caller(bearer(second.AccessToken)); err != nil || a.CustomerID != c.ID {
		t.Errorf("caller %+v, %v", a, err)
	}
	d.pass(29 * time.Second)
	again, err := d.Refresh(t.Context(), first.RefreshToken)
	if err != nil || again.RefreshToken != second.RefreshToken {
		t.Errorf("asked again: %+v, %v", again, err)
	}
	d.pass(20 * time.Hour)
	third, err := d.Refresh(t.Context(), second.RefreshToken)
	if err != nil {
		t.Fatalf("a session that is used lives on: %v", err)
	}

	d.pass(31 * time.Second)
	_, err = d.Refresh(t.Context(), second.RefreshToken)
	wantFaults(t, "used again", err, "SESSION_EXPIRED")
	_, err = d.Refresh(t.Context(), third.RefreshToken)
	wantFaults(t, "the thief's or the owner's, nobody can tell", err, "SESSION_EXPIRED")
	_, err = d.caller(bearer(third.AccessToken))
	wantFaults(t, "its access token", err, "SESSION_EXPIRED")

	fresh, _ := d.shopper(d.atlas, gulnora)
	d.pass(24 * time.Hour)
	_, err = d.Refresh(t.Context(), fresh.RefreshToken)
	wantFaults(t, "unused for a day", err, "SESSION_EXPIRED")
	for _, token := range []string{"", "x", "dks", secret.NewToken(secret.SessionToken, d.atlas.ID), secret.NewToken(secret.SessionToken, 999), fresh.AccessToken} {
		_, err = d.Refresh(t.Context(), token)
		wantFaults(t, "unknown", err, "SESSION_EXPIRED")
	}
}

// Many refreshes at once, in two processes: all get the same pair, the session goes on.
func TestRefreshRace(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	gates := []*auth.Gate{d.Gate, d.gate(d.keys...)}
	tokens, _ := d.shopper(d.atlas, gulnora)
	for range 3 {
		var wg sync.WaitGroup
		answers, errs := make([]*auth.Tokens, 8), make([]error, 8)
		for i := range answers {
			wg.Go(func() { answers[i], errs[i] = gates[i%2].Refresh(context.Background(), tokens.RefreshToken) })
		}
		wg.Wait()
		for i, got := range answers {
			if errs[i] != nil || got.RefreshToken != answers[0].RefreshToken || got.RefreshToken == tokens.RefreshToken {
				t.Fatalf("answer %d: %+v, %v", i, got, errs[i])
			}
		}
		tokens = answers[0]
	}
	if _, err := d.caller(bearer(tokens.AccessToken)); err != nil {
		t.Error(err)
	}
}

// Many come with one sign-in link at once: one session.
func TestLinkRace(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	m, code := d.member(d.atlas, staff.Operator, 0)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, _, errs[i] = d.SignInByLink(context.Background(), d.atlas.Store, code, "") })
	}
	wg.Wait()
	in := 0
	for _, err := range errs {
		if err == nil {
			in++
		} else {
			wantFaults(t, "late", err, "LINK_INVALID input.code")
		}
	}
	if sessions := d.staffSessions(&m.ID); in != 1 || len(sessions) != 1 {
		t.Errorf("%d got in, %d sessions", in, len(sessions))
	}
}

func (d *deployment) staffSessions(of *uuid.UUID) (sessions []*auth.Session) {
	d.t.Helper()
	err := d.db.Read(d.t.Context(), d.atlas.ID, func(ctx context.Context, q bun.IDB) (err error) {
		sessions, err = auth.StaffSessions(ctx, q, d.atlas.ID, of, d.now())
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return sessions
}

func TestStaff(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	m, tokens := d.signedIn(d.atlas, staff.Operator)
	a, err := d.caller(bearer(tokens.AccessToken))
	if err != nil || a.Kind != auth.Staff || a.StaffID != m.ID || a.Role != staff.Operator || !a.Can(staff.OrdersWrite) || a.Can(staff.CatalogWrite) ||
		a.By() != (staff.By{ID: m.ID, Role: staff.Operator}) || !tokens.RefreshExpiresAt.Equal(d.now().Add(14*24*time.Hour)) {
		t.Errorf("caller %+v, %v", a, err)
	}
	change := func(in staff.UpdateInput) {
		t.Helper()
		if _, err := staff.Update(t.Context(), d.db, d.atlas.ID, staff.By{Role: staff.Owner}, m.ID, in, d.now()); err != nil {
			t.Fatal(err)
		}
	}
	change(staff.UpdateInput{Role: new(staff.Courier)})
	if a, err := d.caller(bearer(tokens.AccessToken)); err != nil || a.Can(staff.OrdersWrite) || !a.Can(staff.OrdersDeliver) {
		t.Errorf("a changed role holds from the next request: %+v, %v", a, err)
	}
	change(staff.UpdateInput{IsActive: new(false)})
	_, err = d.caller(bearer(tokens.AccessToken))
	wantFaults(t, "left", err, "SESSION_EXPIRED")
	_, err = d.Refresh(t.Context(), tokens.RefreshToken)
	wantFaults(t, "left", err, "SESSION_EXPIRED")

	d.member(d.atlas, staff.Courier, 555)
	for name, c := range map[string]struct {
		person int64
		want   []string
	}{"staff": {555, nil}, "a shopper": {556, []string{"FORBIDDEN"}}} {
		data, err := d.InitData(t.Context(), d.atlas.Store, d.atlas.bot.MintUser(telegram.User{ID: c.person}, "", d.now()))
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = d.SignInStaff(t.Context(), d.atlas.Store, data, "")
		wantFaults(t, name, err, c.want...)
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	phone, c := d.shopper(d.atlas, gulnora)
	d.pass(time.Minute)
	laptop, _ := d.shopper(d.atlas, gulnora)
	stranger, _ := d.shopper(d.atlas, telegram.User{ID: 2, FirstName: "Aziz"})
	list := func() (sessions []*auth.Session) {
		t.Helper()
		err := d.db.Read(t.Context(), d.atlas.ID, func(ctx context.Context, q bun.IDB) (err error) {
			sessions, err = auth.CustomerSessions(ctx, q, d.atlas.ID, c.ID, d.now())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return sessions
	}
	ctx, err := d.Authenticate(t.Context(), bearer(phone.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	own := list()
	if len(own) != 2 || own[0].IsCurrent(ctx) || !own[1].IsCurrent(ctx) || own[1].Device != "Chrome, Android" {
		t.Fatalf("sessions %+v", own)
	}
	callerOf := func(tokens *auth.Tokens) *auth.Actor {
		t.Helper()
		a, err := d.caller(bearer(tokens.AccessToken))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	other := callerOf(stranger)
	_, err = d.End(t.Context(), other, &own[0].ID)
	wantFaults(t, "another's", err, "NOT_FOUND input.id")
	_, err = d.End(t.Context(), auth.From(context.Background()), nil)
	wantFaults(t, "nobody's", err, "UNAUTHENTICATED")

	me := callerOf(phone)
	callerOf(laptop) // found alive, and still refused once it has ended
	for range 2 {
		if _, err := d.End(t.Context(), me, &own[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	_, err = d.caller(bearer(laptop.AccessToken))
	wantFaults(t, "ended", err, "SESSION_EXPIRED")
	_, err = d.Refresh(t.Context(), laptop.RefreshToken)
	wantFaults(t, "ended", err, "SESSION_EXPIRED")
	if left := list(); len(left) != 1 || left[0].ID != own[1].ID {
		t.Errorf("left %+v", left)
	}
	if _, err := d.End(t.Context(), me, nil); err != nil || len(list()) != 0 {
		t.Errorf("end of one's own: %v", err)
	}

	operator, tokens := d.signedIn(d.atlas, staff.Operator)
	_, ownerTokens := d.signedIn(d.atlas, staff.Owner)
	owner := callerOf(ownerTokens)
	_, err = d.End(t.Context(), callerOf(tokens), &owner.SessionID)
	wantFaults(t, "the owner's by an operator", err, "NOT_FOUND input.id")
	_, err = d.End(t.Context(), owner, &other.SessionID)
	wantFaults(t, "a shopper's by the owner", err, "NOT_FOUND input.id")
	sessions := d.staffSessions(&operator.ID)
	if len(sessions) != 1 || len(d.staffSessions(nil)) != 3 { // one more of the first owner
		t.Errorf("sessions of staff: %d, %d", len(sessions), len(d.staffSessions(nil)))
	}
	if _, err := d.End(t.Context(), owner, &sessions[0].ID); err != nil {
		t.Error(err)
	}
	_, err = d.caller(bearer(tokens.AccessToken))
	wantFaults(t, "ended by the owner", err, "SESSION_EXPIRED")
}

// What ends in one process is refused by another within two seconds, though it was found alive there.
func TestEndedElsewhere(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	other := d.gate(d.keys...)
	tokens, _ := d.shopper(d.atlas, gulnora)
	if _, err := other.Authenticate(t.Context(), bearer(tokens.AccessToken)); err != nil {
		t.Fatal(err)
	}
	me, err := d.caller(bearer(tokens.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.End(t.Context(), me, nil); err != nil {
		t.Fatal(err)
	}
	d.pass(2 * time.Second)
	_, err = other.Authenticate(t.Context(), bearer(tokens.AccessToken))
	wantFaults(t, "ended elsewhere", err, "SESSION_EXPIRED")
}

func TestTooManySessions(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	data, err := d.InitData(t.Context(), d.atlas.Store, d.atlas.bot.MintUser(gulnora, "", d.now()))
	if err != nil {
		t.Fatal(err)
	}
	oldest, _, err := d.SignInShopper(t.Context(), d.atlas.Store, data, "")
	if err != nil {
		t.Fatal(err)
	}
	for range 19 {
		if _, _, err := d.SignInShopper(t.Context(), d.atlas.Store, data, ""); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = d.SignInShopper(t.Context(), d.atlas.Store, data, "")
	wantFaults(t, "the 21st in a minute", err, "RATE_LIMITED")
	if _, err := d.Refresh(t.Context(), oldest.RefreshToken); err != nil {
		t.Errorf("20 sessions live: %v", err)
	}
	d.pass(time.Minute)
	newest, _, err := d.SignInShopper(t.Context(), d.atlas.Store, data, "")
	if err != nil {
		t.Fatalf("a minute later: %v", err)
	}
	if _, err := d.caller(bearer(newest.AccessToken)); err != nil {
		t.Error(err)
	}
	var live int
	if err := d.db.Read(t.Context(), d.atlas.ID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select count(*) from sessions where store_id = ? and kind = 'CUSTOMER' and ended_at is null", d.atlas.ID).Scan(ctx, &live)
	}); err != nil || live != 20 {
		t.Errorf("%d live, %v", live, err)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	_, _, err := d.SignInDemo(t.Context(), d.atlas.Store, 1, "")
	wantFaults(t, "a real shop", err, "FORBIDDEN")
	demo := *d.atlas.Store
	demo.IsDemo = true
	_, one, err := d.SignInDemo(t.Context(), &demo, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	_, two, err := d.SignInDemo(t.Context(), &demo, 2, "")
	if err != nil || one.ID == two.ID || *one.TelegramID != 777000111 || *two.TelegramID != 777000112 {
		t.Errorf("demo shoppers %+v, %+v, %v", one, two, err)
	}
	if auth.DemoUser(0) != auth.DemoUser(1) || auth.DemoUser(10) != auth.DemoUser(1) || auth.DemoUser(9).ID != 777000119 {
		t.Error("demo shoppers by number")
	}
}

// Neither access nor refresh tokens, links and secrets of programs are in the database.
func TestNoSecretIsKept(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	shopper, _ := d.shopper(d.atlas, gulnora)
	_, code := d.member(d.atlas, staff.Courier, 0)
	_, owner := d.signedIn(d.atlas, staff.Owner)
	admin, err := d.caller(bearer(owner.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	_, program, err := auth.CreateToken(t.Context(), d.db, d.atlas.ID, admin, auth.TokenInput{Name: "1C", Scopes: []staff.Permission{staff.StockWrite}}, d.now())
	if err != nil {
		t.Fatal(err)
	}
	service, err := auth.NewServiceToken(t.Context(), d.db, auth.Bot, "bot", d.now())
	if err != nil {
		t.Fatal(err)
	}
	var rows string
	err = d.db.Read(t.Context(), d.atlas.ID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw(`select coalesce(string_agg(row, ' '), '') from (
			select s::text as row from sessions s where store_id = ?0 union all select l::text from staff_links l where store_id = ?0 union all
			select a::text from api_tokens a where store_id = ?0 union all select b::text from store_bots b where store_id = ?0 union all
			select t::text from service_tokens t) all_rows`, d.atlas.ID).Scan(ctx, &rows)
	})
	if err != nil || !strings.Contains(rows, "1C") {
		t.Fatalf("rows %q, %v", rows, err)
	}
	for _, kept := range []string{shopper.RefreshToken, shopper.AccessToken, owner.RefreshToken, code, program, service, strings.Repeat("A", 35)} {
		if strings.Contains(rows, kept) {
			t.Errorf("%s is kept in the clear", kept)
		}
		if _, random, _ := strings.Cut(kept, "_"); len(random) > 20 && strings.Contains(rows, random[len(random)-20:]) {
			t.Errorf("a part of %s is kept in the clear", kept)
		}
	}
}
