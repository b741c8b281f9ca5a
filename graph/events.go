package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/order"
)

type journalEvent struct{ *Resolver }

// Event answers fields of the journal.
func (r *Resolver) Event() exec.EventResolver { return journalEvent{r} }

func (journalEvent) Version(_ context.Context, obj *journal.Event) (*int, error) {
	if obj.Version == 0 {
		return nil, nil
	}
	return &obj.Version, nil
}

func (journalEvent) ActorKind(_ context.Context, obj *journal.Event) (order.ActorKind, error) {
	return order.ActorKind(obj.ActorKind), nil
}

func (q query) Events(ctx context.Context, after *string, types []journal.Type, first *int) (*journal.Page, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*journal.Page, error) {
		return journal.After(ctx, db, storeID, types, first, after)
	})
}

// byCaller says in the context, for the journal, what kind of actor makes the changes of an operation.
func byCaller(ctx context.Context) context.Context {
	switch auth.From(ctx).Kind {
	case auth.Staff:
		return journal.By(ctx, journal.Staff)
	case auth.Program:
		return journal.By(ctx, journal.API)
	case auth.Bot, auth.Platform:
		return journal.By(ctx, journal.System)
	}
	return journal.By(ctx, journal.Customer)
}
