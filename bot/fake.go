package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/dokon-shop/dokon/bot/fakegram"
)

// runFake serves fake Telegram until ctx ends: the Bot API for bots, its control API and a page with the chats for people. The first line on
// out is the address, since port 0 takes a free one.
func runFake(ctx context.Context, args []string, getenv func(string) string, out, errout io.Writer) error {
	flags := flag.NewFlagSet("bot fake", flag.ContinueOnError)
	flags.SetOutput(errout)
	address := getenv("DOKON_FAKE_TELEGRAM_ADDR")
	if address == "" {
		address = "127.0.0.1:8090"
	}
	flags.StringVar(&address, "addr", address, "loopback address to listen on (DOKON_FAKE_TELEGRAM_ADDR)")
	limits := flags.Bool("limits", false, "answer 429 at Telegram's rate limits")
	if err := flags.Parse(args); err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("address of fake Telegram %q: %w", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("fake Telegram listens on a loopback address alone, not on %q: whoever reaches it can speak for anybody", host)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("start fake Telegram: %w", err)
	}
	telegram := fakegram.New(fakegram.Options{
		AllowLocalHTTP: true, AdoptBots: true, Limits: *limits, Regulars: []int64{fakegram.Staff.ID},
		// Chats are forgotten at a stop, but the server still knows the messages of its orders.
		FirstID: (time.Now().Unix() - 1_767_225_600) % 1_000_000_000, // seconds since 2026
	})
	web := &http.Server{Handler: telegram, ReadHeaderTimeout: 10 * time.Second}
	_, _ = fmt.Fprintf(out, "fake Telegram: http://%s\n", listener.Addr())
	go func() {
		<-ctx.Done()
		telegram.Close()
		// Pages hold their event streams open; two seconds are enough for the rest.
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if web.Shutdown(last) != nil {
			_ = web.Close()
		}
	}()
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve fake Telegram: %w", err)
	}
	return nil
}
