package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

// link prints a one-time sign-in link for the admin.
func (p *program) link(ctx context.Context, args []string) error {
	var slug, name string
	err := p.flags("link", args, func(f *flag.FlagSet) {
		f.StringVar(&slug, "store", "", "slug of the store; may be left out when there is one alone")
		f.StringVar(&name, "staff", "", "name or id of the member of staff; an owner when left out")
	})
	if err != nil {
		return err
	}
	return p.withApp(ctx, func(ctx context.Context, a *app) error {
		s, err := a.storeOf(ctx, slug)
		if err != nil {
			return err
		}
		a.config.PublicURL = reachedAt(a.config)
		address, member, err := a.signInLink(ctx, s, name)
		if err != nil {
			return err
		}
		p.tell(fmt.Sprintf("Signs %s in at %s, once, within %.0f minutes.", member.Name, s.Slug, staff.LinkLife.Minutes()))
		_, _ = fmt.Fprintln(p.out, address)
		return nil
	})
}

// initData prints what Telegram would hand to the Mini App, signed with the token of the store's bot.
func (p *program) initData(ctx context.Context, args []string) error {
	var slug, start string
	var age time.Duration
	user := telegram.User{CanWrite: true}
	err := p.flags("initdata", args, func(f *flag.FlagSet) {
		f.StringVar(&slug, "store", "", "slug of the store; may be left out when there is one alone")
		f.Int64Var(&user.ID, "user", 0, "Telegram id of the person")
		f.StringVar(&user.FirstName, "name", "", "first name; that of a demo shopper when left out")
		f.StringVar(&user.LastName, "last-name", "", "last name")
		f.StringVar(&user.Username, "username", "", "username without @")
		f.StringVar(&user.Language, "language", "", "language of their Telegram, such as uz or ru")
		f.StringVar(&start, "start", "", "start parameter of the link they opened, such as p_atlas-koylak")
		f.DurationVar(&age, "age", 0, "how long ago Telegram signed it, such as 30m")
	})
	if err != nil {
		return err
	}
	if user.ID <= 0 {
		return fmt.Errorf("initdata: --user must be a Telegram id above 0; %w", errUsage)
	}
	if user.FirstName == "" {
		user = likeDemo(user)
	}
	return p.withApp(ctx, func(ctx context.Context, a *app) error {
		s, err := a.storeOf(ctx, slug)
		if err != nil {
			return err
		}
		bot, err := a.gate.TelegramBot(ctx, s)
		switch {
		case fault.Has(err, fault.InitDataInvalid) || err == nil && bot.Secret == nil:
			return fmt.Errorf("the token of %s's bot is not known, and without it nothing can be signed", s.Slug)
		case err != nil:
			return err
		}
		_, _ = fmt.Fprintln(p.out, bot.MintUser(user, start, a.now().Add(-age)))
		return nil
	})
}

// likeDemo completes a person whose name was not given: a demo shopper's own words for their id, else made-up ones.
func likeDemo(user telegram.User) telegram.User {
	demo := auth.DemoUser(1)
	for n := 1; n <= 9; n++ {
		if u := auth.DemoUser(n); u.ID == user.ID {
			demo = u
		}
	}
	demo.ID = user.ID
	for given, into := range map[*string]*string{&user.LastName: &demo.LastName, &user.Username: &demo.Username, &user.Language: &demo.Language} {
		if *given != "" {
			*into = *given
		}
	}
	return demo
}

// token makes a service token.
func (p *program) token(ctx context.Context, args []string) error {
	var kind, name string
	err := p.flags("token", args, func(f *flag.FlagSet) {
		f.StringVar(&kind, "kind", "", "bot, for the bot process; platform, for an administrator who opens stores")
		f.StringVar(&name, "name", "", "what the token is for; an earlier one of the same kind and name ends")
	})
	if err != nil {
		return err
	}
	kinds := map[string]auth.Kind{"bot": auth.Bot, "platform": auth.Platform}
	if kinds[kind] == "" || strings.TrimSpace(name) == "" {
		return fmt.Errorf("token: --kind is bot or platform, and --name must be given; %w", errUsage)
	}
	return p.withApp(ctx, func(ctx context.Context, a *app) error {
		token, err := auth.NewServiceToken(ctx, a.db, kinds[kind], strings.TrimSpace(name), a.now())
		if err != nil {
			return err
		}
		p.tell("Keep it safe: it is shown this once.")
		_, _ = fmt.Fprintln(p.out, token)
		return nil
	})
}

// key prints a new secret key. Its id is the day, so that the newest one is seen at a glance.
func (p *program) key(_ context.Context, args []string) error {
	if err := p.flags("key", args, nil); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(p.out, secret.NewKey("k"+time.Now().UTC().Format("20060102")))
	return nil
}

// storeOf finds the store of a command; without a slug the only one there is.
func (a *app) storeOf(ctx context.Context, slug string) (*store.Store, error) {
	if slug != "" {
		s, err := store.BySlug(ctx, a.db, slug)
		return s, noStore(slug, err)
	}
	s, err := store.Only(ctx, a.db)
	if fault.Has(err, fault.StoreNotFound) {
		return nil, fmt.Errorf("name a store: --store SLUG; %w", errUsage)
	}
	return s, err
}

func noStore(slug string, err error) error {
	if fault.Has(err, fault.StoreNotFound) {
		return fmt.Errorf("there is no store %q", slug)
	}
	return err
}
