package click

import (
	"encoding/json"
	"fmt"
)

// Error is a refusal in the words of the protocol.
type Error struct {
	Code int
	Note string
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("click %d: %s", e.Code, e.Note) }

// Codes of refusals.
const (
	BadSignature  = -1
	WrongAmount   = -2
	UnknownAction = -3
	AlreadyPaid   = -4
	NoOrder       = -5
	NoTransaction = -6
	Failure       = -7 // ours; CLICK asks again
	BadRequest    = -8
	Cancelled     = -9
)

var notes = map[int]string{
	BadSignature:  "SIGN CHECK FAILED!",
	WrongAmount:   "Incorrect parameter amount",
	UnknownAction: "Action not found",
	AlreadyPaid:   "Already paid",
	NoOrder:       "User does not exist",
	NoTransaction: "Transaction does not exist",
	Failure:       "Failed to update user",
	BadRequest:    "Error in request from click",
	Cancelled:     "Transaction cancelled",
}

// Refuse makes a refusal.
func Refuse(code int) *Error { return &Error{Code: code, Note: notes[code]} }

// reply is an answer. Ids that are not known are 0 and empty.
type reply struct {
	TransID   int64  `json:"click_trans_id"`
	Account   string `json:"merchant_trans_id"`
	PrepareID *int64 `json:"merchant_prepare_id,omitempty"`
	ConfirmID *int64 `json:"merchant_confirm_id,omitempty"`
	Error     int    `json:"error"`
	Note      string `json:"error_note"`
}

// Answer writes the body of an answer to a call: the refusal, or that what it asked for was done under our id. A refusal
// repeats the id that CLICK sent.
func Answer(c Call, id int64, refused *Error) []byte {
	r := reply{TransID: c.TransID, Account: c.Account, Note: "Success"}
	if refused != nil {
		r.Error, r.Note, id = refused.Code, refused.Note, c.PrepareID
	}
	if c.Action == Complete {
		r.ConfirmID = &id
	} else {
		r.PrepareID = &id
	}
	body, err := json.Marshal(r)
	if err != nil {
		panic(err) // plain fields
	}
	return body
}
