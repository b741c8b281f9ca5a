package main

import (
	"net/url"
	"regexp"
	"strings"
)

// payloadForm is what a start code may look like; anything else was typed by hand.
var payloadForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// links knows the addresses of one shop. base has no slash at the end.
type links struct{ base, store string }

// app is a page of the Mini App.
func (l links) app(page string) string {
	return l.base + "/app/" + url.PathEscape(l.store) + page
}

// start is where a start code leads: p_ a product, c_ a category, o_ an order, each on its own page; any other code (a referral, a campaign)
// opens the shop. The code itself goes along, for the Mini App to keep.
func (l links) start(code string) string {
	page := "/"
	kind, id, _ := strings.Cut(code, "_")
	switch {
	case id == "":
	case kind == "p", kind == "c":
		page = "/" + kind + "/" + id
	case kind == "o":
		page = l.orderPage(id)
	}
	address := l.app(page)
	if code != "" {
		address += "?" + url.Values{"startapp": {code}}.Encode()
	}
	return address
}

func (l links) order(id string) string { return l.app(l.orderPage(id)) }

// orderPage takes the id with or without its prefix: in a start code it may be left out.
func (links) orderPage(id string) string { return "/o/ord_" + strings.TrimPrefix(id, "ord_") }

// admin is a page of the admin. The store goes along, since a person may work in several.
func (l links) admin(page string) string {
	return l.base + "/admin" + page + "?" + url.Values{"store": {l.store}}.Encode()
}
