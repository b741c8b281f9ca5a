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
	PaymentRefused      Code = "PAYMENT_REFUSED"
	NotSoMuchPaid       Code = "NOT_SO_MUCH_PAID" // {left}: amount
	RefundInFull        Code = "REFUND_IN_FULL"   // {paid}: amount
	NotDigital          Code = "NOT_DIGITAL"

	CardRefused     Code = "CARD_REFUSED"
	CardLacksFunds  Code = "CARD_LACKS_FUNDS"
	CardUnverified  Code = "CARD_UNVERIFIED"
	CardCodeUnsent  Code = "CARD_CODE_UNSENT"
	CardCodeWrong   Code = "CARD_CODE_WRONG"
	CardCodeExpired Code = "CARD_CODE_EXPIRED"
	NotSoMuchCash   Code = "NOT_SO_MUCH_CASH" // {held}: amount
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
	NotSoMuchCash:       {"Kuryerda buncha naqd pul yoʻq. Unda bor: {held}.", "У курьера нет столько наличных. У него: {held}.", "The courier does not carry so much cash: {held}."},
	PaymentRefused:      {"Toʻlov xizmati rad etdi: {reason}", "Платёжный сервис отказал: {reason}", "The payment service refused: {reason}"},
	ProviderUnavailable: {"Toʻlov xizmati javob bermayapti. Qayta urinib koʻring yoki boshqa usulni tanlang.", "Платёжный сервис не отвечает. Попробуйте ещё раз или выберите другой способ.", "The payment service does not answer. Try again, or choose another way to pay."},

	CardRefused:     {"Bu kartani qabul qilib boʻlmadi. Boshqa kartani yoki boshqa usulni tanlang.", "Эту карту принять не удалось. Выберите другую карту или другой способ.", "This card was not accepted. Choose another card, or another way to pay."},
	CardLacksFunds:  {"Kartada mablagʻ yetarli emas.", "На карте недостаточно средств.", "There is not enough money on the card."},
	CardUnverified:  {"Kartani avval SMS kod bilan tasdiqlang.", "Сначала подтвердите карту кодом из SMS.", "Verify the card by the code of the SMS first."},
	CardCodeUnsent:  {"SMS kod yuborib boʻlmadi. Kartaga SMS xizmati ulanganini tekshiring.", "Не удалось отправить код по SMS. Проверьте, подключено ли к карте SMS-информирование.", "The code could not be sent. See whether SMS notices are connected to the card."},
	CardCodeWrong:   {"Kod notoʻgʻri.", "Неверный код.", "The code is wrong."},
	CardCodeExpired: {"Kod eskirgan yoki urinishlar tugagan. Yangi kod soʻrang.", "Код устарел или попытки исчерпаны. Запросите новый код.", "The code is too old, or was tried too often. Ask for a new one."},
})
