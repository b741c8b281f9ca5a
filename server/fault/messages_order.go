package fault

// Codes about an order that exists.
const (
	OrderClosed       Code = "ORDER_CLOSED"
	TransitionRefused Code = "TRANSITION_REFUSED"
	ReasonRequired    Code = "REASON_REQUIRED"
	CashMismatch      Code = "CASH_MISMATCH" // {due}: amount

	AlreadyPaid         Code = "ALREADY_PAID"
	PaymentInProgress   Code = "PAYMENT_IN_PROGRESS"
	ProviderUnavailable Code = "PROVIDER_UNAVAILABLE"
	NotSoMuchPaid       Code = "NOT_SO_MUCH_PAID" // {left}: amount
	RefundInFull        Code = "REFUND_IN_FULL"   // {paid}: amount
	NotDigital          Code = "NOT_DIGITAL"
)

var _ = register(table{
	OrderClosed:         {"Buyurtma yopilgan, uni oʻzgartirib boʻlmaydi.", "Заказ закрыт, изменить его нельзя.", "The order is closed and can no longer be changed."},
	TransitionRefused:   {"Buyurtmaning hozirgi holatida bu amalni bajarib boʻlmaydi.", "В текущем состоянии заказа это действие невозможно.", "This is not possible in the order’s present state."},
	ReasonRequired:      {"Sababini yozing.", "Укажите причину.", "Please state a reason."},
	CashMismatch:        {"Olingan summa toʻlanishi kerak boʻlgan summaga teng emas: {due}.", "Полученная сумма не равна сумме к оплате: {due}.", "The cash taken is not the sum due: {due}."},
	AlreadyPaid:         {"Buyurtma toʻlangan.", "Заказ уже оплачен.", "The order is paid already."},
	PaymentInProgress:   {"Toʻlov boshlangan. Uni oʻsha yerda yakunlang yoki bekor boʻlishini kuting.", "Оплата уже начата. Завершите её там же или дождитесь её отмены.", "A payment has begun. Finish it there, or wait until it is called off."},
	NotSoMuchPaid:       {"Buncha pul qaytarib boʻlmaydi. Qaytarish mumkin: {left}.", "Столько вернуть нельзя. Можно вернуть: {left}.", "So much cannot be given back. What can be: {left}."},
	RefundInFull:        {"Yulduzlar faqat toʻliq qaytariladi: {paid}.", "Звёзды возвращаются только полностью: {paid}.", "Stars go back in full only: {paid}."},
	NotDigital:          {"Bu raqamli tovar emas.", "Это не цифровой товар.", "This is not a digital product."},
	ProviderUnavailable: {"Toʻlov xizmati javob bermayapti. Qayta urinib koʻring yoki boshqa usulni tanlang.", "Платёжный сервис не отвечает. Попробуйте ещё раз или выберите другой способ.", "The payment service does not answer. Try again, or choose another way to pay."},
})
