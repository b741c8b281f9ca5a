package payment_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

const firstKey, secondKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "zyxwvutsrqponmlkjihgfedcba9876543210"

func ptr[T any](v T) *T { return &v }

// An account is made, changed, rotated and switched off; its secret is sealed and opens as long as it should.
func TestAccounts(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	box, err := secret.NewBox(secret.NewKey("a"))
	w.Must(err)
	providers := payment.NewProviders(cash.Provider{}, payme.Provider{})
	set := func(in payment.AccountSetInput) (*payment.Account, error) {
		in.Provider = payme.Code
		return payment.SetAccount(t.Context(), w.DB, box, providers, w.Store.ID, in, now)
	}
	merchant := []*payment.SettingInput{{Name: payme.MerchantID, Value: "587f72c72cac0d162c722ae2"}}
	refused := func(err error, code fault.Code, path string) {
		t.Helper()
		faults, _ := fault.As(err)
		for _, f := range faults {
			if f.Code == code && strings.Join(f.Path, ".") == path {
				return
			}
		}
		t.Errorf("want %s at %s: %v", code, path, err)
	}
	_, err = payment.SetAccount(t.Context(), w.DB, box, providers, w.Store.ID, payment.AccountSetInput{Provider: "cash"}, now)
	refused(err, fault.Invalid, "input.provider")
	_, err = payment.DisableAccount(t.Context(), w.DB, w.Store.ID, payment.AccountDisableInput{Provider: payme.Code}, now)
	refused(err, fault.NotFound, "input.provider")
	_, err = set(payment.AccountSetInput{AllowedIPs: []string{"185.234.113.0/28", "here"}, KeepPreviousMinutes: ptr(-1)})
	for code, path := range map[fault.Code]string{fault.Required: "input.secret", fault.Invalid: "input.allowedIps.1", fault.OutOfRange: "input.keepPreviousMinutes"} {
		refused(err, code, path)
	}
	refused(err, fault.Required, "input.settings")
	_, err = set(payment.AccountSetInput{Secret: ptr("short"), Settings: []*payment.SettingInput{{Name: "color", Value: "red"}, {Name: payme.MerchantID, Value: "a b"}}})
	refused(err, fault.Invalid, "input.secret")
	refused(err, fault.Invalid, "input.settings.0.name")
	refused(err, fault.Invalid, "input.settings.1.value")

	a, err := set(payment.AccountSetInput{Secret: ptr(firstKey), Settings: merchant, AllowedIPs: []string{"185.234.113.0/28", "::1"}})
	w.Must(err)
	if a.Mode != payment.Live || !a.IsActive || a.SecretHint != "6789" || a.Version != 1 || a.Settings[payme.AccountField] != "order_id" {
		t.Errorf("%+v", a)
	}
	for from, admitted := range map[string]bool{"185.234.113.15": true, "::ffff:185.234.113.1": true, "::1": true, "185.234.113.16": false} {
		if a.Admits(netip.MustParseAddr(from)) != admitted {
			t.Errorf("%s: admitted %t", from, !admitted)
		}
	}
	s, err := store.ByID(t.Context(), w.DB, w.Store.ID)
	w.Must(err)
	if terms := s.Payments[payme.Code]; terms.Mode != "LIVE" || terms.Settings[payme.MerchantID] != "587f72c72cac0d162c722ae2" {
		t.Errorf("the store shows %+v", s.Payments)
	}
	opens := func(key string, at time.Time, want bool) {
		t.Helper()
		is, err := a.Opens(box, key, at)
		w.Must(err)
		if is != want {
			t.Errorf("%s opens: %t", key, is)
		}
	}
	opens(firstKey, now, true)
	opens(firstKey+"0", now, false)
	opens("", now, false)

	// The next key, with overlap; then the sandbox, whose key is no key of the live account.
	_, err = set(payment.AccountSetInput{Secret: ptr(secondKey), ExpectedVersion: ptr(9)})
	refused(err, fault.StaleVersion, "input.expectedVersion")
	a, err = set(payment.AccountSetInput{Secret: ptr(secondKey), KeepPreviousMinutes: ptr(10), ExpectedVersion: ptr(1)})
	w.Must(err)
	opens(secondKey, now, true)
	opens(firstKey, now.Add(9*time.Minute), true)
	opens(firstKey, now.Add(10*time.Minute), false)
	_, err = set(payment.AccountSetInput{Mode: ptr(payment.Test)})
	refused(err, fault.Required, "input.secret")
	a, err = set(payment.AccountSetInput{Mode: ptr(payment.Test), Secret: ptr(firstKey), AllowedIPs: []string{}})
	w.Must(err)
	opens(secondKey, now, false)
	opens(firstKey, now, true)

	off, err := payment.DisableAccount(t.Context(), w.DB, w.Store.ID, payment.AccountDisableInput{Provider: payme.Code}, now)
	w.Must(err)
	again, err := payment.DisableAccount(t.Context(), w.DB, w.Store.ID, payment.AccountDisableInput{Provider: payme.Code, ExpectedVersion: ptr(1)}, now)
	w.Must(err)
	if off.IsActive || again.Version != off.Version {
		t.Errorf("switched off: %+v, again: %+v", off, again)
	}
	if s, err = store.ByID(t.Context(), w.DB, w.Store.ID); err != nil || len(s.Payments) != 0 {
		t.Errorf("the store shows %+v: %v", s.Payments, err)
	}
	other := w.Beside("boshqa")
	other.Read(func(ctx context.Context, q bun.IDB) error {
		found, err := payment.Accounts(ctx, q, other.Store.ID)
		if len(found) != 0 {
			t.Error("another store sees the account")
		}
		return err
	})
	// Sealed for one store, the secret opens for no other.
	a.StoreID = other.Store.ID
	if _, err := a.Opens(box, firstKey, now); err == nil {
		t.Error("a secret opened in another store")
	}
}

// Only what a store has an account for is offered.
func TestOffered(t *testing.T) {
	t.Parallel()
	ps := payment.NewProviders(cash.Provider{}, payme.Provider{})
	if m := ps.Offered(func(code string) bool { return code == payme.Code }); len(m) != 2 || m[1] != payment.Payme {
		t.Errorf("with an account: %v", m)
	}
	if m := ps.Offered(func(string) bool { return false }); len(m) != 1 || m[0] != payment.Cash {
		t.Errorf("without: %v", m)
	}
}
