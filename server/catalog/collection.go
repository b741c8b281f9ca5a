package catalog

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
)

// Limits of collections. They are few, since a product is held against the rules of all of them.
const (
	MaxCollections        = 200
	MaxCollectionProducts = 1000
)

// CollectionKind says how the products of a collection come about.
type CollectionKind string

const (
	ByHand CollectionKind = "BY_HAND"
	ByRule CollectionKind = "BY_RULE"
)

// CollectionSort is how the products of a collection are sorted.
type CollectionSort string

const (
	Arranged    CollectionSort = "ARRANGED" // in the order of the list; by rule, in the shop's own
	MostPopular CollectionSort = "POPULARITY"
	Cheapest    CollectionSort = "PRICE_ASC"
	Dearest     CollectionSort = "PRICE_DESC"
	Newest      CollectionSort = "NEWEST"
)

// Collection gathers products across categories: a list that the shop keeps by hand, or what fits a rule at the moment of
// asking.
type Collection struct {
	bun.BaseModel `bun:"table:collections,alias:col"`

	StoreID      int64          `bun:"store_id,pk"`
	ID           uuid.UUID      `bun:"id,pk,type:uuid"`
	ExternalID   *string        `bun:"external_id"`
	Slug         string         `bun:"slug"`
	Name         lang.Text      `bun:"name,type:jsonb"`
	Description  lang.Text      `bun:"description,type:jsonb"`
	MediaID      *uuid.UUID     `bun:"media_id,type:uuid"`
	Position     int            `bun:"position"`
	Sort         CollectionSort `bun:"sort"`
	Rule         *Rule          `bun:"rule,type:jsonb"` // nil: by hand
	PublishFrom  *time.Time     `bun:"publish_from"`
	PublishUntil *time.Time     `bun:"publish_until"`
	Version      int            `bun:"version"`
	CreatedAt    time.Time      `bun:"created_at,nullzero,default:now()"`
	UpdatedAt    time.Time      `bun:"updated_at,nullzero,default:now()"`
}

// GlobalID names the collection in the API.
func (c *Collection) GlobalID() id.ID { return id.Of(id.Collection, c.ID) }

// IsNode marks what node(id) can answer.
func (*Collection) IsNode() {}

// Kind says how its products come about.
func (c *Collection) Kind() CollectionKind {
	if c.Rule != nil {
		return ByRule
	}
	return ByHand
}

// IsShown tells whether shoppers see the collection at a moment.
func (c *Collection) IsShown(now time.Time) bool {
	return (c.PublishFrom == nil || !now.Before(*c.PublishFrom)) && (c.PublishUntil == nil || now.Before(*c.PublishUntil))
}

// CollectionUpsertInput makes a collection or changes one. What is nil or left out stays as it is.
type CollectionUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Slug            *string
	Name            *lang.Text
	Description     *lang.Text
	MediaID         graphql.Omittable[*id.ID] // null: no picture
	Position        *int
	Sort            *CollectionSort
	Rule            graphql.Omittable[*RuleInput] // null: by hand
	ProductIDs      []id.ID                       // replaces the list, of a collection by hand
	PublishFrom     graphql.Omittable[*time.Time] // null: at once
	PublishUntil    graphql.Omittable[*time.Time] // null: for always
}

// UpsertCollection makes or changes a collection. One that gets a rule loses the list that was kept by hand.
//
// Errors: all faults of the input together, below "input": NOT_FOUND, STALE_VERSION, REQUIRED, TOO_LONG, TOO_MANY, DUPLICATE,
// SLUG_TAKEN, INVALID at publishUntil and at productIds with a rule, those of the rule, and those of single fields.
func UpsertCollection(ctx context.Context, tx *db.Tx, storeID int64, in CollectionUpsertInput, now time.Time) (*Collection, error) {
	return edit.Again(func() (*Collection, error) { return upsertCollection(ctx, tx, storeID, in, now) })
}

