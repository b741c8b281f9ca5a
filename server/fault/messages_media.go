package fault

// Codes of uploads and pictures.
const (
	UploadExpired    Code = "UPLOAD_EXPIRED"
	UploadUsed       Code = "UPLOAD_USED"       // the address took a file already
	UploadIncomplete Code = "UPLOAD_INCOMPLETE" // nothing lies at the address yet
	MediaInUse       Code = "MEDIA_IN_USE"
	MediaBusy        Code = "MEDIA_BUSY" // the same picture is being removed
)

var _ = register(table{
	UploadExpired: {
		"Yuklash vaqti tugadi. Rasmni qaytadan yuklang.",
		"Время загрузки истекло. Загрузите изображение заново.",
		"The time for this upload is over. Please start again.",
	},
	UploadUsed: {
		"Bu manzilga fayl allaqachon yuklangan.",
		"По этому адресу файл уже загружен.",
		"A file has been uploaded to this address already.",
	},
	UploadIncomplete: {
		"Fayl hali yuklanmagan. Avval uni yuboring.",
		"Файл ещё не загружен. Сначала отправьте его.",
		"The file has not arrived yet. Please send it first.",
	},
	MediaInUse: {
		"Rasm ishlatilmoqda: avval uni mahsulot, toifa yoki doʻkon bezagidan olib tashlang.",
		"Изображение используется: сначала уберите его из товара, категории или оформления магазина.",
		"The picture is in use: take it out of products, categories and the look of the shop first.",
	},
	MediaBusy: {
		"Xuddi shu rasm hozir oʻchirilmoqda. Birozdan keyin qayta urinib koʻring.",
		"Это же изображение сейчас удаляется. Попробуйте чуть позже.",
		"This very picture is being removed right now. Please try again in a moment.",
	},
})
