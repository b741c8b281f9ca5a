package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/parcel"
)

// store moves one shop between deployments.
func (p *program) store(ctx context.Context, args []string) error {
	switch {
	case len(args) > 0 && args[0] == "export":
		return p.storeExport(ctx, args[1:])
	case len(args) > 0 && args[0] == "import":
		return p.storeImport(ctx, args[1:])
	}
	return fmt.Errorf("store: say `export` or `import`; %w", errUsage)
}

// storeExport writes a shop to the standard output, so that it can go straight to another machine.
func (p *program) storeExport(ctx context.Context, args []string) error {
	var slug string
	err := p.flags("store export", args, func(f *flag.FlagSet) {
		f.StringVar(&slug, "store", "", "slug of the store; may be left out when there is one alone")
	})
	if err != nil {
		return err
	}
	if file, isFile := p.out.(*os.File); isFile {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return fmt.Errorf("store export: say where to, as in `server store export --store SLUG > shop.dokon`; %w", errUsage)
		}
	}
	return p.withApp(ctx, func(ctx context.Context, a *app) error {
		s, err := a.storeOf(ctx, slug)
		if err != nil {
			return err
		}
		p.tell("Packing " + s.Slug + " …")
		r, err := parcel.Pack(ctx, a.database.MigrateURL, s.Slug, a.files, p.out, a.now())
		if err != nil {
			return fmt.Errorf("store export: %w", err)
		}
		p.tell(fmt.Sprintf("%s is packed: %s.", s.Slug, contents(r)))
		p.tellMissing(r)
		p.tell("In it are customers' names, phones and addresses: keep it as safe as the shop itself.")
		return nil
	})
}

// storeImport makes a shop of what storeExport wrote.
func (p *program) storeImport(ctx context.Context, args []string) error {
	var slug, file string
	err := p.flags("store import", args, func(f *flag.FlagSet) {
		f.StringVar(&slug, "as", "", "slug that the store is to have here; its own when left out")
		f.StringVar(&file, "from", "", "file that `store export` wrote; the standard input when left out")
	})
	if err != nil {
		return err
	}
	return p.withApp(ctx, func(ctx context.Context, a *app) error {
		from := p.in
		if file != "" {
			f, err := os.Open(file)
			if err != nil {
				return err
			}
			defer func() { _ = f.Close() }()
			from = f
		}
		p.tell("Unpacking …")
		arrived, err := parcel.Unpack(ctx, a.database.MigrateURL, from, slug, a.files)
		if err != nil {
			return fmt.Errorf("store import: %w", err)
		}
		_, _ = fmt.Fprintf(p.out, "%s is here: %s. The server makes its products found by search in a moment.\n", arrived.Slug, contents(arrived.Report))
		p.tellMissing(arrived.Report)
		p.tell("Set anew: the bot's token, API tokens, webhooks, host names. `server link --store " + arrived.Slug + "` signs its owner in.")
		return nil
	})
}

func contents(r *parcel.Report) string {
	return fmt.Sprintf("%d products, %d orders, %d rows in all, %d pictures", r.Rows["products"], r.Rows["orders"], r.Total(), r.Pictures)
}

func (p *program) tellMissing(r *parcel.Report) {
	if len(r.Missing) > 0 {
		p.tell(fmt.Sprintf("%d pictures are not where pictures are kept, and are missing: %v", len(r.Missing), r.Missing))
	}
}

// registerArrivals lets the workers take up stores that were unpacked.
func registerArrivals(workers *river.Workers, a *app) {
	job.Work(workers, func(ctx context.Context, args parcel.ArrivedArgs) error {
		return catalog.TakeUp(ctx, a.db, args.StoreID, a.now())
	})
}
