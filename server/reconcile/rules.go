package reconcile

import (
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
)

// Rule is what the books of a store are held to.
type Rule string

const (
	LedgerBalanced      Rule = "LEDGER_BALANCED"
	OrderPaid           Rule = "ORDER_PAID"
	OrderRefunded       Rule = "ORDER_REFUNDED"
	PaymentCaptured     Rule = "PAYMENT_CAPTURED"
	PaymentRefunded     Rule = "PAYMENT_REFUNDED"
	PaymentRefunding    Rule = "PAYMENT_REFUNDING"
	PaymentDisputed     Rule = "PAYMENT_DISPUTED"
	PurseBalance        Rule = "PURSE_BALANCE"
	PurseHeld           Rule = "PURSE_HELD"
	ProviderTransaction Rule = "PROVIDER_TRANSACTION"
)

// ofBuyers is what the ledger has of the account buyer, by a column of its transactions: what came of buyers, and what went
// back to them.
func ofBuyers(by string) string {
	return `(SELECT t.` + by + ` AS key, coalesce(sum(e.amount) FILTER (WHERE e.credit_account = b.id), 0)::bigint AS came,
			coalesce(sum(e.amount) FILTER (WHERE e.debit_account = b.id), 0)::bigint AS went
		FROM ledger_accounts b JOIN ledger_entries e ON e.store_id = b.store_id AND b.id IN (e.credit_account, e.debit_account)
			JOIN ledger_transactions t ON t.store_id = e.store_id AND t.id = e.transaction_id
		WHERE b.store_id = ?0 AND b.code = 'buyer' GROUP BY 1)`
}

// told is a rule of PROVIDER_TRANSACTION: what transactions of a provider have brought and given back is what their payment says.
// table has the columns payment_id and store_id; brought and gone are conditions on it.
func told(provider, table, amount, brought, gone string) string {
	return `SELECT p.id AS subject, x.brought AS expected, CASE WHEN p.state = 'CAPTURED' THEN p.amount ELSE 0 END AS found
		FROM payments p JOIN (SELECT payment_id, coalesce(sum(` + amount + `) FILTER (WHERE ` + brought + `), 0)::bigint AS brought
			FROM ` + table + ` WHERE store_id = ?0 GROUP BY 1) x ON x.payment_id = p.id
		WHERE p.store_id = ?0 AND p.provider = '` + provider + `' AND x.brought <> CASE WHEN p.state = 'CAPTURED' THEN p.amount ELSE 0 END
		UNION ALL
		SELECT p.id, t.` + amount + `, p.refunded + p.charged_back FROM ` + table + ` t JOIN payments p ON p.store_id = t.store_id AND p.id = t.payment_id
		WHERE t.store_id = ?0 AND (` + gone + `) AND p.refunded + p.charged_back <> t.` + amount
}

// untold are captured payments of a provider that no transaction of it has brought.
func untold(provider, table string) string {
	return `SELECT p.id, 0, p.amount FROM payments p WHERE p.store_id = ?0 AND p.provider = '` + provider + `' AND p.state = 'CAPTURED'
		AND NOT EXISTS (SELECT FROM ` + table + ` t WHERE t.store_id = p.store_id AND t.payment_id = p.id)`
}

