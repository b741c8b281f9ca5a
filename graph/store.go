package graph

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/store"
)

type shop struct{ *Resolver }

// Store answers fields of stores.
func (r *Resolver) Store() exec.StoreResolver { return shop{r} }

func (q query) Store(ctx context.Context) (*store.Store, error) { return storeOf(ctx), nil }

func (s shop) Name(ctx context.Context, obj *store.Store) (string, error) {
	return obj.In(obj.Name, languageOf(ctx)), nil
}

func (s shop) Description(ctx context.Context, obj *store.Store) (string, error) {
	return obj.In(obj.Description, languageOf(ctx)), nil
}

func (s shop) IsOpen(_ context.Context, obj *store.Store) (bool, error) {
	return obj.IsOpen(s.Now()), nil
}

func (s shop) OpensAt(_ context.Context, obj *store.Store) (*time.Time, error) {
	return obj.OpensAt(s.Now()), nil
}

func (s shop) Look(_ context.Context, obj *store.Store) (*store.Look, error) { return &obj.Look, nil }

func (s shop) Bot(ctx context.Context, obj *store.Store) (*store.Bot, error) {
	var bot *store.Bot
	err := s.DB.Read(ctx, obj.ID, func(ctx context.Context, q bun.IDB) (err error) {
		bot, err = store.BotOf(ctx, q, obj.ID)
		return err
	})
	return bot, err
}

func (s shop) Translations(_ context.Context, obj *store.Store) (*model.StoreTranslations, error) {
	return &model.StoreTranslations{Name: &obj.Name, Description: &obj.Description}, nil
}

type storeLook struct{ *Resolver }

// StoreLook answers the pictures of a shop.
func (r *Resolver) StoreLook() exec.StoreLookResolver { return storeLook{r} }

func (l storeLook) Logo(ctx context.Context, obj *store.Look) (*media.Media, error) {
	return mediaBy(ctx, obj.LogoID)
}

func (l storeLook) Cover(ctx context.Context, obj *store.Look) (*media.Media, error) {
	return mediaBy(ctx, obj.CoverID)
}

func (m mutation) StoreUpdate(ctx context.Context, input store.UpdateInput) (*model.StoreUpdatePayload, error) {
	s, err := store.Update(ctx, m.DB, storeOf(ctx).ID, input, m.Now())
	m.Stores.Forget(storeOf(ctx).ID)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		s = nil
	}
	return &model.StoreUpdatePayload{Store: s, UserErrors: refused}, err
}

func (m mutation) StoreBotSet(ctx context.Context, input model.StoreBotSetInput) (*model.StoreBotSetPayload, error) {
	s := storeOf(ctx)
	_, err := store.SetBot(ctx, m.DB, m.Box, s.ID, store.BotSetInput{Token: input.Token, AppName: input.AppName.Value()}, m.Now())
	m.Stores.Forget(s.ID)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		s = nil
	}
	return &model.StoreBotSetPayload{Store: s, UserErrors: refused}, err
}
