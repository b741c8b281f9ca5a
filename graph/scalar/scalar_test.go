package scalar

import "testing"

func TestUnmarshalString(t *testing.T) {
	for _, c := range []struct {
		given any
		want  string
		isBad bool
	}{{"Koʻylak", "Koʻylak", false}, {nil, "", false}, {"a\x00b", "", true}, {"\xff", "", true}, {12, "", true}} {
		got, err := UnmarshalString(c.given)
		if got != c.want || (err != nil) != c.isBad {
			t.Errorf("UnmarshalString(%q) = %q, %v", c.given, got, err)
		}
	}
}
