package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/conformance"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/checkout"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/simulator"
	"github.com/dokon-shop/dokon/server/telegram"
)

// questions is what a run of the conformance command is told.
type questions struct {
	url, key string
	settings map[string]string // of the account
	orders   conformance.Orders
}

// conformants are the protocols by provider.
var conformants = map[string]func(ctx context.Context, q questions) (*conformance.Report, error){
	payme.Code: func(ctx context.Context, q questions) (*conformance.Report, error) {
		return conformance.Payme(ctx, simulator.PaymeShop{URL: q.url, Key: q.key}, q.settings[payme.AccountField], q.orders, time.Now)
	},
	click.Code: func(ctx context.Context, q questions) (*conformance.Report, error) {
		cancelPaid, err := strconv.Atoi(q.settings[click.CancelPaid])
		if err != nil {
			return nil, fmt.Errorf("setting %s: %w", click.CancelPaid, err)
		}
		return conformance.Click(ctx, simulator.ClickShop{URL: q.url, Service: q.settings[click.ServiceID], Key: q.key}, cancelPaid, q.orders, time.Now)
	},
	hosted.Code: func(ctx context.Context, q questions) (*conformance.Report, error) {
		return conformance.Hosted(ctx, simulator.HostedShop{URL: q.url, Secret: q.key}, q.orders, time.Now)
	},
	uzum.Code: func(ctx context.Context, q questions) (*conformance.Report, error) {
		shop := simulator.UzumShop{URL: q.url, Secret: q.key, ServiceID: q.settings[uzum.ServiceID]}
		return conformance.Uzum(ctx, shop, q.settings[uzum.ParamsKey], q.orders, time.Now)
	},
	checkout.Code: func(ctx context.Context, q questions) (*conformance.Report, error) {
		return conformance.Checkout(ctx, q.url)
	},
}

// errConformance ends the command with another exit code than 0; the report has said why.
var errConformance = errors.New("the shop does not answer as the protocol says")

// conformance asks a shop all that a provider may ask and prints what it answers.
func (p *program) conformance(ctx context.Context, args []string) error {
	provider := ""
	if len(args) > 0 {
		provider, args = args[0], args[1:]
	}
	run, known := conformants[provider]
	if !known {
		return fmt.Errorf("conformance: say which provider: payme, click, uzum, uzum-checkout or hosted; %w", errUsage)
	}
	var slug string
	var q questions
	var listed conformance.Listed
	q.settings = map[string]string{}
	err := p.flags("conformance", args, func(f *flag.FlagSet) {
		f.StringVar(&slug, "store", "", "slug of a store of this deployment; may be left out when there is one alone")
		f.StringVar(&q.url, "url", "", "address that the provider calls, of any shop; then --key and --order are needed")
		f.StringVar(&q.key, "key", "", "the key of the shop's test account")
		f.Func("set", "a setting of the account as name=value, such as "+payme.AccountField+"=order_id", func(text string) error {
			name, value, ok := strings.Cut(text, "=")
			if !ok {
				return errors.New("it must be name=value")
			}
			q.settings[name] = value
			return nil
		})
		f.Func("order", "an unpaid order as number:tiyin, and :payment for hosted, given twice for payme and four times for click; they are paid, refunded and called off", func(text string) error {
			number, sum, _ := strings.Cut(text, ":")
			sum, attempt, _ := strings.Cut(sum, ":")
			amount, err := strconv.ParseInt(sum, 10, 64)
			if err != nil || number == "" || amount <= 0 {
				return errors.New("it must be number:tiyin")
			}
			listed = append(listed, conformance.Order{Number: number, Amount: amount, Payment: attempt})
			return nil
		})
	})
	if err != nil {
		return err
	}
	if len(listed) > 0 {
		q.orders = &listed
	}
	var report *conformance.Report
	if q.url != "" {
		if provider != checkout.Code && (q.key == "" || q.orders == nil) {
			return fmt.Errorf("conformance: --url needs --key and --order; %w", errUsage)
		}
		q.defaults(providers(Config{}, invoice.API{}), provider)
		report, err = run(ctx, q)
	} else {
		err = p.withApp(ctx, func(ctx context.Context, a *app) (err error) {
			if err := a.prepare(ctx, &q, provider, slug); err != nil {
				return err
			}
			report, err = run(ctx, q)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("conformance: %w", err)
	}
	if err := report.Print(p.out); err != nil {
		return err
	}
	if report.Failed() > 0 {
		return errConformance
	}
	return nil
}

// defaults fills in settings that were not given.
func (q *questions) defaults(ps *payment.Providers, provider string) {
	remote, _ := ps.Remote(provider)
	for _, s := range remote.Settings() {
		if q.settings[s.Name] == "" {
			q.settings[s.Name] = s.Default
		}
	}
}

// prepare finds the account of a store of this deployment, and a buyer unless orders were named. Only test accounts are asked:
// with a live one, orders would count as paid though no money came.
func (a *app) prepare(ctx context.Context, q *questions, provider, slug string) error {
	s, err := a.storeOf(ctx, slug)
	if err != nil {
		return err
	}
	var account *payment.Account
	err = a.db.Read(ctx, s.ID, func(ctx context.Context, rows bun.IDB) (err error) {
		account, err = payment.AccountOf(ctx, rows, s.ID, provider)
		return err
	})
	switch {
	case err != nil:
		return err
	case account == nil:
		return fmt.Errorf("%s has no active account with %s", s.Slug, provider)
	case account.Mode != payment.Test:
		return fmt.Errorf("the account of %s with %s is live: switch it to test mode, or give --url of a shop in test mode", s.Slug, provider)
	}
	keys, err := account.Keys(a.box)
	if err != nil {
		return err
	}
	at := reachedAt(a.config)
	q.url, q.key, q.settings = at+"/pay/"+provider+"/"+s.Slug, keys.Secret, keys.Settings
	if provider == checkout.Code {
		q.url += "/" + account.GlobalID().String()
		return nil
	}
	if q.orders != nil {
		return nil
	}
	bot, err := a.gate.TelegramBot(ctx, s)
	if err != nil {
		return fmt.Errorf("the bot of %s, without which nobody can sign in to place orders: %w; give --order", s.Slug, err)
	}
	with, _ := a.payments.Named(provider)
	who := telegram.User{ID: 8_000_000_000 + rand.Int64N(1_000_000_000), FirstName: "Conformance", Language: "en"}
	q.orders = &conformance.Buyer{API: at + "/graphql", Store: s.Slug, InitData: bot.MintUser(who, "", a.now()), Method: string(with.Method())}
	return nil
}
