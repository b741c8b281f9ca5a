package payme

import (
	"context"
	"errors"

	"github.com/dokon-shop/dokon/server/payment"
)

// SavedCards is the setting of an account that lets shoppers keep cards: Payme opens the Subscribe API for a kassa by contract.
const SavedCards = "savedCards"

// CardDesk implements payment.CardSaver: devices call Payme themselves, in the name of the kassa and without its key.
func (p Provider) CardDesk(t payment.Terms) (payment.CardDesk, bool) {
	if t.Settings[SavedCards] != "ON" {
		return payment.CardDesk{}, false
	}
	at := SubscribeAPI
	if t.Mode == payment.Test {
		if at = SubscribeSandboxAPI; p.Page != "" {
			at = p.Page + "api/"
		}
	}
	return payment.CardDesk{URL: at, Merchant: t.Settings[MerchantID]}, true
}

// card is a card as Payme tells of it.
type card struct {
	Card struct {
		Number    string `json:"number"`
		Expire    string `json:"expire"`
		Token     string `json:"token"`
		Recurrent bool   `json:"recurrent"`
		Verify    bool   `json:"verify"`
	} `json:"card"`
}

// of is the card of a token; an answer without a token leaves the one that was asked about.
func (c card) of(token string) payment.Card {
	if c.Card.Token != "" {
		token = c.Card.Token
	}
	return payment.Card{
		Token: token, Number: masked(c.Card.Number), Expiry: dated(c.Card.Expire), IsVerified: c.Card.Verify, IsReusable: c.Card.Recurrent,
	}
}

// masked leaves six digits before and four behind, should Payme ever show more.
func masked(number string) string {
	out := []byte(number)
	for i, c := range out {
		if c >= '0' && c <= '9' && i >= 6 && i < len(out)-4 {
			out[i] = '*'
		}
	}
	return string(out)
}

// dated writes MMYY as MM/YY.
func dated(expire string) string {
	if len(expire) == 4 {
		return expire[:2] + "/" + expire[2:]
	}
	return expire
}

// cardCall asks for a method about a token.
func (p Provider) cardCall(ctx context.Context, k payment.Keys, as keyOf, method, token, code string) (payment.Card, error) {
	params := map[string]string{"token": token}
	if code != "" {
		params["code"] = code
	}
	var c card
	if err := p.call(ctx, k, as, method, params, &c); err != nil {
		return payment.Card{}, final(err)
	}
	return c.of(token), nil
}

// final is an error in the words of the shop.
func final(err error) error {
	var no *rpcError
	if errors.As(err, &no) {
		return no.refusal()
	}
	return err
}

// Card implements payment.CardSaver.
func (p Provider) Card(ctx context.Context, k payment.Keys, token string) (payment.Card, error) {
	return p.cardCall(ctx, k, asCashier, "cards.check", token, "")
}

// SendCardCode implements payment.CardSaver.
func (p Provider) SendCardCode(ctx context.Context, k payment.Keys, token string) (payment.CardCode, error) {
	var sent struct {
		Sent  bool   `json:"sent"`
		Phone string `json:"phone"`
		Wait  int    `json:"wait"` // milliseconds
	}
	err := p.call(ctx, k, asMerchant, "cards.get_verify_code", map[string]string{"token": token}, &sent)
	if err != nil {
		return payment.CardCode{}, final(err)
	}
	if !sent.Sent {
		return payment.CardCode{}, &payment.CardRefusal{Code: told[codeUnsent], Reason: "sent: false"}
	}
	return payment.CardCode{Phone: sent.Phone, Wait: (sent.Wait + 999) / 1000}, nil
}

// VerifyCard implements payment.CardSaver.
func (p Provider) VerifyCard(ctx context.Context, k payment.Keys, token, code string) (payment.Card, error) {
	return p.cardCall(ctx, k, asMerchant, "cards.verify", token, code)
}

// RemoveCard implements payment.CardSaver.
func (p Provider) RemoveCard(ctx context.Context, k payment.Keys, token string) error {
	var done struct{}
	return final(p.call(ctx, k, asCashier, "cards.remove", map[string]string{"token": token}, &done))
}
