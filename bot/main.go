// Command bot is Dokon in Telegram: it greets, opens the Mini App, and brings people what the API owes them. It knows schema.graphql and nothing
// else of Dokon; every sentence and button is here, every rule is in the server.
//
//	bot         runs the bots of all stores
//	bot fake    runs Telegram itself, for a machine without one
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the zones of shops, on a machine that has none
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, redact(err.Error()))
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string, getenv func(string) string, out, errout io.Writer) error {
	if len(args) > 0 && args[0] == "fake" {
		return ignoreHelp(runFake(ctx, args[1:], getenv, out, errout))
	}
	return ignoreHelp(runBot(ctx, args, getenv, errout))
}

func ignoreHelp(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	return err
}

func logHandler(c Config, out io.Writer) slog.Handler {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogJSON {
		return slog.NewJSONHandler(out, options)
	}
	return slog.NewTextHandler(out, options)
}

// runBot runs until ctx ends.
func runBot(ctx context.Context, args []string, getenv func(string) string, errout io.Writer) error {
	flags := flag.NewFlagSet("bot", flag.ContinueOnError)
	flags.SetOutput(errout)
	flags.Usage = func() {
		_, _ = fmt.Fprintln(errout, "usage: bot | bot fake [-addr 127.0.0.1:8090] [-limits]\n\nSettings of the environment:")
		for _, s := range settings {
			_, _ = fmt.Fprintf(errout, "  %-22s %s (default: %s)\n", s.name, s.meaning, s.fallback)
		}
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("bot knows no command %q; there is only fake", flags.Arg(0))
	}
	config, err := readConfig(getenv)
	if err != nil {
		return fmt.Errorf("configuration:\n%w", err)
	}
	log := slog.New(logHandler(config, safeLog{errout}))
	fleet := newFleet(config, newTelegramClient(), log)
	if config.Addr == "" {
		fleet.run(ctx)
		return nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", config.Addr)
	if err != nil {
		return fmt.Errorf("listen for webhooks: %w", err)
	}
	web := &http.Server{Handler: fleet.handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			cancel(fmt.Errorf("serve webhooks: %w", err))
		}
	}()
	fleet.run(ctx) // calls that come while it stops are asked to come again
	err = context.Cause(ctx)
	last, end := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer end()
	_ = web.Shutdown(last) // late callers are cut off
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
