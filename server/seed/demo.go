package seed

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

// Actor is who the demo's changes are told to come from.
const Actor = "seed"

// Progress is told how far the work is: done of total, and what was made last.
type Progress func(done, total int, what string)

// Demo opens the demo shops and fills them. A shop that once was whole is left alone, with whatever its keeper has changed
// since; one that was interrupted is finished, and products that are there already are left as they are.
func Demo(ctx context.Context, d *db.DB, files media.Files, now time.Time, report Progress) error {
	return Open(ctx, d, files, Kinds, now, report)
}

// Open is Demo for the shops of some kinds.
func Open(ctx context.Context, d *db.DB, files media.Files, kinds []string, now time.Time, report Progress) error {
	var shops []*Shop
	done, total := 0, 0
	for _, kind := range kinds {
		s, err := Load(kind)
		if err != nil {
			return err
		}
		shops = append(shops, s)
		total += len(s.Products)
	}
	for _, s := range shops {
		storeID, err := s.open(ctx, d, now)
		if err != nil {
			return fmt.Errorf("open demo shop %s: %w", s.Slug, err)
		}
		f := filling{Shop: s, db: d, files: files, storeID: storeID, now: now}
		if whole, err := f.isWhole(ctx); err != nil {
			return err
		} else if whole {
			done += len(s.Products)
			continue
		}
		if err := s.furnish(ctx, d, files, storeID, now); err != nil {
			return fmt.Errorf("furnish demo shop %s: %w", s.Slug, err)
		}
		err = f.fill(ctx, func(what string) {
			done++
			report(done, total, s.Slug+" · "+what)
		})
		if err != nil {
			return fmt.Errorf("fill demo shop %s: %w", s.Slug, err)
		}
	}
	return nil
}

// open finds the store by its slug, or makes it.
func (s *Shop) open(ctx context.Context, d *db.DB, now time.Time) (storeID int64, err error) {
	known, err := store.BySlug(ctx, d, s.Slug)
	if err == nil {
		return known.ID, nil
	}
	if faults, ok := fault.As(err); !ok || faults[0].Code != fault.StoreNotFound {
		return 0, err
	}
	err = d.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		made, err := store.Create(ctx, tx, store.CreateInput{Slug: s.Slug, Name: lang.Text(s.Name), IsDemo: true}, now)
		if err != nil {
			return err
		}
		storeID = made.ID
		_, err = stock.Open(ctx, tx, storeID, lang.Text(s.Pickup[0].Name))
		return err
	})
	return storeID, err
}

// furnish puts the shop's settings, zones and pickup points in place.
func (s *Shop) furnish(ctx context.Context, d *db.DB, files media.Files, storeID int64, now time.Time) error {
	name, about := lang.Text(s.Name), lang.Text(s.About)
	address, minimum := s.Address.UzLatn, som(s.Minimum)
	look := store.LookInput{BrandColor: &s.Brand}
	for file, field := range map[string]**id.ID{"logo": &look.LogoID, "cover": &look.CoverID} {
		picture, err := (Shot{File: s.Kind + "/" + file + ".webp"}).Picture()
		if err != nil {
			return err
		}
		var m *media.Media
		if err := files.PutMaster(ctx, storeID, picture); err != nil {
			return err
		}
		err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) (err error) {
			m, err = media.Save(ctx, tx, storeID, picture, name)
			return err
		})
		if err != nil {
			return err
		}
		key := m.NodeID()
		*field = &key
	}
	hours, err := week(s.Hours)
	if err != nil {
		return err
	}
	_, err = store.Update(ctx, d, storeID, store.UpdateInput{
		Name: &name, Description: &about, Hours: hours,
		Contacts: &store.ContactsInput{Phone: &s.Phone, Address: &address, Point: at(s.Address.At)},
		Legal:    &store.LegalInput{Name: &s.Legal.Name, TaxID: &s.Legal.TIN, Address: &s.Legal.Address},
		Look:     &look,
		Delivery: &store.DeliveryInput{Minimum: &minimum},
	}, now)
	if err != nil {
		return err
	}
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		_, err := search.SetSynonyms(ctx, tx, storeID, s.Synonyms, nil, now)
		return err
	})
	if err != nil {
		return err
	}
	return d.Write(ctx, storeID, s.ways)
}

// ways opens the zones of couriers and the pickup points.
func (s *Shop) ways(ctx context.Context, tx *db.Tx) error {
	for i, z := range s.Zones {
		if err := s.zone(ctx, tx, i, z); err != nil {
			return err
		}
	}
	for i, p := range s.Pickup {
		name, address := lang.Text(p.Name), lang.Text(p.Address)
		hours, err := week(p.Hours)
		if err != nil {
			return err
		}
		_, err = delivery.UpsertPickupPoint(ctx, tx, tx.StoreID, delivery.PickupPointUpsertInput{
			ExternalID: &p.Code, Name: &name, Address: &address, Point: at(p.At), Hours: hours, Phone: &p.Phone,
			ReadyMinutes: &p.ReadyMinutes, Position: &i,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Shop) zone(ctx context.Context, tx *db.Tx, position int, z Zone) error {
	name, price, minimum := lang.Text(z.Name), som(z.Price), som(z.Minimum)
	in := delivery.DeliveryZoneUpsertInput{
		ExternalID: &z.Code, Name: &name, Price: &price, Minimum: &minimum, Position: &position,
		MinutesMax: graphql.OmittableOf(&z.Minutes),
	}
	if z.FreeFrom > 0 {
		free := som(z.FreeFrom)
		in.FreeFrom = graphql.OmittableOf(&free)
	}
	least := z.Minutes * 2 / 3
	in.MinutesMin = graphql.OmittableOf(&least)
	for _, corner := range z.Area {
		in.Polygon = append(in.Polygon, *at(corner))
	}
	_, err := delivery.UpsertZone(ctx, tx, tx.StoreID, in)
	return err
}

func som(n int64) money.Tiyin { return money.Tiyin(n) * money.Som }

func at(p [2]float64) *geo.Point { return &geo.Point{Latitude: p[0], Longitude: p[1]} }

// week reads hours such as mon: "10:00-21:00".
func week(hours map[string]string) ([]store.OpeningHours, error) {
	var week []store.OpeningHours
	for _, day := range []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"} {
		span, ok := hours[strings.ToLower(day[:3])]
		if !ok {
			continue
		}
		from, to, _ := strings.Cut(span, "-")
		opens, err := store.ParseLocalTime(from)
		if err != nil {
			return nil, fmt.Errorf("hours %q: %w", span, err)
		}
		closes, err := store.ParseLocalTime(to)
		if err != nil {
			return nil, fmt.Errorf("hours %q: %w", span, err)
		}
		week = append(week, store.OpeningHours{Weekday: store.Weekday(day), Spans: []store.TimeSpan{{From: opens, To: closes}}})
	}
	return week, nil
}
