// Package auth says who calls: it signs shoppers and staff in, keeps their sessions, knows the tokens of programs, and puts
// the caller and their store into the context of a request. What a caller may see of a noun is the noun's WHERE clause.
package auth

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

// Kind is what sort of caller an Actor is.
type Kind string

const (
	Anonymous Kind = "ANONYMOUS"
	// CartHolder has shown the secret of an anonymous cart. Whether a cart has it is for cart to say.
	CartHolder Kind = "CART"
	// Visitor has shown valid init data, but no session yet: good for signing in and for nothing else.
	Visitor  Kind = "VISITOR"
	Shopper  Kind = "CUSTOMER"
	Staff    Kind = "STAFF"
	Program  Kind = "API_TOKEN"
	Bot      Kind = "BOT"
	Platform Kind = "PLATFORM"
)

// Actor is the caller of one request.
type Actor struct {
	Kind Kind
	// StoreID is the store for which the caller's token is good; 0 when it names none.
	StoreID    int64
	CustomerID uuid.UUID  // of a shopper, and of staff for whom the bot acts, when they shop too
	StaffID    uuid.UUID  // of staff
	Role       staff.Role // of staff
	SessionID  uuid.UUID
	TokenID    uuid.UUID // of a program
	// CartToken is the secret that a CartHolder has shown.
	CartToken string
	// InitData is what a Visitor has shown, checked.
	InitData *telegram.InitData
	// IsRelayed says that the bot acts for this person, who pressed a button in the chat.
	IsRelayed bool

	// IsOutside says that the session is one of a web page, not of the Mini App.
	IsOutside bool

	permissions []staff.Permission
}

// Can says whether the caller has p.
func (a *Actor) Can(p staff.Permission) bool { return slices.Contains(a.permissions, p) }

// Permissions is all that the caller has.
func (a *Actor) Permissions() []staff.Permission { return slices.Clone(a.permissions) }

// By is the caller as one who changes staff. A program has the power of the highest role that its scopes contain in full, so that by making a
// member it gains nothing it has not; never an owner's, who are changed by people.
func (a *Actor) By() staff.By {
	switch a.Kind {
	case Staff:
		return staff.By{ID: a.StaffID, Role: a.Role}
	case Platform:
		return staff.By{Role: staff.Owner}
	case Program:
		return staff.By{Role: staff.RoleWithin(a.permissions)}
	}
	return staff.By{}
}

var anonymous = &Actor{Kind: Anonymous}

type actorKey struct{}

type storeKey struct{}

// From gives the caller of the request; Anonymous, never nil.
func From(ctx context.Context) *Actor {
	if a, ok := ctx.Value(actorKey{}).(*Actor); ok {
		return a
	}
	return anonymous
}

// StoreFrom gives the store of the request; nil when it names none, as requests of the bot and of the platform may.
func StoreFrom(ctx context.Context) *store.Store {
	s, _ := ctx.Value(storeKey{}).(*store.Store)
	return s
}

// NewContext carries a caller and their store, for tests and for work that a program does on its own.
func NewContext(ctx context.Context, a *Actor, s *store.Store) context.Context {
	ctx = context.WithValue(ctx, actorKey{}, a)
	if s != nil {
		ctx = context.WithValue(ctx, storeKey{}, s)
	}
	return ctx
}
