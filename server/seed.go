package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/dokon-shop/dokon/server/seed"
	"github.com/dokon-shop/dokon/server/store"
)

// seed opens the demo shops, or makes a store large.
func (p *program) seed(ctx context.Context, args []string) error {
	var demo bool
	var slug string
	var products int
	err := p.flags("seed", args, func(f *flag.FlagSet) {
		f.BoolVar(&demo, "demo", false, "open the demo shops; what is whole is left alone")
		f.StringVar(&slug, "store", "", "slug of the store to fill")
		f.IntVar(&products, "products", 0, "how many made-up products the store is to have")
	})
	if err != nil {
		return err
	}
	switch {
	case !demo && slug == "" && products == 0:
		demo = true
	case (slug == "") != (products <= 0):
		return fmt.Errorf("seed: --store and --products go together; %w", errUsage)
	}
	return p.withApp(ctx, func(ctx context.Context, a *app) error {
		if demo {
			if err := a.openDemo(ctx, p.progress()); err != nil {
				return err
			}
		}
		if slug == "" {
			return nil
		}
		s, err := store.BySlug(ctx, a.db, slug)
		if err != nil {
			return noStore(slug, err)
		}
		return seed.Products(ctx, a.db, s.ID, products, a.now(), p.progress())
	})
}

// withApp runs fn with the nouns tied together; nothing is served and no jobs are worked on.
func (p *program) withApp(ctx context.Context, fn func(ctx context.Context, a *app) error) error {
	return p.withDatabase(ctx, func(ctx context.Context, c Config, d *database) error {
		if err := d.migrated(ctx, p.tell); err != nil {
			return err
		}
		a, err := openApp(ctx, c, d, newLog(c, p.err), nil)
		if err != nil {
			return err
		}
		return errors.Join(fn(ctx, a), a.Close())
	})
}

// progress tells how far seeding is, at most once a second and at the end.
func (p *program) progress() seed.Progress {
	last := time.Now()
	return func(done, total int, what string) {
		if now := time.Now(); now.Sub(last) >= time.Second || done == total {
			last = now
			p.tell(fmt.Sprintf("Filling the shops: %d of %d · %s", done, total, what))
		}
	}
}
