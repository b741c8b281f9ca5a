package cart

import "github.com/dokon-shop/dokon/server/money"

// Item is what a sum must know of a line.
type Item struct {
	Unit       money.Tiyin // price of one piece, modifiers included
	Quantity   int
	VATPercent int
}

// Sum is the arithmetic of a cart and of the order made of it, in tiyin.
type Sum struct {
	Lines    []money.Tiyin // total of each item
	Taxes    []money.Tiyin // VAT contained in each of them
	Items    money.Tiyin
	Discount money.Tiyin
	Delivery money.Tiyin
	Tax      money.Tiyin
	Total    money.Tiyin
}

// Add sums items and delivery. Error: money.ErrOverflow.
func Add(items []Item, delivery money.Tiyin) (Sum, error) {
	s := Sum{
		Lines: make([]money.Tiyin, len(items)), Taxes: make([]money.Tiyin, len(items)), Delivery: delivery, Total: delivery,
	}
	for i, item := range items {
		total, err := item.Unit.Times(int64(item.Quantity))
		if err != nil {
			return Sum{}, err
		}
		tax, err := Contained(total, item.VATPercent)
		if err != nil {
			return Sum{}, err
		}
		s.Lines[i], s.Taxes[i] = total, tax
		s.Items += total
		s.Tax += tax
		s.Total += total
		if total > money.Max || s.Total > money.Max {
			return Sum{}, money.ErrOverflow
		}
	}
	return s, nil
}

// Contained is the VAT in a gross amount: amount × percent ÷ (100 + percent), half up.
func Contained(gross money.Tiyin, percent int) (money.Tiyin, error) {
	return money.MulDiv(gross, int64(percent), 100+int64(percent))
}

// Totals is the sum as the contract shows it, nothing paid yet.
func (s Sum) Totals() Totals {
	return Totals{
		Items: money.New(s.Items), Discount: money.New(s.Discount), Delivery: money.New(s.Delivery), Tax: money.New(s.Tax),
		Total: money.New(s.Total), Paid: money.New(0), Refunded: money.New(0), Due: money.New(s.Total),
	}
}
