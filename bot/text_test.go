package main

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// all gives the sentences of a language by the name of their field.
func (w *words) all() map[string]string {
	out := map[string]string{}
	v := reflect.ValueOf(w).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		switch field := v.Field(i).Interface().(type) {
		case string:
			out[name] = field
		case map[stage]string:
			for s, text := range field {
				out[name+"."+string(s)] = text
			}
		}
	}
	return out
}

// Every sentence stands in every language, with the same values to fill in and marks that Telegram can read.
func TestSentencesAreWhole(t *testing.T) {
	first := sentences[uzLatn].all()
	for _, l := range languages {
		got := sentences[l].all()
		if a, b := slices.Sorted(maps.Keys(first)), slices.Sorted(maps.Keys(got)); !slices.Equal(a, b) {
			t.Errorf("%s has the sentences %v, want %v", l, b, a)
		}
		for name, text := range got {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s %s is empty", l, name)
			}
			want, have := placeholder.FindAllString(first[name], -1), placeholder.FindAllString(text, -1)
			if slices.Sort(want); !slices.Equal(want, sorted(have)) {
				t.Errorf("%s %s fills in %v, want %v", l, name, have, want)
			}
			if _, _, f := fakegram.ParseText(text, "HTML"); f != nil {
				t.Errorf("%s %s: %v", l, name, f)
			}
			if strings.ContainsAny(text, "'`‘") {
				t.Errorf("%s %s has a typewriter's apostrophe: %q", l, name, text)
			}
			switch l {
			case uzLatn:
				if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
					t.Errorf("%s %s has Cyrillic letters: %q", l, name, text)
				}
			case uzCyrl, ru:
				plain := regexp.MustCompile(`\{[a-z]+\}|</?b>|</?code>|/[a-z]+|Telegram`).ReplaceAllString(text, "")
				if strings.ContainsFunc(plain, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
					t.Errorf("%s %s has Latin letters: %q", l, name, text)
				}
			}
		}
		for _, s := range stages {
			if sentences[l].Stage[s] == "" || sentences[l].StaffStage[s] == "" {
				t.Errorf("%s says nothing of the stage %s", l, s)
			}
		}
	}
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		l     language
		tiyin int64
		want  string
	}{
		{uzLatn, 12_500_000, "125\u00a0000\u00a0soʻm"}, {uzCyrl, 99_900, "999\u00a0сўм"}, {ru, 123_456_789_05, "123\u00a0456\u00a0789,05\u00a0сум"},
		{en, 100_000_000, "1,000,000\u00a0UZS"}, {en, 150, "1.50\u00a0UZS"}, {uzLatn, 0, "0\u00a0soʻm"}, {ru, -5_000_00, "−5\u00a0000\u00a0сум"}, {uzLatn, 7, "0,07\u00a0soʻm"},
	} {
		if got := money(c.l, c.tiyin); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.l, c.tiyin, got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	now := time.Date(2026, 1, 1, 18, 30, 0, 0, time.UTC) // 23:30 in Tashkent
	for add, want := range map[time.Duration]string{10 * time.Minute: "23:40", time.Hour: "02.01, 00:30", -24 * time.Hour: "31.12, 23:30"} {
		if got := clock(now.Add(add), now, "Asia/Tashkent"); got != want {
			t.Errorf("%v: %s, want %s", add, got, want)
		}
	}
	if got := clock(now, now, "Nowhere/Atall"); got != "23:30" {
		t.Errorf("an unknown zone: %s", got)
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"salom", 5, "salom"}, {"salom dunyo", 7, "salom…"}, {" a\n\n b ", 10, "a b"}, {"😀😀😀", 4, "😀…"}, {"", 5, ""}, {"abc", 1, "…"}, {"a\xffb", 5, "ab"},
	} {
		if got := clip(c.in, c.n); got != c.want {
			t.Errorf("%q to %d: %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

// The longest order of the most hostile words still is a message that Telegram takes.
func TestLongestCard(t *testing.T) {
	hostile := strings.Repeat(`<b>&"😀</a> `, 400)
	o := &order{ID: orderID, Number: 1 << 53, Lifecycle: "CANCELED", PaymentMethod: "CASH", Comment: hostile, CancelReason: hostile}
	o.Contact.Name, o.Contact.Phone = hostile, hostile
	o.Delivery.Address = &place{hostile, hostile}
	for range 200 {
		o.Lines = append(o.Lines, line{
			Name: hostile, VariantName: hostile, Quantity: 1 << 31, Total: sum{1 << 53}, Modifiers: []choice{{hostile, 1 << 31}},
		})
	}
	s := &shop{links: links{public, "atlas"}}
	now := time.Now()
	for _, l := range languages {
		for _, kind := range []string{"ORDER_CARD", "STAFF_ORDER_PLACED", "ORDER_PUSH"} {
			n := notice{Kind: kind, Language: l, Order: o}
			n.Order.PromisedAt, n.Order.ExpiresAt = &now, &now
			m, ok := s.word(n, now)
			if !ok {
				t.Fatal(kind)
			}
			text, _, f := fakegram.ParseText(m.html, "HTML")
			if f != nil {
				t.Errorf("%s %s: %v", l, kind, f)
			}
			if got := len(utf16.Encode([]rune(text))); got > 4000 {
				t.Errorf("%s %s has %d units", l, kind, got)
			}
		}
	}
}

func TestStage(t *testing.T) {
	for _, c := range []struct {
		lifecycle, fulfilment string
		want                  stage
	}{
		{"PLACED", "", placed}, {"CONFIRMED", "", accepted}, {"CONFIRMED", "PENDING", accepted}, {"CONFIRMED", "ACCEPTED", preparing}, {"CONFIRMED", "PACKED", packed},
		{"CONFIRMED", "READY_FOR_PICKUP", ready}, {"CONFIRMED", "HANDED_TO_COURIER", onTheWay}, {"CONFIRMED", "FAILED_DELIVERY", missed},
		{"CONFIRMED", "RETURNING", returning}, {"CONFIRMED", "RETURNED", returning}, {"CONFIRMED", "DELIVERED", delivered}, {"COMPLETED", "DELIVERED", delivered},
		{"CANCELED", "CANCELED", canceled}, {"EXPIRED", "", expired},
	} {
		o := &order{Lifecycle: c.lifecycle}
		if c.fulfilment != "" {
			o.Fulfilments = []struct{ State string }{{"CANCELED"}, {c.fulfilment}}
		}
		if got := o.at(); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.lifecycle, c.fulfilment, got, c.want)
		}
	}
}

// Whatever a person is called, the sentence with the name stays one that Telegram reads, and reads as it was meant.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"<b>", "&amp;", "&#x3c;", `"'`, "\x00\u202e", "Gʻulnora", "{store}", "😀", "\xf0\x28"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, entities, problem := fakegram.ParseText(fill("x <b>{name}</b> y", "name", "."+s+"."), "HTML")
		if problem != nil {
			t.Fatalf("%q: %v", s, problem)
		}
		if len(entities) != 1 || entities[0].Type != "bold" {
			t.Errorf("%q: marks %+v", s, entities)
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(text, "x ."), ". y")
		for _, r := range inner {
			if !strings.ContainsRune(s, r) {
				t.Errorf("%q became %q", s, inner)
			}
		}
		if got := unmark(fill("<b>{name}</b>", "name", s)); !strings.HasPrefix(text, "x ."+got) {
			t.Errorf("%q without marks is %q, with them %q", s, got, text)
		}
		if n := len(utf16.Encode([]rune(clip(s, 20)))); n > 20 {
			t.Errorf("%q was cut to %d units", s, n)
		}
	})
}

func TestLinks(t *testing.T) {
	l := links{public, "atlas"}
	for code, want := range map[string]string{
		"p_": "/app/atlas/?startapp=p_", "p_a-1": "/app/atlas/p/a-1?startapp=p_a-1", "o_x": "/app/atlas/o/ord_x?startapp=o_x", "zz": "/app/atlas/?startapp=zz",
	} {
		if got := l.start(code); got != public+want {
			t.Errorf("%s: %s", code, got)
		}
	}
	if got := fmt.Sprint(l.order(orderID), " ", l.admin("/orders/"+orderID)); got != public+"/app/atlas/o/"+orderID+" "+public+"/admin/orders/"+orderID+"?store=atlas" {
		t.Error(got)
	}
}
