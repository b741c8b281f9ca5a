// Package model holds the shapes of the contract that no noun owns: payloads, generated, and here the connections.
package model

import (
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/page"
)

// One name for each connection, since the generator cannot name an instance of a generic type.
type (
	PageInfo          = page.PageInfo
	Count             = page.Total
	ProductConnection = page.Connection[*catalog.Product]
	ProductEdge       = page.Edge[*catalog.Product]
)

// Node is anything with an id of its own. The interface asks nothing of the nouns; which types it holds is the schema's to
// say and the generated code's to check.
type Node interface{}
