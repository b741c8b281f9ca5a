package checkout

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
)

// Refusal is an error of the gateway.
type Refusal struct {
	Code    int
	Message string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("uzum checkout answers %d: %.200s", r.Code, r.Message)
}

// Codes of errors that mean something to the shop. Those of 1000 to 1999 are about its key.
const (
	badRequest      = 2000
	wrongState      = 3000
	noPayment       = 3005
	cancelFirst     = 3019 // to 3022: sum or date of a refund
	cancelLast      = 3022
	operationExists = 3028
)

// isFinal tells whether asking again will give the same no.
func (r *Refusal) isFinal() bool {
	return r.Code == badRequest || r.Code == wrongState || r.Code == noPayment || r.Code >= cancelFirst && r.Code <= cancelLast
}

// longestAnswer bounds an answer, in bytes.
const longestAnswer = 1 << 20

var client = &http.Client{
	Timeout:       time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// languages as the gateway takes them; "uz" alone it refuses.
var languages = map[lang.Lang]string{lang.RU: "ru-RU", lang.EN: "en-EN"}

// base is where an account is called.
func (p Provider) base(k payment.Keys) string {
	if k.Mode == payment.Test {
		return cmp.Or(p.API, TestHost+"/api/")
	}
	return k.Settings[APIHost] + "/api/"
}

// call asks for a path below /api/v1/. operation names what must be done once; empty for a question. Errors: *Refusal, any other
// when nothing is known. Nothing of the key is in them.
func (p Provider) call(ctx context.Context, k payment.Keys, path, operation string, l lang.Lang, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("uzum checkout %s: %w", path, err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base(k)+"v1/"+path, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("uzum checkout %s: %w", path, err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Content-Language", cmp.Or(languages[l], "uz-UZ"))
	r.Header.Set("X-Terminal-Id", k.Settings[TerminalID])
	r.Header.Set("X-API-Key", k.Secret)
	if operation != "" {
		r.Header.Set("X-Operation-Id", operation)
	}
	answer, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("uzum checkout %s: %w", path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(answer.Body, longestAnswer))
	if err != nil {
		return fmt.Errorf("uzum checkout %s: %w", path, err)
	}
	var out struct {
		ErrorCode *int            `json:"errorCode"`
		Message   string          `json:"message"`
		Result    json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(said, &out); err != nil || out.ErrorCode == nil {
		return fmt.Errorf("uzum checkout %s: status %d and no answer of the protocol", path, answer.StatusCode)
	}
	if *out.ErrorCode != 0 {
		return &Refusal{Code: *out.ErrorCode, Message: out.Message}
	}
	if err := json.Unmarshal(out.Result, into); err != nil {
		return fmt.Errorf("uzum checkout %s: %w", path, err)
	}
	return nil
}
