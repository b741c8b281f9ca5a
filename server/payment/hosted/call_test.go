package hosted_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/hosted"
)

const secret = "0123456789abcdef0123456789abcdef"

// A signature that was computed apart from this code.
func TestSign(t *testing.T) {
	t.Parallel()
	at := time.Unix(1519051543, 0)
	if got := hosted.Sign(secret, at, hosted.ForReport, []byte(`{"id":"1"}`)); got != "8b233c57be28bb8eba87124a7365ed509b99b683992b98ab3cf16a45ea4b3ed0" {
		t.Error(got)
	}
	h := http.Header{}
	hosted.Put(h, secret, at, hosted.ForReport, []byte("x"))
	for what, is := range map[string]bool{
		"itself":    hosted.IsSigned(h, secret, at.Add(hosted.Drift), hosted.ForReport, []byte("x")),
		"too late":  !hosted.IsSigned(h, secret, at.Add(hosted.Drift+time.Second), hosted.ForReport, []byte("x")),
		"too early": !hosted.IsSigned(h, secret, at.Add(-hosted.Drift-time.Second), hosted.ForReport, []byte("x")),
		"purpose":   !hosted.IsSigned(h, secret, at, hosted.ForAnswer, []byte("x")),
		"body":      !hosted.IsSigned(h, secret, at, hosted.ForReport, []byte("y")),
		"key":       !hosted.IsSigned(h, secret+"1", at, hosted.ForReport, []byte("x")),
		"no header": !hosted.IsSigned(http.Header{}, secret, at, hosted.ForReport, []byte("x")),
	} {
		if !is {
			t.Error(what)
		}
	}
}

// A gateway that answers nothing, garbage, of another payment, or without a signature, decides nothing.
func TestFaults(t *testing.T) {
	t.Parallel()
	at := time.Unix(1519051543, 0)
	key := uuid.New()
	good := `{"id":"1","url":"http://gateway.test/1","payment":"` + id.Of(id.Payment, key).String() + `","amount":1,"state":"paid"}`
	signed := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			hosted.Put(w.Header(), secret, at, hosted.ForAnswer, []byte(body))
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	try := func(answer http.HandlerFunc, on payment.Keys) (opened, refunded, asked error) {
		server := httptest.NewServer(answer)
		defer server.Close()
		p := hosted.Provider{API: server.URL, Now: func() time.Time { return at }}
		_, opened = p.Open(t.Context(), on, payment.Opening{Bill: payment.Bill{Amount: 1}})
		_, refunded = p.Refund(t.Context(), on, payment.RefundCall{Key: key, Ref: "1", Amount: 1})
		_, asked = p.Ask(t.Context(), on, payment.Question{PaymentID: key, Ref: "1"})
		return opened, refunded, asked
	}
	k := payment.Keys{Mode: payment.Test, Secret: secret, Settings: map[string]string{hosted.GatewayURL: hosted.Simulated, hosted.MerchantID: "x"}}
	for what, answer := range map[string]http.HandlerFunc{
		"500":             signed(http.StatusInternalServerError, good),
		"nothing":         func(http.ResponseWriter, *http.Request) {},
		"not signed":      func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, good) },
		"garbage":         signed(http.StatusOK, "<html>"),
		"another thing":   signed(http.StatusOK, `{"x":1}`),
		"another payment": signed(http.StatusOK, `{"id":"1","payment":"pay_00000000000000000000000001","amount":1,"state":"paid"}`),
	} {
		if opened, refunded, asked := try(answer, k); opened == nil || refunded == nil || asked == nil {
			t.Errorf("%s: page %v, refund %v, state %v", what, opened, refunded, asked)
		}
	}
	if opened, refunded, asked := try(signed(http.StatusOK, good), k); opened != nil || refunded == nil || asked != nil {
		t.Errorf("what is signed: page %v, refund %v, state %v", opened, refunded, asked)
	}
	if _, _, asked := try(signed(http.StatusNotFound, "{}"), k); asked != nil {
		t.Errorf("a payment that the gateway has not: %v", asked)
	}
	live := k
	live.Mode = payment.Live
	called := errors.New("called")
	p := hosted.Provider{API: "http://127.0.0.1:1", Client: &http.Client{Transport: refusing{called}}, Now: func() time.Time { return at }}
	if _, err := p.Open(t.Context(), live, payment.Opening{}); !errors.Is(err, called) {
		t.Errorf("a live account meets a simulator: %v", err)
	}
}

// refusing is a way out that leads nowhere.
type refusing struct{ err error }

func (r refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, r.err }
