package main

import (
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

func TestStartGreetsAndKeepsTheCode(t *testing.T) {
	for _, c := range []struct{ code, button, address string }{
		{"", "🛍 Doʻkonni ochish", "https://shop.example/app/atlas/"},
		{"p_kurta-42", "🛍 Mahsulotni ochish", "https://shop.example/app/atlas/p/kurta-42?startapp=p_kurta-42"},
		{"c_shoes", "🛍 Boʻlimni ochish", "https://shop.example/app/atlas/c/shoes?startapp=c_shoes"},
		{"o_01jd3k", "📦 Buyurtmani ochish", "https://shop.example/app/atlas/o/ord_01jd3k?startapp=o_01jd3k"},
		{"o_ord_01jd3k", "📦 Buyurtmani ochish", "https://shop.example/app/atlas/o/ord_01jd3k?startapp=o_ord_01jd3k"},
		{"r_ab12", "🛍 Doʻkonni ochish", "https://shop.example/app/atlas/?startapp=r_ab12"},
		{"s_atlas-p_7", "🛍 Doʻkonni ochish", "https://shop.example/app/atlas/?startapp=s_atlas-p_7"},
		{"x_q1", "🛍 Doʻkonni ochish", "https://shop.example/app/atlas/?startapp=x_q1"},
	} {
		t.Run("code "+c.code, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.do(w.buyer.Start(c.code))
				m := w.last(w.buyer)
				if !strings.Contains(m.Text, "Gʻulnora") || !strings.Contains(m.Text, "Atlas") {
					t.Errorf("greeting %q", m.Text)
				}
				b := m.Buttons()
				if len(b) != 1 || b[0].Text != c.button || b[0].WebApp == nil || b[0].WebApp.URL != c.address {
					t.Fatalf("buttons %+v", b)
				}
				opened, err := w.buyer.Tap(b[0])
				if err != nil || !strings.Contains(opened.URL, "tgWebAppData=") {
					t.Errorf("tap: %+v %v", opened, err)
				}
				r := w.api.questions("BotUserReport")
				if len(r) != 1 {
					t.Fatalf("%d reports", len(r))
				}
				in := r[0].input
				if in["writeAccess"] != "ALLOWED" || in["wantsMarketing"] != true || in["languageCode"] != "uz" || in["username"] != "gulnora" || in["lastName"] != "Toʻrayeva" {
					t.Errorf("reported %v", in)
				}
				if got, _ := in["startParam"].(string); got != c.code {
					t.Errorf("start code %q was reported as %q", c.code, got)
				}
				if r[0].header.Get("X-Store") != "atlas" {
					t.Errorf("store %q", r[0].header.Get("X-Store"))
				}
			})
		})
	}
}

// Anybody can type what they like after /start: it is no code then, and nothing breaks.
func TestStartWithHostileCode(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		for _, text := range []string{"/start <b>x", "/start ../../admin", "/start a b", "/START@atlas_bot p_1"} {
			w.do(w.buyer.Say(text))
			w.pass(2 * time.Second)
		}
		got := w.received(w.buyer)
		if len(got) != 5 {
			t.Fatalf("%d answers", len(got))
		}
		for i, m := range got[:4] {
			if b := m.Buttons(); b[0].WebApp.URL != "https://shop.example/app/atlas/" {
				t.Errorf("answer %d opens %s", i, b[0].WebApp.URL)
			}
		}
		if u := got[4].Buttons()[0].WebApp.URL; u != "https://shop.example/app/atlas/p/1?startapp=p_1" {
			t.Errorf("the command in capitals with the bot's name opens %s", u)
		}
	})
}

func TestLanguageOfAPerson(t *testing.T) {
	for _, c := range []struct{ code, chosen, want string }{
		{"uz", "", "Assalomu"}, {"uz-Cyrl", "", "Ассалому"}, {"ru", "", "Здравствуйте"}, {"ru-RU", "", "Здравствуйте"}, {"en", "", "Hello"},
		{"kk", "", "Hello"}, {"", "", "Assalomu"}, {"ru", "UZ_CYRL", "Ассалому"}, {"en", "UZ_LATN", "Assalomu"},
	} {
		t.Run(c.code+" "+c.chosen, func(t *testing.T) {
			inWorld(t, func(w *world) {
				if err := w.telegram.AddPerson(fakegram.User{ID: 5, FirstName: "Olim <b>", LanguageCode: c.code}); err != nil {
					t.Fatal(err)
				}
				if c.chosen != "" {
					w.api.with(func() { w.api.choice[5] = c.chosen })
				}
				olim := w.telegram.Open(5, token)
				w.do(olim.Start(""))
				m := w.last(olim)
				if !strings.HasPrefix(m.Text, c.want) || !strings.Contains(m.Text, "Olim <b>") {
					t.Errorf("got %q", m.Text)
				}
			})
		})
	}
}

