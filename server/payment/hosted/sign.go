package hosted

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// Headers of calls and answers, in both directions.
const (
	TimeHeader      = "X-Time"      // seconds since 1970
	SignatureHeader = "X-Signature" // see Sign
)

// What a signature is for, when it is no call of the shop: those say their method and path, "GET /payments/7".
const (
	ForAnswer = "answer" // of the gateway to a call
	ForReport = "report" // the gateway calls the shop
)

// Drift is how far the clocks of gateway and shop may be apart. What is older is not taken.
const Drift = 5 * time.Minute

// Sign is the signature of a body at a time: HMAC-SHA256 of "<seconds>.<what for>.<body>" under the secret, in lower-case hex.
func Sign(secret string, at time.Time, what string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(strconv.FormatInt(at.Unix(), 10) + "." + what + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// Put signs a body into headers.
func Put(h http.Header, secret string, at time.Time, what string, body []byte) {
	h.Set(TimeHeader, strconv.FormatInt(at.Unix(), 10))
	h.Set(SignatureHeader, Sign(secret, at, what, body))
}

// IsSigned tells whether headers sign a body now with a secret. It takes the same time whatever is wrong with the signature.
func IsSigned(h http.Header, secret string, now time.Time, what string, body []byte) bool {
	seconds, err := strconv.ParseInt(h.Get(TimeHeader), 10, 64)
	at := time.Unix(seconds, 0)
	if err != nil || at.Before(now.Add(-Drift)) || at.After(now.Add(Drift)) {
		return false
	}
	return hmac.Equal([]byte(h.Get(SignatureHeader)), []byte(Sign(secret, at, what, body)))
}
