package uzum

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
)

// Calls, as the addresses name them.
const (
	Check   = "check"
	Create  = "create"
	Confirm = "confirm"
	Reverse = "reverse"
	Status  = "status"
)

// Credentials gives "login:password" of a Basic Authorization header; empty for another header. Comparing it is for whoever has the keys.
func Credentials(authorization string) string {
	scheme, code, _ := strings.Cut(authorization, " ")
	text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(code))
	if !strings.EqualFold(scheme, "Basic") || err != nil {
		return ""
	}
	return string(text)
}

// Call is a request of the bank.
type Call struct {
	Action    string
	ServiceID json.RawMessage // to be repeated as it came; nil when there is none that can be
	TransID   string
	Timestamp int64
	params    map[string]json.RawMessage
	amount    json.RawMessage
	Source    string // of the money, as /confirm tells it: "UZCARD"
	CardType  string
}

// longest bounds texts of a call, in bytes.
const longest = 64

// Read understands the body of a call; action is the end of its address. A call that is refused has what could be read of it.
// Refusals: NotJSON, NoOperation, NoParam.
func Read(action string, body []byte) (Call, *Error) {
	c := Call{Action: action}
	var raw struct {
		ServiceID, TransID, Timestamp, Params, Amount, PaymentSource, CardType json.RawMessage
	}
	if !isObject(body) || json.Unmarshal(body, &raw) != nil {
		return c, Refused(NotJSON)
	}
	if !isMissing(raw.ServiceID) {
		if _, is := textOrNumber(raw.ServiceID); !is {
			return c, Refused(NotJSON)
		}
		c.ServiceID = raw.ServiceID
	}
	if !isMissing(raw.TransID) {
		id, is := textOrNumber(raw.TransID)
		if !is {
			return c, Refused(NotJSON)
		}
		c.TransID = id
	}
	switch action {
	case Check, Create, Confirm, Reverse, Status:
	default:
		return c, Refused(NoOperation)
	}
	if c.ServiceID == nil || action != Check && c.TransID == "" {
		return c, Refused(NoParam)
	}
	if action == Check || action == Create {
		if isMissing(raw.Params) {
			return c, Refused(NoParam)
		}
		if !isObject(raw.Params) {
			return c, Refused(NotJSON)
		}
		_ = json.Unmarshal(raw.Params, &c.params) // an object
	}
	if c.amount = raw.Amount; action == Create && isMissing(raw.Amount) {
		return c, Refused(NoParam)
	}
	if !isMissing(raw.Timestamp) {
		if json.Unmarshal(raw.Timestamp, &c.Timestamp) != nil {
			return c, Refused(NotJSON)
		}
	}
	c.Source, _ = textOrNumber(raw.PaymentSource) // what cannot be understood is not worth a refusal: the money was taken
	c.CardType, _ = textOrNumber(raw.CardType)
	return c, nil
}

func isMissing(raw json.RawMessage) bool {
	return len(raw) == 0 || string(raw) == "null" || string(raw) == `""`
}

func isObject(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && raw[0] == '{' && json.Valid(raw)
}

// textOrNumber reads a short text that may come as a whole number; false for anything else, and for what no database keeps.
func textOrNumber(raw json.RawMessage) (string, bool) {
	s := string(raw)
	if _, err := strconv.ParseInt(s, 10, 64); err != nil {
		if json.Unmarshal(raw, &s) != nil {
			return "", false
		}
		s = strings.TrimSpace(s)
	}
	isClean := s != "" && s == strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "") && !strings.ContainsRune(s, '\uFFFD')
	return s, isClean && len(s) <= longest
}

// IsFor tells whether the call is about a service.
func (c Call) IsFor(serviceID string) bool {
	s, _ := textOrNumber(c.ServiceID)
	return s == serviceID
}

// Account is the number of the order, under the key that was agreed or under "account". Refusals: NoParam, NoOrder for what can be
// no number of an order.
func (c Call) Account(key string) (string, *Error) {
	raw := c.params[key]
	if isMissing(raw) {
		raw = c.params["account"]
	}
	if isMissing(raw) {
		return "", Refused(NoParam)
	}
	s, is := textOrNumber(raw)
	if !is {
		return "", Refused(NoOrder)
	}
	return s, nil
}

// Amount is the sum of /create in tiyin. Refusals: NotJSON for what is no number, WrongAmount for what is no whole sum above zero.
func (c Call) Amount() (int64, *Error) {
	var n json.Number
	if c.amount[0] == '"' || json.Unmarshal(c.amount, &n) != nil {
		return 0, Refused(NotJSON)
	}
	sum, err := strconv.ParseInt(n.String(), 10, 64)
	if err != nil || sum <= 0 {
		return 0, Refused(WrongAmount)
	}
	return sum, nil
}
