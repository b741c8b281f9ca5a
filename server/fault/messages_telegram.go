package fault

// Codes about a bill that is paid inside Telegram.
const (
	PaymentOutdated Code = "PAYMENT_OUTDATED"
	PaymentForeign  Code = "PAYMENT_FOREIGN"
)

var _ = register(table{
	PaymentOutdated: {"Hisob eskirgan. Buyurtmani oching va oʻsha yerdan toʻlang.", "Счёт устарел. Откройте заказ и оплатите оттуда.", "This bill is out of date. Open the order and pay from there."},
	PaymentForeign:  {"Bu boshqa xaridorning hisobi.", "Это счёт другого покупателя.", "This bill is another buyer’s."},
})
