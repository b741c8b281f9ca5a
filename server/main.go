// Command server is Dokon itself: the GraphQL API, the pages of Mini App and admin, pictures, and the jobs behind them.
// This package is the roof: it reads the settings, ties the nouns together and mounts them; no rule of a shop lives here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/dokon-shop/dokon/server/secret"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, started: time.Now()}
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(p.run(ctx, os.Args[1:]))
}

// program is one run of the command: what it was given and where it speaks.
type program struct {
	in       io.Reader // what is piped into it
	out, err io.Writer // answers and reports; logs and complaints
	getenv   func(string) string
	started  time.Time
}

// command is one thing the program can do. Its arguments are parsed by itself.
type command struct {
	name, args, does string
	run              func(p *program, ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{"dev", "", "runs everything on this machine: database, demo shops, server, bot, fake Telegram", (*program).dev},
		{"serve", "", "runs the server", (*program).serve},
		{"migrate", "up|status", "brings the database's schema up to date, or tells how far it is behind", (*program).migrate},
		{"seed", "[--demo] [--store SLUG --products N]", "opens the demo shops, or fills a store with many products", (*program).seed},
		{"link", "--store SLUG [--staff NAME]", "prints a one-time sign-in link for the admin", (*program).link},
		{"initdata", "--store SLUG --user ID", "prints init data as Telegram would sign it for the store's bot", (*program).initData},
		{"token", "--kind bot|platform --name NAME", "makes a service token and prints it, once", (*program).token},
		{"backup", "now|list|verify|restore [--at TIME]", "copies the embedded database, proves a copy, brings one back as it was at a moment", (*program).backup},
		{"store", "export|import [--store SLUG] [--as SLUG]", "packs one shop into a file, or makes a shop of one, to move it to another deployment", (*program).store},
		{"wal-push", "SEGMENT INTO", "keeps a segment of the log; the database calls it", (*program).walPush},
		{"wal-pull", "SEGMENT INTO", "gives a segment of the log back; the database calls it", (*program).walPull},
		{"conformance", "payme|click|uzum [--store SLUG | --url URL --key KEY --order N:TIYIN]", "asks a shop what a payment provider asks, and tells where it answers otherwise", (*program).conformance},
		{"reconcile", "[--store SLUG]", "holds ledger, orders, payments, gift cards and providers against each other", (*program).reconcile},
		{"doctor", "", "looks at settings, database, secrets, storage, queues and books, and tells what to put right", (*program).doctor},
		{"key", "", "prints a new secret key for DOKON_SECRET_KEYS", (*program).key},
		{"help", "", "prints this", (*program).help},
	}
}

// errUsage marks a command line that cannot be understood; the exit code is then 2.
var errUsage = errors.New("see `server help`")

// run does what the arguments say and gives the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		args = []string{"help"}
	}
	name := strings.TrimLeft(args[0], "-")
	if name == "h" {
		name = "help"
	}
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	if i < 0 {
		_, _ = fmt.Fprintf(p.err, "There is no command %q; %v.\n", args[0], errUsage)
		return 2
	}
	switch err := all[i].run(p, ctx, args[1:]); {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintln(p.err, err)
		return 2
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return 130
	default:
		_, _ = fmt.Fprintln(p.err, secret.Redact(err.Error()))
		return 1
	}
}

func (p *program) help(context.Context, []string) error {
	_, _ = fmt.Fprint(p.out, "Dokon: a shop for Telegram and the web.\n\nusage: server COMMAND [FLAGS]\n\n")
	for _, c := range commands() {
		_, _ = fmt.Fprintf(p.out, "  %-46s %s\n", strings.TrimSpace(c.name+" "+c.args), c.does)
	}
	_, _ = fmt.Fprint(p.out, "\nSettings come from the environment:\n\n")
	for _, s := range settings {
		_, _ = fmt.Fprintf(p.out, "  %-28s %s", s.name, s.meaning)
		if s.fallback != "" {
			_, _ = fmt.Fprintf(p.out, " Default: %s.", s.fallback)
		}
		_, _ = fmt.Fprintln(p.out)
	}
	return nil
}

// flags parses the flags of a command that takes no other arguments.
func (p *program) flags(name string, args []string, define func(f *flag.FlagSet)) error {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(p.err)
	if define != nil {
		define(f)
	}
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return fmt.Errorf("%s: %w; %w", name, err, errUsage)
	case f.NArg() > 0:
		return fmt.Errorf("%s: %q is not understood; %w", name, f.Arg(0), errUsage)
	}
	return nil
}

// config reads the settings; all faults are told together.
func (p *program) config() (Config, error) {
	c, err := readConfig(p.getenv)
	if err != nil {
		return c, fmt.Errorf("these settings need a look (docs/settings.md explains them):\n%w", err)
	}
	return c, nil
}

// tell prints a line of progress for something that takes longer than a second.
func (p *program) tell(sentence string) { _, _ = fmt.Fprintln(p.err, "· "+sentence) }