func TestMenuAndCommands(t *testing.T) {
	inWorld(t, func(w *world) {
		if m := w.buyer.MenuButton(); m == nil || m.Text != "Doʻkon" || m.WebApp.URL != "https://shop.example/app/atlas/" {
			t.Errorf("menu before Start: %+v", m)
		}
		if c := w.staff.Commands(); len(c) != 8 || c[1].Description != "Открыть магазин" {
			t.Errorf("Russian commands: %+v", c)
		}
		w.api.with(func() { w.api.staff[staffID] = "RU" })
		w.do(w.staff.Start(""))
		if m := w.staff.MenuButton(); m == nil || m.Text != "Магазин" {
			t.Errorf("menu of a Russian speaker: %+v", m)
		}
		if c := w.staff.Commands(); len(c) != 9 || c[8].Command != "admin" {
			t.Errorf("commands of staff: %+v", c)
		}
		if c := w.buyer.Commands(); len(c) != 8 || c[0].Description != "Boshlash" {
			t.Errorf("commands of a buyer: %+v", c)
		}
		s := w.api.questions("BotStatusReport")
		if len(s) != 1 || s[0].input["status"] != "ACTIVE" || s[0].input["username"] != "atlas_bot" || s[0].input["hasMainWebApp"] != false {
			t.Errorf("status reports %+v", s)
		}
	})
}