// rules are statements that give what breaks them, by subject. ?0 is the store.
var rules = []struct {
	rule Rule
	kind id.Kind // of the subject
	sql  string
}{
	// Both sides of each movement are counted on accounts of its own currency: nothing but zero may be left, of something.
	{LedgerBalanced, id.LedgerMovement, `SELECT t.id AS subject, 0::bigint AS expected, coalesce(s.sum, 0)::bigint AS found
		FROM ledger_transactions t LEFT JOIN (
			SELECT x.transaction_id, sum(x.amount) AS sum FROM (
				SELECT e.transaction_id, e.amount FROM ledger_entries e JOIN ledger_accounts a
					ON a.store_id = e.store_id AND a.id = e.debit_account AND a.currency = e.currency WHERE e.store_id = ?0
				UNION ALL SELECT e.transaction_id, -e.amount FROM ledger_entries e JOIN ledger_accounts a
					ON a.store_id = e.store_id AND a.id = e.credit_account AND a.currency = e.currency WHERE e.store_id = ?0
			) x GROUP BY 1
		) s ON s.transaction_id = t.id
		WHERE t.store_id = ?0 AND s.sum IS DISTINCT FROM 0`},
	{OrderPaid, id.Order, `SELECT o.id AS subject, coalesce(l.came, 0) AS expected, o.paid AS found
		FROM orders o LEFT JOIN ` + ofBuyers("order_id") + ` l ON l.key = o.id WHERE o.store_id = ?0 AND o.paid <> coalesce(l.came, 0)`},
	{OrderRefunded, id.Order, `SELECT o.id AS subject, coalesce(l.went, 0) AS expected, o.refunded AS found
		FROM orders o LEFT JOIN ` + ofBuyers("order_id") + ` l ON l.key = o.id WHERE o.store_id = ?0 AND o.refunded <> coalesce(l.went, 0)`},
	{PaymentCaptured, id.Payment, `SELECT p.id AS subject, coalesce(l.came, 0) AS expected, CASE WHEN p.state = 'CAPTURED' THEN p.amount ELSE 0 END AS found
		FROM payments p LEFT JOIN ` + ofBuyers("payment_id") + ` l ON l.key = p.id
		WHERE p.store_id = ?0 AND coalesce(l.came, 0) <> CASE WHEN p.state = 'CAPTURED' THEN p.amount ELSE 0 END`},
	{PaymentRefunded, id.Payment, `SELECT p.id AS subject, coalesce(l.went, 0) AS expected, p.refunded + p.charged_back AS found
		FROM payments p LEFT JOIN ` + ofBuyers("payment_id") + ` l ON l.key = p.id
		WHERE p.store_id = ?0 AND coalesce(l.went, 0) <> p.refunded + p.charged_back
		UNION ALL
		SELECT p.id, coalesce(r.sum, 0)::bigint, p.refunded
		FROM payments p LEFT JOIN (SELECT payment_id, sum(amount) AS sum FROM refunds WHERE store_id = ?0 AND state = 'DONE' GROUP BY 1) r ON r.payment_id = p.id
		WHERE p.store_id = ?0 AND coalesce(r.sum, 0) <> p.refunded
		UNION ALL
		SELECT p.id, coalesce(c.sum, 0)::bigint, p.charged_back
		FROM payments p LEFT JOIN (SELECT payment_id, sum(amount) AS sum FROM chargebacks WHERE store_id = ?0 AND state = 'LOST' GROUP BY 1) c ON c.payment_id = p.id
		WHERE p.store_id = ?0 AND coalesce(c.sum, 0) <> p.charged_back`},
	{PaymentRefunding, id.Payment, `SELECT p.id AS subject, coalesce(r.sum, 0)::bigint AS expected, p.refunding AS found
		FROM payments p LEFT JOIN (SELECT payment_id, sum(amount) AS sum FROM refunds
			WHERE store_id = ?0 AND state IN ('REQUESTED', 'PROCESSING') GROUP BY 1) r ON r.payment_id = p.id
		WHERE p.store_id = ?0 AND coalesce(r.sum, 0) <> p.refunding`},
	{PaymentDisputed, id.Payment, `SELECT p.id AS subject, coalesce(l.sum, 0)::bigint AS expected, p.disputed AS found
		FROM payments p LEFT JOIN (
			SELECT t.payment_id, sum(CASE WHEN e.debit_account = b.id THEN e.amount ELSE -e.amount END) AS sum
			FROM ledger_accounts b JOIN ledger_entries e ON e.store_id = b.store_id AND b.id IN (e.credit_account, e.debit_account)
				JOIN ledger_transactions t ON t.store_id = e.store_id AND t.id = e.transaction_id
			WHERE b.store_id = ?0 AND b.code = 'disputed' GROUP BY 1) l ON l.payment_id = p.id
		WHERE p.store_id = ?0 AND coalesce(l.sum, 0) <> p.disputed`},
	{PurseBalance, id.Purse, `SELECT coalesce(p.id, l.purse_id, ` + noUUID + `) AS subject, coalesce(l.sum, 0)::bigint AS expected, coalesce(p.balance, 0) AS found
		FROM (SELECT id, balance FROM purses WHERE store_id = ?0) p FULL JOIN (
			SELECT t.purse_id, sum(CASE WHEN e.credit_account = b.id THEN e.amount ELSE -e.amount END) AS sum
			FROM ledger_accounts b JOIN ledger_entries e ON e.store_id = b.store_id AND b.id IN (e.credit_account, e.debit_account)
				JOIN ledger_transactions t ON t.store_id = e.store_id AND t.id = e.transaction_id
			WHERE b.store_id = ?0 AND b.code IN ('gift_card', 'cashback') GROUP BY 1) l ON l.purse_id = p.id
		WHERE coalesce(l.sum, 0) <> coalesce(p.balance, 0)`},
	{PurseHeld, id.Purse, `SELECT p.id AS subject, coalesce(h.sum, 0)::bigint AS expected, p.held AS found
		FROM purses p LEFT JOIN (SELECT purse_id, sum(amount) AS sum FROM purse_holds WHERE store_id = ?0 AND state = 'HELD' GROUP BY 1) h ON h.purse_id = p.id
		WHERE p.store_id = ?0 AND coalesce(h.sum, 0) <> p.held`},
	{ProviderTransaction, id.Payment, told("payme", "payme_transactions", "amount", "state IN (2, -2)", "t.state = -2") + " UNION ALL " + untold("payme", "payme_transactions")},
	{ProviderTransaction, id.Payment, told("click", "click_transactions", "amount", "state = 'CONFIRMED'", "false")},
	{ProviderTransaction, id.Payment, told("uzum", "uzum_transactions", "amount", "state IN ('CONFIRMED', 'REVERSED')", "t.state = 'REVERSED'") + " UNION ALL " + untold("uzum", "uzum_transactions")},
	{ProviderTransaction, id.Payment, told("telegram", "telegram_charges", "amount", "state IN ('APPLIED', 'REFUNDED')", "t.state = 'REFUNDED'") + " UNION ALL " + untold("telegram", "telegram_charges")},
}

