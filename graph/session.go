package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	check "github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/telegram"
)

func (m mutation) SessionCreate(ctx context.Context, input model.SessionCreateInput) (*model.SessionCreatePayload, error) {
	if signInSecret := input.SignInSecret.Value(); signInSecret != nil {
		tokens, who, err := m.Gate.SignInByTelegram(ctx, storeOf(ctx), *signInSecret, deviceOf(ctx))
		if refused, err := refusals(ctx, err); err != nil || len(refused) > 0 {
			return &model.SessionCreatePayload{UserErrors: refused}, err
		}
		return m.signedIn(ctx, tokens, who, input.CartToken.Value())
	}
	data, err := m.initData(ctx, input.InitData.Value())
	if err != nil {
		return nil, err
	}
	tokens, who, err := m.Gate.SignInShopper(ctx, storeOf(ctx), data, deviceOf(ctx))
	if err != nil {
		return nil, err
	}
	return m.signedIn(ctx, tokens, who, input.CartToken.Value())
}

func (m mutation) TelegramSignInCreate(ctx context.Context) (*model.TelegramSignInCreatePayload, error) {
	origin := graphql.GetOperationContext(ctx).Headers.Get("Origin")
	started, err := m.Gate.StartTelegramSignIn(ctx, storeOf(ctx), origin, deviceOf(ctx))
	if refused, err := refusals(ctx, err); err != nil || len(refused) > 0 {
		return &model.TelegramSignInCreatePayload{UserErrors: refused}, err
	}
	return &model.TelegramSignInCreatePayload{UserErrors: []model.UserError{}, TelegramSignIn: &model.TelegramSignIn{
		URL: m.chat(started.BotUsername, started.Code), Secret: started.Secret, MatchCode: started.MatchCode, ExpiresAt: started.ExpiresAt,
	}}, nil
}

// chat is the address that opens a chat with a bot; its button Start sends the code.
func (r *Resolver) chat(username, code string) string {
	telegram := "https://t.me"
	if r.TelegramURL != nil {
		telegram = r.TelegramURL()
	}
	return telegram + "/" + username + "?start=" + code
}

// demoShoppers is how many people shop in demo stores.
const demoShoppers = 9

func (m mutation) DemoSessionCreate(ctx context.Context, input model.DemoSessionCreateInput) (*model.SessionCreatePayload, error) {
	number := orDefault(input.Shopper.Value(), 1)
	if f := check.Number(number, 1, demoShoppers, "input", "shopper"); f != nil {
		refused, err := refusals(ctx, f)
		return &model.SessionCreatePayload{UserErrors: refused}, err
	}
	tokens, who, err := m.Gate.SignInDemo(ctx, storeOf(ctx), number, deviceOf(ctx))
	if err != nil {
		return nil, err
	}
	return m.signedIn(ctx, tokens, who, nil)
}

// signedIn moves an anonymous cart into the shopper's own. A cart that is gone does not undo the sign-in: it is told of.
func (m mutation) signedIn(ctx context.Context, tokens *auth.Tokens, who *customer.Customer, cartToken *string) (*model.SessionCreatePayload, error) {
	payload := &model.SessionCreatePayload{Tokens: tokens, Me: &model.Me{Customer: who}, UserErrors: []model.UserError{}}
	if cartToken == nil {
		return payload, nil
	}
	refused, err := refusals(ctx, cart.Merge(ctx, m.DB, m.shop(ctx), who, *cartToken, m.Now()))
	payload.UserErrors = refused
	return payload, err
}

func (m mutation) SessionRefresh(ctx context.Context, input model.SessionRefreshInput) (*model.SessionRefreshPayload, error) {
	payload := &model.SessionRefreshPayload{UserErrors: []model.UserError{}}
	if s := auth.StoreFrom(ctx); s != nil {
		if _, storeID, ok := secret.ParseToken(input.RefreshToken); ok && storeID != s.ID {
			return payload, nil // as any token in a store that is not its own
		}
	}
	tokens, err := m.Gate.Refresh(ctx, input.RefreshToken)
	if err != nil && !fault.Has(err, fault.SessionExpired) {
		return nil, err
	}
	payload.Tokens = tokens
	return payload, nil
}

func (m mutation) StaffSessionCreate(ctx context.Context, input model.StaffSessionCreateInput) (*model.StaffSessionCreatePayload, error) {
	var tokens *auth.Tokens
	var member *staff.Member
	var err error
	if code := input.Code.Value(); code != nil {
		tokens, member, err = m.Gate.SignInByLink(ctx, auth.StoreFrom(ctx), *code, deviceOf(ctx))
	} else if storeOf(ctx) == nowhere {
		err = fault.New(fault.StoreNotFound)
	} else {
		var data *telegram.InitData
		if data, err = m.initData(ctx, input.InitData.Value()); err == nil {
			tokens, member, err = m.Gate.SignInStaff(ctx, storeOf(ctx), data, deviceOf(ctx))
		}
	}
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		tokens, member = nil, nil
	}
	return &model.StaffSessionCreatePayload{Tokens: tokens, Viewer: member, UserErrors: refused}, err
}

// initData is the checked init data of the request: given in the input, else in the header Authorization: tma ….
func (m mutation) initData(ctx context.Context, raw *string) (*telegram.InitData, error) {
	if raw != nil {
		return m.Gate.InitData(ctx, storeOf(ctx), *raw)
	}
	if data := auth.From(ctx).InitData; data != nil {
		return data, nil
	}
	return nil, fault.New(fault.InitDataMissing)
}

func (m mutation) SessionEnd(ctx context.Context, input model.SessionEndInput) (*model.SessionEndPayload, error) {
	var which *uuid.UUID
	if given := input.ID.Value(); given != nil {
		key, err := given.Must(id.Session, "input", "id")
		if err != nil {
			refused, err := refusals(ctx, err)
			return &model.SessionEndPayload{UserErrors: refused}, err
		}
		which = &key
	}
	session, err := m.Gate.End(ctx, auth.From(ctx), which)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		session = nil
	}
	return &model.SessionEndPayload{Session: session, UserErrors: refused}, err
}

func (q query) StaffSessions(ctx context.Context, memberID *id.ID) ([]*auth.Session, error) {
	a := auth.From(ctx)
	member := &a.StaffID
	if memberID != nil {
		key, err := memberID.Must(id.Staff, "memberId")
		if err != nil {
			return nil, err
		}
		member = &key
	} else if a.Can(staff.StaffWrite) {
		member = nil
	}
	if member != nil && *member != a.StaffID && !a.Can(staff.StaffWrite) {
		return nil, fault.New(fault.Forbidden, "memberId")
	}
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*auth.Session, error) {
		return auth.StaffSessions(ctx, db, storeID, member, q.Now())
	})
}
