package main

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/checkout"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/simulator"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/webhook"
)

// providers are those of a deployment, in the order in which their methods are offered. Where simulators run, test accounts
// meet them; live accounts never do.
func providers(c Config, telegram invoice.API) *payment.Providers {
	return payment.NewProviders(
		cash.Provider{}, payme.Provider{Page: c.Simulators.page(payme.Code), API: c.Simulators.api(payme.Code)}, click.Provider{Page: c.Simulators.page(click.Code), API: c.Simulators.api(click.Code)},
		uzum.Provider{Page: c.Simulators.page(uzum.Code)}, checkout.Provider{API: c.Simulators.api(checkout.Code)}, bank.Provider{}, invoice.Provider{API: telegram}, invoice.Stars{API: telegram},
		hosted.Provider{Client: webhook.NewClient(c.WebhooksPrivate), API: strings.TrimSuffix(c.Simulators.api(hosted.Code), "/")},
	)
}

// simulated is where the providers that `dev` plays are reached; its zero value where none are.
type simulated struct {
	public string // for browsers, without a slash at the end
	local  string // for this process
}

// isOn tells whether providers are simulated.
func (s simulated) isOn() bool { return s.public != "" }

// page is the address of a provider's pages; empty when it is not simulated.
func (s simulated) page(code string) string {
	if !s.isOn() {
		return ""
	}
	return s.public + "/simulator/" + code + "/"
}

// api is where this process calls a simulated provider; empty when it is not simulated.
func (s simulated) api(code string) string {
	if !s.isOn() {
		return ""
	}
	return s.local + "/simulator/" + code + "/api/"
}

// simulators are the outside of the providers of this process.
type simulators struct {
	mux *http.ServeMux
	// accounts are what the demo shops get, by provider.
	accounts []simulatedAccount
	// made are told of an account, by provider.
	made map[string]func(shop *store.Store, a *payment.Account)
}

// simulatedAccount is how demo shops come to an account with a provider.
type simulatedAccount struct {
	provider string
	// with gives what a shop is to set, its secret being made of random bytes, and notes the shop on the provider's books.
	with func(shop *store.Store, random []byte) payment.AccountSetInput
}

// newSimulators makes the simulators; they call the shops at their local address.
func newSimulators(at simulated) *simulators {
	local := at.local
	s := &simulators{mux: http.NewServeMux()}
	paymeBooks := new(simulator.Books)
	s.mount(simulator.New(simulator.Payme{Books: paymeBooks}, time.Now))
	s.mux.Handle("/simulator/"+payme.Code+"/api/", simulator.NewPaymeAPI(paymeBooks, time.Now))
	s.accounts = append(s.accounts, simulatedAccount{payme.Code, func(shop *store.Store, random []byte) payment.AccountSetInput {
		key := hex.EncodeToString(random)[:36]
		kassa := fmt.Sprintf("%024x", shop.ID)
		paymeBooks.Add(simulator.Merchant{
			ID: kassa, Name: shop.In(shop.Name, lang.Default), Secret: key, URL: local + "/pay/" + payme.Code + "/" + shop.Slug,
		})
		return payment.AccountSetInput{Secret: &key, Settings: []*payment.SettingInput{
			{Name: payme.MerchantID, Value: kassa}, {Name: payme.SavedCards, Value: "ON"},
		}}
	}})
	clickBooks := new(simulator.Books)
	s.mount(simulator.New(simulator.Click{Books: clickBooks}, time.Now))
	s.accounts = append(s.accounts, simulatedAccount{click.Code, func(shop *store.Store, random []byte) payment.AccountSetInput {
		key, number := hex.EncodeToString(random)[:32], fmt.Sprint(9_000_000+shop.ID)
		clickBooks.Add(simulator.Merchant{
			ID: number, Name: shop.In(shop.Name, lang.Default), Secret: key, URL: local + "/pay/" + click.Code + "/" + shop.Slug,
		})
		return payment.AccountSetInput{Secret: &key, Settings: []*payment.SettingInput{
			{Name: click.ServiceID, Value: number}, {Name: click.MerchantID, Value: number}, {Name: click.MerchantUserID, Value: number},
			{Name: click.UsesAPI, Value: "YES"},
		}}
	}})
	uzumBooks := new(simulator.Books)
	s.mount(simulator.New(simulator.Uzum{Books: uzumBooks}, time.Now))
	s.accounts = append(s.accounts, simulatedAccount{uzum.Code, func(shop *store.Store, random []byte) payment.AccountSetInput {
		secret, service := "uzum:"+hex.EncodeToString(random), fmt.Sprint(100_000+shop.ID)
		uzumBooks.Add(simulator.Merchant{
			ID: service, Name: shop.In(shop.Name, lang.Default), Secret: secret, URL: local + "/pay/" + uzum.Code + "/" + shop.Slug,
		})
		return payment.AccountSetInput{Secret: &secret, Settings: []*payment.SettingInput{{Name: uzum.ServiceID, Value: service}}}
	}})
	gatewayBooks := new(simulator.Books)
	s.mount(simulator.New(simulator.NewCheckout(gatewayBooks, at.page(checkout.Code), time.Now), time.Now))
	terminal := func(shop *store.Store) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", shop.ID) }
	s.accounts = append(s.accounts, simulatedAccount{checkout.Code, func(shop *store.Store, random []byte) payment.AccountSetInput {
		key := hex.EncodeToString(random)
		gatewayBooks.Add(simulator.Merchant{ID: terminal(shop), Name: shop.In(shop.Name, lang.Default), Secret: key})
		return payment.AccountSetInput{Secret: &key, Settings: []*payment.SettingInput{{Name: checkout.TerminalID, Value: terminal(shop)}}}
	}})
	s.made = map[string]func(*store.Store, *payment.Account){checkout.Code: func(shop *store.Store, a *payment.Account) {
		m, _ := gatewayBooks.Merchant(terminal(shop))
		m.URL = local + "/pay/" + checkout.Code + "/" + shop.Slug + "/" + a.GlobalID().String()
		gatewayBooks.Add(m)
	}}
	hostedBooks := new(simulator.Books)
	s.mount(simulator.New(simulator.Hosted{Books: hostedBooks, Page: at.page(hosted.Code)}, time.Now))
	s.accounts = append(s.accounts, simulatedAccount{hosted.Code, func(shop *store.Store, random []byte) payment.AccountSetInput {
		secret := hex.EncodeToString(random)
		hostedBooks.Add(simulator.Merchant{
			ID: shop.Slug, Name: shop.In(shop.Name, lang.Default), Secret: secret, URL: local + "/pay/" + hosted.Code + "/" + shop.Slug,
		})
		return payment.AccountSetInput{Secret: &secret, Settings: []*payment.SettingInput{
			{Name: hosted.GatewayURL, Value: hosted.Simulated}, {Name: hosted.MerchantID, Value: shop.Slug},
		}}
	}})
	return s
}

