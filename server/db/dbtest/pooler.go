package dbtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// Pooler is a fake of PgBouncer in transaction mode, without features that make up for clients: every transaction runs on
// another of its connections to the server, and what a session keeps is met by somebody else. It fails the test when a
// client relies on a session: prepared statements with names, LISTEN, SET outside a transaction, advisory locks of sessions,
// parameters at the start of a connection.
type Pooler struct {
	URL string // of the same database, through the pooler

	t        testing.TB
	ctx      context.Context
	idle     chan *pgconn.PgConn // first in, first out, so that transactions take turns
	servers  []*pgconn.PgConn
	mu       sync.Mutex
	clients  map[uint32]*pooled
	statuses map[string]string
	ran      map[*pgconn.PgConn]int // transactions
}

// pooled is one client.
type pooled struct {
	*pgproto3.Backend
	conn   net.Conn
	server *pgconn.PgConn // while a transaction runs
}

// NewPooler stands in front of the database of an owner's URL with so many connections, as a login that may be the shop's
// role alone.
func NewPooler(t testing.TB, owner string, size int) *Pooler {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	login := "pooled_" + strings.ReplaceAll(strings.TrimPrefix(database(t, owner), "test_"), "-", "_")
	run(t, owner, fmt.Sprintf("create role %s login in role dokon_app; alter role %s set role = 'dokon_app'", login, login))
	p := &Pooler{
		t: t, ctx: ctx, idle: make(chan *pgconn.PgConn, size), clients: map[uint32]*pooled{}, statuses: map[string]string{}, ran: map[*pgconn.PgConn]int{},
	}
	for range size {
		config, err := pgconn.ParseConfig(owner)
		if err != nil {
			t.Fatal(err)
		}
		config.User = login
		server, err := pgconn.ConnectConfig(ctx, config)
		if err != nil {
			t.Fatalf("pooler: %v", err)
		}
		p.servers = append(p.servers, server)
		p.idle <- server
	}
	for _, name := range []string{"server_version", "client_encoding", "standard_conforming_strings", "DateStyle", "integer_datetimes", "TimeZone"} {
		p.statuses[name] = p.servers[0].ParameterStatus(name)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for pid := uint32(1); ; pid++ {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { p.serve(pid, conn) })
		}
	})
	t.Cleanup(func() {
		stop()
		_ = l.Close()
		p.mu.Lock()
		for _, c := range p.clients {
			_ = c.conn.Close()
		}
		p.mu.Unlock()
		serving.Wait()
		for _, s := range p.servers {
			_ = s.Close(context.Background())
		}
		run(t, owner, "drop role "+login)
	})
	p.URL = fmt.Sprintf("postgres://%s@%s/%s?sslmode=disable", login, l.Addr(), database(t, owner))
	return p
}

func database(t testing.TB, owner string) string {
	t.Helper()
	u, err := url.Parse(owner)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(u.Path, "/")
}

// Transactions tells how many ran on each of its connections.
func (p *Pooler) Transactions() (list []int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.servers {
		list = append(list, p.ran[s])
	}
	return list
}

// Left asks each connection, none of which may be in use, for what a session would have kept.
func (p *Pooler) Left(setting string) (list []string) {
	p.t.Helper()
	for range p.servers {
		s := <-p.idle
		results, err := s.Exec(p.ctx, "select coalesce(current_setting('"+setting+"', true), '')").ReadAll()
		if err != nil {
			p.t.Fatal(err)
		}
		list = append(list, string(results[0].Rows[0][0]))
		p.idle <- s
	}
	return list
}

var errLeft = errors.New("the client has left")

func (p *Pooler) serve(pid uint32, conn net.Conn) {
	c := &pooled{Backend: pgproto3.NewBackend(conn, conn), conn: conn}
	defer func() { _ = conn.Close() }()
	if !p.greet(pid, c) {
		return
	}
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.clients, pid)
	}()
	for {
		message, err := c.Receive()
		if err != nil {
			break
		}
		if err := p.pass(c, message); err != nil {
			break
		}
	}
	if c.server != nil { // left in the middle: PgBouncer throws such a connection away; here it is cleaned
		c.server.Frontend().SendQuery(&pgproto3.Query{String: "rollback"})
		_ = c.server.Frontend().Flush()
		_ = p.relay(c, false)
	}
}

