package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

func TestOrderCardIsOneMessage(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("PLACED")))
		card := w.last(w.buyer)
		for _, want := range []string{
			"Buyurtma № 1024", "Doʻkon javobini kutmoqda", "Atlas koʻylak, Qizil, M × 1 — 420\u00a0000\u00a0soʻm", "Osh × 2 — 90\u00a0000,50\u00a0soʻm", "Qazi × 2, Salat",
			"Chegirma: −10\u00a0000\u00a0soʻm", "Yetkazish: 20\u00a0000\u00a0soʻm", "Jami: 520\u00a0000,50\u00a0soʻm, naqd", "Yunusobod, 4-mavze (2-eshik)",
		} {
			if !strings.Contains(card.Text, want) {
				t.Errorf("the card lacks %q:\n%s", want, card.Text)
			}
		}
		if b := card.Buttons(); len(b) != 1 || b[0].WebApp.URL != "https://shop.example/app/atlas/o/"+orderID {
			t.Errorf("buttons %+v", b)
		}
		ack := w.api.lastAck()
		if ack["outcome"] != "SENT" || fmt.Sprint(ack["messageId"]) != fmt.Sprint(card.ID) {
			t.Errorf("acknowledged %v, the message is %d", ack, card.ID)
		}
		at := facts{"editMessageId": card.ID}
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("CONFIRMED", "ACCEPTED"), at))
		w.pass(2 * time.Second)
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("CONFIRMED", "ACCEPTED"), at)) // nothing changed
		w.pass(2 * time.Second)
		w.owe(notify("ORDER_PUSH", buyerID, orderFacts("CONFIRMED", "HANDED_TO_COURIER")))
		w.pass(2 * time.Second)
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("CONFIRMED", "HANDED_TO_COURIER"), at))
		w.pass(2 * time.Second)
		got := w.received(w.buyer)
		if len(got) != 3 {
			t.Fatalf("the chat has %d messages of the bot: greeting, card and push are 3", len(got))
		}
		if got[1].ID != card.ID || !strings.Contains(got[1].Text, "Kuryer yoʻlda") || got[1].EditDate == 0 {
			t.Errorf("the card reads %q", got[1].Text)
		}
		if !strings.Contains(got[2].Text, "№ 1024 buyurtmangiz yoʻlda") {
			t.Errorf("the push reads %q", got[2].Text)
		}
		if n := len(w.api.outcomes()); n != 5 {
			t.Errorf("outcomes %v", w.api.outcomes())
		}
		for _, o := range w.api.outcomes() {
			if !strings.HasSuffix(o, " SENT") {
				t.Errorf("outcome %s", o)
			}
		}
	})
}

// Two cards of one order claimed together become one message, though the API knows of none yet.
func TestTwoCardsAtOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("PLACED")), notify("ORDER_CARD", buyerID, orderFacts("CONFIRMED", "PENDING")))
		w.pass(5 * time.Second)
		got := w.received(w.buyer)
		if len(got) != 2 || !strings.Contains(got[1].Text, "Qabul qilindi") {
			t.Errorf("messages %+v", got)
		}
	})
}

// What the API words is a message of its own beside the card, as plain text.
func TestNote(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("PLACED")))
		w.pass(2 * time.Second)
		w.owe(notify("ORDER_NOTE", buyerID, orderFacts("PLACED"), facts{"words": "Pul <kelmadi>"}))
		w.pass(2 * time.Second)
		got := w.received(w.buyer)
		if len(got) != 3 || !strings.Contains(got[2].Text, "Pul <kelmadi>") || got[1].EditDate != 0 {
			t.Errorf("messages %+v", got)
		}
	})
}

// A card that an earlier process sent is edited too.
func TestCardOfAnEarlierProcess(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("CONFIRMED", "PACKED"), facts{"editMessageId": w.last(w.buyer).ID}))
		if got := w.received(w.buyer); len(got) != 1 || !strings.Contains(got[0].Text, "Yigʻildi") {
			t.Errorf("messages %+v", got)
		}
	})
}

