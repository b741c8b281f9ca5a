package cart_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

var now = shoptest.Now

func ptr[T any](v T) *T { return &v }

// faults writes codes and paths of an error, sorted.
func faults(t *testing.T, err error) (list []string) {
	t.Helper()
	found, ok := fault.As(err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	for _, f := range found {
		list = append(list, strings.Join(append([]string{string(f.Code)}, f.Path...), " "))
	}
	slices.Sort(list)
	return list
}

func want(t *testing.T, name string, err error, list ...string) {
	t.Helper()
	if got := faults(t, err); !slices.Equal(got, list) {
		t.Errorf("%s: %q, want %q", name, got, list)
	}
}

func blockers(c *cart.Cart) (list []string) {
	for _, b := range c.Readiness.Blockers {
		list = append(list, string(b.Step)+" "+string(b.Code()))
	}
	return list
}

func of(c *customer.Customer) cart.Holder { return cart.Holder{Customer: c} }

func add(t *testing.T, w *shoptest.World, h cart.Holder, lines ...*cart.CartLineInput) (*cart.Cart, error) {
	t.Helper()
	return cart.AddLines(t.Context(), w.DB, w.Shop(), h, cart.CartLinesAddInput{Lines: lines}, now)
}

// Sending the same state again changes nothing, on one device or two.
func TestSetIsHarmlessToRepeat(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	tea, sugar := w.Variant("Choy", 20_000*money.Som, 100), w.Variant("Shakar", 15_000*money.Som, 100)
	events, cancel := w.Hub.Subscribe(w.Store.ID, cart.Topic, who.ID.String())
	defer cancel()
	first := w.Fill(who, shoptest.Want(tea, 2), shoptest.Want(sugar, 1))
	<-events
	if first.Version != 2 || first.Quantity() != 3 || first.Totals().Items.Amount != 55_000*money.Som || !first.Readiness.CanPlace() {
		t.Errorf("cart %d with %d pieces: %v", first.Version, first.Quantity(), blockers(first))
	}
	again := w.Fill(who, shoptest.Want(sugar, 1), shoptest.Want(tea, 1), shoptest.Want(tea, 1))
	if again.Version != first.Version || again.Lines[0].ID != first.Lines[0].ID {
		t.Errorf("version %d after %d", again.Version, first.Version)
	}
	select {
	case e := <-events:
		t.Errorf("told of nothing: %+v", e)
	default:
	}
	changed := w.Fill(who, shoptest.Want(tea, 3))
	if changed.Version != 3 || len(changed.Lines) != 1 || changed.Lines[0].ID != first.Lines[0].ID || changed.Lines[0].Quantity != 3 {
		t.Errorf("version %d, lines %d", changed.Version, len(changed.Lines))
	}
	_, err := cart.Set(t.Context(), w.DB, w.Shop(), of(who), cart.CartSetInput{ExpectedVersion: ptr(2)}, now)
	want(t, "stale", err, "STALE_VERSION input expectedVersion")
}

// All faults of an input are told at once, each with its field, and nothing is changed.
func TestFaultsAtOnce(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	beside := w.Beside("boshqa")
	who := w.Buyer()
	sauces := w.Modifiers("Sous", 1, 2, "achchiq", "qaymoq", "mayonez")
	dish, tea := w.Dish("Somsa", 9_000*money.Som, sauces), w.Variant("Choy", 20_000*money.Som, 100)
	foreign := beside.Variant("Begona", 1_000*money.Som, 10)
	with := func(variant uuid.UUID, quantity int, options ...*cart.LineModifierInput) *cart.CartLineInput {
		l := shoptest.Want(variant, quantity)
		l.Modifiers = options
		return l
	}
	sauce := func(i, n int) *cart.LineModifierInput {
		return &cart.LineModifierInput{OptionID: sauces.Options[i].GlobalID(), Quantity: &n}
	}
	_, err := cart.Set(t.Context(), w.DB, w.Shop(), of(who), cart.CartSetInput{
		Lines: []*cart.CartLineInput{
			with(tea, 0), with(tea, -5), with(tea, 1_000_000_000), with(foreign, 1), {VariantID: id.Of(id.Product, tea), Quantity: 1},
			with(dish, 1), with(dish, 1, sauce(0, 1), sauce(1, 2)), with(dish, 1, sauce(0, 1), sauce(0, 1)), with(tea, 1, sauce(0, 1)),
			with(dish, 1, &cart.LineModifierInput{OptionID: id.Of(id.Variant, tea)}),
		},
		Contact:       &cart.ContactInput{Name: ptr(strings.Repeat("a", 101)), Phone: ptr("12")},
		Delivery:      &cart.CartDeliveryInput{Address: &geo.Address{Point: &geo.Point{Latitude: 100}}, PickupPointID: ptr(beside.Pickup.GlobalID()), SavedAddressID: ptr(id.Of(id.Address, id.New()))},
		PaymentMethod: ptr(payment.Method("GOLD")),
		Comment:       ptr(strings.Repeat("a", 1001)),
	}, now)
	want(t, "everything wrong", err,
		"DUPLICATE input lines 7 modifiers 1 optionId",
		"INVALID_ID input lines 4 variantId", "INVALID_ID input lines 9 modifiers 0 optionId", "INVALID_PHONE input contact phone",
		"MODIFIER_REQUIRED input lines 5 modifiers",
		"MODIFIER_TOO_MANY input lines 6 modifiers", "MODIFIER_UNKNOWN input lines 8 modifiers 0 optionId",
		"NOT_FOUND input delivery pickupPointId", "NOT_FOUND input delivery savedAddressId", "NOT_FOUND input lines 3 variantId",
		"OUT_OF_RANGE input delivery address point latitude",
		"OUT_OF_RANGE input lines 0 quantity", "OUT_OF_RANGE input lines 1 quantity", "OUT_OF_RANGE input lines 2 quantity",
		"PAYMENT_UNAVAILABLE input paymentMethod",
		"TOO_LONG input comment", "TOO_LONG input contact name",
	)
	c, err := cart.ByCustomer(t.Context(), w.DB, w.Shop(), who, now)
	if err != nil || c.Version != 1 || len(c.Lines) != 0 || c.Comment != "" {
		t.Errorf("something was changed: %+v, %v", c, err)
	}
	many := make([]*cart.CartLineInput, cart.MaxLines+1)
	for i := range many {
		many[i] = with(tea, 1)
	}
	_, err = add(t, w, of(who), many...)
	want(t, "too many lines", err, "TOO_MANY input lines")
	_, err = add(t, w, cart.Holder{}, with(tea, 1))
	want(t, "nobody's cart", err, "UNAUTHENTICATED")
}

// A dish with the same choices is one line, with others another; the price is ours.
func TestLines(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	sauces := w.Modifiers("Sous", 0, 3, "achchiq", "qaymoq")
	dish := w.Dish("Hotdog", 20_000*money.Som, sauces)
	hot, cream := &cart.LineModifierInput{OptionID: sauces.Options[0].GlobalID()}, &cart.LineModifierInput{OptionID: sauces.Options[1].GlobalID(), Quantity: ptr(2)}
	with := func(quantity int, options ...*cart.LineModifierInput) *cart.CartLineInput {
		l := shoptest.Want(dish, quantity)
		l.Modifiers = options
		return l
	}
	_, err := add(t, w, of(who), with(1, hot, cream), with(1))
	w.Must(err)
	c, err := add(t, w, of(who), with(2, cream, hot))
	w.Must(err)
	if len(c.Lines) != 2 || c.Lines[0].Quantity != 3 || c.Lines[0].UnitPrice != 35_000*money.Som || c.Lines[0].Total != 105_000*money.Som {
		t.Errorf("%d lines, first %+v", len(c.Lines), c.Lines[0])
	}
	if len(c.Lines[0].Modifiers) != 2 || len(c.Lines[1].Modifiers) != 0 {
		t.Errorf("modifiers %v", c.Lines[0].Modifiers)
	}
	_, err = add(t, w, of(who), with(cart.MaxQuantity, cream, hot))
	want(t, "a line too large", err, "OUT_OF_RANGE input lines 0 quantity")

	key := c.Lines[0].GlobalID()
	update := func(in ...*cart.CartLineChangeInput) (*cart.Cart, error) {
		return cart.UpdateLines(t.Context(), w.DB, w.Shop(), of(who), cart.CartLinesUpdateInput{Lines: in}, now)
	}
	_, err = update(&cart.CartLineChangeInput{LineID: id.Of(id.CartLine, id.New()), Quantity: 2}, &cart.CartLineChangeInput{LineID: key, Quantity: -1})
	want(t, "update", err, "NOT_FOUND input lines 0 lineId", "OUT_OF_RANGE input lines 1 quantity")
	c, err = update(&cart.CartLineChangeInput{LineID: key, Quantity: 7})
	if err != nil || c.Lines[0].Quantity != 7 {
		t.Errorf("updated: %v, %v", c, err)
	}
	version := c.Version
	for range 2 {
		c, err = update(&cart.CartLineChangeInput{LineID: key, Quantity: 0})
		if err != nil || len(c.Lines) != 1 || c.Version != version+1 {
			t.Errorf("removed by 0: %d lines, version %d, %v", len(c.Lines), c.Version, err)
		}
	}
	gone := []id.ID{c.Lines[0].GlobalID(), key}
	for range 2 {
		c, err = cart.RemoveLines(t.Context(), w.DB, w.Shop(), of(who), cart.CartLinesRemoveInput{LineIDs: gone}, now)
		if err != nil || len(c.Lines) != 0 || c.Version != version+2 {
			t.Errorf("removed: %d lines, version %d, %v", len(c.Lines), c.Version, err)
		}
	}
}

// What changes in the shop shows in the cart, and only what must blocks the order.
func TestProblems(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	tea, rare := w.Variant("Choy", 20_000*money.Som, 100), w.Variant("Xina", 15_000*money.Som, 3)
	sauces := w.Modifiers("Sous", 0, 1, "achchiq")
	dish := w.Dish("Manti", 30_000*money.Som, sauces)
	withSauce := shoptest.Want(dish, 1)
	withSauce.Modifiers = []*cart.LineModifierInput{{OptionID: sauces.Options[0].GlobalID()}}
	c := w.Fill(who, shoptest.Want(tea, 1), shoptest.Want(rare, 5), withSauce)
	if got := blockers(c); !slices.Equal(got, []string{"LINES INSUFFICIENT_STOCK"}) || *c.Readiness.Blockers[0].LineID != c.Lines[1].ID {
		t.Errorf("more than there is: %v", got)
	}
	if p := c.Lines[1].Problems[0]; *p.Available != 3 || p.Message(lang.NewContext(t.Context(), lang.EN)) != "Not enough of “Xina”. Available: 3." {
		t.Errorf("problem %+v: %s", p, p.Message(t.Context()))
	}
	w.SetPrice(tea, 25_000*money.Som)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		if _, err := catalog.SetStopped(ctx, tx, w.Store.ID, id.Of(id.Variant, rare), nil, true, nil, now); err != nil {
			return err
		}
		_, err := catalog.UpsertModifierGroup(ctx, tx, w.Store.ID, catalog.ModifierGroupUpsertInput{
			ID: ptr(sauces.GlobalID()), Options: []*catalog.ModifierOptionInput{{Code: "achchiq", Name: lang.Text{UzLatn: "achchiq"}, IsActive: ptr(false), Price: ptr(5_000 * money.Som)}},
		})
		return err
	})
	c, err := cart.ByCustomer(t.Context(), w.DB, w.Shop(), who, now)
	w.Must(err)
	codes := []cart.ProblemCode{}
	for _, l := range c.Lines {
		for _, p := range l.Problems {
			codes = append(codes, p.Code)
		}
	}
	if !slices.Equal(codes, []cart.ProblemCode{cart.PriceChanged, cart.NotForSale, cart.ModifierInvalid}) {
		t.Errorf("problems %v", codes)
	}
	if before := c.Lines[0].Problems[0].Before; before == nil || before.Amount != 20_000*money.Som || c.Lines[0].UnitPrice != 25_000*money.Som {
		t.Errorf("price before %v", before)
	}
	if got := blockers(c); !slices.Equal(got, []string{"LINES NOT_FOR_SALE", "LINES MODIFIER_UNKNOWN"}) {
		t.Errorf("blockers %v", got)
	}
	// What is in the cart may be declared again; new lines of it may not be added.
	_, err = cart.Set(t.Context(), w.DB, w.Shop(), of(who), cart.CartSetInput{Lines: []*cart.CartLineInput{shoptest.Want(rare, 1)}}, now)
	want(t, "declared again", err)
	_, err = add(t, w, of(w.Buyer()), shoptest.Want(rare, 1))
	want(t, "added", err, "NOT_FOR_SALE input lines 0 variantId")
}

