package store

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/phone"
)

// UpdateInput changes settings. What is nil stays as it is, also inside a part that is given.
type UpdateInput struct {
	ExpectedVersion *int
	Name            *lang.Text
	Description     *lang.Text
	Status          *Status
	Languages       []lang.Lang
	Hours           []OpeningHours
	Contacts        *ContactsInput
	Legal           *LegalInput
	Look            *LookInput
	Delivery        *DeliveryInput
	OrderRules      *OrderRulesInput
	Fiscal          *FiscalInput
}

// ContactsInput changes Contacts.
type ContactsInput struct {
	Phone, Telegram, Address *string
	Point                    *geo.Point
}

// LegalInput changes Legal.
type LegalInput struct{ Name, TaxID, Address, TermsURL *string }

// LookInput changes Look.
type LookInput struct {
	BrandColor      *string
	LogoID, CoverID *id.ID
}

// DeliveryInput changes Delivery.
type DeliveryInput struct {
	HasCourier, HasPickup *bool
	Minimum               *money.Tiyin
}

// OrderRulesInput changes OrderRules: AcceptWithinMinutes 5 to 10 080, QuoteMinutes 5 to 120, percents 0 to 100, of cashback 0
// to 50.
type OrderRulesInput struct {
	AcceptWithinMinutes, QuoteMinutes      *int
	IsAutoConfirmed, TakesOrdersWhenClosed *bool

	DepositPercent                        *int
	DepositAmount                         *money.Tiyin
	KeepsDeposit                          *bool
	CashbackPercent, CashbackSharePercent *int
}

// Update changes the settings of one store and gives it as it is now. Errors: the faults of the input, all at once; STALE_VERSION;
// NOT_FOUND. Directory.Forget makes the change visible in this process at once.
func Update(ctx context.Context, d *db.DB, storeID int64, in UpdateInput, now time.Time) (*Store, error) {
	var s Store
	err := d.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.NewSelect().Model(&s).Where("id = ?", storeID).For("UPDATE").Scan(ctx); err != nil {
			return notFound(err)
		}
		if in.ExpectedVersion != nil && *in.ExpectedVersion != s.Version {
			return fault.New(fault.StaleVersion, "input", "expectedVersion")
		}
		if err := s.apply(in, "input").Err(); err != nil {
			return err
		}
		s.Version++
		s.CatalogVersion++ // the row is locked already
		s.UpdatedAt = now
		_, err := tx.NewUpdate().Model(&s).WherePK().
			ExcludeColumn("uuid", "slug", "currency", "time_zone", "is_demo", "bot_id", "payments", "created_at").Exec(ctx)
		journal.Record(ctx, tx, storeID, journal.StoreUpdated, s.NodeID(), s.Version)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("update store: %w", err)
	}
	return &s, nil
}

// apply checks what is given and puts it into s, which is of no use when there are faults.
func (s *Store) apply(in UpdateInput, path ...string) (faults fault.List) {
	at := func(names ...string) []string { return slices.Concat(path, names) }
	add := func(more fault.List) { faults.Add(more...) }
	if in.Name != nil {
		var more fault.List
		s.Name, more = input.RequiredTexts(*in.Name, 100, at("name")...)
		add(more)
	}
	if in.Description != nil {
		var more fault.List
		s.Description, more = input.Texts(*in.Description, 1000, at("description")...)
		add(more)
	}
	if in.Status != nil {
		if !slices.Contains([]Status{Active, Paused, Closed}, *in.Status) {
			faults.Add(fault.New(fault.Invalid, at("status")...))
		}
		s.Status = *in.Status
	}
	if in.Languages != nil {
		add(checkLanguages(in.Languages, at("languages")...))
		s.Languages = in.Languages
	}
	if in.Hours != nil {
		var more fault.List
		s.Hours, more = CheckHours(in.Hours, at("hours")...)
		add(more)
	}
	if in.Contacts != nil {
		add(s.Contacts.apply(*in.Contacts, at("contacts")))
	}
	if in.Legal != nil {
		add(s.Legal.apply(*in.Legal, at("legal")))
	}
	if in.Look != nil {
		add(s.Look.apply(*in.Look, at("look")))
	}
	if in.Delivery != nil {
		add(s.Delivery.apply(*in.Delivery, at("delivery")))
	}
	if in.Fiscal != nil {
		add(s.Fiscal.apply(*in.Fiscal, at("fiscal")))
	}
	if in.Fiscal != nil || in.Delivery != nil {
		add(s.Fiscal.missing(s.Delivery.HasCourier, at("fiscal")))
	}
	if in.OrderRules != nil {
		add(s.OrderRules.apply(*in.OrderRules, at("orderRules")))
	}
	return faults
}

func checkLanguages(list []lang.Lang, path ...string) (faults fault.List) {
	if len(list) == 0 {
		faults.Add(fault.New(fault.Required, path...))
	}
	for i, l := range list {
		switch {
		case !l.Valid():
			faults.Add(fault.New(fault.Invalid, input.At(i, path...)...))
		case slices.Contains(list[:i], l):
			faults.Add(fault.New(fault.Duplicate, input.At(i, path...)...))
		}
	}
	return faults
}

