// Package scalar reads and writes the scalars of the contract that no noun owns.
package scalar

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalInt writes the GraphQL scalar Int.
func MarshalInt(n int) graphql.Marshaler { return writeInt(int64(n)) }

// UnmarshalInt reads an Int of 32 bits, as the specification wants: a larger number is refused and not cut.
func UnmarshalInt(v any) (int, error) {
	n, err := integer(v, math.MinInt32, math.MaxInt32)
	return int(n), err
}

// MarshalString writes the GraphQL scalar String.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads a String. What PostgreSQL cannot keep is refused here, for every field at once: the character NUL
// and bytes that are no UTF-8. Null reaches it only where the contract allows null, and is then no text at all.
func UnmarshalString(v any) (string, error) {
	s, ok := v.(string)
	switch {
	case v == nil:
		return "", nil
	case !ok:
		return "", fmt.Errorf("%v is not a text", v)
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return "", errors.New("the text holds a character that cannot be kept (NUL)")
	}
	return s, nil
}

// maxSafe is the largest integer that every JSON reader keeps exactly.
const maxSafe = 1<<53 - 1

// MarshalInt64 writes the GraphQL scalar Int64.
func MarshalInt64(n int64) graphql.Marshaler { return writeInt(n) }

// UnmarshalInt64 reads an Int64 of up to 53 bits.
func UnmarshalInt64(v any) (int64, error) { return integer(v, -maxSafe, maxSafe) }

func writeInt(n int64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.FormatInt(n, 10)) })
}

// integer reads what a JSON variable or a literal may hold. Floats and texts are refused, as the specification wants.
func integer(v any, lowest, highest int64) (int64, error) {
	var text string
	switch v := v.(type) {
	case json.Number:
		text = v.String()
	case int64:
		text = strconv.FormatInt(v, 10)
	case int:
		text = strconv.Itoa(v)
	default:
		return 0, fmt.Errorf("%v is not a whole number", v)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < lowest || n > highest {
		return 0, fmt.Errorf("%s is not a whole number from %d to %d", text, lowest, highest)
	}
	return n, nil
}
