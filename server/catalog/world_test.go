package catalog_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/shoptest"
)

var now = shoptest.Now

func ptr[T any](v T) *T { return &v }

func set[T any](v T) graphql.Omittable[T] { return graphql.OmittableOf(v) }

// world is a shop whose catalog is written and read.
type world struct{ *shoptest.World }

func newWorld(t testing.TB) world {
	t.Helper()
	return world{shoptest.New(t)}
}

func (w world) beside(slug string) world {
	w.T.Helper()
	return world{w.Beside(slug)}
}

// try writes in the shop and gives what comes of it.
func try[T any](w world, verb func(ctx context.Context, tx *db.Tx, storeID int64) (T, error)) (T, error) {
	w.T.Helper()
	var made T
	err := w.DB.Write(w.T.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) (err error) {
		made, err = verb(ctx, tx, w.Store.ID)
		return err
	})
	return made, err
}

// read reads in the shop.
func read[T any](w world, verb func(ctx context.Context, q bun.IDB, storeID int64) (T, error)) T {
	w.T.Helper()
	var found T
	w.Read(func(ctx context.Context, q bun.IDB) (err error) {
		found, err = verb(ctx, q, w.Store.ID)
		return err
	})
	return found
}

func (w world) tryUpsert(in catalog.ProductUpsertInput) (*catalog.Product, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Product, error) {
		return catalog.Upsert(ctx, tx, storeID, in, "Aziza", now)
	})
}

func (w world) upsert(in catalog.ProductUpsertInput) *catalog.Product {
	w.T.Helper()
	p, err := w.tryUpsert(in)
	w.Must(err)
	return p
}

func (w world) tryCategory(in catalog.CategoryUpsertInput) (*catalog.Category, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Category, error) {
		return catalog.UpsertCategory(ctx, tx, storeID, in, now)
	})
}

// category makes one below parent, which may be nil.
func (w world) category(name string, parent *catalog.Category) *catalog.Category {
	w.T.Helper()
	in := catalog.CategoryUpsertInput{Name: uz(name)}
	if parent != nil {
		in.ParentID = set(ptr(parent.GlobalID()))
	}
	c, err := w.tryCategory(in)
	w.Must(err)
	return c
}

// picture makes the row of a picture, without a file.
func (w world) picture() id.ID {
	w.T.Helper()
	key := id.New()
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(`insert into media (store_id, id, hash, mime, width, height, byte_size, color, widths)
			values (?, ?, ?, 'image/png', 10, 10, 10, '#ffffff', '{160}')`, w.Store.ID, key, key).Exec(ctx)
		return err
	})
	return id.Of(id.Media, key)
}

func (w world) product(key id.ID) *catalog.Product {
	w.T.Helper()
	return read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*catalog.Product, error) {
		return catalog.ProductBy(ctx, q, storeID, catalog.Key{ID: &key}, catalog.View{Now: now, SeesHidden: true})
	})
}

func (w world) variants(p *catalog.Product) []*catalog.Variant {
	w.T.Helper()
	return read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.Variant, error) {
		by, err := catalog.VariantsOf(ctx, q, storeID, []uuid.UUID{p.ID})
		return by[p.ID], err
	})
}

func (w world) options(p *catalog.Product) []*catalog.Option {
	w.T.Helper()
	return read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.Option, error) {
		by, err := catalog.OptionsOf(ctx, q, storeID, []uuid.UUID{p.ID})
		return by[p.ID], err
	})
}

// rows are all rows of the store's catalog as text, without what a repeat may change.
func (w world) rows() []string {
	w.T.Helper()
	all := []string{}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		for _, table := range []string{
			"products", "options", "option_values", "variants", "product_media", "product_modifier_groups", "categories",
			"modifier_groups", "modifier_options", "stock_levels", "stock_movements", "search_documents",
		} {
			var rows []string
			err := q.NewRaw("select ? || (to_jsonb(t) - 'version' - 'updated_at')::text from ? t where t.store_id = ? order by 1",
				table+" ", bun.Ident(table), w.Store.ID).Scan(ctx, &rows)
			if err != nil {
				return err
			}
			all = append(all, rows...)
		}
		return nil
	})
	return all
}

// names are those of the products of a page, in Uzbek.
func names(c *page.Connection[*catalog.Product]) []string {
	list := []string{}
	for _, p := range c.Nodes() {
		list = append(list, p.Name.UzLatn)
	}
	return list
}

func uz(s string) *lang.Text { return &lang.Text{UzLatn: s} }

// simple is a product with one variant.
func simple(name string, price money.Tiyin) catalog.ProductUpsertInput {
	return catalog.ProductUpsertInput{
		Name: uz(name), Status: ptr(catalog.Active), Variants: []*catalog.VariantInput{{Price: &price, OnHand: ptr(10)}},
	}
}

func option(code string, values ...string) *catalog.ProductOptionInput {
	o := &catalog.ProductOptionInput{Code: code, Name: *uz(code)}
	for _, v := range values {
		o.Values = append(o.Values, &catalog.ProductOptionValueInput{Code: v, Name: *uz(v)})
	}
	return o
}

// chosen is a variant for 1 000 soʻm with "color=red size=s".
func chosen(choice string) *catalog.VariantInput {
	v := &catalog.VariantInput{Price: ptr(1_000 * money.Som)}
	for pair := range strings.FieldsSeq(choice) {
		option, value, _ := strings.Cut(pair, "=")
		v.Choice = append(v.Choice, &catalog.OptionChoiceInput{OptionCode: option, ValueCode: value})
	}
	return v
}

func coded(choice, sku string) *catalog.VariantInput {
	v := chosen(choice)
	v.SKU = &sku
	return v
}

// faultsOf writes the faults of err as "CODE path".
func faultsOf(err error) []string {
	list, _ := fault.As(err)
	var all []string
	for _, f := range list {
		all = append(all, strings.TrimSpace(string(f.Code)+" "+strings.Join(f.Path, ".")))
	}
	slices.Sort(all)
	return all
}

func wantFaults(t testing.TB, what string, err error, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := faultsOf(err); !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q (%v)", what, got, want, err)
	}
}
