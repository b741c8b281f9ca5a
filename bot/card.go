package main

import (
	"fmt"
	"strings"
	"time"
)

// Lengths that keep the longest card under Telegram's 4096 units, marks included.
const (
	maxLines   = 12
	maxName    = 60
	maxVariant = 40
	maxChoices = 80
	maxWords   = 300  // an address, a comment, a reason
	maxBought  = 3500 // what was bought of digital goods
)

// word makes the message that a notice asks for; false when this bot knows no such notice, or its facts are missing.
func (s *shop) word(n notice, now time.Time) (message, bool) {
	l := known(n.Language)
	w := sentences[l]
	if n.Kind == "STAFF_SIGN_IN" {
		if n.URL == nil {
			return message{}, false
		}
		m := message{html: w.StaffSignIn}
		m.link(w.ButtonSignIn, *n.URL)
		return m, true
	}
	if n.Kind == "STAFF_WEBHOOK_OFF" && n.URL != nil {
		return message{html: fill(w.StaffWebhookOff, "url", *n.URL)}, true
	}
	if n.Kind == "STAFF_NOTE" {
		m := message{html: escape(clip(n.Words, maxWords))}
		m.row(appButton(w.ButtonAdmin, s.admin("/payments")))
		return m, n.Words != ""
	}
	if n.Order == nil {
		return message{}, false
	}
	switch n.Kind {
	case "ORDER_CARD":
		return s.card(l, n, now), true
	case "ORDER_NOTE", "STAFF_ORDER_NOTE":
		return s.note(l, n, maxWords), true
	case "ORDER_DIGITAL":
		return s.note(l, n, maxBought), true
	case "ORDER_PUSH":
		return s.push(l, n, now)
	case "STAFF_ORDER_PLACED", "STAFF_ORDER_CHANGED":
		return s.staffCard(l, n, now), true
	}
	return message{}, false
}

// card is the buyer's living message: what was ordered and where it stands.
func (s *shop) card(l language, n notice, now time.Time) message {
	w, o := sentences[l], n.Order
	var b strings.Builder
	b.WriteString("🧾 <b>" + fill(w.CardTitle, "number", fmt.Sprint(o.Number)) + "</b>\n")
	b.WriteString(w.Stage[o.at()])
	if o.PromisedAt != nil && o.isOpen() {
		b.WriteString("\n" + fill(w.CardPromised, "time", clock(*o.PromisedAt, now, n.Store.TimeZone)))
	}
	if o.CancelReason != "" && o.at() == canceled {
		b.WriteString("\n" + fill(w.CardReason, "reason", clip(o.CancelReason, maxWords)))
	}
	b.WriteString("\n\n" + o.goods(l) + "\n\n" + o.Delivery.said(l))
	m := message{html: b.String()}
	m.row(appButton(w.ButtonOrder, s.order(o.ID)))
	return m
}

// push is a short new message, for the stages that are worth a sound.
func (s *shop) push(l language, n notice, now time.Time) (message, bool) {
	w, o := sentences[l], n.Order
	text := w.Push[o.at()]
	if text == "" {
		return message{}, false
	}
	text = fill(text, "number", fmt.Sprint(o.Number))
	if o.PromisedAt != nil && o.at() == accepted {
		text += "\n" + fill(w.CardPromised, "time", clock(*o.PromisedAt, now, n.Store.TimeZone))
	}
	if o.CancelReason != "" && o.at() == canceled {
		text += "\n" + fill(w.CardReason, "reason", clip(o.CancelReason, maxWords))
	}
	m := message{html: text}
	m.row(appButton(w.ButtonOrder, s.order(o.ID)))
	return m, true
}

// note is a new message in the words of the API, for the buyer or for staff, of so many characters at most.
func (s *shop) note(l language, n notice, most int) message {
	w := sentences[l]
	m := message{html: "🧾 <b>" + fill(w.CardTitle, "number", fmt.Sprint(n.Order.Number)) + "</b>\n" + escape(clip(n.Words, most))}
	if n.Kind != "STAFF_ORDER_NOTE" {
		m.row(appButton(w.ButtonOrder, s.order(n.Order.ID)))
	} else {
		m.row(appButton(w.ButtonAdmin, s.admin("/orders/"+n.Order.ID)))
	}
	return m
}

