package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/secret"
)

const (
	// overlap is how long a replaced secret goes on opening when nothing else is said, in minutes.
	overlap = 24 * 60
	// longestOverlap is a week, in minutes.
	longestOverlap = 7 * 24 * 60
	mostNetworks   = 50
	// longestWait is a week, in minutes.
	longestWait = 7 * 24 * 60
)

// AccountSetInput makes the store's account with a provider, or changes it. What is nil stays as it is.
type AccountSetInput struct {
	Provider        string
	ExpectedVersion *int
	Mode            *Mode // LIVE when a new account says nothing
	IsActive        *bool // true when a new account says nothing
	Settings        []*SettingInput
	Secret          *string
	// KeepPreviousMinutes is how long the secret that is replaced goes on opening: 0 to 10 080, a day when nil.
	KeepPreviousMinutes *int
	AllowedIPs          []string
	// PayWithinMinutes is how long an order waits for the money: 5 to 10 080. Null: as long as the provider says.
	PayWithinMinutes graphql.Omittable[*int]
}

// SettingInput is one setting of an account.
type SettingInput struct{ Name, Value string }

// SetAccount makes or changes an account and shows its terms to storefronts, also by the row of the store.
//
// Faults below input: INVALID at provider; STALE_VERSION; REQUIRED at secret for a new account and for another mode, whose
// secret is another; INVALID at secret, settings and allowedIps; REQUIRED at settings; OUT_OF_RANGE at keepPreviousMinutes and
// payWithinMinutes.
func SetAccount(ctx context.Context, d *db.DB, box *secret.Box, providers *Providers, storeID int64, in AccountSetInput, now time.Time) (*Account, error) {
	provider, known := providers.Remote(in.Provider)
	if !known {
		return nil, fault.New(fault.Invalid, "input", "provider")
	}
	a, err := edit.Again(func() (*Account, error) {
		var a *Account
		err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) (err error) {
			var isNew bool
			if a, isNew, err = lockAccount(ctx, tx, storeID, in.Provider, now); err != nil {
				return err
			}
			if f := edit.Stale(in.ExpectedVersion, a.Version); f != nil && !isNew {
				return f
			}
			if err := a.apply(box, provider, in, isNew, now).Err(); err != nil {
				return err
			}
			return a.save(ctx, tx, isNew, now)
		})
		return a, err
	})
	return a, edit.Wrap(err, "set payment account")
}

// AccountDisableInput switches an account off.
type AccountDisableInput struct {
	Provider        string
	ExpectedVersion *int
}

// DisableAccount switches an account off: nothing new is paid there, and the provider's calls are refused. A repeat
// succeeds. Faults: NOT_FOUND at provider, STALE_VERSION.
func DisableAccount(ctx context.Context, d *db.DB, storeID int64, in AccountDisableInput, now time.Time) (*Account, error) {
	var a *Account
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		var isNew bool
		if a, isNew, err = lockAccount(ctx, tx, storeID, in.Provider, now); err != nil {
			return err
		}
		if isNew {
			return fault.New(fault.NotFound, "input", "provider")
		}
		if !a.IsActive {
			return nil
		}
		if f := edit.Stale(in.ExpectedVersion, a.Version); f != nil {
			return f
		}
		a.IsActive = false
		return a.save(ctx, tx, false, now)
	})
	if err != nil {
		return nil, fmt.Errorf("disable payment account: %w", err)
	}
	return a, nil
}

// lockAccount reads an account for change; a new one when there is none.
func lockAccount(ctx context.Context, tx *db.Tx, storeID int64, provider string, now time.Time) (*Account, bool, error) {
	a := new(Account)
	a, err := edit.One(a, tx.NewSelect().Model(a).Where("store_id = ?", storeID).Where("provider = ?", provider).For("UPDATE").Scan(ctx))
	if err != nil || a != nil {
		return a, false, err
	}
	return &Account{
		StoreID: storeID, ID: id.New(), Provider: provider, Mode: Live, IsActive: true, Settings: map[string]string{},
		AllowedIPs: []string{}, CreatedAt: now,
	}, true, nil
}

