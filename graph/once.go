package graph

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/once"
	"github.com/dokon-shop/dokon/server/secret"
)

// keyHeader names one intent of the caller: however often the request arrives, it is carried out once. keyExtension says the
// same in a request's extensions: a WebSocket has no headers for each of its requests.
const (
	keyHeader    = "Idempotency-Key"
	keyExtension = "idempotencyKey"
)

// keysOf are the keys that a request gives; more than one is too many.
func keysOf(op *graphql.OperationContext) []string {
	keys := slices.Clone(op.Headers.Values(keyHeader))
	if given, ok := op.Extensions[keyExtension]; ok && given != nil {
		text, _ := given.(string) // anything else is no key
		keys = append(keys, text)
	}
	return keys
}

// onceKey is where an answer to a request with a key says whether it is the first one: extensions.idempotency.replayed.
const onceKey = "idempotency"

// repeatable are mutations whose second run gives what the first one gave, by their own rules: one order of a cart, a cart
// as it is declared. When the answer of the first got lost they run again; of others the caller is told.
var repeatable = map[string]bool{"orderPlace": true, "cartSet": true}

// onlyOnce answers a mutation with a key by the answer that was given to its first arrival, or carries it out.
func (h *Handler) onlyOnce(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	var asked bool
	return func(context.Context) *graphql.Response {
		if asked {
			return nil
		}
		asked = true
		act, err := actOf(ctx)
		if err == nil {
			var response *graphql.Response
			if response, err = h.carryOut(ctx, act, next); err == nil {
				return response
			}
		}
		refused := &graphql.Response{Errors: gqlerror.List{h.present(ctx, err)}}
		h.observe(ctx, refused)
		return refused
	}
}

// actOf is what the request asks for. Fault: BAD_REQUEST for a key that cannot be one.
func actOf(ctx context.Context) (once.Act, error) {
	op, a := graphql.GetOperationContext(ctx), auth.From(ctx)
	key, err := once.CheckKey(keysOf(op), a.Kind == auth.Anonymous)
	if err != nil {
		return once.Act{}, err
	}
	body, err := json.Marshal([]any{op.RawQuery, op.OperationName, op.Variables})
	if err != nil {
		return once.Act{}, fmt.Errorf("hash of a request: %w", err)
	}
	hash := sha256.Sum256(body)
	act := once.Act{Actor: keySpace(a), Key: key, Hash: hash[:]}
	if s := auth.StoreFrom(ctx); s != nil {
		act.StoreID = s.ID
	}
	return act, nil
}

// keySpace is whose keys the caller's are: a person's on all their devices, a program's, a cart's.
func keySpace(a *auth.Actor) string {
	switch a.Kind {
	case auth.Shopper:
		return "customer " + a.CustomerID.String()
	case auth.Staff:
		return "staff " + a.StaffID.String()
	case auth.Program, auth.Bot, auth.Platform:
		return "token " + a.TokenID.String()
	case auth.CartHolder:
		return "cart " + hex.EncodeToString(secret.HashToken(a.CartToken))
	case auth.Visitor:
		return "telegram " + strconv.FormatInt(a.InitData.User.ID, 10)
	}
	return "anybody"
}

// lookAgain is how often an answer that another process is making is looked for.
const lookAgain = 25 * time.Millisecond

func (h *Handler) carryOut(ctx context.Context, act once.Act, next graphql.OperationHandler) (*graphql.Response, error) {
	done, err := h.keys.enter(ctx, act)
	if err != nil {
		return nil, err
	}
	defer done()
	for {
		earlier, answer, err := h.earlier(ctx, act)
		if answer != nil || err != nil {
			return answer, err
		}
		running, run := h.book.Begin(ctx, act, earlier)
		response := next(running)(running)
		if response == nil { // the caller is gone; what was committed tells of itself
			return nil, nil
		}
		if run.IsTaken() {
			continue
		}
		kept, err := h.keep(ctx, run, response)
		if err != nil {
			h.Log.LogAttrs(ctx, slog.LevelError, "an answer was not kept for its repetition", slog.String("error", err.Error()))
		}
		if kept || err != nil {
			h.Metrics.keys.WithLabelValues("first").Inc()
			return response, nil
		}
	}
}

