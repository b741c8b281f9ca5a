package order

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// way is a provider of the model.
type way struct {
	code      string
	method    payment.Method
	isPrepaid bool
}

func (w way) Code() string                          { return w.code }
func (w way) Method() payment.Method                { return w.method }
func (w way) IsPrepaid() bool                       { return w.isPrepaid }
func (way) Start(*payment.Payment, time.Time) error { return nil }
func ways() (list []payment.Provider) {
	for _, m := range []payment.Method{payment.Payme, payment.Click, payment.Uzum, payment.Telegram, payment.BankTransfer} {
		list = append(list, way{string(m), m, true})
	}
	return append(list, way{"cash", payment.Cash, false})
}

// purse is a gift card or cashback of the model, of which the order holds a part.
type purse struct {
	kind                payment.Method
	id                  uuid.UUID
	balance, held, part money.Tiyin
	isVoid              bool
}

// model is one order with all its money, moved by the rules of this package and of payment as the till moves it, with a ledger and
// stock in memory.
type model struct {
	*moving
	dice        *rand.Rand
	ways        []payment.Provider
	refunds     []*payment.Refund
	chargebacks []*payment.Chargeback
	purses      []*purse
	ledger      map[string]money.Tiyin
	booked      map[string]bool
}

func newModel(dice *rand.Rand) *model {
	y := &model{dice: dice, ways: ways(), ledger: map[string]money.Tiyin{}, booked: map[string]bool{}}
	total := money.Tiyin(1000 + dice.Int64N(10_000_000))
	rules := store.OrderRules{CashbackPercent: dice.IntN(2) * 10, AcceptWithinMinutes: 60}
	with := y.ways[dice.IntN(len(y.ways))]
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	until := at.Add(time.Hour)
	o := &Order{
		ID: uuid.New(), CustomerID: uuid.New(), Lifecycle: Placed, TotalTiyin: total, DueTiyin: total, PaymentMethod: with.Method(), PlacedAt: at,
		ExpiresAt: &until, DeliveryMethod: delivery.Courier, KeepsDeposit: dice.IntN(2) == 0,
	}
	if with.IsPrepaid() && dice.IntN(3) == 0 {
		o.DepositTiyin = 1 + total/3
	}
	for _, kind := range []payment.Method{payment.GiftCard, payment.Cashback} {
		if dice.IntN(4) > 0 {
			continue
		}
		has := money.Tiyin(1 + dice.Int64N(int64(total)))
		p := &purse{kind: kind, id: uuid.New(), balance: has, part: min(has, (total-o.HeldTiyin)/2)}
		if p.part == 0 {
			continue
		}
		p.held = p.part
		o.HeldTiyin += p.part
		y.purses = append(y.purses, p)
		y.ledger[payment.PurseAccount(kind)] -= has
		y.ledger["granted"] += has
	}
	y.moving = &moving{Order: o, now: at, shop: cart.Shop{Store: &store.Store{OrderRules: rules}, Payments: payment.NewProviders(y.ways...)}}
	if o.asked() > 0 {
		p, _ := payment.Begin(0, o.ID, with, o.asked(), at)
		y.money = append(y.money, p)
	}
	if !with.IsPrepaid() && dice.IntN(2) == 0 || o.asked() == 0 {
		y.accept()
	}
	y.settle()
	return y
}

// book moves money in the ledger, each act once.
func (y *model) book(t payment.Transaction) {
	if y.booked[t.DedupKey] {
		panic("booked twice: " + t.DedupKey)
	}
	y.booked[t.DedupKey] = true
	for _, m := range t.Movements {
		y.ledger[m.Debit] += m.Amount
		y.ledger[m.Credit] -= m.Amount
	}
}

// accept confirms the order, and pays it with what it holds.
func (y *model) accept() {
	y.Lifecycle = lifecycleMoves[y.Lifecycle][DoConfirm]
	y.ConfirmedAt, y.ExpiresAt = &y.now, nil
	y.goods = append(y.goods, newFulfilment(y.Order, y.now))
	for _, p := range y.purses {
		if p.held == 0 {
			continue
		}
		paid := &payment.Payment{ID: uuid.New(), OrderID: y.ID, Method: p.kind, Provider: payment.PurseProvider(p.kind), PurseID: &p.id, State: payment.Created, Amount: p.held}
		y.book(paid.Take(payment.PurseAccount(p.kind), y.now))
		p.balance, p.held = p.balance-p.held, 0
		y.money = append(y.money, paid)
	}
	y.HeldTiyin = 0
}

