// Package money counts in tiyin, the hundredth part of a soʻm, with whole numbers alone: no sum ever passes through a float.
// It rounds, divides and writes amounts; what they are amounts of belongs to the callers.
package money

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"github.com/dokon-shop/dokon/server/lang"
)

// Tiyin is an amount in the smallest unit: 1 soʻm = 100 tiyin. Negative amounts are discounts and refunds.
type Tiyin int64

// Som is one soʻm; 125_000*money.Som reads as the price tag does.
const Som Tiyin = 100

// Max is the largest amount that a JSON number carries exactly (2^53 − 1); nothing larger enters or leaves the shop.
const Max Tiyin = 1<<53 - 1

// UZS is the only currency so far; stores name theirs, so that a second one is data.
const UZS = "UZS"

// Money is an amount in a currency, the shape of every price in the contract.
type Money struct {
	Amount   Tiyin
	Currency string
}

// New gives an amount in soʻm's currency.
func New(amount Tiyin) Money { return Money{Amount: amount, Currency: UZS} }

// Minor is the amount in tiyin.
func (m Money) Minor() int64 { return int64(m.Amount) }

// Decimal is the amount as a decimal string in whole units, always with two places: "125000.00".
func (m Money) Decimal() string { return m.Amount.Decimal() }

// Formatted is Format in the language of the caller.
func (m Money) Formatted(ctx context.Context) string { return m.Format(lang.FromContext(ctx)) }

// Decimal is the amount in whole soʻm as a decimal string with two places: "-0.05", "125000.00".
func (t Tiyin) Decimal() string {
	sign, whole, part := t.split()
	return fmt.Sprintf("%s%d.%02d", sign, whole, part)
}

// split works on the unsigned value, so that the smallest int64 does not overflow.
func (t Tiyin) split() (sign string, whole, part uint64) {
	u := uint64(t)
	if t < 0 {
		sign, u = "-", -u
	}
	return sign, u / uint64(Som), u % uint64(Som)
}

// Parse reads a decimal number of soʻm with at most two places: "125000", "0.5", "-12.05". Exponents, signs other than a
// leading minus, grouping and amounts beyond Max are refused.
func Parse(s string) (Tiyin, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, part, hasPart := strings.Cut(digits, ".")
	if !isDigits(whole) || len(whole) > 16 || hasPart && (!isDigits(part) || len(part) > 2) {
		return 0, fmt.Errorf("%q is not an amount; write a decimal number with at most two places", s)
	}
	for len(part) < 2 {
		part += "0"
	}
	n, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil || Tiyin(n) > Max {
		return 0, fmt.Errorf("%q is larger than %s", s, Max.Decimal())
	}
	if negative {
		n = -n
	}
	return Tiyin(n), nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// MarshalGQL writes the amount in tiyin as a JSON number.
func (t Tiyin) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.FormatInt(int64(t), 10)) }

// UnmarshalGQL reads a whole JSON number of tiyin. Fractions, strings and amounts beyond ±Max are refused.
func (t *Tiyin) UnmarshalGQL(v any) error {
	var n int64
	var err error
	switch v := v.(type) {
	case int64:
		n = v
	case int:
		n = int64(v)
	case json.Number:
		n, err = strconv.ParseInt(v.String(), 10, 64)
	default:
		err = errors.New("wrong type")
	}
	if err != nil || Tiyin(n) > Max || Tiyin(n) < -Max {
		return fmt.Errorf("%v is not an amount in tiyin; send a whole number up to %d", v, int64(Max))
	}
	*t = Tiyin(n)
	return nil
}

// ErrOverflow tells that a sum left the range of int64. It shows a forged quantity or a fault of ours.
var ErrOverflow = errors.New("money: amount out of range")

// Times is t × n, exact. Errors: ErrOverflow.
func (t Tiyin) Times(n int64) (Tiyin, error) { return MulDiv(t, n, 1) }

// MulDiv is t × num ÷ den, rounded half away from zero, exact in between: a percentage, a share, an amount of VAT.
// den is positive. Errors: ErrOverflow.
func MulDiv(t Tiyin, num, den int64) (Tiyin, error) {
	if den <= 0 {
		return 0, fmt.Errorf("money: divide %d × %d by %d", t, num, den)
	}
	negative := (t < 0) != (num < 0)
	hi, lo := bits.Mul64(magnitude(int64(t)), magnitude(num))
	lo, carry := bits.Add64(lo, uint64(den)/2, 0)
	hi += carry
	if hi >= uint64(den) {
		return 0, ErrOverflow
	}
	q, _ := bits.Div64(hi, lo, uint64(den))
	if q > math.MaxInt64 {
		return 0, ErrOverflow
	}
	if negative {
		return -Tiyin(q), nil
	}
	return Tiyin(q), nil
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// Split divides total by weights so that the parts add up to total again: each part is rounded down and the tiyin that
// are left go to the largest remainders, the earlier one first among equals. Weights are not negative; when all are zero
// the parts are equal. Without weights there are no parts.
func Split(total Tiyin, weights []int64) []Tiyin {
	if len(weights) == 0 {
		return nil
	}
	sum := new(big.Int)
	for _, w := range weights {
		if w < 0 {
			panic("money: negative weight") // a programming error: weights are quantities or prices of ours
		}
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		equal := make([]int64, len(weights))
		for i := range equal {
			equal[i] = 1
		}
		return Split(total, equal)
	}
	sign := Tiyin(1)
	if total < 0 {
		sign = -1
	}
	parts := make([]Tiyin, len(weights))
	remainders := make([]*big.Int, len(weights))
	left := total * sign
	for i, w := range weights {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(int64(total*sign)), big.NewInt(w)), sum, new(big.Int))
		parts[i], remainders[i] = Tiyin(q.Int64()), r
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := 0
		for i := range remainders {
			if remainders[i].Cmp(remainders[best]) > 0 {
				best = i
			}
		}
		parts[best]++
		remainders[best] = big.NewInt(-1)
	}
	for i := range parts {
		parts[i] *= sign
	}
	return parts
}
