package cart

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/secret"
)

// ForOrder locks the cart of a quote for whoever wants to order it and, while it is open, fills it; Quote is the one asked
// for, expired or not. nil means that there is no such cart for this holder: it is another's.
//
// An anonymous cart becomes that of the shopper who knows its secret, when it is ordered.
func ForOrder(ctx context.Context, tx *db.Tx, shop Shop, quoteID uuid.UUID, h Holder, now time.Time) (*Cart, error) {
	var found []*struct {
		Cart     `bun:",extend"`
		Promise  db.Row[Quote]
		Contents db.Rows[Line]
		Zones    db.Rows[delivery.Zone]
		Point    db.Row[delivery.PickupPoint]
	}
	if err := ofQuote.Scan(ctx, tx, &found, shop.Store.ID, quoteID.String()); err != nil {
		return nil, fmt.Errorf("cart of quote %s: %w", quoteID, err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	c := &found[0].Cart
	c.Quote = found[0].Promise.Model
	isOwn := c.CustomerID != nil && *c.CustomerID == h.Customer.ID
	isKnown := c.CustomerID == nil && h.Token != "" && secret.Matches(h.Token, c.TokenHash)
	if !isOwn && !isKnown {
		return nil, nil
	}
	if c.Status != Open {
		return c, nil
	}
	c.Lines, c.zones, c.point = found[0].Contents, found[0].Zones, found[0].Point.Model
	return c, c.complete(ctx, tx, shop, h.Customer, now)
}

// ofQuote brings all that a cart consists of but the variants. Its parts may be older than the cart when somebody changed it
// while its lock was waited for; then the cart has another version than the quote, and is not ordered.
var ofQuote = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Cart)(nil)).ColumnExpr("?TableColumns").ColumnExpr("to_json(qte) AS promise").
		ColumnExpr(`(SELECT json_agg(cln ORDER BY cln.id) FROM cart_lines AS cln
			WHERE cln.store_id = crt.store_id AND cln.cart_id = crt.id) AS contents`).
		ColumnExpr(`CASE WHEN crt.address IS NOT NULL THEN (SELECT json_agg(zon ORDER BY zon.position, zon.id) FROM delivery_zones AS zon
			WHERE zon.store_id = crt.store_id AND zon.is_active) END AS zones`).
		ColumnExpr(`(SELECT to_json(pup) FROM pickup_points AS pup
			WHERE pup.store_id = crt.store_id AND pup.id = crt.pickup_point_id) AS point`).
		Join("JOIN quotes AS qte ON qte.store_id = crt.store_id AND qte.cart_id = crt.id").
		Where("crt.store_id = $1").Where("qte.id = $2::text::uuid").For("UPDATE OF crt")
})

// Close makes a cart an order's: it is no longer open, and its shopper's next one begins. The write is the caller's to send.
func (c *Cart) Close(tx *db.Tx, shop Shop, customerID uuid.UUID, now time.Time) *db.Put {
	c.Status, c.CustomerID = Ordered, &customerID
	c.advance(tx, shop, now)
	return db.Changed(c)
}
