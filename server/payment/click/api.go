package click

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/payment"
)

// MerchantAPI is where CLICK's Merchant API lies.
const MerchantAPI = "https://api.click.uz/v2/merchant/"

const (
	// longestCall bounds a call of the Merchant API; what became of one that takes longer is not known.
	longestCall = 20 * time.Second
	// mostRead bounds an answer, in bytes.
	mostRead = 64 << 10
)

// Auth is the header of a call: who calls, the SHA-1 of the time and the key, and the time in seconds.
func Auth(user, key string, at time.Time) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	sum := sha1.Sum([]byte(stamp + key))
	return user + ":" + hex.EncodeToString(sum[:]) + ":" + stamp
}

// Refused is a refusal of the Merchant API.
type Refused struct {
	Code int // of the answer, or of HTTP where it has none
	Note string
}

// Error implements error.
func (r *Refused) Error() string { return fmt.Sprintf("CLICK refuses: %d %s", r.Code, r.Note) }

// caller leads nowhere else than it is sent to: the header is worth money.
var caller = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// call sends a call and reads the answer into out. Errors: *Refused for what CLICK has decided; any other means that it is not
// known what became of the call. Neither holds the key.
func (p Provider) call(ctx context.Context, k payment.Keys, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, longestCall)
	defer cancel()
	at := MerchantAPI
	if k.Mode == payment.Test && p.API != "" {
		at = p.API
	}
	var body bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			return fmt.Errorf("click %s: %w", path, err)
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, at+path, &body)
	if err != nil {
		return fmt.Errorf("click %s: %w", path, err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Auth", Auth(k.Settings[MerchantUserID], k.Secret, p.now()))
	response, err := caller.Do(r)
	if err != nil {
		return fmt.Errorf("click %s: %w", path, err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(response.Body, mostRead))
	if err != nil {
		return fmt.Errorf("click %s: %w", path, err)
	}
	return understand(path, response.StatusCode, raw, out)
}

// understand tells a refusal from an answer, and both from what is neither.
func understand(path string, status int, raw []byte, out any) error {
	var a struct {
		Code *int   `json:"error_code"`
		Note string `json:"error_note"`
	}
	isJSON := json.Unmarshal(raw, &a) == nil
	switch {
	case status >= http.StatusInternalServerError, status == http.StatusRequestTimeout, status == http.StatusTooManyRequests:
		return fmt.Errorf("click %s: status %d", path, status)
	case isJSON && a.Code != nil && *a.Code != 0:
		return &Refused{Code: *a.Code, Note: a.Note}
	case status >= http.StatusBadRequest:
		return &Refused{Code: status, Note: a.Note}
	case !isJSON || a.Code == nil || status >= http.StatusMultipleChoices:
		return fmt.Errorf("click %s: status %d and no answer of the Merchant API", path, status)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return fmt.Errorf("click %s: %w", path, err)
	}
	return nil
}

// service is the number of the service as calls have it.
func service(k payment.Keys) json.Number { return json.Number(k.Settings[ServiceID]) }

func (p Provider) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}
