// Package simulator is the outside of payment providers, for shops under development: a page on which a bill is paid, declined,
// delayed, cancelled or given back, whose buttons call the shop over HTTP as the provider does, and show every call and answer.
// It moves no money, keeps all in memory and knows the shops it is told of alone.
package simulator

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/money"
)

// Merchant is a shop as a provider has it on its books.
type Merchant struct {
	ID     string // by which links and calls name it
	Name   string
	Secret string // that the provider shows to the shop, or the shop to the provider
	URL    string // where the shop is called
}

// Books are the merchants of one provider. They may be used by many goroutines.
type Books struct {
	mu sync.RWMutex
	by map[string]Merchant
}

// Add puts a merchant on the books, or changes one.
func (b *Books) Add(m Merchant) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.by == nil {
		b.by = map[string]Merchant{}
	}
	b.by[m.ID] = m
}

// Merchant finds one by its id.
func (b *Books) Merchant(merchantID string) (Merchant, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	m, has := b.by[merchantID]
	return m, has
}

// Provider is the side of one provider: how its links are read, and what it does when a button is pressed.
type Provider interface {
	// Code is the name in addresses: the page lies at /simulator/{code}/.
	Code() string
	// Name is that of the company.
	Name() string
	// Bill reads what follows the page's address. Error: *Unpayable.
	Bill(link string, query url.Values) (Bill, error)
	// Moves are what can be done with a deal as it stands, the likeliest first.
	Moves(d *Deal) []Move
	// Make does it: it calls the shop by d.Call and says by d.Status what came of it.
	Make(ctx context.Context, d *Deal, m Move)
}

// Called is a provider that shops call as well, below /simulator/{code}/api/.
type Called interface {
	// API answers shops with what the simulator has on its books. Paths begin with "/".
	API(s *Simulator) http.Handler
}

// Bill is what a buyer comes to pay.
type Bill struct {
	Merchant Merchant
	Order    string
	Amount   money.Tiyin
	Language string        // uz, ru or en; empty: as the browser says
	Back     string        // where the buyer returns to; empty: nowhere
	Wait     time.Duration // before the return; 0: until the button is pressed
	Account  string        // the shop's field for the order
}

// Unpayable tells why a link leads to no bill.
type Unpayable struct {
	Word string // a key of words
	// Elsewhere is the page of the provider itself, for a merchant that is not simulated.
	Elsewhere string
}

// Error implements error.
func (u *Unpayable) Error() string { return "simulator: " + words[u.Word].EN }

// Status of a deal.
type Status string

const (
	Begun    Status = "begun"   // nothing has been done
	Refused  Status = "refused" // by the shop
	Waiting  Status = "waiting" // the shop waits for the money
	Paid     Status = "paid"
	Declined Status = "declined" // by the bank
	Canceled Status = "canceled"
	Expired  Status = "expired"
	Refunded Status = "refunded"
)

// Move is a button.
type Move string

const (
	Pay     Move = "pay"
	Decline Move = "decline" // the bank says no
	Delay   Move = "delay"   // the money is on its way and does not arrive
	Finish  Move = "finish"  // it arrives after all
	Cancel  Move = "cancel"
	Expire  Move = "expire"
	Refund  Move = "refund"
	Receipt Move = "receipt" // the fiscal receipt is told
	Ask     Move = "ask"     // where the shop thinks the payment stands
	Repeat  Move = "repeat"  // the last call is sent again, byte for byte
)

// Deal is one attempt to pay a bill.
type Deal struct {
	mu sync.Mutex

	ID string // 24 hexadecimal digits
	Bill
	Status Status
	At     time.Time
	Calls  []Exchange // oldest first
	Link   string     // of its bill, below the page; empty when the shop sent the bill itself
	// Name is by what the shop calls a deal that it has made, where that is not the order.
	Name    string
	Receipt string // address of the fiscal receipt
	Extra   any    // what the provider keeps of it besides

	client *http.Client
	now    func() time.Time
}

// mostCalls bounds what is kept of a deal.
const mostCalls = 100