func upsertCollection(ctx context.Context, tx *db.Tx, storeID int64, in CollectionUpsertInput, now time.Time) (*Collection, error) {
	c, isNew, err := edit.Find[Collection](ctx, tx, storeID, id.Collection, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	if isNew {
		c = &Collection{StoreID: storeID, ID: id.New(), Sort: Arranged, CreatedAt: now}
		if err := edit.Few[Collection](ctx, tx, storeID, MaxCollections, &faults); err != nil {
			return nil, err
		}
	} else if f := edit.Stale(in.ExpectedVersion, c.Version); f != nil {
		return nil, f
	}
	row := keyed{edit.Keyed{Tx: tx, StoreID: storeID, Table: "collections", ID: c.ID, IsNew: isNew}}
	err = row.setFace(ctx, face{&c.ExternalID, &c.Slug, &c.Name, &c.Description, &c.MediaID, &c.Position},
		faceInput{in.ExternalID, in.Slug, in.Name, in.Description, in.MediaID, in.Position}, &faults)
	if err != nil {
		return nil, err
	}
	if err := c.apply(ctx, tx, in, &faults); err != nil {
		return nil, err
	}
	products, err := c.readProducts(ctx, tx, in, &faults)
	if err != nil {
		return nil, err
	}
	if err := row.Verdict(ctx, c.ExternalID, faults); err != nil {
		return nil, err
	}
	c.Version++
	c.UpdatedAt = now
	if err := row.Saved(edit.Save(ctx, tx, c, isNew), c.Slug); err != nil {
		return nil, err
	}
	if c.Rule != nil || in.ProductIDs != nil {
		if err := c.arrange(ctx, tx, products); err != nil {
			return nil, err
		}
	}
	return c, settleAt(ctx, tx, storeID, now, c.PublishFrom, c.PublishUntil)
}

// apply puts into the collection what it alone has.
func (c *Collection) apply(ctx context.Context, tx *db.Tx, in CollectionUpsertInput, faults *fault.List) error {
	if in.Sort != nil {
		c.Sort = *in.Sort
	}
	if at, ok := in.PublishFrom.ValueOK(); ok {
		c.PublishFrom = at
	}
	if at, ok := in.PublishUntil.ValueOK(); ok {
		c.PublishUntil = at
	}
	if c.PublishFrom != nil && c.PublishUntil != nil && !c.PublishFrom.Before(*c.PublishUntil) {
		faults.Add(fault.New(fault.Invalid, "input", "publishUntil"))
	}
	rule, isGiven := in.Rule.ValueOK()
	if !isGiven {
		return nil
	}
	c.Rule = nil
	if rule == nil {
		return nil
	}
	var err error
	c.Rule, err = readRule(ctx, tx, c.StoreID, rule, faults)
	return err
}

// DeleteCollection deletes a collection; its products stay. A repeat succeeds. Faults: INVALID_ID, STALE_VERSION.
func DeleteCollection(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	c, err := edit.Doomed[Collection](ctx, tx, storeID, id.Collection, in)
	if err != nil || c == nil {
		return err
	}
	return edit.Delete(ctx, tx, c)
}

// Collections reads all collections of a store that the view shows, in order.
func Collections(ctx context.Context, q bun.IDB, storeID int64, v View) ([]*Collection, error) {
	all := []*Collection{}
	err := v.collections(q.NewSelect().Model(&all).Where("store_id = ?", storeID)).OrderExpr("position, id").Scan(ctx)
	return all, edit.Wrap(err, "collections")
}

// CollectionsByIDs reads collections that the view shows.
func CollectionsByIDs(ctx context.Context, q bun.IDB, storeID int64, v View, ids []uuid.UUID) ([]*Collection, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []*Collection
	err := v.collections(q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids))).Scan(ctx)
	return found, edit.Wrap(err, "collections")
}

// CollectionBy reads one collection, nil when there is none that the view shows.
func CollectionBy(ctx context.Context, q bun.IDB, storeID int64, k Key, v View) (*Collection, error) {
	c := new(Collection)
	sel, err := k.where(q.NewSelect().Model(c).Where("store_id = ?", storeID), id.Collection)
	if err != nil {
		return nil, err
	}
	return edit.One(c, v.collections(sel).Scan(ctx))
}

// collections narrows a selection of collections to those that somebody sees.
func (v View) collections(sel *bun.SelectQuery) *bun.SelectQuery {
	if v.SeesHidden {
		return sel
	}
	return sel.Where("coalesce(publish_from <= ?, true)", v.Now).Where("coalesce(publish_until > ?, true)", v.Now)
}
