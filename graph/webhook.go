package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/webhook"
)

type webhookDelivery struct{ *Resolver }

// WebhookDelivery answers fields of the log of webhooks.
func (r *Resolver) WebhookDelivery() exec.WebhookDeliveryResolver { return webhookDelivery{r} }

func (webhookDelivery) Type(_ context.Context, obj *webhook.Delivery) (string, error) {
	return string(obj.Type), nil
}

func (q query) Webhooks(ctx context.Context) ([]*webhook.Webhook, error) {
	return reading(ctx, q.Resolver, webhook.List)
}

func (q query) WebhookDeliveries(ctx context.Context, webhookID id.ID, first *int, after *string) (*webhook.Page, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*webhook.Page, error) {
		return webhook.Deliveries(ctx, db, storeID, webhookID, args(first, after, nil, nil))
	})
}

func (m mutation) WebhookUpsert(ctx context.Context, input webhook.UpsertInput) (*model.WebhookUpsertPayload, error) {
	w, secret, err := m.Webhooks.Upsert(ctx, storeOf(ctx).ID, input, auth.From(ctx).Can, m.Now())
	refused, err := refusals(ctx, err)
	payload := &model.WebhookUpsertPayload{UserErrors: refused}
	if err != nil || len(refused) > 0 {
		return payload, err
	}
	payload.Webhook = w
	if secret != "" {
		payload.Secret = &secret
	}
	return payload, nil
}

func (m mutation) WebhookDelete(ctx context.Context, input model.WebhookDeleteInput) (*model.WebhookDeletePayload, error) {
	_, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (struct{}, error) {
		return struct{}{}, webhook.Delete(ctx, tx, storeID, input.ID)
	})
	refused, err := refusals(ctx, err)
	payload := &model.WebhookDeletePayload{UserErrors: refused}
	if err == nil && len(refused) == 0 {
		payload.DeletedID = &input.ID
	}
	return payload, err
}

func (m mutation) WebhookTest(ctx context.Context, input model.WebhookTestInput) (*model.WebhookTestPayload, error) {
	d, err := m.Webhooks.Test(ctx, storeOf(ctx).ID, input.ID)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		d = nil
	}
	return &model.WebhookTestPayload{Delivery: d, UserErrors: refused}, err
}

func (m mutation) WebhookReplay(ctx context.Context, input model.WebhookReplayInput) (*model.WebhookReplayPayload, error) {
	now := m.Now()
	until := now
	if given := input.Until.Value(); given != nil {
		until = *given
	}
	payload := new(model.WebhookReplayPayload)
	_, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (struct{}, error) {
		w, n, err := webhook.Replay(ctx, tx, storeID, input.ID, input.Since, until, now)
		payload.Webhook, payload.Count = w, &n
		return struct{}{}, err
	})
	payload.UserErrors, err = refusals(ctx, err)
	if err != nil || len(payload.UserErrors) > 0 {
		payload.Webhook, payload.Count = nil, nil
	}
	return payload, err
}
