package fakegram_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

func TestLongPoll(t *testing.T) {
	s, base := start(t, fakegram.Options{})
	buyer := s.Open(fakegram.Buyer.ID, token)
	type polled = []fakegram.Update
	got := make(chan reply, 1)
	go func() { got <- call(t, base, "getUpdates", object{"timeout": 50}) }()
	if err := buyer.Start("p_1"); err != nil {
		t.Fatal(err)
	}
	first := result[polled](t, <-got)
	if len(first) != 1 || first[0].Message.Text != "/start p_1" || first[0].Message.Chat.Type != "private" {
		t.Fatalf("got %+v", first)
	}
	if again := result[polled](t, call(t, base, "getUpdates", object{})); len(again) != 1 {
		t.Error("an unconfirmed update was not given again")
	}
	next := first[0].ID + 1
	if rest := result[polled](t, call(t, base, "getUpdates", object{"offset": next})); len(rest) != 0 {
		t.Error("a confirmed update was given again")
	}
	go func() { got <- call(t, base, "getUpdates", object{"offset": next, "timeout": 50}) }()
	second := make(chan reply, 1)
	go func() { second <- call(t, base, "getUpdates", object{"offset": next, "timeout": 50}) }()
	// Whichever came first is ended by the other.
	var lost reply
	select {
	case lost = <-got:
		got = second
	case lost = <-second:
	}
	if lost.Code != 409 || !strings.Contains(lost.Description, "terminated by other getUpdates request") {
		t.Errorf("two pollers: %+v", lost)
	}
	if err := buyer.Say("salom"); err != nil {
		t.Fatal(err)
	}
	if u := result[polled](t, <-got); len(u) != 1 || u[0].ID != next {
		t.Errorf("the living poll got %+v", u)
	}
}

func TestAllowedUpdates(t *testing.T) {
	s, base := start(t, fakegram.Options{})
	buyer := s.Open(fakegram.Buyer.ID, token)
	call(t, base, "getUpdates", object{"allowed_updates": []string{"my_chat_member"}})
	for _, do := range []func() error{func() error { return buyer.Start("") }, buyer.Block} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	u := result[[]fakegram.Update](t, call(t, base, "getUpdates", object{}))
	if len(u) != 1 || u[0].MyChatMember == nil {
		t.Errorf("got %+v", u)
	}
}

func TestWebhook(t *testing.T) {
	s, base := start(t, fakegram.Options{AllowLocalHTTP: true, WebhookPause: time.Millisecond})
	var failures atomic.Int32
	failures.Store(2)
	type delivery struct {
		update fakegram.Update
		secret string
	}
	got := make(chan delivery, 10)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if failures.Add(-1) >= 0 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		var d delivery
		if err := json.NewDecoder(r.Body).Decode(&d.update); err != nil {
			t.Error(err)
		}
		d.secret = r.Header.Get("X-Telegram-Bot-Api-Secret-Token")
		got <- d
	}))
	defer hook.Close()
	if r := call(t, base, "setWebhook", object{"url": hook.URL + "/tg/key", "secret_token": "s3cret"}); !r.OK || r.Description != "Webhook was set" {
		t.Fatal(r.Description)
	}
	if r := call(t, base, "getUpdates", object{}); r.Code != 409 {
		t.Errorf("getUpdates beside a webhook: %+v", r)
	}
	buyer := s.Open(fakegram.Buyer.ID, token)
	if err := buyer.Start(""); err != nil {
		t.Fatal(err)
	}
	if err := buyer.Say("salom"); err != nil {
		t.Fatal(err)
	}
	first, second := <-got, <-got
	if first.update.Message.Text != "/start" || second.update.Message.Text != "salom" || first.secret != "s3cret" {
		t.Errorf("delivered %+v then %+v", first, second)
	}
	if !s.Repeat(token, first.update.ID) {
		t.Fatal("nothing to repeat")
	}
	if again := <-got; again.update.ID != first.update.ID {
		t.Errorf("repeated %d, want %d", again.update.ID, first.update.ID)
	}
	info := result[struct {
		URL       string `json:"url"`
		Pending   int    `json:"pending_update_count"`
		LastError string `json:"last_error_message"`
	}](t, call(t, base, "getWebhookInfo", nil))
	if info.URL != hook.URL+"/tg/key" || !strings.Contains(info.LastError, "500") {
		t.Errorf("info %+v", info)
	}
	call(t, base, "deleteWebhook", nil)
	if err := buyer.Say("yana"); err != nil {
		t.Fatal(err)
	}
	if u := result[[]fakegram.Update](t, call(t, base, "getUpdates", object{})); u[len(u)-1].Message.Text != "yana" {
		t.Errorf("after deleteWebhook: %+v", u)
	}
}

func TestAdoption(t *testing.T) {
	s := fakegram.New(fakegram.Options{AdoptBots: true, Regulars: []int64{fakegram.Staff.ID}, FirstID: 5000})
	web := httptest.NewServer(s)
	t.Cleanup(func() { s.Close(); web.Close() })
	me := result[fakegram.User](t, call(t, web.URL, "getMe", nil))
	if me.ID != 123456789 || me.Username != "demo_123456789_bot" {
		t.Errorf("adopted %+v", me)
	}
	if name := result[map[string]string](t, call(t, web.URL, "getMyName", nil)); name["name"] != "" {
		t.Errorf("nobody named it %q", name["name"])
	}
	u := result[[]fakegram.Update](t, call(t, web.URL, "getUpdates", nil))
	if len(u) != 1 || u[0].Message.From.ID != fakegram.Staff.ID || u[0].Message.Text != "/start" || u[0].Message.ID != 5001 || u[0].ID != 100_005_001 {
		t.Errorf("a regular did not come: %+v", u)
	}
	res, err := http.Get(web.URL + "/bot123456789:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC/getMe")
	if err != nil {
		t.Fatal(err)
	}
	if r := decode(t, res); r.Code != http.StatusUnauthorized {
		t.Errorf("another token of the same bot: %+v", r)
	}
	if err := s.AddBot(fakegram.Bot{Token: "short"}); err == nil {
		t.Error("a malformed token was registered")
	}
}
