package fault

// Codes about who somebody is: what Telegram signed, staff and their roles, a shop's bot.
const (
	InitDataTooLong  Code = "INITDATA_TOO_LONG"
	InitDataRepeated Code = "INITDATA_REPEATED_KEY"
	InitDataForged   Code = "INITDATA_FORGED"  // not signed for this shop's bot
	InitDataNoUser   Code = "INITDATA_NO_USER" // opened from a button that tells nobody's identity
	InvalidContact   Code = "INVALID_CONTACT"  // the cause, one of INITDATA_*, stands in the log
	BotTokenInvalid  Code = "BOT_TOKEN_INVALID"
	OwnRole          Code = "OWN_ROLE"
	// Of a sign-in on a web page that is confirmed in the chat.
	SignInPending     Code = "SIGN_IN_PENDING"
	SignInExpired     Code = "SIGN_IN_EXPIRED"
	SignInUnavailable Code = "SIGN_IN_UNAVAILABLE" // the store has no working bot
	CustomerBlocked   Code = "CUSTOMER_BLOCKED"
)

var _ = register(table{
	InitDataTooLong:  reopen,
	InitDataRepeated: reopen,
	InitDataForged: {
		"Telegram maʼlumotlari bu doʻkonga tegishli emas. Doʻkonni oʻz boti orqali oching.",
		"Данные Telegram не относятся к этому магазину. Откройте магазин через его бота.",
		"The data from Telegram does not belong to this shop. Please open the shop from its own bot.",
	},
	InitDataNoUser: {
		"Telegram kimligingizni bildirmadi. Doʻkonni botdagi tugma yoki havola orqali oching.",
		"Telegram не сообщил, кто вы. Откройте магазин кнопкой или ссылкой из бота.",
		"Telegram did not say who you are. Please open the shop by the bot’s button or link.",
	},
	InvalidContact: {
		"Raqamni tasdiqlab boʻlmadi. Oʻz raqamingizni qaytadan ulashing.",
		"Не удалось подтвердить номер. Поделитесь своим номером ещё раз.",
		"The number could not be verified. Please share your own number again.",
	},
	BotTokenInvalid: {
		"Bot tokeni notoʻgʻri. Uni BotFather xabaridan toʻliq nusxalang.",
		"Неверный токен бота. Скопируйте его целиком из сообщения BotFather.",
		"This is not a bot token. Please copy the whole of it from BotFather’s message.",
	},
	SignInPending: {
		"Kirishni Telegramda tasdiqlang.",
		"Подтвердите вход в Telegram.",
		"Please confirm the sign-in in Telegram.",
	},
	SignInExpired: {
		"Kirish soʻrovi eskirgan, ishlatilgan yoki rad etilgan. Qaytadan boshlang.",
		"Запрос на вход устарел, использован или отклонён. Начните вход заново.",
		"This sign-in is too old, was used or was refused. Please start again.",
	},
	SignInUnavailable: {
		"Doʻkonning ishlaydigan boti yoʻq, shuning uchun Telegram orqali kirib boʻlmaydi.",
		"У магазина нет работающего бота, поэтому войти через Telegram нельзя.",
		"The shop has no working bot, so nobody can sign in with Telegram.",
	},
	OwnRole: {
		"Oʻz rolingizni yoki kirish huquqingizni bu yerda oʻzgartira olmaysiz.",
		"Нельзя менять здесь собственную роль или собственный доступ.",
		"You cannot change your own role or access here.",
	},
	CustomerBlocked: {
		"Siz bu doʻkonda buyurtma bera olmaysiz. Doʻkon bilan bogʻlaning.",
		"Вы не можете заказывать в этом магазине. Свяжитесь с магазином.",
		"You cannot order in this shop. Please contact the shop.",
	},
})

var reopen = say{
	"Telegram maʼlumotlarini tekshirib boʻlmadi. Doʻkonni qayta oching.",
	"Не удалось проверить данные Telegram. Откройте магазин заново.",
	"The data from Telegram could not be verified. Please open the shop again.",
}
