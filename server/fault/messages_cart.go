package fault

// Codes about a cart and what keeps it from being ordered.
const (
	InsufficientStock  Code = "INSUFFICIENT_STOCK" // {product}, {available} pieces
	NotForSale         Code = "NOT_FOR_SALE"       // {product}
	PriceChanged       Code = "PRICE_CHANGED"      // {before}, {after}: totals
	QuoteExpired       Code = "QUOTE_EXPIRED"
	QuoteStale         Code = "QUOTE_STALE"
	StorePaused        Code = "STORE_PAUSED"
	CartEmpty          Code = "CART_EMPTY"
	CartOrdered        Code = "CART_ORDERED"
	MinimumNotReached  Code = "MINIMUM_NOT_REACHED" // {minimum}, {missing}: amounts
	OutOfZone          Code = "OUT_OF_ZONE"
	ClosedNow          Code = "CLOSED_NOW" // {opens}: when, in words
	ContactMissing     Code = "CONTACT_MISSING"
	PhoneMissing       Code = "PHONE_MISSING"
	DeliveryMissing    Code = "DELIVERY_MISSING"
	AddressMissing     Code = "ADDRESS_MISSING"
	PickupPointMissing Code = "PICKUP_POINT_MISSING"
	PaymentMissing     Code = "PAYMENT_MISSING"
	PaymentUnavailable Code = "PAYMENT_UNAVAILABLE"
	DigitalApart       Code = "DIGITAL_APART"
	ChangeTooSmall     Code = "CHANGE_TOO_SMALL" // {due}: amount
	GiftCardUnknown    Code = "GIFT_CARD_UNKNOWN"
	CreditChanged      Code = "CREDIT_CHANGED"
	FiscalCodeMissing  Code = "FISCAL_CODE_MISSING" // {product}
	ModifierRequired   Code = "MODIFIER_REQUIRED"   // {group}, {min}
	ModifierTooMany    Code = "MODIFIER_TOO_MANY"   // {group}, {max}
	ModifierUnknown    Code = "MODIFIER_UNKNOWN"
)

var _ = register(table{
	InsufficientStock: {
		"“{product}” yetarli emas. Mavjud: {available}.",
		"Товара «{product}» не хватает. В наличии: {available}.",
		"Not enough of “{product}”. Available: {available}.",
	},
	NotForSale: {"“{product}” hozir sotuvda yoʻq.", "«{product}» сейчас не продаётся.", "“{product}” is not for sale right now."},
	PriceChanged: {
		"Narx oʻzgardi: avval {before}, hozir {after}. Davom etishdan oldin tekshirib koʻring.",
		"Цена изменилась: было {before}, стало {after}. Проверьте, прежде чем продолжить.",
		"The price has changed from {before} to {after}. Please check before you continue.",
	},
	QuoteExpired: {
		"Hisob-kitob eskirgan. Savatni yana bir bor tekshiring.",
		"Расчёт устарел. Проверьте корзину ещё раз.",
		"This quote has expired. Please check the cart once more.",
	},
	DigitalApart: {
		"Raqamli tovarlar alohida buyurtma qilinadi. Avval ularni yoki qolganlarini savatdan oling.",
		"Цифровые товары заказываются отдельно. Уберите из корзины либо их, либо остальное.",
		"Digital goods are ordered apart. Take either them or the rest out of the cart.",
	},
	CartEmpty:   {"Savat boʻsh.", "Корзина пуста.", "The cart is empty."},
	CartOrdered: {"Bu savat boʻyicha buyurtma berilgan.", "Эта корзина уже оформлена как заказ.", "This cart has already been ordered."},
	MinimumNotReached: {
		"Eng kam buyurtma — {minimum}. Yana {missing} yetmayapti.",
		"Минимальный заказ — {minimum}. Не хватает {missing}.",
		"The minimum order is {minimum}. You need {missing} more.",
	},
	OutOfZone:          {"Bu manzilga yetkazib bermaymiz.", "По этому адресу мы не доставляем.", "We do not deliver to this address."},
	ClosedNow:          {"Doʻkon hozir yopiq. Ochilish vaqti: {opens}.", "Магазин сейчас закрыт. Откроется: {opens}.", "The shop is closed now. It opens: {opens}."},
	ContactMissing:     {"Ismingizni kiriting.", "Укажите ваше имя.", "Please enter your name."},
	PhoneMissing:       {"Telefon raqamingizni kiriting.", "Укажите ваш номер телефона.", "Please enter your phone number."},
	DeliveryMissing:    {"Yetkazib berish usulini tanlang.", "Выберите способ доставки.", "Please choose how to receive the order."},
	AddressMissing:     {"Yetkazib berish manzilini koʻrsating.", "Укажите адрес доставки.", "Please enter the delivery address."},
	PickupPointMissing: {"Olib ketish joyini tanlang.", "Выберите пункт самовывоза.", "Please choose a pickup point."},
	PaymentMissing:     {"Toʻlov usulini tanlang.", "Выберите способ оплаты.", "Please choose how to pay."},
	PaymentUnavailable: {"Bu toʻlov usuli mavjud emas. Boshqasini tanlang.", "Этот способ оплаты недоступен. Выберите другой.", "This payment method is not available. Please choose another."},
	GiftCardUnknown: {
		"Bunday sovgʻa kartasi yoʻq, muddati tugagan yoki unda pul qolmagan.",
		"Такой подарочной карты нет, её срок истёк или на ней не осталось денег.",
		"There is no such gift card, it has expired, or nothing is left on it.",
	},
	CreditChanged: {
		"Sovgʻa kartasi yoki keshbekdagi summa oʻzgargan. Savatni yana bir bor tekshiring.",
		"Сумма на подарочной карте или кешбэк изменились. Проверьте корзину ещё раз.",
		"What is on the gift card or your cashback has changed. Please check the cart once more.",
	},
	ChangeTooSmall: {
		"Qaytim kerak boʻlgan summa toʻlanadigan summadan kam: {due}.",
		"Сумма, с которой нужна сдача, меньше суммы к оплате: {due}.",
		"The sum you want change from is less than what is to be paid: {due}.",
	},
	FiscalCodeMissing: {"{product}: fiskal chek uchun IKPU yoki qadoq kodi yoʻq, hozircha sotib boʻlmaydi.", "{product}: нет ИКПУ или кода упаковки для фискального чека, пока купить нельзя.", "{product} cannot be bought yet: its IKPU or package code for the fiscal receipt is missing."},
	ModifierRequired:  {"“{group}”: tanlang, kamida {min}.", "«{group}»: выберите, минимум {min}.", "“{group}”: please choose at least {min}."},
	ModifierTooMany:   {"“{group}”: koʻpi bilan {max}.", "«{group}»: максимум {max}.", "“{group}”: at most {max}."},
	ModifierUnknown:   {"Bu qoʻshimcha ushbu mahsulotga tegishli emas.", "Эта добавка не относится к этому товару.", "This extra does not belong to this product."},
	QuoteStale:        {"Savat hisob-kitobdan keyin oʻzgargan. Yana bir bor tekshiring.", "Корзина изменилась после расчёта. Проверьте её ещё раз.", "The cart has changed since the quote. Please check it once more."},
	StorePaused:       {"Doʻkon hozircha buyurtma qabul qilmayapti.", "Магазин пока не принимает заказы.", "The shop takes no orders at the moment."},
})