// Everything that is missing is named, in the order of the checkout.
func TestReadiness(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	tea := w.Variant("Choy", 20_000*money.Som, 100)
	token := newCart(t, w)
	anonymous, err := cart.ByToken(t.Context(), w.DB, w.Shop(), token, nil, now)
	w.Must(err)
	nothing := []string{
		"LINES CART_EMPTY", "CONTACT CONTACT_MISSING", "CONTACT PHONE_MISSING", "DELIVERY DELIVERY_MISSING", "PAYMENT PAYMENT_MISSING", "CONFIRM SIGN_IN_REQUIRED",
	}
	if got := blockers(anonymous); !slices.Equal(got, nothing) {
		t.Errorf("an empty cart: %v", got)
	}
	who := w.Buyer()
	w.Fill(who, shoptest.Want(tea, 1))
	monday := []store.OpeningHours{{Weekday: "MONDAY", Spans: []store.TimeSpan{{From: 9 * 60, To: 18 * 60}}}}
	for name, c := range map[string]struct {
		change func(s *store.Store, in *cart.CartSetInput)
		want   string
	}{
		"ready":          {func(*store.Store, *cart.CartSetInput) {}, ""},
		"out of zone":    {func(_ *store.Store, in *cart.CartSetInput) { in.Delivery.Address.Point = &shoptest.Away }, "DELIVERY OUT_OF_ZONE"},
		"no point":       {func(_ *store.Store, in *cart.CartSetInput) { in.Delivery.Address.Point = nil }, "DELIVERY ADDRESS_MISSING"},
		"no words":       {func(_ *store.Store, in *cart.CartSetInput) { in.Delivery.Address.Street = "" }, "DELIVERY ADDRESS_MISSING"},
		"no courier":     {func(s *store.Store, _ *cart.CartSetInput) { s.Delivery.HasCourier = false }, "DELIVERY DELIVERY_MISSING"},
		"no point taken": {func(_ *store.Store, in *cart.CartSetInput) { in.Delivery.Method = ptr(delivery.Pickup) }, "DELIVERY PICKUP_POINT_MISSING"},
		"too little":     {func(s *store.Store, _ *cart.CartSetInput) { s.Delivery.MinimumTiyin = 20_001 * money.Som }, "LINES MINIMUM_NOT_REACHED"},
		"paused":         {func(s *store.Store, _ *cart.CartSetInput) { s.Status = store.Paused }, "CONFIRM STORE_PAUSED"},
		"at night": {func(s *store.Store, _ *cart.CartSetInput) {
			s.Hours, s.OrderRules.TakesOrdersWhenClosed = monday, false
		}, "CONFIRM CLOSED_NOW"},
		"no name":  {func(_ *store.Store, in *cart.CartSetInput) { in.Contact.Name = ptr(" ") }, "CONTACT CONTACT_MISSING"},
		"no phone": {func(_ *store.Store, in *cart.CartSetInput) { in.Contact.Phone = ptr("") }, "CONTACT PHONE_MISSING"},
	} {
		s := *w.Store
		shop := w.Shop()
		shop.Store = &s
		in := cart.CartSetInput{Delivery: shoptest.Courier(), Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("901234567")}}
		c.change(&s, &in)
		got, err := cart.Set(t.Context(), w.DB, shop, of(who), in, now)
		if err != nil || strings.Join(blockers(got), ", ") != c.want {
			t.Errorf("%s: %v, %v", name, blockers(got), err)
		}
		for _, b := range got.Readiness.Blockers {
			for _, l := range lang.All {
				if text := b.Message(lang.NewContext(t.Context(), l)); text == "" || strings.ContainsAny(text, "{…") {
					t.Errorf("%s in %s: %q", name, l, text)
				}
			}
		}
		if name == "at night" && got.Readiness.Blockers[0].Message(lang.NewContext(t.Context(), lang.RU)) != "Магазин сейчас закрыт. Откроется: завтра, 09:00." {
			t.Errorf("message %q", got.Readiness.Blockers[0].Message(lang.NewContext(t.Context(), lang.RU)))
		}
	}
}

