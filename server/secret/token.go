package secret

import (
	"crypto/rand"
	"strconv"
	"strings"
)

// Prefixes of the tokens that callers hold. They let a leaked one be recognised by scanners of source code.
const (
	SessionToken = "dks" // refreshes a session
	LinkCode     = "dkl" // signs a member of staff in, once
	APIToken     = "dkt" // for programs
	CartToken    = "dkc" // an anonymous cart
	SignInSecret = "dki" // of a page whose sign-in is confirmed in Telegram, once
	ServiceToken = "dkp" // of the platform itself: the bot process, its administrators; in no store
)

// NewToken makes a token "prefix_store_random" with 130 random bits. The store inside says where its hash is to be looked up, since no look-up
// spans stores; it is no secret and no proof. Store 0 stands for none.
func NewToken(prefix string, storeID int64) string {
	return prefix + "_" + strconv.FormatInt(storeID, 10) + "_" + rand.Text()
}

// ParseToken gives the prefix and store that a token names, false for what NewToken cannot have made. Whether it was made is for its hash to say.
func ParseToken(token string) (prefix string, storeID int64, ok bool) {
	prefix, rest, _ := strings.Cut(token, "_")
	number, random, _ := strings.Cut(rest, "_")
	storeID, err := strconv.ParseInt(number, 10, 64)
	ok = err == nil && storeID >= 0 && strconv.FormatInt(storeID, 10) == number && len(random) == 26
	return prefix, storeID, ok
}
