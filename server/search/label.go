package search

import (
	"math"
	"strconv"
	"strings"
)

// Kind is what products are labelled by: their brand, tags, or an attribute.
type Kind string

const (
	ByBrand Kind = "@brand"
	ByTag   Kind = "@tag"
)

// ByAttribute is the kind of an attribute. Codes are lower-case letters, digits and dashes.
func ByAttribute(code string) Kind { return Kind(code) }

// Label is something of a kind that products have or have not: the slug of a brand, the code of a tag or of a choice, Yes.
type Label struct {
	Kind Kind
	Code string
}

// Yes and No are the labels of attributes that say one of them.
const (
	Yes = "yes"
	No  = "no"
)

// Number is a measure that products have.
type Number struct {
	Kind  Kind
	Value Micro
}

// Micro is a number in millionths, which is as fine as attributes are.
type Micro int64

// ParseMicro reads a Decimal of at most 12 digits before the point and 6 behind it.
func ParseMicro(decimal string) (Micro, error) {
	whole, part, _ := strings.Cut(decimal, ".")
	n, err := strconv.ParseInt(whole+(part + "000000")[:6], 10, 64)
	return Micro(n), err
}

// String is the shortest Decimal: "12.5".
func (m Micro) String() string {
	sign, n := "", uint64(m)
	if m < 0 {
		sign, n = "-", -n
	}
	whole, part := strconv.FormatUint(n/1_000_000, 10), strconv.FormatUint(1_000_000+n%1_000_000, 10)[1:]
	if part = strings.TrimRight(part, "0"); part != "" {
		whole += "." + part
	}
	return sign + whole
}

// String is the form in the database: "@brand=artel".
func (l Label) String() string { return string(l.Kind) + "=" + l.Code }

// String is the form in the database: "weight:12500000".
func (n Number) String() string { return string(n.Kind) + ":" + strconv.FormatInt(int64(n.Value), 10) }

func (f NumberFilter) limit(kind uint32) limit {
	l := limit{kind, math.MinInt64, math.MaxInt64}
	if f.From != nil {
		l.from = int64(*f.From)
	}
	if f.To != nil {
		l.to = int64(*f.To)
	}
	return l
}
