package payment

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/secret"
)

// CardBox keeps the cards of one shopper. Providers are asked outside of transactions.
type CardBox struct {
	DB         *db.DB
	Secrets    *secret.Box
	Providers  *Providers
	StoreID    int64
	CustomerID uuid.UUID
	Terms      func(provider string) (Terms, bool) // of the store's active accounts
	Now        func() time.Time
}

const (
	// mostCards is how many cards a shopper may keep with a provider.
	mostCards = 10
	// cardWithin is how long a provider may take to answer about a card.
	cardWithin = 15 * time.Second
)

// tokens are the provider's to form; this keeps out what is none.
var tokenForm, codeForm = regexp.MustCompile(`^[!-~]{8,1000}$`), regexp.MustCompile(`^[0-9]{4,8}$`)

// CardAddInput keeps a card of which the shopper's device has made a token.
type CardAddInput struct{ Provider, Token string }

// Add keeps a card; one that its owner has not verified yet is sent an SMS. A repeat gives the same card, and sends another
// SMS. The card is given also with CARD_CODE_UNSENT.
//
// Faults: PAYMENT_UNAVAILABLE at provider, PROVIDER_UNAVAILABLE at provider; INVALID and CARD_REFUSED at token; TOO_MANY at
// token; CARD_CODE_UNSENT at token.
func (b *CardBox) Add(ctx context.Context, in CardAddInput) (*SavedCard, *CardCode, error) {
	terms, has := b.Terms(in.Provider)
	saver, isOne := b.saver(in.Provider)
	if !has || !isOne {
		return nil, nil, fault.New(fault.PaymentUnavailable, "input", "provider")
	}
	if _, saves := saver.CardDesk(terms); !saves {
		return nil, nil, fault.New(fault.PaymentUnavailable, "input", "provider")
	}
	if !tokenForm.MatchString(in.Token) {
		return nil, nil, fault.New(fault.Invalid, "input", "token")
	}
	var is Card
	err := b.ask(ctx, in.Provider, []string{"input", "token"}, func(ctx context.Context, k Keys) (err error) {
		is, err = saver.Card(ctx, k, in.Token)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if !is.IsReusable {
		return nil, nil, fault.New(fault.CardRefused, "input", "token")
	}
	now := b.Now()
	c := &SavedCard{
		StoreID: b.StoreID, ID: id.New(), CustomerID: b.CustomerID, Provider: in.Provider, Mode: terms.Mode,
		Number: is.Number, Expiry: is.Expiry, CreatedAt: now, UpdatedAt: now,
	}
	if is.IsVerified {
		c.VerifiedAt = &now
	}
	c.keep(b.Secrets, is.Token)
	if err := b.DB.Write(ctx, b.StoreID, func(ctx context.Context, tx *db.Tx) error { return b.insert(ctx, tx, c) }); err != nil {
		return nil, nil, fmt.Errorf("keep card: %w", err)
	}
	if c.IsVerified() {
		return c, nil, nil
	}
	code, err := b.send(ctx, saver, c, "token")
	return c, code, err
}

// insert writes a card, or reads the one that has the token already.
func (b *CardBox) insert(ctx context.Context, tx *db.Tx, c *SavedCard) error {
	known := new(SavedCard)
	known, err := edit.One(known, tx.NewSelect().Model(known).Where("store_id = ?", c.StoreID).Where("provider = ?", c.Provider).
		Where("token_hash = ?", c.TokenHash).For("UPDATE").Scan(ctx))
	if err != nil {
		return err
	}
	if known != nil {
		if known.CustomerID != c.CustomerID {
			return fault.New(fault.Invalid, "input", "token")
		}
		if known.VerifiedAt == nil && c.VerifiedAt != nil {
			known.VerifiedAt, known.UpdatedAt = c.VerifiedAt, c.UpdatedAt
			if _, err := tx.NewUpdate().Model(known).Column("verified_at", "updated_at").WherePK().Exec(ctx); err != nil {
				return err
			}
		}
		*c = *known
		return nil
	}
	n, err := tx.NewSelect().Model((*SavedCard)(nil)).Where("store_id = ?", c.StoreID).Where("customer_id = ?", c.CustomerID).
		Where("provider = ?", c.Provider).Count(ctx)
	if err != nil {
		return err
	}
	if n >= mostCards {
		return fault.New(fault.TooMany, "input", "token").With("max", mostCards)
	}
	_, err = tx.NewInsert().Model(c).Exec(ctx)
	return err
}

// SendCode sends the owner of a card another SMS; for one that is verified nothing is sent.
// Faults: INVALID_ID, NOT_FOUND, PAYMENT_UNAVAILABLE, PROVIDER_UNAVAILABLE, CARD_CODE_UNSENT and CARD_REFUSED at id.
func (b *CardBox) SendCode(ctx context.Context, cardID id.ID) (*SavedCard, *CardCode, error) {
	c, saver, err := b.find(ctx, cardID)
	if err != nil || c.IsVerified() {
		return c, nil, err
	}
	code, err := b.send(ctx, saver, c, "id")
	if err != nil {
		return nil, nil, err
	}
	return c, code, nil
}

func (b *CardBox) send(ctx context.Context, saver CardSaver, c *SavedCard, field string) (*CardCode, error) {
	token, err := c.open(b.Secrets)
	if err != nil {
		return nil, err
	}
	code := new(CardCode)
	err = b.ask(ctx, c.Provider, []string{"input", field}, func(ctx context.Context, k Keys) (err error) {
		*code, err = saver.SendCardCode(ctx, k, token)
		return err
	})
	if err != nil {
		return nil, err
	}
	return code, nil
}

// CardVerifyInput shows the code of the SMS.
type CardVerifyInput struct {
	ID   id.ID
	Code string
}

// Verify proves that a card is the shopper's, so that it pays. A repeat succeeds.
// Faults: INVALID_ID, NOT_FOUND, PAYMENT_UNAVAILABLE and PROVIDER_UNAVAILABLE at id; INVALID, CARD_CODE_WRONG,
// CARD_CODE_EXPIRED and CARD_REFUSED at code.
func (b *CardBox) Verify(ctx context.Context, in CardVerifyInput) (*SavedCard, error) {
	c, saver, err := b.find(ctx, in.ID)
	if err != nil || c.IsVerified() {
		return c, err
	}
	if !codeForm.MatchString(in.Code) {
		return nil, fault.New(fault.Invalid, "input", "code")
	}
	token, err := c.open(b.Secrets)
	if err != nil {
		return nil, err
	}
	var is Card
	err = b.ask(ctx, c.Provider, []string{"input", "code"}, func(ctx context.Context, k Keys) (err error) {
		is, err = saver.VerifyCard(ctx, k, token, in.Code)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !is.IsVerified {
		return nil, fault.New(fault.CardCodeWrong, "input", "code")
	}
	now := b.Now()
	c.VerifiedAt, c.UpdatedAt = &now, now
	c.keep(b.Secrets, is.Token)
	// The answer must not be lost with the shopper: the token of before may be worthless.
	err = b.DB.Write(context.WithoutCancel(ctx), b.StoreID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewUpdate().Model(c).Column("token", "token_hash", "verified_at", "updated_at").WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("card %s is verified: %w", c.ID, err)
	}
	return c, nil
}

// Remove forgets a card, and has the provider forget it when it answers. A repeat succeeds. Fault: INVALID_ID at id.
func (b *CardBox) Remove(ctx context.Context, cardID id.ID) error {
	c, saver, err := b.find(ctx, cardID)
	if fault.Has(err, fault.NotFound) {
		return nil
	}
	if err != nil && !fault.Has(err, fault.PaymentUnavailable) {
		return err
	}
	if saver != nil {
		if token, err := c.open(b.Secrets); err == nil {
			// A token that the shop has lost is of no use to anybody, whether the provider has heard of it or not.
			_ = b.ask(ctx, c.Provider, nil, func(ctx context.Context, k Keys) error { return saver.RemoveCard(ctx, k, token) })
		}
	}
	err = b.DB.Write(context.WithoutCancel(ctx), b.StoreID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewDelete().Model(c).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget card %s: %w", c.ID, err)
	}
	return nil
}

// find reads a card of the shopper and who keeps it. With PAYMENT_UNAVAILABLE the card is given all the same.
func (b *CardBox) find(ctx context.Context, cardID id.ID) (c *SavedCard, saver CardSaver, err error) {
	key, err := cardID.Must(id.Card, "input", "id")
	if err != nil {
		return nil, nil, err
	}
	err = b.DB.Read(ctx, b.StoreID, func(ctx context.Context, q bun.IDB) (err error) {
		c, err = cardByID(ctx, q, b.StoreID, b.CustomerID, key)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if c == nil {
		return nil, nil, fault.New(fault.NotFound, "input", "id")
	}
	terms, has := b.Terms(c.Provider)
	saver, isOne := b.saver(c.Provider)
	if !isOne || !has || terms.Mode != c.Mode {
		return c, nil, fault.New(fault.PaymentUnavailable, "input", "id")
	}
	return c, saver, nil
}

func (b *CardBox) saver(provider string) (CardSaver, bool) {
	p, _ := b.Providers.Named(provider)
	saver, isOne := p.(CardSaver)
	return saver, isOne
}

// ask asks a provider about a card. Faults: that of a refusal at path; PROVIDER_UNAVAILABLE at path for no answer.
func (b *CardBox) ask(ctx context.Context, provider string, path []string, question func(context.Context, Keys) error) error {
	var k Keys
	err := b.DB.Read(ctx, b.StoreID, func(ctx context.Context, q bun.IDB) (err error) {
		k, err = KeysOf(ctx, q, b.Secrets, b.StoreID, provider)
		return err
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, cardWithin)
	defer cancel()
	return CardFault(question(ctx, k), path...)
}

// CardFault is what a shopper is told of a provider's error; nil for none.
func CardFault(err error, path ...string) error {
	var no *CardRefusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &no):
		return fault.New(no.Code, path...).Because(err)
	}
	return fault.New(fault.ProviderUnavailable, path...).Because(err)
}

func cardByID(ctx context.Context, q bun.IDB, storeID int64, customerID, key uuid.UUID) (*SavedCard, error) {
	c := new(SavedCard)
	return edit.One(c, q.NewSelect().Model(c).Where("store_id = ?", storeID).Where("id = ?", key).Where("customer_id = ?", customerID).Scan(ctx))
}

// CardToPay opens a card of a shopper for a charge. Faults: INVALID_ID, NOT_FOUND, CARD_UNVERIFIED, and CARD_REFUSED for one
// that is over, at cardId.
func CardToPay(ctx context.Context, q bun.IDB, box *secret.Box, storeID int64, customerID uuid.UUID, cardID id.ID, now time.Time) (*SavedCard, string, error) {
	key, err := cardID.Must(id.Card, "input", "cardId")
	if err != nil {
		return nil, "", err
	}
	c, err := cardByID(ctx, q, storeID, customerID, key)
	switch {
	case err != nil:
		return nil, "", err
	case c == nil:
		return nil, "", fault.New(fault.NotFound, "input", "cardId")
	case !c.IsVerified():
		return nil, "", fault.New(fault.CardUnverified, "input", "cardId")
	case c.IsOver(now):
		return nil, "", fault.New(fault.CardRefused, "input", "cardId")
	}
	token, err := c.open(box)
	return c, token, err
}