func (s *simulators) mount(one *simulator.Simulator) {
	s.mux.Handle("/simulator/"+one.Code()+"/", one)
}

// giveDemoAccounts gives the demo shops test accounts with the simulated providers. An account that its keeper has changed is
// left alone, as is one that was switched off.
func (a *app) giveDemoAccounts(ctx context.Context) error {
	shops, err := a.demoShops(ctx)
	if err != nil {
		return err
	}
	for _, shop := range shops {
		for _, one := range slices.Concat(a.simulators.accounts, demoAccounts(a.config.TelegramURL == "")) {
			if err := a.giveDemoAccount(ctx, shop, one); err != nil {
				return fmt.Errorf("account of %s with %s: %w", shop.Slug, one.provider, err)
			}
		}
		a.stores.Forget(shop.ID)
	}
	return nil
}

func (a *app) giveDemoAccount(ctx context.Context, shop *store.Store, one simulatedAccount) error {
	keys, err := secretKeys(a.config)
	if err != nil {
		return err
	}
	// Made of the deployment's own key, the secret is the same at the next start, and known to nobody else.
	random, err := hkdf.Key(sha256.New, keys[0].AES[:], nil, "simulator "+one.provider+" "+shop.Slug, sha256.Size)
	if err != nil {
		return err
	}
	in := one.with(shop, random)
	in.Provider, in.Mode = one.provider, new(payment.Test)
	var has *payment.Account
	err = a.db.Read(ctx, shop.ID, func(ctx context.Context, q bun.IDB) error {
		all, err := payment.Accounts(ctx, q, shop.ID)
		for _, each := range all {
			if each.Provider == one.provider {
				has = each
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if has != nil && in.Secret == nil {
		return nil
	}
	if told := a.simulators.made[one.provider]; has != nil && told != nil {
		told(shop, has)
	}
	if has != nil {
		opens, err := has.Opens(a.box, *in.Secret, a.now())
		isOurs := err != nil || has.Mode == payment.Test && has.IsActive // a secret that cannot be opened is of a key that is gone
		for _, s := range in.Settings {
			isOurs = isOurs && has.Settings[s.Name] == s.Value
		}
		if opens || !isOurs {
			return nil
		}
	}
	made, err := payment.SetAccount(ctx, a.db, a.box, a.payments, shop.ID, in, a.now())
	if told := a.simulators.made[one.provider]; err == nil && told != nil {
		told(shop, made)
	}
	return err
}
