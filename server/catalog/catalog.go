// Package catalog is what a store sells: categories, products with their variants, and modifiers. It leaves pieces to
// stock, finding by words to search, and pictures to media.
package catalog

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
)

// Kind says what is sold.
type Kind string

const (
	Goods        Kind = "GOODS"
	Booking      Kind = "BOOKING"
	Course       Kind = "COURSE"
	Ticket       Kind = "TICKET"
	Consultation Kind = "CONSULTATION"
	Digital      Kind = "DIGITAL"
)

// Nature says where it is handed over; inside Telegram digital things may be paid with Stars only.
type Nature string

const (
	Physical      Nature = "PHYSICAL"
	InPerson      Nature = "IN_PERSON"
	DigitalNature Nature = "DIGITAL"
)

// Status of a product.
type Status string

const (
	Draft    Status = "DRAFT"
	Active   Status = "ACTIVE"
	Archived Status = "ARCHIVED"
)

// Category is a branch of the tree, at most MaxDepth levels deep.
type Category struct {
	bun.BaseModel `bun:"table:categories,alias:cat"`

	StoreID     int64       `bun:"store_id,pk"`
	ID          uuid.UUID   `bun:"id,pk,type:uuid"`
	ExternalID  *string     `bun:"external_id"`
	ParentID    *uuid.UUID  `bun:"parent_id,type:uuid"`
	Path        []uuid.UUID `bun:"path,array"` // from the root to this one
	Slug        string      `bun:"slug"`
	Name        lang.Text   `bun:"name,type:jsonb"`
	Description lang.Text   `bun:"description,type:jsonb"`
	MediaID     *uuid.UUID  `bun:"media_id,type:uuid"`
	Position    int         `bun:"position"`
	IsVisible   bool        `bun:"is_visible"`
	Version     int         `bun:"version"`
	CreatedAt   time.Time   `bun:"created_at,nullzero,default:now()"`
	UpdatedAt   time.Time   `bun:"updated_at,nullzero,default:now()"`
}

// GlobalID names the category in the API.
func (c *Category) GlobalID() id.ID { return id.Of(id.Category, c.ID) }

// IsNode marks what node(id) can answer.
func (*Category) IsNode() {}

// Product is something on sale.
type Product struct {
	bun.BaseModel `bun:"table:products,alias:prd"`

	StoreID        int64       `bun:"store_id,pk"`
	ID             uuid.UUID   `bun:"id,pk,type:uuid"`
	ExternalID     *string     `bun:"external_id"`
	Slug           string      `bun:"slug"`
	Kind           Kind        `bun:"kind"`
	Nature         Nature      `bun:"nature"`
	Status         Status      `bun:"status"`
	Name           lang.Text   `bun:"name,type:jsonb"`
	Summary        lang.Text   `bun:"summary,type:jsonb"`
	Description    lang.Text   `bun:"description,type:jsonb"`
	CategoryID     *uuid.UUID  `bun:"category_id,type:uuid"`
	BrandID        *uuid.UUID  `bun:"brand_id,type:uuid"`
	Facts          []Fact      `bun:"attributes,type:jsonb"` // attributes without a definition
	IKPU           string      `bun:"ikpu"`
	PackageCode    string      `bun:"package_code"`
	VATPercent     int         `bun:"vat_percent"`
	DepositPercent *int        `bun:"deposit_percent"` // asked for in advance; nil: the store's rule
	Position       int         `bun:"position"`
	Popularity     int         `bun:"popularity"`
	PriceMin       money.Tiyin `bun:"price_min"` // of active variants; kept by every write
	PriceMax       money.Tiyin `bun:"price_max"`
	IsOnSale       bool        `bun:"is_on_sale"`   // for everybody, in one of its active variants; kept likewise
	PublishedAt    *time.Time  `bun:"published_at"` // when it first went on sale

	Unit            Unit `bun:"unit"`
	Portion         int  `bun:"portion"` // thousandths of the unit that one of a quantity is
	QuantityStep    int  `bun:"quantity_step"`
	QuantityMinimum int  `bun:"quantity_minimum"`
	QuantityMaximum *int `bun:"quantity_maximum"` // of one order; nil for no limit of its own

	PublishFrom  *time.Time `bun:"publish_from"`  // not shown before; nil for at once
	PublishUntil *time.Time `bun:"publish_until"` // not shown from then on; nil for always

	Version   int       `bun:"version"`
	CreatedAt time.Time `bun:"created_at,nullzero,default:now()"`
	UpdatedAt time.Time `bun:"updated_at,nullzero,default:now()"`
}