// A card that the buyer deleted is sent anew.
func TestLostCard(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("CANCELED"), facts{"editMessageId": 4711}))
		w.pass(5 * time.Second)
		m := w.last(w.buyer)
		if !strings.Contains(m.Text, "Bekor qilindi") || fmt.Sprint(w.api.lastAck()["messageId"]) != fmt.Sprint(m.ID) {
			t.Errorf("message %+v, acknowledged %v", m, w.api.lastAck())
		}
	})
}

func TestStaffAccept(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.staff.Start(""))
		w.pass(2 * time.Second)
		w.owe(notify("STAFF_ORDER_PLACED", staffID, orderFacts("PLACED"), facts{"language": "RU"}))
		m := w.last(w.staff)
		for _, want := range []string{"Новый заказ № 1024", "Принять до 05:30", "Gʻulnora & Co, +998901234567", "Yunusobod", "Комментарий: Qoʻngʻiroq <qilmang>"} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("the message lacks %q:\n%s", want, m.Text)
			}
		}
		b := m.Buttons()
		if len(b) != 3 || b[0].Text != "✅ Принять" || b[1].WebApp.URL != "https://shop.example/admin/orders/"+orderID+"?store=atlas" || b[2].URL == "" {
			t.Fatalf("buttons %+v", b)
		}
		tapped, err := w.staff.Tap(b[0])
		w.do(err)
		if a := w.staff.Answer(tapped.QueryID); a == nil || a.Text != "Заказ № 1024 принят" || a.Alert {
			t.Errorf("answer %+v", a)
		}
		c := w.api.questions("OrderConfirm")
		if len(c) != 1 || c[0].input["id"] != orderID {
			t.Fatalf("confirmed %+v", c)
		}
		for header, want := range map[string]string{
			"X-Act-For": fmt.Sprint(staffID), "X-Store": "atlas", "Accept-Language": "ru", "Idempotency-Key": "press-" + tapped.QueryID,
		} {
			if got := c[0].header.Get(header); got != want {
				t.Errorf("%s is %q, want %q", header, got, want)
			}
		}
		w.owe(notify("STAFF_ORDER_CHANGED", staffID, orderFacts("CONFIRMED", "PENDING"), facts{"language": "RU", "editMessageId": m.ID}))
		w.pass(2 * time.Second)
		after := w.last(w.staff)
		if after.ID != m.ID || !strings.HasPrefix(after.Text, "✅ № 1024 — принят") || len(after.Buttons()) != 1 {
			t.Errorf("after acceptance: %+v", after)
		}
	})
}

// The rights are those of the person who pressed, and the server's refusal is what they read.
func TestAcceptIsRefused(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.do(w.staff.Start(""))
		w.pass(2 * time.Second)
		w.owe(notify("STAFF_ORDER_PLACED", buyerID, orderFacts("PLACED")), notify("STAFF_ORDER_PLACED", staffID, orderFacts("PLACED"), facts{"language": "RU"}))
		w.pass(2 * time.Second)
		tapped, err := w.buyer.Tap(w.last(w.buyer).Buttons()[0])
		w.do(err)
		if a := w.buyer.Answer(tapped.QueryID); a == nil || !a.Alert || !strings.Contains(a.Text, "xodimi emassiz") {
			t.Errorf("a shopper accepts: %+v", a)
		}
		w.api.with(func() {
			w.api.refusal = &facts{"code": "ORDER_CLOSED", "message": "Заказ закрыт", "path": []string{"input", "id"}}
		})
		tapped, err = w.staff.Tap(w.last(w.staff).Buttons()[0])
		w.do(err)
		if a := w.staff.Answer(tapped.QueryID); a == nil || !a.Alert || a.Text != "Не получилось: Заказ закрыт" {
			t.Errorf("a closed order: %+v", a)
		}
		w.api.with(func() {
			for range attempts {
				w.api.faults = append(w.api.faults, apiFault{operation: "OrderConfirm", status: 503})
			}
		})
		tapped, err = w.staff.Tap(w.last(w.staff).Buttons()[0])
		w.do(err)
		w.pass(time.Minute)
		if a := w.staff.Answer(tapped.QueryID); a == nil || !a.Alert || !strings.Contains(a.Text, "Сейчас не получается") {
			t.Errorf("a server that is down: %+v", a)
		}
	})
}

