package payme

import (
	"encoding/json"
	"fmt"
)

// Error is a refusal in the words of the protocol. Its text is shown to the payer.
type Error struct {
	Code    int     `json:"code"`
	Message Message `json:"message"`
	Data    string  `json:"data,omitempty"` // the field of the account or the params, or the name of an unknown method
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("payme %d: %s", e.Code, e.Message.EN) }

// Message is a text in the languages of Payme.
type Message struct {
	RU string `json:"ru"`
	UZ string `json:"uz"`
	EN string `json:"en"`
}

// Codes of refusals.
const (
	NotPOST        = -32300
	NotJSON        = -32700
	NotACall       = -32600 // fields of the call or its params are missing or of a wrong type
	UnknownMethod  = -32601
	NoAccess       = -32504
	Failure        = -32400
	WrongAmount    = -31001
	NoTransaction  = -31003
	Delivered      = -31007 // cannot be cancelled any more
	WrongState     = -31008
	NoOrder        = -31050
	AlreadyPaid    = -31051
	OrderOver      = -31052 // called off, or not to be paid here
	OrderBusy      = -31053 // another payment is on its way
	NoAccount      = -31054
	UnknownReceipt = -32001
	BadParams      = -32602
)

var messages = map[int]Message{
	NotPOST:        {"Запрос должен быть отправлен методом POST.", "Soʻrov POST usulida yuborilishi kerak.", "The request must be sent by POST."},
	NotJSON:        {"Запрос не является JSON.", "Soʻrov JSON emas.", "The request is not JSON."},
	NotACall:       {"В запросе нет обязательных полей или их тип неверен.", "Soʻrovda majburiy maydonlar yoʻq yoki turi notoʻgʻri.", "Required fields are missing or of the wrong type."},
	UnknownMethod:  {"Метод не найден.", "Usul topilmadi.", "The method is unknown."},
	NoAccess:       {"Недостаточно прав.", "Huquq yetarli emas.", "Not enough privileges."},
	Failure:        {"Внутренняя ошибка. Повторите позже.", "Ichki xato. Keyinroq urinib koʻring.", "Internal error. Please try again later."},
	WrongAmount:    {"Неверная сумма.", "Summa notoʻgʻri.", "The amount is wrong."},
	NoTransaction:  {"Транзакция не найдена.", "Tranzaksiya topilmadi.", "The transaction is not found."},
	Delivered:      {"Заказ уже передан покупателю, отменить нельзя.", "Buyurtma xaridorga topshirilgan, bekor qilib boʻlmaydi.", "The order has been handed over and cannot be cancelled."},
	WrongState:     {"Операция невозможна.", "Amalni bajarib boʻlmaydi.", "The operation is not possible."},
	NoOrder:        {"Заказ не найден.", "Buyurtma topilmadi.", "The order is not found."},
	AlreadyPaid:    {"Заказ уже оплачен.", "Buyurtma toʻlangan.", "The order is already paid."},
	OrderOver:      {"Заказ отменён или оплачивается иначе.", "Buyurtma bekor qilingan yoki boshqacha toʻlanadi.", "The order is called off or paid in another way."},
	OrderBusy:      {"Заказ уже оплачивается.", "Buyurtma uchun toʻlov ketmoqda.", "The order is being paid already."},
	NoAccount:      {"Не указан номер заказа.", "Buyurtma raqami koʻrsatilmagan.", "The order number is missing."},
	UnknownReceipt: {"Чек не найден.", "Chek topilmadi.", "The receipt is not found."},
	BadParams:      {"Неверные параметры.", "Parametrlar notoʻgʻri.", "The params are wrong."},
}

func refuse(code int) *Error { return &Error{Code: code, Message: messages[code]} }

// Refuse makes a refusal.
func Refuse(code int) *Error { return refuse(code) }

// on says what the refusal is about.
func (e *Error) on(data string) *Error {
	e.Data = data
	return e
}

// RefuseAccount makes a refusal that is about the account; field is that of the kassa.
func RefuseAccount(code int, field string) *Error { return refuse(code).on(field) }

// RefuseMethod makes the refusal of an unknown method.
func RefuseMethod(name string) *Error { return refuse(UnknownMethod).on(name) }

// RefusePeriod makes the refusal of a statement over a period that holds too much.
func RefusePeriod() *Error { return refuse(BadParams).on("to") }

// Answer writes the body of an answer: the refusal, or else the result.
func Answer(id json.RawMessage, result any, refused *Error) []byte {
	if id == nil {
		id = json.RawMessage("null")
	}
	var body []byte
	var err error
	if refused == nil {
		body, err = json.Marshal(struct {
			Result any             `json:"result"`
			ID     json.RawMessage `json:"id"`
		}{result, id})
	} else {
		body, err = json.Marshal(struct {
			Error *Error          `json:"error"`
			ID    json.RawMessage `json:"id"`
		}{refused, id})
	}
	if err != nil {
		panic(err) // results are structs of plain fields
	}
	return body
}

// States of a transaction.
const (
	Created    = 1
	Performed  = 2
	Cancelled  = -1 // before it was performed
	Refunded   = -2 // after
	ByTimeout  = 4  // reason of a transaction that was not performed in time
	NotCarried = 3  // reason of one that the shop could not carry out
)

// Allowed is the result of CheckPerformTransaction.
type Allowed struct {
	Allow  bool    `json:"allow"`
	Detail *Detail `json:"detail,omitempty"`
}

// CreatedResult is the result of CreateTransaction.
type CreatedResult struct {
	CreateTime  int64  `json:"create_time"`
	Transaction string `json:"transaction"`
	State       int    `json:"state"`
}

// PerformedResult is the result of PerformTransaction.
type PerformedResult struct {
	Transaction string `json:"transaction"`
	PerformTime int64  `json:"perform_time"`
	State       int    `json:"state"`
}

// CancelledResult is the result of CancelTransaction.
type CancelledResult struct {
	Transaction string `json:"transaction"`
	CancelTime  int64  `json:"cancel_time"`
	State       int    `json:"state"`
}

// CheckedResult is the result of CheckTransaction. Times that are not there are 0, a missing reason is null.
type CheckedResult struct {
	CreateTime  int64  `json:"create_time"`
	PerformTime int64  `json:"perform_time"`
	CancelTime  int64  `json:"cancel_time"`
	Transaction string `json:"transaction"`
	State       int    `json:"state"`
	Reason      *int   `json:"reason"`
}

// StatementResult is the result of GetStatement.
type StatementResult struct {
	Transactions []StatementRow `json:"transactions"` // never nil
}

// StatementRow is one transaction of it.
type StatementRow struct {
	ID          string            `json:"id"`
	Time        int64             `json:"time"`
	Amount      int64             `json:"amount"`
	Account     map[string]string `json:"account"`
	CreateTime  int64             `json:"create_time"`
	PerformTime int64             `json:"perform_time"`
	CancelTime  int64             `json:"cancel_time"`
	Transaction string            `json:"transaction"`
	State       int               `json:"state"`
	Reason      *int              `json:"reason"`
	Receivers   []struct{}        `json:"receivers"` // null: the money is not split
}

// Done is the result of SetFiscalData.
type Done struct {
	Success bool `json:"success"`
}
