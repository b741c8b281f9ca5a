package order_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// Where everything needs a receipt, what has no codes cannot be published, keeps a cart from being ordered by its name, and is listed
// for staff; the delivery has codes of its own, as they were when the order was placed.
func TestNothingIsSoldWithoutAReceipt(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	upsert := func(in catalog.ProductUpsertInput) (p *catalog.Product, err error) {
		err = w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) (err error) {
			p, err = catalog.Upsert(ctx, tx, w.Store.ID, in, "test", now)
			return err
		})
		return p, err
	}
	bread := func(ikpu *string) catalog.ProductUpsertInput {
		return catalog.ProductUpsertInput{
			Name: &lang.Text{UzLatn: "Non", RU: "Хлеб"}, Status: ptr(catalog.Active), IKPU: ikpu,
			Variants: []*catalog.VariantInput{{Price: ptr(5_000 * money.Som), OnHand: ptr(50)}},
		}
	}
	old, err := upsert(bread(nil)) // sold before the rule
	w.Must(err)
	tea := w.Variant("Choy", 20_000*money.Som, 50)
	require := func(in store.FiscalInput) error {
		s, err := store.Update(t.Context(), w.DB, w.Store.ID, store.UpdateInput{Fiscal: &in}, now)
		if err == nil {
			w.Store = s
		}
		return err
	}
	if err := require(store.FiscalInput{IsRequired: ptr(true)}); !fault.Has(err, fault.Required) {
		t.Errorf("a delivery without codes: %v", err)
	}
	wantFault(t, require(store.FiscalInput{DeliveryIKPU: ptr("12")}), fault.Invalid, "input.fiscal.deliveryIkpu")
	w.Must(require(store.FiscalInput{IsRequired: ptr(true), DeliveryIKPU: ptr("10112006002000000"), DeliveryPackageCode: ptr("1209779"), DeliveryVATPercent: ptr(12)}))

	_, err = upsert(bread(nil))
	wantFault(t, err, fault.FiscalCodeMissing, "input.ikpu")
	_, err = upsert(bread(ptr("06912001001000000")))
	wantFault(t, err, fault.FiscalCodeMissing, "input.packageCode")
	key := old.GlobalID()
	if _, err = upsert(catalog.ProductUpsertInput{ID: &key, VATPercent: ptr(12)}); err != nil {
		t.Errorf("what is on sale cannot be changed: %v", err)
	}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		lacking, err := catalog.WithoutCodes(ctx, q, w.Store.ID)
		if len(lacking) != 1 || lacking[0].ID != old.ID {
			t.Errorf("%d products without codes", len(lacking))
		}
		return err
	})
	var variant uuid.UUID
	w.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Table("variants").Column("id").Where("store_id = ?", w.Store.ID).Where("product_id = ?", old.ID).Scan(ctx, &variant)
	})
	who := w.Buyer()
	c := w.FillFor(who, shoptest.Courier(), shoptest.Want(variant, 1), shoptest.Want(tea, 1))
	if len(c.Readiness.Blockers) != 1 || c.Readiness.Blockers[0].Code() != fault.FiscalCodeMissing || *c.Readiness.Blockers[0].LineID != c.Lines[0].ID ||
		c.Readiness.Blockers[0].Step != cart.StepLines || !strings.Contains(c.Readiness.Blockers[0].Fault.Message(lang.UzLatn), "Non") {
		t.Errorf("blockers %+v", c.Readiness.Blockers)
	}

	o := w.Place(w.Buyer(), shoptest.Want(tea, 3))
	w.Must(require(store.FiscalInput{DeliveryIKPU: ptr("99999999999999999")})) // another since
	all := readWhole(w, o.ID)
	r, err := all.order.WholeReceipt(all.lines)
	w.Must(err)
	brought := r.Items[len(r.Items)-1]
	if r.Total != o.TotalTiyin || len(r.Uncoded()) != 0 || !brought.IsDelivery || brought.IKPU != "10112006002000000" || brought.VATPercent != 12 {
		t.Errorf("receipt %+v", r)
	}
	back(t, all)
}

// back expects receipts of returns to come to their refunds, whichever pieces come back and however the discount was split.
func back(t *testing.T, all whole) {
	t.Helper()
	dice := rand.New(rand.NewPCG(5, 9))
	for range 500 {
		o, lines := *all.order, []*order.Line{}
		o.ItemsTiyin, o.TotalTiyin = 0, 0
		for range 1 + dice.IntN(4) {
			l := *all.lines[0]
			l.ID, l.Quantity, l.UnitTiyin = uuid.New(), 1+dice.IntN(5), money.Tiyin(100+dice.Int64N(9_000_000))
			l.TotalTiyin = l.UnitTiyin * money.Tiyin(l.Quantity)
			l.DiscountTiyin = 0
			o.ItemsTiyin += l.TotalTiyin
			lines = append(lines, &l)
		}
		o.DeliveryTiyin = money.Tiyin(dice.Int64N(2_000_000))
		o.DiscountTiyin = money.Tiyin(dice.Int64N(int64(o.ItemsTiyin)))
		o.TotalTiyin = o.ItemsTiyin - o.DiscountTiyin + o.DeliveryTiyin
		sum := money.Tiyin(0)
		for _, r := range order.Portions(&o, lines, dice) {
			receipt, err := o.RefundReceipt(lines, r)
			if err != nil {
				t.Fatalf("refund %+v of %+v: %v", r, lines, err)
			}
			for _, it := range receipt.Items {
				if it.Discount < 0 || it.VAT() > it.Net() {
					t.Fatalf("item %+v", it)
				}
			}
			sum += receipt.Total
		}
		if sum != o.TotalTiyin {
			t.Fatalf("returns come to %d of %d", sum, o.TotalTiyin)
		}
	}
	if _, err := all.order.RefundReceipt(all.lines, &payment.Refund{Amount: 1}); err == nil {
		t.Error("a receipt for no goods")
	}
}
