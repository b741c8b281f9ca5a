package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/store"
)

// Providers are played by `dev` alone: no setting brings them into a server for people.
func TestNoSimulatorsForPeople(t *testing.T) {
	t.Parallel()
	s := openSite(t, testDatabase(t), "DOKON_SIMULATORS", "1")
	if a := s.do("GET", "/simulator/payme/", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("a simulator is served: %s", a.Status)
	}
	if page := providers(s.app.config, s.app.botAPI()); strings.Contains(testPage(t, page), "simulator") {
		t.Error("test accounts meet a simulator")
	}
	for _, setting := range settings {
		if strings.Contains(strings.ToLower(setting.name), "simulat") {
			t.Errorf("%s could be set", setting.name)
		}
	}
}

// testPage is where a bill of a test account with Payme is paid.
func testPage(t *testing.T, ps *payment.Providers) string {
	t.Helper()
	provider, has := ps.Remote(payme.Code)
	if !has {
		t.Fatal("there is no Payme")
	}
	return provider.CheckoutURL(payment.Terms{Mode: payment.Test}, payment.Bill{OrderNumber: 1, Amount: 100}, "ru", "")
}

// Demo shops get test accounts once, and keep what their keepers make of them.
func TestDemoAccounts(t *testing.T) {
	t.Parallel()
	s := openSite(t, testDatabase(t))
	on := s.app.config
	on.Simulators = simulated{public: "https://dokon.example", local: s.url("")}
	ps := providers(on, s.app.botAPI())
	if page := testPage(t, ps); !strings.HasPrefix(page, "https://dokon.example/simulator/payme/") {
		t.Errorf("a test account pays at %s", page)
	}
	remote, _ := ps.Remote(payme.Code)
	if page := remote.CheckoutURL(payment.Terms{Mode: payment.Live}, payment.Bill{}, "ru", ""); !strings.HasPrefix(page, payme.Checkout) {
		t.Errorf("a live account pays at %s", page)
	}
	account := func(slug string) *payment.Account {
		t.Helper()
		shop, err := store.BySlug(t.Context(), s.app.db, slug)
		if err != nil {
			t.Fatal(err)
		}
		var all []*payment.Account
		err = s.app.db.Read(t.Context(), shop.ID, func(ctx context.Context, q bun.IDB) (err error) {
			all, err = payment.Accounts(ctx, q, shop.ID)
			return err
		})
		for _, each := range all {
			if each.Provider == payme.Code {
				return each
			}
		}
		t.Fatalf("%s has no account: %v", slug, err)
		return nil
	}
	give := func() {
		t.Helper()
		s.app.simulators = newSimulators(simulated{s.url(""), s.url("")})
		if err := s.app.giveDemoAccounts(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	give()
	one, two := account("one"), account("two")
	if one.Mode != payment.Test || one.SecretHint == two.SecretHint {
		t.Errorf("accounts %+v, %+v", one, two)
	}
	_, err := payment.DisableAccount(t.Context(), s.app.db, two.StoreID, payment.AccountDisableInput{Provider: payme.Code}, s.app.now())
	if err != nil {
		t.Fatal(err)
	}
	key := "zyxwvutsrqponmlkjihgfedcba9876543210"
	_, err = payment.SetAccount(t.Context(), s.app.db, s.app.box, s.app.payments, one.StoreID, payment.AccountSetInput{
		Provider: payme.Code, Mode: new(payment.Live), Secret: &key, Settings: []*payment.SettingInput{{Name: payme.MerchantID, Value: "own"}},
	}, s.app.now())
	if err != nil {
		t.Fatal(err)
	}
	give()
	if a := account("one"); a.Mode != payment.Live || a.Version != 2 {
		t.Errorf("a keeper's account was changed: %+v", a)
	}
	if a := account("two"); a.IsActive || a.Version != 2 {
		t.Errorf("an account that is off was changed: %+v", a)
	}
}

// With an unchanged key a start changes nothing; when the deployment's keys are others, the account gets the new secret.
func TestDemoAccountsFollowTheKeys(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	d := &database{URL: url, MigrateURL: url}
	s := openSite(t, d)
	version := func() (version int) {
		t.Helper()
		shop, err := store.BySlug(t.Context(), s.app.db, "one")
		if err != nil {
			t.Fatal(err)
		}
		s.app.simulators = newSimulators(simulated{s.url(""), s.url("")})
		if err := s.app.giveDemoAccounts(t.Context()); err != nil {
			t.Fatal(err)
		}
		err = s.app.db.Read(t.Context(), shop.ID, func(ctx context.Context, q bun.IDB) error {
			a, err := payment.AccountOf(ctx, q, shop.ID, payme.Code)
			version = a.Version
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return version
	}
	if first, second := version(), version(); first != 1 || second != 1 {
		t.Errorf("versions %d and %d", first, second)
	}
	s.app.config.StateDir = t.TempDir() // other keys are made there
	if third := version(); third != 2 {
		t.Errorf("after another key the version is %d", third)
	}
}
