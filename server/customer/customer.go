// Package customer knows the shoppers of a store: who Telegram says they are, how to reach them, where they live.
// What they buy belongs to cart and order; their sessions to auth.
package customer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/page"
)

// Customer is a shopper of one store. A person who shops in two stores is two customers, and neither store knows of the other.
type Customer struct {
	bun.BaseModel `bun:"table:customers,alias:customer"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	TelegramID *int64    `bun:"telegram_id"`
	// The names follow Telegram's until the person types others.
	FirstName  string `bun:"first_name"`
	LastName   string `bun:"last_name"`
	NameChosen bool   `bun:"name_chosen"`
	Username   string `bun:"username"` // without @
	PhotoURL   string `bun:"photo_url"`
	// Language follows Telegram's until the person chooses one.
	Language       lang.Lang `bun:"language"`
	LanguageChosen bool      `bun:"language_chosen"`
	// Phone is E.164; nil when not known.
	Phone           *string     `bun:"phone"`
	PhoneSource     PhoneSource `bun:"phone_source,nullzero"`
	PhoneVerifiedAt *time.Time  `bun:"phone_verified_at"`
	WriteAccess     WriteAccess `bun:"write_access"`
	MarketingOptOut bool        `bun:"marketing_opt_out"`
	// LastStartParam is what the latest link or /start carried, since clients lose launch parameters. Made by whoever wrote the link.
	LastStartParam string `bun:"last_start_param"`
	Note           string `bun:"note"`
	IsBlocked      bool   `bun:"is_blocked"`
	// GroupID is the group whose prices count for them; nil when in none.
	GroupID    *uuid.UUID `bun:"group_id,type:uuid"`
	CreatedAt  time.Time  `bun:"created_at"`
	UpdatedAt  time.Time  `bun:"updated_at"`
	LastSeenAt time.Time  `bun:"last_seen_at"`
}

// PhoneSource says where a number comes from: TELEGRAM alone is proof that it is the person's own.
type PhoneSource string

const (
	FromTelegram PhoneSource = "TELEGRAM"
	Typed        PhoneSource = "TYPED"
)

// WriteAccess says whether the shop's bot may write to the person.
type WriteAccess string

const (
	Unknown WriteAccess = "UNKNOWN"
	Allowed WriteAccess = "ALLOWED"
	Blocked WriteAccess = "BLOCKED" // the person stopped the bot
	Gone    WriteAccess = "GONE"    // the account no longer exists
)

// NodeID is the customer's id in the contract.
func (c *Customer) NodeID() id.ID { return id.Of(id.Customer, c.ID) }

// Name is first and last name, or the username.
func (c *Customer) Name() string {
	if name := strings.TrimSpace(c.FirstName + " " + c.LastName); name != "" {
		return name
	}
	return c.Username
}

// IsPhoneVerified says that the number came from Telegram, signed.
func (c *Customer) IsPhoneVerified() bool { return c.PhoneVerifiedAt != nil }

// ByID reads a customer. Error: NOT_FOUND.
func ByID(ctx context.Context, q bun.IDB, storeID int64, customerID uuid.UUID) (*Customer, error) {
	return one(ctx, q.NewSelect().Where("store_id = ?", storeID).Where("id = ?", customerID))
}

// ByIDs reads several customers, in no order; those that do not exist are left out.
func ByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Customer, error) {
	customers := []*Customer{}
	if len(ids) == 0 {
		return customers, nil
	}
	err := q.NewSelect().Model(&customers).Where("store_id = ?", storeID).Where("id in (?)", bun.List(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read customers: %w", err)
	}
	return customers, nil
}

// ByTelegramID reads the customer with this Telegram account. Error: NOT_FOUND.
func ByTelegramID(ctx context.Context, q bun.IDB, storeID, telegramID int64) (*Customer, error) {
	return one(ctx, q.NewSelect().Where("store_id = ?", storeID).Where("telegram_id = ?", telegramID))
}

func one(ctx context.Context, q *bun.SelectQuery) (*Customer, error) {
	c := new(Customer)
	err := q.Model(c).Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fault.New(fault.NotFound)
	case err != nil:
		return nil, fmt.Errorf("read customer: %w", err)
	}
	return c, nil
}

// newest is served by customers_created_at_idx.
var newest = page.Order[Customer]{Name: "newest", Desc: true, Keys: []page.Key[Customer]{
	{Column: "created_at", Value: func(c *Customer) any { return c.CreatedAt }},
	{Column: "id", Value: func(c *Customer) any { return c.ID }},
}}

// List reads a page of customers, newest first. search finds a part of name or username, or of the number as people write it; "" finds all.
func List(ctx context.Context, q bun.IDB, storeID int64, search string, args page.Args) (*page.Connection[*Customer], error) {
	query := q.NewSelect().Model((*Customer)(nil)).Where("store_id = ?", storeID)
	if search = strings.TrimSpace(search); search != "" {
		if len(search) > 100 {
			return nil, fault.New(fault.TooLong, "search").With("max", 100)
		}
		query = query.WhereGroup(" AND ", func(group *bun.SelectQuery) *bun.SelectQuery {
			name := "%" + escape.Replace(strings.TrimPrefix(search, "@")) + "%"
			group = group.Where("first_name || ' ' || last_name || ' ' || username ilike ?", name)
			if digits := onlyDigits(search); len(digits) >= 4 {
				group = group.WhereOr("phone like ?", "%"+digits+"%")
			}
			return group
		})
	}
	list, err := page.Page(ctx, query, newest, args)
	if err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	return list, nil
}

var escape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
