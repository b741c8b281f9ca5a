package fakegram_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

func TestFaults(t *testing.T) {
	s, base := start(t, fakegram.Options{})
	buyer := s.Open(fakegram.Buyer.ID, token)
	if err := buyer.Start(""); err != nil {
		t.Fatal(err)
	}
	send := func() (*http.Response, error) {
		return http.PostForm(base+"/bot"+token+"/sendMessage", url.Values{"chat_id": {"777000111"}, "text": {"x"}})
	}
	s.FailNext(fakegram.Fault{Method: "sendMessage", Code: 429, Description: "Too Many Requests: retry after 3", RetryAfter: 3, Times: 2})
	for range 2 {
		res, err := send()
		if err != nil {
			t.Fatal(err)
		}
		if r := decode(t, res); r.Code != 429 || r.Parameters.RetryAfter != 3 {
			t.Errorf("scripted 429: %+v", r)
		}
	}
	s.FailNext(fakegram.Fault{Cut: true, After: true})
	if res, err := send(); err == nil {
		_ = res.Body.Close()
		t.Error("the connection was not cut")
	}
	if n := len(buyer.Received()); n != 1 {
		t.Errorf("after a lost answer there are %d messages, want 1", n)
	}
	s.FailNext(fakegram.Fault{Code: 502, ChatID: fakegram.Staff.ID})
	res, err := send()
	if err != nil {
		t.Fatal(err)
	}
	if r := decode(t, res); !r.OK {
		t.Errorf("a fault of another chat was met: %+v", r)
	}
	s.FailNext(fakegram.Fault{Code: 502, ChatID: fakegram.Buyer.ID})
	res, err = send()
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := io.ReadAll(res.Body)
	if _ = res.Body.Close(); res.StatusCode != 502 || json.Valid(raw) {
		t.Errorf("a broken gateway answers %d %s", res.StatusCode, raw)
	}
}

func TestLimits(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s, base := start(t, fakegram.Options{Limits: true, Now: func() time.Time { return now }})
	for id := int64(1); id <= 31; id++ {
		if err := s.AddPerson(fakegram.User{ID: id, FirstName: "A"}); err != nil {
			t.Fatal(err)
		}
		if err := s.Open(id, token).Start(""); err != nil {
			t.Fatal(err)
		}
	}
	send := func(id int64) reply { return call(t, base, "sendMessage", object{"chat_id": id, "text": "x"}) }
	for id := int64(1); id <= 30; id++ {
		if r := send(id); !r.OK {
			t.Fatalf("message %d: %s", id, r.Description)
		}
	}
	if r := send(31); r.Code != 429 || r.Parameters.RetryAfter != 1 {
		t.Errorf("message 31 in one second: %+v", r)
	}
	s.Advance(time.Second)
	if r := send(1); !r.OK {
		t.Errorf("a second later: %s", r.Description)
	}
	if r := send(1); r.Code != 429 {
		t.Errorf("two in a second to one person: %+v", r)
	}
	if err := s.AddPlace(fakegram.Chat{ID: -5, Type: "channel", Title: "News"}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetMember(token, -5, 1, "administrator", true); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if r := send(-5); !r.OK {
			t.Fatal(r.Description)
		}
	}
	if r := send(-5); r.Code != 429 || r.Parameters.RetryAfter != 60 {
		t.Errorf("post 21 in a minute: %+v", r)
	}
}
