package main

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mymmrac/telego"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

// bill makes an invoice of the bot, as the server does.
func (w *world) bill() string {
	w.t.Helper()
	link, err := w.fleet.find(botID).bot.CreateInvoiceLink(w.t.Context(), &telego.CreateInvoiceLinkParams{
		Title: "Buyurtma №1024", Description: "Atlas", Payload: "pay_1", ProviderToken: "398062629:TEST:1", Currency: "UZS",
		Prices: []telego.LabeledPrice{{Label: "Choy", Amount: 50_000_00}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return *link
}

// pays goes through the sheet of an invoice.
func (w *world) pays(link, act string) fakegram.Sheet {
	w.t.Helper()
	sheet, err := w.buyer.PayInvoice(w.t.Context(), link, act)
	if err != nil {
		w.t.Fatal(err)
	}
	synctest.Wait()
	return sheet
}

func (w *world) charges() []string {
	w.api.mu.Lock()
	defer w.api.mu.Unlock()
	return slices.Clone(w.api.paid)
}

// By polling and by webhook: the server is asked before the card is charged, and told after.
func TestInvoices(t *testing.T) {
	for name, change := range map[string][]func(*world, *Config){"polling": nil, "webhook": {withWebhook}} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				link := w.bill()
				sheet := w.pays(link, "pay")
				if sheet.Status != "paid" || !slices.Equal(w.charges(), []string{sheet.ChargeID}) {
					t.Fatalf("%+v, told %v", sheet, w.charges())
				}
				in := w.api.questions("BotPreCheckout")[0].input
				if whole(in["telegramId"]) != buyerID || in["payload"] != "pay_1" || in["currency"] != "UZS" || whole(in["totalAmount"]) != 50_000_00 {
					t.Errorf("asked %v", in)
				}
				in = w.api.questions("BotPaymentReport")[0].input
				if whole(in["telegramId"]) != buyerID || in["payload"] != "pay_1" || whole(in["totalAmount"]) != 50_000_00 || in["providerChargeId"] == "" {
					t.Errorf("told %v", in)
				}
				if sheet := w.pays(link, "decline"); sheet.Status != "failed" || sheet.Reason != "" || len(w.charges()) != 1 {
					t.Errorf("a refused card: %+v", sheet)
				}
				w.api.with(func() { w.api.noPay = "Buyurtma toʻlangan." })
				if sheet := w.pays(link, "pay"); sheet.Status != "failed" || sheet.Reason != "Buyurtma toʻlangan." || len(w.charges()) != 1 {
					t.Errorf("a paid order: %+v", sheet)
				}
			}, change...)
		})
	}
}

// A server that does not answer is no reason to let Telegram wait: the buyer is told to try again, in time.
func TestPreCheckoutOfASlowServer(t *testing.T) {
	inWorld(t, func(w *world) {
		link := w.bill()
		w.api.with(func() {
			for range 50 {
				w.api.faults = append(w.api.faults, apiFault{operation: "BotPreCheckout", status: 502})
			}
		})
		began := time.Now()
		sheet := w.pays(link, "pay")
		if sheet.Status != "failed" || sheet.Reason != sentences[uzLatn].Busy || time.Since(began) > 8*time.Second {
			t.Errorf("%+v after %s", sheet, time.Since(began))
		}
	})
}

// A payment that the server has not taken is not confirmed to Telegram, whatever becomes of the bot: the next process gets it.
func TestNoPaymentIsLost(t *testing.T) {
	for name, change := range map[string][]func(*world, *Config){"polling": nil, "webhook": {withWebhook}} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				link := w.bill()
				outage := func() {
					for range 200 {
						w.api.faults = append(w.api.faults, apiFault{operation: "BotPaymentReport", status: 502})
					}
				}
				w.api.with(outage)
				sheet := w.pays(link, "pay")
				w.pass(2 * time.Minute)
				if sheet.Status != "paid" || len(w.charges()) != 0 || w.telegram.Pending(token) == 0 {
					t.Fatalf("%+v; told %v; %d updates wait", sheet, w.charges(), w.telegram.Pending(token))
				}
				if name == "polling" {
					w.stop() // in the middle of it
					if w.telegram.Pending(token) == 0 {
						t.Fatal("the payment was confirmed by a bot that could not bring it home")
					}
					w.again()
				}
				w.api.with(func() { w.api.faults = nil })
				w.pass(3 * time.Minute)
				if got := slices.Compact(w.charges()); !slices.Equal(got, []string{sheet.ChargeID}) || w.telegram.Pending(token) != 0 {
					t.Errorf("told %v; %d updates wait", got, w.telegram.Pending(token))
				}
				w.do(w.buyer.Settle(sheet.ChargeID)) // told twice by Telegram: reported twice, the server knows
				if got := w.charges(); got[len(got)-1] != sheet.ChargeID || len(got) < 2 {
					t.Errorf("told %v", got)
				}
			}, change...)
		})
	}
}

