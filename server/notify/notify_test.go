package notify_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

var now = shoptest.Now

func ptr[T any](v T) *T { return &v }

func at(moment time.Time) func() time.Time { return func() time.Time { return moment } }

func claim(t *testing.T, d *db.DB, hub *event.Hub, limit int, moment time.Time) []*notify.Notification {
	t.Helper()
	list, err := notify.Claim(t.Context(), d, hub, notify.NotificationsClaimInput{Limit: limit}, at(moment))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func ack(t *testing.T, w *shoptest.World, n *notify.Notification, outcome notify.Outcome, more notify.NotificationAckInput, moment time.Time) int {
	t.Helper()
	more.ID, more.Outcome = n.GlobalID(), outcome
	count, err := notify.Ack(t.Context(), w.DB, notify.NotificationsAckInput{Results: []*notify.NotificationAckInput{&more}}, moment)
	w.Must(err)
	return count
}

func to(c *customer.Customer) notify.Recipient {
	return notify.Recipient{Kind: notify.Customer, ID: c.ID, TelegramID: *c.TelegramID, Language: c.Language}
}

func owe(w *shoptest.World, notices ...notify.Notice) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		return notify.Add(ctx, tx, w.Hub, w.Store.ID, notices, now)
	})
}

func push(c *customer.Customer, act string) notify.Notice {
	return notify.Notice{Kind: notify.OrderPush, To: to(c), Act: act}
}

// A message is claimed by one bot, offered again when the lease ends, and done once it is acknowledged.
func TestClaimAndAck(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	owe(w, push(who, "one"))
	owe(w, push(who, "one")) // the same act again
	first := claim(t, w.DB, w.Hub, 10, now)
	if len(first) != 1 || first[0].TelegramID != *who.TelegramID || first[0].Attempts() != 0 || first[0].StoreID != w.Store.ID {
		t.Fatalf("claimed %+v", first)
	}
	if again := claim(t, w.DB, w.Hub, 10, now.Add(59*time.Second)); len(again) != 0 {
		t.Errorf("claimed twice")
	}
	after := now.Add(time.Minute)
	again := claim(t, w.DB, w.Hub, 10, after)
	if len(again) != 1 || again[0].ID != first[0].ID || again[0].Attempts() != 1 {
		t.Fatalf("after the lease: %+v", again)
	}
	if n := ack(t, w, first[0], notify.OutcomeSent, notify.NotificationAckInput{MessageID: ptr(int64(5))}, after); n != 1 {
		t.Errorf("acknowledged %d", n)
	}
	if n := ack(t, w, first[0], notify.OutcomeRetry, notify.NotificationAckInput{}, after); n != 0 {
		t.Errorf("acknowledged a second time")
	}
	if left := claim(t, w.DB, w.Hub, 10, after.Add(time.Hour)); len(left) != 0 {
		t.Errorf("offered after it was sent")
	}
}

func TestRetryAndDead(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	owe(w, push(who, "one"))
	n := claim(t, w.DB, w.Hub, 10, now)[0]
	ack(t, w, n, notify.OutcomeRetry, notify.NotificationAckInput{RetryAfterSeconds: ptr(30), Error: ptr(strings.Repeat("x", 5000))}, now)
	if early := claim(t, w.DB, w.Hub, 10, now.Add(29*time.Second)); len(early) != 0 {
		t.Error("offered before the flood limit ends")
	}
	moment := now.Add(30 * time.Second)
	for range 4 { // pauses grow where Telegram names none
		n = claim(t, w.DB, w.Hub, 10, moment)[0]
		ack(t, w, n, notify.OutcomeRetry, notify.NotificationAckInput{}, moment)
		if early := claim(t, w.DB, w.Hub, 10, moment.Add(time.Second)); len(early) != 0 {
			t.Error("offered at once")
		}
		moment = moment.Add(15 * time.Minute)
	}
	n = claim(t, w.DB, w.Hub, 10, moment)[0]
	ack(t, w, n, notify.OutcomeDead, notify.NotificationAckInput{Error: ptr("can't parse entities")}, moment)
	if left := claim(t, w.DB, w.Hub, 10, moment.Add(time.Hour)); len(left) != 0 {
		t.Error("a dead message is offered")
	}
}

