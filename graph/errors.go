package graph

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/99designs/gqlgen/graphql"
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

// present is the error presenter: what the caller may know of an error outside a payload. Faults say their code and
// sentence, errors of the GraphQL layer theirs; anything else is logged and answered as INTERNAL.
func (h *Handler) present(ctx context.Context, err error) *gqlerror.Error {
	var known *gqlerror.Error
	if faults, ok := fault.As(err); ok {
		return presentFault(ctx, faults[0])
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return presentFault(ctx, fault.New(fault.Internal).Because(err))
	case errors.Is(err, context.Canceled):
		return &gqlerror.Error{Message: "canceled by the caller", Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": "CANCELED"}}
	case errors.As(err, &known) && known.Err == nil:
		if known.Extensions == nil {
			known.Extensions = map[string]any{"code": string(fault.BadRequest)}
		}
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
	return out
}
