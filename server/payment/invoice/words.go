package invoice

import (
	"fmt"
	"strings"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Price is a line of an invoice, in the smallest unit of its currency: tiyin, or whole Stars. A discount is below zero.
type Price struct {
	Label  string `json:"label"`
	Amount int64  `json:"amount"`
}

// Limits of Telegram, in characters.
const (
	longestTitle       = 32
	longestDescription = 255
	longestLabel       = 64
	// mostPrices is how many goods an invoice lists; the sheet of the messenger is no place for more.
	mostPrices = 20
)

var (
	orderWord    = lang.Text{UzLatn: "Buyurtma №", UzCyrl: "Буюртма №", RU: "Заказ №", EN: "Order No. "}
	goodsWord    = lang.Text{UzLatn: "Mahsulotlar", UzCyrl: "Маҳсулотлар", RU: "Товары", EN: "Goods"}
	discountWord = lang.Text{UzLatn: "Chegirma", UzCyrl: "Чегирма", RU: "Скидка", EN: "Discount"}
	deliveryWord = lang.Text{UzLatn: "Yetkazib berish", UzCyrl: "Етказиб бериш", RU: "Доставка", EN: "Delivery"}
)

// Title heads an invoice.
func Title(o payment.Opening) string {
	return clip(orderWord.In(o.Language, nil)+fmt.Sprint(o.OrderNumber), longestTitle)
}

// description is the shop and what is bought.
func description(o payment.Opening) string {
	parts := []string{o.Shop}
	if o.Receipt != nil {
		names := []string{}
		for _, it := range o.Receipt.Items {
			if !it.IsDelivery {
				names = append(names, counted(it))
			}
		}
		parts = append(parts, strings.Join(names, ", "))
	}
	return clip(strings.Join(parts, ": "), longestDescription)
}

func counted(it payment.Item) string {
	if it.Quantity == 1 {
		return it.Title
	}
	return it.Title + " × " + fmt.Sprint(it.Quantity)
}

// Prices are what the sum of an invoice consists of; they come to it to the tiyin. Without a receipt, as of a part of an order,
// the sum is one line.
func Prices(o payment.Opening) []Price {
	if o.Receipt == nil || o.Receipt.Total != o.Amount {
		return []Price{{Label: Title(o), Amount: int64(o.Amount)}}
	}
	var goods, others []Price
	var discount, gross, delivery money.Tiyin
	for _, it := range o.Receipt.Items {
		discount += it.Discount
		if it.IsDelivery {
			delivery += it.Gross()
			continue
		}
		gross += it.Gross()
		if it.Gross() > 0 {
			goods = append(goods, Price{Label: clip(counted(it), longestLabel), Amount: int64(it.Gross())})
		}
	}
	if len(goods) > mostPrices {
		goods = []Price{{Label: goodsWord.In(o.Language, nil), Amount: int64(gross)}}
	}
	if delivery > 0 {
		others = append(others, Price{Label: deliveryWord.In(o.Language, nil), Amount: int64(delivery)})
	}
	if discount > 0 {
		others = append(others, Price{Label: discountWord.In(o.Language, nil), Amount: -int64(discount)})
	}
	return append(goods, others...)
}

// clip cuts a text to n characters, as Telegram counts them: units of UTF-16.
func clip(s string, n int) string {
	units := 0
	for i, r := range s {
		width := 1
		if r > 0xFFFF {
			width = 2
		}
		if units += width; units > n {
			cut := []rune(s[:i])
			return string(cut[:len(cut)-1]) + "…"
		}
	}
	return s
}
