package fault

// Codes about products, prices and stock.
const (
	CategoryCycle    Code = "CATEGORY_CYCLE"
	PriceMissing     Code = "PRICE_MISSING"
	SlugTaken        Code = "SLUG_TAKEN"         // {slug}
	SKUTaken         Code = "SKU_TAKEN"          // {sku}
	StockPromised    Code = "STOCK_PROMISED"     // {promised} pieces
	CategoryNotEmpty Code = "CATEGORY_NOT_EMPTY" // products or categories stand below it
	OptionMismatch   Code = "OPTION_MISMATCH"    // a variant without a value for each option of its product, or the same values twice
	TypeFixed        Code = "TYPE_FIXED"
	GroupInUse       Code = "GROUP_IN_USE"
	LocationInUse    Code = "LOCATION_IN_USE"    // the default one, or pieces are there
	CollectionByRule Code = "COLLECTION_BY_RULE" // it has no list to change
	QuantityMinimum  Code = "QUANTITY_MINIMUM"   // {product}, {amount}: in its unit, {quantity}
	QuantityMaximum  Code = "QUANTITY_MAXIMUM"   // the same
	QuantityStep     Code = "QUANTITY_STEP"      // the same
)

var _ = register(table{
	CategoryCycle: {"Toifa oʻzining ichiga joylashtirilishi mumkin emas.", "Категорию нельзя поместить в саму себя.", "A category cannot be placed inside itself."},
	PriceMissing:  {"Sotuvdagi har bir variantning narxi boʻlishi kerak.", "У каждого варианта в продаже должна быть цена.", "Every variant on sale needs a price."},
	SlugTaken:     {"Bu manzil band: {slug}.", "Этот адрес уже занят: {slug}.", "This address is already taken: {slug}."},
	SKUTaken:      {"Bu artikul band: {sku}.", "Этот артикул уже занят: {sku}.", "This SKU is already taken: {sku}."},
	StockPromised: {
		"Zaxira buyurtmalarga vaʼda qilingan miqdordan kam boʻla olmaydi: {promised} dona.",
		"Остаток не может быть меньше обещанного заказам: {promised} шт.",
		"Stock cannot be less than what orders were promised: {promised} pcs.",
	},
	GroupInUse: {
		"Bu guruh uchun narxlar roʻyxati bor: avval uni oʻchiring.",
		"Для этой группы есть прайс-лист: сначала удалите его.",
		"There is a price list for this group: delete it first.",
	},
	LocationInUse: {
		"Bu ombor ishlatilmoqda: avval undagi tovarlarni koʻchiring va boshqa omborni asosiy qiling.",
		"Этот склад используется: сначала перенесите товары и сделайте основным другой склад.",
		"This location is in use: move its stock away, and make another one the default.",
	},
	CollectionByRule: {
		"Bu toʻplam qoida asosida toʻldiriladi: mahsulotlarni qoʻlda oʻzgartirib boʻlmaydi.",
		"Эта подборка собирается по правилу: её товары нельзя менять вручную.",
		"This collection is gathered by a rule: its products cannot be changed by hand.",
	},
	TypeFixed: {
		"Xususiyat turini oʻzgartirib boʻlmaydi: mahsulotlarda uning qiymatlari bor.",
		"Тип характеристики нельзя изменить: у товаров есть её значения.",
		"The type of the attribute cannot be changed: products have values of it.",
	},
	QuantityMinimum: {
		"“{product}”: eng kami — {amount}.",
		"«{product}»: минимум — {amount}.",
		"“{product}”: the minimum is {amount}.",
	},
	QuantityMaximum: {
		"“{product}”: bitta buyurtmada koʻpi bilan — {amount}.",
		"«{product}»: в одном заказе максимум — {amount}.",
		"“{product}”: the maximum in one order is {amount}.",
	},
	QuantityStep: {
		"“{product}” shuncha miqdorga karrali sotiladi: {amount}.",
		"«{product}» продаётся порциями, кратными: {amount}.",
		"“{product}” is sold in steps of {amount}.",
	},
	CategoryNotEmpty: {
		"Toifa boʻsh emas: avval ichidagi mahsulot va toifalarni koʻchiring.",
		"Категория не пуста: сначала перенесите её товары и подкатегории.",
		"The category is not empty: move its products and categories first.",
	},
	OptionMismatch: {
		"Har bir variant mahsulotning barcha xususiyatlari boʻyicha bittadan qiymatga ega boʻlishi va takrorlanmasligi kerak.",
		"У каждого варианта должно быть по одному значению каждого параметра товара, и сочетания не должны повторяться.",
		"Each variant needs exactly one value of every option of the product, and no combination may repeat.",
	},
})