// Somebody who stopped the bot is remembered, and everything else owed to them is given up.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	courier := w.Member(staff.Operator)
	owe(w, push(who, "one"), push(who, "two"), notify.Notice{
		Kind: notify.StaffSignIn, Act: "link", URL: "https://example.uz/admin/#dkl_1",
		To: notify.Recipient{Kind: notify.Staff, ID: courier.ID, TelegramID: *courier.TelegramID, Language: courier.Language},
	})
	list := claim(t, w.DB, w.Hub, 1, now)
	ack(t, w, list[0], notify.OutcomeUnreachable, notify.NotificationAckInput{WriteAccess: ptr(customer.Gone)}, now)
	left := claim(t, w.DB, w.Hub, 10, now)
	if len(left) != 1 || left[0].Kind != notify.StaffSignIn || left[0].Lane != notify.LaneService || left[0].URL() == nil {
		t.Fatalf("left %+v", left)
	}
	ack(t, w, left[0], notify.OutcomeUnreachable, notify.NotificationAckInput{}, now)
	w.Read(func(ctx context.Context, q bun.IDB) error {
		c, err := customer.ByID(ctx, q, w.Store.ID, who.ID)
		if err != nil || c.WriteAccess != customer.Gone {
			t.Errorf("buyer: %v, %v", c.WriteAccess, err)
		}
		m, err := staff.ByID(ctx, q, w.Store.ID, courier.ID)
		if err != nil || m.CanMessage {
			t.Errorf("staff: %v, %v", m.CanMessage, err)
		}
		var links int
		err = q.NewRaw("SELECT count(*) FROM notifications WHERE store_id = ? AND url <> ''", w.Store.ID).Scan(ctx, &links)
		if links != 0 {
			t.Error("a sign-in link outlived its message")
		}
		return err
	})
}

