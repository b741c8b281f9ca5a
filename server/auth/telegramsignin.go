package auth

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

// TelegramSignInLife is how long a person has to open the chat and confirm. It is short, since whoever sends a stranger the
// link of a sign-in of their own hopes for one careless press.
const TelegramSignInLife = 5 * time.Minute

// telegramSignInPrefix marks start codes that sign in. It is none of p_ c_ o_ r_ s_ x_, which lead into the shop.
const telegramSignInPrefix = "l_"

// SignInRequest is a sign-in of a web page, as the person is asked about it in the chat.
type SignInRequest struct {
	bun.BaseModel `bun:"table:telegram_sign_ins,alias:sign_in"`

	StoreID    int64      `bun:"store_id,pk"`
	ID         uuid.UUID  `bun:"id,pk,type:uuid"`
	CodeHash   []byte     `bun:"code_hash"`   // of the code in the link, which opens the question
	SecretHash []byte     `bun:"secret_hash"` // of what the page keeps, which takes the session
	MatchCode  string     `bun:"match_code"`
	SiteHost   string     `bun:"site"` // empty when not known
	Device     string     `bun:"device"`
	CreatedAt  time.Time  `bun:"created_at"`
	ExpiresAt  time.Time  `bun:"expires_at"`
	AnsweredAt *time.Time `bun:"answered_at"`
	// CustomerID is who said yes. Without it an answered sign-in was refused.
	CustomerID *uuid.UUID `bun:"customer_id,type:uuid"`
	UsedAt     *time.Time `bun:"used_at"`
}

// Site is the host of the page; nil when it is not known.
func (t *SignInRequest) Site() *string {
	if t.SiteHost == "" {
		return nil
	}
	return &t.SiteHost
}

// StartedSignIn is what the page gets, once: neither code nor secret can be read again.
type StartedSignIn struct {
	BotUsername             string
	Code, Secret, MatchCode string
	ExpiresAt               time.Time
}

// StartTelegramSignIn begins a sign-in for whoever will open the link. origin is the page's, as its browser names it.
// Error: SIGN_IN_UNAVAILABLE for a store whose bot is missing or does not work.
func (g *Gate) StartTelegramSignIn(ctx context.Context, s *store.Store, origin, device string) (*StartedSignIn, error) {
	digits, err := rand.Int(rand.Reader, big.NewInt(100))
	if err != nil {
		return nil, fmt.Errorf("match code: %w", err)
	}
	now := g.now()
	started := &StartedSignIn{
		Code: telegramSignInPrefix + rand.Text(), Secret: secret.NewToken(secret.SignInSecret, s.ID),
		MatchCode: fmt.Sprintf("%02d", digits), ExpiresAt: now.Add(TelegramSignInLife),
	}
	row := &SignInRequest{
		StoreID: s.ID, ID: id.New(), CodeHash: secret.HashToken(started.Code), SecretHash: secret.HashToken(started.Secret),
		MatchCode: started.MatchCode, SiteHost: siteOf(origin), Device: device, CreatedAt: now, ExpiresAt: started.ExpiresAt,
	}
	err = g.db.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) error {
		b, err := store.BotOf(ctx, tx, s.ID)
		switch {
		case err != nil:
			return err
		case b == nil || b.Status != store.BotActive || b.Username == "":
			return fault.New(fault.SignInUnavailable)
		}
		started.BotUsername = b.Username
		_, err = tx.NewInsert().Model(row).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("start sign-in by Telegram: %w", err)
	}
	return started, nil
}

// hostForm is what browsers send: ASCII, international names as xn--….
var hostForm = regexp.MustCompile(`^[a-z0-9.-]+(:[0-9]{1,5})?$`)

// siteOf is the host in an Origin; "" for programs, and for what no browser sends.
func siteOf(origin string) string {
	u, err := url.Parse(strings.ToLower(origin))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || len(u.Host) > 253 || !hostForm.MatchString(u.Host) {
		return ""
	}
	return u.Host
}

// PendingTelegramSignIn is what the person in the chat is asked about; nil for a code that is unknown, answered or too old.
func (g *Gate) PendingTelegramSignIn(ctx context.Context, storeID int64, code string) (*SignInRequest, error) {
	t := new(SignInRequest)
	err := g.db.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(t).Where("store_id = ?", storeID).Where("code_hash = ?", secret.HashToken(code)).
			Where("answered_at is null").Where("expires_at > ?", g.now()).Scan(ctx)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("pending sign-in by Telegram: %w", err)
	}
	return t, nil
}

