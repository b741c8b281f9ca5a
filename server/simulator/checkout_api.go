package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Codes of errors of Uzum Checkout.
const (
	checkoutNoAccess = 1001
	checkoutBad      = 2000
	checkoutState    = 3000
	checkoutMoney    = 3002
	checkoutPayType  = 3004
	checkoutNoOrder  = 3005
	checkoutTooMuch  = 3020
	checkoutUsed     = 3027
	checkoutRepeat   = 3028
)

// mostCheckout is the largest amount, in tiyin.
const mostCheckout = 999_999_999_999

// checkoutCall is a call of a shop whose key was right.
type checkoutCall struct {
	merchant  Merchant
	language  string
	operation string // X-Operation-Id
	in        struct {
		ClientID      string `json:"clientId"`
		Currency      any    `json:"currency"`
		OrderNumber   string `json:"orderNumber"`
		ViewType      string `json:"viewType"`
		PaymentParams struct {
			OperationType string `json:"operationType"`
			PayType       string `json:"payType"`
		} `json:"paymentParams"`
		Timeout     int    `json:"sessionTimeoutSecs"`
		Amount      int64  `json:"amount"`
		SuccessURL  string `json:"successUrl"`
		FailureURL  string `json:"failureUrl"`
		OrderID     string `json:"orderId"`
		OperationID string `json:"operationId"`
	}
}

// API implements Called. Another path than those of the gateway is forbidden, as its gate has it.
func (c *Checkout) API(*Simulator) http.Handler {
	mux := http.NewServeMux()
	for path, answer := range map[string]func(*checkoutCall) (any, int, string){
		"payment/register": c.register, "payment/getOrderStatus": c.orderStatus, "payment/getOperationState": c.operationState,
		"acquiring/refund": c.refund,
	} {
		mux.HandleFunc("POST /v1/"+path, func(w http.ResponseWriter, r *http.Request) {
			call := &checkoutCall{language: r.Header.Get("Content-Language"), operation: r.Header.Get("X-Operation-Id")}
			var known bool
			call.merchant, known = c.Merchant(r.Header.Get("X-Terminal-Id"))
			if !known || call.merchant.Secret != r.Header.Get("X-API-Key") {
				serveCheckout(w, nil, checkoutNoAccess, "Access denied")
				return
			}
			body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostRead))
			if err == nil {
				err = json.Unmarshal(body, &call.in)
			}
			if err != nil {
				serveCheckout(w, nil, checkoutBad, "Validation error")
				return
			}
			c.mu.Lock()
			result, code, message := answer(call)
			c.mu.Unlock()
			serveCheckout(w, result, code, message)
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	return mux
}

func (c *Checkout) register(call *checkoutCall) (any, int, string) {
	in := &call.in
	bad := map[string]bool{
		"Content-Language":   !slices.Contains([]string{"ru-RU", "uz-UZ", "en-EN"}, call.language),
		"clientId":           in.ClientID == "",
		"orderNumber":        in.OrderNumber == "" || len(in.OrderNumber) > 36,
		"viewType":           !slices.Contains([]string{"WEB_VIEW", "IFRAME", "REDIRECT"}, in.ViewType),
		"successUrl":         in.ViewType == "REDIRECT" && (in.SuccessURL == "" || in.FailureURL == ""),
		"sessionTimeoutSecs": in.Timeout < 600 || in.Timeout > 1800,
		"operationType":      in.PaymentParams.OperationType != "PAYMENT",
	}
	for field, is := range bad {
		if is {
			return nil, checkoutBad, "Validation error: " + field
		}
	}
	if number, is := in.Currency.(float64); !is || number != 860 || in.Amount < 1 || in.Amount > mostCheckout {
		return nil, checkoutMoney, "Wrong amount or currency"
	}
	if in.PaymentParams.PayType != "ONE_STEP" {
		return nil, checkoutPayType, "Pay type is not enabled"
	}
	for _, o := range c.orders {
		if o.merchant.ID == call.merchant.ID && o.number == in.OrderNumber {
			return nil, checkoutUsed, "Order number is used"
		}
	}
	o := &checkoutOrder{
		id: uuid.NewString(), number: in.OrderNumber, status: "REGISTERED", language: call.language, back: in.SuccessURL, merchant: call.merchant,
		amount: in.Amount, until: c.Now().Add(time.Duration(in.Timeout) * time.Second),
	}
	c.orders[o.id] = o
	return map[string]any{"orderId": o.id, "paymentRedirectUrl": c.Page + "pay/" + o.id}, 0, ""
}

// named is the order of a call; nil for one of another terminal.
func (c *Checkout) named(call *checkoutCall) *checkoutOrder {
	if o := c.orders[call.in.OrderID]; o != nil && o.merchant.ID == call.merchant.ID {
		return o
	}
	return nil
}

func (c *Checkout) orderStatus(call *checkoutCall) (any, int, string) {
	o := c.named(call)
	if o == nil {
		return nil, checkoutNoOrder, "Payment not found"
	}
	return map[string]any{
		"orderId": o.id, "status": o.status, "merchantOrderId": o.number, "amount": o.amount, "totalAmount": o.amount,
		"completedAmount": o.completed, "refundedAmount": o.refunded, "reversedAmount": 0, "operations": []any{},
	}, 0, ""
}

func (c *Checkout) operationState(call *checkoutCall) (any, int, string) {
	is := c.operations[call.in.OperationID]
	if is == nil {
		return nil, checkoutNoOrder, "Operation not found"
	}
	return map[string]any{"operation": map[string]any{"state": is.state, "operationType": is.kind}}, 0, ""
}

// refund gives money back, once for a key.
func (c *Checkout) refund(call *checkoutCall) (any, int, string) {
	o := c.named(call)
	known, isRepeat := c.keys[call.operation]
	switch {
	case o == nil:
		return nil, checkoutNoOrder, "Payment not found"
	case uuid.Validate(call.operation) != nil:
		return nil, checkoutBad, "Validation error: X-Operation-Id"
	case isRepeat && c.RefusesRepeats:
		return nil, checkoutRepeat, "Operation exists"
	case isRepeat:
		return map[string]any{"operationId": known}, 0, ""
	case o.status != "COMPLETED":
		return nil, checkoutState, "Wrong state"
	case call.in.Amount < 1 || call.in.Amount > o.completed-o.refunded:
		return nil, checkoutTooMuch, "Refund amount is too large"
	}
	operationID := uuid.NewString()
	c.keys[call.operation], c.operations[operationID] = operationID, &checkoutOperation{state: "SUCCESS", kind: "REFUND"}
	if o.refunded += call.in.Amount; o.refunded == o.completed {
		o.status = "REFUNDED"
	}
	return map[string]any{"operationId": operationID}, 0, ""
}
