package uzum

import (
	"encoding/json"
	"fmt"
)

// Error is a refusal in the words of the protocol: a code without a text.
type Error struct{ Code int }

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("uzum %d", e.Code) }

// Codes of refusals.
const (
	NoAccess         = 10001
	NotJSON          = 10002 // or not of the form that is wanted
	NoOperation      = 10003 // not POST, or an unknown call
	NoParam          = 10005
	WrongService     = 10006
	NoOrder          = 10007
	AlreadyPaid      = 10008 // or another payment is on its way
	OrderOver        = 10009
	AlreadyCreated   = 10010
	WrongAmount      = 10011
	NoTransaction    = 10014
	Cancelled        = 10015 // cannot be confirmed any more
	AlreadyConfirmed = 10016
	NotReversible    = 10017
	AlreadyReversed  = 10018
	Failure          = 99999
)

// Refused makes a refusal.
func Refused(code int) *Error { return &Error{Code: code} }

// States of a transaction, as answers name them.
const (
	Created   = "CREATED"
	Confirmed = "CONFIRMED"
	Reversed  = "REVERSED"
	Failed    = "FAILED" // out of time, or ended from our side
)

// Shown is a value that the bank shows to the payer.
type Shown struct {
	Value string `json:"value"`
}

// Answered is the body of any answer; what a call does not speak of is left out. Times are milliseconds since 1970.
type Answered struct {
	ServiceID   json.RawMessage  `json:"serviceId,omitempty"` // as it was asked
	TransID     string           `json:"transId,omitempty"`
	Timestamp   int64            `json:"timestamp,omitempty"`
	Status      string           `json:"status"`
	ErrorCode   string           `json:"errorCode,omitempty"`
	TransTime   *Moment          `json:"transTime,omitempty"`
	ConfirmTime *Moment          `json:"confirmTime,omitempty"`
	ReverseTime *Moment          `json:"reverseTime,omitempty"`
	Data        map[string]Shown `json:"data,omitempty"`
	Amount      int64            `json:"amount,omitempty"` // tiyin
}

// Moment is a time in an answer; 0 is written as null.
type Moment int64

// MarshalJSON implements json.Marshaler.
func (m Moment) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int64(m))
}

// Refusal is the answer to a call that is refused; now is the moment of it, told under the name that the call has for it.
func (c Call) Refusal(no *Error, now int64) Answered {
	a := Answered{ServiceID: c.ServiceID, TransID: c.TransID, Status: Failed, ErrorCode: fmt.Sprint(no.Code)}
	at := Moment(now)
	switch c.Action {
	case Create:
		a.TransTime = &at
	case Confirm:
		a.ConfirmTime = &at
	case Reverse:
		a.ReverseTime = &at
	default:
		a.Timestamp = now
	}
	return a
}

// Body writes an answer.
func (a Answered) Body() []byte {
	body, err := json.Marshal(a)
	if err != nil {
		panic(err) // serviceId was read as JSON, all else is plain
	}
	return body
}
