package store

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
)

// Weekday is a day of the week, Monday first.
type Weekday string

// weekdays in the order of time.Weekday, which begins on Sunday.
var weekdays = [7]Weekday{"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"}

// weekday gives the time package's number of d, false for what is no day.
func (d Weekday) weekday() (time.Weekday, bool) {
	i := slices.Index(weekdays[:], d)
	return time.Weekday(i), i >= 0
}

// OpeningHours are the spans of one weekday, in order; gaps are breaks, no span means closed.
type OpeningHours struct {
	Weekday Weekday    `json:"weekday"`
	Spans   []TimeSpan `json:"spans"`
}

// TimeSpan is open from From until just before To. A To that is not later than From lies on the next day: 18:00 to 02:00.
type TimeSpan struct {
	From LocalTime `json:"from"`
	To   LocalTime `json:"to"`
}

// LocalTime is a time of day in minutes since midnight, "HH:MM" outside; 24:00 is the end of the day.
type LocalTime int

const day = 24 * 60

// String writes HH:MM.
func (t LocalTime) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }

// ParseLocalTime reads HH:MM from 00:00 to 24:00.
func ParseLocalTime(s string) (LocalTime, error) {
	if len(s) == 5 && s[2] == ':' {
		hour, errHour := strconv.ParseUint(s[:2], 10, 8)
		minute, errMinute := strconv.ParseUint(s[3:], 10, 8)
		if t := LocalTime(hour*60 + minute); errHour == nil && errMinute == nil && minute < 60 && t <= day {
			return t, nil
		}
	}
	return 0, fmt.Errorf("not a time of day; write HH:MM from 00:00 to 24:00")
}

// MarshalText writes HH:MM; so does JSON.
func (t LocalTime) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads HH:MM.
func (t *LocalTime) UnmarshalText(b []byte) (err error) {
	*t, err = ParseLocalTime(string(b))
	return err
}

// MarshalGQL writes the scalar LocalTime.
func (t LocalTime) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(t.String())) }

// UnmarshalGQL reads the scalar LocalTime; its error is for developers.
func (t *LocalTime) UnmarshalGQL(v any) (err error) {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("a LocalTime is a string HH:MM")
	}
	*t, err = ParseLocalTime(s)
	return err
}

// AlwaysOpen are the hours of a shop that has not stated any.
func AlwaysOpen() []OpeningHours {
	week, _ := CheckHours(nil)
	for i := range week {
		week[i].Spans = []TimeSpan{{0, day}}
	}
	return week
}

// CheckHours gives the week in full, Monday first; days that are not named are closed. Faults: INVALID for what is no day, a span of no
// length or spans that overlap, also across midnight; DUPLICATE for a day named twice; TOO_MANY for more than six spans a day.
func CheckHours(hours []OpeningHours, path ...string) ([]OpeningHours, fault.List) {
	var faults fault.List
	week := make([]OpeningHours, 7)
	for i := range week {
		week[i] = OpeningHours{Weekday: weekdays[(i+1)%7], Spans: []TimeSpan{}}
	}
	named := map[Weekday]bool{}
	for i, h := range hours {
		at := input.At(i, path...)
		number, ok := h.Weekday.weekday()
		switch {
		case !ok:
			faults.Add(fault.New(fault.Invalid, append(at, "weekday")...))
			continue
		case named[h.Weekday]:
			faults.Add(fault.New(fault.Duplicate, append(at, "weekday")...))
			continue
		case len(h.Spans) > 6:
			faults.Add(fault.New(fault.TooMany, append(at, "spans")...).With("max", 6))
			continue
		}
		named[h.Weekday] = true
		for j, s := range h.Spans {
			if s.From == s.To || s.From >= day || s.From < 0 || s.To < 0 || s.To > day {
				faults.Add(fault.New(fault.Invalid, input.At(j, append(at, "spans")...)...))
			}
		}
		spans := slices.Clone(h.Spans)
		slices.SortFunc(spans, func(a, b TimeSpan) int { return int(a.From - b.From) })
		week[(number+6)%7].Spans = append(week[(number+6)%7].Spans, spans...)
	}
	if len(faults) == 0 && overlaps(week) {
		faults.Add(fault.New(fault.Invalid, path...))
	}
	return week, faults
}

// overlaps says whether two spans of the week share a minute; Sunday night meets Monday.
func overlaps(week []OpeningHours) bool {
	var open [7 * day]bool
	for i, d := range week {
		for _, s := range d.Spans {
			for minute := range s.minutes() {
				at := (i*day + int(s.From) + minute) % len(open)
				if open[at] {
					return true
				}
				open[at] = true
			}
		}
	}
	return false
}

// minutes is the length of the span.
func (s TimeSpan) minutes() int {
	if s.To > s.From {
		return int(s.To - s.From)
	}
	return int(s.To) + day - int(s.From)
}

// IsOpen says whether the hours hold at now, whose location is the shop's.
func IsOpen(hours []OpeningHours, now time.Time) bool {
	for _, o := range openings(hours, now) {
		if !now.Before(o.from) && now.Before(o.to) {
			return true
		}
	}
	return false
}

// NextOpening is when the hours begin to hold again; nil while they hold and when there are none.
func NextOpening(hours []OpeningHours, now time.Time) *time.Time {
	if IsOpen(hours, now) {
		return nil
	}
	for _, o := range openings(hours, now) {
		if o.from.After(now) {
			return &o.from
		}
	}
	return nil
}

type opening struct{ from, to time.Time }

// openings are the spans from yesterday, which may reach into today, to the same weekday of next week, in order of beginning. Each is put
// on the clock of its own day, so that a change of the offset from UTC moves none.
func openings(hours []OpeningHours, now time.Time) []opening {
	var list []opening
	for offset := -1; offset <= 7; offset++ {
		date := now.AddDate(0, 0, offset)
		for _, h := range hours {
			if number, ok := h.Weekday.weekday(); !ok || number != date.Weekday() {
				continue
			}
			for _, s := range h.Spans {
				list = append(list, opening{on(date, int(s.From)), on(date, int(s.From)+s.minutes())})
			}
		}
	}
	slices.SortFunc(list, func(a, b opening) int { return a.from.Compare(b.from) })
	return list
}

func on(date time.Time, minutes int) time.Time {
	return time.Date(date.Year(), date.Month(), date.Day(), 0, minutes, 0, 0, date.Location())
}
