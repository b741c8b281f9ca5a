// Package invoice is payment inside Telegram: invoices of the shop's bot, which buyers pay in the sheet of their messenger, by
// a provider that BotFather has connected or with Stars. It asks Telegram for links and refunds; what Telegram tells the bot of
// them, server/till carries out.
//
// The facts are those of the Bot API 10.1 (core.telegram.org/bots/api, …/bots/payments), as of October 2026.
package invoice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
)

// API is the Bot API as far as money needs it. Messages are the bot's; links and refunds are asked for here, since a buyer waits
// for the one and a job of the server answers for the other.
type API struct {
	// URL of the Bot API server, without a slash at the end.
	URL  func() string
	HTTP *http.Client
	// Links is where links into Telegram lead, without a slash at the end; nil is https://t.me.
	Links func() string
	// Bot gives the bot of a store. Error: ErrNoBot.
	Bot func(ctx context.Context, storeID int64) (Bot, error)
	// Payer gives the Telegram id of who made a charge; 0 when none is known.
	Payer func(ctx context.Context, storeID int64, chargeID string) (int64, error)
}

// Bot speaks for a store.
type Bot struct {
	Token        string
	IsTestServer bool // of Telegram's test servers
}

// ErrNoBot says that a store has no bot whose token is known.
var ErrNoBot = errors.New("invoice: the store has no bot")

// Refusal is an answer of Telegram that asking again will not change.
type Refusal struct {
	Code        int
	Description string
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("invoice: Telegram answers %d: %s", r.Code, r.Description)
}

// Telegram is Telegram's own Bot API server.
const Telegram = "https://api.telegram.org"

const maxAnswer = 4 << 20

// token finds a bot's token: net/http puts the whole address into its errors.
var token = regexp.MustCompile(`\d+:[\w-]{35}`)

// call asks for a method. Errors: ErrNoBot; *Refusal for what is refused for good; anything else leaves open what became of it.
func (a API) call(ctx context.Context, storeID int64, method string, params, into any) error {
	bot, err := a.Bot(ctx, storeID)
	if err != nil {
		return err
	}
	middle := "/"
	if bot.IsTestServer {
		middle = "/test/"
	}
	body, err := json.Marshal(params)
	if err != nil {
		return fmt.Errorf("invoice: %s: %w", method, err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL()+"/bot"+bot.Token+middle+method, bytes.NewReader(body))
	if err != nil {
		return errors.New("invoice: the address of the Bot API is no address")
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := a.HTTP.Do(r)
	if err != nil {
		return fmt.Errorf("invoice: %s: %s", method, token.ReplaceAllString(err.Error(), "<token>"))
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("invoice: %s: %s", method, token.ReplaceAllString(err.Error(), "<token>"))
	}
	var out struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		ErrorCode   int             `json:"error_code"`
		Description string          `json:"description"`
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return fmt.Errorf("invoice: %s: status %d and no answer of the Bot API", method, answer.StatusCode)
	}
	switch {
	case out.OK:
		if err := json.Unmarshal(out.Result, into); err != nil {
			return fmt.Errorf("invoice: %s: %w", method, err)
		}
		return nil
	case out.ErrorCode == http.StatusTooManyRequests || out.ErrorCode >= http.StatusInternalServerError:
		return fmt.Errorf("invoice: %s: Telegram answers %d: %s", method, out.ErrorCode, out.Description)
	}
	return &Refusal{Code: out.ErrorCode, Description: token.ReplaceAllString(out.Description, "<token>")}
}