func TestOutcomes(t *testing.T) {
	gone := func(code int, text string) fakegram.Fault { return fakegram.Fault{Code: code, Description: text} }
	for _, c := range []struct {
		name            string
		fault           fakegram.Fault
		outcome, access string
		seconds         [2]int64 // of the pause that is asked for
	}{
		{"blocked", gone(403, "Forbidden: bot was blocked by the user"), "UNREACHABLE", "BLOCKED", [2]int64{}},
		{"deactivated", gone(403, "Forbidden: user is deactivated"), "UNREACHABLE", "GONE", [2]int64{}},
		{"never started", gone(403, "Forbidden: bot can't initiate conversation with a user"), "UNREACHABLE", "UNKNOWN", [2]int64{}},
		{"unknown chat", gone(400, "Bad Request: chat not found"), "UNREACHABLE", "UNKNOWN", [2]int64{}},
		{"never taken", gone(400, "Bad Request: BUTTON_TYPE_INVALID"), "DEAD", "", [2]int64{}},
		{"bad gateway", gone(502, ""), "RETRY", "", [2]int64{2, 4}},
		{"cut", fakegram.Fault{Cut: true}, "RETRY", "", [2]int64{2, 4}},
		{"flood", fakegram.Fault{Code: 429, Description: "Too Many Requests: retry after 7", RetryAfter: 7}, "RETRY", "", [2]int64{7, 8}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.do(w.buyer.Start(""))
				w.pass(2 * time.Second)
				c.fault.Method = "sendMessage"
				w.telegram.FailNext(c.fault)
				w.owe(notify("ORDER_PUSH", buyerID, orderFacts("EXPIRED")))
				ack := w.api.lastAck()
				access, _ := ack["writeAccess"].(string)
				if ack["outcome"] != c.outcome || access != c.access {
					t.Fatalf("acknowledged %v", ack)
				}
				if c.outcome != "RETRY" {
					if n := len(w.telegram.Calls("sendMessage")); n != 2 {
						t.Errorf("a final refusal was met %d times", n-1)
					}
					return
				}
				if s := whole(ack["retryAfterSeconds"]); s < c.seconds[0] || s > c.seconds[1] {
					t.Errorf("asks for %d s, want %v", s, c.seconds)
				}
				w.pass(time.Minute)
				if m := w.last(w.buyer); !strings.Contains(m.Text, "ulgurib javob bermadi") || w.api.lastAck()["outcome"] != "SENT" {
					t.Errorf("after the pause: %q, %v", m.Text, w.api.lastAck())
				}
			})
		})
	}
}

// After a 429 nothing of this bot leaves before the time that Telegram named.
func TestFloodStopsTheBot(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.do(w.staff.Start(""))
		w.pass(2 * time.Second)
		w.telegram.FailNext(fakegram.Fault{Method: "sendMessage", Code: 429, Description: "Too Many Requests: retry after 30", RetryAfter: 30})
		w.owe(notify("ORDER_PUSH", buyerID, orderFacts("EXPIRED")))
		refused := w.telegram.Calls("sendMessage")
		w.do(w.staff.Say("/help"))
		w.pass(2 * time.Minute)
		for _, c := range w.telegram.Calls("sendMessage")[len(refused):] {
			if d := c.At.Sub(refused[len(refused)-1].At); d < 30*time.Second {
				t.Errorf("a message left %v after the refusal", d)
			}
		}
		if n := len(w.received(w.staff)) + len(w.received(w.buyer)); n != 4 {
			t.Errorf("%d messages arrived, want 4", n)
		}
	})
}