// promise begins a refund; a purse that can be spent gets its money at once.
func (y *model) promise(p *payment.Payment, amount money.Tiyin, cause payment.RefundCause) {
	r, err := payment.NewRefund(p, amount, cause, y.now)
	if err != nil {
		panic(err)
	}
	y.refunds = append(y.refunds, r)
	if p.PurseID == nil {
		return
	}
	for _, each := range y.purses {
		if each.id == *p.PurseID && !each.isVoid {
			y.give(r, payment.PurseAccount(each.kind))
			each.balance += amount
		}
	}
}

// give says that a refund is done.
func (y *model) give(r *payment.Refund, account string) {
	wasPaid := y.stillDue() == 0
	t, err := r.GiveBack(y.attempt(r.PaymentID), account, "", y.now)
	if err != nil {
		panic(err)
	}
	y.book(t)
	y.countMoney()
	if wasPaid && r.Cause == payment.ByStaff {
		y.DueTiyin = min(y.DueTiyin, y.claimed())
	}
}

// surplus promises back what a payment brought beyond what is due.
func (y *model) surplus(p *payment.Payment) {
	if part := min(y.held()+y.HeldTiyin-y.DueTiyin, p.Left()); part > 0 {
		y.promise(p, part, payment.OfSurplus)
	}
}

// capture is money that a provider has for us.
func (y *model) capture(p *payment.Payment, account string) {
	if p.State == payment.Captured {
		return
	}
	if y.Lifecycle == Expired && y.dice.IntN(2) == 0 { // the goods are there yet
		until := y.now.Add(time.Hour)
		y.Lifecycle, y.ClosedAt, y.ExpiresAt, y.DueTiyin = Placed, nil, &until, y.TotalTiyin
		for _, each := range y.purses {
			if !each.isVoid && each.balance-each.held >= each.part {
				each.held += each.part
				y.HeldTiyin += each.part
			}
		}
	}
	p.ToldTiyin = nil
	y.book(p.Take(account, y.now))
	y.countMoney()
	if y.asked() > 0 {
		return
	}
	if y.Lifecycle == Placed || y.stillDue() == 0 {
		y.closeOthers(nil, p)
	}
	y.surplus(p)
	if y.Lifecycle == Placed {
		y.accept()
	}
}

// end calls the order off.
func (y *model) end(by Action, attempts payment.State) {
	y.Lifecycle = lifecycleMoves[y.Lifecycle][by]
	y.ClosedAt, y.ExpiresAt, y.DueTiyin = &y.now, nil, y.kept(by)
	for _, p := range y.purses {
		if p.held > 0 && p.isVoid {
			y.book(payment.Transaction{DedupKey: "void " + p.id.String() + " again", Movements: []payment.Movement{{Debit: payment.PurseAccount(p.kind), Credit: "granted", Amount: p.held}}})
			p.balance -= p.held
		}
		p.held = 0
	}
	y.HeldTiyin = 0
	for _, f := range y.goods {
		if to, can := f.after(by); can {
			f.State = to
		}
	}
	for _, p := range y.money {
		if p.State.IsLive() {
			p.State, p.ClosedAt = attempts, &y.now
		}
	}
	for i := len(y.money) - 1; i >= 0; i-- { // credits first, as the till does
		if p := y.money[i]; p.PurseID != nil && p.State == payment.Captured && p.Left() > 0 {
			y.promise(p, p.Left(), payment.OfCanceled)
		}
	}
	for i := len(y.money) - 1; i >= 0; i-- {
		if p := y.money[i]; p.State == payment.Captured {
			if part := min(y.held()-y.DueTiyin, p.Left()); part > 0 {
				y.promise(p, part, payment.OfCanceled)
			}
		}
	}
}

// settle derives what is derived, as finish does, and completes the order.
func (y *model) settle() {
	y.countMoney()
	y.PaymentStatus, y.FulfilmentStatus = derivePayment(y.Order, y.money), deriveFulfilment(y.Lifecycle, y.goods)
	if next, can := lifecycleMoves[y.Lifecycle][doComplete]; can && isComplete(y.PaymentStatus, y.stillDue() > 0, y.goods) {
		y.Lifecycle, y.CompletedAt, y.CashbackPercent = next, &y.now, y.shop.Store.OrderRules.CashbackPercent
		y.CashbackTiyin, _ = y.earned()
	}
	if earned, _ := y.earned(); y.CashbackTiyin > earned {
		y.CashbackTiyin = earned
	}
}