// setText puts a given text; one that is not given stays.
func setText(into *string, given *string, max int, path ...string) *fault.Error {
	if given == nil {
		return nil
	}
	clean, f := input.Text(*given, max, path...)
	*into = clean
	return f
}

var telegramName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)

func (c *Contacts) apply(in ContactsInput, path []string) (faults fault.List) {
	at := func(name string) []string { return slices.Concat(path, []string{name}) }
	if in.Phone != nil && strings.TrimSpace(*in.Phone) != "" {
		number, err := phone.Normalize(*in.Phone, at("phone")...)
		if more, ok := fault.As(err); ok {
			faults.Add(more...)
		}
		c.Phone = number
	} else if in.Phone != nil {
		c.Phone = ""
	}
	if in.Telegram != nil {
		name := strings.TrimSpace(*in.Telegram)
		for _, prefix := range []string{"https://", "t.me/", "@"} {
			name = strings.TrimPrefix(name, prefix)
		}
		if name != "" && !telegramName.MatchString(name) {
			faults.Add(fault.New(fault.Invalid, at("telegram")...))
		}
		c.Telegram = name
	}
	faults.Add(setText(&c.Address, in.Address, 300, at("address")...))
	if in.Point != nil {
		faults.Add(in.Point.Check(at("point")...)...)
		c.Point = in.Point
	}
	return faults
}

var taxID = regexp.MustCompile(`^(\d{9}|\d{14})?$`)

func (l *Legal) apply(in LegalInput, path []string) (faults fault.List) {
	at := func(name string) []string { return slices.Concat(path, []string{name}) }
	faults.Add(
		setText(&l.Name, in.Name, 200, at("name")...),
		setText(&l.TaxID, in.TaxID, 14, at("taxId")...),
		setText(&l.Address, in.Address, 300, at("address")...),
		setText(&l.TermsURL, in.TermsURL, 500, at("termsUrl")...),
	)
	if in.TaxID != nil && !taxID.MatchString(l.TaxID) {
		faults.Add(fault.New(fault.Invalid, at("taxId")...))
	}
	if in.TermsURL != nil && l.TermsURL != "" {
		if u, err := url.Parse(l.TermsURL); err != nil || u.Scheme != "https" || u.Host == "" {
			faults.Add(fault.New(fault.Invalid, at("termsUrl")...))
		}
	}
	return faults
}

var color = regexp.MustCompile(`^#[0-9a-f]{6}$`)

func (l *Look) apply(in LookInput, path []string) (faults fault.List) {
	at := func(name string) []string { return slices.Concat(path, []string{name}) }
	if in.BrandColor != nil {
		l.BrandColor = strings.ToLower(strings.TrimSpace(*in.BrandColor))
		if !color.MatchString(l.BrandColor) {
			faults.Add(fault.New(fault.Invalid, at("brandColor")...))
		}
	}
	if in.LogoID != nil {
		picture, err := in.LogoID.Must(id.Media, at("logoId")...)
		_ = faults.Under(err)
		l.LogoID = &picture
	}
	if in.CoverID != nil {
		picture, err := in.CoverID.Must(id.Media, at("coverId")...)
		_ = faults.Under(err)
		l.CoverID = &picture
	}
	return faults
}

// maxMinimum is larger than any sensible smallest order: 100 million soʻm.
const maxMinimum = 100_000_000 * money.Som

func (d *Delivery) apply(in DeliveryInput, path []string) (faults fault.List) {
	set(&d.HasCourier, in.HasCourier)
	set(&d.HasPickup, in.HasPickup)
	if in.Minimum != nil {
		faults.Add(input.Number(*in.Minimum, 0, maxMinimum, slices.Concat(path, []string{"minimum"})...))
		d.MinimumTiyin = *in.Minimum
	}
	return faults
}

func (r *OrderRules) apply(in OrderRulesInput, path []string) (faults fault.List) {
	set(&r.AcceptWithinMinutes, in.AcceptWithinMinutes)
	set(&r.QuoteMinutes, in.QuoteMinutes)
	set(&r.IsAutoConfirmed, in.IsAutoConfirmed)
	set(&r.TakesOrdersWhenClosed, in.TakesOrdersWhenClosed)
	set(&r.DepositPercent, in.DepositPercent)
	set(&r.DepositTiyin, in.DepositAmount)
	set(&r.KeepsDeposit, in.KeepsDeposit)
	set(&r.CashbackPercent, in.CashbackPercent)
	set(&r.CashbackSharePercent, in.CashbackSharePercent)
	faults.Add(
		input.Number(r.AcceptWithinMinutes, 5, 7*day, slices.Concat(path, []string{"acceptWithinMinutes"})...),
		input.Number(r.QuoteMinutes, 5, 120, slices.Concat(path, []string{"quoteMinutes"})...),
		input.Number(r.DepositPercent, 0, 100, slices.Concat(path, []string{"depositPercent"})...),
		input.Number(r.DepositTiyin, 0, maxMinimum, slices.Concat(path, []string{"depositAmount"})...),
		input.Number(r.CashbackPercent, 0, 50, slices.Concat(path, []string{"cashbackPercent"})...),
		input.Number(r.CashbackSharePercent, 0, 100, slices.Concat(path, []string{"cashbackSharePercent"})...),
	)
	return faults
}

func set[T any](into *T, given *T) {
	if given != nil {
		*into = *given
	}
}
