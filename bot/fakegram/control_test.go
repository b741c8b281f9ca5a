package fakegram_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

// control posts to the control API and gives the status and the answer.
func control(t *testing.T, address string, body any) (int, map[string]any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(address, "application/json", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, out
}

func TestControl(t *testing.T) {
	_, base := start(t, fakegram.Options{})
	chat := base + "/control/chats/123456789/777000111"
	if code, out := control(t, chat+"/start", object{"payload": "p_42"}); code != 200 {
		t.Fatal(code, out)
	}
	sent := result[fakegram.Message](t, call(t, base, "sendMessage", object{"chat_id": 777000111, "text": "Salom", "reply_markup": object{"inline_keyboard": [][]object{
		{{"text": "Ochish", "web_app": object{"url": "https://shop.example/app/"}}}, {{"text": "Qabul", "callback_data": "ok"}},
	}}}))
	res, err := http.Get(chat + "?count=1&wait=5s")
	if err != nil {
		t.Fatal(err)
	}
	if list := result[[]fakegram.Message](t, decode(t, res)); len(list) != 2 || list[0].Text != "/start p_42" {
		t.Errorf("conversation %+v", list)
	}
	if code, out := control(t, chat+"/press", object{"message_id": sent.ID, "row": 1, "column": 0}); code != 200 || out["result"].(object)["query_id"] == nil {
		t.Errorf("press: %d %v", code, out)
	}
	if code, _ := control(t, chat+"/press", object{"message_id": sent.ID, "row": 7}); code != 404 {
		t.Errorf("a button that is not there: %d", code)
	}
	if code, _ := control(t, base+"/control/chats/1/777000111/start", object{}); code != 404 {
		t.Errorf("an unknown bot: %d", code)
	}
	if code, _ := control(t, base+"/control/fail", object{"cod": 429}); code != 400 {
		t.Errorf("a misspelt field: %d", code)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	open, err := client.Get(base + "/control/open/123456789/777000111?message=" + json.Number("2").String() + "&row=0&column=0&dark=1")
	if err != nil {
		t.Fatal(err)
	}
	_ = open.Body.Close()
	if to := open.Header.Get("Location"); open.StatusCode != 302 || !strings.HasPrefix(to, "https://shop.example/app/#tgWebAppData=") || !strings.Contains(to, "212121") {
		t.Errorf("open: %d %s", open.StatusCode, to)
	}
	state, err := http.Get(base + "/control/state")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = state.Body.Close() }()
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(state.Body); err != nil || strings.Contains(raw.String(), token) {
		t.Errorf("the page's state holds the token (%v)", err)
	}
}

// A link into the chat opens the page there; what it carries is sent by the person's own press of START.
func TestLinkIntoTheChat(t *testing.T) {
	_, base := start(t, fakegram.Options{})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for path, want := range map[string]string{
		"/atlas_bot?start=l_A-1": "/?start=l_A-1#123456789", "/ATLAS_bot": "/?start=#123456789", "/nobody_bot?start=x": "", "/atlas_bot?start=%3Cb": "",
	} {
		res, err := client.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if got := res.Header.Get("Location"); got != want || (want == "") != (res.StatusCode >= 400) {
			t.Errorf("%s leads to %q (%d), want %q", path, got, res.StatusCode, want)
		}
	}
	res, err := http.Get(base + "/control/chats/123456789/777000111")
	if err != nil {
		t.Fatal(err)
	}
	if list := result[[]fakegram.Message](t, decode(t, res)); len(list) != 0 {
		t.Errorf("opening a link said %+v", list)
	}
}

// A page of another site cannot reach the control API: not under a name of its own, not with a form.
func TestControlIsLocal(t *testing.T) {
	s := fakegram.New(fakegram.Options{})
	t.Cleanup(s.Close)
	client := &http.Client{Transport: s.Transport()}
	for _, c := range []struct {
		host, kind string
		want       int
	}{
		{"127.0.0.1:8090", "application/json", 200}, {"localhost:8090", "application/json", 200},
		{"evil.example", "application/json", 403}, {"127.0.0.1:8090", "text/plain", 415},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+c.host+"/control/limits", strings.NewReader(`{"on":true}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", c.kind)
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if _ = res.Body.Close(); res.StatusCode != c.want {
			t.Errorf("%s %s: %d, want %d", c.host, c.kind, res.StatusCode, c.want)
		}
	}
}

func TestPageIsServed(t *testing.T) {
	_, base := start(t, fakegram.Options{})
	for path, want := range map[string]string{"/": "<title>Telegram (fake)", "/page.js": "EventSource", "/page.css": "--accent", "/text.js": "export function rich"} {
		res, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		var body bytes.Buffer
		_, _ = body.ReadFrom(res.Body)
		_ = res.Body.Close()
		if res.StatusCode != 200 || !strings.Contains(body.String(), want) {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	for _, path := range []string{"/page/index.html", "/bot", "/other"} {
		res, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		if _ = res.Body.Close(); res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}
