package till

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/checkout"
)

// Checkout hears the callbacks of Uzum Checkout. Nobody signs them, so nothing of them is believed: the gateway is asked about
// the order that one names. The store is the path value "store"; "account" is the id of its account, which only the store's
// staff and Uzum are told. It answers 200 when there is nothing more to hear, any other status has Uzum repeat the callback.
func (d *Desk) Checkout(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(d.hearCheckout(w, r))
}

func (d *Desk) hearCheckout(w http.ResponseWriter, r *http.Request) (status int) {
	now, ctx := d.Now(), r.Context()
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	body, isTooLarge, err := readCall(w, r)
	var call struct {
		OrderID       string `json:"orderId"`
		OperationType string `json:"operationType"`
		EventType     string `json:"eventType"`
		ReceiptType   string `json:"receiptType"`
	}
	if err != nil || isTooLarge || json.Unmarshal(body, &call) != nil || call.OrderID == "" {
		return http.StatusBadRequest
	}
	if call.OperationType == "" && call.EventType == "" && call.ReceiptType == "" {
		return http.StatusBadRequest
	}
	account := r.PathValue("account")
	c, err := d.admit(r, knock{provider: checkout.Code, method: call.OperationType + call.EventType + call.ReceiptType, body: body, opens: func(a *payment.Account) (bool, error) {
		return a.GlobalID().String() == account, nil
	}}, now)
	switch {
	case errors.Is(err, errTooMany):
		d.refused(r, checkout.Code, err)
		return http.StatusTooManyRequests
	case errors.Is(err, errNoAccount), errors.Is(err, errNoKey):
		d.refused(r, checkout.Code, err)
		return http.StatusNotFound
	case err != nil:
		d.Log.ErrorContext(ctx, "callback of uzum checkout failed", "error", err)
		return http.StatusServiceUnavailable
	}
	status, code := http.StatusOK, 0
	if err := d.askAboutCheckout(ctx, c, call.OrderID); err != nil {
		d.Log.ErrorContext(ctx, "uzum checkout called about an order and could not be asked", "order", call.OrderID, "error", err)
		status, code = http.StatusServiceUnavailable, http.StatusServiceUnavailable
	}
	d.failed(ctx, c.record, nil, code)
	return status
}

// askAboutCheckout asks the gateway about one of its orders, outside of any transaction. One that is no payment here, as the
// page that a newer one has replaced, is told to the log, for people to look at.
func (d *Desk) askAboutCheckout(ctx context.Context, c *caller, orderID string) error {
	var keys []uuid.UUID
	err := d.DB.Read(ctx, c.shop.Store.ID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*payment.Payment)(nil)).Column("id").Where("store_id = ?", c.shop.Store.ID).
			Where("provider = ?", checkout.Code).Where("provider_ref = ?", orderID).Scan(ctx, &keys)
	})
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		d.Log.ErrorContext(ctx, "uzum checkout calls about an order that is no payment here", "store", c.shop.Store.Slug, "order", orderID)
		return nil
	}
	return order.AskPayment(ctx, d.pay(), c.shop, keys[0])
}