// Call sends a request to the shop and keeps it with its answer.
func (d *Deal) Call(ctx context.Context, r Request) Exchange {
	e := r.Send(ctx, d.client)
	d.Calls = append(d.Calls, e)
	if len(d.Calls) > mostCalls {
		d.Calls = d.Calls[1:]
	}
	return e
}

// again repeats the last call and compares the answers.
func (d *Deal) again(ctx context.Context) {
	if len(d.Calls) == 0 {
		return
	}
	before := d.Calls[len(d.Calls)-1]
	d.Call(ctx, before.Request)
	now := &d.Calls[len(d.Calls)-1]
	now.IsRepeat = true
	now.IsSame = now.Status == before.Status && now.Answer == before.Answer
}

// Simulator serves the pages of one provider below /simulator/{code}/. It may be used by many goroutines.
type Simulator struct {
	Provider
	client *http.Client
	now    func() time.Time
	mux    *http.ServeMux

	mu    sync.Mutex
	deals []*Deal // oldest first
}

// mostDeals bounds the memory of a simulator; older deals are forgotten.
const mostDeals = 500

// patience is how long a shop may take to answer.
const patience = 20 * time.Second

// New makes the simulator of a provider; now is its clock.
func New(p Provider, now func() time.Time) *Simulator {
	s := &Simulator{Provider: p, now: now, client: &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, mux: http.NewServeMux()}
	base := "/simulator/" + p.Code() + "/"
	s.mux.HandleFunc("GET "+base+"{$}", s.list)
	s.mux.HandleFunc("GET "+base+"deals/{id}", s.show)
	s.mux.HandleFunc("POST "+base+"deals/{id}", s.move)
	if called, is := p.(Called); is {
		api := http.StripPrefix(base+"api", called.API(s))
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			s.mux.Handle(method+" "+base+"api/", api)
		}
	}
	s.mux.HandleFunc("GET "+base+"{link...}", s.bill)
	s.mux.HandleFunc("POST "+base+"{link...}", s.begin)
	return s
}

// ServeHTTP implements http.Handler. Another site's page cannot press the buttons.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	http.NewCrossOriginProtection().Handler(s.mux).ServeHTTP(w, r)
}

// open makes a deal of a bill.
func (s *Simulator) open(b Bill, link string) *Deal {
	return s.keep(&Deal{Bill: b, Status: Begun, Link: link})
}

// sent makes a deal that a shop has sent; name and extra are those of the deal.
func (s *Simulator) sent(b Bill, name string, extra any, status Status) *Deal {
	return s.keep(&Deal{Bill: b, Status: status, Name: name, Extra: extra})
}

func (s *Simulator) keep(d *Deal) *Deal {
	d.ID, d.At, d.client, d.now = newID(), s.now(), s.client, s.now
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.deals) == mostDeals {
		s.deals = s.deals[1:]
	}
	s.deals = append(s.deals, d)
	return d
}

func (s *Simulator) deal(dealID string) *Deal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.IndexFunc(s.deals, func(d *Deal) bool { return d.ID == dealID }); i >= 0 {
		return s.deals[i]
	}
	return nil
}

// find gives the newest deal of which is holds, locked, and what unlocks it; nil when there is none.
func (s *Simulator) find(is func(d *Deal) bool) (*Deal, func()) {
	for _, d := range s.newest() {
		d.mu.Lock()
		if is(d) {
			return d, d.mu.Unlock
		}
		d.mu.Unlock()
	}
	return nil, func() {}
}

// newest gives the deals, newest first.
func (s *Simulator) newest() []*Deal {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.deals)
	slices.Reverse(all)
	return all
}

// make carries a move out, if it can be done now. Of two at once the second finds what the first has done.
func (s *Simulator) make(ctx context.Context, d *Deal, m Move) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.Contains(s.movesOf(d), m) {
		return
	}
	if m == Repeat {
		d.again(ctx)
		return
	}
	s.Make(ctx, d, m)
}

// movesOf are those of the provider, and Repeat once something was called.
func (s *Simulator) movesOf(d *Deal) []Move {
	moves := s.Moves(d)
	if len(d.Calls) > 0 {
		moves = append(moves, Repeat)
	}
	return moves
}

// newID makes an id of the form that Payme's have.
func newID() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
