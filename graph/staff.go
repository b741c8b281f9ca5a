package graph

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/staff"
)

func (q query) Staff(ctx context.Context) ([]*staff.Member, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*staff.Member, error) {
		return staff.List(ctx, db, storeID)
	})
}

func (q query) Viewer(ctx context.Context) (*staff.Member, error) {
	a := auth.From(ctx)
	if a.StaffID == uuid.Nil {
		return nil, nil
	}
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*staff.Member, error) {
		return staff.ByID(ctx, db, storeID, a.StaffID)
	})
}

// signInURL carries the code in the fragment, which browsers send to no server and write into no log.
func (r *Resolver) signInURL(code string) string {
	return strings.TrimSuffix(r.AdminURL, "/") + "/sign-in#code=" + code
}

func (r *Resolver) link(l *staff.Link) *model.StaffLink {
	if l == nil {
		return nil
	}
	return &model.StaffLink{URL: r.signInURL(l.Code), ExpiresAt: l.ExpiresAt}
}

func (m mutation) StaffInvite(ctx context.Context, input model.StaffInviteInput) (*model.StaffInvitePayload, error) {
	member, link, err := staff.Invite(ctx, m.DB, storeOf(ctx).ID, auth.From(ctx).By(), staff.InviteInput{
		Name: input.Name, Role: input.Role, TelegramID: input.TelegramID.Value(), Language: input.Language.Value(),
	}, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		member, link = nil, nil
	}
	return &model.StaffInvitePayload{Member: member, Link: m.link(link), UserErrors: refused}, err
}

func (m mutation) StaffUpdate(ctx context.Context, input model.StaffUpdateInput) (*model.StaffUpdatePayload, error) {
	member, err := func() (*staff.Member, error) {
		key, err := input.ID.Must(id.Staff, "input", "id")
		if err != nil {
			return nil, err
		}
		return staff.Update(ctx, m.DB, storeOf(ctx).ID, auth.From(ctx).By(), key, staff.UpdateInput{
			ExpectedVersion: input.ExpectedVersion.Value(), Name: input.Name.Value(), Role: input.Role.Value(),
			TelegramID: input.TelegramID.Value(), Language: input.Language.Value(), IsActive: input.IsActive.Value(),
		}, m.Now())
	}()
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		member = nil
	}
	return &model.StaffUpdatePayload{Member: member, UserErrors: refused}, err
}

func (m mutation) StaffLinkCreate(ctx context.Context, input model.StaffLinkCreateInput) (*model.StaffLinkCreatePayload, error) {
	a := auth.From(ctx)
	link, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, _ int64) (*staff.Link, error) {
		member := a.StaffID
		if given := input.MemberID.Value(); given != nil {
			key, err := given.Must(id.Staff, "input", "memberId")
			if err != nil {
				return nil, err
			}
			member = key
		}
		switch {
		case member == uuid.Nil:
			return nil, fault.New(fault.Required, "input", "memberId")
		case member != a.StaffID && !a.Can(staff.StaffWrite):
			return nil, fault.New(fault.Forbidden)
		}
		link, err := staff.NewLink(ctx, tx, a.By(), member, m.Now())
		if fault.Has(err, fault.NotFound) {
			return nil, fault.New(fault.NotFound, "input", "memberId")
		}
		return link, err
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		link = nil
	}
	return &model.StaffLinkCreatePayload{Link: m.link(link), UserErrors: refused}, err
}

func (q query) APITokens(ctx context.Context) ([]*auth.APIToken, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*auth.APIToken, error) {
		return auth.ListTokens(ctx, db, storeID)
	})
}

func (m mutation) APITokenCreate(ctx context.Context, input model.APITokenCreateInput) (*model.APITokenCreatePayload, error) {
	token, secret, err := auth.CreateToken(ctx, m.DB, storeOf(ctx).ID, auth.From(ctx), auth.TokenInput{
		Name: input.Name, Scopes: input.Scopes, ExpiresAt: input.ExpiresAt.Value(),
	}, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.APITokenCreatePayload{UserErrors: refused}, err
	}
	return &model.APITokenCreatePayload{Token: token, Secret: &secret, UserErrors: refused}, nil
}

func (m mutation) APITokenRevoke(ctx context.Context, input model.APITokenRevokeInput) (*model.APITokenRevokePayload, error) {
	token, err := func() (*auth.APIToken, error) {
		key, err := input.ID.Must(id.Token, "input", "id")
		if err != nil {
			return nil, err
		}
		return auth.RevokeToken(ctx, m.DB, storeOf(ctx).ID, key, m.Now())
	}()
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		token = nil
	}
	return &model.APITokenRevokePayload{Token: token, UserErrors: refused}, err
}
