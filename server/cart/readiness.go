package cart

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

// Step is the part of the checkout where something is put right.
type Step string

const (
	StepLines    Step = "LINES"
	StepContact  Step = "CONTACT"
	StepDelivery Step = "DELIVERY"
	StepPayment  Step = "PAYMENT"
	StepConfirm  Step = "CONFIRM"
)

// Readiness tells whether an order can be placed, and if not, what is missing, in the order of the checkout.
type Readiness struct {
	Blockers []Blocker // empty, never nil
}

// CanPlace tells that nothing is missing.
func (r Readiness) CanPlace() bool { return len(r.Blockers) == 0 }

// Faults are the blockers as refusals of an attempt to place the order all the same.
func (r Readiness) Faults(path ...string) fault.List {
	var faults fault.List
	for _, b := range r.Blockers {
		f := *b.Fault
		f.Path = slices.Clone(path)
		faults.Add(&f)
	}
	return faults
}

// Blocker is a reason why no order can be placed yet.
type Blocker struct {
	Step   Step
	LineID *uuid.UUID // the line at fault, when it is one
	Fault  *fault.Error
}

// Code is the blocker's code for programs.
func (b Blocker) Code() fault.Code { return b.Fault.Code }

// Message says it in the language of the caller.
func (b Blocker) Message(ctx context.Context) string { return b.Fault.Message(lang.FromContext(ctx)) }

// readiness finds everything that keeps a filled cart from being ordered. Cart and order ask this one function, so what
// the cart shows as ready is never refused for another reason than a change in between.
func readiness(c *Cart, s *store.Store, who *customer.Customer, isCountable bool, now time.Time) Readiness {
	r := Readiness{Blockers: []Blocker{}}
	add := func(step Step, f *fault.Error) { r.Blockers = append(r.Blockers, Blocker{Step: step, Fault: f}) }
	r.checkLines(c)
	if f := c.checkApart(); f != nil {
		add(StepLines, f)
	}
	if !isCountable {
		add(StepLines, fault.New(fault.OutOfRange).With("min", money.New(0)).With("max", money.New(money.Max)))
	}
	if lowest := c.minimum(s); len(c.Lines) > 0 && isCountable && c.Sum.Items < lowest {
		add(StepLines, fault.New(fault.MinimumNotReached).
			With("minimum", money.New(lowest)).With("missing", money.New(lowest-c.Sum.Items)))
	}
	if c.ContactName == "" {
		add(StepContact, fault.New(fault.ContactMissing))
	}
	if c.ContactPhone == "" {
		add(StepContact, fault.New(fault.PhoneMissing))
	}
	if f := c.checkDelivery(s, now); f != nil {
		add(StepDelivery, f)
	}
	switch {
	case c.PaymentMethod == nil:
		add(StepPayment, fault.New(fault.PaymentMissing))
	case !slices.Contains(c.PaymentMethods, *c.PaymentMethod):
		add(StepPayment, fault.New(fault.PaymentUnavailable))
	case *c.PaymentMethod == payment.Cash && c.ChangeFrom != nil && isCountable && *c.ChangeFrom < c.Plan.Later:
		add(StepPayment, fault.New(fault.ChangeTooSmall).With("due", money.New(c.Plan.Later)))
	}
	switch {
	case who == nil:
		add(StepConfirm, fault.New(fault.SignInRequired))
	case who.IsBlocked:
		add(StepConfirm, fault.New(fault.CustomerBlocked))
	}
	if f := c.checkHours(s, now); f != nil {
		add(StepConfirm, f)
	}
	return r
}

func (r *Readiness) checkLines(c *Cart) {
	if len(c.Lines) == 0 {
		r.Blockers = append(r.Blockers, Blocker{Step: StepLines, Fault: fault.New(fault.CartEmpty)})
	}
	for _, l := range c.Lines {
		for _, p := range l.Problems {
			if !p.blocks() {
				continue
			}
			f := *p.fault
			if p.Available != nil {
				f.Facts = stock.Shortage{VariantID: l.VariantID, Available: *p.Available}
			}
			r.Blockers = append(r.Blockers, Blocker{Step: StepLines, LineID: &l.ID, Fault: &f})
		}
	}
}

// minimum is the smallest sum of goods that store and zone accept.
func (c *Cart) minimum(s *store.Store) money.Tiyin {
	if c.IsDigital() { // there is no way that must be worth it
		return 0
	}
	lowest := s.Delivery.MinimumTiyin
	if z := c.Delivery.Zone; z != nil && c.is(delivery.Courier) {
		lowest = max(lowest, z.Minimum)
	}
	return lowest
}

func (c *Cart) checkDelivery(s *store.Store, now time.Time) *fault.Error {
	d := c.Delivery
	switch {
	case c.IsDigital():
		return nil
	case c.is(delivery.Courier) && s.Delivery.HasCourier:
		// Without a point nobody can say which zone it is, and a courier could be sent to the other end of town.
		if d.Address == nil || d.Address.Point == nil || !delivery.IsFindable(*d.Address) {
			return fault.New(fault.AddressMissing)
		}
		if d.Zone == nil {
			return fault.New(fault.OutOfZone)
		}
		return nil
	case c.is(delivery.Pickup) && s.Delivery.HasPickup:
		if d.PickupPoint == nil {
			return fault.New(fault.PickupPointMissing)
		}
		if s.OrderRules.TakesOrdersWhenClosed || d.PickupPoint.OpenAt(s, now) {
			return nil
		}
		return closed(d.PickupPoint.NextOpening(s, now), s, now)
	}
	return fault.New(fault.DeliveryMissing)
}

func (c *Cart) checkHours(s *store.Store, now time.Time) *fault.Error {
	switch {
	case s.Status != store.Active:
		return fault.New(fault.StorePaused)
	case s.OrderRules.TakesOrdersWhenClosed || s.IsOpen(now) || c.IsDigital():
		return nil
	}
	return closed(s.OpensAt(now), s, now)
}

func closed(opens *time.Time, s *store.Store, now time.Time) *fault.Error {
	if opens == nil { // no hours at all: there is no time to name
		return fault.New(fault.StorePaused)
	}
	return fault.New(fault.ClosedNow).With("opens", opening{*opens, now, s.Location()})
}

// opening writes when a shop opens: "09:00" today, "tomorrow, 09:00", else with the date.
type opening struct {
	at, now time.Time
	zone    *time.Location
}

var tomorrow = lang.Text{UzLatn: "ertaga", UzCyrl: "эртага", RU: "завтра", EN: "tomorrow"}

// Format implements what fault wants of a parameter that knows languages.
func (o opening) Format(l lang.Lang) string {
	at, now := o.at.In(o.zone), o.now.In(o.zone)
	clock := at.Format("15:04")
	switch at.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return clock
	case now.AddDate(0, 0, 1).Format(time.DateOnly):
		return tomorrow.In(l, nil) + ", " + clock
	}
	return at.Format("02.01") + ", " + clock
}
