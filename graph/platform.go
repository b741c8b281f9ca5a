package graph

import (
	"context"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/store"
)

func (q query) Stores(ctx context.Context) ([]*store.Store, error) { return store.List(ctx, q.DB) }

func (m mutation) StoreCreate(ctx context.Context, input model.StoreCreateInput) (*model.StoreCreatePayload, error) {
	s, link, err := auth.OpenStore(ctx, m.DB, auth.OpenStoreInput{
		CreateInput: store.CreateInput{Slug: input.Slug, Name: orDefault(input.Name, lang.Text{}), Languages: input.Languages.Value()},
		OwnerName:   input.OwnerName, OwnerTelegramID: input.OwnerTelegramID.Value(),
	}, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		s, link = nil, nil
	}
	return &model.StoreCreatePayload{Store: s, OwnerLink: m.link(link), UserErrors: refused}, err
}