// GlobalID names the product in the API.
func (p *Product) GlobalID() id.ID { return id.Of(id.Product, p.ID) }

// IsNode marks what node(id) can answer.
func (*Product) IsNode() {}

// IsShown tells whether shoppers see the product at a moment.
func (p *Product) IsShown(now time.Time) bool {
	return p.Status == Active && (p.PublishFrom == nil || !now.Before(*p.PublishFrom)) && (p.PublishUntil == nil || now.Before(*p.PublishUntil))
}

// Fact is an attribute for reading that the store has not defined: ingredients.
type Fact struct {
	Code  string    `json:"code"`
	Name  lang.Text `json:"name"`
	Value lang.Text `json:"value"`
}

// Picture is a picture of a product. With OptionValueID it shows that value (a colour), with VariantID that variant alone,
// without both the product. Those of variants are rows of variant_media.
type Picture struct {
	bun.BaseModel `bun:"table:product_media,alias:pic"`

	StoreID       int64      `bun:"store_id,pk"`
	ProductID     uuid.UUID  `bun:"product_id,pk,type:uuid"`
	MediaID       uuid.UUID  `bun:"media_id,pk,type:uuid"`
	OptionValueID *uuid.UUID `bun:"option_value_id,type:uuid"`
	Position      int        `bun:"position"`
	VariantID     *uuid.UUID `bun:"-"`

	Media *media.Media `bun:"rel:belongs-to,join:store_id=store_id,join:media_id=id"`
}

// Display is how an option is shown.
type Display string

const (
	Swatch Display = "SWATCH"
	Pill   Display = "PILL"
)

// Option is something to choose: colour, size.
type Option struct {
	bun.BaseModel `bun:"table:options,alias:opt"`

	StoreID   int64     `bun:"store_id,pk"`
	ID        uuid.UUID `bun:"id,pk,type:uuid"`
	ProductID uuid.UUID `bun:"product_id,type:uuid"`
	Code      string    `bun:"code"`
	Name      lang.Text `bun:"name,type:jsonb"`
	Display   Display   `bun:"display"`
	Position  int       `bun:"position"`

	Values []*OptionValue `bun:"-"` // in order; filled by whoever reads options
}

// GlobalID names the option in the API.
func (o *Option) GlobalID() id.ID { return id.Of(id.Option, o.ID) }

// OptionValue is one of the things to choose.
type OptionValue struct {
	bun.BaseModel `bun:"table:option_values,alias:val"`

	StoreID  int64     `bun:"store_id,pk"`
	ID       uuid.UUID `bun:"id,pk,type:uuid"`
	OptionID uuid.UUID `bun:"option_id,type:uuid"`
	Code     string    `bun:"code"`
	Name     lang.Text `bun:"name,type:jsonb"`
	Swatch   string    `bun:"swatch"` // #rrggbb, empty for none
	Position int       `bun:"position"`
}

// GlobalID names the value in the API.
func (v *OptionValue) GlobalID() id.ID { return id.Of(id.OptionValue, v.ID) }

