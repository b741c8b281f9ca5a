package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// CreateInput opens a store. Settings that are left out get the defaults of Create.
type CreateInput struct {
	// Slug is part of the store's address: 2 to 40 small letters, digits and single hyphens.
	Slug string
	Name lang.Text
	// Languages in order of fallback; all four when empty.
	Languages []lang.Lang
	// Hosts are the DNS names under which the store answers without being named.
	Hosts  []string
	IsDemo bool
}

var (
	slugForm = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9])*$`)
	hostForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
)

// Create opens a store that is always open, takes orders at all hours, offers courier and pickup, and waits 60 minutes for staff and 15
// for a quote. tx must be of db.Global; it works in the new store afterwards, so that the caller can add the first owner.
//
// Errors: the faults of the input, all at once, among them SLUG_TAKEN, and DUPLICATE for a host of another store.
func Create(ctx context.Context, tx *db.Tx, in CreateInput, now time.Time) (*Store, error) {
	s := &Store{
		UUID: id.New(), Slug: strings.TrimSpace(in.Slug), Status: Active, Currency: money.UZS, Languages: in.Languages,
		TimeZone: "Asia/Tashkent", Hours: AlwaysOpen(), IsDemo: in.IsDemo,
		Delivery:       Delivery{HasCourier: true, HasPickup: true},
		OrderRules:     OrderRules{AcceptWithinMinutes: 60, QuoteMinutes: 15, TakesOrdersWhenClosed: true},
		Look:           Look{BrandColor: "#2f6fed"},
		Payments:       map[string]PaymentTerms{},
		CatalogVersion: 1, Version: 1, CreatedAt: now, UpdatedAt: now,
	}
	if len(s.Languages) == 0 {
		s.Languages = lang.All
	}
	var faults, more fault.List
	if len(s.Slug) < 2 || len(s.Slug) > 40 || !slugForm.MatchString(s.Slug) {
		faults.Add(fault.New(fault.Invalid, "input", "slug"))
	}
	s.Name, more = input.RequiredTexts(in.Name, 100, "input", "name")
	faults.Add(more...)
	faults.Add(checkLanguages(s.Languages, "input", "languages")...)
	for i, host := range in.Hosts {
		if len(host) > 253 || !hostForm.MatchString(host) {
			faults.Add(fault.New(fault.Invalid, input.At(i, "input", "hosts")...))
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}

	if _, err := tx.NewInsert().Model(s).Returning("id").Exec(ctx); err != nil {
		if db.Violates(err, "stores_slug_key") {
			return nil, fault.New(fault.SlugTaken, "input", "slug")
		}
		return nil, fmt.Errorf("create store: %w", err)
	}
	for i, host := range in.Hosts {
		if _, err := tx.NewRaw("insert into store_hosts (host, store_id) values (?, ?)", host, s.ID).Exec(ctx); err != nil {
			if db.Violates(err, "store_hosts_pkey") {
				return nil, fault.New(fault.Duplicate, input.At(i, "input", "hosts")...)
			}
			return nil, fmt.Errorf("create store: host: %w", err)
		}
	}
	if _, err := tx.NewRaw("select set_config('app.store_id', ?, true)", fmt.Sprint(s.ID)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("create store: enter it: %w", err)
	}
	tx.StoreID = s.ID
	return s, nil
}
