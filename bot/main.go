// Command bot is Dokon in Telegram. `bot fake` is Telegram itself, for a machine without one.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) < 2 || os.Args[1] != "fake" {
		fmt.Fprintln(os.Stderr, "usage: bot fake [-addr 127.0.0.1:8090] [-limits]")
		os.Exit(2)
	}
	if err := runFake(ctx, os.Args[2:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