// HTML that Telegram cannot read is our fault; the words arrive all the same.
func TestBadMarkupIsSentPlain(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.telegram.FailNext(fakegram.Fault{Method: "sendMessage", Code: 400, Description: "Bad Request: can't parse entities: Unsupported start tag"})
		w.owe(notify("ORDER_CARD", buyerID, orderFacts("PLACED")))
		w.pass(2 * time.Second)
		if m := w.last(w.buyer); !strings.Contains(m.Text, "Buyurtma № 1024") || len(m.Entities) != 0 || w.api.lastAck()["outcome"] != "SENT" {
			t.Errorf("message %+v, %v", m, w.api.lastAck())
		}
	})
}

// An acknowledgement that is lost does not make a second message: the notice is offered again and known by its id.
func TestLostAcknowledgement(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.api.with(func() {
			for range attempts {
				w.api.faults = append(w.api.faults, apiFault{operation: "NotificationsAck", status: 502})
			}
		})
		w.owe(notify("ORDER_PUSH", buyerID, orderFacts("EXPIRED")))
		w.pass(3 * time.Minute)
		if n := len(w.received(w.buyer)); n != 2 {
			t.Errorf("%d messages, want greeting and push", n)
		}
		if o := w.api.outcomes(); len(o) != 1 || !strings.HasSuffix(o[0], "SENT") {
			t.Errorf("outcomes %v", o)
		}
	})
}

// 300 notices to 100 people and Telegram's flood control on: all arrive, in order, and not one is refused.
func TestPace(t *testing.T) {
	inWorld(t, func(w *world) {
		var owed []facts
		for i := range 100 {
			id := int64(1000 + i)
			if err := w.telegram.AddPerson(fakegram.User{ID: id, FirstName: "A"}); err != nil {
				t.Fatal(err)
			}
			if err := w.telegram.Open(id, token).AllowWriting(); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(time.Minute)
		w.telegram.SetLimits(true)
		for _, lifecycle := range []string{"CANCELED", "EXPIRED", "COMPLETED"} {
			for i := range 100 {
				owed = append(owed, notify("ORDER_PUSH", int64(1000+i), orderFacts(lifecycle)))
			}
		}
		w.owe(owed...)
		w.pass(time.Minute)
		for _, c := range w.telegram.Calls("sendMessage") {
			if c.Code != 200 {
				t.Fatalf("a call was refused with %d", c.Code)
			}
		}
		for i := range 100 {
			got := w.received(w.telegram.Open(int64(1000+i), token))
			if len(got) != 3 || !strings.Contains(got[0].Text, "bekor") || !strings.Contains(got[1].Text, "ulgurib") || !strings.Contains(got[2].Text, "topshirildi") {
				t.Fatalf("person %d got %d messages: %+v", 1000+i, len(got), got)
			}
		}
		if n := len(w.api.outcomes()); n != 300 {
			t.Errorf("%d outcomes", n)
		}
	})
}

// More than can be sent to one chat within the lease is given back instead of being sent twice.
func TestDeepLine(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.staff.Start(""))
		w.pass(2 * time.Second)
		var owed []facts
		for range 100 {
			owed = append(owed, notify("ORDER_PUSH", staffID, orderFacts("EXPIRED")))
		}
		w.telegram.SetLimits(true)
		w.owe(owed...)
		if n := len(w.api.outcomes()); n < 100-deepest-2 {
			t.Errorf("%d notices were given back at once, the line holds %d", n, deepest)
		}
		w.pass(10 * time.Minute)
		if n := len(w.received(w.staff)); n != 101 {
			t.Errorf("%d messages, want 101", n)
		}
		sent := slices.DeleteFunc(w.api.outcomes(), func(o string) bool { return !strings.HasSuffix(o, "SENT") })
		if slices.Sort(sent); len(slices.Compact(sent)) != 100 {
			t.Errorf("%d notices were sent", len(slices.Compact(sent)))
		}
	})
}

