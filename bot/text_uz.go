package main

var inUzLatn = words{
	Name: "Oʻzbekcha", Currency: "soʻm",

	Greeting:         "Assalomu alaykum, <b>{name}</b>!\n\n<b>{store}</b> doʻkoniga xush kelibsiz. Tanlash, buyurtma berish va kuzatish — hammasi shu yerda.",
	GreetingProduct:  "Assalomu alaykum, <b>{name}</b>!\n\nSiz tanlagan mahsulot <b>{store}</b> doʻkonida bir bosishda ochiladi.",
	GreetingCategory: "Assalomu alaykum, <b>{name}</b>!\n\nSiz tanlagan boʻlim <b>{store}</b> doʻkonida bir bosishda ochiladi.",
	GreetingOrder:    "Assalomu alaykum, <b>{name}</b>!\n\n<b>{store}</b> doʻkonidagi buyurtmangiz bir bosishda ochiladi.",
	Help:             "Doʻkon pastdagi tugma bilan ochiladi. Buyurtma holati shu chatga yozib turiladi.\n\n/shop — doʻkon\n/orders — buyurtmalarim\n/lang — til\n/stop — reklama xabarlarini toʻxtatish",
	LangAsk:          "Qaysi tilda gaplashamiz?",
	LangSaved:        "Til saqlandi: oʻzbekcha.",
	StopDone:         "Boʻldi, reklama xabarlari endi kelmaydi. Buyurtmangiz haqidagi xabarlar kelaveradi. Qayta yoqish: /start",
	Orders:           "Buyurtmalaringiz shu yerda:",
	Shop:             "<b>{store}</b> doʻkoni pastdagi tugma bilan ochiladi.",
	ContactSaved:     "Rahmat! {phone} raqami saqlandi.",
	ContactForeign:   "Bu boshqa odamning raqami ekan. Iltimos, oʻzingiznikini yuboring.",
	StaffLink:        "Boshqaruv paneliga kirish havolasi. U bir marta ishlaydi va tez eskiradi, hech kimga bermang.",
	NotStaff:         "Siz bu doʻkon xodimi emassiz.",
	Busy:             "Hozir javob berolmayapmiz. Birozdan keyin yana urinib koʻring.",
	About:            "{store} — Telegramdagi doʻkon. Boshlash uchun pastdagi tugmani bosing.",

	WebAsk:     "<b>{store}</b> doʻkoniga saytda kirmoqchimisiz?\n\nSaytdagi raqam: <b>{number}</b>",
	WebSite:    "\nSayt: <code>{site}</code>",
	WebDevice:  "\nQurilma: {device}",
	WebWarning: "\n\n⚠️ Sahifani oʻzingiz ochgan boʻlsangiz va unda aynan shu raqam turgan boʻlsagina bosing. Havolani birov yuborgan boʻlsa, rad eting: u sizning nomingizdan buyurtma bera oladi.",
	WebDone:    "✅ Kirdingiz. Endi sahifaga qayting.",
	WebDoneAt:  "✅ <code>{site}</code> saytiga kirdingiz. Endi sahifaga qayting.",
	WebRefused: "Rad etildi, hech kim kirmadi.",
	WebGone:    "Bu kirish soʻrovi eskirgan yoki unga javob berilgan. Saytda qaytadan boshlang.",

	ButtonShop: "🛍 Doʻkonni ochish", ButtonProduct: "🛍 Mahsulotni ochish", ButtonCategory: "🛍 Boʻlimni ochish",
	ButtonOrder: "📦 Buyurtmani ochish", ButtonOrders: "📦 Buyurtmalarim", ButtonMenu: "Doʻkon",
	ButtonAccept: "✅ Qabul qilish", ButtonAdmin: "⚙️ Panelda ochish", ButtonMap: "📍 Xaritada", ButtonSignIn: "🔑 Panelga kirish",
	ButtonWebYes: "✅ Kirish", ButtonWebYesTo: "✅ Kirish: {site}", ButtonWebNo: "Bu men emasman",

	CommandStart: "Boshlash", CommandShop: "Doʻkonni ochish", CommandOrders: "Buyurtmalarim", CommandHelp: "Yordam",
	CommandLang: "Tilni almashtirish", CommandStop: "Reklama xabarlarini toʻxtatish", CommandAdmin: "Boshqaruv paneli",

	Accepted: "№ {number} buyurtma qabul qilindi", Refused: "Boʻlmadi: {why}", Outdated: "Bu tugma eskirgan",

	CardTitle: "Buyurtma № {number}", CardMore: "… va yana {n} ta", CardDelivery: "Yetkazish", CardDiscount: "Chegirma", CardTotal: "Jami",
	CardCash: "naqd", CardPaid: "toʻlangan", CardCourier: "Kuryer", CardPickup: "Olib ketish", CardPromised: "Tayyor boʻlish vaqti: {time}",
	CardReason: "Sabab: {reason}", CardComment: "Izoh: {comment}",
	Stage: map[stage]string{
		placed: "🕓 Doʻkon javobini kutmoqda", accepted: "✅ Qabul qilindi", preparing: "⏳ Tayyorlanmoqda", packed: "📦 Yigʻildi",
		ready: "🏪 Olib ketishga tayyor", onTheWay: "🛵 Kuryer yoʻlda", missed: "⚠️ Yetkazib boʻlmadi", returning: "↩️ Doʻkonga qaytmoqda",
		delivered: "🎉 Topshirildi", canceled: "❌ Bekor qilindi", expired: "⌛️ Javob boʻlmadi, buyurtma yopildi",
	},
	Push: map[stage]string{
		accepted: "✅ № {number} buyurtmangiz qabul qilindi.", ready: "🏪 № {number} buyurtmangiz tayyor, olib ketishingiz mumkin.",
		onTheWay: "🛵 № {number} buyurtmangiz yoʻlda. Telefoningiz yoningizda boʻlsin.", missed: "⚠️ Kuryer sizni topa olmadi (№ {number}). Doʻkon siz bilan bogʻlanadi.",
		delivered: "🎉 № {number} buyurtmangiz topshirildi. Xaridingiz uchun rahmat!", canceled: "❌ № {number} buyurtmangiz bekor qilindi.",
		expired: "⌛️ Doʻkon № {number} buyurtmangizga ulgurib javob bermadi, u yopildi. Uzr soʻraymiz.",
	},

	StaffPlaced: "🔔 Yangi buyurtma № {number}", StaffUntil: "{time} gacha qabul qiling", StaffContact: "Mijoz",
	StaffSignIn:     "Boshqaruv paneliga kirish havolasi soʻraldi. Soʻragan siz boʻlmasangiz, bosmang.",
	StaffWebhookOff: "{url} vebhuki oʻchirildi: manzil bir hafta hodisalarni qabul qilmadi. Uni tuzatib, vebhukni yoqing: yigʻilganlari tartib bilan keladi.",
	StaffStage: map[stage]string{
		placed: "🔔 № {number} — javob kutmoqda", accepted: "✅ № {number} — qabul qilindi", preparing: "⏳ № {number} — tayyorlanmoqda",
		packed: "📦 № {number} — yigʻildi", ready: "🏪 № {number} — olib ketishga tayyor", onTheWay: "🛵 № {number} — kuryerda",
		missed: "⚠️ № {number} — yetkazib boʻlmadi", returning: "↩️ № {number} — qaytmoqda", delivered: "🎉 № {number} — topshirildi",
		canceled: "❌ № {number} — bekor qilindi", expired: "⌛️ № {number} — javobsiz yopildi",
	},
}

