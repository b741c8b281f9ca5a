package shoptest

import (
	"context"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Ebook puts a digital product with one variant on sale. Its buyers get content; empty: what staff write.
func (w *World) Ebook(name string, price money.Tiyin, content string) uuid.UUID {
	w.T.Helper()
	var key uuid.UUID
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		p, err := catalog.Upsert(ctx, tx, w.Store.ID, catalog.ProductUpsertInput{
			Name: &lang.Text{UzLatn: name, RU: name}, Status: ptr(catalog.Active), Kind: ptr(catalog.Digital),
			Variants: []*catalog.VariantInput{{Price: &price}},
		}, "test", Now)
		if err != nil {
			return err
		}
		variants, err := catalog.VariantsOf(ctx, tx, w.Store.ID, []uuid.UUID{p.ID})
		if err != nil {
			return err
		}
		key = variants[p.ID][0].ID
		_, err = catalog.SetDigitalContent(ctx, tx, w.Store.ID, catalog.DigitalContentSetInput{VariantID: id.Of(id.Variant, key), Content: content}, Now)
		return err
	})
	return key
}

// DigitalInput is a cart of digital goods, which needs no delivery.
func DigitalInput(by payment.Method, lines ...*cart.CartLineInput) cart.CartSetInput {
	return cart.CartSetInput{Lines: lines, Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("90 123 45 67")}, PaymentMethod: &by}
}
