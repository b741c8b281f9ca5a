package simulator

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/payment/payme"
)

func (p *PaymeAPI) createReceipt(c *apiCall) (any, *rpcFault) {
	r := &paymeReceipt{merchant: c.merchant, id: newID(), amount: c.params.Amount, account: map[string]string{}}
	for name, raw := range c.params.Account {
		r.account[name] = strings.Trim(string(raw), `"`)
	}
	if r.amount <= 0 || len(r.account) == 0 {
		return nil, &rpcFault{payme.BadParams, "Invalid params"}
	}
	p.receipts[r.id] = r
	return r.show(), nil
}

// show is a receipt as the API tells of it.
func (r *paymeReceipt) show() any {
	return map[string]any{"receipt": map[string]any{"_id": r.id, "state": r.state, "amount": r.amount, "account": r.account}}
}

// bill tells the Merchant API of a kassa with billing; true when it agrees, or when there is none. The lock is free meanwhile:
// the shop may ask here.
func (p *PaymeAPI) bill(ctx context.Context, r *paymeReceipt, method string, params map[string]any) bool {
	if r.merchant.URL == "" {
		return true
	}
	p.mu.Unlock()
	defer p.mu.Lock()
	a, ok := PaymeAnswered(PaymeShop{URL: r.merchant.URL, Key: r.merchant.Secret}.Request(method, params).Send(ctx, &p.client))
	return ok && a.Error == nil
}

func (p *PaymeAPI) pay(h *http.Request, c *apiCall, r *paymeReceipt) (any, *rpcFault) {
	ctx := h.Context()
	k, no := p.card(c)
	switch {
	case no != nil:
		return nil, no
	case !k.isVerified || !k.isReusable:
		return nil, &rpcFault{badCard, "Карта не подтверждена"}
	case r.state != payme.ReceiptCreated:
		return nil, &rpcFault{notPayable, "Чек не может быть оплачен"}
	}
	switch TestCards[k.number] {
	case "system error":
		return nil, &rpcFault{processingDown, "Процессинговый центр не отвечает"}
	case "slow":
		p.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-time.After(p.Pause):
		}
		p.mu.Lock()
		return nil, &rpcFault{processingDown, "Процессинговый центр не отвечает"}
	}
	r.state = payme.ReceiptChecked
	bill := map[string]any{"amount": r.amount, "account": r.account}
	if !p.bill(ctx, r, "CheckPerformTransaction", bill) {
		r.state = payme.ReceiptCanceled
		return nil, &rpcFault{shopUnreached, "Поставщик не принимает платёж"}
	}
	bill["id"], bill["time"] = r.id, p.Now().UnixMilli()
	if !p.bill(ctx, r, "CreateTransaction", bill) {
		r.state = payme.ReceiptCanceled
		return nil, &rpcFault{shopUnreached, "Поставщик не принимает платёж"}
	}
	r.state = payme.ReceiptDebiting
	if TestCards[k.number] == "no funds" {
		r.state = payme.ReceiptCanceled
		p.bill(ctx, r, "CancelTransaction", map[string]any{"id": r.id, "reason": noDebit})
		return nil, &rpcFault{noFunds, "Недостаточно средств"}
	}
	r.state = payme.ReceiptClosing
	p.goOn(ctx, r)
	return r.show(), nil
}

// goOn does what a receipt waits for: its transaction is performed, or given back.
func (p *PaymeAPI) goOn(ctx context.Context, r *paymeReceipt) {
	switch r.state {
	case payme.ReceiptClosing:
		if p.bill(ctx, r, "PerformTransaction", map[string]any{"id": r.id}) {
			r.state = payme.ReceiptPaid
		}
	case payme.ReceiptCanceling:
		if p.bill(ctx, r, "CancelTransaction", map[string]any{"id": r.id, "reason": byRefund}) {
			r.state = payme.ReceiptCanceled
		}
	}
}

func (p *PaymeAPI) checkReceipt(h *http.Request, _ *apiCall, r *paymeReceipt) (any, *rpcFault) {
	p.goOn(h.Context(), r)
	return map[string]any{"state": r.state}, nil
}

func (p *PaymeAPI) getReceipt(h *http.Request, _ *apiCall, r *paymeReceipt) (any, *rpcFault) {
	p.goOn(h.Context(), r)
	return r.show(), nil
}

// cancelReceipt gives a paid receipt back by and by, and ends one that is not paid.
func (p *PaymeAPI) cancelReceipt(_ *http.Request, _ *apiCall, r *paymeReceipt) (any, *rpcFault) {
	switch r.state {
	case payme.ReceiptCreated:
		r.state = payme.ReceiptCanceled
	case payme.ReceiptPaid:
		r.state = payme.ReceiptCanceling
	case payme.ReceiptCanceling, payme.ReceiptCanceled:
	default:
		return nil, &rpcFault{notPayable, "Чек не может быть отменён"}
	}
	return r.show(), nil
}