// Two bots claim at once, from all stores: every message is had by exactly one.
func TestManyClaims(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	beside := w.Beside("boshqa")
	for _, each := range []*shoptest.World{w, beside} {
		var notices []notify.Notice
		for i := range 100 {
			notices = append(notices, push(each.Buyer(), fmt.Sprint(i)))
		}
		owe(each, notices...)
	}
	handles := []*db.DB{w.DB, dbtest.Open(t, w.URL)}
	var mu sync.Mutex
	seen := map[uuid.UUID]int{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for {
				list, err := notify.Claim(t.Context(), handles[i%2], w.Hub, notify.NotificationsClaimInput{Limit: 7}, at(now))
				if err != nil {
					t.Error(err)
					return
				}
				if len(list) == 0 {
					return
				}
				mu.Lock()
				for _, n := range list {
					seen[n.ID]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	// A claimer that only met rows locked by another one comes home early, so the rest is claimed here.
	for _, n := range claim(t, w.DB, w.Hub, 100, now) {
		seen[n.ID]++
	}
	if len(seen) != 200 {
		t.Errorf("%d of 200 messages claimed", len(seen))
	}
	for key, times := range seen {
		if times != 1 {
			t.Errorf("%s was claimed %d times", key, times)
		}
	}
}

// The card of an order is made before it is edited, and the next claim knows which message to edit.
func TestCardsInOrder(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	o := w.Place(who, shoptest.Want(w.Variant("Choy", 100_000, 5), 1))
	owner := order.Actor{Kind: order.ByStaff, ID: w.Owner.ID, CanRead: true, CanWrite: true}
	_, err := order.Confirm(t.Context(), w.DB, w.Shop(), owner, order.OrderConfirmInput{ID: o.GlobalID()}, now)
	w.Must(err)
	kinds := func(list []*notify.Notification) (k []notify.Kind) {
		for _, n := range list {
			k = append(k, n.Kind)
		}
		return k
	}
	first := claim(t, w.DB, w.Hub, 100, now)
	if !slices.Equal(kinds(first), []notify.Kind{notify.OrderCard, notify.StaffOrderPlaced}) || first[0].EditMessageID != nil {
		t.Fatalf("first %v", kinds(first))
	}
	if more := claim(t, w.DB, w.Hub, 100, now); len(more) != 0 {
		t.Fatalf("an edit before the card exists: %v", kinds(more))
	}
	ack(t, w, first[0], notify.OutcomeSent, notify.NotificationAckInput{MessageID: ptr(int64(71))}, now)
	ack(t, w, first[1], notify.OutcomeSent, notify.NotificationAckInput{MessageID: ptr(int64(72))}, now)
	second := claim(t, w.DB, w.Hub, 100, now)
	if !slices.Equal(kinds(second), []notify.Kind{notify.OrderCard, notify.StaffOrderChanged}) {
		t.Fatalf("second %v", kinds(second))
	}
	if *second[0].EditMessageID != 71 || *second[1].EditMessageID != 72 {
		t.Errorf("to edit: %d and %d", *second[0].EditMessageID, *second[1].EditMessageID)
	}
	// An edit keeps the card; the push that follows is a new message.
	ack(t, w, second[0], notify.OutcomeSent, notify.NotificationAckInput{}, now)
	third := claim(t, w.DB, w.Hub, 100, now)
	if !slices.Equal(kinds(third), []notify.Kind{notify.OrderPush}) || third[0].EditMessageID != nil {
		t.Errorf("third %v", kinds(third))
	}
}

// A waiting claim comes back as soon as a message is owed, and empty-handed when its caller leaves.
func TestClaimWaits(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	type answer struct {
		list []*notify.Notification
		err  error
	}
	answers := make(chan answer)
	wait := func(ctx context.Context) {
		list, err := notify.Claim(ctx, w.DB, w.Hub, notify.NotificationsClaimInput{Limit: 1, WaitSeconds: ptr(25)}, at(now))
		answers <- answer{list, err}
	}
	go wait(t.Context())
	owe(w, push(who, "one"))
	if got := <-answers; got.err != nil || len(got.list) != 1 {
		t.Errorf("%+v", got)
	}
	ctx, leave := context.WithCancel(t.Context())
	go wait(ctx)
	leave()
	if got := <-answers; len(got.list) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	owe(w, push(w.Buyer(), "one"))
	count := func(state notify.State) (n int) {
		w.Must(w.DB.NewRaw("SELECT count(*) FROM notifications WHERE state = ?", state).Scan(t.Context(), &n))
		return n
	}
	w.Must(notify.Sweep(t.Context(), w.DB, now.Add(23*time.Hour)))
	if count(notify.Pending) != 1 {
		t.Error("ended before its time")
	}
	day := now.Add(24 * time.Hour)
	if list := claim(t, w.DB, w.Hub, 10, day); len(list) != 0 {
		t.Error("claimed after its time")
	}
	w.Must(notify.Sweep(t.Context(), w.DB, day))
	if count(notify.Expired) != 1 {
		t.Error("not ended")
	}
	w.Must(notify.Sweep(t.Context(), w.DB, day.Add(31*24*time.Hour)))
	if count(notify.Expired) != 0 {
		t.Error("not forgotten")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	_, err := notify.Claim(t.Context(), w.DB, w.Hub, notify.NotificationsClaimInput{Limit: 0, WaitSeconds: ptr(26), LeaseSeconds: ptr(4)}, at(now))
	if list, _ := fault.As(err); len(list) != 3 || !slices.Equal(list[0].Path, []string{"input", "limit"}) {
		t.Errorf("claim: %v", err)
	}
	_, err = notify.Ack(t.Context(), w.DB, notify.NotificationsAckInput{Results: []*notify.NotificationAckInput{
		{ID: id.Of(id.Order, id.New()), Outcome: notify.OutcomeSent}, {ID: id.Of(id.Notification, id.New()), Outcome: "LOST"},
	}}, now)
	list, _ := fault.As(err)
	if len(list) != 2 || list[0].Code != fault.InvalidID || !slices.Equal(list[1].Path, []string{"input", "results", "1", "outcome"}) {
		t.Errorf("ack: %v", err)
	}
}
