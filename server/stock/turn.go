package stock

import (
	"context"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

// TurnedArgs is the job that follows when variants sell out at a location, or can be sold there again: what it means for
// finding them is for the catalog to work out, which knows all their locations. It stands behind the transaction, since
// nothing but the pieces themselves may be locked while buyers wait for them.
type TurnedArgs struct {
	StoreID    int64       `json:"store_id"`
	VariantIDs []uuid.UUID `json:"variant_ids"`
}

// Kind implements river.JobArgs.
func (TurnedArgs) Kind() string { return "stock_turned" }

// turned adds the job, when there is anything to do.
func turned(ctx context.Context, tx *db.Tx, storeID int64, variantIDs ...uuid.UUID) error {
	if len(variantIDs) == 0 {
		return nil
	}
	return job.Insert(ctx, tx, TurnedArgs{StoreID: storeID, VariantIDs: variantIDs}, nil)
}
