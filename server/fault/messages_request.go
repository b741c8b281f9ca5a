package fault

// Codes about the request as a whole: who calls, which store, how often.
const (
	Unauthenticated Code = "UNAUTHENTICATED"
	Forbidden       Code = "FORBIDDEN"
	NotFound        Code = "NOT_FOUND"
	BadRequest      Code = "BAD_REQUEST"          // {reason}: an English sentence for developers
	RateLimited     Code = "RATE_LIMITED"         // {seconds} until the next try
	Conflict        Code = "CONFLICT"             // the Idempotency-Key was used for another request
	InProgress      Code = "CONFLICT_IN_PROGRESS" // the same request is just being carried out
	CarriedOut      Code = "CONFLICT_CARRIED_OUT" // the same request was carried out, and its answer got lost
	Internal        Code = "INTERNAL"             // the cause stands in the log alone
	StoreNotFound   Code = "STORE_NOT_FOUND"
	InitDataMissing Code = "INITDATA_MISSING"
	InitDataInvalid Code = "INITDATA_INVALID"
	InitDataExpired Code = "INITDATA_EXPIRED"
	InitDataFuture  Code = "INITDATA_FUTURE" // dated later than our clock
	SessionExpired  Code = "SESSION_EXPIRED"
	LinkInvalid     Code = "LINK_INVALID" // a one-time sign-in link, opened again or too late
	SignInRequired  Code = "SIGN_IN_REQUIRED"
	LastOwner       Code = "LAST_OWNER"
)

var _ = register(table{
	Unauthenticated: {"Iltimos, tizimga kiring.", "Пожалуйста, войдите.", "Please sign in."},
	Forbidden:       {"Bu amal uchun ruxsatingiz yoʻq.", "У вас нет прав на это действие.", "You are not allowed to do this."},
	NotFound:        {"Topilmadi.", "Не найдено.", "Not found."},
	BadRequest:      {"Soʻrov notoʻgʻri tuzilgan: {reason}", "Запрос составлен неверно: {reason}", "The request is malformed: {reason}"},
	RateLimited: {
		"Soʻrovlar juda koʻp. Qayta urinishgacha qolgan soniyalar: {seconds}.",
		"Слишком много запросов. До следующей попытки, секунд: {seconds}.",
		"Too many requests. Seconds until the next try: {seconds}.",
	},
	Conflict: {
		"Bu soʻrov kaliti boshqa soʻrov uchun ishlatilgan.",
		"Этот ключ запроса уже использован для другого запроса.",
		"This Idempotency-Key was already used for another request.",
	},
	InProgress: {
		"Xuddi shu soʻrov hozir bajarilmoqda. Birozdan keyin qayta urinib koʻring.",
		"Этот же запрос сейчас выполняется. Попробуйте ещё раз чуть позже.",
		"The same request is just being carried out. Please try again a little later.",
	},
	CarriedOut: {
		"Bu soʻrov bajarilgan, lekin javobi yoʻqolgan. Natijani qaytadan oʻqing.",
		"Этот запрос выполнен, но его ответ потерян. Прочитайте результат заново.",
		"This request was carried out, but its answer got lost. Please read the result anew.",
	},
	Internal: {
		"Bizda xatolik yuz berdi. Birozdan keyin qayta urinib koʻring.",
		"У нас произошла ошибка. Попробуйте ещё раз чуть позже.",
		"Something went wrong on our side. Please try again a little later.",
	},
	StoreNotFound: {"Bunday doʻkon topilmadi.", "Такой магазин не найден.", "There is no such store."},
	InitDataMissing: {
		"Doʻkonni Telegram ichida oching.",
		"Откройте магазин в Telegram.",
		"Please open the shop inside Telegram.",
	},
	InitDataInvalid: reopen,
	InitDataExpired: {
		"Oyna juda uzoq ochiq turgan. Doʻkonni qayta oching.",
		"Окно было открыто слишком долго. Откройте магазин заново.",
		"This window was open for too long. Please open the shop again.",
	},
	InitDataFuture: {
		"Telegram maʼlumotlaridagi vaqt notoʻgʻri. Qurilmangiz soatini tekshirib, doʻkonni qayta oching.",
		"Неверное время в данных Telegram. Проверьте часы устройства и откройте магазин заново.",
		"The data from Telegram is dated in the future. Please check your clock and open the shop again.",
	},
	SessionExpired: {"Seans muddati tugadi. Qaytadan kiring.", "Сеанс истёк. Войдите снова.", "Your session has ended. Please sign in again."},
	LinkInvalid: {
		"Bu havola ishlatilgan yoki muddati oʻtgan. Yangisini soʻrang.",
		"Эта ссылка уже использована или устарела. Запросите новую.",
		"This link was already used or has expired. Please ask for a new one.",
	},
	SignInRequired: {
		"Davom etish uchun Telegram orqali kiring.",
		"Чтобы продолжить, войдите через Telegram.",
		"Please sign in with Telegram to continue.",
	},
	LastOwner: {
		"Doʻkonda kamida bitta egasi qolishi kerak.",
		"В магазине должен остаться хотя бы один владелец.",
		"A store must keep at least one owner.",
	},
})
