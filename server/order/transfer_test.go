package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// withBank gives a world an account in a bank.
func withBank(t *testing.T, w *shoptest.World) {
	t.Helper()
	box, err := secret.NewBox(secret.NewKey("a"))
	w.Must(err)
	in := payment.AccountSetInput{Provider: bank.Code}
	for name, value := range map[string]string{
		bank.Recipient: "Choyxona MChJ", bank.Account: "20208000100000000001", bank.Bank: "Oʻzmilliybank", bank.MFO: "00450", bank.TaxID: "302000001",
	} {
		in.Settings = append(in.Settings, &payment.SettingInput{Name: name, Value: value})
	}
	_, err = payment.SetAccount(t.Context(), w.DB, box, w.Shop().Payments, w.Store.ID, in, now)
	w.Must(err)
	w.Store, err = store.ByID(t.Context(), w.DB, w.Store.ID)
	w.Must(err)
}

// A buyer transfers money and shows it; staff refuse a picture, take the next, and the order goes on. Everybody is told.
func TestBankTransfer(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	withBank(t, w)
	who := w.Buyer()
	w.Fill(who, shoptest.Want(w.Variant("Gilam", 900_000*money.Som, 3), 1))
	c, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{PaymentMethod: ptr(payment.BankTransfer)}, now)
	w.Must(err)
	o := w.PlaceCart(who, c, now)
	p := readWhole(w, o.ID).payments[0]
	owed(t, w)

	buyer, owner := asBuyer(who.ID), asStaff(w.Owner)
	kept := 0
	show := func(who order.Actor, picture uuid.UUID) error {
		_, err := order.SendProof(t.Context(), w.DB, w.Shop(), who, order.PaymentProofSendInput{PaymentID: p.GlobalID(), UploadID: id.Of(id.Upload, picture)},
			func(u id.ID) (uuid.UUID, error) { kept++; return u.UUID, nil }, now)
		return err
	}
	refuse := func(reason string) error {
		_, err := order.RefuseProof(t.Context(), w.DB, w.Shop(), owner, order.PaymentProofRefuseInput{PaymentID: p.GlobalID(), Reason: reason}, now)
		return err
	}
	wantFault(t, show(asBuyer(w.Buyer().ID), id.New()), fault.NotFound, "input.paymentId")
	if kept != 0 {
		t.Error("a stranger's picture was kept")
	}
	first := id.New()
	w.Must(show(buyer, first))
	w.Must(show(buyer, first))
	if o = read(w, o); o.PaymentStatus != order.PaymentPending || !o.ExpiresAt.Equal(now.Add(bank.CheckWithin)) {
		t.Errorf("shown: %s until %v", o.PaymentStatus, o.ExpiresAt)
	}
	if got := told(t, w, notify.StaffOrderNote); len(got) != 1 || got[0] != "Покупатель прислал подтверждение перевода: "+money.New(o.TotalTiyin).Format("ru") &&
		got[0] != "Xaridor pul oʻtkazganini koʻrsatdi: "+money.New(o.TotalTiyin).Format("uz-Latn") {
		t.Errorf("staff are told %q", got)
	}
	wantFault(t, refuse(" "), fault.ReasonRequired, "input.reason")
	w.Must(refuse("Pul kelmadi"))
	w.Must(refuse("Pul kelmadi"))
	if o = read(w, o); o.PaymentStatus != order.Unpaid || o.Lifecycle != order.Placed {
		t.Errorf("refused: %s %s", o.PaymentStatus, o.Lifecycle)
	}
	if got := told(t, w, notify.OrderNote); len(got) != 1 || got[0] != "Oʻtkazma tasdiqlanmadi: Pul kelmadi" {
		t.Errorf("the buyer is told %q", got)
	}
	w.Must(show(buyer, id.New()))
	for range 2 {
		_, err = order.ConfirmTransfer(t.Context(), w.DB, w.Shop(), owner, order.PaymentTransferConfirmInput{PaymentID: p.GlobalID()}, now.Add(time.Hour))
		w.Must(err)
	}
	wantFault(t, refuse("x"), fault.TransitionRefused, "input.paymentId")
	wantFault(t, show(buyer, id.New()), fault.TransitionRefused, "input.paymentId")
	if o = read(w, o); o.PaymentStatus != order.Paid || o.Lifecycle != order.Confirmed {
		t.Errorf("confirmed: %s %s", o.PaymentStatus, o.Lifecycle)
	}
	if b := balances(w); b[payment.ProviderAccount(bank.Code)] != o.TotalTiyin || b[payment.BuyerAccount] != -o.TotalTiyin {
		t.Errorf("ledger: %v", b)
	}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		proofs, err := payment.ProofsOf(ctx, q, w.Store.ID, []uuid.UUID{p.ID})
		if list := proofs[p.ID]; len(list) != 2 || list[0].State != payment.ProofRefused || list[0].Reason != "Pul kelmadi" || list[1].State != payment.ProofConfirmed {
			t.Errorf("proofs %+v", list)
		}
		return err
	})
}

// told are the words of the messages of a kind.
func told(t *testing.T, w *shoptest.World, kind notify.Kind) (words []string) {
	t.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*notify.Notification)(nil)).Column("words").Where("store_id = ?", w.Store.ID).Where("kind = ?", kind).Order("id").Scan(ctx, &words)
	})
	return words
}
