package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

func (q query) BotCredentials(ctx context.Context) ([]*model.BotCredentials, error) {
	all, err := store.AllCredentials(ctx, q.DB, q.Box)
	if err != nil {
		return nil, err
	}
	out := make([]*model.BotCredentials, len(all))
	for i, c := range all {
		out[i] = &model.BotCredentials{
			BotID: c.Bot.BotID, Store: c.Store, Token: c.Token, WebhookKey: c.Bot.WebhookKey, IsTestServer: c.Bot.IsTestServer,
		}
	}
	return out, nil
}

func (m mutation) NotificationsClaim(ctx context.Context, input notify.NotificationsClaimInput) (*model.NotificationsClaimPayload, error) {
	claimed, err := notify.Claim(ctx, m.DB, m.Hub, input, m.Now)
	if err != nil {
		return nil, err
	}
	owing := make([]*model.Notification, 0, len(claimed))
	for _, n := range claimed {
		s, err := m.Stores.ByID(ctx, n.StoreID)
		if err != nil {
			return nil, err
		}
		owing = append(owing, &model.Notification{Notification: n, Store: s})
	}
	for storeID, orders := range ordersByStore(claimed) {
		loadIn(ctx, storeID).orders.expect(orders)
	}
	return &model.NotificationsClaimPayload{Notifications: owing}, nil
}

func ordersByStore(list []*notify.Notification) map[int64][]uuid.UUID {
	by := map[int64][]uuid.UUID{}
	for _, n := range list {
		if n.OrderID != nil {
			by[n.StoreID] = append(by[n.StoreID], *n.OrderID)
		}
	}
	return by
}

func (m mutation) NotificationsAck(ctx context.Context, input notify.NotificationsAckInput) (*model.NotificationsAckPayload, error) {
	n, err := notify.Ack(ctx, m.DB, input, m.Now())
	if err != nil {
		return nil, err
	}
	return &model.NotificationsAckPayload{Acknowledged: n}, nil
}

func (m mutation) BotUserReport(ctx context.Context, input model.BotUserReportInput) (*model.BotUserReportPayload, error) {
	s, err := store.ByBot(ctx, m.DB, input.BotID)
	if err != nil {
		return nil, err
	}
	payload := new(model.BotUserReportPayload)
	err = m.DB.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) error {
		payload.Customer, payload.Staff = nil, nil
		who, err := customer.Hear(ctx, tx, s.Languages, customer.Report{
			TelegramID: input.TelegramID, FirstName: input.FirstName.Value(), LastName: input.LastName.Value(),
			Username: input.Username.Value(), LanguageCode: input.LanguageCode.Value(), StartParam: input.StartParam.Value(),
			WriteAccess: input.WriteAccess.Value(), Phone: input.Phone.Value(), Language: input.Language.Value(),
			WantsMarketing: input.WantsMarketing.Value(),
		}, m.Now())
		if err != nil {
			return err
		}
		payload.Customer = who
		if access := input.WriteAccess.Value(); access != nil {
			if err := staff.SetReach(ctx, tx, input.TelegramID, *access == customer.Allowed); err != nil {
				return err
			}
		}
		member, err := staff.ByTelegramID(ctx, tx, s.ID, input.TelegramID)
		if err != nil && !fault.Has(err, fault.NotFound) {
			return err
		}
		payload.Staff = member
		return nil
	})
	payload.UserErrors, err = refusals(ctx, err)
	if err != nil || len(payload.UserErrors) > 0 {
		payload.Customer, payload.Staff = nil, nil
	}
	return payload, err
}

func (m mutation) BotStaffSignIn(ctx context.Context, input model.BotStaffSignInInput) (*model.BotStaffSignInPayload, error) {
	s, err := store.ByBot(ctx, m.DB, input.BotID)
	if err != nil {
		return nil, err
	}
	var link *staff.Link
	err = m.DB.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) error {
		link = nil
		member, err := staff.ByTelegramID(ctx, tx, s.ID, input.TelegramID)
		if fault.Has(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		link, err = staff.NewLink(ctx, tx, staff.By{ID: member.ID, Role: member.Role}, member.ID, m.Now())
		return err
	})
	refused, err := refusals(ctx, err)
	return &model.BotStaffSignInPayload{Link: m.link(link), UserErrors: refused}, err
}

func (q query) BotTelegramSignIn(ctx context.Context, botID int64, code string) (*auth.SignInRequest, error) {
	s, err := store.ByBot(ctx, q.DB, botID)
	if err != nil {
		return nil, err
	}
	return q.Gate.PendingTelegramSignIn(ctx, s.ID, code)
}

func (m mutation) BotTelegramSignInAnswer(
	ctx context.Context, input model.BotTelegramSignInAnswerInput,
) (*model.BotTelegramSignInAnswerPayload, error) {
	s, err := store.ByBot(ctx, m.DB, input.BotID)
	if err != nil {
		return nil, err
	}
	answered, err := m.Gate.AnswerTelegramSignIn(ctx, s, input.Code, telegram.User{
		ID: input.TelegramID, FirstName: input.FirstName, LastName: orDefault(input.LastName.Value(), ""),
		Username: orDefault(input.Username.Value(), ""), Language: orDefault(input.LanguageCode.Value(), ""), CanWrite: true,
	}, input.IsApproved)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		answered = nil
	}
	return &model.BotTelegramSignInAnswerPayload{TelegramSignIn: answered, UserErrors: refused}, err
}

func (m mutation) BotStatusReport(ctx context.Context, input model.BotStatusReportInput) (*model.BotStatusReportPayload, error) {
	known, err := store.ReportBot(ctx, m.DB, store.BotReport{
		BotID: input.BotID, Status: input.Status, Username: input.Username.Value(), HasMainWebApp: input.HasMainWebApp.Value(),
	}, m.Now())
	if err != nil {
		return nil, err
	}
	return &model.BotStatusReportPayload{IsKnown: known}, nil
}
