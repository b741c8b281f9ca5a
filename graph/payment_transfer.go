package graph

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/staff"
)

func (p payments) Transfer(ctx context.Context, obj *payment.Payment) (*model.BankTransfer, error) {
	terms, has := p.shop(ctx).Terms(bank.Code)
	if obj.Provider != bank.Code || !has || !obj.State.IsLive() {
		return nil, nil
	}
	o, err := load(ctx).orders.Load(ctx, obj.OrderID)
	if err != nil || o == nil {
		return nil, err
	}
	bill := payment.Bill{OrderNumber: o.Number, Amount: obj.Amount}
	fields := bank.Fields(terms, bill, languageOf(ctx))
	transfer := &model.BankTransfer{Purpose: bank.Purpose(bill, languageOf(ctx)), Text: bank.Text(fields)}
	for i := range fields {
		transfer.Fields = append(transfer.Fields, &fields[i])
	}
	return transfer, nil
}

// Proofs are shown to the buyer and to staff who see payments: a courier who sees the order does not see a bank's paper.
func (p payments) Proofs(ctx context.Context, obj *payment.Payment) ([]*payment.Proof, error) {
	if obj.Provider != bank.Code {
		return []*payment.Proof{}, nil
	}
	if !can(ctx, staff.PaymentsRead) {
		o, err := load(ctx).orders.Load(ctx, obj.OrderID)
		if err != nil || o == nil || o.CustomerID != shopperOf(ctx) {
			return []*payment.Proof{}, err
		}
	}
	proofs, err := load(ctx).proofsOf.Load(ctx, obj.ID)
	return nonNil(proofs), err
}

type paymentProof struct{ *Resolver }

// PaymentProof answers the address of a picture of a transfer.
func (r *Resolver) PaymentProof() exec.PaymentProofResolver { return paymentProof{r} }

func (p paymentProof) URL(_ context.Context, obj *payment.Proof) (string, error) {
	return p.Vault.Address(obj.StoreID, obj.ID, p.Now()), nil
}

func (m mutation) PaymentProofUploadCreate(ctx context.Context, input media.UploadCreateInput) (*model.MediaUploadCreatePayload, error) {
	return m.MediaUploadCreate(ctx, input)
}

func (m mutation) PaymentProofSend(ctx context.Context, input order.PaymentProofSendInput) (*model.OrderPayload, error) {
	keep := func(upload id.ID) (uuid.UUID, error) { return m.Vault.Keep(ctx, m.DB, storeOf(ctx).ID, upload) }
	return moved(ctx, m, func(ctx context.Context, d *db.DB, shop cart.Shop, who order.Actor, in order.PaymentProofSendInput, now time.Time) (*order.Order, error) {
		return order.SendProof(ctx, d, shop, who, in, keep, now)
	}, input)
}

func (m mutation) PaymentTransferConfirm(ctx context.Context, input order.PaymentTransferConfirmInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.ConfirmTransfer, input)
}

func (m mutation) PaymentProofRefuse(ctx context.Context, input order.PaymentProofRefuseInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.RefuseProof, input)
}
