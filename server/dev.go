package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/payment/payme"
)

// dev runs all of Dokon on one machine: database, demo shops, server, bot, and Telegram itself unless one is set.
func (p *program) dev(ctx context.Context, args []string) error {
	if err := p.flags("dev", args, nil); err != nil {
		return err
	}
	c, err := p.config()
	if err != nil {
		return err
	}
	if p.getenv("DOKON_LOG_LEVEL") == "" {
		c.LogLevel = slog.LevelWarn
	}
	shared := &lineWriter{out: p.err} // the children speak into the same terminal
	p.err = shared
	log := newLog(c, shared)
	d, err := openDatabase(ctx, c, log, p.tell)
	if err != nil {
		return err
	}
	err = p.devOn(ctx, c, d, log)
	if ctx.Err() != nil && err == nil {
		p.tell("Stopped.")
	}
	return errors.Join(err, d.Close())
}

func (p *program) devOn(ctx context.Context, c Config, d *database, log *slog.Logger) error {
	port, err := listen(ctx, &c)
	if err != nil {
		return err
	}
	defer func() { _ = port.Close() }() // done already where it was served
	c.Simulators = simulated{public: c.PublicURL, local: localAddress(port)}
	bot, err := p.botProgram(ctx, c)
	if err != nil {
		return err
	}
	d.isOurs = true // whoever says dev wants this database to be made fit for it
	if err := d.migrated(ctx, p.tell); err != nil {
		return err
	}
	a, err := openApp(ctx, c, d, log, func(sql string) { log.Error("statement without store_id", "sql", sql) })
	if err != nil {
		return err
	}
	err = p.devWith(ctx, a, port, bot)
	return errors.Join(err, a.Close())
}

// localAddress is where a port is reached on this machine.
func localAddress(port net.Listener) string {
	return fmt.Sprintf("http://127.0.0.1:%d", port.Addr().(*net.TCPAddr).Port)
}

func (p *program) devWith(ctx context.Context, a *app, port net.Listener, bot string) error {
	if err := a.openDemo(ctx, p.progress()); err != nil {
		return err
	}
	c := a.config
	if err := a.giveDemoAccounts(ctx); err != nil {
		return err
	}
	if c.TelegramURL == "" {
		if err := a.giveDemoBots(ctx); err != nil {
			return err
		}
	}
	token, err := botToken(ctx, c.StateDir, a.db, a.gate, a.now())
	if err != nil {
		return err
	}
	web, err := newWebServer(ctx, a, port, builtPages())
	if err != nil {
		return err
	}
	return runUntil(ctx, a, web, func(ctx context.Context) error {
		return p.family(ctx, a, bot, token, a.config.Simulators.local)
	})
}

// family runs the fake Telegram and the bot beside the serving app until ctx ends, and tells where everything is.
func (p *program) family(ctx context.Context, a *app, bot, token, local string) error {
	took, err := p.firstAnswer(ctx, a, local)
	if err != nil {
		return err
	}
	telegram := a.config.TelegramURL
	page := ""
	if telegram == "" {
		at, err := p.freeAddress(ctx, a.config.FakeTelegramAddr)
		if err != nil {
			return err
		}
		up := make(chan string, 1)
		fake := &child{name: "telegram", path: bot, args: []string{"fake", "-addr", at}, env: childEnvironment(), out: p.err}
		fake.said = func(line string) {
			_, address, ok := strings.Cut(line, "fake Telegram: ")
			if !ok {
				return
			}
			fake.args[2] = strings.TrimPrefix(address, "http://") // a free port, once taken, is kept
			select {
			case up <- address:
			default: // started again
			}
		}
		defer keep(ctx, fake)() // ends after the bot, which would complain
		select {
		case telegram = <-up:
			page = telegram + "/"
			a.fakeTelegram.Store(&telegram)
		case <-time.After(30 * time.Second):
			return fmt.Errorf("the fake Telegram does not start at %s", at)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	messenger := &child{
		name: "bot", path: bot, out: p.err,
		env: childEnvironment(
			"DOKON_SERVICE_TOKEN="+token, "DOKON_API_URL="+local+"/graphql", "DOKON_PUBLIC_URL="+a.config.PublicURL,
			"DOKON_TELEGRAM_URL="+telegram, "DOKON_LOG_LEVEL="+strings.ToLower(a.config.LogLevel.String()),
		),
	}
	defer keep(ctx, messenger)()
	forget, err := noteRunning(a.config.StateDir, running{Address: a.config.PublicURL, Telegram: strings.TrimSuffix(page, "/")})
	if err != nil {
		return err
	}
	defer forget()
	if err := p.welcome(ctx, a, page, took); err != nil {
		return err
	}
	<-ctx.Done()
	p.tell("Stopping …")
	return nil
}

// freeAddress is where the fake Telegram can listen: at the address of the settings, which must be free when somebody chose
// it, else at a free port.
func (p *program) freeAddress(ctx context.Context, wanted string) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", wanted)
	if err == nil {
		return wanted, l.Close()
	}
	if p.getenv("DOKON_FAKE_TELEGRAM_ADDR") != "" {
		return "", fmt.Errorf("the fake Telegram cannot listen at %s: %w; set DOKON_FAKE_TELEGRAM_ADDR to another address", wanted, err)
	}
	return "127.0.0.1:0", nil
}

// keep runs a child beside the caller, also beyond the end of ctx: until the function it gives is called, which waits.
func keep(ctx context.Context, c *child) (stop func()) {
	running, end := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.run(running)
	}()
	return func() {
		end()
		<-ended
	}
}

