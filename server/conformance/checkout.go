package conformance

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/simulator"
)

// Checkout calls a shop as Uzum Checkout does, and as somebody does who only pretends to. It needs no orders: what a shop makes
// of a callback it learns from the gateway, which answers to the shop alone. Error: a shop that cannot be reached.
func Checkout(ctx context.Context, address string) (*Report, error) {
	report, client := new(Report), newClient()
	send := func(name, method, at, body string, want ...int) {
		e := simulator.Request{Name: name, Method: method, URL: at, Body: body, Header: map[string]string{"Content-Type": "application/json"}}.Send(ctx, client)
		texts := make([]string, len(want))
		for i, status := range want {
			texts[i] = fmt.Sprint(status)
		}
		report.Results = append(report.Results, Result{Name: name, Want: "status " + strings.Join(texts, " or "), Exchange: e})
		if !slices.Contains(want, e.Status) {
			report.wrong(fmt.Sprintf("status %d %s", e.Status, e.Failure))
		}
	}
	unknown := uuid.NewString()
	told := func(fields string) string { return fmt.Sprintf(`{"orderId":%q,%s}`, unknown, fields) }
	const done = `"orderNumber":"1","operationType":"COMPLETE","operationState":"SUCCESS"`
	send("a payment of an order that is not the shop's", http.MethodPost, address, told(done), http.StatusOK)
	if e := report.Results[0]; e.Status == 0 {
		return nil, fmt.Errorf("the shop cannot be reached: %s", e.Failure)
	}
	send("the same once more", http.MethodPost, address, told(done), http.StatusOK)
	send("a refund", http.MethodPost, address, told(`"orderNumber":"1","operationType":"REFUND","operationState":"FAIL","merchantOperationId":"x","rrn":"1"`), http.StatusOK)
	send("a form that was closed", http.MethodPost, address, told(`"orderNumber":"1","eventType":"FORM_CLOSED","actionCode":3042`), http.StatusOK)
	send("a receipt", http.MethodPost, address, told(`"receiptType":"PURCHASE","receiptUrl":"https://ofd.soliq.uz/"`), http.StatusOK)
	refused := []int{http.StatusBadRequest, http.StatusNotFound, http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusMethodNotAllowed}
	for name, body := range map[string]string{
		"no JSON": `{"orderId":`, "nothing": "", "a list": "[]", "no order": "{" + done + "}", "a megabyte": told(`"x":"` + strings.Repeat("x", 1<<20) + `"`),
	} {
		send(name, http.MethodPost, address, body, refused...)
	}
	send("GET", http.MethodGet, address, "", refused...)
	send("a path that was guessed", http.MethodPost, address[:strings.LastIndex(address, "/")]+"/"+unknown, told(done), refused...)
	return report, nil
}
