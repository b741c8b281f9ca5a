package graph

import (
	"context"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// nowhere stands for the store of a request that names none: it has no rows, and its texts fall back to any language.
var nowhere = &store.Store{Languages: lang.All}

// scope is the store and language in which a field is answered: the request's own, but below a notification, of which one
// answer holds many, those of that notification.
func scope(ctx context.Context) (*store.Store, lang.Lang) {
	if auth.From(ctx).Kind == auth.Bot {
		for field := graphql.GetFieldContext(ctx); field != nil; field = field.Parent {
			if n := notificationIn(field.Result); n != nil {
				return n.Store, n.Language
			}
		}
	}
	s := auth.StoreFrom(ctx)
	if s == nil {
		s = nowhere
	}
	return s, lang.FromContext(ctx)
}

func notificationIn(result any) *model.Notification {
	switch n := result.(type) {
	case *model.Notification:
		return n
	case **model.Notification:
		return *n
	}
	return nil
}

func storeOf(ctx context.Context) *store.Store {
	s, _ := scope(ctx)
	return s
}

func languageOf(ctx context.Context) lang.Lang {
	_, l := scope(ctx)
	return l
}

func can(ctx context.Context, p staff.Permission) bool { return auth.From(ctx).Can(p) }

// actorName says who did something, for histories that people read.
func actorName(ctx context.Context) string {
	switch a := auth.From(ctx); a.Kind {
	case auth.Staff:
		return "staff " + a.StaffID.String()
	case auth.Program:
		return "token " + a.TokenID.String()
	default:
		return string(a.Kind)
	}
}

func callerAttrs(ctx context.Context) []slog.Attr {
	a := auth.From(ctx)
	attrs := []slog.Attr{slog.String("caller", string(a.Kind))}
	if s := auth.StoreFrom(ctx); s != nil {
		attrs = append(attrs, slog.String("store", s.Slug))
	}
	return attrs
}

// requirePermission is the directive @auth: one of the permissions is needed. Fields of one store need a store; those of
// the bot process and of the platform span stores.
func requirePermission(ctx context.Context, _ any, next graphql.Resolver, requires []staff.Permission) (any, error) {
	a := auth.From(ctx)
	spans := false
	for _, p := range requires {
		spans = spans || p == staff.BotProcess || p == staff.Platform
		if !a.Can(p) {
			continue
		}
		if spans {
			return next(ctx)
		}
		return inStore(ctx, next)
	}
	if a.Kind == auth.Anonymous || a.Kind == auth.Visitor {
		return nil, fault.New(fault.Unauthenticated)
	}
	return nil, fault.New(fault.Forbidden)
}

// anybody is the directive @public.
func anybody(ctx context.Context, _ any, next graphql.Resolver) (any, error) {
	return inStore(ctx, next)
}

func inStore(ctx context.Context, next graphql.Resolver) (any, error) {
	if storeOf(ctx) == nowhere && !namesStore(graphql.GetFieldContext(ctx).Field.Name) {
		return nil, fault.New(fault.StoreNotFound)
	}
	return next(ctx)
}

// namesStore tells the root fields whose input names the store by itself: a token carries the id of its store.
func namesStore(field string) bool {
	return field == "sessionRefresh" || field == "staffSessionCreate"
}

// deviceOf names the caller's browser and system in words, for the list of sessions.
func deviceOf(ctx context.Context) string {
	return auth.Device(graphql.GetOperationContext(ctx).Headers.Get("User-Agent"))
}
