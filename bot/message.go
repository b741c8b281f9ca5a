package main

import (
	"net/url"
	"strings"

	"github.com/mymmrac/telego"
)

// message is what the bot says: Telegram's HTML, and rows of buttons.
type message struct {
	html    string
	buttons [][]telego.InlineKeyboardButton
}

func appButton(text, address string) telego.InlineKeyboardButton {
	return telego.InlineKeyboardButton{Text: text, WebApp: &telego.WebAppInfo{URL: address}}
}

func dataButton(text, data, style string) telego.InlineKeyboardButton {
	return telego.InlineKeyboardButton{Text: text, CallbackData: data, Style: style}
}

// link adds a button that opens an address in the browser. Telegram takes no host without a dot, such as localhost: such an address is shown
// as text.
func (m *message) link(text, address string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return
	}
	if !strings.Contains(u.Hostname(), ".") {
		m.html += "\n\n" + escape(address)
		return
	}
	m.row(telego.InlineKeyboardButton{Text: text, URL: address})
}

func (m *message) row(buttons ...telego.InlineKeyboardButton) { m.buttons = append(m.buttons, buttons) }

func (m *message) markup() *telego.InlineKeyboardMarkup {
	if len(m.buttons) == 0 {
		return nil
	}
	return &telego.InlineKeyboardMarkup{InlineKeyboard: m.buttons}
}
