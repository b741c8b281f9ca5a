package graph

import (
	"context"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
)

// repetition refuses documents in which one name stands too often, before they are validated: whether fields of one name
// can be merged is asked for each pair of them, which takes 225 ms of the processor for 1900 times the same scalar. Of the
// names that a document may have, 300 of each take some milliseconds.
type repetition struct {
	known graphql.Cache[*ast.QueryDocument] // what was validated already
	most  int
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = repetition{}

// ExtensionName names the extension in errors of the server.
func (repetition) ExtensionName() string { return "Repetition" }

// Validate accepts every schema.
func (repetition) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters looks at the document that is about to be parsed. What is wrong with it otherwise is for the
// parser to say.
func (r repetition) MutateOperationParameters(ctx context.Context, request *graphql.RawParams) *gqlerror.Error {
	if len(request.Query) < 2*r.most { // too short for that many names
		return nil
	}
	if _, isKnown := r.known.Get(ctx, request.Query); isKnown {
		return nil
	}
	times := map[string]int{}
	words := lexer.New(&ast.Source{Input: request.Query})
	for token, err := words.ReadToken(); err == nil && token.Kind != lexer.EOF; token, err = words.ReadToken() {
		if token.Kind != lexer.Name {
			continue
		}
		if times[token.Value]++; times[token.Value] > r.most {
			return refusal("too often the same name, at most " + strconv.Itoa(r.most) + " times: " + cut(token.Value))
		}
	}
	return nil
}
