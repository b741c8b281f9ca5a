// Package postgres runs a private PostgreSQL for a deployment that has none: it finds the binaries, makes the cluster, keeps a server
// running on a Unix socket that nobody else can reach, and ends it with the program, even when the program is killed. What is stored
// in it is the business of server/db.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/dokon-shop/dokon/server/postgres/local"
)

// Owner is the superuser of the cluster and the name of its database. Every role that exists may connect: the socket is the guard.
const Owner = "dokon"

// ErrLocked says that another process runs its database in the same state directory. Nothing was changed.
var ErrLocked = errors.New("the database is already running for another process")

// Config of a server. Only StateDir is required.
type Config struct {
	StateDir string            // the cluster lives in StateDir/postgres/<major>
	BinDir   string            // directory of postgres and initdb; empty searches
	Settings map[string]string // server settings over the defaults, such as "fsync": "off"
	Log      *slog.Logger      // what the launcher does; PostgreSQL's own words go to StateDir/postgres/<major>/log
	Progress func(string)      // called before a step that may take over a second, with a sentence for the terminal

	sources sources // tests look elsewhere
	asRoot  rootWay // tests force a way
}

// Server is a running PostgreSQL. Should its process die, it is started again at the same address until Stop is called.
type Server struct {
	cfg      Config
	bin      binaries
	identity identity
	dir      string // StateDir/postgres/<major>
	socket   string // directory of the socket
	lock     *local.Lock
	output   *os.File

	child    *child // current process; only Start and then supervise touch it
	stop     context.CancelFunc
	stopping context.Context
	stopped  chan struct{}
	stopErr  error
	once     sync.Once
}

// Start returns when the server answers queries. ctx bounds the start alone; the server runs until Stop.
// Errors: ErrLocked; all others are sentences that tell what to do.
func Start(ctx context.Context, cfg Config) (_ *Server, err error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Progress == nil {
		cfg.Progress = func(string) {}
	}
	if cfg.StateDir, err = filepath.Abs(cfg.StateDir); err != nil {
		return nil, err
	}
	root := filepath.Join(cfg.StateDir, "postgres")
	if len(root) > maxPath {
		return nil, fmt.Errorf("the state directory's path has %d characters; PostgreSQL can use %d: set DOKON_STATE_DIR to a shorter one",
			len(cfg.StateDir), maxPath)
	}
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, fmt.Errorf("make the state directory: %w", err)
	}

	lock, err := lockState(root)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, lock: lock, stopped: make(chan struct{})}
	s.stopping, s.stop = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			s.close()
		}
	}()

	major, err := existingCluster(root)
	if err != nil {
		return nil, err
	}
	if s.bin, err = findBinaries(ctx, cfg, major); err != nil {
		return nil, err
	}
	s.dir = filepath.Join(root, fmt.Sprint(s.bin.major))
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	if s.identity, s.bin, err = chooseIdentity(ctx, cfg, s.bin, s.dir); err != nil {
		return nil, err
	}
	if major == 0 {
		if err := s.initialise(ctx); err != nil {
			return nil, err
		}
	} else if err := s.identity.ownTree(s.data()); err != nil {
		return nil, err
	}
	if s.output, err = openLog(filepath.Join(s.dir, "log")); err != nil {
		return nil, err
	}
	if err := s.launch(ctx); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.end())
	}
	cfg.Log.Debug("postgresql is ready", "version", s.bin.version, "binaries", s.bin.dir, "user", s.identity.name, "socket", s.socket)
	go s.supervise()
	return s, nil
}

// URL is the address of the database for a role; it stays the same when the server is started again. Outside of this machine and
// user it leads nowhere.
func (s *Server) URL(role string) string { return s.url(role, Owner) }

func (s *Server) url(role, database string) string {
	query := url.Values{"host": {s.socket}, "port": {socketPort}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database, RawQuery: query.Encode()}).String()
}

// Version of the server, such as "18.4".
func (s *Server) Version() string { return s.bin.version }

// Stop ends the server: clients are cut off, what they committed is kept. It may be called more than once.
func (s *Server) Stop() error {
	s.once.Do(s.stop)
	<-s.stopped
	return s.stopErr
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// close gives back what a server holds beside its process.
func (s *Server) close() error {
	if s.output != nil {
		s.output.Close()
	}
	if s.socket != "" {
		os.RemoveAll(s.socket)
	}
	return s.lock.Release()
}

// lockState takes the state directory for this process. The lock lies above the majors, since choosing the major is under it too.
func lockState(root string) (*local.Lock, error) {
	path := filepath.Join(root, "lock")
	lock, err := local.TryExclusive(path)
	if errors.Is(err, local.ErrHeld) {
		holder, _ := os.ReadFile(path)
		return nil, fmt.Errorf("%w (process %s, state directory %s); stop it first, or set DOKON_STATE_DIR to another directory",
			ErrLocked, strings.TrimSpace(string(holder)), filepath.Dir(root))
	}
	if err != nil {
		return nil, fmt.Errorf("lock the state directory: %w", err)
	}
	return lock, lock.Write(fmt.Sprintln(os.Getpid()))
}