// greet answers the start of a connection, or carries a request to cancel to the server that runs the client's statement.
func (p *Pooler) greet(pid uint32, c *pooled) bool {
	first, err := c.ReceiveStartupMessage()
	if err != nil {
		return false
	}
	switch m := first.(type) {
	case *pgproto3.CancelRequest:
		p.mu.Lock()
		defer p.mu.Unlock()
		if of := p.clients[m.ProcessID]; of != nil && of.server != nil {
			ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
			defer cancel()
			_ = of.server.CancelRequest(ctx)
		}
		return false
	case *pgproto3.StartupMessage:
		for name := range m.Parameters {
			switch name {
			case "user", "database", "application_name", "client_encoding", "datestyle", "timezone", "standard_conforming_strings":
			default:
				p.t.Errorf("pooler: unsupported startup parameter: %s", name)
			}
		}
	default:
		return false
	}
	p.mu.Lock()
	p.clients[pid] = c
	p.mu.Unlock()
	c.Send(&pgproto3.AuthenticationOk{})
	for name, value := range p.statuses {
		c.Send(&pgproto3.ParameterStatus{Name: name, Value: value})
	}
	c.Send(&pgproto3.BackendKeyData{ProcessID: pid, SecretKey: []byte{0, 0, 0, 1}})
	c.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
	return c.Flush() == nil
}

// pass gives a message to the server of the client's transaction, taking one when it begins.
func (p *Pooler) pass(c *pooled, message pgproto3.FrontendMessage) error {
	if _, ends := message.(*pgproto3.Terminate); ends {
		return errLeft
	}
	p.judge(c, message)
	if c.server == nil {
		select {
		case s := <-p.idle:
			p.mu.Lock()
			c.server = s
			p.ran[s]++
			p.mu.Unlock()
		case <-p.ctx.Done():
			return errLeft
		}
	}
	c.server.Frontend().Send(message)
	switch message.(type) {
	case *pgproto3.Query, *pgproto3.Sync:
		if err := c.server.Frontend().Flush(); err != nil {
			return err
		}
		return p.relay(c, true)
	case *pgproto3.Flush:
		return errors.New("a flush without an end is not spoken here")
	}
	return nil
}

// relay brings the server's answers to the client until the server is ready again, and frees it after its transaction.
func (p *Pooler) relay(c *pooled, isHeard bool) error {
	for {
		answer, err := c.server.Frontend().Receive()
		if err != nil {
			return err
		}
		if isHeard {
			c.Send(answer)
		}
		switch m := answer.(type) {
		case *pgproto3.CopyInResponse:
			if err := p.takeRows(c); err != nil {
				return err
			}
		case *pgproto3.ReadyForQuery:
			if m.TxStatus == 'I' {
				p.mu.Lock()
				s := c.server
				c.server = nil
				p.mu.Unlock()
				p.idle <- s
			}
			if isHeard {
				return c.Flush()
			}
			return nil
		}
	}
}

// takeRows carries what a client copies into a table.
func (p *Pooler) takeRows(c *pooled) error {
	if err := c.Flush(); err != nil {
		return err
	}
	for {
		message, err := c.Receive()
		if err != nil {
			return err
		}
		c.server.Frontend().Send(message)
		switch message.(type) {
		case *pgproto3.CopyDone, *pgproto3.CopyFail:
			return c.server.Frontend().Flush()
		}
	}
}

// judge looks whether a message means something to a session.
func (p *Pooler) judge(c *pooled, message pgproto3.FrontendMessage) {
	var sql string
	switch m := message.(type) {
	case *pgproto3.Parse:
		if sql = m.Query; m.Name != "" {
			p.t.Errorf("pooler: a prepared statement has a name, and the next transaction runs elsewhere: %s", sql)
		}
	case *pgproto3.Query:
		sql = m.String
	}
	lower := strings.ToLower(sql)
	for _, word := range []string{"listen ", "prepare ", "pg_advisory_lock", "pg_try_advisory_lock", "with hold"} {
		if strings.HasPrefix(lower, word) || strings.HasPrefix(word, "pg_") && strings.Contains(lower, word+"(") {
			p.t.Errorf("pooler: %q belongs to a session", sql)
		}
	}
	if strings.HasPrefix(lower, "set ") && !strings.HasPrefix(lower, "set local") && c.server == nil {
		p.t.Errorf("pooler: the next client would find this set: %q", sql)
	}
}
