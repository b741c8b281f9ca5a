package lang

import "testing"

func TestCyrillic(t *testing.T) {
	for latin, want := range map[string]string{
		"Oʻzbekiston gʻisht va choy":                 "Ўзбекистон ғишт ва чой",
		"o'g'il, o‘g‘il, o’g’il, o`g`il":             "ўғил, ўғил, ўғил, ўғил",
		"SHOSHILINCH Shoshilinch CHEGIRMA Chegirma":  "ШОШИЛИНЧ Шошилинч ЧЕГИРМА Чегирма",
		"erkak, ayollar, yer, yetkazish, poema":      "эркак, аёллар, ер, етказиш, поэма",
		"Yoʻq yoʻl yoz yulduz yaxshi YANGI":          "Йўқ йўл ёз юлдуз яхши ЯНГИ",
		"sanʼat eʼlon maʼlumot MAʼLUMOT":             "санъат эълон маълумот МАЪЛУМОТ",
		"Isʼhoq":                                     "Исҳоқ",
		"xarid qahva hajm jun":                       "харид қаҳва ҳажм жун",
		"otsiz emas, ketsa":                          "отсиз эмас, кетса",
		"aksiya, kvitansiya, pensiya, versiya":       "акция, квитанция, пенсия, версия",
		"Sentabr, 5-sentabrda, SENTABR":              "Сентябрь, 5-сентябрда, СЕНТЯБРЬ",
		"modellar, model, shampun, pitsa":            "моделлар, модель, шампунь, пицца",
		"https://dokon.uz/app/gul ga kiring":         "https://dokon.uz/app/gul га киринг",
		"@dokon_bot orqali, info@dokon.uz, dokon.uz": "@dokon_bot орқали, info@dokon.uz, dokon.uz",
		"iPhone 15, Galaxy A54, Coca-Cola, Wi-Fi":    "iPhone 15, Галахй A54, Coca-Cola, Wi-Fi",
		"Telegramda, Telegram orqali, SMS, USB":      "Telegramда, Telegram орқали, SMS, USB",
		"Oʻlcham: S, M, L, XL, 3XL; XXI asr":         "Ўлчам: S, M, L, XL, 3XL; XXI аср",
		"Narxi {price}, <b>bepul</b>":                "Нархи {price}, <b>бепул</b>",
		"“Oq” va 'qora'":                             "“Оқ” ва 'қора'",
		"2 dona, 500 ml, 10x15":                      "2 дона, 500 мл, 10х15",
		"":                                           "",
	} {
		if got := Cyrillic(latin); got != want {
			t.Errorf("Cyrillic(%q)\n got %q\nwant %q", latin, got, want)
		}
	}
	if got, want := Cyrillic("Galaxy koʻylak, Galaxyni", "galaxy"), "Galaxy кўйлак, Galaxyни"; got != want {
		t.Errorf("with a kept word: got %q, want %q", got, want)
	}
}
