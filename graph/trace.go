package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	label "go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/dokon-shop/dokon/server/auth"
)

// traced opens a span for an operation, below that of its request, if that one is recorded. Variables and texts of people
// do not go into it.
func traced(ctx context.Context) (context.Context, trace.Span) {
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return ctx, trace.SpanFromContext(context.Background()) // which does nothing
	}
	op := graphql.GetOperationContext(ctx)
	attributes := []label.KeyValue{
		label.String("graphql.operation.type", string(op.Operation.Operation)),
		label.String("graphql.operation.name", cut(op.Operation.Name)),
		label.String("dokon.caller", string(auth.From(ctx).Kind)),
	}
	if s := auth.StoreFrom(ctx); s != nil {
		attributes = append(attributes, label.String("dokon.store", s.Slug))
	}
	return parent.TracerProvider().Tracer("github.com/dokon-shop/dokon/graph").Start(ctx,
		string(op.Operation.Operation)+" "+rootOf(op.Operation), trace.WithAttributes(attributes...))
}

// endSpan closes the span of an operation with what became of it.
func endSpan(span trace.Span, answer *graphql.Response) {
	if answer != nil && len(answer.Errors) > 0 {
		code, _ := answer.Errors[0].Extensions["code"].(string)
		span.SetStatus(codes.Error, code)
	}
	span.End()
}

// rootOf names an operation by the field of the contract that it asks for: a name of which there are few, and which means
// the same whoever asks. Names that callers give to their operations are without number.
func rootOf(op *ast.OperationDefinition) string {
	if len(op.SelectionSet) == 1 {
		if field, ok := op.SelectionSet[0].(*ast.Field); ok {
			return field.Name
		}
	}
	return "several"
}
