package auth_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

var kamola = telegram.User{ID: 777000112, FirstName: "Kamola", Username: "kamola", Language: "ru", CanWrite: true}

// works lets the bot process report that a store's bot works, as it does at its start.
func (d *deployment) works(s *shop) {
	d.t.Helper()
	username := s.Slug + "_bot"
	if _, err := store.ReportBot(d.t.Context(), d.db, store.BotReport{BotID: s.bot.ID, Status: store.BotActive, Username: &username}, d.now()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *deployment) start(s *shop) *auth.StartedSignIn {
	d.t.Helper()
	started, err := d.StartTelegramSignIn(d.t.Context(), s.Store, "https://Market.example", "Chrome, Windows")
	if err != nil {
		d.t.Fatal(err)
	}
	return started
}

func (d *deployment) take(s *shop, secret string) (*auth.Tokens, *customer.Customer, error) {
	return d.SignInByTelegram(d.t.Context(), s.Store, secret, "Firefox, Linux")
}

func TestTelegramSignIn(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	d.works(d.atlas)
	started := d.start(d.atlas)
	if started.BotUsername != "atlas_bot" || !strings.HasPrefix(started.Code, "l_") || len(started.Code) > 64 || len(started.MatchCode) != 2 ||
		!started.ExpiresAt.Equal(d.now().Add(5*time.Minute)) {
		t.Errorf("started %+v", started)
	}
	_, _, err := d.take(d.atlas, started.Secret)
	wantFaults(t, "before the answer", err, "SIGN_IN_PENDING input.signInSecret")
	asked, err := d.PendingTelegramSignIn(t.Context(), d.atlas.ID, started.Code)
	if err != nil || asked == nil || asked.MatchCode != started.MatchCode || *asked.Site() != "market.example" || asked.Device != "Chrome, Windows" {
		t.Fatalf("asked %+v, %v", asked, err)
	}
	for range 2 { // the second is the bot's repetition
		if _, err := d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, started.Code, kamola, true); err != nil {
			t.Fatal(err)
		}
	}
	_, err = d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, started.Code, gulnora, true)
	wantFaults(t, "another person", err, "SIGN_IN_EXPIRED input.code")
	_, err = d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, started.Code, kamola, false)
	wantFaults(t, "another answer", err, "SIGN_IN_EXPIRED input.code")
	if asked, err := d.PendingTelegramSignIn(t.Context(), d.atlas.ID, started.Code); asked != nil || err != nil {
		t.Errorf("asked again: %+v, %v", asked, err)
	}
	tokens, who, err := d.take(d.atlas, started.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if *who.TelegramID != kamola.ID || who.FirstName != "Kamola" || who.WriteAccess != customer.Allowed {
		t.Errorf("customer %+v", who)
	}
	if a, err := d.caller(bearer(tokens.AccessToken)); err != nil || a.CustomerID != who.ID {
		t.Errorf("caller %+v, %v", a, err)
	}
	// The session is one of a web page, also after it was renewed; one that Telegram opened is not.
	renewed, err := d.Refresh(t.Context(), tokens.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	inside, _ := d.shopper(d.atlas, gulnora)
	for token, isOutside := range map[string]bool{tokens.AccessToken: true, renewed.AccessToken: true, inside.AccessToken: false} {
		if a, err := d.caller(bearer(token)); err != nil || a.IsOutside != isOutside {
			t.Errorf("outside Telegram: %+v, %v, not %t", a, err, isOutside)
		}
	}
	_, _, err = d.take(d.atlas, started.Secret)
	wantFaults(t, "the second time", err, "SIGN_IN_EXPIRED input.signInSecret")
}

func TestTelegramSignInRefusals(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	_, err := d.StartTelegramSignIn(t.Context(), d.atlas.Store, "", "")
	wantFaults(t, "a bot that was never heard of", err, "SIGN_IN_UNAVAILABLE")
	d.works(d.atlas)
	d.works(d.nafis)

	refused := d.start(d.atlas)
	if _, err := d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, refused.Code, kamola, false); err != nil {
		t.Fatal(err)
	}
	_, _, err = d.take(d.atlas, refused.Secret)
	wantFaults(t, "refused", err, "SIGN_IN_EXPIRED input.signInSecret")

	late := d.start(d.atlas)
	elsewhere := d.start(d.nafis)
	for name, secret := range map[string]string{
		"the code of the link": late.Code, "of another store": elsewhere.Secret, "nothing": "", "made up": "dki_1_ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	} {
		_, _, err := d.take(d.atlas, secret)
		wantFaults(t, name, err, "SIGN_IN_EXPIRED input.signInSecret")
	}
	_, err = d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, late.Secret, kamola, true)
	wantFaults(t, "the secret in place of the code", err, "SIGN_IN_EXPIRED input.code")
	_, err = d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, elsewhere.Code, kamola, true)
	wantFaults(t, "in another shop's chat", err, "SIGN_IN_EXPIRED input.code")
	_, err = d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, late.Code, telegram.User{ID: -1}, true)
	wantFaults(t, "nobody", err, "OUT_OF_RANGE input.telegramId")
	if _, err := d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, late.Code, kamola, true); err != nil {
		t.Fatal(err)
	}
	d.pass(auth.TelegramSignInLife)
	_, _, err = d.take(d.atlas, late.Secret)
	wantFaults(t, "five minutes later", err, "SIGN_IN_EXPIRED input.signInSecret")
	_, err = d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, late.Code, kamola, true)
	wantFaults(t, "answered five minutes later", err, "SIGN_IN_EXPIRED input.code")

	still := d.start(d.atlas)
	if err := auth.Sweep(t.Context(), d.db, d.now()); err != nil {
		t.Fatal(err)
	}
	var left []string
	err = d.db.Read(t.Context(), d.atlas.ID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select match_code from telegram_sign_ins where store_id = ?", d.atlas.ID).Scan(ctx, &left)
	})
	if err != nil || len(left) != 1 {
		t.Errorf("after the sweep: %v, %v", left, err)
	}
	if _, _, err := d.take(d.atlas, still.Secret); !fault.Has(err, fault.SignInPending) {
		t.Errorf("a sign-in that waits was swept: %v", err)
	}
}

