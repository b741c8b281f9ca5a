package fakegram

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"sync"
	"time"
)

// Options are the switches of a Server. The zero value is as strict as Telegram.
type Options struct {
	// AllowLocalHTTP lets Mini App and webhook addresses be plain http on a loopback host. Telegram itself wants https everywhere.
	AllowLocalHTTP bool
	// AdoptBots makes a bot of every well-formed token at its first call; else an unknown token is Unauthorized.
	AdoptBots bool
	// Regulars are people who press Start at every bot as soon as it exists, so that it may write to them.
	Regulars []int64
	// FirstID is where the numbers of messages and updates begin: a server that begins higher after each start never gives a number again
	// that a bot still knows from before.
	FirstID int64
	// Limits switches flood control on: 30 messages a second for a bot, one a second to a person, 20 a minute to a group or channel.
	Limits bool
	// Now is the clock; nil is the real one. Server.Advance moves it further.
	Now func() time.Time
	// WebhookPause is the first pause after a webhook was not answered with 2xx; it doubles up to a minute. 0 is one second.
	WebhookPause time.Duration
	// WebhookClient delivers updates; nil is a plain client that follows no redirect.
	WebhookClient *http.Client
	// SigningKey signs launch data as Telegram's own key does; nil is the key of the published test vector (seed 00 01 … 1f).
	SigningKey ed25519.PrivateKey
}

// Server is the whole of fake Telegram. Use New.
type Server struct {
	options Options
	handler http.Handler
	stop    context.CancelFunc
	stopped context.Context
	workers sync.WaitGroup

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change: long polls, waits and pages listen to it
	version int64
	skew    time.Duration
	people  map[int64]*person
	bots    map[string]*bot
	places  map[int64]*chat // groups and channels
	faults  []*Fault
	calls   []Call
	queries map[string]*query

	invoices  map[string]*Invoice  // by slug
	checkouts map[string]*checkout // by query id
	charges   []*charge
	stars     map[int64][]StarTransaction // by bot, oldest first
	serial    int64
}

// Call is one request of a bot, kept for tests to look at. Params holds the arguments as they came.
type Call struct {
	BotID  int64             `json:"bot_id"`
	Method string            `json:"method"`
	ChatID int64             `json:"chat_id,omitempty"`
	Params map[string]string `json:"params"`
	// Code is the answer's status: 200, a refusal, or 0 when the connection was cut.
	Code int       `json:"code"`
	At   time.Time `json:"at"`
}

// The people who always exist, so that links to them can be written down.
var (
	Buyer = User{ID: 777000111, FirstName: "Gʻulnora", LastName: "Toʻrayeva", Username: "gulnora", LanguageCode: "uz"}
	Staff = User{ID: 777000222, FirstName: "Sardor", LastName: "Aliyev", Username: "sardor", LanguageCode: "ru"}
)

// New gives a Server with the demo people and no bots. Close it to end its webhook deliveries and waiting polls.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.WebhookPause == 0 {
		o.WebhookPause = time.Second
	}
	if o.WebhookClient == nil {
		o.WebhookClient = &http.Client{
			Timeout:       30 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	if o.SigningKey == nil {
		seed := make([]byte, ed25519.SeedSize)
		for i := range seed {
			seed[i] = byte(i)
		}
		o.SigningKey = ed25519.NewKeyFromSeed(seed)
	}
	s := &Server{
		options: o, changed: make(chan struct{}), people: map[int64]*person{}, bots: map[string]*bot{},
		places: map[int64]*chat{}, queries: map[string]*query{},
		invoices: map[string]*Invoice{}, checkouts: map[string]*checkout{}, stars: map[int64][]StarTransaction{},
	}
	s.stopped, s.stop = context.WithCancel(context.Background())
	for _, u := range []User{Buyer, Staff} {
		s.people[u.ID] = &person{User: u, phone: demoPhone(u.ID)}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", s.serveAPI)
	s.mountControl(mux)
	s.handler = mux
	return s
}

// Close ends deliveries and waiting polls and waits for them.
func (s *Server) Close() {
	s.stop()
	s.workers.Wait()
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Now is the server's clock.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance moves the clock ahead.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skew += d
	s.touch()
}

// SetLimits switches flood control on or off.
func (s *Server) SetLimits(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.Limits = on
}

// Calls are the requests of all bots so far, oldest first; with a name, those of one method.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			found = append(found, c)
		}
	}
	return found
}

// WaitUntil returns when done says true; done is asked at every change and may use every method of Server. The error is the context's.
func (s *Server) WaitUntil(ctx context.Context, done func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if done() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// now is the clock for callers that hold the lock.
func (s *Server) now() time.Time { return s.options.Now().Add(s.skew) }

// touch wakes everybody who waits for a change. The caller holds the lock.
func (s *Server) touch() {
	s.version++
	close(s.changed)
	s.changed = make(chan struct{})
}

// next is a number that nothing else has. The caller holds the lock.
func (s *Server) next() int64 {
	s.serial++
	return s.serial
}