// save writes the account, its terms and, for a new one, the accounts of the ledger that its payments are booked on.
func (a *Account) save(ctx context.Context, tx *db.Tx, isNew bool, now time.Time) error {
	a.Version++
	a.UpdatedAt = now
	if err := edit.Save(ctx, tx, a, isNew); err != nil {
		return err
	}
	if isNew {
		if _, err := open(ctx, tx, a.StoreID, []Movement{{Debit: ProviderAccount(a.Provider), Credit: BuyerAccount}}); err != nil {
			return err
		}
	}
	show := tx.NewUpdate().Table("stores").Where("id = ?", a.StoreID)
	if a.IsActive {
		show = show.Set(`payments = payments || jsonb_build_object(?::text,
			jsonb_strip_nulls(jsonb_build_object('mode', ?::text, 'settings', ?::jsonb, 'version', ?::int,
			'payWithinMinutes', ?::integer)))`,
			a.Provider, a.Mode, a.Settings, a.Version, a.PayWithin)
	} else {
		show = show.Set("payments = payments - ?::text", a.Provider)
	}
	_, err := show.Exec(ctx)
	return edit.Wrap(err, "show the terms of a payment account")
}

// apply checks what is given and puts it into the account, which is of no use when there are faults.
func (a *Account) apply(box *secret.Box, with Remote, in AccountSetInput, isNew bool, now time.Time) (faults fault.List) {
	modeWas := a.Mode
	if in.Mode != nil {
		a.Mode = *in.Mode
	}
	if teller, tells := with.(ModeTeller); tells && in.Secret != nil && with.IsSecret(*in.Secret) {
		if told := teller.ModeOf(*in.Secret); in.Mode == nil {
			a.Mode = told
		} else if told != a.Mode {
			faults.Add(fault.New(fault.Invalid, "input", "mode"))
		}
	}
	if in.IsActive != nil {
		a.IsActive = *in.IsActive
	}
	keep := overlap
	if n := in.KeepPreviousMinutes; n != nil {
		keep = *n
		faults.Add(input.Number(*n, 0, longestOverlap, "input", "keepPreviousMinutes"))
	}
	isOther := isNew || a.Mode != modeWas
	switch {
	case in.Secret != nil && with.IsSecret(*in.Secret):
		a.replaceSecret(box, *in.Secret, isOther, now.Add(time.Duration(keep)*time.Minute))
	case in.Secret != nil:
		faults.Add(fault.New(fault.Invalid, "input", "secret"))
	case isOther && with.IsSecret(""):
		a.replaceSecret(box, "", true, now)
	case isOther:
		faults.Add(fault.New(fault.Required, "input", "secret"))
	}
	a.setSettings(with, in.Settings, &faults)
	if n, isGiven := in.PayWithinMinutes.ValueOK(); isGiven {
		a.PayWithin = n
		if n != nil {
			faults.Add(input.Number(*n, 5, longestWait, "input", "payWithinMinutes"))
		}
	}
	if in.AllowedIPs != nil {
		a.AllowedIPs = in.AllowedIPs
		if len(in.AllowedIPs) > mostNetworks {
			faults.Add(fault.New(fault.TooMany, "input", "allowedIps").With("max", mostNetworks))
		}
		for i, s := range in.AllowedIPs {
			if _, err := network(s); err != nil {
				faults.Add(fault.New(fault.Invalid, input.At(i, "input", "allowedIps")...))
			}
		}
	}
	return faults
}

// replaceSecret seals a new secret. The one of before goes on opening until then, unless it was of another mode or is the
// same.
func (a *Account) replaceSecret(box *secret.Box, given string, isOther bool, until time.Time) {
	if isOther {
		a.Before, a.BeforeUntil = nil, nil
	} else if plain, err := box.Open(a.StoreID, a.purpose(), a.Secret); err == nil && string(plain) != given {
		a.Before, a.BeforeUntil = a.Secret, &until
	}
	a.Secret = box.Seal(a.StoreID, a.purpose(), []byte(given))
	a.SecretHint = given[max(0, len(given)-4):]
}

func (a *Account) setSettings(with Remote, given []*SettingInput, faults *fault.List) {
	known := map[string]Setting{}
	settings := map[string]string{}
	for _, s := range with.Settings() {
		known[s.Name], settings[s.Name] = s, s.Default
		if value, has := a.Settings[s.Name]; has {
			settings[s.Name] = value
		}
	}
	for i, s := range given {
		of, is := known[s.Name]
		switch {
		case !is:
			faults.Add(fault.New(fault.Invalid, append(input.At(i, "input", "settings"), "name")...))
		case !of.Form.MatchString(s.Value):
			faults.Add(fault.New(fault.Invalid, append(input.At(i, "input", "settings"), "value")...))
		}
		settings[s.Name] = s.Value
	}
	for _, s := range with.Settings() {
		if settings[s.Name] == "" {
			faults.Add(fault.New(fault.Required, "input", "settings").With("name", s.Name))
			break
		}
	}
	a.Settings = settings
}
