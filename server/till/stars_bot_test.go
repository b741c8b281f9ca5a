package till_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/dokon-shop/dokon/server/till"
)

// ask calls a method of the Bot API as the bot of the shop.
func (s *starShop) ask(ctx context.Context, method string, params any) (json.RawMessage, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.web+"/bot"+botToken+"/"+method, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	var out struct {
		OK          bool
		Result      json.RawMessage
		Description string
	}
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		return nil, err
	}
	if !out.OK {
		return nil, fmt.Errorf("%s: %s", method, out.Description)
	}
	return out.Result, nil
}

// answer carries questions before payments to the shop until ctx ends.
func (s *starShop) answer(ctx context.Context) {
	for offset := 0; ctx.Err() == nil; {
		raw, err := s.ask(ctx, "getUpdates", map[string]any{"offset": offset, "timeout": 10})
		if err != nil {
			continue
		}
		var updates []struct {
			ID       int `json:"update_id"`
			Question *struct {
				ID       string
				From     struct{ ID int64 }
				Currency string
				Total    int64  `json:"total_amount"`
				Payload  string `json:"invoice_payload"`
			} `json:"pre_checkout_query"`
		}
		if json.Unmarshal(raw, &updates) != nil {
			continue
		}
		for _, u := range updates {
			offset = u.ID + 1
			if q := u.Question; q != nil {
				refused := s.desk.PreCheckout(ctx, &till.Charge{StoreID: s.Store.ID, Payload: q.Payload, TelegramID: q.From.ID, Currency: q.Currency, Amount: q.Total})
				_, _ = s.ask(ctx, "answerPreCheckoutQuery", map[string]any{"pre_checkout_query_id": q.ID, "ok": refused == nil, "error_message": "no"})
			}
		}
	}
}
