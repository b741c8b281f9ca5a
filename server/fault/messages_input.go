package fault

// Codes about one input field, whatever the noun.
const (
	Required         Code = "REQUIRED"
	Invalid          Code = "INVALID"
	InvalidID        Code = "INVALID_ID"   // {expected} is the prefix that the field wants: "prd_"
	TooLong          Code = "TOO_LONG"     // {max} characters
	TooShort         Code = "TOO_SHORT"    // {min} characters
	OutOfRange       Code = "OUT_OF_RANGE" // {min} and {max}, both allowed
	TooMany          Code = "TOO_MANY"     // {max} elements
	Duplicate        Code = "DUPLICATE"
	StaleVersion     Code = "STALE_VERSION"   // somebody else changed it since it was read
	ForbiddenField   Code = "FORBIDDEN_FIELD" // the caller may not set this field
	InvalidPhone     Code = "INVALID_PHONE"
	UnsupportedMedia Code = "UNSUPPORTED_MEDIA" // {allowed} lists formats
	TooLarge         Code = "TOO_LARGE"         // {max} with its unit
)

var _ = register(table{
	Required:   {"Bu maydonni toʻldiring.", "Заполните это поле.", "Please fill in this field."},
	Invalid:    {"Bu qiymat toʻgʻri kelmaydi.", "Это значение не подходит.", "This value is not valid."},
	InvalidID:  {"Identifikator notoʻgʻri: {expected} bilan boshlanishi kerak.", "Неверный идентификатор: он должен начинаться с {expected}.", "This is not a valid id: it should begin with {expected}."},
	TooLong:    {"Matn juda uzun. Belgilar soni koʻpi bilan: {max}.", "Слишком длинный текст. Максимум знаков: {max}.", "This is too long. Maximum number of characters: {max}."},
	TooShort:   {"Matn juda qisqa. Belgilar soni kamida: {min}.", "Слишком короткий текст. Минимум знаков: {min}.", "This is too short. Minimum number of characters: {min}."},
	OutOfRange: {"Qiymat {min} dan {max} gacha boʻlishi kerak.", "Значение должно быть от {min} до {max}.", "The value must be between {min} and {max}."},
	TooMany:    {"Juda koʻp. Koʻpi bilan: {max}.", "Слишком много. Максимум: {max}.", "Too many. Maximum: {max}."},
	Duplicate:  {"Bu qiymat takrorlangan.", "Это значение повторяется.", "This value appears more than once."},
	StaleVersion: {
		"Maʼlumot boshqa joyda oʻzgartirilgan. Sahifani yangilab, qayta urinib koʻring.",
		"Данные изменены в другом месте. Обновите страницу и попробуйте ещё раз.",
		"This was changed somewhere else. Please reload and try again.",
	},
	ForbiddenField: {"Bu maydonni oʻzgartirishga ruxsatingiz yoʻq.", "Вам нельзя менять это поле.", "You are not allowed to set this field."},
	InvalidPhone: {
		"Telefon raqamini toʻliq kiriting, masalan: +998 90 123 45 67.",
		"Введите номер телефона полностью, например: +998 90 123 45 67.",
		"Please enter the full phone number, for example: +998 90 123 45 67.",
	},
	UnsupportedMedia: {"Bu turdagi fayl qabul qilinmaydi. Mumkin: {allowed}.", "Файлы этого типа не принимаются. Можно: {allowed}.", "This kind of file is not accepted. Allowed: {allowed}."},
	TooLarge:         {"Fayl juda katta. Koʻpi bilan: {max}.", "Слишком большой файл. Максимум: {max}.", "The file is too large. Maximum: {max}."},
})
