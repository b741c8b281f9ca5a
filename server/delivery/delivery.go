// Package delivery knows where orders go: zones that couriers serve, points where buyers fetch, addresses in words and on the
// map, and what each way costs. What is brought there and who brings it belong to the order.
package delivery

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/store"
)

// Method is how goods reach the buyer.
type Method string

const (
	Courier Method = "COURIER" // brought to an address
	Pickup  Method = "PICKUP"  // fetched at a pickup point
	Digital Method = "DIGITAL" // nothing is brought: the buyer finds it in the order and in the chat
)

// Zone is an area that couriers go to. Where zones overlap, the first by position wins.
type Zone struct {
	bun.BaseModel `bun:"table:delivery_zones,alias:zon"`

	StoreID    int64        `bun:"store_id,pk"`
	ID         uuid.UUID    `bun:"id,pk,type:uuid"`
	ExternalID *string      `bun:"external_id"`
	Name       lang.Text    `bun:"name,type:jsonb"`
	Area       Area         `bun:"polygon,type:jsonb"`
	Price      money.Tiyin  `bun:"price"`
	FreeFrom   *money.Tiyin `bun:"free_from"` // sum of goods from which delivery costs nothing; nil: never
	Minimum    money.Tiyin  `bun:"minimum"`   // smallest sum of goods; 0: none
	MinutesMin *int         `bun:"minutes_min"`
	MinutesMax *int         `bun:"minutes_max"`
	IsActive   bool         `bun:"is_active"`
	Position   int          `bun:"position"`
	Version    int          `bun:"version"`
}

// GlobalID names the zone in the API.
func (z *Zone) GlobalID() id.ID { return id.Of(id.Zone, z.ID) }

// Noted implements edit.Row.
func (z *Zone) Noted() edit.Note {
	return edit.Note{
		StoreID: z.StoreID, Version: z.Version,
		Created: journal.DeliveryZoneCreated, Updated: journal.DeliveryZoneUpdated, Deleted: journal.DeliveryZoneDeleted,
	}
}

// IsNode marks what node(id) can answer.
func (*Zone) IsNode() {}

// Polygon gives the corners in order, not closed.
func (z *Zone) Polygon() []geo.Point { return z.Area }

// PriceFor is what delivery of goods for items tiyin costs.
func (z *Zone) PriceFor(items money.Tiyin) money.Tiyin {
	if z.FreeFrom != nil && items >= *z.FreeFrom {
		return 0
	}
	return z.Price
}

// UntilFree is how much more to buy for free delivery; nil when it is free already or never becomes free.
func (z *Zone) UntilFree(items money.Tiyin) *money.Tiyin {
	if z.FreeFrom == nil || z.PriceFor(items) == 0 {
		return nil
	}
	left := *z.FreeFrom - items
	return &left
}

// PickupPoint is a place where buyers fetch their orders.
type PickupPoint struct {
	bun.BaseModel `bun:"table:pickup_points,alias:pup"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	ExternalID *string   `bun:"external_id"`
	Name       lang.Text `bun:"name,type:jsonb"`
	Address    lang.Text `bun:"address,type:jsonb"`
	Latitude   float64   `bun:"latitude"`
	Longitude  float64   `bun:"longitude"`
	// Hours are the point's own; empty means those of the store.
	Hours        []store.OpeningHours `bun:"hours,type:jsonb"`
	Phone        string               `bun:"phone"`         // E.164, empty when there is none
	ReadyMinutes int                  `bun:"ready_minutes"` // until an order can be fetched
	LocationID   *uuid.UUID           `bun:"location_id,type:uuid"`
	IsActive     bool                 `bun:"is_active"`
	Position     int                  `bun:"position"`
	Version      int                  `bun:"version"`
}

// GlobalID names the pickup point in the API.
func (p *PickupPoint) GlobalID() id.ID { return id.Of(id.PickupPoint, p.ID) }

// Noted implements edit.Row.
func (p *PickupPoint) Noted() edit.Note {
	return edit.Note{
		StoreID: p.StoreID, Version: p.Version,
		Created: journal.PickupPointCreated, Updated: journal.PickupPointUpdated, Deleted: journal.PickupPointDeleted,
	}
}

// IsNode marks what node(id) can answer.
func (*PickupPoint) IsNode() {}

// Point is where it stands on the map.
func (p *PickupPoint) Point() geo.Point {
	return geo.Point{Latitude: p.Latitude, Longitude: p.Longitude}
}

// Week gives the hours that hold: its own, else those of its store.
func (p *PickupPoint) Week(s *store.Store) []store.OpeningHours {
	if len(p.Hours) == 0 {
		return s.Hours
	}
	return p.Hours
}

// OpenAt tells whether somebody is there at now.
func (p *PickupPoint) OpenAt(s *store.Store, now time.Time) bool {
	return store.IsOpen(p.Week(s), now.In(s.Location()))
}

// NextOpening is when it opens again; nil while it is open, and when it never does.
func (p *PickupPoint) NextOpening(s *store.Store, now time.Time) *time.Time {
	return store.NextOpening(p.Week(s), now.In(s.Location()))
}
