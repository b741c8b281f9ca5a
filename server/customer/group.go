package customer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
)

// Group gathers shoppers who are treated alike, with prices of their own. A shopper is in one group at most.
type Group struct {
	bun.BaseModel `bun:"table:customer_groups,alias:cgr"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	ExternalID *string   `bun:"external_id"`
	Name       lang.Text `bun:"name,type:jsonb"`
	Version    int       `bun:"version"`
}

// GlobalID names the group in the API.
func (g *Group) GlobalID() id.ID { return id.Of(id.CustomerGroup, g.ID) }

// Noted implements edit.Row.
func (g *Group) Noted() edit.Note {
	return edit.Note{
		StoreID: g.StoreID, Version: g.Version,
		Created: journal.CustomerGroupCreated, Updated: journal.CustomerGroupUpdated, Deleted: journal.CustomerGroupDeleted,
	}
}

// IsNode marks what node(id) can answer.
func (*Group) IsNode() {}

// Groups reads all groups of a store, the oldest first.
func Groups(ctx context.Context, q bun.IDB, storeID int64) ([]*Group, error) {
	all := []*Group{}
	if err := q.NewSelect().Model(&all).Where("store_id = ?", storeID).Order("id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("customer groups of store %d: %w", storeID, err)
	}
	return all, nil
}

// GroupsByIDs reads groups, in no order.
func GroupsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Group, error) {
	var found []*Group
	if len(ids) == 0 {
		return found, nil
	}
	if err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("customer groups: %w", err)
	}
	return found, nil
}

// GroupUpsertInput makes a group or changes one. What is nil stays as it is.
type GroupUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Name            *lang.Text
}

// UpsertGroup makes or changes a group. Faults below "input": INVALID_ID, NOT_FOUND, STALE_VERSION, REQUIRED, DUPLICATE at
// externalId and those of single fields.
func UpsertGroup(ctx context.Context, tx *db.Tx, storeID int64, in GroupUpsertInput) (*Group, error) {
	return edit.Again(func() (*Group, error) {
		g, isNew, err := edit.Find[Group](ctx, tx, storeID, id.CustomerGroup, in.ID, in.ExternalID)
		if err != nil {
			return nil, err
		}
		if isNew {
			g = &Group{StoreID: storeID, ID: id.New()}
		} else if f := edit.Stale(in.ExpectedVersion, g.Version); f != nil {
			return nil, f
		}
		var faults fault.List
		if in.Name != nil || isNew {
			clean, more := input.RequiredTexts(orEmpty(in.Name), 100, "input", "name")
			faults.Add(more...)
			g.Name = clean
		}
		row := edit.Keyed{Tx: tx, StoreID: storeID, Table: "customer_groups", ID: g.ID, IsNew: isNew}
		if err := row.SetExternalID(ctx, &g.ExternalID, in.ExternalID, &faults); err != nil {
			return nil, err
		}
		if err := row.Verdict(ctx, g.ExternalID, faults); err != nil {
			return nil, err
		}
		g.Version++
		return g, row.Saved(edit.Save(ctx, tx, g, isNew), "")
	})
}

func orEmpty(t *lang.Text) lang.Text {
	if t == nil {
		return lang.Text{}
	}
	return *t
}

// DeleteGroup deletes a group; its shoppers are then in none. A repeat succeeds. Faults: INVALID_ID, STALE_VERSION,
// GROUP_IN_USE while a price list is for it.
func DeleteGroup(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	g, err := edit.Doomed[Group](ctx, tx, storeID, id.CustomerGroup, in)
	if err != nil || g == nil {
		return err
	}
	_, err = tx.NewUpdate().Model((*Customer)(nil)).Set("group_id = NULL").Where("store_id = ?", storeID).Where("group_id = ?", g.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("shoppers of group %s: %w", g.ID, err)
	}
	err = edit.Delete(ctx, tx, g)
	if db.Violates(err, "price_lists_group_id_fkey") {
		return fault.New(fault.GroupInUse, "input", "id")
	}
	return err
}

// GroupSetInput puts a shopper into a group, or with null into none.
type GroupSetInput struct {
	CustomerID id.ID
	GroupID    graphql.Omittable[*id.ID]
}

// SetGroup puts a shopper into a group or takes them out. Faults: INVALID_ID, NOT_FOUND at customerId and groupId.
func SetGroup(ctx context.Context, tx *db.Tx, storeID int64, in GroupSetInput, now time.Time) (*Customer, error) {
	key, err := in.CustomerID.Must(id.Customer, "input", "customerId")
	if err != nil {
		return nil, err
	}
	var group *uuid.UUID
	if wanted := in.GroupID.Value(); wanted != nil {
		g, err := wanted.Must(id.CustomerGroup, "input", "groupId")
		if err != nil {
			return nil, err
		}
		group = &g
	}
	c := new(Customer)
	_, err = tx.NewUpdate().Model(c).Set("group_id = ?", group).Set("updated_at = ?", now).
		Where("store_id = ?", storeID).Where("id = ?", key).Returning("*").Exec(ctx)
	switch {
	case db.Violates(err, "customers_group_id_fkey"):
		return nil, fault.New(fault.NotFound, "input", "groupId")
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("group of customer %s: %w", key, err)
	case c.ID == uuid.Nil:
		return nil, fault.New(fault.NotFound, "input", "customerId")
	}
	return c, nil
}
