package graph

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// nowhere stands for the store of a request that names none: it has no rows, and its texts fall back to any language.
var nowhere = &store.Store{Languages: lang.All}

// live is what changes around a caller who stays: their store, as it is by now.
type live struct{ store atomic.Pointer[store.Store] }

type liveKey struct{}

func withLive(ctx context.Context) context.Context {
	l := new(live)
	l.store.Store(auth.StoreFrom(ctx))
	return context.WithValue(ctx, liveKey{}, l)
}

type socketKey struct{}

// withSocket marks operations of a caller who was let in once for all of them.
func withSocket(ctx context.Context) context.Context {
	return context.WithValue(ctx, socketKey{}, true)
}

func onSocket(ctx context.Context) bool { return ctx.Value(socketKey{}) != nil }

// scope is the store and language in which a field is answered: the request's own, but for the bot and the platform, whose
// answers hold things of many stores, those of the store or the notification above the field.
func scope(ctx context.Context) (*store.Store, lang.Lang) {
	s, l := auth.StoreFrom(ctx), lang.FromContext(ctx)
	if now, ok := ctx.Value(liveKey{}).(*live); ok {
		s = now.store.Load()
	}
	if kind := auth.From(ctx).Kind; kind == auth.Bot || kind == auth.Platform {
		above, n := belongsTo(ctx)
		if n != nil {
			l = n.Language
		}
		if above != nil {
			s = above
		}
	}
	if s == nil {
		s = nowhere
	}
	return s, l
}

// belongsTo looks for the store and the notification that a field stands below; nil for none.
func belongsTo(ctx context.Context) (s *store.Store, n *model.Notification) {
	for field := graphql.GetFieldContext(ctx); field != nil; field = field.Parent {
		if above := found[store.Store](field.Result); above != nil && s == nil {
			s = above
		}
		if n = found[model.Notification](field.Result); n != nil {
			return cmp.Or(s, n.Store), n
		}
	}
	return s, nil
}

// found is the T that a field was answered with, alone or as the element of a list.
func found[T any](result any) *T {
	switch r := result.(type) {
	case *T:
		return r
	case **T:
		return *r
	}
	return nil
}

// shopperOf is the shopper who asks. In the answer to a sign-in that is whoever has just signed in.
func shopperOf(ctx context.Context) uuid.UUID {
	for field := graphql.GetFieldContext(ctx); field != nil; field = field.Parent {
		if me := found[model.Me](field.Result); me != nil {
			return me.Customer.ID
		}
	}
	return auth.From(ctx).CustomerID
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
	attrs := make([]slog.Attr, 0, 4)
	attrs = append(attrs, slog.String("caller", string(a.Kind)))
	switch a.Kind { // cart holders and visitors are known by what they hold back
	case auth.Shopper, auth.Staff, auth.Program, auth.Bot, auth.Platform:
		_, id, _ := strings.Cut(keySpace(a), " ")
		attrs = append(attrs, slog.String("actor", id))
	}
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
	switch a.Kind {
	case auth.Anonymous, auth.Visitor, auth.CartHolder:
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
