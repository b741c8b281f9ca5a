package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

const otherToken = "987654321:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"

func withWebhook(_ *world, c *Config) { c.WebhookURL = "https://bot.example" }

// hook posts an update to the bot's webhook and gives the status.
func (w *world) hook(key, secret string, body []byte) int {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, "https://bot.example/tg/"+key, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	res, err := (&http.Client{Transport: fakegram.Direct(w.fleet.handler())}).Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

func startUpdate(id int, person int64) []byte {
	raw, _ := json.Marshal(facts{"update_id": id, "message": facts{
		"message_id": id, "date": 1, "text": "/start", "chat": facts{"id": person, "type": "private"}, "from": facts{"id": person, "is_bot": false, "first_name": "A"},
	}})
	return raw
}

func TestWebhook(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start("p_1"))
		if m := w.last(w.buyer); !strings.Contains(m.Text, "Gʻulnora") {
			t.Errorf("by webhook: %q", m.Text)
		}
		secret := w.fleet.find(botID).secret()
		for _, c := range []struct {
			name, key, secret string
			body              []byte
			want              int
		}{
			{"right", webhookKey, secret, startUpdate(1, 1), 200},
			{"unknown key", "other", secret, startUpdate(2, 1), 401},
			{"unknown key, no secret", "other", "", startUpdate(2, 1), 401},
			{"wrong secret", webhookKey, "x" + secret[1:], startUpdate(2, 1), 401},
			{"no secret", webhookKey, "", startUpdate(2, 1), 401},
			{"not JSON", webhookKey, secret, []byte("{"), 200},
			{"unknown update", webhookKey, secret, []byte(`{"update_id":3,"poll":{"id":"1"}}`), 200},
			{"too large", webhookKey, secret, bytes.Repeat([]byte(" "), maxUpdate+1), 413},
		} {
			if got := w.hook(c.key, c.secret, c.body); got != c.want {
				t.Errorf("%s: %d, want %d", c.name, got, c.want)
			}
		}
	}, withWebhook)
}

// A full queue is not waited for: Telegram is asked to come again.
func TestWebhookWhenBusy(t *testing.T) {
	inWorld(t, func(w *world) {
		w.api.with(func() {
			for range 5000 {
				w.api.faults = append(w.api.faults, apiFault{operation: "BotUserReport", status: 502})
			}
		})
		secret := w.fleet.find(botID).secret()
		codes := map[int]int{}
		for i := range depth + 2 {
			codes[w.hook(webhookKey, secret, startUpdate(i+1, buyerID))]++
		}
		if codes[200] != depth+1 || codes[503] != 1 {
			t.Errorf("answers %v", codes)
		}
		w.api.with(func() { w.api.faults = nil })
		w.pass(time.Hour)
	}, withWebhook)
}

// A bot that is taken out of the list is off: its webhook is gone and its address answers 401. A new one is on.
func TestBotsComeAndGo(t *testing.T) {
	inWorld(t, func(w *world) {
		if err := w.telegram.AddBot(fakegram.Bot{Token: otherToken, Username: "gul_bot"}); err != nil {
			t.Fatal(err)
		}
		secret := w.fleet.find(botID).secret()
		w.api.with(func() { w.api.bots = []facts{credentialFacts(987654321, otherToken, "otherkey", "gul")} })
		w.pass(reload + time.Second)
		if got := w.hook(webhookKey, secret, startUpdate(1, buyerID)); got != 401 {
			t.Errorf("the removed bot answers %d", got)
		}
		if n := len(w.telegram.Calls("deleteWebhook")); n != 1 {
			t.Errorf("deleteWebhook was called %d times", n)
		}
		gul := w.telegram.Open(buyerID, otherToken)
		w.do(gul.Start(""))
		if m := w.last(gul); m.Buttons()[0].WebApp.URL != "https://shop.example/app/gul/" {
			t.Errorf("the new bot opens %s", m.Buttons()[0].WebApp.URL)
		}
	}, withWebhook)
}