// Delivery becomes free at the zone's sum, and the cart tells how much is left to it.
func TestDeliveryOfCart(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	ring := w.Variant("Uzuk", 200_000*money.Som, 100)
	c := w.Fill(who, shoptest.Want(ring, 2))
	if d := c.Delivery; d.Zone.ID != w.Zone.ID || d.Price.Amount != shoptest.ZonePrice || d.UntilFree.Amount != 100_000*money.Som {
		t.Errorf("delivery %+v", d)
	}
	c = w.Fill(who, shoptest.Want(ring, 3))
	if d := c.Delivery; d.Price.Amount != 0 || d.UntilFree != nil || c.Totals().Total.Amount != 600_000*money.Som {
		t.Errorf("delivery %+v", d)
	}
	c = w.FillFor(who, w.ToPickup(), shoptest.Want(ring, 1))
	if d := c.Delivery; d.Price.Amount != 0 || d.Zone != nil || d.PickupPoint.ID != w.Pickup.ID || !c.Readiness.CanPlace() {
		t.Errorf("pickup %+v", d)
	}
}

// A quote is one row as long as nothing changes.
func TestQuotes(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	tea := w.Variant("Choy", 20_000*money.Som, 100)
	c := w.Fill(who, shoptest.Want(tea, 1))
	first := w.Quote(c)
	if again := w.Quote(c); again.ID != first.ID || !again.ExpiresAt.Equal(first.ExpiresAt) {
		t.Errorf("another quote of the same")
	}
	later, err := cart.QuoteOf(t.Context(), w.DB, w.Shop(), c, now.Add(w.Store.OrderRules.QuoteFor()*2/3))
	if err != nil || later.ID != first.ID || !later.ExpiresAt.After(first.ExpiresAt) {
		t.Errorf("renewed: %+v, %v", later, err)
	}
	w.SetPrice(tea, 21_000*money.Som)
	c, err = cart.ByCustomer(t.Context(), w.DB, w.Shop(), who, now)
	w.Must(err)
	if other := w.Quote(c); other.ID == first.ID || other.Total().Amount != 36_000*money.Som {
		t.Errorf("after the price changed: %+v", other)
	}
	empty, err := cart.QuoteOf(t.Context(), w.DB, w.Shop(), w.Fill(w.Buyer()), now)
	if err != nil || empty != nil {
		t.Errorf("a quote of nothing: %+v, %v", empty, err)
	}
}

