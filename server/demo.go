package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/seed"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// demoOwner keeps the demo shops. The Telegram id is that of the member of staff whom the bot's fake of Telegram knows, so
// the messages to staff can be read there.
var demoOwner = staff.InviteInput{Name: "Sardor Aliyev", Role: staff.Owner, TelegramID: new(int64(777000222))}

// openDemo opens the demo shops and gives each an owner.
func (a *app) openDemo(ctx context.Context, report seed.Progress) error {
	if err := seed.Demo(ctx, a.db, a.files, a.now(), report); err != nil {
		return err
	}
	shops, err := a.demoShops(ctx)
	if err != nil {
		return err
	}
	for _, s := range shops {
		if _, err := a.owner(ctx, s.ID); err != nil {
			return fmt.Errorf("owner of %s: %w", s.Slug, err)
		}
	}
	return nil
}

// demoShops are the shops with made-up goods.
func (a *app) demoShops(ctx context.Context) ([]*store.Store, error) {
	all, err := store.List(ctx, a.db)
	return slices.DeleteFunc(all, func(s *store.Store) bool { return !s.IsDemo }), err
}

// owner gives an active owner of a store; a demo shop without any gets demoOwner.
func (a *app) owner(ctx context.Context, storeID int64) (*staff.Member, error) {
	var owner *staff.Member
	err := a.db.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		members, err := staff.List(ctx, tx, storeID)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(members, func(m *staff.Member) bool { return m.IsActive && m.Role == staff.Owner }); i >= 0 {
			owner = members[i]
			return nil
		}
		owner, err = staff.Add(ctx, tx, staff.By{Role: staff.Owner}, demoOwner, a.now())
		return err
	})
	return owner, err
}

// giveDemoBots gives each demo shop that has no bot a made-up one, which the fake Telegram takes for real. Telegram itself
// would refuse the token.
func (a *app) giveDemoBots(ctx context.Context) error {
	shops, err := a.demoShops(ctx)
	if err != nil {
		return err
	}
	for _, s := range shops {
		if s.BotID != nil {
			continue
		}
		token := fmt.Sprintf("%d:%s", 7_000_000_000+s.ID, (rand.Text() + rand.Text())[:35])
		if _, err := store.SetBot(ctx, a.db, a.box, s.ID, store.BotSetInput{Token: token}, a.now()); err != nil {
			return fmt.Errorf("bot of %s: %w", s.Slug, err)
		}
		a.stores.Forget(s.ID)
	}
	return nil
}

// signInLink makes a one-time link for a member of a store: the named one, else an owner.
func (a *app) signInLink(ctx context.Context, s *store.Store, name string) (string, *staff.Member, error) {
	var who *staff.Member
	if name == "" {
		owner, err := a.owner(ctx, s.ID)
		if err != nil {
			return "", nil, err
		}
		who = owner
	} else {
		var members []*staff.Member
		err := a.db.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) (err error) {
			members, err = staff.List(ctx, q, s.ID)
			return err
		})
		if err != nil {
			return "", nil, err
		}
		if who, err = member(members, name); err != nil {
			return "", nil, err
		}
	}
	var link *staff.Link
	err := a.db.Write(ctx, s.ID, func(ctx context.Context, tx *db.Tx) (err error) {
		link, err = staff.NewLink(ctx, tx, staff.By{Role: staff.Owner}, who.ID, a.now())
		return err
	})
	if err != nil {
		return "", nil, err
	}
	return a.config.PublicURL + "/admin/sign-in#code=" + link.Code, who, nil
}

func member(members []*staff.Member, name string) (*staff.Member, error) {
	var names []string
	var found []*staff.Member
	for _, m := range members {
		if !m.IsActive {
			continue
		}
		names = append(names, m.Name)
		if m.Name == name || m.NodeID().String() == name {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fmt.Errorf("nobody called %q works there; there are %q", name, names)
	}
	return nil, fmt.Errorf("%d people are called %q; name one by the id, such as %s", len(found), name, found[0].NodeID())
}
