package fault

// Codes about an order that exists.
const (
	OrderClosed       Code = "ORDER_CLOSED"
	TransitionRefused Code = "TRANSITION_REFUSED"
	ReasonRequired    Code = "REASON_REQUIRED"
	CashMismatch      Code = "CASH_MISMATCH" // {due}: amount
)

var _ = register(table{
	OrderClosed:       {"Buyurtma yopilgan, uni oʻzgartirib boʻlmaydi.", "Заказ закрыт, изменить его нельзя.", "The order is closed and can no longer be changed."},
	TransitionRefused: {"Buyurtmaning hozirgi holatida bu amalni bajarib boʻlmaydi.", "В текущем состоянии заказа это действие невозможно.", "This is not possible in the order’s present state."},
	ReasonRequired:    {"Sababini yozing.", "Укажите причину.", "Please state a reason."},
	CashMismatch:      {"Olingan summa toʻlanishi kerak boʻlgan summaga teng emas: {due}.", "Полученная сумма не равна сумме к оплате: {due}.", "The cash taken is not the sum due: {due}."},
})
