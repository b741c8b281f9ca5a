package delivery_test

import (
	"context"
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

func ptr[T any](v T) *T { return &v }

var square = []geo.Point{{Latitude: 39.6, Longitude: 66.9}, {Latitude: 39.7, Longitude: 66.9}, {Latitude: 39.7, Longitude: 67}, {Latitude: 39.6, Longitude: 67}}

// faults writes codes and paths of an error, sorted.
func faults(t *testing.T, err error) (list []string) {
	t.Helper()
	found, ok := fault.As(err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	for _, f := range found {
		s := string(f.Code)
		for _, p := range f.Path {
			s += " " + p
		}
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}

// within runs a verb in a transaction of its own.
func within[T any](w *shoptest.World, verb func(ctx context.Context, tx *db.Tx, storeID int64) (T, error)) (made T, err error) {
	err = w.DB.Write(w.T.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) (err error) {
		made, err = verb(ctx, tx, w.Store.ID)
		return err
	})
	return made, err
}

// told are the types of what the journal says of a thing, in order.
func told(w *shoptest.World, of id.ID) (types []journal.Type) {
	w.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*journal.Event)(nil)).Column("type").Where("store_id = ?", w.Store.ID).
			Where("subject_id = ?", of.UUID).OrderExpr("seq").Scan(ctx, &types)
	})
	return types
}

func TestZones(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	upsert := func(in delivery.DeliveryZoneUpsertInput) (*delivery.Zone, error) {
		return within(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*delivery.Zone, error) {
			return delivery.UpsertZone(ctx, tx, storeID, in)
		})
	}
	remove := func(w *shoptest.World, in edit.Deletion) error {
		_, err := within(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
			return nil, delivery.DeleteZone(ctx, tx, storeID, in)
		})
		return err
	}
	_, err := upsert(delivery.DeliveryZoneUpsertInput{Minimum: ptr(money.Tiyin(-1)), MinutesMin: graphql.OmittableOf(ptr(50)), MinutesMax: graphql.OmittableOf(ptr(20))})
	want := []string{
		"OUT_OF_RANGE input minimum", "OUT_OF_RANGE input minutesMax", "REQUIRED input name", "REQUIRED input polygon", "REQUIRED input price",
	}
	if got := faults(t, err); !slices.Equal(got, want) {
		t.Errorf("faults of an empty zone: %q", got)
	}
	in := delivery.DeliveryZoneUpsertInput{
		ExternalID: ptr("samarqand"), Name: &lang.Text{RU: "Самарканд"}, Polygon: square, Price: ptr(money.Tiyin(2_000_000)),
		FreeFrom: graphql.OmittableOf(ptr(money.Tiyin(9_000_000))),
	}
	z, err := upsert(in)
	w.Must(err)
	same, err := upsert(in)
	if err != nil || same.ID != z.ID || same.Version != 2 {
		t.Errorf("the same external id: %+v, %v", same, err)
	}
	key := z.GlobalID()
	_, err = upsert(delivery.DeliveryZoneUpsertInput{ID: &key, ExpectedVersion: ptr(1)})
	if got := faults(t, err); !slices.Equal(got, []string{"STALE_VERSION input expectedVersion"}) {
		t.Errorf("stale: %q", got)
	}
	never, err := upsert(delivery.DeliveryZoneUpsertInput{ID: &key, ExpectedVersion: ptr(2), FreeFrom: graphql.OmittableOf[*money.Tiyin](nil)})
	if err != nil || never.FreeFrom != nil || never.Price != 2_000_000 || never.Version != 3 {
		t.Errorf("changed: %+v, %v", never, err)
	}
	beside := w.Beside("boshqa")
	_, err = within(beside, func(ctx context.Context, tx *db.Tx, storeID int64) (*delivery.Zone, error) {
		return delivery.UpsertZone(ctx, tx, storeID, delivery.DeliveryZoneUpsertInput{ID: &key})
	})
	if got := faults(t, err); !slices.Equal(got, []string{"NOT_FOUND input id"}) {
		t.Errorf("another store's zone: %q", got)
	}
	quote := func() *delivery.Quote {
		var found *delivery.Quote
		w.Read(func(ctx context.Context, q bun.IDB) (err error) {
			found, err = delivery.QuoteFor(ctx, q, w.Store.ID, shoptest.Away, 0)
			return err
		})
		return found
	}
	if q := quote(); q.Zone == nil || q.Zone.ID != z.ID || *q.Price != 2_000_000 || q.Zone.Area[2] != square[2] {
		t.Errorf("quote %+v", q)
	}
	w.Must(remove(beside, edit.Deletion{ID: key}))
	if quote().Zone == nil {
		t.Error("another store deleted the zone")
	}
	if got := faults(t, remove(w, edit.Deletion{ID: key, ExpectedVersion: ptr(2)})); !slices.Equal(got, []string{"STALE_VERSION input expectedVersion"}) {
		t.Errorf("a stale deletion: %q", got)
	}
	for range 2 {
		w.Must(remove(w, edit.Deletion{ID: key, ExpectedVersion: ptr(3)}))
	}
	if got := told(w, key); !slices.Equal(got, []journal.Type{journal.DeliveryZoneCreated, journal.DeliveryZoneUpdated, journal.DeliveryZoneUpdated, journal.DeliveryZoneDeleted}) {
		t.Errorf("the journal says %q", got)
	}
	if q := quote(); q.Zone != nil || q.Price != nil {
		t.Errorf("quote of a deleted zone %+v", q)
	}
}

