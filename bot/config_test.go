package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

func TestConfig(t *testing.T) {
	env := func(m map[string]string) func(string) string { return func(k string) string { return m[k] } }
	c, err := readConfig(env(map[string]string{
		"DOKON_SERVICE_TOKEN": "t", "DOKON_API_URL": "https://shop.example/graphql", "DOKON_BOT_WEBHOOK_URL": "https://bot.example/",
	}))
	want := Config{
		APIURL: "https://shop.example/graphql", ServiceToken: "t", PublicURL: "https://shop.example", TelegramURL: realTelegram,
		WebhookURL: "https://bot.example", Addr: "127.0.0.1:8091",
	}
	if err != nil || c != want {
		t.Errorf("got %+v %v", c, err)
	}
	c, err = readConfig(env(map[string]string{"DOKON_SERVICE_TOKEN": "t", "DOKON_TELEGRAM_URL": "http://127.0.0.1:8090", "DOKON_LOG_FORMAT": "json"}))
	if err != nil || c.PublicURL != "http://127.0.0.1:8080" || c.Addr != "" || !c.LogJSON {
		t.Errorf("with a fake Telegram: %+v %v", c, err)
	}
	_, err = readConfig(env(map[string]string{
		"DOKON_API_URL": "shop.example", "DOKON_PUBLIC_URL": "http://shop.example", "DOKON_TELEGRAM_URL": "https://user:pw@api.telegram.org",
		"DOKON_BOT_WEBHOOK_URL": "bot", "DOKON_BOT_ADDR": "8091", "DOKON_LOG_LEVEL": "loud", "DOKON_LOG_FORMAT": "xml",
	}))
	for _, want := range []string{"DOKON_SERVICE_TOKEN", "DOKON_API_URL", "DOKON_TELEGRAM_URL", "DOKON_BOT_WEBHOOK_URL", "DOKON_BOT_ADDR", "DOKON_LOG_LEVEL", "DOKON_LOG_FORMAT"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not named in: %v", want, err)
		}
	}
	_, err = readConfig(env(map[string]string{"DOKON_SERVICE_TOKEN": "t", "DOKON_PUBLIC_URL": "http://shop.example", "DOKON_BOT_WEBHOOK_URL": "http://bot.example"}))
	for _, want := range []string{"DOKON_PUBLIC_URL is http", "DOKON_BOT_WEBHOOK_URL is http"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
}

func TestCommandLine(t *testing.T) {
	none := func(string) string { return "" }
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"fake", "-addr", "0.0.0.0:0"}, "loopback address alone"}, {[]string{"fake", "-addr", "nonsense"}, "nonsense"},
		{[]string{"dance"}, `no command "dance"`}, {nil, "DOKON_SERVICE_TOKEN is not set"},
	} {
		err := command(t.Context(), c.args, none, &bytes.Buffer{}, &bytes.Buffer{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
	}
	var help bytes.Buffer
	if err := command(t.Context(), []string{"-h"}, none, &bytes.Buffer{}, &help); err != nil || !strings.Contains(help.String(), "DOKON_BOT_WEBHOOK_URL") {
		t.Errorf("help: %v %s", err, help.String())
	}
}

// No text that leaves this process holds a token, however it was written.
func TestRedaction(t *testing.T) {
	var out bytes.Buffer
	if _, err := (safeLog{&out}).Write([]byte(`Post "https://api.telegram.org/bot` + token + `/getMe": refused`)); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != `Post "https://api.telegram.org/bot<token>/getMe": refused` {
		t.Error(got)
	}
	if _, _, err := connect(token+"x", realTelegram, false, newTelegramClient()); err == nil || strings.Contains(err.Error(), token[10:]) {
		t.Errorf("a malformed token: %v", err)
	}
	// Nobody listens on port 1: the error comes from net/http itself.
	b, _, err := connect(token, "http://127.0.0.1:1", false, newTelegramClient())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err = b.GetMe(ctx)
	if v, _ := judge(err); v != troubled || strings.Contains(err.Error(), token) || !strings.Contains(err.Error(), "<token>") {
		t.Errorf("a refused connection is %d: %v", v, err)
	}
	cancel()
	if _, err = b.GetMe(ctx); err == nil || strings.Contains(err.Error(), token) {
		t.Errorf("a cancelled call: %v", err)
	}
}

// The whole way over real sockets: the process, the fake Telegram as a process would run it, and the API.
func TestOverSockets(t *testing.T) {
	telegram, telegramURL := serve(t, fakegram.New(fakegram.Options{AdoptBots: true, AllowLocalHTTP: true}))
	api := newFakeAPI(t)
	_, apiURL := serve(t, api)
	api.bots = []facts{credentialFacts(botID, token, webhookKey, "atlas")}
	env := map[string]string{"DOKON_SERVICE_TOKEN": serviceToken, "DOKON_API_URL": apiURL + "/graphql", "DOKON_TELEGRAM_URL": telegramURL, "DOKON_BOT_ADDR": "127.0.0.1:0"}
	log := &journal{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- command(ctx, nil, func(k string) string { return env[k] }, &bytes.Buffer{}, log) }()
	if err := telegram.WaitUntil(t.Context(), func() bool { return len(telegram.Calls("setChatMenuButton")) > 0 }); err != nil {
		t.Fatal(err)
	}
	buyer := telegram.Open(buyerID, token)
	if err := buyer.Start("p_42"); err != nil {
		t.Fatal(err)
	}
	if _, err := buyer.WaitReceived(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	api.with(func() { api.notices = append(api.notices, notify("ORDER_CARD", buyerID, orderFacts("PLACED"))) })
	got, err := buyer.WaitReceived(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got[1].Text, "Buyurtma № 1024") || got[1].Buttons()[0].WebApp.URL != apiURL+"/app/atlas/o/"+orderID {
		t.Errorf("the card: %+v", got[1])
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if strings.Contains(log.text(), token) {
		t.Errorf("a token was logged:\n%s", log.text())
	}
}