// AnswerTelegramSignIn keeps a person's answer in the chat. Yes makes or refreshes the customer as init data does, and lets
// the page take a session; no ends it. The first answer counts; its repetition by the same person succeeds.
// Errors: SIGN_IN_EXPIRED at "input.code"; OUT_OF_RANGE at "input.telegramId".
func (g *Gate) AnswerTelegramSignIn(ctx context.Context, s *store.Store, code string, u telegram.User, isApproved bool) (*SignInRequest, error) {
	if f := customer.CheckTelegramID(u.ID, "input", "telegramId"); f != nil {
		return nil, f
	}
	var t *SignInRequest
	err := g.db.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) (err error) {
		if t, err = lockSignIn(ctx, tx, "code_hash", code); err != nil {
			return err
		}
		now := g.now()
		if t == nil || !now.Before(t.ExpiresAt) {
			return fault.New(fault.SignInExpired, "input", "code")
		}
		if t.AnsweredAt != nil {
			return sameAnswer(ctx, tx, t, u, isApproved)
		}
		t.AnsweredAt = &now
		if isApproved {
			who, err := customer.SignIn(ctx, tx, s.Languages, &telegram.InitData{User: u, AuthDate: now}, now)
			if err != nil {
				return err
			}
			t.CustomerID = &who.ID
		}
		_, err = tx.NewUpdate().Model(t).Column("answered_at", "customer_id").
			Where("store_id = ?", tx.StoreID).Where("id = ?", t.ID).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("answer sign-in by Telegram: %w", err)
	}
	return t, nil
}

// sameAnswer lets a repetition pass. Error: SIGN_IN_EXPIRED for another answer, or another person's yes.
func sameAnswer(ctx context.Context, tx *db.Tx, t *SignInRequest, u telegram.User, isApproved bool) error {
	expired := fault.New(fault.SignInExpired, "input", "code")
	if isApproved != (t.CustomerID != nil) {
		return expired
	}
	if !isApproved {
		return nil
	}
	who, err := customer.ByID(ctx, tx, tx.StoreID, *t.CustomerID)
	if err != nil {
		return err
	}
	if who.TelegramID == nil || *who.TelegramID != u.ID {
		return expired
	}
	return nil
}

// SignInByTelegram opens a session for the person who has confirmed in the chat. Of several who come with one secret at
// once, one gets in. Errors at "input.signInSecret": SIGN_IN_PENDING until somebody answers; SIGN_IN_EXPIRED for what was
// refused, used, left too long, or never was. RATE_LIMITED.
func (g *Gate) SignInByTelegram(ctx context.Context, s *store.Store, signInSecret, device string) (*Tokens, *customer.Customer, error) {
	var tokens *Tokens
	var who *customer.Customer
	err := g.db.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) error {
		t, err := lockSignIn(ctx, tx, "secret_hash", signInSecret)
		now := g.now()
		switch {
		case err != nil:
			return err
		case t == nil || t.UsedAt != nil || !now.Before(t.ExpiresAt) || t.AnsweredAt != nil && t.CustomerID == nil:
			return fault.New(fault.SignInExpired, "input", "signInSecret")
		case t.CustomerID == nil:
			return fault.New(fault.SignInPending, "input", "signInSecret")
		}
		t.UsedAt = &now
		if _, err := tx.NewUpdate().Model(t).Column("used_at").Where("store_id = ?", tx.StoreID).Where("id = ?", t.ID).Exec(ctx); err != nil {
			return err
		}
		if who, err = customer.ByID(ctx, tx, tx.StoreID, *t.CustomerID); err != nil {
			return err
		}
		tokens, err = g.open(ctx, tx, Shopper, who.ID, device, true)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("sign in by Telegram: %w", err)
	}
	return tokens, who, nil
}

// lockSignIn finds a sign-in by the hash of code or secret, so that no comparison of theirs takes time; nil for none.
func lockSignIn(ctx context.Context, tx *db.Tx, column bun.Ident, token string) (*SignInRequest, error) {
	t := new(SignInRequest)
	err := tx.NewSelect().Model(t).Where("store_id = ?", tx.StoreID).Where("? = ?", column, secret.HashToken(token)).For("update").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return t, err
}