var inUzCyrl = words{
	Name: "Ўзбекча", Currency: "сўм",

	Greeting:         "Ассалому алайкум, <b>{name}</b>!\n\n<b>{store}</b> дўконига хуш келибсиз. Танлаш, буюртма бериш ва кузатиш — ҳаммаси шу ерда.",
	GreetingProduct:  "Ассалому алайкум, <b>{name}</b>!\n\nСиз танлаган маҳсулот <b>{store}</b> дўконида бир босишда очилади.",
	GreetingCategory: "Ассалому алайкум, <b>{name}</b>!\n\nСиз танлаган бўлим <b>{store}</b> дўконида бир босишда очилади.",
	GreetingOrder:    "Ассалому алайкум, <b>{name}</b>!\n\n<b>{store}</b> дўконидаги буюртмангиз бир босишда очилади.",
	Help:             "Дўкон пастдаги тугма билан очилади. Буюртма ҳолати шу чатга ёзиб турилади.\n\n/shop — дўкон\n/orders — буюртмаларим\n/lang — тил\n/stop — реклама хабарларини тўхтатиш",
	LangAsk:          "Қайси тилда гаплашамиз?",
	LangSaved:        "Тил сақланди: ўзбекча.",
	StopDone:         "Бўлди, реклама хабарлари энди келмайди. Буюртмангиз ҳақидаги хабарлар келаверади. Қайта ёқиш: /start",
	Orders:           "Буюртмаларингиз шу ерда:",
	Shop:             "<b>{store}</b> дўкони пастдаги тугма билан очилади.",
	ContactSaved:     "Раҳмат! {phone} рақами сақланди.",
	ContactForeign:   "Бу бошқа одамнинг рақами экан. Илтимос, ўзингизникини юборинг.",
	StaffLink:        "Бошқарув панелига кириш ҳаволаси. У бир марта ишлайди ва тез эскиради, ҳеч кимга берманг.",
	NotStaff:         "Сиз бу дўкон ходими эмассиз.",
	Busy:             "Ҳозир жавоб беролмаяпмиз. Бироздан кейин яна уриниб кўринг.",
	About:            "{store} — Telegramдаги дўкон. Бошлаш учун пастдаги тугмани босинг.",

	WebAsk:     "<b>{store}</b> дўконига сайтда кирмоқчимисиз?\n\nСайтдаги рақам: <b>{number}</b>",
	WebSite:    "\nСайт: <code>{site}</code>",
	WebDevice:  "\nҚурилма: {device}",
	WebWarning: "\n\n⚠️ Саҳифани ўзингиз очган бўлсангиз ва унда айнан шу рақам турган бўлсагина босинг. Ҳаволани биров юборган бўлса, рад этинг: у сизнинг номингиздан буюртма бера олади.",
	WebDone:    "✅ Кирдингиз. Энди саҳифага қайтинг.",
	WebDoneAt:  "✅ <code>{site}</code> сайтига кирдингиз. Энди саҳифага қайтинг.",
	WebRefused: "Рад этилди, ҳеч ким кирмади.",
	WebGone:    "Бу кириш сўрови эскирган ёки унга жавоб берилган. Сайтда қайтадан бошланг.",

	ButtonShop: "🛍 Дўконни очиш", ButtonProduct: "🛍 Маҳсулотни очиш", ButtonCategory: "🛍 Бўлимни очиш",
	ButtonOrder: "📦 Буюртмани очиш", ButtonOrders: "📦 Буюртмаларим", ButtonMenu: "Дўкон",
	ButtonAccept: "✅ Қабул қилиш", ButtonAdmin: "⚙️ Панелда очиш", ButtonMap: "📍 Харитада", ButtonSignIn: "🔑 Панелга кириш",
	ButtonWebYes: "✅ Кириш", ButtonWebYesTo: "✅ Кириш: {site}", ButtonWebNo: "Бу мен эмасман",

	CommandStart: "Бошлаш", CommandShop: "Дўконни очиш", CommandOrders: "Буюртмаларим", CommandHelp: "Ёрдам",
	CommandLang: "Тилни алмаштириш", CommandStop: "Реклама хабарларини тўхтатиш", CommandAdmin: "Бошқарув панели",

	Accepted: "№ {number} буюртма қабул қилинди", Refused: "Бўлмади: {why}", Outdated: "Бу тугма эскирган",

	CardTitle: "Буюртма № {number}", CardMore: "… ва яна {n} та", CardDelivery: "Етказиш", CardDiscount: "Чегирма", CardTotal: "Жами",
	CardCash: "нақд", CardPaid: "тўланган", CardCourier: "Курьер", CardPickup: "Олиб кетиш", CardPromised: "Тайёр бўлиш вақти: {time}",
	CardReason: "Сабаб: {reason}", CardComment: "Изоҳ: {comment}",
	Stage: map[stage]string{
		placed: "🕓 Дўкон жавобини кутмоқда", accepted: "✅ Қабул қилинди", preparing: "⏳ Тайёрланмоқда", packed: "📦 Йиғилди",
		ready: "🏪 Олиб кетишга тайёр", onTheWay: "🛵 Курьер йўлда", missed: "⚠️ Етказиб бўлмади", returning: "↩️ Дўконга қайтмоқда",
		delivered: "🎉 Топширилди", canceled: "❌ Бекор қилинди", expired: "⌛️ Жавоб бўлмади, буюртма ёпилди",
	},
	Push: map[stage]string{
		accepted: "✅ № {number} буюртмангиз қабул қилинди.", ready: "🏪 № {number} буюртмангиз тайёр, олиб кетишингиз мумкин.",
		onTheWay: "🛵 № {number} буюртмангиз йўлда. Телефонингиз ёнингизда бўлсин.", missed: "⚠️ Курьер сизни топа олмади (№ {number}). Дўкон сиз билан боғланади.",
		delivered: "🎉 № {number} буюртмангиз топширилди. Харидингиз учун раҳмат!", canceled: "❌ № {number} буюртмангиз бекор қилинди.",
		expired: "⌛️ Дўкон № {number} буюртмангизга улгуриб жавоб бермади, у ёпилди. Узр сўраймиз.",
	},

	StaffPlaced: "🔔 Янги буюртма № {number}", StaffUntil: "{time} гача қабул қилинг", StaffContact: "Мижоз",
	StaffSignIn:     "Бошқарув панелига кириш ҳаволаси сўралди. Сўраган сиз бўлмасангиз, босманг.",
	StaffWebhookOff: "{url} вебхуки ўчирилди: манзил бир ҳафта ҳодисаларни қабул қилмади. Уни тузатиб, вебхукни ёқинг: йиғилганлари тартиб билан келади.",
	StaffStage: map[stage]string{
		placed: "🔔 № {number} — жавоб кутмоқда", accepted: "✅ № {number} — қабул қилинди", preparing: "⏳ № {number} — тайёрланмоқда",
		packed: "📦 № {number} — йиғилди", ready: "🏪 № {number} — олиб кетишга тайёр", onTheWay: "🛵 № {number} — курьерда",
		missed: "⚠️ № {number} — етказиб бўлмади", returning: "↩️ № {number} — қайтмоқда", delivered: "🎉 № {number} — топширилди",
		canceled: "❌ № {number} — бекор қилинди", expired: "⌛️ № {number} — жавобсиз ёпилди",
	},
}