// earlier gives the answer of an earlier arrival, waiting for one that is still being made, or the id of an attempt that
// may be followed: none was made, or its answer got lost and the mutation is repeatable. Faults: CONFLICT…
func (h *Handler) earlier(ctx context.Context, act once.Act) (uuid.UUID, *graphql.Response, error) {
	for {
		entry, err := h.book.Find(ctx, act)
		switch {
		case err != nil && ctx.Err() != nil:
			return uuid.Nil, nil, fault.New(fault.InProgress)
		case err != nil:
			return uuid.Nil, nil, err
		case entry == nil:
			return uuid.Nil, nil, nil
		case entry.Answer != nil:
			answer, err := h.replay(ctx, entry.Answer)
			return uuid.Nil, answer, err
		case isRepeatable(graphql.GetOperationContext(ctx)):
			return entry.RunID, nil, nil
		case h.Resolver.Now().Sub(entry.Since) >= h.Limits.Wait: // nobody works that long
			return uuid.Nil, nil, fault.New(fault.CarriedOut)
		}
		select {
		case <-ctx.Done():
			return uuid.Nil, nil, fault.New(fault.InProgress)
		case <-time.After(lookAgain):
		}
	}
}

func isRepeatable(op *graphql.OperationContext) bool {
	for _, selection := range op.Operation.SelectionSet {
		if field, ok := selection.(*ast.Field); !ok || !repeatable[field.Name] {
			return false
		}
	}
	return true
}

// kept is an answer as it is kept. One with an internal error says nothing worth repeating: it is kept as lost.
type kept struct {
	Data       json.RawMessage `json:"data,omitempty"`
	Errors     gqlerror.List   `json:"errors,omitempty"`
	Extensions map[string]any  `json:"extensions,omitempty"`
	IsRefused  bool            `json:"isRefused,omitempty"` // has userErrors
	IsLost     bool            `json:"isLost,omitempty"`
}

// keep stores the first answer, and marks it as such. An answer with errors to a request that changed nothing is not
// stored: the same request may be sent again when the reason is gone. False when another attempt was first.
func (h *Handler) keep(ctx context.Context, run *once.Run, response *graphql.Response) (bool, error) {
	if len(response.Errors) > 0 && !run.HasCommitted() {
		return true, nil
	}
	answer := kept{Data: response.Data, Errors: response.Errors, Extensions: response.Extensions, IsRefused: notesOf(ctx).userErrors.Load()}
	for _, e := range response.Errors {
		if code := e.Extensions["code"]; code == string(fault.Internal) || code == canceled {
			answer = kept{IsLost: true}
		}
	}
	var packed bytes.Buffer
	write := json.NewEncoder(&packed)
	write.SetEscapeHTML(false) // the data comes back as it was sent, to the byte
	if err := write.Encode(answer); err != nil {
		return false, err
	}
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	mark(response, false)
	return h.book.Keep(patient, run, packed.Bytes())
}

func (h *Handler) replay(ctx context.Context, packed []byte) (*graphql.Response, error) {
	var answer kept
	if err := json.Unmarshal(packed, &answer); err != nil {
		return nil, fmt.Errorf("read a kept answer: %w", err)
	}
	if answer.IsLost {
		return nil, fault.New(fault.CarriedOut)
	}
	if answer.IsRefused {
		noteUserErrors(ctx)
	}
	response := &graphql.Response{Data: answer.Data, Errors: answer.Errors, Extensions: answer.Extensions}
	mark(response, true)
	h.Metrics.keys.WithLabelValues("replayed").Inc()
	h.observe(ctx, response)
	return response, nil
}

func mark(response *graphql.Response, isReplayed bool) {
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions[onceKey] = map[string]any{"replayed": isReplayed}
}

// busyKeys are the acts that are being carried out in this process. Repetitions wait here, where waiting costs no
// connection to the database; those in other processes wait for the row.
type busyKeys struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

// enter waits until nobody else works on the act. done lets the next one in. Fault: CONFLICT_IN_PROGRESS when the caller's
// time is over.
func (k *busyKeys) enter(ctx context.Context, act once.Act) (done func(), err error) {
	name := strings.Join([]string{strconv.FormatInt(act.StoreID, 10), act.Actor, act.Key}, " ")
	for {
		k.mu.Lock()
		working := k.busy[name]
		if working == nil {
			mine := make(chan struct{})
			k.busy[name] = mine
			k.mu.Unlock()
			return func() {
				k.mu.Lock()
				delete(k.busy, name)
				k.mu.Unlock()
				close(mine)
			}, nil
		}
		k.mu.Unlock()
		select {
		case <-working:
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return nil, ctx.Err()
			}
			return nil, fault.New(fault.InProgress)
		}
	}
}
