package main

import (
	"encoding/hex"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/store"
)

// demoAccounts are those that demo shops get besides the simulated ones: a made-up account in a bank, whose transfers staff
// confirm, and a provider of cards for invoices and Stars, which the fake Telegram takes for real.
func demoAccounts(fakesTelegram bool) []simulatedAccount {
	all := []simulatedAccount{{bank.Code, func(shop *store.Store, _ []byte) payment.AccountSetInput {
		return payment.AccountSetInput{Settings: []*payment.SettingInput{
			{Name: bank.Recipient, Value: shop.In(shop.Name, lang.Default)}, {Name: bank.Account, Value: "20208000900000000001"},
			{Name: bank.Bank, Value: "Namuna bank"}, {Name: bank.MFO, Value: "00000"}, {Name: bank.TaxID, Value: "000000000"},
		}}
	}}}
	if !fakesTelegram {
		return all
	}
	cards := simulatedAccount{invoice.Code, func(_ *store.Store, random []byte) payment.AccountSetInput {
		token := "900000001:TEST:" + hex.EncodeToString(random)[:32]
		return payment.AccountSetInput{Secret: &token}
	}}
	stars := simulatedAccount{invoice.StarsCode, func(*store.Store, []byte) payment.AccountSetInput {
		return payment.AccountSetInput{Settings: []*payment.SettingInput{{Name: invoice.Rate, Value: "235"}}}
	}}
	return append(all, cards, stars)
}
