package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/stock"
)

// refusals turns what a verb refused into the payload's userErrors. An error that answers the whole request, or that
// nobody expected, is given back instead.
func refusals(ctx context.Context, err error) ([]model.UserError, error) {
	if err == nil {
		return []model.UserError{}, nil
	}
	faults, expected := fault.As(err)
	if !expected {
		return nil, err
	}
	out := make([]model.UserError, len(faults))
	for i, f := range faults {
		if f.TopLevel() {
			return nil, f
		}
		out[i] = userError(ctx, f)
	}
	noteUserErrors(ctx)
	return out, nil
}

func userError(ctx context.Context, f *fault.Error) model.UserError {
	message := f.Message(lang.FromContext(ctx))
	path := f.Path
	if len(path) > 0 && path[0] != "input" {
		path = slices.Concat([]string{"input"}, path)
	}
	if path == nil {
		path = []string{}
	}
	switch facts := f.Facts.(type) {
	case stock.Shortage:
		return model.InsufficientStockError{
			Code: f.Code, Message: message, Path: path, VariantID: id.Of(id.Variant, facts.VariantID), Available: facts.Available,
		}
	case order.PriceChange:
		return model.PriceChangedError{
			Code: f.Code, Message: message, Path: path, Before: &facts.Before, After: &facts.After, Quote: facts.Quote,
		}
	}
	return model.GenericError{Code: f.Code, Message: message, Path: path}
}

// canceled is the code of an answer that nobody waits for any more.
const canceled = "CANCELED"

// present is the error presenter: what the caller may know of an error outside a payload. Faults say their code and
// sentence, errors of the GraphQL layer theirs; anything else is logged and answered as INTERNAL.
func (h *Handler) present(ctx context.Context, err error) *gqlerror.Error {
	var known *gqlerror.Error
	isKnown := errors.As(err, &known)
	if field, ok := inputField(ctx, known); ok {
		return unreadable(ctx, field, known)
	}
	faults, expected := fault.As(err)
	switch {
	case expected:
		return presentFault(ctx, faults[0])
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		return &gqlerror.Error{Message: "canceled by the caller", Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": canceled}}
	case isKnown && (known.Extensions["code"] == codeUnknownDocument || known.Extensions["code"] == codeUntrusted):
		return known
	case isKnown && known.Err == nil && graphql.GetFieldContext(ctx) == nil: // a document that is not valid
		known.Extensions = map[string]any{"code": string(fault.BadRequest)}
		return known
	}
	h.Log.LogAttrs(ctx, slog.LevelError, "unexpected error",
		slog.String("path", graphql.GetPath(ctx).String()), slog.String("error", err.Error()))
	return presentFault(ctx, fault.New(fault.Internal))
}

func presentFault(ctx context.Context, f *fault.Error) *gqlerror.Error {
	out := &gqlerror.Error{
		Message: f.Message(lang.FromContext(ctx)), Path: graphql.GetPath(ctx),
		Extensions: map[string]any{"code": string(f.Code)},
	}
	if len(f.Path) > 0 {
		out.Extensions["field"] = f.Path
	}
	if seconds, ok := f.Params["seconds"]; ok && f.Code == fault.RateLimited {
		out.Extensions["retryAfter"] = seconds
	}
	return out
}

// inputField is the way to the input field that could not be read, below its argument or variable: input, lines, 0,
// quantity. False for errors of other kinds.
func inputField(ctx context.Context, err *gqlerror.Error) ([]string, bool) {
	if err == nil {
		return nil, false
	}
	path, above := err.Path, graphql.GetPath(ctx)
	switch {
	case len(path) > 1 && path[0] == ast.PathName("variable"): // of gqlparser, before anything is executed
		path = path[1:]
	case err.Err != nil && len(path) > len(above) && above != nil: // of a scalar that reads its value
		path = path[len(above):]
	default:
		return nil, false
	}
	field := make([]string, len(path))
	for i, step := range path {
		field[i] = fmt.Sprint(step)
	}
	return field, true
}

// wrongKind is how gqlparser speaks of a value by its kind in Go, which tells a caller nothing: a number is a string to it.
var wrongKind = regexp.MustCompile(`^cannot use \w+ as (\w+)$`)

// unreadable says which field cannot be read, and why.
func unreadable(ctx context.Context, field []string, err *gqlerror.Error) *gqlerror.Error {
	reason := wrongKind.ReplaceAllString(err.Message, "is not a value of $1")
	if faults, ok := fault.As(err); ok {
		reason = fmt.Sprint(faults[0].Params["reason"])
	}
	if r := []rune(reason); len(r) > 200 {
		reason = string(r[:200]) + "…"
	}
	f := fault.New(fault.BadRequest).With("reason", strings.Join(field, ".")+": "+reason)
	return &gqlerror.Error{
		Message: f.Message(lang.FromContext(ctx)), Path: graphql.GetPath(ctx),
		Extensions: map[string]any{"code": string(fault.BadRequest), "field": field},
	}
}

// mostErrors is how many errors of a document are told: a bad one could have thousands.
const mostErrors = 10

func firstErrors(errs gqlerror.List) gqlerror.List { return errs[:min(len(errs), mostErrors)] }
