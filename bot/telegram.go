package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/mymmrac/telego"
	ta "github.com/mymmrac/telego/telegoapi"
)

// tokenForm finds a bot token in a text: in an address, in an error, in a log line.
var tokenForm = regexp.MustCompile(`\d+:[\w-]{35}`)

func redact(s string) string { return tokenForm.ReplaceAllString(s, "<token>") }

// safeLog takes tokens out of every line on its way out, whoever wrote it.
type safeLog struct{ io.Writer }

func (l safeLog) Write(p []byte) (int, error) {
	if _, err := l.Writer.Write(tokenForm.ReplaceAll(p, []byte("<token>"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// quiet keeps telego's own log silent: its debug lines hold payloads, its error lines the address with the token.
type quiet struct{}

func (quiet) Debugf(string, ...any) {}
func (quiet) Errorf(string, ...any) {}

// safeCaller takes the token out of errors: net/http puts the whole address into them.
type safeCaller struct{ next ta.Caller }

// fault is a failure of the way to Telegram: the network, or a server error. Whether the act was done is not known.
type fault struct {
	text  string
	cause error // only what can be told without an address: the end of a context
}

func (f *fault) Error() string { return f.text }
func (f *fault) Unwrap() error { return f.cause }

func (c safeCaller) Call(ctx context.Context, url string, data *ta.RequestData) (*ta.Response, error) {
	res, err := c.next.Call(ctx, url, data)
	if err != nil {
		return nil, &fault{redact(err.Error()), ctx.Err()}
	}
	if res.Error != nil {
		res.Description = redact(res.Description)
	}
	return res, nil
}

// newTelegramClient is the HTTP client that all bots share. It has no overall time limit, since a long poll lasts; calls bring their own.
func newTelegramClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConns:        256,
		MaxIdleConnsPerHost: 256,
		IdleConnTimeout:     90 * time.Second,
	}}
}

// connect makes a telego bot that never shows its token. It calls net/http, since the library's default client cannot be cancelled.
func connect(token, server string, isTest bool, client *http.Client) (*telego.Bot, ta.Caller, error) {
	caller := safeCaller{ta.HTTPCaller{Client: client}}
	options := []telego.BotOption{telego.WithAPICaller(caller), telego.WithAPIServer(server), telego.WithLogger(quiet{})}
	if isTest {
		options = append(options, telego.WithTestServerPath())
	}
	b, err := telego.NewBot(token, options...)
	if err != nil {
		return nil, nil, errors.New(redact(err.Error()))
	}
	return b, caller, nil
}

// callLimit is how long one call may take, getUpdates apart.
const callLimit = 20 * time.Second

// pollUpdates is getUpdates with each update decoded on its own: one that this library cannot read is left out and does not block the rest
// for ever. last is the highest id seen, unreadable ones included.
func pollUpdates(ctx context.Context, c ta.Caller, server, token string, isTest bool, offset int, wait time.Duration) (list []telego.Update, last int, err error) {
	path := "/bot" + token + "/"
	if isTest {
		path += "test/"
	}
	body, err := json.Marshal(telego.GetUpdatesParams{Offset: offset, Timeout: int(wait.Seconds()), AllowedUpdates: allowedUpdates})
	if err != nil {
		return nil, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, wait+callLimit)
	defer cancel()
	res, err := c.Call(ctx, server+path+"getUpdates", &ta.RequestData{ContentType: ta.ContentTypeJSON, BodyRaw: body})
	if err != nil {
		return nil, 0, err
	}
	if !res.Ok {
		return nil, 0, res.Error
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(res.Result, &raw); err != nil {
		return nil, 0, fmt.Errorf("updates: %w", err)
	}
	for _, one := range raw {
		var id struct {
			UpdateID int `json:"update_id"`
		}
		if json.Unmarshal(one, &id) == nil {
			last = max(last, id.UpdateID)
		}
		var u telego.Update
		if json.Unmarshal(one, &u) == nil {
			list = append(list, u)
		}
	}
	return list, last, nil
}

// allowedUpdates is what the bot listens to; my_chat_member tells of being blocked and unblocked, messages also of payments.
var allowedUpdates = []string{telego.MessageUpdates, telego.CallbackQueryUpdates, telego.MyChatMemberUpdates, telego.PreCheckoutQueryUpdates}

// verdict says what an error of Telegram means.
type verdict int

const (
	fine        verdict = iota
	unmodified          // the edit changes nothing: as good as done
	lostMessage         // the message to edit is gone: send a new one
	flooded             // wait, then repeat
	blocked             // the person stopped the bot
	goneAway            // the account is deleted
	stranger            // the person never started the bot, or the chat is not known
	badMarkup           // our HTML is wrong: send as plain text
	revoked             // the token does not work
	conflicting         // somebody else polls, or a webhook is set
	stale               // the pressed button is too old
	refused             // will never be taken
	troubled            // network or server: try again later
)

// judge reads an error. after is how long Telegram wants us to wait.
func judge(err error) (v verdict, after time.Duration) {
	var refusal *ta.Error
	switch {
	case err == nil:
		return fine, 0
	case !errors.As(err, &refusal):
		return troubled, 0
	}
	text := strings.ToLower(refusal.Description)
	has := func(s string) bool { return strings.Contains(text, s) }
	switch refusal.ErrorCode {
	case http.StatusTooManyRequests:
		if refusal.Parameters != nil {
			after = time.Duration(refusal.Parameters.RetryAfter) * time.Second
		}
		return flooded, max(after, time.Second)
	case http.StatusForbidden:
		switch {
		case has("deactivated"):
			return goneAway, 0
		case has("can't initiate"):
			return stranger, 0
		}
		return blocked, 0
	case http.StatusUnauthorized, http.StatusNotFound:
		return revoked, 0
	case http.StatusConflict:
		return conflicting, 0
	case http.StatusBadRequest:
		switch {
		case has("message is not modified"):
			return unmodified, 0
		case has("message to edit not found"), has("message can't be edited"), has("message_id_invalid"):
			return lostMessage, 0
		case has("chat not found"), has("peer_id_invalid"):
			return stranger, 0
		case has("can't parse entities"):
			return badMarkup, 0
		case has("query is too old"):
			return stale, 0
		}
		return refused, 0
	}
	if refusal.ErrorCode >= http.StatusInternalServerError {
		return troubled, 0
	}
	return refused, 0
}