// A bot that nobody named is called as its shop; an owner's name stays.
func TestName(t *testing.T) {
	for _, own := range []string{"", "Oʻzimniki"} {
		inWorld(t, func(w *world) {
			want := 1
			if own != "" {
				want = 0
			}
			if n := len(w.telegram.Calls("setMyName")); n != want {
				t.Errorf("with the name %q setMyName was called %d times", own, n)
			}
		}, func(w *world, _ *Config) {
			if err := w.telegram.AddBot(fakegram.Bot{Token: token, Name: own, Username: "atlas_bot"}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// The owner's own words in the empty chat are not overwritten.
func TestDescription(t *testing.T) {
	for _, own := range []string{"", "Oʻzimniki"} {
		inWorld(t, func(w *world) {
			sets := w.telegram.Calls("setMyDescription")
			if own == "" && len(sets) != 3 || own != "" && len(sets) != 0 {
				t.Errorf("with %q the text was set %d times", own, len(sets))
			}
		}, func(w *world, _ *Config) {
			if own != "" {
				if err := w.telegram.AddBot(fakegram.Bot{Token: token, Name: "Atlas", Username: "atlas_bot", About: own}); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestCommands(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		for _, c := range []struct{ text, want, opens string }{
			{"/shop", "Atlas", "https://shop.example/app/atlas/"},
			{"/orders", "Buyurtmalaringiz", "https://shop.example/app/atlas/orders"},
			{"/help", "/lang", "https://shop.example/app/atlas/"},
			{"salom", "/lang", "https://shop.example/app/atlas/"},
			{"/unknown", "/lang", "https://shop.example/app/atlas/"},
			{"/stop", "reklama", ""},
			{"/admin", "xodimi emassiz", ""},
		} {
			w.pass(2 * time.Second)
			w.do(w.buyer.Say(c.text))
			m := w.last(w.buyer)
			if !strings.Contains(m.Text, c.want) {
				t.Errorf("%s: %q", c.text, m.Text)
			}
			if b := m.Buttons(); c.opens != "" && (len(b) != 1 || b[0].WebApp.URL != c.opens) || c.opens == "" && len(b) != 0 {
				t.Errorf("%s: buttons %+v", c.text, b)
			}
		}
		r := w.api.questions("BotUserReport")
		if last := r[len(r)-1].input; last["wantsMarketing"] != false {
			t.Errorf("/stop was reported as %v", last)
		}
	})
}

func TestLanguageIsPicked(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.do(w.buyer.Say("/lang"))
		ask := w.last(w.buyer)
		if len(ask.Buttons()) != 4 {
			t.Fatalf("buttons %+v", ask.Buttons())
		}
		tapped, err := w.buyer.Tap(ask.Buttons()[1])
		w.do(err)
		w.pass(2 * time.Second)
		if w.buyer.Answer(tapped.QueryID) == nil {
			t.Error("the pressed button was not answered")
		}
		m := w.last(w.buyer)
		if m.ID != ask.ID || !strings.Contains(m.Text, "Тил сақланди") {
			t.Errorf("after the choice: %+v", m)
		}
		if menu := w.buyer.MenuButton(); menu.Text != "Дўкон" {
			t.Errorf("menu %q", menu.Text)
		}
		w.do(w.buyer.Say("/help"))
		w.pass(2 * time.Second)
		if m := w.last(w.buyer); !strings.Contains(m.Text, "Дўкон пастдаги") {
			t.Errorf("the next answer is %q", m.Text)
		}
		r := w.api.questions("BotUserReport")
		if got := r[len(r)-1].input["language"]; got != "UZ_CYRL" {
			t.Errorf("reported %v", got)
		}
	})
}

func TestContact(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.do(w.buyer.SendCard(fakegram.Contact{PhoneNumber: "998901112233", FirstName: "Boshqa", UserID: 99}))
		if m := w.last(w.buyer); !strings.Contains(m.Text, "boshqa odamning") {
			t.Errorf("a foreign card: %q", m.Text)
		}
		w.pass(2 * time.Second)
		w.do(w.buyer.SendCard(fakegram.Contact{PhoneNumber: "998901112233", FirstName: "Hech kim"}))
		for _, r := range w.api.questions("BotUserReport") {
			if r.input["phone"] != nil {
				t.Fatalf("a foreign number was reported: %v", r.input)
			}
		}
		w.pass(2 * time.Second)
		w.do(w.buyer.ShareContact())
		if m := w.last(w.buyer); !strings.Contains(m.Text, "+998907000111") {
			t.Errorf("the own card: %q", m.Text)
		}
		r := w.api.questions("BotUserReport")
		if got := r[len(r)-1].input["phone"]; got != "+998907000111" {
			t.Errorf("reported %v", got)
		}
		w.pass(2 * time.Second)
		w.api.with(func() {
			w.api.refusal = &facts{"code": "INVALID_PHONE", "message": "Raqam <notoʻgʻri>", "path": []string{"input", "phone"}}
		})
		w.do(w.buyer.ShareContact())
		if m := w.last(w.buyer); m.Text != "Raqam <notoʻgʻri>" {
			t.Errorf("the server's refusal reads %q", m.Text)
		}
	})
}

func TestWriteAccessIsReported(t *testing.T) {
	inWorld(t, func(w *world) {
		access := func() any {
			r := w.api.questions("BotUserReport")
			return r[len(r)-1].input["writeAccess"]
		}
		for _, step := range []struct {
			do   func() error
			want string
		}{{w.staff.AllowWriting, "ALLOWED"}, {w.staff.Block, "BLOCKED"}, {w.staff.Unblock, "ALLOWED"}} {
			w.do(step.do())
			if got := access(); got != step.want {
				t.Errorf("reported %v, want %s", got, step.want)
			}
		}
		if n := len(w.received(w.staff)); n != 0 {
			t.Errorf("the bot spoke %d times unasked", n)
		}
	})
}

// In groups and channels the bot is silent.
func TestGroupsAreIgnored(t *testing.T) {
	inWorld(t, func(w *world) {
		if err := w.telegram.AddPlace(fakegram.Chat{ID: -5, Type: "channel", Title: "News"}); err != nil {
			t.Fatal(err)
		}
		w.do(w.telegram.SetMember(token, -5, staffID, "administrator", true))
		if r := w.api.questions("BotUserReport"); len(r) != 0 {
			t.Errorf("reported %+v", r)
		}
	})
}

// A server that does not answer makes the bot slow, not mute.
func TestGreetingWithoutServer(t *testing.T) {
	inWorld(t, func(w *world) {
		w.api.with(func() {
			for range attempts {
				w.api.faults = append(w.api.faults, apiFault{operation: "BotUserReport", status: 502})
			}
		})
		w.do(w.buyer.Start("p_1"))
		w.pass(time.Minute)
		if m := w.last(w.buyer); !strings.HasPrefix(m.Text, "Assalomu") {
			t.Errorf("got %q", m.Text)
		}
		if n := len(w.api.questions("BotUserReport")); n != attempts {
			t.Errorf("the report was tried %d times", n)
		}
	})
}

func TestStaffLink(t *testing.T) {
	inWorld(t, func(w *world) {
		w.api.with(func() { w.api.staff[staffID] = "RU" })
		w.do(w.staff.Start(""))
		w.pass(2 * time.Second)
		w.do(w.staff.Say("/admin"))
		m := w.last(w.staff)
		if b := m.Buttons(); len(b) != 1 || b[0].URL != w.api.signIn || b[0].Text != "🔑 Войти в панель" {
			t.Errorf("buttons %+v", b)
		}
		w.pass(2 * time.Second)
		w.api.with(func() { w.api.signIn = "http://localhost:8080/admin/sign-in#code=dkl_2" })
		w.do(w.staff.Say("/admin"))
		if m := w.last(w.staff); len(m.Buttons()) != 0 || !strings.HasSuffix(m.Text, w.api.signIn) {
			t.Errorf("an address that Telegram takes in no button: %+v", m)
		}
	})
}

// An update that comes twice is answered once, also when it comes late and by the webhook.
func TestDuplicateUpdates(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		first := w.telegram.LastUpdate(token)
		w.do(w.buyer.Say("/help"))
		w.pass(5 * time.Second)
		if !w.telegram.Repeat(token, first) {
			t.Fatal("nothing to repeat")
		}
		w.pass(5 * time.Second)
		if n := len(w.received(w.buyer)); n != 2 {
			t.Errorf("%d answers to 2 updates", n)
		}
	}, withWebhook)
}

// What was handled before a stop is not handled again by the next process.
func TestStopConfirmsUpdates(t *testing.T) {
	inWorld(t, func(w *world) {
		w.api.with(func() { w.api.faults = []apiFault{{operation: "BotUserReport", status: 502}} })
		w.do(w.buyer.Start("")) // the report waits for its second try
		w.stop()
		if n := len(w.received(w.buyer)); n != 1 {
			t.Errorf("%d answers to an update that was begun before the stop", n)
		}
		if n := w.telegram.Pending(token); n != 0 {
			t.Errorf("%d updates are left for the next process", n)
		}
	})
}
