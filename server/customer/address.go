package customer

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// MaxAddresses is how many addresses a customer may keep.
const MaxAddresses = 20

// SavedAddress is an address that a customer keeps.
type SavedAddress struct {
	bun.BaseModel `bun:"table:addresses,alias:address"`

	StoreID    int64       `bun:"store_id,pk"`
	ID         uuid.UUID   `bun:"id,pk,type:uuid"`
	CustomerID uuid.UUID   `bun:"customer_id,type:uuid"`
	Title      string      `bun:"title"` // home, work …; may be empty
	Address    geo.Address `bun:"address,type:jsonb"`
	UsedAt     time.Time   `bun:"used_at"`
	CreatedAt  time.Time   `bun:"created_at"`
}

// NodeID is the address's id in the contract.
func (a *SavedAddress) NodeID() id.ID { return id.Of(id.Address, a.ID) }

// AddressInput saves an address: over an own one that ID names, else as a new one.
type AddressInput struct {
	ID      *id.ID
	Title   *string
	Address geo.Address
}

// Addresses reads what a customer keeps, last used first.
func Addresses(ctx context.Context, q bun.IDB, storeID int64, customerID uuid.UUID) ([]*SavedAddress, error) {
	list := []*SavedAddress{}
	err := q.NewSelect().Model(&list).Where("store_id = ?", storeID).Where("customer_id = ?", customerID).
		OrderExpr("used_at desc, id desc").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read addresses: %w", err)
	}
	return list, nil
}

// AddressesOf reads what customers keep, last used first, by customer.
func AddressesOf(ctx context.Context, q bun.IDB, storeID int64, customerIDs []uuid.UUID) (map[uuid.UUID][]*SavedAddress, error) {
	if len(customerIDs) == 0 {
		return nil, nil
	}
	var list []*SavedAddress
	err := q.NewSelect().Model(&list).Where("store_id = ?", storeID).Where("customer_id in (?)", bun.List(customerIDs)).
		OrderExpr("used_at desc, id desc").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read addresses of customers: %w", err)
	}
	by := make(map[uuid.UUID][]*SavedAddress, len(customerIDs))
	for _, a := range list {
		by[a.CustomerID] = append(by[a.CustomerID], a)
	}
	return by, nil
}

// SaveAddress keeps an address. Errors: the faults of the input, all at once; NOT_FOUND at "input.id" for another's; TOO_MANY.
func SaveAddress(ctx context.Context, d *db.DB, storeID int64, customerID uuid.UUID, in AddressInput, now time.Time) (*SavedAddress, error) {
	a := &SavedAddress{StoreID: storeID, ID: id.New(), CustomerID: customerID, UsedAt: now, CreatedAt: now}
	var faults, more fault.List
	a.Address, more = in.Address.Check("input", "address")
	faults.Add(more...)
	if in.Title != nil {
		title, f := input.Text(*in.Title, 50, "input", "title")
		a.Title = title
		faults.Add(f)
	}
	if in.ID != nil {
		own, err := in.ID.Must(id.Address, "input", "id")
		if err := faults.Under(err); err != nil {
			return nil, err
		}
		a.ID = own
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		// The lock makes counting and adding one step.
		if _, err := lock(ctx, tx, customerID); err != nil {
			return err
		}
		if in.ID != nil {
			return overwrite(ctx, tx, a, in.Title != nil)
		}
		n, err := tx.NewSelect().Model((*SavedAddress)(nil)).Where("store_id = ?", storeID).Where("customer_id = ?", customerID).Count(ctx)
		switch {
		case err != nil:
			return err
		case n >= MaxAddresses:
			return fault.New(fault.TooMany, "input").With("max", MaxAddresses)
		}
		_, err = tx.NewInsert().Model(a).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("save address: %w", err)
	}
	return a, nil
}

func overwrite(ctx context.Context, tx *db.Tx, a *SavedAddress, withTitle bool) error {
	q := tx.NewUpdate().Model(a).Column("address", "used_at").
		Where("store_id = ?", tx.StoreID).Where("customer_id = ?", a.CustomerID).Where("id = ?", a.ID)
	if withTitle {
		q = q.Column("title")
	}
	result, err := q.Returning("*").Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return fault.New(fault.NotFound, "input", "id").Because(err)
	}
	return nil
}

// DeleteAddress forgets an own address; one that is not there is forgotten already.
func DeleteAddress(ctx context.Context, d *db.DB, storeID int64, customerID, addressID uuid.UUID) error {
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewDelete().Model((*SavedAddress)(nil)).
			Where("store_id = ?", storeID).Where("customer_id = ?", customerID).Where("id = ?", addressID).Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete address: %w", err)
	}
	return nil
}