func TestSupportAndTerms(t *testing.T) {
	inWorld(t, func(w *world) {
		w.do(w.buyer.Start(""))
		for command, want := range map[string][]string{
			"/support":    {"Atlas", "+998711234567", "https://t.me/atlas_help"},
			"/paysupport": {"Atlas", "+998711234567", "https://t.me/atlas_help"},
			"/terms":      {"Atlas & Co MCHJ", "301234567", "Amir Temur", "https://atlas.example/terms"},
		} {
			w.do(w.buyer.Say(command))
			w.pass(2 * time.Second)
			m := w.last(w.buyer)
			all := m.Text
			for _, b := range m.Buttons() {
				all += " " + b.URL
			}
			for _, part := range want {
				if !strings.Contains(all, part) {
					t.Errorf("%s: %q has no %q", command, all, part)
				}
			}
		}
	})
}

// Stars that went back are told to the server, however long it takes.
func TestRefundsAreTold(t *testing.T) {
	inWorld(t, func(w *world) {
		b := w.fleet.find(botID).bot
		link, err := b.CreateInvoiceLink(w.t.Context(), &telego.CreateInvoiceLinkParams{
			Title: "Buyurtma №1024", Description: "Atlas", Payload: "pay_1", Currency: "XTR", Prices: []telego.LabeledPrice{{Label: "Kitob", Amount: 150}},
		})
		if err != nil {
			t.Fatal(err)
		}
		sheet := w.pays(*link, "pay")
		in := w.api.questions("BotPaymentReport")[0].input
		if sheet.Status != "paid" || in["currency"] != "XTR" || whole(in["totalAmount"]) != 150 {
			t.Fatalf("%+v, told %v", sheet, in)
		}
		w.api.with(func() {
			for range 20 {
				w.api.faults = append(w.api.faults, apiFault{operation: "BotRefundReport", status: 502})
			}
		})
		if err := b.RefundStarPayment(w.t.Context(), &telego.RefundStarPaymentParams{UserID: buyerID, TelegramPaymentChargeID: sheet.ChargeID}); err != nil {
			t.Fatal(err)
		}
		w.pass(5 * time.Minute)
		w.api.mu.Lock()
		defer w.api.mu.Unlock()
		if !slices.Equal(w.api.refunded, []string{sheet.ChargeID}) || w.telegram.Pending(token) != 0 {
			t.Errorf("told %v; %d updates wait", w.api.refunded, w.telegram.Pending(token))
		}
	})
}

// A question before a payment waits for nobody: neither for a person who writes faster than the bot may answer, nor for messages
// that are being sent, nor for a payment that the server does not take.
func TestQuestionsOvertake(t *testing.T) {
	for name, change := range map[string][]func(*world, *Config){"polling": nil, "webhook": {withWebhook}} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				link := w.bill()
				w.api.with(func() {
					for range 200 {
						w.api.faults = append(w.api.faults, apiFault{operation: "BotPaymentReport", status: 502})
					}
				})
				if sheet := w.pays(link, "pay"); sheet.Status != "paid" {
					t.Fatalf("%+v", sheet)
				}
				w.do(w.buyer.Start(""))
				for range 40 {
					w.owe(notify("ORDER_NOTE", staffID, orderFacts("PLACED"), facts{"words": "Toʻlov"}))
					w.do(w.buyer.Say("/terms"))
				}
				began := time.Now()
				sheet, err := w.staff.PayInvoice(w.t.Context(), link, "decline")
				if took := time.Since(began); err != nil || sheet.Status != "failed" || sheet.Reason != "" || took > time.Second {
					t.Errorf("%+v after %s: %v", sheet, took, err)
				}
				if len(w.charges()) != 0 {
					t.Error("the server took the payment meanwhile")
				}
			}, change...)
		})
	}
}
