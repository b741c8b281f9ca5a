package click_test

import (
	"net/url"
	"testing"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
)

const secretKey = "T3stS3cr3tKey"

func form(changes ...string) url.Values {
	v := url.Values{
		"click_trans_id": {"2178354913"}, "service_id": {"31245"}, "click_paydoc_id": {"77"}, "merchant_trans_id": {"ORD-1007"},
		"amount": {"125000.00"}, "action": {"0"}, "error": {"0"}, "error_note": {"Success"}, "sign_time": {"2026-03-14 15:09:26"}, "sign_string": {"x"},
	}
	for i := 0; i < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			v.Del(changes[i])
		}
	}
	return v
}

// Signatures that were computed apart from this code.
func TestSignature(t *testing.T) {
	t.Parallel()
	complete := []string{"action", "1", "merchant_prepare_id", "88001", "sign_time", "2026-03-14 15:09:41"}
	for sign, v := range map[string]url.Values{
		"a607a2ebb82a6fd800aa0b030b5c7fe9": form(),
		"652fcafcd850a299c26005db35ba455c": form(complete...),
		"505a84389c44774a7a3c4c25bcaff26b": form(append(complete, "amount", "125000")...),
		"A607A2EBB82A6FD800AA0B030B5C7FE9": form(),
	} {
		v.Set("sign_string", sign)
		c, refused := click.Read([]byte(v.Encode()))
		if refused != nil || !c.IsSigned(secretKey) || c.IsSigned("other") {
			t.Errorf("%s of %s: %v", sign, v.Encode(), refused)
		}
		v.Set("amount", "125000.0")
		if c, _ := click.Read([]byte(v.Encode())); c.IsSigned(secretKey) {
			t.Errorf("%s is of another amount", sign)
		}
	}
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	for _, changes := range [][]string{
		{"click_trans_id", ""}, {"service_id", ""}, {"click_paydoc_id", ""}, {"merchant_trans_id", ""}, {"amount", ""}, {"action", ""}, {"error", ""},
		{"sign_time", ""}, {"sign_string", ""}, {"click_trans_id", "bir"}, {"click_trans_id", "0"}, {"click_trans_id", "99999999999999999999"},
		{"amount", "1e3"}, {"amount", "1,5"}, {"amount", "."}, {"amount", "1."}, {"amount", "NaN"}, {"error", "ok"}, {"error", "1"}, {"action", "x"},
		{"merchant_trans_id", "a\x00"}, {"merchant_trans_id", "\xff"}, {"action", "1"}, {"action", "1", "merchant_prepare_id", "x"},
	} {
		if _, refused := click.Read([]byte(form(changes...).Encode())); refused == nil || refused.Code != click.BadRequest {
			t.Errorf("%q: %v", changes, refused)
		}
	}
	for _, body := range []string{"", "%zz", "\x00\xff", `{"action":0}`, form().Encode() + "&amount=1"} {
		if _, refused := click.Read([]byte(body)); refused == nil {
			t.Errorf("%q passes", body)
		}
	}
}

// Sums are exact: no part of a tiyin is dropped, and none passes for another.
func TestSum(t *testing.T) {
	t.Parallel()
	for amount, want := range map[string]money.Tiyin{
		"1000": 1000_00, "1000.0": 1000_00, "1000.5": 1000_50, "1000.05": 1000_05, "1000.0500": 1000_05, "0.01": 1, "125000.00": 125000_00,
		"90071992547409.93": 9007199254740993, // no float64 holds it
		"1000.001":          0, "0": 0, "0.00": 0, "-5": 0, "92233720368547758.08": 0,
	} {
		c, refused := click.Read([]byte(form("amount", amount).Encode()))
		if refused != nil {
			t.Errorf("%s: %v", amount, refused)
		}
		if got, isSum := c.Sum(); isSum != (want > 0) || isSum && got != want {
			t.Errorf("%s is %d, %t", amount, got, isSum)
		}
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	terms := payment.Terms{Mode: payment.Live, Settings: map[string]string{click.ServiceID: "31245", click.MerchantID: "9", click.MerchantUserID: "10"}}
	bill := payment.Bill{OrderNumber: 7, Amount: 125000_05}
	const want = "?amount=125000.05&merchant_id=9&merchant_user_id=10&return_url=https%3A%2F%2Fshop.example%2Fapp%3Fa%3D1%26b%3D2&service_id=31245&transaction_param=7"
	simulated := click.Provider{Page: "http://localhost/simulator/click/"}
	if got := simulated.CheckoutURL(terms, bill, lang.RU, "https://shop.example/app?a=1&b=2"); got != "https://my.click.uz/services/pay"+want {
		t.Errorf("live: %s", got)
	}
	terms.Mode = payment.Test
	if got := simulated.CheckoutURL(terms, bill, lang.RU, "https://shop.example/app?a=1&b=2"); got != simulated.Page+"pay"+want {
		t.Errorf("test: %s", got)
	}
}
