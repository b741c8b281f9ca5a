package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

type shopper struct{ *Resolver }

// Customer answers fields of shoppers.
func (r *Resolver) Customer() exec.CustomerResolver { return shopper{r} }

// Addresses are shown to the shopper and to those who may read shoppers. A courier needs the order's address alone.
func (shopper) Addresses(ctx context.Context, obj *customer.Customer) ([]*customer.SavedAddress, error) {
	if !can(ctx, staff.CustomersRead) && shopperOf(ctx) != obj.ID {
		return []*customer.SavedAddress{}, nil
	}
	addresses, err := load(ctx).addressesOf.Load(ctx, obj.ID)
	return nonNil(addresses), err
}

// self reads the signed-in shopper.
func (r *Resolver) self(ctx context.Context) (*customer.Customer, error) {
	return reading(ctx, r, func(ctx context.Context, db bun.IDB, storeID int64) (*customer.Customer, error) {
		return customer.ByID(ctx, db, storeID, auth.From(ctx).CustomerID)
	})
}

func (q query) Me(ctx context.Context) (*model.Me, error) {
	who, err := q.self(ctx)
	if err != nil {
		return nil, err
	}
	return &model.Me{Customer: who}, nil
}

func (q query) Customer(ctx context.Context, key id.ID) (*customer.Customer, error) {
	which, err := key.Must(id.Customer, "id")
	if err != nil {
		return nil, err
	}
	found, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*customer.Customer, error) {
		return customer.ByID(ctx, db, storeID, which)
	})
	if fault.Has(err, fault.NotFound) {
		return nil, nil
	}
	return found, err
}

func (q query) Customers(ctx context.Context, first *int, after *string, search *string) (*page.Connection[*customer.Customer], error) {
	conn, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*page.Connection[*customer.Customer], error) {
		return customer.List(ctx, db, storeID, orDefault(search, ""), args(first, after, nil, nil))
	})
	if err != nil {
		return nil, err
	}
	load(ctx).expectCustomers(conn.Nodes())
	return conn, nil
}

func (m mutation) CustomerUpdate(ctx context.Context, input customer.UpdateInput) (*model.CustomerUpdatePayload, error) {
	who, err := customer.Update(ctx, m.DB, storeOf(ctx).ID, auth.From(ctx).CustomerID, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		who = nil
	}
	return &model.CustomerUpdatePayload{Customer: who, UserErrors: refused}, err
}

func (m mutation) CustomerContactSet(ctx context.Context, input model.CustomerContactSetInput) (*model.CustomerContactSetPayload, error) {
	s := storeOf(ctx)
	who, err := func() (*customer.Customer, error) {
		bot, err := reading(ctx, m.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*store.Bot, error) {
			return store.BotOf(ctx, db, storeID)
		})
		if err != nil {
			return nil, err
		}
		if bot == nil {
			return nil, fault.New(fault.InvalidContact, "input", "response")
		}
		check, err := bot.Telegram(m.Box)
		if err != nil {
			return nil, err
		}
		return customer.SetContact(ctx, m.DB, s.ID, auth.From(ctx).CustomerID, check, input.Response, m.Now())
	}()
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		who = nil
	}
	return &model.CustomerContactSetPayload{Customer: who, UserErrors: refused}, err
}

func (m mutation) CustomerWriteAccessSet(ctx context.Context, input model.CustomerWriteAccessSetInput) (*model.CustomerWriteAccessSetPayload, error) {
	who, err := customer.Permit(ctx, m.DB, storeOf(ctx).ID, auth.From(ctx).CustomerID, input.IsAllowed, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		who = nil
	}
	return &model.CustomerWriteAccessSetPayload{Customer: who, UserErrors: refused}, err
}

func (m mutation) AddressSave(ctx context.Context, input customer.AddressInput) (*model.AddressSavePayload, error) {
	saved, err := customer.SaveAddress(ctx, m.DB, storeOf(ctx).ID, auth.From(ctx).CustomerID, input, m.Now())
	refused, err := refusals(ctx, err)
	payload := &model.AddressSavePayload{UserErrors: refused}
	if err != nil || len(refused) > 0 {
		return payload, err
	}
	payload.SavedAddress = saved
	payload.Customer, err = m.self(ctx)
	return payload, err
}

func (m mutation) AddressDelete(ctx context.Context, input model.AddressDeleteInput) (*model.AddressDeletePayload, error) {
	err := func() error {
		key, err := input.ID.Must(id.Address, "input", "id")
		if err != nil {
			return err
		}
		return customer.DeleteAddress(ctx, m.DB, storeOf(ctx).ID, auth.From(ctx).CustomerID, key)
	}()
	refused, err := refusals(ctx, err)
	payload := &model.AddressDeletePayload{UserErrors: refused}
	if err != nil || len(refused) > 0 {
		return payload, err
	}
	payload.Customer, err = m.self(ctx)
	return payload, err
}

func (shopper) Group(ctx context.Context, obj *customer.Customer) (*customer.Group, error) {
	return groupBy(ctx, obj.GroupID)
}
