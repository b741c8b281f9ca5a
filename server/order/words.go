package order

import (
	"fmt"
	"strings"

	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// say is a sentence; Uzbek Cyrillic is spelled from the Latin text.
func say(uz, ru, en string) lang.Text {
	return lang.Text{UzLatn: uz, UzCyrl: lang.Cyrillic(uz), RU: ru, EN: en}
}

var lifecycleWords = map[Lifecycle]lang.Text{
	Draft:     say("Qoralama", "Черновик", "Draft"),
	Placed:    say("Tasdiqlanishi kutilmoqda", "Ждёт подтверждения", "Waiting to be accepted"),
	Confirmed: say("Qabul qilindi", "Принят", "Accepted"),
	Completed: say("Bajarildi", "Выполнен", "Completed"),
	Canceled:  say("Bekor qilindi", "Отменён", "Canceled"),
	Expired:   say("Vaqtida tasdiqlanmadi", "Не подтверждён вовремя", "Not accepted in time"),
}

var goodsWords = map[FulfilmentState]lang.Text{
	Pending:         say("Qabul qilindi", "Принят", "Accepted"),
	Accepted:        say("Tayyorlanmoqda", "Готовится", "Being prepared"),
	Packed:          say("Yigʻildi", "Собран", "Packed"),
	ReadyForPickup:  say("Olib ketishga tayyor", "Готов к выдаче", "Ready for pickup"),
	HandedToCourier: say("Kuryerda", "У курьера", "With the courier"),
	Delivered:       say("Yetkazildi", "Доставлен", "Delivered"),
	FailedDelivery:  say("Yetkazib boʻlmadi", "Не удалось доставить", "Delivery failed"),
	Returning:       say("Qaytarilmoqda", "Возвращается", "Coming back"),
	Returned:        say("Qaytarildi", "Возвращён", "Returned"),
}

var (
	pickedUp   = say("Olib ketildi", "Выдан", "Picked up")
	notFetched = say("Olib ketilmadi", "Не забран", "Not picked up")
)

var (
	waitsForMoney = say("Toʻlov kutilmoqda", "Ждёт оплаты", "Waiting for payment")
	unpaidInTime  = say("Buyurtma vaqtida toʻlanmadi", "Заказ не оплатили вовремя", "The order was not paid in time")
	notPaid       = say("Vaqtida toʻlanmadi", "Не оплачен вовремя", "Not paid in time")
)

// waitsForMoney tells that an order is to be paid before the shop accepts it, and is not.
func (o *Order) waitsForMoney(payments *payment.Providers) bool {
	with, known := payments.For(o.PaymentMethod)
	return known && with.IsPrepaid() && o.ConfirmedAt == nil && o.PaidTiyin == 0
}

// StatusText says in one line where an order stands: what its goods do, once somebody works on them, else its life.
func StatusText(o *Order, fulfilments []*Fulfilment, payments *payment.Providers, l lang.Lang) string {
	switch waits := o.waitsForMoney(payments); {
	case waits && o.Lifecycle == Placed && o.asked() > 0:
		return waitsForMoney.In(l, nil)
	case waits && o.Lifecycle == Expired:
		return notPaid.In(l, nil)
	}
	if len(fulfilments) == 0 || o.Lifecycle.IsClosed() {
		return lifecycleWords[o.Lifecycle].In(l, nil)
	}
	f := fulfilments[len(fulfilments)-1]
	if f.Method == delivery.Pickup && f.State == Delivered {
		return pickedUp.In(l, nil)
	}
	if f.Method == delivery.Pickup && f.State == FailedDelivery {
		return notFetched.In(l, nil)
	}
	return goodsWords[f.State].In(l, nil)
}

// eventWords have holes {reason}, {minutes}, {amount}, {courier} and {link}; a part in square brackets is left out when its hole
// has nothing to be filled with.
var eventWords = map[EventKind]lang.Text{
	WasPlaced: say("Buyurtma berildi", "Заказ оформлен", "Order placed"),
	WasConfirmed: say("Doʻkon buyurtmani qabul qildi[, kutish vaqti: {minutes} daqiqa]",
		"Магазин принял заказ[, время ожидания: {minutes} мин.]", "The shop accepted the order[, time to wait: {minutes} min]"),
	WasCanceled:     say("Buyurtma bekor qilindi[: {reason}]", "Заказ отменён[: {reason}]", "Order canceled[: {reason}]"),
	WasExpired:      say("Buyurtma vaqtida tasdiqlanmadi", "Заказ не подтвердили вовремя", "The order was not accepted in time"),
	WasCompleted:    say("Buyurtma bajarildi", "Заказ выполнен", "Order completed"),
	WasAccepted:     say("Buyurtma tayyorlanmoqda", "Заказ готовится", "The order is being prepared"),
	WasPacked:       say("Buyurtma yigʻildi", "Заказ собран", "The order is packed"),
	WasReady:        say("Buyurtmani olib ketish mumkin", "Заказ можно забрать", "The order is ready for pickup"),
	WasHandedOver:   say("Buyurtma kuryerga berildi[: {courier}]", "Заказ передан курьеру[: {courier}]", "Handed to the courier[: {courier}]"),
	WasDelivered:    say("Buyurtma topshirildi", "Заказ вручён", "The order was handed to the buyer"),
	WasFailed:       say("Topshirib boʻlmadi[: {reason}]", "Вручить не удалось[: {reason}]", "Could not be handed over[: {reason}]"),
	WasReturned:     say("Mahsulotlar doʻkonga qaytdi", "Товары вернулись в магазин", "The goods came back to the shop"),
	WasRevived:      say("Toʻlov kechikib keldi, buyurtma tiklandi", "Оплата пришла с опозданием, заказ восстановлен", "The payment came late, the order goes on"),
	WasPending:      say("Toʻlov boshlandi[: {amount}]", "Оплата начата[: {amount}]", "Payment begun[: {amount}]"),
	WasUnpaid:       say("Toʻlov bekor qilindi[: {amount}]", "Оплата отменена[: {amount}]", "Payment called off[: {amount}]"),
	WasTooSlow:      say("Toʻlov vaqti tugadi[: {amount}]", "Время оплаты истекло[: {amount}]", "The time to pay is over[: {amount}]"),
	WasRefunded:     say("Pul qaytarildi[: {amount}]", "Деньги возвращены[: {amount}]", "Money given back[: {amount}]"),
	WasShown:        say("Xaridor pul oʻtkazganini koʻrsatdi[: {amount}]", "Покупатель прислал подтверждение перевода[: {amount}]", "The buyer has shown a transfer[: {amount}]"),
	WasDoubted:      say("Oʻtkazma tasdiqlanmadi[: {reason}]", "Перевод не подтверждён[: {reason}]", "The transfer was not confirmed[: {reason}]"),
	WasSwitched:     say("Toʻlov usuli oʻzgartirildi", "Способ оплаты изменён", "The way to pay was changed"),
	WasRefundAsked:  say("Pul qaytariladi[: {amount}]", "Деньги будут возвращены[: {amount}]", "Money will be given back[: {amount}]"),
	WasRefundLeft:   say("Pulni qoʻlda qaytaring[: {amount}]", "Верните деньги вручную[: {amount}]", "To be given back by hand[: {amount}]"),
	WasRefundFailed: say("Pulni qaytarib boʻlmadi[: {reason}]", "Не удалось вернуть деньги[: {reason}]", "Money could not be given back[: {reason}]"),
	WasRefundLate:   say("Toʻlov xizmati pul qaytarish haqida javob bermayapti[: {amount}]. Kabinetda tekshiring.", "Платёжный сервис не отвечает о возврате[: {amount}]. Проверьте в кабинете.", "The payment service does not answer about a refund[: {amount}]. Look in its cabinet."),
	WasUnrewarded:   say("Keshbek qaytarib olindi[: {amount}]", "Кешбэк отозван[: {amount}]", "Cashback taken back[: {amount}]"),
	WasMismatched:   say("Toʻlov xizmati boshqa summa olganini aytmoqda[: {amount}]. Tekshiring.", "Платёжный сервис сообщает о другой сумме[: {amount}]. Проверьте.", "The payment service says it took another sum[: {amount}]. Please look."),
	WasMatched:      say("Toʻlov summasi tekshirildi[: {amount}]", "Сумма оплаты проверена[: {amount}]", "The sum of the payment was looked into[: {amount}]"),
	WasDisputed:     say("Bank pulni nizo boʻyicha qaytarib oldi[: {amount}]", "Банк отозвал деньги по спору[: {amount}]", "The bank took money back by dispute[: {amount}]"),
	WasDisputeWon:   say("Nizo doʻkon foydasiga hal boʻldi[: {amount}]", "Спор решён в пользу магазина[: {amount}]", "The dispute was won[: {amount}]"),
	WasDisputeLost:  say("Nizo xaridor foydasiga hal boʻldi[: {amount}]", "Спор решён в пользу покупателя[: {amount}]", "The dispute was lost[: {amount}]"),
	WasPrinted:      say("Fiskal chek[: {link}]", "Фискальный чек[: {link}]", "Fiscal receipt[: {link}]"),
	WasRewarded:     say("Keshbek berildi[: {amount}]", "Начислен кешбэк[: {amount}]", "Cashback given[: {amount}]"),
	WasCaptured:     say("Toʻlov olindi[: {amount}]", "Оплата получена[: {amount}]", "Payment received[: {amount}]"),
}

// In tells the event in a language.
func (e *Event) In(l lang.Lang) string {
	if e.Kind == WasExpired && e.Data.IsUnpaid {
		return unpaidInTime.In(l, nil)
	}
	fill := map[string]string{"{reason}": e.Data.Reason, "{courier}": e.Data.Courier, "{link}": e.Data.Link}
	if e.Data.Minutes > 0 {
		fill["{minutes}"] = fmt.Sprint(e.Data.Minutes)
	}
	if e.Data.Amount > 0 {
		fill["{amount}"] = money.New(e.Data.Amount).Format(l)
	}
	before, rest, found := strings.Cut(eventWords[e.Kind].In(l, nil), "[")
	if !found {
		return before
	}
	part, after, _ := strings.Cut(rest, "]")
	for hole, value := range fill {
		if strings.Contains(part, hole) && value != "" {
			return before + strings.Replace(part, hole, value, 1) + after
		}
	}
	return before + after
}
