package phone_test

import (
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/phone"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"90 123 45 67":          "+998901234567",
		"901234567":             "+998901234567",
		"998901234567":          "+998901234567",
		"+998 (90) 123-45-67":   "+998901234567",
		" +998901234567 ":       "+998901234567",
		"+998 87 123 45 67":     "+998871234567",
		"71 200 12 34":          "+998712001234",
		"+7 916 123-45-67":      "+79161234567",
		"+44 20 7946 0958":      "+442079460958",
		"٩٠١٢٣٤٥٦٧":             "+998901234567",
		"":                      "",
		"12345":                 "",
		"+9989012345678":        "",
		"+998 01 123 45 67":     "",
		"901234567 ext. 5":      "",
		"UZ90FLOWER":            "",
		"+7 000 000 00 00":      "",
		"'; drop table people":  "",
		strings.Repeat("9", 41): "",
	} {
		got, err := phone.Normalize(given, "contact", "phone")
		if got != want {
			t.Errorf("Normalize(%q) = %q, want %q", given, got, want)
		}
		if want != "" {
			continue
		}
		list, ok := fault.As(err)
		if !ok || list[0].Code != fault.InvalidPhone || strings.Join(list[0].Path, ".") != "contact.phone" {
			t.Errorf("Normalize(%q): %v, want INVALID_PHONE at contact.phone", given, err)
		}
		if len(given) > 4 && err != nil && strings.Contains(err.Error(), given) {
			t.Errorf("the error repeats the number: %v", err)
		}
	}
}