// firstAnswer asks the first question that a page would ask, and gives the time since the program began.
func (p *program) firstAnswer(ctx context.Context, a *app, local string) (time.Duration, error) {
	shops, err := a.demoShops(ctx)
	if err != nil {
		return 0, err
	}
	query, slug := `{ __typename }`, ""
	if len(shops) > 0 {
		query, slug = `{ store { name } }`, shops[0].Slug
	}
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, local+"/graphql", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Store", slug)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, fmt.Errorf("ask the server its first question: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || bytes.Contains(text, []byte(`"errors"`)) {
		return 0, fmt.Errorf("the server answers its first question with %s: %s", answer.Status, text)
	}
	return time.Since(p.started), nil
}

// welcome says where everything is.
func (p *program) welcome(ctx context.Context, a *app, telegram string, took time.Duration) error {
	shops, err := a.demoShops(ctx)
	if err != nil {
		return err
	}
	var out strings.Builder
	row := func(what, where string) { fmt.Fprintf(&out, "  %-14s %s\n", what, where) }
	fmt.Fprintf(&out, "\nDokon runs. The first query was answered %.1f s after the start.\n\n", took.Seconds())
	first := func(i int, what string) string {
		if i > 0 {
			return ""
		}
		return what
	}
	for i, s := range shops {
		row(first(i, "Mini App"), fmt.Sprintf("%s/app/%s/", a.config.PublicURL, s.Slug))
	}
	out.WriteByte('\n')
	for i, s := range shops {
		address, _, err := a.signInLink(ctx, s, "")
		if err != nil {
			return err
		}
		row(first(i, "Admin"), address+"  "+s.Slug)
	}
	row("", "each link signs in once, within 15 minutes; another: bin/server link --store SLUG")
	out.WriteByte('\n')
	row("GraphQL", a.config.PublicURL+"/playground")
	row("Payments", a.config.Simulators.page(payme.Code))
	if telegram != "" {
		row("Fake Telegram", telegram)
	}
	out.WriteString("\n  Ctrl-C stops everything.\n\n")
	_, err = io.WriteString(p.out, out.String())
	return err
}

// botProgram finds the bot beside this program, as the Makefile builds them, or builds it.
func (p *program) botProgram(ctx context.Context, c Config) (string, error) {
	name := "bot"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), name)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() {
			return beside, nil
		}
	}
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	path, err := filepath.Abs(filepath.Join(c.StateDir, "bin", name))
	if err != nil {
		return "", err
	}
	p.tell("Building the bot …")
	build := exec.CommandContext(ctx, "go", "build", "-o", path, "./bot")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the bot: %w\n%s", err, said)
	}
	return path, nil
}

// moduleRoot is the checkout that the working directory lies in.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "bot", "main.go")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", errors.New("the bot's program is neither beside this one nor in a checkout above the working directory: run `make build`")
		}
	}
}

// lineWriter keeps the lines of several speakers apart: each is written in one piece.
type lineWriter struct {
	mu  sync.Mutex
	out io.Writer
}

// Write implements io.Writer.
func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(p)
}
