package staff

import "slices"

// Permission is what a field of the contract may ask of its caller.
type Permission string

// The permissions. Shopper, Cart, BotProcess and Platform are of other callers than staff, and no role contains them.
const (
	Shopper        Permission = "SHOPPER"
	Cart           Permission = "CART"
	StoreRead      Permission = "STORE_READ"
	StoreWrite     Permission = "STORE_WRITE"
	CatalogRead    Permission = "CATALOG_READ"
	CatalogWrite   Permission = "CATALOG_WRITE"
	StockWrite     Permission = "STOCK_WRITE"
	OrdersRead     Permission = "ORDERS_READ"
	OrdersWrite    Permission = "ORDERS_WRITE"
	OrdersDeliver  Permission = "ORDERS_DELIVER"
	CustomersRead  Permission = "CUSTOMERS_READ"
	CustomersWrite Permission = "CUSTOMERS_WRITE"
	PaymentsRead   Permission = "PAYMENTS_READ"
	PaymentsWrite  Permission = "PAYMENTS_WRITE"
	StaffRead      Permission = "STAFF_READ"
	StaffWrite     Permission = "STAFF_WRITE"
	TokensWrite    Permission = "TOKENS_WRITE"
	EventsRead     Permission = "EVENTS_READ"
	WebhooksWrite  Permission = "WEBHOOKS_WRITE"
	BotProcess     Permission = "BOT"
	Platform       Permission = "PLATFORM"
)

// Role is a set of permissions under a name that a shopkeeper understands.
type Role string

const (
	Owner    Role = "OWNER"
	Manager  Role = "MANAGER"
	Operator Role = "OPERATOR"
	Courier  Role = "COURIER"
)

// roles is the one table of who may what. Its order is that of power: each role may hand out itself and those below.
var roles = []struct {
	role        Role
	permissions []Permission
}{
	{Courier, []Permission{StoreRead, OrdersDeliver}},
	{Operator, []Permission{
		StoreRead, CatalogRead, StockWrite, OrdersRead, OrdersWrite, OrdersDeliver, CustomersRead, CustomersWrite, PaymentsRead,
	}},
	{Manager, []Permission{
		StoreRead, StoreWrite, CatalogRead, CatalogWrite, StockWrite, OrdersRead, OrdersWrite, OrdersDeliver, CustomersRead, CustomersWrite,
		PaymentsRead, PaymentsWrite, StaffRead, StaffWrite,
	}},
	{Owner, []Permission{
		StoreRead, StoreWrite, CatalogRead, CatalogWrite, StockWrite, OrdersRead, OrdersWrite, OrdersDeliver, CustomersRead, CustomersWrite,
		PaymentsRead, PaymentsWrite, StaffRead, StaffWrite, TokensWrite, EventsRead, WebhooksWrite,
	}},
}

// rank is the role's place in the order of power, -1 for what is no role.
func (r Role) rank() int {
	for i, known := range roles {
		if known.role == r {
			return i
		}
	}
	return -1
}

// Permissions is what the role allows; empty for what is no role.
func (r Role) Permissions() []Permission {
	if i := r.rank(); i >= 0 {
		return slices.Clone(roles[i].permissions)
	}
	return []Permission{}
}

// Can says whether the role contains p.
func (r Role) Can(p Permission) bool {
	i := r.rank()
	return i >= 0 && slices.Contains(roles[i].permissions, p)
}

// RoleWithin is the highest role below owner whose permissions are all in p; "" when there is none.
func RoleWithin(p []Permission) Role {
	found := Role("")
	for _, r := range roles[:len(roles)-1] {
		if !slices.ContainsFunc(r.permissions, func(needed Permission) bool { return !slices.Contains(p, needed) }) {
			found = r.role
		}
	}
	return found
}

// OfStore says whether p is about one store's affairs, so that a role or an API token can contain it.
func (p Permission) OfStore() bool { return Owner.Can(p) }
