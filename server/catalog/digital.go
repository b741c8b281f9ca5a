package catalog

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
)

// MaxContent is how long what a buyer gets of a digital line may be, in characters: it fits into one message of Telegram.
const MaxContent = 3000

// IsDigital tells whether it is sent over the network: nothing is brought, and inside Telegram it is paid with Stars only.
func (p *Product) IsDigital() bool { return p.Nature == DigitalNature }

// DigitalContentSetInput writes what whoever buys a digital variant gets; empty: staff write it for each order.
type DigitalContentSetInput struct {
	VariantID id.ID
	Content   string
}

// content is what a buyer gets of a digital variant. It stands apart from the variant, which everybody reads.
type content struct {
	bun.BaseModel `bun:"table:digital_contents,alias:dcn"`

	StoreID   int64     `bun:"store_id,pk"`
	VariantID uuid.UUID `bun:"variant_id,pk,type:uuid"`
	Content   string    `bun:"content"`
	UpdatedAt time.Time `bun:"updated_at"`
}

// SetDigitalContent writes what buyers of a variant get from now on. Faults: INVALID_ID and NOT_FOUND at variantId,
// NOT_DIGITAL at variantId, TOO_LONG and INVALID at content.
func SetDigitalContent(ctx context.Context, tx *db.Tx, storeID int64, in DigitalContentSetInput, now time.Time) (*Variant, error) {
	v, p, err := lockVariant(ctx, tx, storeID, in.VariantID)
	if err != nil {
		return nil, err
	}
	if !p.IsDigital() {
		return nil, fault.New(fault.NotDigital, "input", "variantId")
	}
	text, f := input.Lines(in.Content, MaxContent, "input", "content")
	if f != nil {
		return nil, f
	}
	if strings.TrimSpace(text) == "" {
		_, err = tx.NewDelete().Model((*content)(nil)).Where("store_id = ?", storeID).Where("variant_id = ?", v.ID).Exec(ctx)
	} else {
		row := &content{StoreID: storeID, VariantID: v.ID, Content: text, UpdatedAt: now}
		_, err = tx.NewInsert().Model(row).On("CONFLICT (store_id, variant_id) DO UPDATE").
			Set("content = excluded.content, updated_at = excluded.updated_at").Exec(ctx)
	}
	if err != nil {
		return nil, edit.Wrap(err, fmt.Sprintf("content of variant %s", v.ID))
	}
	journal.Record(ctx, tx, storeID, journal.ProductUpdated, p.GlobalID(), p.Version)
	return v, nil
}

// DigitalContents reads what buyers of variants get; those without a content are absent. It is shown to nobody but staff, and
// to who has paid.
func DigitalContents(ctx context.Context, q bun.IDB, storeID int64, variantIDs []uuid.UUID) (map[uuid.UUID]string, error) {
	contents := map[uuid.UUID]string{}
	if len(variantIDs) == 0 {
		return contents, nil
	}
	var rows []*content
	err := q.NewSelect().Model(&rows).Where("store_id = ?", storeID).Where("variant_id IN (?)", bun.List(variantIDs)).Scan(ctx)
	for _, r := range rows {
		contents[r.VariantID] = r.Content
	}
	return contents, edit.Wrap(err, "digital contents")
}
