package edit

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
)

// Keyed is a row with names that are unique in the store. The unique constraints, which are called <table>_<column>_key, stay
// the judges of two who ask at once.
type Keyed struct {
	Tx      *db.Tx
	StoreID int64
	Table   string
	ID      uuid.UUID
	IsNew   bool
}

// Has tells whether another row of the table has the value.
func (k Keyed) Has(ctx context.Context, column, value string) (bool, error) {
	var taken bool
	err := k.Tx.NewRaw("SELECT EXISTS (SELECT FROM ? WHERE store_id = ? AND ? = ? AND id <> ?)",
		bun.Ident(k.Table), k.StoreID, bun.Ident(column), value, k.ID).Scan(ctx, &taken)
	if err != nil {
		return false, fmt.Errorf("look for %s in %s: %w", column, k.Table, err)
	}
	return taken, nil
}

// SetExternalID gives the row its name in the shop's other system. Fault: DUPLICATE.
func (k Keyed) SetExternalID(ctx context.Context, field **string, given *string, faults *fault.List) error {
	if given == nil {
		return nil
	}
	clean, f := CheckExternalID(*given, "input", "externalId")
	if f != nil {
		faults.Add(f)
		return nil
	}
	if *field != nil && **field == clean {
		return nil
	}
	*field = &clean
	if k.IsNew {
		return nil // it was just looked for
	}
	taken, err := k.Has(ctx, "external_id", clean)
	if taken {
		faults.Add(fault.New(fault.Duplicate, "input", "externalId"))
	}
	return err
}

// Verdict is faults as an error. When somebody else made the row that the external id names since it was looked for, the
// faults may be nothing but that row met as a stranger (its slug, its SKUs); then the error is ErrRaced.
func (k Keyed) Verdict(ctx context.Context, externalID *string, faults fault.List) error {
	if len(faults) == 0 || !k.IsNew || externalID == nil {
		return faults.Err()
	}
	made, err := k.Has(ctx, "external_id", *externalID)
	switch {
	case err != nil:
		return err
	case made:
		return ErrRaced
	}
	return faults
}

// Saved is what a save came to: a name that somebody else took meanwhile is a fault.
func (k Keyed) Saved(err error, slug string) error {
	switch {
	case db.Violates(err, k.Table+"_slug_key"):
		return SlugTaken(slug)
	case db.Violates(err, k.Table+"_external_id_key"):
		return fault.New(fault.Duplicate, "input", "externalId")
	case db.Violates(err, k.Table+"_code_key"):
		return fault.New(fault.Duplicate, "input", "code")
	case err != nil:
		return fmt.Errorf("save %s of %s: %w", k.ID, k.Table, err)
	}
	return nil
}

// SlugTaken is the fault of an address that another row has.
func SlugTaken(slug string) *fault.Error {
	return fault.New(fault.SlugTaken, "input", "slug").With("slug", slug)
}
