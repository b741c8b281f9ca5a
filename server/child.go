package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/secret"
)

// child is a program that dev keeps running: started again when it ends, with growing pauses, until ctx ends.
type child struct {
	name string   // in front of each of its lines
	path string   // of the program
	args []string //
	env  []string // all of its environment
	out  io.Writer
	// said, unless nil, is given each line of its standard output instead of out.
	said func(line string)
}

// Pauses before a child is started again; one that ran for a while starts anew at the shortest.
const (
	firstPause = time.Second
	lastPause  = 30 * time.Second
	ranWell    = time.Minute
)

// run keeps the child running and returns when ctx has ended and the child with it.
func (c *child) run(ctx context.Context) {
	for pause := firstPause; ctx.Err() == nil; pause = min(2*pause, lastPause) {
		started := time.Now()
		err := c.once(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(started) > ranWell {
			pause = firstPause
		}
		c.line(fmt.Sprintf("ended (%v); it is started again in %s", err, pause))
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// once runs the child to its end. When ctx ends it is asked to stop, and killed if it does not.
func (c *child) once(ctx context.Context) error {
	cmd := exec.Command(c.path, c.args...)
	cmd.Env = c.env
	cmd.SysProcAttr = childAttributes()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	started := make(chan error, 1)
	go func() {
		// Linux sends the parent-death signal when the thread that started the child ends, so the thread is kept for it.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		var reading sync.WaitGroup
		reading.Go(func() { c.lines(stdout, c.said) })
		reading.Go(func() { c.lines(stderr, nil) })
		reading.Wait()
		ended <- cmd.Wait()
	}()
	if err := <-started; err != nil {
		return err
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	_ = askToStop(cmd.Process) // it may have ended meanwhile
	select {
	case err := <-ended:
		return err
	case <-time.After(lastWords):
		_ = cmd.Process.Kill()
		return <-ended
	}
}

// lines hands on what the child says, line by line.
func (c *child) lines(from io.Reader, said func(string)) {
	scan := bufio.NewScanner(from)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		if said != nil {
			said(scan.Text())
			continue
		}
		c.line(scan.Text())
	}
	_, _ = io.Copy(io.Discard, from) // a line beyond the buffer must not stop the child
}

func (c *child) line(text string) {
	_, _ = fmt.Fprintf(c.out, "%-8s │ %s\n", c.name, secret.Redact(text))
}

// childEnvironment is what every program needs of ours, and what is given besides: none of our secrets.
func childEnvironment(more ...string) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "LANG", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SYSTEMROOT", "TEMP"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return append(env, more...)
}
