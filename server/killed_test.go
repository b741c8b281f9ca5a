package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// wire stands between a server process and its database, and can hold a transaction right before or right after it is
// committed: whoever is killed then is killed between two steps.
type wire struct {
	t        *testing.T
	url      string
	upstream *pgconn.Config

	mu    sync.Mutex
	conns []net.Conn
	held  []*holding
}

// holding is a transaction that is to be held. It is known by a text in its statements.
type holding struct {
	mark    string
	nth     int  // of the transactions with this text, from 1
	isAfter bool // it is committed, and nobody hears of it

	seen int
	done chan struct{} // closed once it is held
}

func newWire(t *testing.T, databaseURL string) *wire {
	t.Helper()
	upstream, err := pgconn.ParseConfig(databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{t: t, upstream: upstream}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(upstream.User, upstream.Password), Host: l.Addr().String(), Path: "/" + upstream.Database, RawQuery: "sslmode=disable"}
	w.url = u.String()
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { w.serve(client) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); w.cut(); serving.Wait() })
	return w
}

// hold has transactions held from now on; those that were held before are forgotten.
func (w *wire) hold(list ...*holding) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = list
	for _, h := range list {
		h.done = make(chan struct{})
	}
}

// cut ends all connections, as when the process is gone.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.conns {
		_ = c.Close()
	}
	w.conns, w.held = nil, nil
}

func (w *wire) serve(client net.Conn) {
	network, address := pgconn.NetworkAddress(w.upstream.Host, w.upstream.Port)
	server, err := (&net.Dialer{}).DialContext(context.Background(), network, address)
	if err != nil {
		w.t.Error(err)
		_ = client.Close()
		return
	}
	w.mu.Lock()
	w.conns = append(w.conns, client, server)
	w.mu.Unlock()
	var silent sync.Mutex // held while the client is to hear nothing
	var waits *holding    // of which the answer to its commit is waited for
	var both sync.WaitGroup
	both.Go(func() {
		defer func() { _ = client.Close() }()
		for buffer := make([]byte, 64<<10); ; {
			n, err := server.Read(buffer)
			if err != nil {
				return
			}
			silent.Lock()
			h := waits
			silent.Unlock()
			if h != nil {
				if bytes.Contains(buffer[:n], []byte("COMMIT\x00")) {
					close(h.done)
				}
				continue
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	})
	both.Go(func() {
		defer func() { _ = server.Close() }()
		var about *holding // what the transaction is known by
		for buffer := make([]byte, 1<<20); ; {
			n, err := client.Read(buffer)
			if err != nil {
				return
			}
			h := w.look(buffer[:n], &about)
			if h != nil && !h.isAfter {
				close(h.done)
				continue // and whatever comes
			}
			if h != nil {
				silent.Lock()
				waits = h
				silent.Unlock()
			}
			if _, err := server.Write(buffer[:n]); err != nil {
				return
			}
		}
	})
	both.Wait()
}

// look tells which transaction is to be held at the message that is sent now; nil for none. about is of the connection.
func (w *wire) look(message []byte, about **holding) *holding {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.held {
		if bytes.Contains(message, []byte(h.mark)) {
			*about = h
		}
	}
	h := *about
	if !bytes.Contains(message, []byte("\x00commit\x00")) {
		return nil
	}
	*about = nil
	if h == nil {
		return nil
	}
	if h.seen++; h.seen != h.nth {
		return nil
	}
	return h
}

// waitHeld waits until all that is to be held is.
func (w *wire) waitHeld(list []*holding, p *process) error {
	for _, h := range list {
		select {
		case <-h.done:
		case <-p.ended:
			return fmt.Errorf("the server ended before %s was held: %s", h.mark, p.output.String())
		case <-w.t.Context().Done():
			return w.t.Context().Err()
		}
	}
	return nil
}
