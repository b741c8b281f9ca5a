package payment

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/secret"
)

// SavedCard is a card that a shopper keeps with a provider. The shop has its token, which pays in this store alone.
type SavedCard struct {
	bun.BaseModel `bun:"table:saved_cards,alias:crd"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	CustomerID uuid.UUID `bun:"customer_id,type:uuid"`
	Provider   string    `bun:"provider"`
	Mode       Mode      `bun:"mode"`   // of the account with which the token is good
	Number     string    `bun:"number"` // masked
	Expiry     string    `bun:"expiry"` // MM/YY; empty when the provider does not tell
	Token      []byte    `bun:"token"`  // sealed
	TokenHash  []byte    `bun:"token_hash"`
	// VerifiedAt is when its owner answered the SMS; nil: it does not pay yet.
	VerifiedAt *time.Time `bun:"verified_at"`
	CreatedAt  time.Time  `bun:"created_at"`
	UpdatedAt  time.Time  `bun:"updated_at"`
}

// GlobalID names the card in the API.
func (c *SavedCard) GlobalID() id.ID { return id.Of(id.Card, c.ID) }

// IsVerified tells whether its owner has answered the SMS.
func (c *SavedCard) IsVerified() bool { return c.VerifiedAt != nil }

// IsOver tells whether its last month has ended.
func (c *SavedCard) IsOver(now time.Time) bool {
	last, err := time.Parse("01/2006", strings.Replace(c.Expiry, "/", "/20", 1))
	return err == nil && !now.Before(last.AddDate(0, 1, 0))
}

func (c *SavedCard) purpose() string { return "card:" + c.Provider + ":" + c.ID.String() }

// keep seals a token into the card.
func (c *SavedCard) keep(box *secret.Box, token string) {
	c.Token, c.TokenHash = box.Seal(c.StoreID, c.purpose(), []byte(token)), secret.HashToken(token)
}

// open gives the token. Error: this deployment cannot open it.
func (c *SavedCard) open(box *secret.Box) (string, error) {
	plain, err := box.Open(c.StoreID, c.purpose(), c.Token)
	if err != nil {
		return "", fmt.Errorf("token of card %s: %w", c.ID, err)
	}
	return string(plain), nil
}

// Cards of a provider, for shoppers who pay with one tap. Each is found by a type assertion; what the doc comment of Opener
// says of calls that go out holds here too. A provider whose answer is no answers by *CardRefusal.

// CardSaver is a provider that turns a card into a token. The number goes from the shopper's device to the provider; the
// shop is given the token.
type CardSaver interface {
	Remote
	// CardDesk is where a device makes a token; false when the account of these terms saves no cards.
	CardDesk(t Terms) (CardDesk, bool)
	// Card tells what a token is of.
	Card(ctx context.Context, k Keys, token string) (Card, error)
	// SendCardCode sends the owner of a card an SMS.
	SendCardCode(ctx context.Context, k Keys, token string) (CardCode, error)
	// VerifyCard shows the code of the SMS. The token may be another one from then on.
	VerifyCard(ctx context.Context, k Keys, token, code string) (Card, error)
	// RemoveCard makes a token worthless.
	RemoveCard(ctx context.Context, k Keys, token string) error
}

// CardPayer is a provider that charges saved cards.
type CardPayer interface {
	CardSaver
	// PrepareCharge names a charge, so that it can be asked about whatever becomes of Charge. It moves no money, and a charge
	// that is prepared and never made costs nobody anything.
	PrepareCharge(ctx context.Context, k Keys, o Opening) (ref string, err error)
	// Charge moves the money, once for a ref. A *CardRefusal says that none has moved and none will.
	Charge(ctx context.Context, k Keys, c Charge) (Answer, error)
	// AskCharge asks what became of a charge, and ends one that nobody has made in the time given to it.
	AskCharge(ctx context.Context, k Keys, q Question) (Answer, error)
}

// CardDesk is where a device makes a token of a card.
type CardDesk struct {
	URL      string // takes what the provider's documents say, as JSON
	Merchant string // names the store there
}

// Card is what a provider tells of a token.
type Card struct {
	Token      string // the newest
	Number     string // masked
	Expiry     string // MM/YY
	IsVerified bool
	IsReusable bool
}

// CardCode is an SMS on its way to the owner of a card.
type CardCode struct {
	Phone string // masked
	Wait  int    // seconds before another one can be sent
}

// Charge is money to be taken from a saved card.
type Charge struct {
	Ref    string // of PrepareCharge
	Token  string
	Amount money.Tiyin
}

// String implements fmt.Stringer without the token.
func (c Charge) String() string { return fmt.Sprintf("charge %s of %d", c.Ref, c.Amount) }

// GoString implements fmt.GoStringer without the token.
func (c Charge) GoString() string { return c.String() }

// CardRefusal is a no that stays one.
type CardRefusal struct {
	Code   fault.Code // what the shopper is told
	Reason string     // in the words of the provider
}

func (r *CardRefusal) Error() string { return fmt.Sprintf("payment: %s: %s", r.Code, r.Reason) }

// CardsOf reads the cards of a shopper that are good with the store's accounts, newest first. termsOf gives the terms of an
// active account.
func CardsOf(ctx context.Context, q bun.IDB, storeID int64, customerID uuid.UUID, termsOf func(provider string) (Terms, bool)) ([]*SavedCard, error) {
	found, good := []*SavedCard{}, []*SavedCard{}
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("customer_id = ?", customerID).Order("id DESC").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("cards of customer %s: %w", customerID, err)
	}
	for _, c := range found {
		if terms, has := termsOf(c.Provider); has && terms.Mode == c.Mode {
			good = append(good, c)
		}
	}
	return good, nil
}
