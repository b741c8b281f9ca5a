package delivery

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/money"
)

// Quote is what delivery to a place would cost. Both fields are nil when no courier goes there.
type Quote struct {
	Zone  *Zone
	Price *money.Tiyin
}

// QuoteFor tells zone and price of a place for goods of items tiyin.
// Faults: OUT_OF_RANGE at point.
func QuoteFor(ctx context.Context, q bun.IDB, storeID int64, point geo.Point, items money.Tiyin) (*Quote, error) {
	if faults := point.Check("point"); len(faults) > 0 {
		return nil, faults
	}
	items = max(items, 0)
	zones, err := Zones(ctx, q, storeID, false)
	if err != nil {
		return nil, err
	}
	zone := Match(zones, point)
	if zone == nil {
		return &Quote{}, nil
	}
	price := zone.PriceFor(items)
	return &Quote{Zone: zone, Price: &price}, nil
}

// Match gives the first zone of the list that holds the point, nil when there is none.
func Match(zones []*Zone, point geo.Point) *Zone {
	for _, z := range zones {
		if z.Area.Contains(point) {
			return z
		}
	}
	return nil
}

// MapURL opens a point on the map that most phones of the country know; it needs no key.
func MapURL(p geo.Point) string {
	at := strconv.FormatFloat(p.Longitude, 'f', 6, 64) + "," + strconv.FormatFloat(p.Latitude, 'f', 6, 64)
	return fmt.Sprintf("https://yandex.uz/maps/?pt=%s&z=17&l=map", at)
}