// A shop that changes its token is back with the new one; the old one is asked no more.
func TestTokenChanges(t *testing.T) {
	const newToken = "123456789:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
	inWorld(t, func(w *world) {
		w.telegram.RemoveBot(token)
		if err := w.telegram.AddBot(fakegram.Bot{Token: newToken, Username: "atlas_bot"}); err != nil {
			t.Fatal(err)
		}
		w.pass(5 * time.Minute)
		s := w.api.questions("BotStatusReport")
		if len(s) != 2 || s[1].input["status"] != "UNAUTHORIZED" {
			t.Fatalf("status reports %+v", s)
		}
		if w.fleet.find(botID) != nil {
			t.Error("a bot without a working token is used")
		}
		w.api.with(func() { w.api.bots = []facts{credentialFacts(botID, newToken, webhookKey, "atlas")} })
		w.pass(reload + time.Second)
		again := w.telegram.Open(buyerID, newToken)
		w.do(again.Start(""))
		if m := w.last(again); !strings.Contains(m.Text, "Gʻulnora") {
			t.Errorf("with the new token: %q", m.Text)
		}
	})
}

// 500 bots in one process, one handler: each update reaches its own bot.
func TestManyBots(t *testing.T) {
	const many = 500
	tokenOf := func(i int) string { return fmt.Sprintf("%d:%s", 1000+i, strings.Repeat("D", 35)) }
	inWorld(t, func(w *world) {
		for i := range many {
			if s := w.fleet.find(int64(1000 + i)); s == nil {
				t.Fatalf("bot %d is not on", i)
			}
			if err := w.telegram.Open(buyerID, tokenOf(i)).Start(""); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(time.Minute)
		for i := range many {
			got := w.telegram.Open(buyerID, tokenOf(i)).Received()
			if want := fmt.Sprintf("https://shop.example/app/shop-%d/", i); len(got) != 1 || got[0].Buttons()[0].WebApp.URL != want {
				t.Fatalf("bot %d said %+v", i, got)
			}
		}
	}, withWebhook, func(w *world, _ *Config) {
		w.api.bots = nil
		for i := range many {
			if err := w.telegram.AddBot(fakegram.Bot{Token: tokenOf(i)}); err != nil {
				t.Fatal(err)
			}
			w.api.bots = append(w.api.bots, credentialFacts(int64(1000+i), tokenOf(i), fmt.Sprintf("key%d", i), fmt.Sprintf("shop-%d", i)))
		}
	})
}

// A waiting poll ends with the context, not with its own time: no second passes.
func TestStopIsQuick(t *testing.T) {
	inWorld(t, func(w *world) {
		before := time.Now()
		w.stop()
		if d := time.Since(before); d != 0 {
			t.Errorf("the stop took %v", d)
		}
	})
}

// Telegram that is down or refuses is waited for; nothing of it shows a token.
func TestStartsInSpiteOfTrouble(t *testing.T) {
	inWorld(t, func(w *world) {
		w.pass(10 * time.Minute)
		w.do(w.buyer.Start(""))
		if m := w.last(w.buyer); !strings.Contains(m.Text, "Gʻulnora") {
			t.Errorf("got %q", m.Text)
		}
		if !strings.Contains(w.log.text(), "bot cannot start yet") || !strings.Contains(w.log.text(), "list of bots could not be read") {
			t.Errorf("the trouble was not logged:\n%s", w.log.text())
		}
	}, func(w *world, _ *Config) {
		for range attempts {
			w.api.faults = append(w.api.faults, apiFault{operation: "BotCredentials", status: 503})
		}
		w.api.faults = append(w.api.faults, apiFault{operation: "BotCredentials", status: 401, code: "UNAUTHENTICATED"})
		w.telegram.FailNext(fakegram.Fault{Method: "getMe", Cut: true})
		w.telegram.FailNext(fakegram.Fault{Method: "getMe", Code: 502})
		w.telegram.FailNext(fakegram.Fault{Method: "setMyCommands", Code: 429, Description: "Too Many Requests: retry after 40", RetryAfter: 40})
		w.telegram.FailNext(fakegram.Fault{Method: "getUpdates", Cut: true})
		w.telegram.FailNext(fakegram.Fault{Method: "getUpdates", Code: 409, Description: "Conflict: terminated by other getUpdates request"})
		w.telegram.FailNext(fakegram.Fault{Method: "getUpdates", Code: 502})
	})
}

// An update that the library cannot read is left out; those behind it are answered.
func TestUnreadableUpdate(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.telegram.Inject(token, json.RawMessage(`{"my_chat_member":{"new_chat_member":{"status":"of a later version"}}}`)))
		w.do(w.buyer.Start(""))
		synctest.Wait()
		if m := w.last(w.buyer); !strings.Contains(m.Text, "Gʻulnora") {
			t.Errorf("got %q", m.Text)
		}
	})
}
