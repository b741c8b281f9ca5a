package once

import (
	"regexp"

	"github.com/dokon-shop/dokon/server/fault"
)

// A key is the caller's name for one intent: a UUID, or words of their own such as "order-4711-cancel".
const (
	longestKey = 128
	// shortestShared is for callers who show no token. They share one space of keys, so theirs must be hard to guess.
	shortestShared = 20
)

var keyForm = regexp.MustCompile(`^[A-Za-z0-9._:~+/=-]+$`)

// CheckKey reads the values of the header Idempotency-Key; the quotation marks of a structured header may stand around it.
// isShared says that the caller shows no token. Fault: BAD_REQUEST that says what is wrong.
func CheckKey(values []string, isShared bool) (string, error) {
	refuse := func(why string) (string, error) {
		return "", fault.New(fault.BadRequest).With("reason", "Idempotency-Key "+why)
	}
	if len(values) != 1 {
		return refuse("stands in the request more than once")
	}
	key := values[0]
	if n := len(key); n >= 2 && key[0] == '"' && key[n-1] == '"' {
		key = key[1 : n-1]
	}
	switch {
	case key == "":
		return refuse("is empty; send a UUID, for example, or leave the header out")
	case len(key) > longestKey:
		return refuse("is longer than 128 characters")
	case !keyForm.MatchString(key):
		return refuse("may have letters, digits and the characters . _ : ~ + / = - only")
	case isShared && len(key) < shortestShared:
		return refuse("of a caller without a token must be random and have at least 20 characters, such as a UUID")
	}
	return key, nil
}
