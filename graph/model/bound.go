// Package model holds the shapes of the contract that no noun owns: payloads, generated, and here the connections.
package model

import (
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

// One name for each connection, since the generator cannot name an instance of a generic type.
type (
	PageInfo          = page.PageInfo
	Count             = page.Total
	ProductConnection = page.Connection[*catalog.Product]
	ProductEdge       = page.Edge[*catalog.Product]

	ListPriceConnection = page.Connection[*catalog.ListedPrice]
	ListPriceEdge       = page.Edge[*catalog.ListedPrice]

	StockMovementConnection = page.Connection[*stock.Movement]
	StockMovementEdge       = page.Edge[*stock.Movement]

	CustomerConnection = page.Connection[*customer.Customer]
	GiftCardConnection = page.Connection[*payment.Purse]
	CustomerEdge       = page.Edge[*customer.Customer]
	GiftCardEdge       = page.Edge[*payment.Purse]

	CashHandoverConnection = page.Connection[*payment.Handover]
	CashHandoverEdge       = page.Edge[*payment.Handover]

	OrderConnection = page.Connection[*order.Order]
	OrderEdge       = page.Edge[*order.Order]

	OrderEventConnection = page.Connection[*order.Event]
	OrderEventEdge       = page.Edge[*order.Event]
)

// Node is anything with an id of its own. The interface asks nothing of the nouns; which types it holds is the schema's to
// say and the generated code's to check.
type Node interface{}

// Notification is a message owed together with its store: one answer to the bot holds messages of many stores.
type Notification struct {
	*notify.Notification
	Store *store.Store
}

// BotID is the bot of the store. Error: NOT_FOUND when the store has lost its bot, so that nobody can write.
func (n *Notification) BotID() (int64, error) {
	if n.Store.BotID == nil {
		return 0, fault.New(fault.NotFound)
	}
	return *n.Store.BotID, nil
}

// Me is the signed-in shopper; what is theirs is read field by field.
type Me struct{ Customer *customer.Customer }

// LinePicture is a picture that an order keeps by its content, of the store whose order it is.
type LinePicture struct {
	StoreID int64
	Hash    string
	Color   string // #rrggbb
}