func TestPickupPoints(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	upsert := func(in delivery.PickupPointUpsertInput) (*delivery.PickupPoint, error) {
		return within(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*delivery.PickupPoint, error) {
			return delivery.UpsertPickupPoint(ctx, tx, storeID, in)
		})
	}
	_, err := upsert(delivery.PickupPointUpsertInput{
		Phone: ptr("12"), Hours: []store.OpeningHours{{Weekday: "MONDAY", Spans: []store.TimeSpan{{From: 60, To: 60}}}},
	})
	want := []string{
		"INVALID input hours 0 spans 0", "INVALID_PHONE input phone", "REQUIRED input address", "REQUIRED input name", "REQUIRED input point",
	}
	if got := faults(t, err); !slices.Equal(got, want) {
		t.Errorf("faults: %q", got)
	}
	p, err := upsert(delivery.PickupPointUpsertInput{
		Name: &lang.Text{RU: "Рынок"}, Address: &lang.Text{RU: "Ряд 5"}, Point: &shoptest.Center, Phone: ptr("90 123-45-67"),
		Hours: []store.OpeningHours{{Weekday: "MONDAY", Spans: []store.TimeSpan{{From: 9 * 60, To: 18 * 60}}}},
	})
	w.Must(err)
	if p.Phone != "+998901234567" || p.OpenAt(w.Store, shoptest.Now) || p.NextOpening(w.Store, shoptest.Now) == nil || len(p.Hours) != 7 {
		t.Errorf("point %+v", p)
	}
	key := p.GlobalID()
	always, err := upsert(delivery.PickupPointUpsertInput{ID: &key, Hours: []store.OpeningHours{}})
	if err != nil || !always.OpenAt(w.Store, shoptest.Now) {
		t.Errorf("without hours of its own: %v, %v", always, err)
	}
	_, err = upsert(delivery.PickupPointUpsertInput{ID: ptr(id.Of(id.Zone, p.ID))})
	if got := faults(t, err); !slices.Equal(got, []string{"INVALID_ID input id"}) {
		t.Errorf("wrong kind: %q", got)
	}
	// Carts forget a point that is deleted.
	who := w.Buyer()
	c := w.FillFor(who, w.ToPickup(), shoptest.Want(w.Variant("Suv", 3000, 5), 1))
	if c.Delivery.PickupPoint == nil || !c.Readiness.CanPlace() {
		t.Fatalf("cart not ready: %v", c.Readiness.Faults())
	}
	remove := func(version int) error {
		_, err := within(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
			return nil, delivery.DeletePickupPoint(ctx, tx, storeID, edit.Deletion{ID: w.Pickup.GlobalID(), ExpectedVersion: &version})
		})
		return err
	}
	if got := faults(t, remove(7)); !slices.Equal(got, []string{"STALE_VERSION input expectedVersion"}) {
		t.Errorf("a stale deletion: %q", got)
	}
	w.Must(remove(1))
	if got := told(w, w.Pickup.GlobalID()); !slices.Equal(got, []journal.Type{journal.PickupPointCreated, journal.PickupPointDeleted}) {
		t.Errorf("the journal says %q", got)
	}
	c, err = cart.ByCustomer(t.Context(), w.DB, w.Shop(), who, shoptest.Now)
	if err != nil || c.PickupPointID != nil || len(c.Lines) != 1 || c.Readiness.CanPlace() {
		t.Errorf("the cart of a deleted point: %+v, %v", c, err)
	}
}