// Of many pages that come with one secret at once, one gets in.
func TestTelegramSignInOnce(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	d.works(d.atlas)
	started := d.start(d.atlas)
	if _, err := d.AnswerTelegramSignIn(t.Context(), d.atlas.Store, started.Code, kamola, true); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 8 {
		all.Go(func() {
			if _, _, err := d.take(d.atlas, started.Secret); err == nil {
				mu.Lock()
				in++
				mu.Unlock()
			} else if !fault.Has(err, fault.SignInExpired) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if in != 1 {
		t.Errorf("%d got in", in)
	}
}

// What a program sends as Origin is shown to a person only when a browser could have sent it.
func TestSiteOfSignIn(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	d.works(d.atlas)
	for origin, want := range map[string]string{
		"": "", "null": "", "https://shop.example": "shop.example", "http://localhost:5173": "localhost:5173", "ftp://shop.example": "",
		"https://xn--80ak6aa92e.com": "xn--80ak6aa92e.com", "https://магазин.example": "", "https://a\u202eb": "", "https://<b>x</b>": "",
		"https://user@shop.example": "shop.example", "https://" + strings.Repeat("a.", 130): "", "javascript:alert(1)": "",
	} {
		started, err := d.StartTelegramSignIn(t.Context(), d.atlas.Store, origin, "")
		if err != nil {
			t.Fatal(err)
		}
		asked, err := d.PendingTelegramSignIn(t.Context(), d.atlas.ID, started.Code)
		if err != nil {
			t.Fatal(err)
		}
		if asked.SiteHost != want {
			t.Errorf("%q is shown as %q, want %q", origin, asked.SiteHost, want)
		}
	}
}
