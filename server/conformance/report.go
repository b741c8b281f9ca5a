// Package conformance asks a shop over HTTP what a payment provider asks, in order and out of order, and tells where it answers
// otherwise than the protocol says. The shop may be any; it needs no more than an address, a key and orders to be paid.
package conformance

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/simulator"
)

// Order is one that waits to be paid.
type Order struct {
	Number  string
	Amount  int64  // tiyin
	Payment string // id of the attempt to pay it, where it is known
}

// Orders makes orders, or has some ready.
type Orders interface {
	// Next gives an order that was not given before.
	Next(ctx context.Context) (Order, error)
}

// Listed are orders that somebody has placed before.
type Listed []Order

// Next implements Orders.
func (l *Listed) Next(context.Context) (Order, error) {
	if len(*l) == 0 {
		return Order{}, fmt.Errorf("no order is left to be paid")
	}
	o := (*l)[0]
	*l = (*l)[1:]
	return o, nil
}

// Result is one call and how it was answered.
type Result struct {
	Name  string
	Want  string // what the protocol says
	Wrong string // how the answer differs; empty when it does not
	simulator.Exchange
}

// Report is what a run has found.
type Report struct{ Results []Result }

// Failed counts the answers that differ.
func (r *Report) Failed() (n int) {
	for _, each := range r.Results {
		if each.Wrong != "" {
			n++
		}
	}
	return n
}

// wrong says how the last answer differs, the first difference alone.
func (r *Report) wrong(how string) {
	if last := &r.Results[len(r.Results)-1]; last.Wrong == "" {
		last.Wrong = how
	}
}

// longestShown bounds bodies in a report, in characters.
const longestShown = 400

// Print writes a table of all calls with what was sent and answered, and the count of both kinds.
func (r *Report) Print(w io.Writer) error {
	var out strings.Builder
	for _, each := range r.Results {
		mark := "pass"
		if each.Wrong != "" {
			mark = "FAIL"
		}
		fmt.Fprintf(&out, "%s  %s: %s\n", mark, each.Name, each.Want)
		if each.Wrong != "" {
			fmt.Fprintf(&out, "      ! %s\n", each.Wrong)
		}
		fmt.Fprintf(&out, "      > %s %s\n", each.Exchange.Name, short(each.Body))
		if each.Failure != "" {
			fmt.Fprintf(&out, "      < no answer: %s\n", each.Failure)
		} else {
			fmt.Fprintf(&out, "      < %d %s\n", each.Status, short(each.Answer))
		}
	}
	fmt.Fprintf(&out, "\n%d of %d answers are as the protocol says.\n", len(r.Results)-r.Failed(), len(r.Results))
	_, err := io.WriteString(w, out.String())
	return err
}

func short(body string) string {
	body = strings.Join(strings.Fields(body), " ")
	if runes := []rune(body); len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return body
}

// newClient is for calls of a run; each waits this long at most.
func newClient() *http.Client {
	return &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
