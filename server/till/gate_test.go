package till_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// gate is a provider outside the shop that has to be asked for its page, gives money back when asked, and tells what became
// of an attempt.
type gate struct {
	mu      sync.Mutex
	isDown  bool
	lasts   time.Duration // of a page
	opened  []payment.Opening
	refunds map[string]int // calls by key
	outcome payment.RefundOutcome
	answers map[string]payment.Answer // by reference
}

func newGate() *gate {
	return &gate{lasts: time.Hour, refunds: map[string]int{}, outcome: payment.RefundOutcome{State: payment.RefundDone}, answers: map[string]payment.Answer{}}
}

var errDown = errors.New("no route to host")

func (*gate) Code() string                            { return "gate" }
func (*gate) Method() payment.Method                  { return "GATE" }
func (*gate) IsPrepaid() bool                         { return true }
func (*gate) Start(*payment.Payment, time.Time) error { return nil }
func (*gate) PayWithin() time.Duration                { return 30 * time.Minute }
func (g *gate) set(change func())                     { g.mu.Lock(); defer g.mu.Unlock(); change() }
func (g *gate) ref(o payment.Opening) string {
	return o.PaymentID.String()[24:] + string(rune('0'+o.Try))
}

func (g *gate) Open(_ context.Context, _ payment.Keys, o payment.Opening) (payment.Opened, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.isDown {
		return payment.Opened{}, errDown
	}
	g.opened = append(g.opened, o)
	until := shoptest.Now.Add(g.lasts * time.Duration(o.Try))
	return payment.Opened{URL: "https://gate.example/" + g.ref(o), Ref: g.ref(o), ExpiresAt: &until}, nil
}

// around is the shop with the desk's providers.
func (s *shop) around() cart.Shop {
	shop := s.Shop()
	shop.Payments = s.desk.Payments
	return shop
}

// billBy places an order to be paid by a method.
func (s *shop) billBy(m payment.Method) (*order.Order, order.Actor) {
	s.T.Helper()
	who := s.Buyer()
	c, err := cart.Set(s.T.Context(), s.DB, s.around(), cart.Holder{Customer: who}, cart.CartSetInput{
		Lines: []*cart.CartLineInput{shoptest.Want(s.tea, 2)}, Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("90 123 45 67")},
		Delivery: shoptest.Courier(), PaymentMethod: &m,
	}, shoptest.Now)
	s.Must(err)
	o, err := order.Place(s.T.Context(), s.DB, s.around(), who, order.OrderPlaceInput{QuoteID: s.Quote(c).GlobalID()}, shoptest.Now)
	s.Must(err)
	return o, order.Actor{Kind: order.ByCustomer, ID: who.ID, Name: who.Name()}
}

// start begins to pay.
func (s *shop) start(o *order.Order, who order.Actor, m *payment.Method) (*payment.Payment, *order.Order, error) {
	s.T.Helper()
	desk := order.PayDesk{
		DB: s.DB, Back: func(*order.Order) string { return "https://shop.example/o" }, Now: s.desk.Now,
		Keys: func(context.Context, int64, string) (payment.Keys, error) {
			return payment.Keys{StoreID: s.Store.ID}, nil
		},
	}
	return order.StartPayment(s.T.Context(), desk, s.around(), who, order.PaymentStartInput{OrderID: id.Of(id.Order, o.ID), Method: m}, s.desk.Now())
}

// wait lets time pass.
func (s *shop) wait(d time.Duration) { s.clock.Add(d.Milliseconds()) }
