package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/payment/payme"
)

// Codes of errors of the Subscribe API.
const (
	badCard        = -31300
	noSMS          = -31301
	noFunds        = -31303
	noCard         = -31400
	processingDown = -31002
	codeTooOld     = -31101
	codeTries      = -31102
	codeWrong      = -31103
	noMerchant     = -31601
	noReceipt      = -31602
	notPayable     = -31600
	shopUnreached  = -31622
)

// SMSCode is the code of every SMS.
const SMSCode = "666666"

// TestCards are the cards that Payme gives to integrators, and what becomes of them. Their date is 03/99. The last one is not
// Payme's: it has no money.
var TestCards = map[string]string{
	"8600495473316478": "", "8600069195406311": "", "8600060921090842": "no SMS", "3333336415804657": "expired",
	"4444445987459073": "blocked", "8600143417770323": "system error", "8600134301849596": "slow", "8600000000000009": "no funds",
}

// PaymeAPI is the Subscribe API of Payme: cards and receipts. A merchant with an address has billing: its Merchant API is asked
// before the money is taken and told after. It may be used by many goroutines.
type PaymeAPI struct {
	*Books
	Now func() time.Time
	// Pause is how long the slow card takes.
	Pause time.Duration

	mu       sync.Mutex
	cards    map[string]*paymeCard
	receipts map[string]*paymeReceipt
	client   http.Client
}

// NewPaymeAPI makes the API of the merchants on the books.
func NewPaymeAPI(b *Books, now func() time.Time) *PaymeAPI {
	return &PaymeAPI{
		Books: b, Now: now, Pause: 10 * time.Second, cards: map[string]*paymeCard{}, receipts: map[string]*paymeReceipt{},
		client: http.Client{Timeout: patience},
	}
}

type paymeCard struct {
	merchant, number, token string
	isReusable, isVerified  bool
	isSent                  bool
	tries                   int
}

type paymeReceipt struct {
	merchant Merchant
	id       string
	state    int
	amount   int64
	account  map[string]string
}

// rpcFault is an error that the API answers with.
type rpcFault struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// apiCall is a call that is being answered.
type apiCall struct {
	merchant Merchant
	hasKey   bool
	params   struct {
		Card struct {
			Number string `json:"number"`
			Expire string `json:"expire"`
		} `json:"card"`
		Save    bool                       `json:"save"`
		Token   string                     `json:"token"`
		Code    string                     `json:"code"`
		ID      string                     `json:"id"`
		Amount  int64                      `json:"amount"`
		Account map[string]json.RawMessage `json:"account"`
	}
}

// ServeHTTP implements http.Handler. Devices call it from any page, as they call Payme.
func (p *PaymeAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Headers", "Content-Type, X-Auth")
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	var in struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
		Params json.RawMessage `json:"params"`
	}
	answer := map[string]any{"jsonrpc": "2.0"}
	var c apiCall
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostRead)).Decode(&in)
	if err == nil {
		err = json.Unmarshal(in.Params, &c.params)
	}
	if err != nil {
		answer["error"] = rpcFault{payme.NotJSON, "Parse error"}
	} else if result, no := p.answer(r, &c, in.Method); no != nil {
		answer["error"] = no
	} else {
		answer["result"] = result
	}
	answer["id"] = in.ID
	_ = json.NewEncoder(w).Encode(answer) // whoever has gone asks again
}

