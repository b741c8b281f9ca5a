package simulator

import "github.com/dokon-shop/dokon/server/lang"

// text is a word of the pages in the languages of providers.
type text struct{ UZ, RU, EN string }

// in gives the word in one of the languages uz, ru and en.
func (t text) in(language string) string {
	switch language {
	case "ru":
		return t.RU
	case "en":
		return t.EN
	}
	return t.UZ
}

// languages of the pages, as links name them.
var languages = []string{"uz", "ru", "en"}

// moneyIn is the language in which sums are written.
var moneyIn = map[string]lang.Lang{"uz": lang.UzLatn, "ru": lang.RU, "en": lang.EN}

var words = map[string]text{
	"simulator": {"Simulyator: pul oʻtmaydi", "Симулятор: деньги не списываются", "Simulator: no money moves"},
	"order":     {"Buyurtma", "Заказ", "Order"},
	"shop":      {"Doʻkon", "Магазин", "Shop"},
	"back":      {"Doʻkonga qaytish", "Вернуться в магазин", "Back to the shop"},
	"retry":     {"Yana urinib koʻrish", "Попробовать снова", "Try again"},
	"list":      {"Toʻlovlar", "Платежи", "Payments"},
	"empty":     {"Hali toʻlov yoʻq. Buyurtma bering va shu yerda toʻlang.", "Платежей пока нет. Оформите заказ и оплатите его здесь.", "No payments yet. Place an order and pay it here."},
	"calls":     {"Doʻkonga soʻrovlar", "Запросы в магазин", "Calls to the shop"},
	"request":   {"Soʻrov", "Запрос", "Request"},
	"answer":    {"Javob", "Ответ", "Answer"},
	"none":      {"Javob yoʻq", "Ответа нет", "No answer"},
	"same":      {"takror: javob bir xil", "повтор: ответ тот же", "repeated: the same answer"},
	"other":     {"takror: javob boshqa", "повтор: ответ другой", "repeated: another answer"},
	"act":       {"Provayder nima qilsin?", "Что сделает провайдер?", "What shall the provider do?"},
	"demo":      {"Bu sahifa haqiqiy provayderniki emas: u doʻkonni sinash uchun.", "Это не страница провайдера: она служит для проверки магазина.", "This is not the provider’s page: it is here to try the shop."},

	"pay":     {"Toʻlash", "Оплатить", "Pay"},
	"decline": {"Bank rad etsin", "Отказ банка", "Bank declines"},
	"delay":   {"Pul kechiksin", "Задержать деньги", "Money is delayed"},
	"finish":  {"Pul yetib kelsin", "Деньги пришли", "Money arrives"},
	"cancel":  {"Bekor qilish", "Отменить", "Cancel"},
	"expire":  {"Vaqt tugasin", "Истекло время", "Time runs out"},
	"refund":  {"Pulni qaytarish", "Вернуть деньги", "Give the money back"},
	"receipt": {"Fiskal chek yuborish", "Прислать фискальный чек", "Send the fiscal receipt"},
	"ask":     {"Holatni soʻrash", "Спросить о состоянии", "Ask for the state"},
	"repeat":  {"Oxirgi soʻrovni takrorlash", "Повторить последний запрос", "Repeat the last call"},

	"begun":    {"Toʻlanmagan", "Не оплачено", "Not paid"},
	"refused":  {"Doʻkon rad etdi", "Магазин отказал", "The shop refused"},
	"waiting":  {"Pul yoʻlda", "Деньги в пути", "Money is on its way"},
	"paid":     {"Toʻlandi", "Оплачено", "Paid"},
	"declined": {"Bank rad etdi", "Банк отказал", "The bank declined"},
	"canceled": {"Bekor qilindi", "Отменено", "Cancelled"},
	"expired":  {"Vaqt tugadi", "Время истекло", "Out of time"},
	"refunded": {"Pul qaytarildi", "Деньги возвращены", "Money given back"},

	"badLink":    {"Havola notoʻgʻri: undan nima toʻlanishini bilib boʻlmaydi.", "Ссылка неверна: из неё не понять, что оплачивается.", "The link is wrong: it does not say what is to be paid."},
	"noMerchant": {"Bu kassa bu yerda simulyatsiya qilinmaydi.", "Эта касса здесь не симулируется.", "This merchant is not simulated here."},
	"elsewhere":  {"Provayder sahifasiga oʻtish", "Перейти на страницу провайдера", "Go on to the provider’s page"},
	"noDeal":     {"Bunday toʻlov yoʻq. Simulyator qayta ishga tushgan boʻlishi mumkin.", "Такого платежа нет. Возможно, симулятор был перезапущен.", "There is no such payment. The simulator may have been restarted."},
}
