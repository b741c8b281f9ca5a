package lang

import "regexp"

// sizeOrNumeral finds clothing sizes and Roman numerals: XL, 3XL, XXI.
var sizeOrNumeral = regexp.MustCompile(`^(?:\d?X{0,4}[SL]|M|[IVX]{2,})$`)

// foreign lists lower-case names and abbreviations that Cyrillic text also writes in Latin letters and that no rule finds.
var foreign = words(
	"telegram", "instagram", "google", "android", "youtube", "tiktok",
	"payme", "uzum", "visa", "humo", "paynet", "dokon",
	"samsung", "apple", "xiaomi", "redmi", "honor", "artel", "philips", "bosch",
	"nike", "adidas", "puma", "zara", "gucci", "levis",
	"nivea", "garnier", "maybelline", "loreal", "dior", "chanel", "vichy", "essence",
	"pepsi", "sprite", "fanta", "lipton", "nestle", "snickers",
	"usb", "led", "sms", "qr", "pin", "gps", "api", "pdf", "url", "html", "id", "ai", "spf", "uv", "hd", "tv", "ssd", "ram",
	"bluetooth", "online", "email",
)

// suffixes are the case, plural and possessive endings that a foreign name takes, longest first.
var suffixes = []string{"lardan", "larning", "larda", "larga", "larni", "dagi", "ning", "dan", "lar", "ga", "da", "ni", "li"}

// loan is a word or root whose Cyrillic spelling does not follow from the Latin one.
type loan struct {
	latin, cyrillic string
	inner           bool // found inside a word too, as an ending is
}

// loans come longest first where one is the beginning of another. Source: the spelling dictionaries of both scripts.
var loans = []loan{
	{"sentabr", "сентябрь", false}, {"oktabr", "октябрь", false}, {"noyabr", "ноябрь", false}, {"dekabr", "декабрь", false},
	{"yanvar", "январь", false}, {"fevral", "февраль", false}, {"aprel", "апрель", false}, {"iyun", "июнь", false}, {"iyul", "июль", false},
	{"kompyuter", "компьютер", false}, {"kalkulator", "калькулятор", false}, {"filtr", "фильтр", false},
	{"albom", "альбом", false}, {"palto", "пальто", false}, {"mebel", "мебель", false}, {"model", "модель", false},
	{"parol", "пароль", false}, {"shampun", "шампунь", false}, {"losyon", "лосьон", false}, {"bulyon", "бульон", false},
	{"atelye", "ателье", false}, {"premyera", "премьера", false}, {"asfalt", "асфальт", false}, {"kartoshka", "картошка", false},
	{"obyekt", "объект", false}, {"subyekt", "субъект", false},
	{"konsert", "концерт", false}, {"konditsioner", "кондиционер", false}, {"konsentrat", "концентрат", false},
	{"sirk", "цирк", false}, {"sement", "цемент", false}, {"silindr", "цилиндр", false}, {"velosiped", "велосипед", false},
	{"litsey", "лицей", false}, {"pitsa", "пицца", false}, {"ofitsiant", "официант", false}, {"ofitser", "офицер", false},
	{"retsept", "рецепт", false}, {"protsent", "процент", false}, {"protsess", "процесс", false}, {"litsenziya", "лицензия", false},
	{"apelsin", "апельсин", false}, {"pensiya", "пенсия", false}, {"glyansli", "глянцли", false}, {"kanselyariya", "канцелярия", false},
	{"tsiya", "ция", true}, {"ksiya", "кция", true}, {"nsiya", "нция", true}, {"psiya", "пция", true},
}

func words(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, w := range list {
		set[w] = true
	}
	return set
}
