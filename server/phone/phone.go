// Package phone turns telephone numbers, however people write them, into one form.
package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/dokon-shop/dokon/server/fault"
)

// region is where a number without a country code belongs.
const region = "UZ"

// digits is the length of every Uzbek number without its country code.
const digits = 9

// maxLength is longer than any way of writing a number, in bytes.
const maxLength = 40

// Normalize gives the E.164 form, such as "+998901234567". A number without a country code is read as Uzbek: "90 123-45-67" and
// "998 90 123 45 67" are the same number. Error: INVALID_PHONE at path, which never repeats the number.
func Normalize(s string, path ...string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) > maxLength {
		return "", fault.New(fault.InvalidPhone, path...)
	}
	number, err := phonenumbers.Parse(s, region)
	if err != nil || !isDialable(number) || number.GetExtension() != "" {
		return "", fault.New(fault.InvalidPhone, path...)
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

// isDialable asks less of an Uzbek number than of others: operators open new codes (87 is one) before the metadata knows them.
func isDialable(n *phonenumbers.PhoneNumber) bool {
	if phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode())) == region {
		return len(phonenumbers.GetNationalSignificantNumber(n)) == digits && n.GetNationalNumber() >= 200_000_000
	}
	return phonenumbers.IsValidNumber(n)
}
