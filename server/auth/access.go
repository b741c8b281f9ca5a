package auth

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
)

// AccessLife is how long an access token is good. It says who calls, signed; whether its session still lives is looked up.
const AccessLife = 15 * time.Minute

const issuer = "dokon"

// clockSkew is how long a token outlives its end, for processes whose clocks differ. When it was made is not checked: our
// signature says that we made it, and a process whose clock is behind would turn everybody away.
const clockSkew = 5 * time.Second

// claims of an access token. Subject is the person's row.
type claims struct {
	jwt.RegisteredClaims
	Store   int64     `json:"store"`
	Session uuid.UUID `json:"session"`
	Kind    Kind      `json:"kind"`
	Outside bool      `json:"outside,omitempty"` // of Telegram
}

// signingKeys are derived from the deployment's keys, so that none of them serves two ends.
type signingKeys struct {
	current string
	access  map[string][]byte // by key id
	refresh []byte            // of the current key
}

func deriveKeys(keys []secret.Key) (signingKeys, error) {
	if len(keys) == 0 {
		return signingKeys{}, errors.New("auth: a gate needs a key")
	}
	s := signingKeys{current: keys[0].ID, access: map[string][]byte{}}
	for _, k := range keys {
		access, err := hkdf.Key(sha256.New, k.AES[:], nil, "access token", sha256.Size)
		if err != nil {
			return signingKeys{}, err
		}
		s.access[k.ID] = access
	}
	var err error
	s.refresh, err = hkdf.Key(sha256.New, keys[0].AES[:], nil, "refresh token", sha256.Size)
	return s, err
}

// access signs a token for a session.
func (g *Gate) access(s *Session, now time.Time) (token string, expires time.Time, err error) {
	expires = now.Add(AccessLife).Truncate(time.Second)
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Subject: s.person().String(), IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
		Store: s.StoreID, Session: s.ID, Kind: s.Kind, Outside: s.IsOutside,
	})
	t.Header["kid"] = g.keys.current
	token, err = t.SignedString(g.keys.access[g.keys.current])
	return token, expires, err
}

// fromAccess reads an access token and asks whether its session still lives. Errors: UNAUTHENTICATED; SESSION_EXPIRED for a genuine token
// that is too old or whose session has ended, which the client can put right by refreshing or signing in.
func (g *Gate) fromAccess(ctx context.Context, token string) (*Actor, error) {
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		id, _ := t.Header["kid"].(string)
		if key, ok := g.keys.access[id]; ok {
			return key, nil
		}
		return nil, errors.New("unknown key")
	}, jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(issuer), jwt.WithExpirationRequired(),
		jwt.WithLeeway(clockSkew), jwt.WithTimeFunc(g.now))
	person, notUUID := uuid.Parse(c.Subject)
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return nil, fault.New(fault.SessionExpired)
	case err != nil || notUUID != nil || c.Store <= 0:
		return nil, fault.New(fault.Unauthenticated) // the parser's words may quote the token
	}
	a := &Actor{Kind: c.Kind, StoreID: c.Store, SessionID: c.Session, IsOutside: c.Outside}
	switch c.Kind {
	case Shopper:
		a.CustomerID = person
		a.permissions = []staff.Permission{staff.Shopper, staff.Cart}
		err = g.shopperAlive(ctx, a)
	case Staff:
		a.StaffID = person
		err = g.staffAlive(ctx, a)
	default:
		err = fault.New(fault.Unauthenticated)
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}
