// Package store keeps the shops of a deployment: their names, hours, contacts, rules, look and bots.
// What a shop sells and who works there belong to other nouns.
package store

import (
	"time"
	_ "time/tzdata" // a machine may have no table of time zones

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// Store is a shop: row of the global table stores and object of the contract. A *Store handed out by Directory is shared; never change it.
type Store struct {
	bun.BaseModel `bun:"table:stores,alias:store"`

	ID          int64       `bun:"id,pk,autoincrement"`
	UUID        uuid.UUID   `bun:"uuid,type:uuid"`
	Slug        string      `bun:"slug"`
	Status      Status      `bun:"status"`
	Name        lang.Text   `bun:"name,type:jsonb"`
	Description lang.Text   `bun:"description,type:jsonb"`
	Currency    string      `bun:"currency"`
	Languages   []lang.Lang `bun:"languages,array"`
	// TimeZone is an IANA name that this process knows.
	TimeZone   string         `bun:"time_zone"`
	Hours      []OpeningHours `bun:"hours,type:jsonb"`
	Contacts   Contacts       `bun:"contacts,type:jsonb"`
	Legal      Legal          `bun:"legal,type:jsonb"`
	Delivery   Delivery       `bun:"delivery,type:jsonb"`
	OrderRules OrderRules     `bun:"orders,type:jsonb"`
	Look       Look           `bun:"look,type:jsonb"`
	// Payments are the active accounts with payment providers by the code of the provider. The payment noun writes them.
	Fiscal Fiscal `bun:"fiscal,type:jsonb"`

	Payments map[string]PaymentTerms `bun:"payments,type:jsonb"`
	IsDemo   bool                    `bun:"is_demo"`
	// BotID is the Telegram id of the shop's bot; one bot serves one shop.
	BotID *int64 `bun:"bot_id"`
	// CatalogVersion counts up with each change that a cached answer about the catalog would hide.
	CatalogVersion int64 `bun:"catalog_version"`
	// HasGroupPrices says that some shoppers may see other prices than everybody.
	HasGroupPrices bool      `bun:"has_group_prices"`
	Version        int       `bun:"version"`
	CreatedAt      time.Time `bun:"created_at"`
	UpdatedAt      time.Time `bun:"updated_at"`
}

// Status says whether a store takes orders: ACTIVE within its hours, PAUSED and CLOSED not.
type Status string

const (
	Active Status = "ACTIVE"
	Paused Status = "PAUSED"
	Closed Status = "CLOSED"
)

// Contacts is how to reach the shop; empty where there is none.
type Contacts struct {
	Phone    string     `json:"phone,omitempty"`    // E.164
	Telegram string     `json:"telegram,omitempty"` // username without @
	Address  string     `json:"address,omitempty"`
	Point    *geo.Point `json:"point,omitempty"`
}

// Legal is what the law wants a buyer to know of the seller.
type Legal struct {
	Name     string `json:"name,omitempty"`
	TaxID    string `json:"taxId,omitempty"` // STIR of 9 digits or PINFL of 14
	Address  string `json:"address,omitempty"`
	TermsURL string `json:"termsUrl,omitempty"`
}

// Delivery is what the shop offers at all; zones and pickup points have prices and hours of their own.
type Delivery struct {
	HasCourier bool `json:"hasCourier"`
	HasPickup  bool `json:"hasPickup"`
	// MinimumTiyin is the smallest sum of goods for any order; 0 when there is none.
	MinimumTiyin money.Tiyin `json:"minimum"`
}

// Minimum is MinimumTiyin as the contract shows it.
func (d Delivery) Minimum() money.Money { return money.New(d.MinimumTiyin) }

// OrderRules are the shop's rules for orders; limits stand in OrderRulesInput.
type OrderRules struct {
	AcceptWithinMinutes   int  `json:"acceptWithinMinutes"`
	QuoteMinutes          int  `json:"quoteMinutes"`
	IsAutoConfirmed       bool `json:"isAutoConfirmed"`
	TakesOrdersWhenClosed bool `json:"takesOrdersWhenClosed"`

	// DepositPercent and DepositTiyin are what an order is asked for in advance: the larger of the two; 0 for no deposit.
	DepositPercent int         `json:"depositPercent,omitempty"`
	DepositTiyin   money.Tiyin `json:"deposit,omitempty"`
	// KeepsDeposit says that a buyer who calls an accepted order off does not get the deposit back.
	KeepsDeposit bool `json:"keepsDeposit,omitempty"`
	// CashbackPercent is what buyers get of what they paid, once the order is complete; CashbackSharePercent is how much of
	// an order may be paid with it.
	CashbackPercent      int `json:"cashbackPercent,omitempty"`
	CashbackSharePercent int `json:"cashbackSharePercent,omitempty"`
}

// CashbackOn is what a buyer gets for what they paid in money, in whole soʻm: nobody has coins of less.
func (r OrderRules) CashbackOn(paid money.Tiyin) (money.Tiyin, error) {
	amount, err := money.MulDiv(max(0, paid), int64(r.CashbackPercent), 100)
	return amount / money.Som * money.Som, err
}

// DepositAmount is DepositTiyin as the contract shows it.
func (r OrderRules) DepositAmount() money.Money { return money.New(r.DepositTiyin) }

// AcceptWithin is how long a placed order waits for staff.
func (r OrderRules) AcceptWithin() time.Duration {
	return time.Duration(r.AcceptWithinMinutes) * time.Minute
}

// QuoteFor is how long a quote holds.
func (r OrderRules) QuoteFor() time.Duration { return time.Duration(r.QuoteMinutes) * time.Minute }

// Look is how the Mini App dresses. The pictures are media of this store.
type Look struct {
	BrandColor string     `json:"brandColor"` // #rrggbb
	LogoID     *uuid.UUID `json:"logoId,omitempty"`
	CoverID    *uuid.UUID `json:"coverId,omitempty"`
}

// PaymentTerms is what everybody may know of an account with a payment provider.
type PaymentTerms struct {
	Mode     string            `json:"mode"` // TEST or LIVE
	Settings map[string]string `json:"settings"`
	Version  int               `json:"version"` // of the account
	// PayWithinMinutes is how long an order waits for the money; 0: as long as the provider says.
	PayWithinMinutes int `json:"payWithinMinutes,omitempty"`
}

// NodeID is the store's id in the contract.
func (s *Store) NodeID() id.ID { return id.Of(id.Store, s.UUID) }

// Language is the language of the shop for a caller who wants l: l itself when the shop speaks it, else the shop's first.
func (s *Store) Language(l lang.Lang) lang.Lang {
	for _, own := range s.Languages {
		if own == l {
			return l
		}
	}
	return s.Languages[0]
}

// In is a text of this shop for a caller who wants l, through the shop's chain of fallback.
func (s *Store) In(t lang.Text, l lang.Lang) string { return t.In(l, s.Languages) }

// Location is the shop's time zone.
func (s *Store) Location() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC // the zone was checked when it was set; an older zone table on another machine is no reason to stop selling
	}
	return zone
}

// IsOpen says whether orders are taken at now, by status and hours; OrderRules.TakesOrdersWhenClosed is left to the caller.
func (s *Store) IsOpen(now time.Time) bool {
	return s.Status == Active && IsOpen(s.Hours, now.In(s.Location()))
}

// OpensAt is when the shop opens next; nil while it is open and when it never opens.
func (s *Store) OpensAt(now time.Time) *time.Time {
	if s.Status != Active {
		return nil
	}
	return NextOpening(s.Hours, now.In(s.Location()))
}
