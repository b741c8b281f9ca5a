package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/dokon-shop/dokon/server/secret"
)

// verdict of one check.
type verdict int

const (
	healthy verdict = iota
	doubtful
	broken
)

var marks = map[verdict]string{healthy: "ok  ", doubtful: "look", broken: "FAIL"}

// finding is what a check saw, in a sentence; of anything but healthy it also says what to do.
type finding struct {
	verdict verdict
	says    string
}

func fine(format string, args ...any) finding { return finding{healthy, fmt.Sprintf(format, args...)} }
func doubt(format string, args ...any) finding {
	return finding{doubtful, fmt.Sprintf(format, args...)}
}
func fails(format string, args ...any) finding {
	return finding{broken, secret.Redact(fmt.Sprintf(format, args...))}
}

// errUnwell ends the program with 1 after everything was said.
var errUnwell = errors.New("something needs to be put right")

// doctor looks at all that a deployment needs and tells what is wrong and what to do. It changes nothing.
func (p *program) doctor(ctx context.Context, args []string) error {
	if err := p.flags("doctor", args, nil); err != nil {
		return err
	}
	worst := healthy
	tell := func(about string, found ...finding) {
		for _, f := range found {
			worst = max(worst, f.verdict)
			_, _ = fmt.Fprintf(p.out, "%s  %-9s %s\n", marks[f.verdict], about, f.says)
		}
	}
	c, err := readConfig(p.getenv)
	if err != nil {
		tell("settings", fails("%v; docs/settings.md explains them", err))
		return errUnwell
	}
	tell("settings", fine("read"))
	tell("state", checkStateDir(c)...)
	d, err := joinDatabase(ctx, c, newLog(c, p.err), p.tell)
	if err != nil {
		tell("database", fails("%v", err))
		return errUnwell
	}
	defer func() { _ = d.Close() }()
	found := checkDatabase(ctx, d)
	tell("database", found...)
	if worst == broken {
		return errUnwell
	}
	a, err := openApp(ctx, c, d, newLog(c, p.err), nil)
	if err != nil {
		tell("server", fails("%v", err))
		return errUnwell
	}
	defer func() { _ = a.Close() }()
	for _, check := range []struct {
		about string
		look  func(ctx context.Context, a *app) []finding
	}{
		{"pooler", checkPooler}, {"replicas", checkReplicas}, {"secrets", checkBots}, {"pictures", checkPictures}, {"jobs", checkJobs}, {"books", checkLedger}, {"messages", checkMessages},
		{"redis", checkRedis}, {"address", checkAddress},
	} {
		tell(check.about, check.look(ctx, a)...)
	}
	if worst == broken {
		return errUnwell
	}
	return nil
}
