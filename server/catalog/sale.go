package catalog

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/stock"
)

// ForSale is all that a cart or an order must know of a variant.
type ForSale struct {
	Product   *Product
	Variant   *Variant
	Values    []*OptionValue   // what was chosen, in the order of the product's options
	Modifiers []*ModifierGroup // with their options
	Cover     *media.Media     // nil when there is no picture
	Available *int             // pieces; nil when they are not counted
	At        time.Time        // the moment of all this
}

// IsSold tells whether it is on sale at all; whether enough pieces are there is another question.
func (s *ForSale) IsSold() bool {
	return s.Product.IsShown(s.At) && s.Variant.IsActive && !s.Variant.Stopped(s.At) && s.Variant.Price != nil
}

// CanBuy tells whether a quantity can be bought now.
func (s *ForSale) CanBuy(quantity int) bool {
	return s.IsSold() && (s.Available == nil || *s.Available >= quantity)
}

// Name of the choice in every language: "Qora, 42". Empty for a product without options.
func (s *ForSale) Name() lang.Text { return ChoiceName(s.Values) }

// ChoiceName joins the names of values, language by language; a name that a language lacks is given in another one.
func ChoiceName(values []*OptionValue) lang.Text {
	var name lang.Text
	for _, l := range lang.All {
		names := make([]string, len(values))
		for i, v := range values {
			names[i] = v.Name.In(l, nil)
		}
		name.Set(l, strings.Join(names, ", "))
	}
	return name
}

// Values of a variant in the order of its product's options.
func (v *Variant) Values(options []*Option) []*OptionValue {
	var chosen []*OptionValue
	for _, o := range options {
		for _, value := range o.Values {
			if v.Choice[o.ID] == value.ID {
				chosen = append(chosen, value)
			}
		}
	}
	return chosen
}

// saleRow is a variant with all that is around it, read in one statement: carts and orders ask for it all the time.
type saleRow struct {
	Variant   `bun:",extend"`
	Product   db.Row[Product]
	Values    db.Rows[OptionValue]
	Groups    db.Rows[ModifierGroup]
	Additions db.Rows[ModifierOption] // of all groups
	Pictures  db.Rows[Picture]
	Media     db.Rows[media.Media] // of the pictures
	Own       db.Rows[media.Media] // of the variant alone
	Available int
}

// saleColumns are the columns of saleRow besides those of the variant. Each looks up a few rows by a key.
var saleColumns = []string{
	`(SELECT to_json(prd) FROM products prd WHERE prd.store_id = var.store_id AND prd.id = var.product_id) AS product`,
	`(SELECT json_agg(val ORDER BY opt.position, opt.id) FROM options opt
		JOIN option_values val ON val.store_id = opt.store_id AND val.option_id = opt.id
		WHERE opt.store_id = var.store_id AND opt.product_id = var.product_id AND val.id = (var.choice->>opt.id::text)::uuid) AS "values"`,
	`(SELECT json_agg(grp ORDER BY link.position, link.group_id) FROM product_modifier_groups link
		JOIN modifier_groups grp ON grp.store_id = link.store_id AND grp.id = link.group_id
		WHERE link.store_id = var.store_id AND link.product_id = var.product_id) AS groups`,
	`(SELECT json_agg(mdo ORDER BY mdo.position, mdo.id) FROM product_modifier_groups link
		JOIN modifier_options mdo ON mdo.store_id = link.store_id AND mdo.group_id = link.group_id
		WHERE link.store_id = var.store_id AND link.product_id = var.product_id) AS additions`,
	`(SELECT json_agg(pic ORDER BY pic.position, pic.media_id) FROM product_media pic
		WHERE pic.store_id = var.store_id AND pic.product_id = var.product_id) AS pictures`,
	`(SELECT json_agg(med) FROM product_media pic JOIN media med ON med.store_id = pic.store_id AND med.id = pic.media_id
		WHERE pic.store_id = var.store_id AND pic.product_id = var.product_id) AS media`,
	`(SELECT json_agg(med ORDER BY own.position) FROM variant_media own
		JOIN media med ON med.store_id = own.store_id AND med.id = own.media_id
		WHERE own.store_id = var.store_id AND own.variant_id = var.id) AS own`,
	`(SELECT coalesce(sum(` + stock.Free + `), 0) FROM stock_levels lvl
		WHERE lvl.store_id = var.store_id AND lvl.variant_id = var.id) AS available`,
}

var forSale = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	q := d.NewSelect().Model((*Variant)(nil)).ColumnExpr("?TableColumns").ColumnExpr(listPriceColumn)
	for _, column := range saleColumns {
		q = q.ColumnExpr(column)
	}
	return q.Where("var.store_id = $1").Where("var.id = ANY($2::text[]::uuid[])")
})

// VariantsForSale reads everything about variants in one statement, however many they are. Unknown ids are absent from the
// answer.
func VariantsForSale(ctx context.Context, q bun.IDB, storeID int64, view View, ids []uuid.UUID) (map[uuid.UUID]*ForSale, error) {
	if len(ids) == 0 {
		return map[uuid.UUID]*ForSale{}, nil
	}
	var rows []*saleRow
	if err := forSale.Scan(ctx, q, &rows, storeID, db.Texts(ids), view.Now, view.customer()); err != nil {
		return nil, fmt.Errorf("variants for sale: %w", err)
	}
	sale := make(map[uuid.UUID]*ForSale, len(rows))
	for _, r := range rows {
		sale[r.ID] = r.forSale(view)
	}
	return sale, nil
}

func (r *saleRow) forSale(view View) *ForSale {
	s := &ForSale{At: view.Now, Product: r.Product.Model, Variant: r.charge(), Values: r.Values, Modifiers: r.Groups}
	for _, g := range r.Groups {
		for _, o := range r.Additions {
			if o.GroupID == g.ID {
				g.Options = append(g.Options, o)
			}
		}
	}
	for _, p := range r.Pictures {
		for _, m := range r.Media {
			if m.ID == p.MediaID {
				p.Media = m
			}
		}
	}
	s.Cover = Cover(r.Pictures, s.Variant)
	if len(r.Own) > 0 {
		s.Cover = r.Own[0]
	}
	if r.TracksStock {
		s.Available = &r.Available
	}
	return s
}
