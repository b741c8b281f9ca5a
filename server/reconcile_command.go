package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/reconcile"
	"github.com/dokon-shop/dokon/server/store"
)

// reconcile holds the books of stores against each other now, as the job of the night does; with drift the exit code is 1.
func (p *program) reconcile(ctx context.Context, args []string) error {
	var slug string
	err := p.flags("reconcile", args, func(f *flag.FlagSet) {
		f.StringVar(&slug, "store", "", "slug of the store; all of the deployment when left out")
	})
	if err != nil {
		return err
	}
	return p.withApp(ctx, func(ctx context.Context, a *app) error {
		var chosen []int64
		if slug != "" {
			s, err := a.stores.BySlug(ctx, slug)
			if err != nil {
				return err
			}
			chosen = append(chosen, s.ID)
		} else {
			all, err := store.List(ctx, a.db)
			if err != nil {
				return err
			}
			for _, s := range all {
				chosen = append(chosen, s.ID)
			}
		}
		drifts := 0
		err := a.books.RunAll(ctx, chosen, func(s *store.Store, c *reconcile.Check) {
			drifts += c.Count
			if c.Count == 0 {
				_, _ = fmt.Fprintf(p.out, "%s: all books agree\n", s.Slug)
				return
			}
			_, _ = fmt.Fprintf(p.out, "%s: %d drifts\n", s.Slug, c.Count)
			for _, d := range c.Drifts {
				_, _ = fmt.Fprintf(p.out, "  %s %s: %s; expected %d tiyin, found %d\n", d.Rule, d.SubjectID(), d.Message(lang.NewContext(ctx, "en")), d.Expected, d.Found)
			}
		})
		if err != nil {
			return err
		}
		if drifts > 0 {
			return errUnwell
		}
		return nil
	})
}

// checkLedger looks whether the money of all stores agrees, and whether the job of the night does its work.
func checkLedger(ctx context.Context, a *app) []finding {
	stores, err := store.List(ctx, a.db)
	if err != nil {
		return []finding{fails("stores cannot be read: %v", err)}
	}
	var found []finding
	for _, s := range stores {
		err := a.db.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) error {
			c, err := reconcile.Look(ctx, q, s.ID, a.now())
			if err == nil && c.Count > 0 {
				first := c.Drifts[0]
				found = append(found, fails("%s: %d drifts, the first of %s %s; `server reconcile --store %s` lists them", s.Slug, c.Count, first.Rule,
					id.Of(first.Kind, first.Subject), s.Slug))
			}
			return err
		})
		if err != nil {
			found = append(found, fails("%s: %v", s.Slug, err))
		}
	}
	if found == nil {
		found = append(found, fine("ledger, orders, payments, gift cards and providers agree in %d stores", len(stores)))
	}
	return found
}
