package stock_test

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/stock"
)

func (h *house) tryLocation(in stock.LocationUpsertInput) (*stock.Location, error) {
	h.t.Helper()
	var l *stock.Location
	err := h.write(func(ctx context.Context, tx *db.Tx) (err error) {
		l, err = stock.UpsertLocation(ctx, tx, h.store, in)
		return err
	})
	return l, err
}

func (h *house) archive(in stock.LocationArchiveSetInput) (*stock.Location, error) {
	h.t.Helper()
	var l *stock.Location
	err := h.write(func(ctx context.Context, tx *db.Tx) (err error) {
		l, err = stock.SetLocationArchived(ctx, tx, h.store, in, now)
		return err
	})
	return l, err
}

func TestLocationsAreMadeAndChanged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	name := &lang.Text{UzLatn: "Javon"}
	made, err := h.tryLocation(stock.LocationUpsertInput{Name: name, ExternalID: ptr("J")})
	must(t, err)
	again, err := h.tryLocation(stock.LocationUpsertInput{ExternalID: ptr("J"), Name: &lang.Text{UzLatn: "Peshtaxta"}, ExpectedVersion: ptr(1)})
	must(t, err)
	if again.ID != made.ID || again.Version != 2 || again.Name.UzLatn != "Peshtaxta" || again.IsDefault {
		t.Errorf("renamed %+v", again)
	}
	_, err = h.tryLocation(stock.LocationUpsertInput{ID: ptr(made.GlobalID()), Name: name, ExpectedVersion: ptr(1)})
	wantFaults(t, "stale", err, "STALE_VERSION input.expectedVersion")
	_, err = h.tryLocation(stock.LocationUpsertInput{Position: ptr(-1)})
	wantFaults(t, "without a name", err, "REQUIRED input.name", "OUT_OF_RANGE input.position")
	_, err = open(t, h.db, "qoshni").tryLocation(stock.LocationUpsertInput{ID: ptr(made.GlobalID()), Name: name})
	wantFaults(t, "of another store", err, "NOT_FOUND input.id")

	// One of them is the default, always.
	_, err = h.tryLocation(stock.LocationUpsertInput{ID: ptr(id.Of(id.Location, h.place)), IsDefault: ptr(false)})
	wantFaults(t, "none would be the default", err, "INVALID input.isDefault")
	_, err = h.tryLocation(stock.LocationUpsertInput{ID: ptr(made.GlobalID()), IsDefault: ptr(true)})
	must(t, err)
	must(t, h.db.Read(t.Context(), h.store, func(ctx context.Context, q bun.IDB) error {
		all, err := stock.Locations(ctx, q, h.store)
		if len(all) != 2 || all[0].ID != made.ID || !all[0].IsDefault || all[1].IsDefault || all[1].Version != 2 {
			t.Errorf("locations %+v and %+v", all[0], all[1])
		}
		return err
	}))
}

func TestArchivedLocations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, shelf := h.variant(5), h.location(1)
	at := func(is bool) stock.LocationArchiveSetInput {
		return stock.LocationArchiveSetInput{ID: id.Of(id.Location, shelf), IsArchived: is}
	}
	_, err := h.archive(stock.LocationArchiveSetInput{ID: id.Of(id.Location, h.place), IsArchived: true})
	wantFaults(t, "the default one", err, "LOCATION_IN_USE input.id")
	_, err = h.transfer(h.place, shelf, "", bring(shirt, 2))
	must(t, err)
	_, err = h.archive(at(true))
	wantFaults(t, "with pieces in it", err, "LOCATION_IN_USE input.id")

	// Pieces that left it with an order come back to it, can be sold there, and can be brought away.
	order := h.order()
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 5}))
	h.step(stock.Commit, order)
	h.step(stock.Ship, order)
	stale := at(true)
	stale.ExpectedVersion = ptr(9)
	_, err = h.archive(stale)
	wantFaults(t, "stale", err, "STALE_VERSION input.expectedVersion")
	archived, err := h.archive(at(true))
	must(t, err)
	if again, err := h.archive(at(true)); err != nil || again.Version != archived.Version || !again.IsArchived() {
		t.Errorf("a repeat: %+v, %v", again, err)
	}
	wantFaults(t, "pieces for it", h.set(stock.Change{VariantID: shirt, LocationID: &shelf, Delta: ptr(1), Reason: stock.Received}, "input"), "NOT_FOUND input.locationId")
	h.step(stock.Restore, order)
	must(t, h.reserve(h.order(), stock.Need{VariantID: shirt, Quantity: 4}))
	if h.onHand(shirt, shelf) != 2 {
		t.Errorf("%d came back to it", h.onHand(shirt, shelf))
	}
	_, err = h.transfer(shelf, h.place, "", bring(shirt, 1))
	must(t, err)
	if back, err := h.archive(at(false)); err != nil || back.IsArchived() {
		t.Errorf("brought back: %+v, %v", back, err)
	}
}
