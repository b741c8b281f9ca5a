package main

import (
	"strconv"
	"strings"
	"time"
)

// language is the contract's enum.
type language string

const (
	uzLatn language = "UZ_LATN"
	uzCyrl language = "UZ_CYRL"
	ru     language = "RU"
	en     language = "EN"
)

var languages = []language{uzLatn, uzCyrl, ru, en}

// tag is the language in HTTP.
func (l language) tag() string {
	return map[language]string{uzLatn: "uz-Latn", uzCyrl: "uz-Cyrl", ru: "ru", en: "en"}[l]
}

// telegram is the two-letter code under which Telegram keeps texts of a bot; Cyrillic Uzbek has none of its own.
func (l language) telegram() string {
	return map[language]string{uzLatn: "uz", ru: "ru", en: "en"}[l]
}

// spoken guesses from the language of a person's Telegram; empty when it says nothing.
func spoken(code string) language {
	code = strings.ToLower(code)
	switch {
	case code == "":
		return ""
	case strings.HasPrefix(code, "uz") && strings.Contains(code, "cyrl"):
		return uzCyrl
	case strings.HasPrefix(code, "uz"):
		return uzLatn
	case strings.HasPrefix(code, "ru"):
		return ru
	}
	return en
}

// known is l, or the first language that is one of ours.
func known(list ...language) language {
	for _, l := range list {
		if sentences[l] != nil {
			return l
		}
	}
	return uzLatn
}

const nbsp = "\u00a0"

// money writes a sum of tiyin as people of the language do, with spaces that do not break: 125 000 soʻm.
func money(l language, tiyin int64) string {
	sign := ""
	if tiyin < 0 {
		sign, tiyin = "\u2212", -tiyin
	}
	group, point := nbsp, ","
	if l == en {
		group, point = ",", "."
	}
	digits := strconv.FormatInt(tiyin/100, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + group + digits[i:]
	}
	if part := tiyin % 100; part != 0 {
		digits += point + string([]byte{'0' + byte(part/10), '0' + byte(part%10)})
	}
	return sign + digits + nbsp + sentences[l].Currency
}

// clock writes a time of day in the shop's zone; with the date when it is not today.
func clock(t, now time.Time, zone string) string {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.FixedZone("Asia/Tashkent", 5*60*60)
	}
	t, now = t.In(place), now.In(place)
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format("02.01, 15:04")
}