// Variant is what goes into a cart: one value of each option of its product.
type Variant struct {
	bun.BaseModel `bun:"table:variants,alias:var"`

	StoreID     int64                   `bun:"store_id,pk"`
	ID          uuid.UUID               `bun:"id,pk,type:uuid"`
	ProductID   uuid.UUID               `bun:"product_id,type:uuid"`
	ExternalID  *string                 `bun:"external_id"`
	SKU         *string                 `bun:"sku"`
	Barcode     string                  `bun:"barcode"`
	Choice      map[uuid.UUID]uuid.UUID `bun:"choice,type:jsonb"` // option → value
	ChoiceKey   string                  `bun:"choice_key"`        // the same in one canonical string
	Price       *money.Tiyin            `bun:"price"`             // nil only while not active
	CompareAt   *money.Tiyin            `bun:"compare_at"`        // crossed out, above Price
	TracksStock bool                    `bun:"tracks_stock"`      // false: never runs out
	IsActive    bool                    `bun:"is_active"`
	IsStopped   bool                    `bun:"is_stopped"`    // shown, not sold now; see Stopped
	StoppedTill *time.Time              `bun:"stopped_until"` // nil with IsStopped: until somebody says otherwise
	RetiredAt   *time.Time              `bun:"retired_at"`    // gone from the product, kept for orders; nil for all others
	WeightGrams *int                    `bun:"weight_grams"`
	Position    int                     `bun:"position"`
	CreatedAt   time.Time               `bun:"created_at,nullzero,default:now()"`
	UpdatedAt   time.Time               `bun:"updated_at,nullzero,default:now()"`

	Pieces    *int         `bun:"pieces,scanonly"`     // that can be sold; nil when the reader did not ask
	ListPrice *money.Tiyin `bun:"list_price,scanonly"` // of price lists; nil when there is none, or the reader did not ask
	Own       *OwnPrice    `bun:"-"`                   // what the shop set; nil when that is Price and CompareAt

	isRepriced bool // since it was read; for the journal
}

// GlobalID names the variant in the API.
func (v *Variant) GlobalID() id.ID { return id.Of(id.Variant, v.ID) }

// IsNode marks what node(id) can answer.
func (*Variant) IsNode() {}

// Stopped tells whether the variant is on the stop-list at a moment.
func (v *Variant) Stopped(now time.Time) bool {
	return v.IsStopped && (v.StoppedTill == nil || now.Before(*v.StoppedTill))
}

// ModifierGroup are additions to a dish, of which Minimum to Maximum are chosen.
type ModifierGroup struct {
	bun.BaseModel `bun:"table:modifier_groups,alias:mod"`

	StoreID    int64     `bun:"store_id,pk"`
	ID         uuid.UUID `bun:"id,pk,type:uuid"`
	ExternalID *string   `bun:"external_id"`
	Name       lang.Text `bun:"name,type:jsonb"`
	Minimum    int       `bun:"minimum"`
	Maximum    int       `bun:"maximum"`
	Position   int       `bun:"position"`
	Version    int       `bun:"version"`

	Options []*ModifierOption `bun:"-"` // in order; filled by whoever reads groups
}

// GlobalID names the group in the API.
func (g *ModifierGroup) GlobalID() id.ID { return id.Of(id.ModifierGroup, g.ID) }

// IsNode marks what node(id) can answer.
func (*ModifierGroup) IsNode() {}

// ModifierOption is one addition.
type ModifierOption struct {
	bun.BaseModel `bun:"table:modifier_options,alias:mdo"`

	StoreID   int64       `bun:"store_id,pk"`
	ID        uuid.UUID   `bun:"id,pk,type:uuid"`
	GroupID   uuid.UUID   `bun:"group_id,type:uuid"`
	Code      string      `bun:"code"`
	Name      lang.Text   `bun:"name,type:jsonb"`
	Price     money.Tiyin `bun:"price"` // added to the unit price
	IsDefault bool        `bun:"is_default"`
	IsActive  bool        `bun:"is_active"`
	Position  int         `bun:"position"`
}

// GlobalID names the option in the API.
func (o *ModifierOption) GlobalID() id.ID { return id.Of(id.ModifierOption, o.ID) }
