package main

import (
	"strings"
	"testing"
	"time"
)

const signInCode = "l_ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// waiting puts a sign-in of a web page into the API.
func (w *world) waiting(site string) {
	w.api.with(func() {
		w.api.webSignIns = map[string]facts{signInCode: {"matchCode": "07", "device": "Chrome, Windows"}}
		if site != "" {
			w.api.webSignIns[signInCode]["site"] = site
		}
	})
}

// The chat names shop, page and number before anything happens, and signs in by a press alone.
func TestWebSignIn(t *testing.T) {
	for _, c := range []struct{ site, shown, yes string }{
		{"market.example:8443", "market.example:8443", "✅ Kirish: market.example:8443"},
		{"", "Chrome, Windows", "✅ Kirish"},
		{strings.Repeat("telegram.org.", 9) + "evil.example", "org.evil.example", "✅ Kirish: …g.telegram.org.telegram.org.evil.example"},
	} {
		t.Run("site "+c.site, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.waiting(c.site)
				w.do(w.buyer.Start(signInCode))
				m := w.last(w.buyer)
				for _, want := range []string{"Atlas", "07", c.shown, c.site, "oʻzingiz ochgan"} {
					if !strings.Contains(m.Text, want) {
						t.Errorf("the question does not say %q: %q", want, m.Text)
					}
				}
				for _, e := range m.Entities {
					if e.Type == "url" || e.Type == "text_link" {
						t.Errorf("a stranger's page became a link: %+v", e)
					}
				}
				b := m.Buttons()
				if len(b) != 2 || b[0].Text != c.yes || b[1].Text != "Bu men emasman" {
					t.Fatalf("buttons %+v", b)
				}
				if r := w.api.questions("BotUserReport"); len(r) != 1 || r[0].input["startParam"] != nil || r[0].input["wantsMarketing"] != nil {
					t.Errorf("reported %+v", r)
				}
				if n := len(w.api.questions("BotTelegramSignInAnswer")); n != 0 {
					t.Fatal("answered before the press")
				}
				w.pass(2 * time.Second)
				_, err := w.buyer.Tap(b[0])
				w.do(err)
				in := w.api.questions("BotTelegramSignInAnswer")[0].input
				if in["code"] != signInCode || in["isApproved"] != true || whole(in["telegramId"]) != buyerID || in["firstName"] != "Gʻulnora" ||
					in["username"] != "gulnora" || in["languageCode"] != "uz" {
					t.Errorf("answered %v", in)
				}
				after := w.last(w.buyer)
				if after.ID != m.ID || len(after.Buttons()) != 0 || !strings.Contains(strings.ToLower(after.Text), "kirdingiz") {
					t.Errorf("after the press: %+v", after)
				}
			})
		})
	}
}

func TestWebSignInRefused(t *testing.T) {
	inWorld(t, func(w *world) {
		w.waiting("market.example")
		w.do(w.buyer.Start(signInCode))
		w.pass(2 * time.Second)
		_, err := w.buyer.Tap(w.last(w.buyer).Buttons()[1])
		w.do(err)
		if in := w.api.questions("BotTelegramSignInAnswer")[0].input; in["isApproved"] != false {
			t.Errorf("answered %v", in)
		}
		if m := w.last(w.buyer); m.Text != sentences[uzLatn].WebRefused || len(m.Buttons()) != 0 {
			t.Errorf("after the refusal: %+v", m)
		}
	})
}

// A link that is too old says so, at once or at the press; a server that is away keeps the buttons for a second press.
func TestWebSignInTooLate(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(signInCode))
		if m := w.last(w.buyer); m.Text != sentences[uzLatn].WebGone || len(m.Buttons()) != 0 {
			t.Errorf("an unknown code: %+v", m)
		}
		w.pass(2 * time.Second)
		w.waiting("market.example")
		w.do(w.buyer.Start(signInCode))
		question := w.last(w.buyer)
		w.pass(2 * time.Second)
		w.api.with(func() {
			for range attempts {
				w.api.faults = append(w.api.faults, apiFault{operation: "BotTelegramSignInAnswer", status: 502})
			}
		})
		_, err := w.buyer.Tap(question.Buttons()[0])
		w.do(err)
		w.pass(time.Minute)
		if m := w.last(w.buyer); len(m.Buttons()) != 2 {
			t.Fatalf("with the server away: %+v", m)
		}
		w.api.with(func() { w.api.refusal = &facts{"code": "SIGN_IN_EXPIRED", "message": "Eskirgan <b>"} })
		_, err = w.buyer.Tap(question.Buttons()[0])
		w.do(err)
		if m := w.last(w.buyer); m.Text != "Eskirgan <b>" || len(m.Buttons()) != 0 {
			t.Errorf("refused by the server: %+v", m)
		}
	})
}
