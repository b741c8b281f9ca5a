package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/telegram"
)

func (d *deployment) admin(s *shop, role staff.Role) *auth.Actor {
	d.t.Helper()
	_, tokens := d.signedIn(s, role)
	a, err := d.caller(bearer(tokens.AccessToken))
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func TestAPIToken(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	owner := d.admin(d.atlas, staff.Owner)
	in := auth.TokenInput{Name: " 1C ", Scopes: []staff.Permission{staff.StockWrite, staff.CatalogRead}, ExpiresAt: new(d.now().Add(time.Hour))}
	made, token, err := auth.CreateToken(t.Context(), d.db, d.atlas.ID, owner, in, d.now())
	if err != nil {
		t.Fatal(err)
	}
	if made.Name != "1C" || made.Hint != token[len(token)-4:] || made.LastUsedAt != nil || *made.CreatedBy != owner.StaffID {
		t.Errorf("made %+v", made)
	}
	read := func() *auth.APIToken {
		t.Helper()
		var list []*auth.APIToken
		err := d.db.Read(t.Context(), d.atlas.ID, func(ctx context.Context, q bun.IDB) (err error) {
			list, err = auth.ListTokens(ctx, q, d.atlas.ID)
			return err
		})
		if err != nil || len(list) != 1 {
			t.Fatalf("tokens %v, %v", list, err)
		}
		return list[0]
	}
	start := d.now()
	for _, step := range []struct{ pass, used time.Duration }{{0, 0}, {59 * time.Second, 0}, {time.Second, time.Minute}, {30 * time.Second, time.Minute}} {
		d.pass(step.pass)
		a, err := d.caller(bearer(token))
		if err != nil || a.Kind != auth.Program || a.TokenID != made.ID || !slices.Equal(a.Permissions(), in.Scopes) || a.Can(staff.OrdersRead) {
			t.Fatalf("caller %+v, %v", a, err)
		}
		if got := read().LastUsedAt; got == nil || !got.Equal(start.Add(step.used)) {
			t.Errorf("used at %v, want %v", got, start.Add(step.used))
		}
	}
	if a, err := d.caller(bearer(token)); err != nil || a.By() != (staff.By{}) {
		t.Errorf("a program of few scopes changes staff as %+v, %v", a.By(), err)
	}
	d.pass(time.Hour)
	_, err = d.caller(bearer(token))
	wantFaults(t, "too old", err, "UNAUTHENTICATED")

	in.ExpiresAt = nil
	second, token, err := auth.CreateToken(t.Context(), d.db, d.atlas.ID, owner, in, d.now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.caller(bearer(token)); err != nil {
		t.Fatal(err)
	}
	revoked, err := auth.RevokeToken(t.Context(), d.db, d.atlas.ID, second.ID, d.now())
	if err != nil || revoked.RevokedAt == nil {
		t.Fatalf("revoked %+v, %v", revoked, err)
	}
	_, err = d.caller(bearer(token))
	wantFaults(t, "revoked", err, "UNAUTHENTICATED")
	first := *revoked.RevokedAt
	d.pass(time.Minute)
	if again, err := auth.RevokeToken(t.Context(), d.db, d.atlas.ID, second.ID, d.now()); err != nil || !again.RevokedAt.Equal(first) {
		t.Errorf("revoked again: %+v, %v", again, err)
	}
	_, err = auth.RevokeToken(t.Context(), d.db, d.atlas.ID, uuid.New(), d.now())
	wantFaults(t, "unknown", err, "NOT_FOUND input.id")
}

func TestAPITokenRefused(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	manager := d.admin(d.atlas, staff.Manager)
	_, _, err := auth.CreateToken(t.Context(), d.db, d.atlas.ID, manager, auth.TokenInput{
		Scopes:    []staff.Permission{staff.StockWrite, staff.TokensWrite, staff.Platform, staff.Shopper, staff.StockWrite, "KING"},
		ExpiresAt: new(d.now()),
	}, d.now())
	wantFaults(t, "all", err, "REQUIRED input.name", "FORBIDDEN_FIELD input.scopes.1", "INVALID input.scopes.2", "INVALID input.scopes.3",
		"DUPLICATE input.scopes.4", "INVALID input.scopes.5", "INVALID input.expiresAt")
	_, _, err = auth.CreateToken(t.Context(), d.db, d.atlas.ID, manager, auth.TokenInput{Name: "A"}, d.now())
	wantFaults(t, "no scope", err, "REQUIRED input.scopes")

	in := auth.TokenInput{Name: "A", Scopes: []staff.Permission{staff.StockWrite}}
	var last *auth.APIToken
	for range 100 {
		if last, _, err = auth.CreateToken(t.Context(), d.db, d.atlas.ID, manager, in, d.now()); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = auth.CreateToken(t.Context(), d.db, d.atlas.ID, manager, in, d.now())
	wantFaults(t, "the 101st", err, "TOO_MANY input")
	if _, err := auth.RevokeToken(t.Context(), d.db, d.atlas.ID, last.ID, d.now()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := auth.CreateToken(t.Context(), d.db, d.atlas.ID, manager, in, d.now()); err != nil {
		t.Errorf("after one was revoked: %v", err)
	}
}

func TestServiceToken(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	issue := func(kind auth.Kind) string {
		t.Helper()
		token, err := auth.NewServiceToken(t.Context(), d.db, kind, "main", d.now())
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	earlier := issue(auth.Bot)
	bot, platform := issue(auth.Bot), issue(auth.Platform)
	_, err := d.caller(bearer(earlier))
	wantFaults(t, "replaced", err, "UNAUTHENTICATED")
	for token, want := range map[string]staff.Permission{bot: staff.BotProcess, platform: staff.Platform} {
		for _, slug := range []string{"", "atlas", "nafis"} {
			ctx, err := d.Authenticate(t.Context(), auth.Credentials{Authorization: "Bearer " + token, Store: slug})
			if a := auth.From(ctx); err != nil || !slices.Equal(a.Permissions(), []staff.Permission{want}) || a.StoreID != 0 {
				t.Errorf("%s in %q: %+v, %v", want, slug, a, err)
			}
			if s := auth.StoreFrom(ctx); (s == nil) != (slug == "") || s != nil && s.Slug != slug {
				t.Errorf("%s in %q: store %+v", want, slug, s)
			}
		}
	}
}

func TestActFor(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	bot, err := auth.NewServiceToken(t.Context(), d.db, auth.Bot, "main", d.now())
	if err != nil {
		t.Fatal(err)
	}
	platform, err := auth.NewServiceToken(t.Context(), d.db, auth.Platform, "main", d.now())
	if err != nil {
		t.Fatal(err)
	}
	_, c := d.shopper(d.atlas, gulnora)
	courier, _ := d.member(d.atlas, staff.Courier, 555)
	d.shopper(d.atlas, telegram.User{ID: 777000222, FirstName: "Owner"})
	left, _ := d.member(d.atlas, staff.Courier, 556)
	if _, err := staff.Update(t.Context(), d.db, d.atlas.ID, staff.By{Role: staff.Owner}, left.ID, staff.UpdateInput{IsActive: new(false)}, d.now()); err != nil {
		t.Fatal(err)
	}
	act := func(token, slug string, person any) (*auth.Actor, error) {
		return d.caller(auth.Credentials{Authorization: "Bearer " + token, Store: slug, ActFor: fmt.Sprint(person)})
	}
	if a, err := act(bot, "atlas", gulnora.ID); err != nil || a.Kind != auth.Shopper || a.CustomerID != c.ID || !a.IsRelayed || !a.Can(staff.Shopper) || a.Can(staff.BotProcess) {
		t.Errorf("a shopper: %+v, %v", a, err)
	}
	if a, err := act(bot, "atlas", 555); err != nil || a.Kind != auth.Staff || a.StaffID != courier.ID || a.Role != staff.Courier || !a.Can(staff.OrdersDeliver) || a.Can(staff.Shopper) {
		t.Errorf("a courier: %+v, %v", a, err)
	}
	if a, err := act(bot, "atlas", 777000222); err != nil || a.Kind != auth.Staff || a.CustomerID == uuid.Nil || !a.Can(staff.Shopper) || !a.Can(staff.StoreWrite) {
		t.Errorf("an owner who shops: %+v, %v", a, err)
	}
	for name, c := range map[string]struct {
		token, slug string
		person      any
	}{
		"in another store":       {bot, "nafis", gulnora.ID},
		"in no store":            {bot, "", gulnora.ID},
		"a stranger":             {bot, "atlas", 1},
		"staff who has left":     {bot, "atlas", 556},
		"no number":              {bot, "atlas", "x"},
		"by an administrator":    {platform, "atlas", gulnora.ID},
		"by nobody":              {"", "atlas", gulnora.ID},
		"by a number of another": {bot, "atlas", strconv.Itoa(-1)},
	} {
		in := auth.Credentials{Store: c.slug, ActFor: fmt.Sprint(c.person)}
		if c.token != "" {
			in.Authorization = "Bearer " + c.token
		}
		_, err := d.caller(in)
		wantFaults(t, name, err, "FORBIDDEN")
	}
}

func TestMiddleware(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	tokens, c := d.shopper(d.atlas, gulnora)
	var refused error
	handler := d.Middleware(func(w http.ResponseWriter, _ *http.Request, err error) {
		refused = err
		w.WriteHeader(http.StatusUnauthorized)
	})(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, s := auth.From(r.Context()), auth.StoreFrom(r.Context())
		_, _ = fmt.Fprint(w, a.CustomerID, s.Slug, lang.FromContext(r.Context()))
	}))
	ask := func(authorization, slug string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.Header.Set("Authorization", authorization)
		r.Header.Set("X-Store", slug)
		r.Header.Set("Accept-Language", "ru")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	if w := ask("bearer "+tokens.AccessToken, ""); w.Code != http.StatusOK || w.Body.String() != fmt.Sprint(c.ID, "atlas", "ru") {
		t.Errorf("let in: %d %s, %v", w.Code, w.Body, refused)
	}
	if w := ask("Bearer "+tokens.AccessToken, "nafis"); w.Code != http.StatusUnauthorized || w.Body.Len() != 0 {
		t.Errorf("refused: %d %s", w.Code, w.Body)
	}
	wantFaults(t, "refused", refused, "UNAUTHENTICATED")
}

func TestNobody(t *testing.T) {
	t.Parallel()
	a := auth.From(context.Background())
	if a.Kind != auth.Anonymous || len(a.Permissions()) != 0 || auth.StoreFrom(context.Background()) != nil || a.By() != (staff.By{}) {
		t.Errorf("nobody is %+v", a)
	}
	if _, err := auth.New(auth.Config{}); err == nil {
		t.Error("a gate without a key")
	}
}

func TestDevice(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"": "",
		"Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0 Mobile Safari/537.36 Telegram-Android/11.2.3 (Samsung SM-A546E; Android 14; SDK 34; AVERAGE)": "Telegram, Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0":                                                                                  "Edge, Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1":                                                                "Safari, iPhone",
		"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0":                                                                                                                                 "Firefox, Linux",
		"curl/8.5.0": "",
	} {
		if got := auth.Device(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}
