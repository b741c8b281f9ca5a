package order

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// modelSeed repeats a run: go test ./server/order -run TestMoneyModel -args -model-seed N.
var modelSeed = flag.Uint64("model-seed", 20261123, "of the random sequences of the model")

// some is a random attempt that is as wanted; nil when there is none.
func (y *model) some(is func(p *payment.Payment) bool) *payment.Payment {
	var found []*payment.Payment
	for _, p := range y.money {
		if is(p) {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found[y.dice.IntN(len(found))]
}

func isRemote(p *payment.Payment) bool { return p.PurseID == nil && p.Method != payment.Cash }
func isTaken(p *payment.Payment) bool  { return p.State == payment.Captured }

// step does one command of anybody, and says which.
func (y *model) step() string {
	staff := Actor{Kind: ByStaff, CanRead: true, CanWrite: true}
	with := y.ways[y.dice.IntN(len(y.ways))]
	switch y.dice.IntN(17) {
	case 0, 1, 2: // a provider begins to take money, or the buyer with it
		if !with.IsPrepaid() || StandingOf(y.Order, y.money, with, y.now) != IsPayable {
			if with.IsPrepaid() && y.Lifecycle == Placed && y.asked() > 0 && y.some(func(p *payment.Payment) bool { return p.IsOnItsWay(y.now) }) == nil {
				y.PaymentMethod = with.Method() // the buyer switches
			}
			return "switch"
		}
		p := y.some(func(p *payment.Payment) bool { return p.State.IsLive() && p.Provider == with.Code() })
		if p != nil && p.Amount != y.asked() {
			p.State, p.ClosedAt, p = payment.Canceled, &y.now, nil
		}
		if p == nil {
			p, _ = payment.Begin(0, y.ID, with, y.asked(), y.now)
			y.money = append(y.money, p)
		}
		until := y.now.Add(time.Duration(1+y.dice.IntN(12)) * time.Hour)
		p.State, p.ExpiresAt = payment.Pending, &until
		if y.ExpiresAt != nil && until.After(*y.ExpiresAt) {
			y.ExpiresAt = &until
		}
		return "begin"
	case 3, 4, 5: // it has the money, also of an attempt that was over
		if p := y.some(func(p *payment.Payment) bool { return isRemote(p) && !isTaken(p) }); p != nil {
			y.capture(p, payment.ProviderAccount(p.Provider))
		}
		return "capture"
	case 6: // it has money that nobody asked for
		if with.IsPrepaid() && y.dice.IntN(6) == 0 {
			p, _ := payment.Begin(0, y.ID, with, y.TotalTiyin, y.now)
			p.State = payment.Canceled // beside a live one
			y.money = append(y.money, p)
			y.capture(p, payment.ProviderAccount(p.Provider))
		}
		return "capture unasked"
	case 7:
		if p := y.some(func(p *payment.Payment) bool { return isRemote(p) && p.State.IsLive() }); p != nil {
			p.State, p.ToldTiyin, p.ClosedAt = []payment.State{payment.Canceled, payment.Expired, payment.Failed}[y.dice.IntN(3)], nil, &y.now
		}
		return "release"
	case 8: // it gives all back by itself
		p := y.some(func(p *payment.Payment) bool { return isRemote(p) && isTaken(p) })
		if p == nil || p.Left() > 0 && y.goodsAreOut() {
			return "nothing to give back"
		}
		for _, c := range y.chargebacks {
			if c.PaymentID == p.ID && c.State == payment.ChargebackOpen {
				y.decide(c, false)
			}
		}
		if own := p.Left(); own > 0 {
			y.promise(p, own, payment.ByProvider)
		}
		for _, r := range y.refunds {
			if r.PaymentID == p.ID && r.State.IsOpen() {
				y.give(r, payment.ProviderAccount(p.Provider))
			}
		}
		y.countMoney()
		if _, open := lifecycleMoves[y.Lifecycle][DoCancel]; open && y.PaidTiyin <= y.RefundedTiyin && !y.goodsAreOut() {
			who := ByProvider
			y.CanceledBy = &who
			y.end(DoCancel, payment.Canceled)
		}
		return "given back by provider"
	case 9, 10:
		return y.carry()
	case 11:
		if p := y.some(func(p *payment.Payment) bool { return isTaken(p) && p.Left() > 0 }); p != nil {
			y.promise(p, money.Tiyin(1+y.dice.Int64N(int64(p.Left()))), payment.ByStaff)
		}
		return "refund"
	case 12:
		p := y.some(func(p *payment.Payment) bool { return isRemote(p) && isTaken(p) && p.Left() > 0 })
		if p == nil {
			return "nothing to dispute"
		}
		c, t, err := p.Dispute(money.Tiyin(1+y.dice.Int64N(int64(p.Left()))), y.now)
		if err != nil {
			panic(err)
		}
		y.book(t)
		y.chargebacks = append(y.chargebacks, c)
		return "dispute"
	case 13:
		for _, c := range y.chargebacks {
			if c.State == payment.ChargebackOpen {
				y.decide(c, y.dice.IntN(2) == 0)
				break
			}
		}
		return "decide"
	case 14:
		who := []ActorKind{ByStaff, ByCustomer}[y.dice.IntN(2)]
		if refusal(y.Order, y.goods, false, DoCancel, staff) == nil {
			y.CanceledBy = &who
			y.end(DoCancel, payment.Canceled)
		}
		return "cancel"
	case 15:
		return y.tick()
	}
	return y.walk(staff)
}

func (y *model) decide(c *payment.Chargeback, isWon bool) {
	p, wasPaid := y.attempt(c.PaymentID), y.stillDue() == 0
	t, err := c.Decide(p, isWon, y.now)
	if err != nil {
		panic(err)
	}
	y.book(t)
	y.countMoney()
	if !isWon && wasPaid {
		y.DueTiyin = min(y.DueTiyin, y.claimed())
	}
	if isWon && y.Lifecycle.IsClosed() {
		y.surplus(p)
	}
}

// carry ends an open refund, done or not.
func (y *model) carry() string {
	for _, r := range y.refunds {
		if !r.State.IsOpen() {
			continue
		}
		p := y.attempt(r.PaymentID)
		if y.dice.IntN(4) == 0 {
			r.Fail(p, "?", y.now)
			return "refund fails"
		}
		account := "cash"
		if isRemote(p) {
			account = payment.ProviderAccount(p.Provider)
		}
		y.give(r, account)
		return "refund done: " + string(r.Cause)
	}
	return "nothing to carry"
}

// tick lets time pass, and ends what is over.
func (y *model) tick() string {
	y.now = y.now.Add(time.Duration(y.dice.IntN(180)) * time.Minute)
	for _, p := range y.purses {
		if y.dice.IntN(8) == 0 && p.kind == payment.GiftCard && !p.isVoid {
			y.book(payment.Transaction{DedupKey: "void " + p.id.String(), Movements: []payment.Movement{{Debit: payment.PurseAccount(p.kind), Credit: "granted", Amount: p.balance - p.held}}})
			p.balance, p.isVoid = p.held, true
		}
	}
	if _, can := lifecycleMoves[y.Lifecycle][doExpire]; !can || y.ExpiresAt.After(y.now) {
		return "time"
	}
	if until := y.moneyOnItsWay(); until != nil && until.After(y.now) {
		y.ExpiresAt = until
		return "time"
	}
	if p := y.some(func(p *payment.Payment) bool { return p.IsOnItsWay(y.now) }); p != nil {
		panic(fmt.Sprintf("an order ends while %s takes its money", p.Provider))
	}
	y.end(doExpire, payment.Expired)
	return "expire"
}

// walk brings the order or its goods a step on.
func (y *model) walk(staff Actor) string {
	for _, a := range []Action{DoConfirm, DoPrepare, DoPack, DoHandOver, DoDeliver, DoFailDelivery, DoReturn} {
		with, _ := y.shop.Payments.For(y.PaymentMethod)
		if y.dice.IntN(5) == 0 || refusal(y.Order, y.goods, with.IsPrepaid(), a, staff) != nil {
			continue
		}
		if a == DoConfirm {
			y.accept()
			return "accept"
		}
		f := movable(y.goods, a)
		f.State, _ = f.after(a)
		switch a {
		case DoDeliver:
			if due := y.stillDue(); due > 0 && (y.PaymentMethod == payment.Cash || y.DepositTiyin > 0) {
				for _, p := range y.money {
					if p.State == payment.Created {
						p.State, p.ClosedAt = payment.Canceled, &y.now
					}
				}
				p, _ := payment.Begin(0, y.ID, way{"cash", payment.Cash, false}, due, y.now)
				y.money = append(y.money, p)
				y.book(p.Take("cash", y.now))
			}
		case DoFailDelivery:
			for _, p := range y.money {
				if p.State.IsLive() {
					p.State, p.ClosedAt = payment.Expired, &y.now
				}
			}
		case DoReturn:
			y.end(DoReturn, payment.Canceled)
		}
		return string(a)
	}
	return "nothing to do"
}

// Ten thousand orders, each with all providers, ways to pay, refunds, disputes, timers and people in any order: after each command
// every rule of docs/states.md holds.
func TestMoneyModel(t *testing.T) {
	t.Parallel()
	reached := map[string]int{}
	steps := 0
	for n := range 10_000 {
		dice := rand.New(rand.NewPCG(*modelSeed, uint64(n)))
		y := newModel(dice)
		var done []string
		for range 5 + dice.IntN(30) {
			was, wasDue := y.Lifecycle, y.stillDue()
			what := y.step()
			done = append(done, what)
			y.settle()
			steps++
			why := y.broken(was)
			if (what == "refund done: STAFF" || what == "decide") && wasDue == 0 && y.stillDue() > 0 {
				why = fmt.Sprintf("the buyer is asked again for %d", y.stillDue())
			}
			if why != "" {
				t.Fatalf("seed %d, sequence %d, %s: %s", *modelSeed, n, strings.Join(done, ", "), why)
			}
		}
		reached[fmt.Sprint(y.Lifecycle, " ", y.PaymentStatus)]++
	}
	t.Logf("%d commands", steps)
	for _, face := range []string{
		"PLACED UNPAID", "PLACED PENDING", "CONFIRMED PAID", "CONFIRMED PARTIALLY_PAID", "CONFIRMED OVERPAID", "CONFIRMED REFUNDED", "COMPLETED PAID",
		"COMPLETED PARTIALLY_REFUNDED", "CANCELED REFUNDED", "CANCELED NEEDS_REVIEW", "CANCELED NOT_REQUIRED", "EXPIRED NOT_REQUIRED", "EXPIRED REFUNDED",
	} {
		if reached[face] == 0 {
			t.Errorf("no sequence ends as %s: %v", face, reached)
		}
	}
}