func newCart(t *testing.T, w *shoptest.World) (token string) {
	t.Helper()
	_, token, err := cart.Create(t.Context(), w.DB, w.Shop(), now)
	w.Must(err)
	return token
}

// An anonymous cart moves into the shopper's own at sign-in, once.
func TestMerge(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	_, code, err := payment.IssueGiftCard(t.Context(), w.DB, w.Store.ID, payment.GiftCardIssueInput{Amount: 5_000 * money.Som}, now)
	w.Must(err)
	tea, sugar := w.Variant("Choy", 20_000*money.Som, 100), w.Variant("Shakar", 15_000*money.Som, 100)
	who := w.Buyer()
	_, err = add(t, w, of(who), shoptest.Want(tea, 998))
	w.Must(err)
	token := newCart(t, w)
	_, err = cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{}, cart.CartSetInput{
		CartToken: &token, Lines: []*cart.CartLineInput{shoptest.Want(tea, 5), shoptest.Want(sugar, 2)},
		Contact: &cart.ContactInput{Phone: ptr("901112233")}, Delivery: shoptest.Courier(), GiftCardCode: &code,
	}, now)
	w.Must(err)
	for range 2 {
		w.Must(cart.Merge(t.Context(), w.DB, w.Shop(), who, token, now))
		c, err := cart.ByCustomer(t.Context(), w.DB, w.Shop(), who, now)
		w.Must(err)
		if len(c.Lines) != 2 || c.Lines[0].Quantity != cart.MaxQuantity || c.Lines[1].Quantity != 2 || c.ContactPhone != "+998901112233" || c.Address == nil || c.Plan.GiftCard != 5_000*money.Som {
			t.Errorf("merged: %d lines, %+v", len(c.Lines), c)
		}
	}
	_, err = add(t, w, cart.Holder{Token: token}, shoptest.Want(tea, 1))
	want(t, "a merged cart", err, "NOT_FOUND input cartToken")
	w.Must(cart.Merge(t.Context(), w.DB, w.Shop(), who, "dkc_1_nonsense", now))

	other := w.Beside("boshqa")
	if c, err := cart.ByToken(t.Context(), w.DB, other.Shop(), newCart(t, w), nil, now); c != nil || err != nil {
		t.Errorf("another store's cart: %v, %v", c, err)
	}
}

// Two devices open the first cart and add at once: one cart, nothing lost.
func TestTwoDevices(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	tea := w.Variant("Choy", 20_000*money.Som, 100)
	who := w.Buyer()
	errs := make([]error, 20)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { _, errs[i] = add(t, w, of(who), shoptest.Want(tea, 1)) })
	}
	all.Wait()
	for _, err := range errs {
		w.Must(err)
	}
	c, err := cart.ByCustomer(t.Context(), w.DB, w.Shop(), who, now)
	w.Must(err)
	if c.Quantity() != 20 || len(c.Lines) != 1 || c.Version != 21 {
		t.Errorf("%d pieces in %d lines, version %d", c.Quantity(), len(c.Lines), c.Version)
	}
}
