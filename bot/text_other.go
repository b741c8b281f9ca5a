package main

var inRU = words{
	Name: "Русский", Currency: "сум",

	Greeting:         "Здравствуйте, <b>{name}</b>!\n\nДобро пожаловать в <b>{store}</b>. Выбрать, заказать и следить за заказом — всё здесь.",
	GreetingProduct:  "Здравствуйте, <b>{name}</b>!\n\nВыбранный товар откроется в <b>{store}</b> одним нажатием.",
	GreetingCategory: "Здравствуйте, <b>{name}</b>!\n\nВыбранный раздел откроется в <b>{store}</b> одним нажатием.",
	GreetingOrder:    "Здравствуйте, <b>{name}</b>!\n\nВаш заказ в <b>{store}</b> откроется одним нажатием.",
	Help:             "Магазин открывается кнопкой ниже. О заказе мы пишем в этот чат.\n\n/shop — магазин\n/orders — мои заказы\n/lang — язык\n/stop — не присылать рекламу",
	LangAsk:          "На каком языке говорим?",
	LangSaved:        "Язык сохранён: русский.",
	StopDone:         "Готово, рекламы больше не будет. О ваших заказах писать продолжим. Включить снова: /start",
	Orders:           "Ваши заказы здесь:",
	Shop:             "<b>{store}</b> открывается кнопкой ниже.",
	ContactSaved:     "Спасибо! Номер {phone} сохранён.",
	ContactForeign:   "Это номер другого человека. Пришлите, пожалуйста, свой.",
	StaffLink:        "Ссылка для входа в панель. Она сработает один раз и скоро устареет, никому её не давайте.",
	NotStaff:         "Вы не сотрудник этого магазина.",
	Busy:             "Сейчас не получается ответить. Попробуйте чуть позже.",
	About:            "{store} — магазин в Telegram. Нажмите кнопку ниже, чтобы начать.",

	WebAsk:     "Войти в <b>{store}</b> на сайте?\n\nЧисло на сайте: <b>{number}</b>",
	WebSite:    "\nСайт: <code>{site}</code>",
	WebDevice:  "\nУстройство: {device}",
	WebWarning: "\n\n⚠️ Нажимайте, только если вы сами открыли страницу и на ней именно это число. Если ссылку кто-то прислал, откажитесь: он сможет заказывать от вашего имени.",
	WebDone:    "✅ Вы вошли. Вернитесь на страницу.",
	WebDoneAt:  "✅ Вы вошли на <code>{site}</code>. Вернитесь на страницу.",
	WebRefused: "Отказано, никто не вошёл.",
	WebGone:    "Этот запрос на вход устарел или на него уже ответили. Начните заново на сайте.",

	ButtonShop: "🛍 Открыть магазин", ButtonProduct: "🛍 Открыть товар", ButtonCategory: "🛍 Открыть раздел",
	ButtonOrder: "📦 Открыть заказ", ButtonOrders: "📦 Мои заказы", ButtonMenu: "Магазин",
	ButtonAccept: "✅ Принять", ButtonAdmin: "⚙️ Открыть в панели", ButtonMap: "📍 На карте", ButtonSignIn: "🔑 Войти в панель",
	ButtonWebYes: "✅ Войти", ButtonWebYesTo: "✅ Войти: {site}", ButtonWebNo: "Это не я",

	CommandStart: "Начать", CommandShop: "Открыть магазин", CommandOrders: "Мои заказы", CommandHelp: "Помощь",
	CommandLang: "Сменить язык", CommandStop: "Не присылать рекламу", CommandAdmin: "Панель управления",

	Accepted: "Заказ № {number} принят", Refused: "Не получилось: {why}", Outdated: "Эта кнопка устарела",

	CardTitle: "Заказ № {number}", CardMore: "… и ещё {n}", CardDelivery: "Доставка", CardDiscount: "Скидка", CardTotal: "Итого",
	CardCash: "наличными", CardPaid: "оплачено", CardCourier: "Курьер", CardPickup: "Самовывоз", CardPromised: "Будет готово: {time}",
	CardReason: "Причина: {reason}", CardComment: "Комментарий: {comment}",
	Stage: map[stage]string{
		placed: "🕓 Ждёт ответа магазина", accepted: "✅ Принят", preparing: "⏳ Готовится", packed: "📦 Собран",
		ready: "🏪 Можно забирать", onTheWay: "🛵 Курьер в пути", missed: "⚠️ Не удалось вручить", returning: "↩️ Возвращается в магазин",
		delivered: "🎉 Вручён", canceled: "❌ Отменён", expired: "⌛️ Магазин не ответил, заказ закрыт",
	},
	Push: map[stage]string{
		accepted: "✅ Заказ № {number} принят.", ready: "🏪 Заказ № {number} готов, можно забирать.",
		onTheWay: "🛵 Заказ № {number} в пути. Держите телефон под рукой.", missed: "⚠️ Курьер вас не застал (заказ № {number}). Магазин с вами свяжется.",
		delivered: "🎉 Заказ № {number} вручён. Спасибо за покупку!", canceled: "❌ Заказ № {number} отменён.",
		expired: "⌛️ Магазин не успел ответить, заказ № {number} закрыт. Просим прощения.",
	},

	StaffPlaced: "🔔 Новый заказ № {number}", StaffUntil: "Принять до {time}", StaffContact: "Покупатель",
	StaffSignIn:     "Запрошена ссылка для входа в панель. Если это были не вы, не нажимайте.",
	StaffWebhookOff: "Вебхук {url} выключен: адрес неделю не принимал события. Почините его и включите вебхук: всё, что накопилось, придёт по порядку.",
	StaffStage: map[stage]string{
		placed: "🔔 № {number} — ждёт ответа", accepted: "✅ № {number} — принят", preparing: "⏳ № {number} — готовится",
		packed: "📦 № {number} — собран", ready: "🏪 № {number} — ждёт покупателя", onTheWay: "🛵 № {number} — у курьера",
		missed: "⚠️ № {number} — не вручён", returning: "↩️ № {number} — возвращается", delivered: "🎉 № {number} — вручён",
		canceled: "❌ № {number} — отменён", expired: "⌛️ № {number} — закрыт без ответа",
	},
}

