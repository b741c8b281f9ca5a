package payment

import (
	"context"
	"crypto/subtle"
	"fmt"
	"net/netip"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/secret"
)

// Mode says whether an account moves money.
type Mode string

const (
	Test Mode = "TEST" // the provider's sandbox calls
	Live Mode = "LIVE"
)

// Account is a store's account with a remote provider; a store has at most one with each. Its secret is sealed and leaves
// this package only to be compared.
type Account struct {
	bun.BaseModel `bun:"table:payment_accounts,alias:pac"`

	StoreID  int64             `bun:"store_id,pk"`
	ID       uuid.UUID         `bun:"id,pk,type:uuid"`
	Provider string            `bun:"provider"`
	Mode     Mode              `bun:"mode"`
	IsActive bool              `bun:"is_active"`
	Settings map[string]string `bun:"settings,type:jsonb"`
	Secret   []byte            `bun:"secret"`
	// SecretHint is the last four characters of the secret.
	SecretHint string `bun:"secret_hint"`
	// Before is the secret that was replaced last; it opens as well until BeforeUntil.
	Before      []byte     `bun:"secret_before"`
	BeforeUntil *time.Time `bun:"secret_before_until"`
	AllowedIPs  []string   `bun:"allowed_ips,array"` // addresses and networks; empty: everywhere
	// PayWithin is how long an order waits for the money, in minutes; nil: as long as the provider says.
	PayWithin *int      `bun:"pay_within"`
	Version   int       `bun:"version"`
	CreatedAt time.Time `bun:"created_at"`
	UpdatedAt time.Time `bun:"updated_at"`
}

// GlobalID names the account in the API.
func (a *Account) GlobalID() id.ID { return id.Of(id.PaymentAccount, a.ID) }

// Noted implements edit.Row. Accounts are switched off and never deleted.
func (a *Account) Noted() edit.Note {
	return edit.Note{StoreID: a.StoreID, Version: a.Version, Created: journal.PaymentAccountCreated, Updated: journal.PaymentAccountUpdated}
}

// purpose binds a sealed secret to the mode too: a key of the sandbox must never open a live account.
func (a *Account) purpose() string { return "payment:" + a.Provider + ":" + string(a.Mode) }

// Opens compares what a caller shows with the account's secret and, while it is good, the one before; all of it takes the
// same time whether it is right or not. Error: a secret that this deployment cannot open.
func (a *Account) Opens(box *secret.Box, shown string, now time.Time) (bool, error) {
	hash := secret.HashToken(shown) // hashes have one length
	return a.Proves(box, now, func(key string) bool { return subtle.ConstantTimeCompare(hash, secret.HashToken(key)) == 1 })
}

// Proves tells whether proof, which is asked of every key that is good now, is true of one of them: for callers who sign
// with the key and do not show it. All keys are tried whatever the first ones gave, and proof must compare in constant time
// and keep nothing. Error: a secret that this deployment cannot open.
func (a *Account) Proves(box *secret.Box, now time.Time, proof func(key string) bool) (bool, error) {
	sealed := [][]byte{a.Secret}
	if a.Before != nil && a.BeforeUntil != nil && now.Before(*a.BeforeUntil) {
		sealed = append(sealed, a.Before)
	}
	isProven := false
	for _, s := range sealed {
		plain, err := box.Open(a.StoreID, a.purpose(), s)
		if err != nil {
			return false, fmt.Errorf("secret of account %s: %w", a.ID, err)
		}
		isTrue := proof(string(plain))
		isProven = isProven || isTrue
	}
	return isProven, nil
}

// Admits tells whether calls may come from an address.
func (a *Account) Admits(from netip.Addr) bool {
	for _, allowed := range a.AllowedIPs {
		if network, err := network(allowed); err == nil && network.Contains(from.Unmap()) {
			return true
		}
	}
	return len(a.AllowedIPs) == 0
}

// network reads an address or a network.
func network(s string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(s); err == nil {
		return address.Unmap().Prefix(address.Unmap().BitLen())
	}
	p, err := netip.ParsePrefix(s)
	return p.Masked(), err
}

// AccountOf reads the active account of a store with a provider; nil when there is none.
func AccountOf(ctx context.Context, q bun.IDB, storeID int64, provider string) (*Account, error) {
	a := new(Account)
	return edit.One(a, q.NewSelect().Model(a).Where("store_id = ?", storeID).Where("provider = ?", provider).Where("is_active").Scan(ctx))
}

// Accounts reads all accounts of a store by provider.
func Accounts(ctx context.Context, q bun.IDB, storeID int64) ([]*Account, error) {
	found := []*Account{}
	if err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Order("provider").Scan(ctx); err != nil {
		return nil, fmt.Errorf("payment accounts of store %d: %w", storeID, err)
	}
	return found, nil
}
