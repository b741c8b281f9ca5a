package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// The bot's whole vocabulary: a document for each question, named as its operation.
//
//go:embed operations/*.graphql
var documents embed.FS

// api is the door to the server. Every operation here may be repeated without harm, so faults of the network and of the server are tried again.
type api struct {
	url, token string
	http       *http.Client
}

// caller says on whose behalf an operation is asked.
type caller struct {
	// store is the slug of the store; empty for operations across stores.
	store string
	// staff is the Telegram id of the member of staff who pressed a button; 0 when the bot speaks for itself.
	staff    int64
	language language
	// key makes a repeat of the same act recognisable to the server.
	key string
}

// apiError is a refusal of the whole operation. Code is of extensions.code.
type apiError struct {
	Code, Message string
	retryAfter    time.Duration
}

func (e *apiError) Error() string { return e.Code + ": " + e.Message }

// userError is something a person can put right; Message is in the language of the caller.
type userError struct {
	Code, Message string
}

const (
	attempts   = 5
	firstPause = 250 * time.Millisecond
	// patience is how long one try may take, apart from the time a claim waits on purpose.
	patience  = 15 * time.Second
	maxAnswer = 16 << 20
)

// do runs the operation and decodes its data. An error is *apiError when the server refused, else a fault that five tries did not overcome.
func (a *api) do(ctx context.Context, operation string, as caller, variables map[string]any, into any, extra ...time.Duration) error {
	document, err := documents.ReadFile("operations/" + operation + ".graphql")
	if err != nil {
		return fmt.Errorf("operation %s: %w", operation, err)
	}
	body, err := json.Marshal(map[string]any{"query": string(document), "operationName": operation, "variables": variables})
	if err != nil {
		return fmt.Errorf("operation %s: %w", operation, err)
	}
	limit := patience
	for _, d := range extra {
		limit += d
	}
	pause := firstPause
	for try := 1; ; try++ {
		err = a.once(ctx, as, body, into, limit)
		if err == nil || ctx.Err() != nil || try == attempts || !passing(err) {
			break
		}
		wait := pause + rand.N(pause)
		var refused *apiError
		if errors.As(err, &refused) && refused.retryAfter > 0 {
			wait = min(refused.retryAfter, 10*time.Second)
		}
		if !sleep(ctx, wait) {
			break
		}
		pause *= 2
	}
	if err != nil {
		return fmt.Errorf("operation %s: %w", operation, err)
	}
	return nil
}

// passing tells faults that another try may overcome.
func passing(err error) bool {
	var refused *apiError
	if !errors.As(err, &refused) {
		return true
	}
	return refused.Code == "INTERNAL" || refused.Code == "RATE_LIMITED"
}

func (a *api) once(ctx context.Context, as caller, body []byte, into any, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/graphql-response+json, application/json")
	req.Header.Set("Authorization", "Bearer "+a.token)
	if as.store != "" {
		req.Header.Set("X-Store", as.store)
	}
	if as.staff != 0 {
		req.Header.Set("X-Act-For", strconv.FormatInt(as.staff, 10))
	}
	if as.language != "" {
		req.Header.Set("Accept-Language", as.language.tag())
	}
	if as.key != "" {
		req.Header.Set("Idempotency-Key", as.key)
	}
	res, err := a.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if json.Unmarshal(raw, &answer) != nil {
		return fmt.Errorf("the server answers %d and no GraphQL", res.StatusCode)
	}
	if len(answer.Errors) > 0 {
		seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		first := answer.Errors[0]
		return &apiError{Code: first.Extensions.Code, Message: first.Message, retryAfter: time.Duration(seconds) * time.Second}
	}
	if res.StatusCode != http.StatusOK || len(answer.Data) == 0 {
		return fmt.Errorf("the server answers %d", res.StatusCode)
	}
	return json.Unmarshal(answer.Data, into)
}

// sleep waits; false when the context ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
