package catalog

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// View is who looks at the catalog, and when.
type View struct {
	Now time.Time
	// CustomerID is the shopper, whose group may have prices of its own; nil for nobody in particular.
	CustomerID *uuid.UUID
	// SeesHidden is for staff: drafts, archived products and what is not published yet or any more.
	SeesHidden bool
}

// shown narrows a selection of products, under the alias prd, to those that shoppers see.
func (v View) shown(sel *bun.SelectQuery) *bun.SelectQuery {
	return v.published(sel.Where("prd.status = ?", Active))
}

// published narrows it to those whose time it is.
func (v View) published(sel *bun.SelectQuery) *bun.SelectQuery {
	return sel.Where("coalesce(prd.publish_from <= ?, true)", v.Now).Where("coalesce(prd.publish_until > ?, true)", v.Now)
}