// staffCard is what staff need to decide: who, what, where to, how much. While the order waits it can be accepted here.
func (s *shop) staffCard(l language, n notice, now time.Time) message {
	w, o := sentences[l], n.Order
	number := fmt.Sprint(o.Number)
	waits := o.at() == placed
	var b strings.Builder
	if n.Kind == "STAFF_ORDER_PLACED" && waits {
		b.WriteString("<b>" + fill(w.StaffPlaced, "number", number) + "</b>")
	} else {
		b.WriteString("<b>" + fill(w.StaffStage[o.at()], "number", number) + "</b>")
	}
	if waits && o.ExpiresAt != nil {
		b.WriteString("\n" + fill(w.StaffUntil, "time", clock(*o.ExpiresAt, now, n.Store.TimeZone)))
	}
	if o.CancelReason != "" && o.at() == canceled {
		b.WriteString("\n" + fill(w.CardReason, "reason", clip(o.CancelReason, maxWords)))
	}
	b.WriteString("\n\n" + o.goods(l) + "\n\n" + w.StaffContact + ": " + escape(clip(o.Contact.Name, maxName)))
	if o.Contact.Phone != "" {
		b.WriteString(", " + escape(clip(o.Contact.Phone, 20)))
	}
	b.WriteString("\n" + o.Delivery.said(l))
	if o.Comment != "" {
		b.WriteString("\n" + fill(w.CardComment, "comment", clip(o.Comment, maxWords)))
	}
	m := message{html: b.String()}
	if waits {
		m.row(dataButton(w.ButtonAccept, pressAccept+o.ID, "success"))
	}
	m.row(appButton(w.ButtonAdmin, s.admin("/orders/"+o.ID)))
	if o.Delivery.MapURL != nil && waits {
		m.link(w.ButtonMap, *o.Delivery.MapURL)
	}
	return m
}

// isOpen: somebody still has to do something.
func (o *order) isOpen() bool {
	switch o.at() {
	case delivered, canceled, expired:
		return false
	}
	return true
}

// goods lists the lines and the sums below them.
func (o *order) goods(l language) string {
	w := sentences[l]
	var rows []string
	left := 0
	for _, line := range o.Lines {
		quantity := line.Quantity - line.CanceledQuantity
		if quantity <= 0 {
			continue
		}
		if len(rows) == maxLines {
			left++
			continue
		}
		name := escape(clip(line.Name, maxName))
		if line.VariantName != "" {
			name += ", " + escape(clip(line.VariantName, maxVariant))
		}
		row := fmt.Sprintf("%s × %d — %s", name, quantity, money(l, line.Total.Minor))
		var choices []string
		for _, c := range line.Modifiers {
			if c.Quantity > 1 {
				c.Name += fmt.Sprintf(" × %d", c.Quantity)
			}
			choices = append(choices, c.Name)
		}
		if len(choices) > 0 {
			row += "\n   <i>" + escape(clip(strings.Join(choices, ", "), maxChoices)) + "</i>"
		}
		rows = append(rows, row)
	}
	if left > 0 {
		rows = append(rows, fill(w.CardMore, "n", fmt.Sprint(left)))
	}
	rows = append(rows, "")
	if o.Totals.Discount.Minor != 0 {
		rows = append(rows, w.CardDiscount+": "+money(l, -o.Totals.Discount.Minor))
	}
	if o.Totals.Delivery.Minor != 0 {
		rows = append(rows, w.CardDelivery+": "+money(l, o.Totals.Delivery.Minor))
	}
	total := "<b>" + w.CardTotal + ": " + money(l, o.Totals.Total.Minor) + "</b>"
	switch {
	case o.PaymentStatus == "PAID" || o.PaymentStatus == "OVERPAID":
		total += ", " + w.CardPaid
	case o.PaymentMethod == "CASH":
		total += ", " + w.CardCash
	}
	return strings.Join(append(rows, total), "\n")
}

// said tells how the goods come to the buyer.
func (d way) said(l language) string {
	w := sentences[l]
	if d.Method == "DIGITAL" {
		return "✨ " + w.CardDigital
	}
	if d.Method == "PICKUP" {
		where := d.Name
		if p := d.PickupPoint; p != nil && p.Address != "" {
			where += ", " + p.Address
		}
		return "🏪 " + w.CardPickup + ": " + escape(clip(where, maxWords))
	}
	where := d.Name
	if a := d.Address; a != nil {
		where = a.Formatted
		if a.Note != "" {
			where += " (" + a.Note + ")"
		}
	}
	return "🛵 " + w.CardCourier + ": " + escape(clip(where, maxWords))
}
