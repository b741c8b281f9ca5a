package graph

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/payment/checkout"
	"github.com/dokon-shop/dokon/server/payment/invoice"
)

type paymentAccount struct{ *Resolver }

// PaymentAccount answers fields of accounts with payment providers.
func (r *Resolver) PaymentAccount() exec.PaymentAccountResolver { return paymentAccount{r} }

func (paymentAccount) Settings(_ context.Context, obj *payment.Account) ([]*model.PaymentSetting, error) {
	settings := make([]*model.PaymentSetting, 0, len(obj.Settings))
	for _, name := range slices.Sorted(maps.Keys(obj.Settings)) {
		settings = append(settings, &model.PaymentSetting{Name: name, Value: obj.Settings[name]})
	}
	return settings, nil
}

func (p paymentAccount) CallbackURL(ctx context.Context, obj *payment.Account) (string, error) {
	address := p.callbackURL(ctx, obj.Provider)
	if hasSecretPath(obj.Provider) {
		address += "/" + obj.GlobalID().String()
	}
	return address, nil
}

// hasSecretPath tells whether a provider calls at an address that it shares with the store alone, since it signs nothing.
func hasSecretPath(provider string) bool { return provider == checkout.Code }

// callbackURL is where a provider calls the store of the request.
func (r *Resolver) callbackURL(ctx context.Context, provider string) string {
	return strings.TrimSuffix(r.AdminURL, "admin/") + "pay/" + provider + "/" + storeOf(ctx).Slug
}

// uncalled are providers that never call a store at an address of theirs: staff look at the bank's account, and the bot hears of invoices.
var uncalled = []string{bank.Code, invoice.Code, invoice.StarsCode}

func (q query) PaymentProviders(ctx context.Context) ([]*model.PaymentProvider, error) {
	remotes := q.Payments.Remotes()
	list := make([]*model.PaymentProvider, 0, len(remotes))
	for _, remote := range remotes {
		p := &model.PaymentProvider{Provider: remote.Code(), Method: remote.Method(), Settings: []*model.PaymentProviderSetting{}, HasSecret: !remote.IsSecret("")}
		for _, s := range remote.Settings() {
			p.Settings = append(p.Settings, &model.PaymentProviderSetting{Name: s.Name, Pattern: s.Form.String(), Default: s.Default})
		}
		if !slices.Contains(uncalled, p.Provider) && !hasSecretPath(p.Provider) {
			address := q.callbackURL(ctx, p.Provider)
			p.CallbackURL = &address
		}
		list = append(list, p)
	}
	return list, nil
}

func (q query) PaymentAccounts(ctx context.Context) ([]*payment.Account, error) {
	return reading(ctx, q.Resolver, payment.Accounts)
}

func (m mutation) PaymentAccountSet(ctx context.Context, input payment.AccountSetInput) (*model.PaymentAccountPayload, error) {
	a, err := payment.SetAccount(ctx, m.DB, m.Box, m.Payments, storeOf(ctx).ID, input, m.Now())
	return m.accountIsNow(ctx, a, err)
}

func (m mutation) PaymentAccountDisable(ctx context.Context, input payment.AccountDisableInput) (*model.PaymentAccountPayload, error) {
	a, err := payment.DisableAccount(ctx, m.DB, storeOf(ctx).ID, input, m.Now())
	return m.accountIsNow(ctx, a, err)
}

// accountIsNow shows the change to the next request of this process at once.
func (m mutation) accountIsNow(ctx context.Context, a *payment.Account, err error) (*model.PaymentAccountPayload, error) {
	m.Stores.Forget(storeOf(ctx).ID)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		a = nil
	}
	return &model.PaymentAccountPayload{Account: a, UserErrors: refused}, err
}