// broken is the first rule of docs/states.md that does not hold; empty when all do.
func (y *model) broken(was Lifecycle) string {
	refunding, disputed, live := map[uuid.UUID]money.Tiyin{}, map[uuid.UUID]money.Tiyin{}, map[string]int{}
	for _, r := range y.refunds {
		if r.State.IsOpen() {
			refunding[r.PaymentID] += r.Amount
		}
	}
	for _, c := range y.chargebacks {
		if c.State == payment.ChargebackOpen {
			disputed[c.PaymentID] += c.Amount
		}
	}
	var paid, gone, argued, sum money.Tiyin
	lies := map[string]money.Tiyin{}
	for _, p := range y.money {
		if p.State.IsLive() {
			live[p.Provider]++
		}
		if p.RefundingTiyin != refunding[p.ID] || p.DisputedTiyin != disputed[p.ID] || p.Left() < 0 || p.RefundedTiyin < 0 || p.State != payment.Captured && p.Gone()+p.RefundingTiyin+p.DisputedTiyin > 0 {
			return fmt.Sprintf("payment %+v promises %d, disputes %d", p, refunding[p.ID], disputed[p.ID])
		}
		if live[p.Provider] > 1 {
			return "two live attempts with " + p.Provider
		}
		if p.State == payment.Captured {
			paid, gone, argued = paid+p.Amount, gone+p.Gone(), argued+p.DisputedTiyin
			if p.PurseID == nil {
				lies[p.LiesAt] += p.Amount - p.Gone() - p.DisputedTiyin
			}
		}
	}
	for account, balance := range y.ledger {
		sum += balance
		if want, known := lies[account]; known && balance != want && account != "cash" {
			return fmt.Sprintf("%s has %d, payments say %d", account, balance, want)
		}
	}
	for _, p := range y.purses {
		if p.balance < 0 || p.held < 0 || p.held > p.balance {
			return fmt.Sprintf("purse %+v", *p)
		}
	}
	closed := y.Lifecycle.IsClosed()
	switch {
	case sum != 0:
		return fmt.Sprintf("the ledger sums to %d", sum)
	case y.PaidTiyin != paid || y.RefundedTiyin != gone || -y.ledger[payment.BuyerAccount] != paid-gone:
		return fmt.Sprintf("paid %d, back %d, ledger %d", paid, gone, -y.ledger[payment.BuyerAccount])
	case y.ledger[payment.DisputeAccount] != argued:
		return "disputes and ledger differ"
	case argued > 0 && y.PaymentStatus != NeedsReview:
		return "a dispute nobody looks at: " + string(y.PaymentStatus)
	case (y.PaymentStatus == Paid) && (paid-gone != y.DueTiyin || gone > 0 && !closed):
		return fmt.Sprintf("PAID with %d of %d", paid-gone, y.DueTiyin)
	case y.PaymentStatus == Refunded && (gone != paid || paid == 0):
		return "REFUNDED, and not all is back"
	case y.PaymentStatus == Unpaid && paid > 0, y.PaymentStatus == NotRequired && paid > 0:
		return "paid, and nobody says so"
	case closed && len(live) > 0:
		return "a closed order with a live attempt"
	case closed && (y.HeldTiyin > 0 || y.held() > y.DueTiyin && !slices.ContainsFunc(y.refunds, func(r *payment.Refund) bool { return r.State == payment.RefundFailed })):
		return fmt.Sprintf("a closed order keeps %d of %d", y.held(), y.DueTiyin)
	case was.isTerminal() && y.Lifecycle != was && was != Expired:
		return fmt.Sprintf("%s became %s", was, y.Lifecycle)
	case y.Lifecycle == Confirmed && y.HeldTiyin > 0:
		return "an accepted order holds credit"
	case y.Lifecycle == Placed && y.ExpiresAt == nil:
		return "an order waits without an end"
	case y.CashbackTiyin < 0:
		return "cashback below zero"
	}
	return ""
}
