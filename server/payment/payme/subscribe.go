package payme

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/payment"
)

// Addresses of the Subscribe API, in which the shop calls Payme.
const (
	SubscribeAPI        = "https://checkout.paycom.uz/api"
	SubscribeSandboxAPI = "https://checkout.test.paycom.uz/api"
)

// longestAnswer bounds an answer of Payme, in bytes.
const longestAnswer = 1 << 20

// Errors of the Subscribe API that are final. Whatever is not among them leaves open what became of a call.
const (
	badCard         = -31300 // number, date, or a card of a company
	noNotices       = -31301 // SMS notices are not connected, or the card is over or blocked
	noBalance       = -31302
	noFunds         = -31303
	noFundsOnPay    = -31630 // or another problem of the card
	noCard          = -31400
	codeTooOld      = -31101
	codeTries       = -31102
	codeWrong       = -31103
	codeUnsent      = -31110
	noMerchant      = -31601
	noReceipt       = -31602
	badField        = -31610
	belowLeast      = -31611
	aboveMost       = -31612
	shopUnreachable = -31622
	shopMisbehaves  = -31623
	badToken        = -32500
)

// told is what shoppers are told of refusals about their cards.
var told = map[int]fault.Code{
	badCard: fault.CardRefused, noNotices: fault.CardCodeUnsent, noBalance: fault.CardLacksFunds, noFunds: fault.CardLacksFunds,
	noFundsOnPay: fault.CardLacksFunds, noCard: fault.CardRefused, codeTooOld: fault.CardCodeExpired, codeTries: fault.CardCodeExpired,
	codeWrong: fault.CardCodeWrong, codeUnsent: fault.CardCodeUnsent, badToken: fault.CardRefused, BadParams: fault.CardRefused,
	belowLeast: fault.CardRefused, aboveMost: fault.CardRefused,
}

// own are refusals that are about the shop and not about the card: shoppers are told that Payme cannot be reached.
var own = []int{NoAccess, noMerchant, badField, shopUnreachable, shopMisbehaves, noReceipt}

// rpcError is an error of the Subscribe API. Its message is a text, or one in three languages.
type rpcError struct {
	Code    int             `json:"code"`
	Message json.RawMessage `json:"message"`
}

func (e *rpcError) Error() string { return fmt.Sprintf("payme answers %d: %.300s", e.Code, e.Message) }

// reason is the message in one language.
func (e *rpcError) reason() string {
	var text string
	var texts Message
	if json.Unmarshal(e.Message, &text) != nil && json.Unmarshal(e.Message, &texts) == nil {
		text = cmp.Or(texts.RU, texts.UZ, texts.EN)
	}
	return fmt.Sprintf("%d %.200s", e.Code, text)
}

// refusal is what the error says for good; the error itself when it says nothing for good.
func (e *rpcError) refusal() error {
	if code, is := told[e.Code]; is {
		return &payment.CardRefusal{Code: code, Reason: e.reason()}
	}
	if slices.Contains(own, e.Code) {
		return &payment.CardRefusal{Code: fault.ProviderUnavailable, Reason: e.reason()}
	}
	return e
}

// keyOf are who signs a call: the cards of a shopper are called about in the name of the kassa, money with its key.
type keyOf func(k payment.Keys) string

func asMerchant(k payment.Keys) string { return k.Settings[MerchantID] }

func asCashier(k payment.Keys) string { return k.Settings[MerchantID] + ":" + k.Secret }

// client is used by all calls; a call ends with its context.
var client = &http.Client{
	Timeout:       time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// api is where the Subscribe API of a mode is called by the shop.
func (p Provider) api(m payment.Mode) string {
	if m == payment.Test {
		return cmp.Or(p.API, SubscribeSandboxAPI)
	}
	return SubscribeAPI
}

// call asks for a method. Errors: *rpcError when Payme refuses, any other when nothing is known. Nothing of what is sent is
// in them.
func (p Provider) call(ctx context.Context, k payment.Keys, as keyOf, method string, params, into any) error {
	body, err := json.Marshal(map[string]any{"id": time.Now().UnixMilli(), "method": method, "params": params})
	if err != nil {
		return fmt.Errorf("payme %s: %w", method, err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.api(k.Mode), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("payme %s: %w", method, err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Auth", as(k))
	answer, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("payme %s: %w", method, err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, longestAnswer))
	if err != nil {
		return fmt.Errorf("payme %s: %w", method, err)
	}
	var out struct {
		Result json.RawMessage `json:"result"`
		Error  *rpcError       `json:"error"`
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return fmt.Errorf("payme %s: status %d and no answer of the protocol", method, answer.StatusCode)
	}
	if out.Error != nil {
		return out.Error
	}
	if err := json.Unmarshal(out.Result, into); err != nil {
		return fmt.Errorf("payme %s: status %d: %w", method, answer.StatusCode, err)
	}
	return nil
}
