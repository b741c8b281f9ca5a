package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// Gate lets callers in. It is safe for concurrent use.
type Gate struct {
	db     *db.DB
	stores *store.Directory
	box    *secret.Box
	keys   signingKeys
	now    func() time.Time
	alive  aliveness
}

// Config is what a Gate needs.
type Config struct {
	DB     *db.DB
	Stores *store.Directory
	Box    *secret.Box // opens bot tokens
	// Keys sign access tokens, each by a key derived from it: the first one signs, all are accepted. The same keys as the box's will do.
	Keys []secret.Key
	Now  func() time.Time
}

// New makes a Gate. Error: no key.
func New(c Config) (*Gate, error) {
	keys, err := deriveKeys(c.Keys)
	if err != nil {
		return nil, err
	}
	return &Gate{db: c.DB, stores: c.Stores, box: c.Box, keys: keys, now: c.Now, alive: newAliveness()}, nil
}

// Credentials are what a request says of its caller: headers of HTTP, or the first message of a WebSocket.
type Credentials struct {
	// Authorization is "Bearer <token>", "tma <initData>" or empty.
	Authorization string
	// Store is a slug, from X-Store.
	Store string
	// Host as the client named it, with or without port.
	Host string
	// ActFor is the Telegram id of the person for whom the bot acts, from X-Act-For.
	ActFor string
	// Language is the header Accept-Language.
	Language string
}

// Authenticate puts caller, store and language into the context.
//
// The store is the one that Store names, else the token's own, else the host's, else the only one of the deployment. A token is good in its
// own store alone: named together with another store it is refused.
//
// Errors: UNAUTHENTICATED for a token that is unknown, forged or of another store; SESSION_EXPIRED; INITDATA_*; STORE_NOT_FOUND for a slug;
// FORBIDDEN for acting without being the bot, or for nobody known. None repeats what the caller sent.
func (g *Gate) Authenticate(ctx context.Context, c Credentials) (context.Context, error) {
	named, err := g.namedStore(ctx, c)
	if err != nil {
		return ctx, err
	}
	a, err := g.actor(ctx, c.Authorization, named)
	if err != nil {
		return ctx, err
	}
	s := named
	switch {
	case a.StoreID != 0 && named != nil && a.StoreID != named.ID:
		return ctx, fault.New(fault.Unauthenticated)
	case a.StoreID != 0 && named == nil:
		s, err = g.stores.ByID(ctx, a.StoreID)
	case named == nil:
		s, err = optional(g.stores.Only(ctx))
	}
	if err != nil {
		return ctx, err
	}
	if c.ActFor != "" {
		if a, err = g.actFor(ctx, a, s, c.ActFor); err != nil {
			return ctx, err
		}
	}
	ctx = NewContext(ctx, a, s)
	return lang.NewContext(ctx, language(c.Language, s)), nil
}

// namedStore is the store that the request names by slug or host; nil when it names none.
func (g *Gate) namedStore(ctx context.Context, c Credentials) (*store.Store, error) {
	if c.Store != "" {
		return g.stores.BySlug(ctx, c.Store)
	}
	host := c.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host = strings.ToLower(strings.TrimSuffix(host, ".")); host == "" || len(host) > 253 {
		return nil, nil
	}
	return g.stores.ByHost(ctx, host)
}

// optional takes a store that does not exist for no store.
func optional(s *store.Store, err error) (*store.Store, error) {
	if fault.Has(err, fault.StoreNotFound) {
		return nil, nil
	}
	return s, err
}

// language is the caller's wish, else the store's own.
func language(header string, s *store.Store) lang.Lang {
	if l, ok := lang.FromAcceptLanguage(header); ok {
		return l
	}
	if s != nil {
		return s.Languages[0]
	}
	return lang.Default
}

// actor reads the header Authorization.
func (g *Gate) actor(ctx context.Context, authorization string, named *store.Store) (*Actor, error) {
	scheme, value, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	value = strings.TrimSpace(value)
	switch {
	case authorization == "":
		return anonymous, nil
	case strings.EqualFold(scheme, "tma"):
		return g.visitor(ctx, value, named)
	case !strings.EqualFold(scheme, "bearer") || value == "":
		return nil, fault.New(fault.Unauthenticated)
	}
	prefix, storeID, isOpaque := secret.ParseToken(value)
	switch {
	case !isOpaque:
		return g.fromAccess(ctx, value)
	case prefix == secret.APIToken && storeID > 0:
		return g.program(ctx, storeID, value)
	case prefix == secret.ServiceToken:
		return g.service(ctx, value)
	case prefix == secret.CartToken && storeID > 0:
		return &Actor{Kind: CartHolder, StoreID: storeID, CartToken: value, permissions: []staff.Permission{staff.Cart}}, nil
	}
	return nil, fault.New(fault.Unauthenticated)
}

// visitor checks init data by the bot of the store, which the request must name unless there is one alone.
func (g *Gate) visitor(ctx context.Context, raw string, named *store.Store) (*Actor, error) {
	if named == nil {
		only, err := g.stores.Only(ctx)
		if err != nil {
			return nil, err
		}
		named = only
	}
	data, err := g.InitData(ctx, named, raw)
	if err != nil {
		return nil, err
	}
	return &Actor{Kind: Visitor, StoreID: named.ID, InitData: data}, nil
}

// actFor makes the person for whom the bot acts the caller: as staff, as a shopper, or as both.
func (g *Gate) actFor(ctx context.Context, a *Actor, s *store.Store, telegramID string) (*Actor, error) {
	person, err := strconv.ParseInt(telegramID, 10, 64)
	if err != nil || a.Kind != Bot || s == nil {
		return nil, fault.New(fault.Forbidden)
	}
	relayed := &Actor{StoreID: s.ID, IsRelayed: true}
	err = g.db.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) error {
		c, err := customer.ByTelegramID(ctx, q, s.ID, person)
		switch {
		case err == nil:
			relayed.Kind, relayed.CustomerID = Shopper, c.ID
			relayed.permissions = append(relayed.permissions, staff.Shopper, staff.Cart)
		case !fault.Has(err, fault.NotFound):
			return err
		}
		m, err := staff.ByTelegramID(ctx, q, s.ID, person)
		switch {
		case err == nil:
			relayed.Kind, relayed.StaffID, relayed.Role = Staff, m.ID, m.Role
			relayed.permissions = append(relayed.permissions, m.Permissions()...)
		case !fault.Has(err, fault.NotFound):
			return err
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("act for: %w", err)
	case relayed.Kind == "":
		return nil, fault.New(fault.Forbidden).Because(errors.New("neither staff nor shopper"))
	}
	return relayed, nil
}
