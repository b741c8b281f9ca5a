package store_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/store"
)

// spans reads "09:00-13:00 14:00-18:00".
func spans(t *testing.T, s string) []store.TimeSpan {
	t.Helper()
	var list []store.TimeSpan
	for _, part := range strings.Fields(s) {
		from, to, _ := strings.Cut(part, "-")
		f, errFrom := store.ParseLocalTime(from)
		l, errTo := store.ParseLocalTime(to)
		if errFrom != nil || errTo != nil {
			t.Fatalf("span %q", part)
		}
		list = append(list, store.TimeSpan{From: f, To: l})
	}
	return list
}

func week(t *testing.T, days map[store.Weekday]string) []store.OpeningHours {
	t.Helper()
	var list []store.OpeningHours
	for d, s := range days {
		list = append(list, store.OpeningHours{Weekday: d, Spans: spans(t, s)})
	}
	hours, faults := store.CheckHours(list, "input", "hours")
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return hours
}

func TestHours(t *testing.T) {
	t.Parallel()
	tashkent, err := time.LoadLocation("Asia/Tashkent")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		moment, err := time.ParseInLocation("Mon 2006-01-02 15:04:05", s, tashkent)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	shop := week(t, map[store.Weekday]string{
		"MONDAY": "14:00-18:00 09:00-13:00", "FRIDAY": "18:00-02:00", "SATURDAY": "10:00-24:00", "SUNDAY": "22:00-01:00",
	})
	for _, c := range []struct {
		now, opens string // opens: "" while open
	}{
		{"Mon 2026-11-23 01:00:00", "Mon 2026-11-23 09:00:00"},
		{"Mon 2026-11-23 00:59:59", ""}, // Sunday's span
		{"Mon 2026-11-23 08:59:59", "Mon 2026-11-23 09:00:00"},
		{"Mon 2026-11-23 09:00:00", ""},
		{"Mon 2026-11-23 12:59:59", ""},
		{"Mon 2026-11-23 13:00:00", "Mon 2026-11-23 14:00:00"},
		{"Mon 2026-11-23 18:00:00", "Fri 2026-11-27 18:00:00"},
		{"Fri 2026-11-27 23:59:59", ""},
		{"Sat 2026-11-28 01:59:59", ""},
		{"Sat 2026-11-28 02:00:00", "Sat 2026-11-28 10:00:00"},
		{"Sat 2026-11-28 23:59:59", ""},
		{"Sun 2026-11-29 00:00:00", "Sun 2026-11-29 22:00:00"},
	} {
		now := at(c.now)
		if got := store.IsOpen(shop, now); got != (c.opens == "") {
			t.Errorf("%s: open %t", c.now, got)
		}
		got := store.NextOpening(shop, now)
		switch {
		case c.opens == "" && got != nil, c.opens != "" && (got == nil || !got.Equal(at(c.opens))):
			t.Errorf("%s: opens %v, want %q", c.now, got, c.opens)
		}
	}
	once := week(t, map[store.Weekday]string{"MONDAY": "09:00-10:00"})
	if got := store.NextOpening(once, at("Mon 2026-11-23 10:00:00")); got == nil || !got.Equal(at("Mon 2026-11-30 09:00:00")) {
		t.Errorf("once a week: opens %v", got)
	}
	never := week(t, nil)
	if store.IsOpen(never, at("Mon 2026-11-23 10:00:00")) || store.NextOpening(never, at("Mon 2026-11-23 10:00:00")) != nil {
		t.Error("a week without spans opens")
	}
	for _, now := range []string{"Mon 2026-11-23 00:00:00", "Sun 2026-11-29 23:59:59"} {
		if !store.IsOpen(store.AlwaysOpen(), at(now)) {
			t.Errorf("%s: the shop that is always open is closed", now)
		}
	}
}

// In a zone with summer time the shop opens by its own clock on both days of change.
func TestHoursAcrossClockChange(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	hours := week(t, map[store.Weekday]string{"SUNDAY": "09:00-18:00"})
	for _, day := range []string{"2026-03-29", "2026-10-25"} {
		midnight, _ := time.ParseInLocation(time.DateOnly, day, berlin)
		opens := store.NextOpening(hours, midnight)
		if opens == nil || opens.Format("15:04") != "09:00" || opens.Format(time.DateOnly) != day {
			t.Errorf("%s: opens %v", day, opens)
		}
	}
}

func TestCheckHoursRefuses(t *testing.T) {
	t.Parallel()
	monday := func(s string) store.OpeningHours {
		return store.OpeningHours{Weekday: "MONDAY", Spans: spans(t, s)}
	}
	for name, c := range map[string]struct {
		hours []store.OpeningHours
		want  string
	}{
		"no day":              {[]store.OpeningHours{{Weekday: "FUNDAY"}}, "INVALID hours.0.weekday"},
		"a day twice":         {[]store.OpeningHours{monday(""), monday("")}, "DUPLICATE hours.1.weekday"},
		"no length":           {[]store.OpeningHours{monday("09:00-10:00 11:00-11:00")}, "INVALID hours.0.spans.1"},
		"from the day's end":  {[]store.OpeningHours{monday("24:00-02:00")}, "INVALID hours.0.spans.0"},
		"overlap":             {[]store.OpeningHours{monday("09:00-13:00 12:59-18:00")}, "INVALID hours"},
		"overlap over night":  {[]store.OpeningHours{monday("22:00-09:01"), {Weekday: "TUESDAY", Spans: spans(t, "09:00-10:00")}}, "INVALID hours"},
		"overlap of the week": {[]store.OpeningHours{monday("01:00-03:00"), {Weekday: "SUNDAY", Spans: spans(t, "20:00-02:00")}}, "INVALID hours"},
		"many spans":          {[]store.OpeningHours{monday("01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00 13:00-14:00")}, "TOO_MANY hours.0.spans"},
	} {
		_, faults := store.CheckHours(c.hours, "hours")
		wantFaults(t, name, faults.Err(), c.want)
	}
}

func TestLocalTime(t *testing.T) {
	t.Parallel()
	var got []store.LocalTime
	if err := json.Unmarshal([]byte(`["00:00","09:05","23:59","24:00"]`), &got); err != nil {
		t.Fatal(err)
	}
	if text, _ := json.Marshal(got); string(text) != `["00:00","09:05","23:59","24:00"]` {
		t.Errorf("round trip %s", text)
	}
	for _, s := range []string{"", "9:00", "24:01", "25:00", "12:60", "-1:00", "+1:00", "12-00", "1２:00"} {
		if _, err := store.ParseLocalTime(s); err == nil {
			t.Errorf("%q is taken for a time", s)
		}
	}
}

// wantFaults compares codes and paths: "CODE path.to.field", separated by commas, in any order of faults.
func wantFaults(t *testing.T, name string, err error, want string) {
	t.Helper()
	list, _ := fault.As(err)
	if got := len(list); got != len(strings.Split(want, ", ")) {
		t.Errorf("%s: %v, want %s", name, err, want)
		return
	}
	for _, f := range list {
		if one := strings.TrimSpace(string(f.Code) + " " + strings.Join(f.Path, ".")); !strings.Contains(", "+want+",", ", "+one+",") {
			t.Errorf("%s: unexpected %s, want %s", name, one, want)
		}
	}
}
