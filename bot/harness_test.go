package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

const (
	botID        = 123456789
	token        = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	serviceToken = "dks_service"
	webhookKey   = "k3y0123456789abcdef"
	orderID      = "ord_01jd3k9v7yf2s8q6m4x0w5t1rz"
	public       = "https://shop.example"
)

var (
	buyerID = fakegram.Buyer.ID
	staffID = fakegram.Staff.ID
)

// world is a bot process between a fake Telegram and a fake API. Inside a synctest bubble nothing waits for real: synctest.Wait returns when
// all three sides have done what they could.
type world struct {
	t        *testing.T
	telegram *fakegram.Server
	api      *fakeAPI
	fleet    *fleet
	log      *journal
	stop     func()
	again    func() // a new process in place of the one that was stopped
	buyer    *fakegram.Client
	staff    *fakegram.Client
}

// journal keeps what was logged; a token in it fails the test.
type journal struct {
	mu sync.Mutex
	bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Buffer.Write(p)
}

func (j *journal) text() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.String()
}

// router sends the bot's requests to the two fakes by host, without a network.
type router struct {
	telegram, api http.RoundTripper
}

func (r router) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == "telegram.test" {
		return r.telegram.RoundTrip(req)
	}
	return r.api.RoundTrip(req)
}

// inWorld runs do in a bubble with a bot of the store atlas that is on. change may alter the set-up before the bot starts.
func inWorld(t *testing.T, do func(w *world), change ...func(w *world, c *Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, api: newFakeAPI(t), log: &journal{}}
		config := Config{APIURL: "http://api.test/graphql", ServiceToken: serviceToken, PublicURL: public, TelegramURL: "http://telegram.test"}
		options := fakegram.Options{}
		hooks := &http.Client{Transport: fakegram.Direct(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.fleet.handler().ServeHTTP(rw, r) }))}
		options.WebhookClient = hooks
		w.telegram = fakegram.New(options)
		if err := w.telegram.AddBot(fakegram.Bot{Token: token, Name: "Atlas", Username: "atlas_bot"}); err != nil {
			t.Fatal(err)
		}
		w.buyer, w.staff = w.telegram.Open(buyerID, token), w.telegram.Open(staffID, token)
		w.api.bots = []facts{credentialFacts(botID, token, webhookKey, "atlas")}
		for _, c := range change {
			c(w, &config)
		}
		client := &http.Client{Transport: router{w.telegram.Transport(), fakegram.Direct(w.api)}}
		w.fleet = newFleet(config, client, slog.New(slog.NewTextHandler(safeLog{w.log}, &slog.HandlerOptions{Level: slog.LevelDebug})))
		w.again = func() {
			w.fleet = newFleet(config, client, w.fleet.log)
			w.start()
		}
		w.start()
		do(w)
		w.stop()
		w.telegram.Close()
		synctest.Wait()
		if s := w.log.text(); strings.Contains(s, "AAAAAAAAAAAA") || strings.Contains(s, serviceToken) {
			t.Errorf("a secret was logged:\n%s", s)
		}
	})
}

// start lets the process run until stop.
func (w *world) start() {
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.fleet.run(ctx)
	}()
	w.stop = func() {
		cancel()
		<-ended
	}
	synctest.Wait()
}

func credentialFacts(id int64, token, key, slug string) facts {
	return facts{"botId": id, "token": token, "webhookKey": key, "isTestServer": false, "store": facts{
		"slug": slug, "name": "Atlas", "description": "", "languages": []string{"UZ_LATN", "RU", "EN"}, "timeZone": "Asia/Tashkent",
		"contacts": facts{"phone": "+998711234567", "telegram": "atlas_help"},
		"legal":    facts{"name": "Atlas & Co MCHJ", "taxId": "301234567", "address": "Toshkent, Amir Temur 1", "termsUrl": "https://atlas.example/terms"},
	}}
}

// received is what the bot has said to a person by now.
func (w *world) received(c *fakegram.Client) []fakegram.Message {
	w.t.Helper()
	synctest.Wait()
	return c.Received()
}

// last is the newest message to a person.
func (w *world) last(c *fakegram.Client) fakegram.Message {
	w.t.Helper()
	list := w.received(c)
	if len(list) == 0 {
		w.t.Fatalf("the bot has said nothing; its log:\n%s", w.log.text())
	}
	return list[len(list)-1]
}

func (w *world) do(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	synctest.Wait()
}

// owe puts notices into the API's line and lets the bot work.
func (w *world) owe(notices ...facts) {
	w.t.Helper()
	w.api.with(func() { w.api.notices = append(w.api.notices, notices...) })
	synctest.Wait()
}

// pass lets time go by.
func (w *world) pass(d time.Duration) {
	time.Sleep(d) // the bubble's clock
	synctest.Wait()
}

var noticeNumber int

// notify makes a notice about an order.
func notify(kind string, to int64, order facts, more ...facts) facts {
	noticeNumber++
	recipient := "CUSTOMER"
	if strings.HasPrefix(kind, "STAFF") {
		recipient = "STAFF"
	}
	n := facts{
		"id": fmt.Sprintf("ntf_%d", noticeNumber), "kind": kind, "botId": int64(botID), "recipientKind": recipient, "telegramId": to,
		"language": "UZ_LATN", "attempts": 0, "words": "", "store": facts{"slug": "atlas", "timeZone": "Asia/Tashkent"}, "order": order,
	}
	for _, m := range more {
		for k, v := range m {
			n[k] = v
		}
	}
	return n
}

func sumOf(tiyin int64) facts { return facts{"minor": tiyin} }

// orderFacts is an order for a courier at the given point of its life.
func orderFacts(lifecycle string, fulfilment ...string) facts {
	states := []facts{}
	for _, s := range fulfilment {
		states = append(states, facts{"state": s})
	}
	return facts{
		"id": orderID, "number": 1024, "lifecycle": lifecycle, "paymentStatus": "UNPAID", "quantity": 3, "paymentMethod": "CASH",
		"comment": "Qoʻngʻiroq <qilmang>", "cancelReason": "", "expiresAt": "2000-01-01T00:30:00Z",
		"contact": facts{"name": "Gʻulnora & Co", "phone": "+998901234567"},
		"lines": []facts{
			{"name": "Atlas koʻylak", "variantName": "Qizil, M", "quantity": 1, "canceledQuantity": 0, "total": sumOf(42_000_000), "modifiers": []facts{}},
			{"name": "Osh", "variantName": "", "quantity": 2, "canceledQuantity": 0, "total": sumOf(9_000_050), "modifiers": []facts{
				{"name": "Qazi", "quantity": 2}, {"name": "Salat", "quantity": 1},
			}},
		},
		"totals":      facts{"items": sumOf(51_000_050), "discount": sumOf(1_000_000), "delivery": sumOf(2_000_000), "total": sumOf(52_000_050)},
		"delivery":    facts{"method": "COURIER", "name": "Markaz", "mapUrl": "https://yandex.uz/maps/?pt=69.2,41.3", "address": facts{"formatted": "Yunusobod, 4-mavze", "note": "2-eshik"}},
		"fulfilments": states,
	}
}

// serve puts a handler on a loopback port.
func serve[H http.Handler](t *testing.T, h H) (H, string) {
	t.Helper()
	web := httptest.NewServer(h)
	t.Cleanup(func() {
		if c, ok := any(h).(interface{ Close() }); ok {
			c.Close()
		}
		web.Close()
	})
	return h, web.URL
}