// A notice that is offered again while it waits here is not sent twice.
func TestOfferedAgainWhileInHand(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.staff.Start(""))
		w.pass(2 * time.Second)
		w.telegram.FailNext(fakegram.Fault{Method: "sendMessage", Code: 429, Description: "Too Many Requests: retry after 29", RetryAfter: 29, Times: 2})
		var owed []facts
		for range deepest + 1 {
			owed = append(owed, notify("ORDER_PUSH", staffID, orderFacts("EXPIRED")))
		}
		w.owe(owed...)
		w.pass(10 * time.Minute)
		if n := len(w.received(w.staff)); n != deepest+2 {
			t.Errorf("%d messages, want %d", n, deepest+2)
		}
	})
}

// While Telegram wants a long rest, notices wait at the API, where another process may see them.
func TestLongRest(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.telegram.FailNext(fakegram.Fault{Method: "sendMessage", Code: 429, Description: "Too Many Requests: retry after 600", RetryAfter: 600})
		w.owe(notify("ORDER_PUSH", buyerID, orderFacts("EXPIRED")), notify("ORDER_PUSH", buyerID, orderFacts("CANCELED")))
		if o := w.api.outcomes(); len(o) != 2 || !strings.HasSuffix(o[1], "RETRY") {
			t.Errorf("outcomes %v", o)
		}
		w.pass(11 * time.Minute)
		if n := len(w.received(w.buyer)); n != 3 {
			t.Errorf("%d messages, want 3", n)
		}
	})
}

// A notice of a kind that this bot does not know is put aside, not offered for ever.
func TestNoticeWithoutFacts(t *testing.T) {
	inWorld(t, func(w *world) {
		n := notify("ORDER_CARD", buyerID, nil)
		delete(n, "order")
		w.owe(n)
		if a := w.api.lastAck(); a["outcome"] != "DEAD" {
			t.Errorf("acknowledged %v", a)
		}
		w.owe(notify("ORDER_PUSH", buyerID, orderFacts("EXPIRED"), facts{"botId": int64(42)}))
		if a := w.api.lastAck(); a["outcome"] != "RETRY" {
			t.Errorf("a bot that does not run: %v", a)
		}
	})
}

// A call that is on its way when the bot stops is waited for: its message is not sent again by the next process.
func TestStopWaitsForACall(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		w.pass(2 * time.Second)
		w.telegram.FailNext(fakegram.Fault{Method: "sendMessage", DelayMS: 5000})
		w.owe(notify("ORDER_PUSH", buyerID, orderFacts("EXPIRED")))
		w.stop()
		if o := w.api.outcomes(); len(o) != 1 || !strings.HasSuffix(o[0], "SENT") || len(w.received(w.buyer)) != 2 {
			t.Errorf("outcomes %v, %d messages", o, len(w.received(w.buyer)))
		}
	})
}

// A stop lets what is on its way arrive and gives the rest back at once.
func TestStopGivesBack(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		var owed []facts
		for range 10 {
			owed = append(owed, notify("ORDER_PUSH", buyerID, orderFacts("EXPIRED")))
		}
		w.owe(owed...)
		w.pass(1500 * time.Millisecond)
		w.stop()
		sent := len(w.received(w.buyer)) - 1
		said := 0
		for _, o := range w.api.outcomes() {
			if strings.HasSuffix(o, "SENT") {
				said++
			}
		}
		if n := len(w.api.outcomes()); n != 10 || said != sent || sent == 0 || sent == 10 {
			t.Errorf("%d arrived, %d were called sent, %d of 10 acknowledged", sent, said, n)
		}
	})
}
