package main

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
)

// serve runs the server for people: it changes nothing in a database that is not its own.
func (p *program) serve(ctx context.Context, args []string) error {
	if err := p.flags("serve", args, nil); err != nil {
		return err
	}
	c, err := p.config()
	if err != nil {
		return err
	}
	log := newLog(c, p.err)
	d, err := openDatabase(ctx, c, log, p.tell)
	if err != nil {
		return err
	}
	err = p.serveOn(ctx, c, d, log)
	return errors.Join(err, d.Close())
}

func (p *program) serveOn(ctx context.Context, c Config, d *database, log *slog.Logger) error {
	port, err := listen(ctx, &c)
	if err != nil {
		return err
	}
	defer func() { _ = port.Close() }() // done already where it was served
	if err := d.migrated(ctx, p.tell); err != nil {
		return err
	}
	a, err := openApp(ctx, c, d, log, nil)
	if err != nil {
		return err
	}
	web, err := newWebServer(ctx, a, port, builtPages())
	if err != nil {
		return errors.Join(err, a.Close())
	}
	forget, err := noteRunning(c.StateDir, running{Address: c.PublicURL})
	if err != nil {
		return errors.Join(err, a.Close())
	}
	defer forget()
	log.Info("serving", "address", c.PublicURL, "port", port.Addr().String())
	return errors.Join(runUntil(ctx, a, web, nil), a.Close())
}

// runUntil serves and works on jobs until ctx ends or serving fails, then stops in order: no new requests, the old ones
// finish, streams end, jobs finish. up, unless nil, is called once requests are answered; what it starts it must end
// before it returns, when the context it gets ends.
func runUntil(ctx context.Context, a *app, web *webServer, up func(ctx context.Context) error) error {
	if err := a.jobs.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	running, end := context.WithCancelCause(ctx)
	defer end(nil)
	served := make(chan error, 1)
	go func() {
		err := web.Serve()
		served <- err
		end(err)
	}()
	debug.FreeOSMemory() // a start takes more than what follows, and an idle process would keep it
	var failed error
	if up != nil {
		failed = up(running)
	} else {
		<-running.Done()
	}
	end(nil)
	web.Shutdown()
	failed = errors.Join(ignoreCanceled(failed), <-served)
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	return errors.Join(failed, a.jobs.Stop(stopping))
}

// ignoreCanceled takes being told to stop for no error.
func ignoreCanceled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