var inEN = words{
	Name: "English", Currency: "UZS",

	Greeting:         "Hello, <b>{name}</b>!\n\nWelcome to <b>{store}</b>. Choose, order and follow your order right here.",
	GreetingProduct:  "Hello, <b>{name}</b>!\n\nThe product you chose is one tap away at <b>{store}</b>.",
	GreetingCategory: "Hello, <b>{name}</b>!\n\nThe section you chose is one tap away at <b>{store}</b>.",
	GreetingOrder:    "Hello, <b>{name}</b>!\n\nYour order at <b>{store}</b> is one tap away.",
	Help:             "The button below opens the shop. We write about your orders in this chat.\n\n/shop — the shop\n/orders — my orders\n/lang — language\n/stop — no promotions",
	LangAsk:          "Which language shall we speak?",
	LangSaved:        "Language saved: English.",
	StopDone:         "Done, no more promotions. We still write about your orders. To turn them on again: /start",
	Orders:           "Your orders are here:",
	Shop:             "The button below opens <b>{store}</b>.",
	ContactSaved:     "Thank you! {phone} is saved.",
	ContactForeign:   "That is somebody else’s number. Please send your own.",
	StaffLink:        "Your link into the admin. It works once and soon expires; give it to nobody.",
	NotStaff:         "You do not work in this shop.",
	Busy:             "We cannot answer right now. Please try again in a moment.",
	About:            "{store} is a shop in Telegram. Press the button below to begin.",

	WebAsk:     "Sign in to <b>{store}</b> on a web page?\n\nNumber on the page: <b>{number}</b>",
	WebSite:    "\nSite: <code>{site}</code>",
	WebDevice:  "\nDevice: {device}",
	WebWarning: "\n\n⚠️ Press only if you opened the page yourself and it shows this very number. If somebody sent you the link, refuse: they could order in your name.",
	WebDone:    "✅ You are signed in. Go back to the page.",
	WebDoneAt:  "✅ You are signed in at <code>{site}</code>. Go back to the page.",
	WebRefused: "Refused; nobody was signed in.",
	WebGone:    "This sign-in is too old or was answered already. Start again on the page.",

	ButtonShop: "🛍 Open the shop", ButtonProduct: "🛍 Open the product", ButtonCategory: "🛍 Open the section",
	ButtonOrder: "📦 Open the order", ButtonOrders: "📦 My orders", ButtonMenu: "Shop",
	ButtonAccept: "✅ Accept", ButtonAdmin: "⚙️ Open in the admin", ButtonMap: "📍 On the map", ButtonSignIn: "🔑 Sign in",
	ButtonWebYes: "✅ Sign in", ButtonWebYesTo: "✅ Sign in: {site}", ButtonWebNo: "This is not me",

	CommandStart: "Begin", CommandShop: "Open the shop", CommandOrders: "My orders", CommandHelp: "Help",
	CommandLang: "Change the language", CommandStop: "No promotions", CommandAdmin: "Admin",

	Accepted: "Order № {number} accepted", Refused: "Not done: {why}", Outdated: "This button is too old",

	CardTitle: "Order № {number}", CardMore: "… and {n} more", CardDelivery: "Delivery", CardDiscount: "Discount", CardTotal: "Total",
	CardCash: "cash", CardPaid: "paid", CardCourier: "Courier", CardPickup: "Pickup", CardPromised: "Ready at {time}",
	CardReason: "Reason: {reason}", CardComment: "Comment: {comment}",
	Stage: map[stage]string{
		placed: "🕓 Waiting for the shop", accepted: "✅ Accepted", preparing: "⏳ Being prepared", packed: "📦 Packed",
		ready: "🏪 Ready for pickup", onTheWay: "🛵 On its way", missed: "⚠️ Could not be handed over", returning: "↩️ Going back to the shop",
		delivered: "🎉 Delivered", canceled: "❌ Canceled", expired: "⌛️ The shop did not answer, the order is closed",
	},
	Push: map[stage]string{
		accepted: "✅ Your order № {number} is accepted.", ready: "🏪 Your order № {number} is ready to be picked up.",
		onTheWay: "🛵 Your order № {number} is on its way. Keep your phone at hand.", missed: "⚠️ The courier did not find you (order № {number}). The shop will contact you.",
		delivered: "🎉 Your order № {number} is delivered. Thank you!", canceled: "❌ Your order № {number} is canceled.",
		expired: "⌛️ The shop did not answer in time, your order № {number} is closed. We are sorry.",
	},

	StaffPlaced: "🔔 New order № {number}", StaffUntil: "Accept before {time}", StaffContact: "Customer",
	StaffSignIn:     "A link into the admin was asked for. If that was not you, do not press.",
	StaffWebhookOff: "The webhook {url} is off: its address has not taken events for a week. Mend it and switch the webhook on: what has gathered comes in order.",
	StaffStage: map[stage]string{
		placed: "🔔 № {number} — waiting", accepted: "✅ № {number} — accepted", preparing: "⏳ № {number} — being prepared",
		packed: "📦 № {number} — packed", ready: "🏪 № {number} — ready for pickup", onTheWay: "🛵 № {number} — with the courier",
		missed: "⚠️ № {number} — not handed over", returning: "↩️ № {number} — coming back", delivered: "🎉 № {number} — delivered",
		canceled: "❌ № {number} — canceled", expired: "⌛️ № {number} — closed without an answer",
	},
}