// noUUID stands for money of gift cards or cashback that no purse has.
const noUUID = `'00000000-0000-0000-0000-000000000000'::uuid`

func say(uz, ru, en string) lang.Text {
	return lang.Text{UzLatn: uz, UzCyrl: lang.Cyrillic(uz), RU: ru, EN: en}
}

var words = map[Rule]lang.Text{
	LedgerBalanced:      say("Hisob daftaridagi yozuv nolga teng emas", "Запись в книге не сходится к нулю", "A transaction of the ledger does not sum to zero"),
	OrderPaid:           say("Buyurtmada boshqa toʻlov summasi yozilgan", "В заказе записана другая сумма оплаты", "The order says another sum was paid"),
	OrderRefunded:       say("Buyurtmada boshqa qaytarilgan summa yozilgan", "В заказе записана другая сумма возврата", "The order says another sum went back"),
	PaymentCaptured:     say("Toʻlovda boshqa summa yozilgan", "В платеже записана другая сумма", "The payment says it brought another sum"),
	PaymentRefunded:     say("Toʻlovda boshqa qaytarilgan summa yozilgan", "В платеже записан другой возврат", "The payment says another sum went back"),
	PaymentRefunding:    say("Toʻlovda qaytarilayotgan summa boshqa", "В платеже другая сумма к возврату", "The payment promises another sum than its refunds"),
	PaymentDisputed:     say("Toʻlovda nizodagi summa boshqa", "В платеже другая сумма спора", "The payment says another sum is disputed"),
	PurseBalance:        say("Sovgʻa kartasi yoki keshbek qoldigʻi mos emas", "Остаток подарочной карты или кешбэка не сходится", "A gift card or cashback has another balance"),
	PurseHeld:           say("Sovgʻa kartasi yoki keshbekda band qilingan summa mos emas", "Удержанная сумма карты или кешбэка не сходится", "Another sum of a gift card or cashback is held"),
	ProviderTransaction: say("Toʻlov xizmati boshqa summani aytmoqda", "Платёжный сервис называет другую сумму", "The provider's transaction says another sum than the payment"),
}
