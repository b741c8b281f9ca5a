package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/webhook"
)

var contract = sync.OnceValue(func() *ast.Schema { return exec.NewExecutableSchema(exec.Config{}).Schema() })

// offered are the variables that a stored query may declare.
var offered = map[string]string{"id": "ID!", "type": "EventType", "sequence": "Int64"}

// CheckStored judges a query that a webhook is to ask: it must be valid, one query, within the limits of any other, and
// want no variables that an event has not. Fault: QUERY_INVALID at input.query.
func CheckStored(query string) *fault.Error {
	refuse := func(reason string) *fault.Error {
		return fault.New(fault.QueryInvalid, "input", "query").With("reason", reason)
	}
	document, errs := gqlparser.LoadQueryWithRules(contract(), query, rules.NewDefaultRules())
	if len(errs) > 0 {
		return refuse(errs[0].Message)
	}
	if len(document.Operations) != 1 || document.Operations[0].Operation != ast.Query {
		return refuse("it must hold one operation, a query")
	}
	op := document.Operations[0]
	for _, v := range op.VariableDefinitions {
		wanted, known := offered[v.Variable]
		if !known || v.Type.String() != wanted && v.Type.String() != wanted+"!" {
			return refuse("it may declare $id: ID!, $type: EventType and $sequence: Int64")
		}
	}
	if s := (measure{known: map[string]shape{}, variables: map[string]any{}}).of(op.SelectionSet); s.depth > DefaultLimits().Depth || s.cost > DefaultLimits().Cost {
		return refuse("it asks for too much")
	}
	return nil
}

// AskStored answers the query of a webhook about an event, as any client with its scopes would be answered.
func (h *Handler) AskStored(ctx context.Context, w *webhook.Webhook, e *journal.Event) (json.RawMessage, error) {
	shop, err := h.Resolver.Stores.ByID(ctx, w.StoreID)
	if err != nil {
		return nil, err
	}
	values := map[string]any{"id": e.SubjectID(), "type": e.Type, "sequence": e.Seq}
	document, errs := gqlparser.LoadQueryWithRules(contract(), w.Query, rules.NewDefaultRules())
	if len(errs) == 0 {
		for name := range values {
			if document.Operations[0].VariableDefinitions.ForName(name) == nil {
				delete(values, name)
			}
		}
	} // else it is answered with its errors: the contract has changed since it was stored
	body, err := json.Marshal(map[string]any{"query": w.Query, "variables": values})
	if err != nil {
		return nil, err
	}
	ctx = auth.NewContext(ctx, auth.Limited(w.StoreID, w.ID, w.Scopes), shop)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", legacyType)
	answer := recorded{header: http.Header{}}
	h.answer(&answer, r)
	if answer.status == http.StatusTooManyRequests || answer.status >= http.StatusInternalServerError {
		return nil, fmt.Errorf("status %d", answer.status)
	}
	return answer.body.Bytes(), nil
}

// recorded is an answer to a question of our own.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *recorded) Header() http.Header         { return a.header }
func (a *recorded) WriteHeader(status int)      { a.status = status }
func (a *recorded) Write(p []byte) (int, error) { return a.body.Write(p) }