func (p *PaymeAPI) answer(r *http.Request, c *apiCall, method string) (any, *rpcFault) {
	merchantID, key, hasKey := strings.Cut(r.Header.Get("X-Auth"), ":")
	var known bool
	if c.merchant, known = p.Merchant(merchantID); !known {
		return nil, &rpcFault{noMerchant, "Merchant not found"}
	}
	if hasKey && key != c.merchant.Secret {
		return nil, &rpcFault{payme.NoAccess, "Access denied"}
	}
	c.hasKey = hasKey
	p.mu.Lock()
	defer p.mu.Unlock()
	ofDevice := map[string]func(*apiCall) (any, *rpcFault){
		"cards.create": p.createCard, "cards.get_verify_code": p.sendCode, "cards.verify": p.verify,
	}
	ofShop := map[string]func(*apiCall) (any, *rpcFault){"cards.check": p.checkCard, "cards.remove": p.removeCard, "receipts.create": p.createReceipt}
	ofReceipt := map[string]func(*http.Request, *apiCall, *paymeReceipt) (any, *rpcFault){
		"receipts.pay": p.pay, "receipts.check": p.checkReceipt, "receipts.get": p.getReceipt, "receipts.cancel": p.cancelReceipt,
	}
	if do, is := ofDevice[method]; is {
		return do(c)
	}
	if !c.hasKey {
		return nil, &rpcFault{payme.NoAccess, "Access denied"}
	}
	if do, is := ofShop[method]; is {
		return do(c)
	}
	do, is := ofReceipt[method]
	if !is {
		return nil, &rpcFault{payme.UnknownMethod, "Method not found"}
	}
	receipt := p.receipts[c.params.ID]
	if receipt == nil || receipt.merchant.ID != c.merchant.ID {
		return nil, &rpcFault{noReceipt, "Receipt not found"}
	}
	return do(r, c, receipt)
}

// show is a card as the API tells of it.
func (k *paymeCard) show() any {
	return map[string]any{"card": map[string]any{
		"number": k.number[:6] + "******" + k.number[12:], "expire": "03/99", "token": k.token, "recurrent": k.isReusable, "verify": k.isVerified,
	}}
}

func (p *PaymeAPI) card(c *apiCall) (*paymeCard, *rpcFault) {
	k := p.cards[c.params.Token]
	if k == nil || k.merchant != c.merchant.ID {
		return nil, &rpcFault{noCard, "Card not found"}
	}
	return k, nil
}

func (p *PaymeAPI) createCard(c *apiCall) (any, *rpcFault) {
	number := strings.ReplaceAll(c.params.Card.Number, " ", "")
	kind, known := TestCards[number]
	switch {
	case !known || strings.ReplaceAll(c.params.Card.Expire, "/", "") != "0399":
		return nil, &rpcFault{badCard, "Неверный номер или срок карты"}
	case kind == "expired":
		return nil, &rpcFault{badCard, "Срок действия карты истёк"}
	case kind == "blocked":
		return nil, &rpcFault{noSMS, "Карта заблокирована"}
	}
	k := &paymeCard{merchant: c.merchant.ID, number: number, token: newID() + newID(), isReusable: c.params.Save}
	p.cards[k.token] = k
	return k.show(), nil
}

func (p *PaymeAPI) sendCode(c *apiCall) (any, *rpcFault) {
	k, no := p.card(c)
	if no != nil {
		return nil, no
	}
	if TestCards[k.number] == "no SMS" {
		return nil, &rpcFault{noSMS, "К карте не подключено SMS-информирование"}
	}
	k.isSent, k.tries = true, 0
	return map[string]any{"sent": true, "phone": "99890*****31", "wait": 60_000}, nil
}

// verify gives another token for the card, so that whoever keeps the old one notices.
func (p *PaymeAPI) verify(c *apiCall) (any, *rpcFault) {
	k, no := p.card(c)
	if no != nil {
		return nil, no
	}
	k.tries++
	switch {
	case !k.isSent:
		return nil, &rpcFault{codeTooOld, "Код устарел"}
	case k.tries > 3:
		return nil, &rpcFault{codeTries, "Попытки исчерпаны"}
	case c.params.Code != SMSCode:
		return nil, &rpcFault{codeWrong, "Неверный код"}
	}
	delete(p.cards, k.token)
	k.token, k.isVerified = newID()+newID(), true
	p.cards[k.token] = k
	return k.show(), nil
}

func (p *PaymeAPI) checkCard(c *apiCall) (any, *rpcFault) {
	k, no := p.card(c)
	if no != nil {
		return nil, no
	}
	return k.show(), nil
}

func (p *PaymeAPI) removeCard(c *apiCall) (any, *rpcFault) {
	k, no := p.card(c)
	if no != nil {
		return nil, no
	}
	delete(p.cards, k.token)
	return map[string]any{"success": true}, nil
}

// Receipts tells the states of all receipts, smallest first, for whoever looks on.
func (p *PaymeAPI) Receipts() []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	states := []int{}
	for _, r := range p.receipts {
		states = append(states, r.state)
	}
	slices.Sort(states)
	return states
}
