package seed

import (
	"math/rand/v2"

	"github.com/dokon-shop/dokon/server/lang"
)

type bulkThing struct {
	name  Text
	from  int64 // soʻm, the cheapest
	sizes []string
	ikpu  string
}

type bulkColorValue struct {
	code, swatch string
	name         Text
}

func words(uz, ru, en string) Text {
	return Text{UzLatn: uz, UzCyrl: lang.Cyrillic(uz), RU: ru, EN: en}
}

var bulkThings = []bulkThing{
	{words("Koʻylak", "Платье", "Dress"), 190_000, []string{"S", "M", "L", "XL"}, "06204043001000000"},
	{words("Futbolka", "Футболка", "Tee"), 79_000, []string{"S", "M", "L", "XL"}, "06109010001000000"},
	{words("Erkaklar koʻylagi", "Рубашка", "Shirt"), 149_000, []string{"M", "L", "XL"}, "06205020001000000"},
	{words("Shim", "Брюки", "Trousers"), 189_000, []string{"30", "32", "34"}, "06203042001000000"},
	{words("Jinsi", "Джинсы", "Jeans"), 249_000, []string{"28", "30", "32", "34"}, "06203042002000000"},
	{words("Sviter", "Свитер", "Sweater"), 219_000, []string{"S", "M", "L"}, "06110020001000000"},
	{words("Kurtka", "Куртка", "Jacket"), 399_000, []string{"M", "L", "XL"}, "06201040001000000"},
	{words("Yubka", "Юбка", "Skirt"), 139_000, []string{"S", "M", "L"}, "06204053001000000"},
	{words("Krossovka", "Кроссовки", "Sneakers"), 299_000, []string{"38", "39", "41", "42"}, "06404011001000000"},
	{words("Sumka", "Сумка", "Bag"), 169_000, []string{"ONE"}, "04202022001000000"},
	{words("Roʻmol", "Платок", "Scarf"), 69_000, []string{"ONE"}, "06214010001000000"},
	{words("Kamar", "Ремень", "Belt"), 59_000, []string{"95", "105"}, "04203030001000000"},
}

var bulkMarks = []Text{
	words("Registon", "Регистан", "Registon"), words("Navroʻz", "Навруз", "Navruz"), words("Zarafshon", "Зарафшан", "Zarafshon"),
	words("Bahor", "Бахор", "Bahor"), words("Chorsu", "Чорсу", "Chorsu"), words("Humo", "Хумо", "Humo"),
	words("Sadaf", "Садаф", "Sadaf"), words("Ipak yoʻli", "Шёлковый путь", "Silk Road"), words("Anor", "Гранат", "Pomegranate"),
	words("Chimyon", "Чимган", "Chimyon"), words("Qizilqum", "Кызылкум", "Kyzylkum"), words("Afrosiyob", "Афросиаб", "Afrosiyob"),
	words("Lola", "Лола", "Lola"), words("Samo", "Само", "Samo"), words("Vodiy", "Водий", "Vodiy"), words("Turon", "Туран", "Turon"),
}

var bulkTraits = []Text{
	words("paxtadan", "из хлопка", "of cotton"), words("ipakdan", "из шёлка", "of silk"), words("zigʻirdan", "из льна", "of linen"),
	words("jundan", "из шерсти", "of wool"), words("adrasdan", "из адраса", "of adras"), words("viskozadan", "из вискозы", "of viscose"),
	words("charmdan", "из кожи", "of leather"), words("denimdan", "из денима", "of denim"),
}

var bulkColors = []bulkColorValue{
	{"black", "#24242a", words("Qora", "Чёрный", "Black")}, {"white", "#f3f1ec", words("Oq", "Белый", "White")},
	{"navy", "#24335f", words("Toʻq koʻk", "Тёмно-синий", "Navy")}, {"anor", "#8a2138", words("Anor", "Гранатовый", "Pomegranate")},
	{"emerald", "#10775a", words("Zumrad", "Изумрудный", "Emerald")}, {"beige", "#d6bd9c", words("Bej", "Бежевый", "Beige")},
	{"gray", "#9fa2a8", words("Kulrang", "Серый", "Grey")}, {"pink", "#e9a3b6", words("Pushti", "Розовый", "Pink")},
}

var (
	bulkColor   = words("Rang", "Цвет", "Colour")
	bulkSize    = words("Oʻlcham", "Размер", "Size")
	bulkMade    = words("Mato", "Материал", "Material")
	bulkSummary = words("Kundalik kiyish uchun, %s tikilgan.", "На каждый день, %s.", "For every day, made %s.")

	bulkDescription = words(
		"Toshkentda tikilgan. Uch kun ichida almashtirish yoki qaytarish mumkin.",
		"Сшито в Ташкенте. Можно обменять или вернуть в течение трёх дней.",
		"Sewn in Tashkent. Exchange or return within three days.")
)

func pick[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }

// each makes a text by asking for every language.
func each(f func(l lang.Lang) string) (t lang.Text) {
	for _, l := range lang.All {
		t.Set(l, f(l))
	}
	return t
}

func all(t lang.Text) []string {
	list := make([]string, 0, len(lang.All))
	for _, l := range lang.All {
		list = append(list, t.Get(l))
	}
	return list
}
