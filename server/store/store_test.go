package store_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func create(t *testing.T, d *db.DB, in store.CreateInput) (*store.Store, error) {
	t.Helper()
	var s *store.Store
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		s, err = store.Create(ctx, tx, in, now)
		return err
	})
	return s, err
}

func mustCreate(t *testing.T, d *db.DB, slug string, hosts ...string) *store.Store {
	t.Helper()
	s, err := create(t, d, store.CreateInput{Slug: slug, Name: lang.Text{UzLatn: "Doʻkon", RU: "Магазин"}, Hosts: hosts})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCreate(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	made := mustCreate(t, d, "atlas", "atlas.example", "localhost")
	for name, read := range map[string]func() (*store.Store, error){
		"id":   func() (*store.Store, error) { return store.ByID(t.Context(), d, made.ID) },
		"slug": func() (*store.Store, error) { return store.BySlug(t.Context(), d, "atlas") },
		"host": func() (*store.Store, error) { return store.ByHost(t.Context(), d, "atlas.example") },
		"only": func() (*store.Store, error) { return store.Only(t.Context(), d) },
	} {
		s, err := read()
		if err != nil {
			t.Fatalf("by %s: %v", name, err)
		}
		if s.ID != made.ID || s.UUID != made.UUID || s.Name != made.Name || len(s.Languages) != 4 || s.Currency != money.UZS ||
			!s.IsOpen(now) || s.OpensAt(now) != nil || s.OrderRules.AcceptWithin() != time.Hour || s.OrderRules.QuoteFor() != 15*time.Minute ||
			!s.Delivery.HasCourier || !s.Delivery.HasPickup || s.Delivery.Minimum().Amount != 0 || s.NodeID().Kind != id.Store {
			t.Errorf("by %s: %+v", name, s)
		}
	}
	mustCreate(t, d, "nafis")
	if _, err := store.Only(t.Context(), d); !fault.Has(err, fault.StoreNotFound) {
		t.Errorf("the only one of two: %v", err)
	}
	if list, err := store.List(t.Context(), d); err != nil || len(list) != 2 || list[0].Slug != "atlas" {
		t.Errorf("list: %v, %v", list, err)
	}
	for _, read := range []error{
		second(store.ByID(t.Context(), d, 999)), second(store.BySlug(t.Context(), d, "none")),
		second(store.ByHost(t.Context(), d, "none.example")), second(store.ByBot(t.Context(), d, 1)),
	} {
		wantFaults(t, "unknown", read, "STORE_NOT_FOUND")
	}
}

func second[T any](_ T, err error) error { return err }

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	mustCreate(t, d, "atlas", "atlas.example")
	name := lang.Text{EN: "Shop"}
	for title, c := range map[string]struct {
		in   store.CreateInput
		want string
	}{
		"everything": {
			store.CreateInput{Slug: "A", Languages: []lang.Lang{"ru", "ru", "de"}, Hosts: []string{"a b", "ok.example"}},
			"INVALID input.slug, REQUIRED input.name, DUPLICATE input.languages.1, INVALID input.languages.2, INVALID input.hosts.0",
		},
		"hyphens":         {store.CreateInput{Slug: "a--b", Name: name}, "INVALID input.slug"},
		"long slug":       {store.CreateInput{Slug: strings.Repeat("a", 41), Name: name}, "INVALID input.slug"},
		"slug taken":      {store.CreateInput{Slug: "atlas", Name: name}, "SLUG_TAKEN input.slug"},
		"host taken":      {store.CreateInput{Slug: "nafis", Name: name, Hosts: []string{"atlas.example"}}, "DUPLICATE input.hosts.0"},
		"long name":       {store.CreateInput{Slug: "nafis", Name: lang.Text{RU: strings.Repeat("ж", 101)}}, "TOO_LONG input.name.ru"},
		"name with a NUL": {store.CreateInput{Slug: "nafis", Name: lang.Text{UzCyrl: "a\x00"}}, "INVALID input.name.uzCyrl"},
	} {
		_, err := create(t, d, c.in)
		wantFaults(t, title, err, c.want)
	}
	if list, err := store.List(t.Context(), d); err != nil || len(list) != 1 {
		t.Errorf("a refused store stayed: %d, %v", len(list), err)
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	s, other := mustCreate(t, d, "atlas"), mustCreate(t, d, "nafis")
	logo := id.Of(id.Media, id.New())
	in := store.UpdateInput{
		ExpectedVersion: new(s.Version),
		Name:            &lang.Text{RU: " Атлас "},
		Description:     &lang.Text{EN: "Silk\nand more"},
		Status:          new(store.Paused),
		Languages:       []lang.Lang{lang.RU, lang.UzLatn},
		Hours:           []store.OpeningHours{{Weekday: "MONDAY", Spans: spans(t, "09:00-18:00")}},
		Contacts:        &store.ContactsInput{Phone: new("90 123 45 67"), Telegram: new("https://t.me/atlas_uz"), Point: &geo.Point{Latitude: 41.3, Longitude: 69.2}},
		Legal:           &store.LegalInput{Name: new("Atlas MChJ"), TaxID: new("301234567"), TermsURL: new("https://atlas.example/oferta")},
		Look:            &store.LookInput{BrandColor: new("#AB12cd"), LogoID: &logo},
		Delivery:        &store.DeliveryInput{HasPickup: new(false), Minimum: new(50_000 * money.Som)},
		OrderRules:      &store.OrderRulesInput{QuoteMinutes: new(30), IsAutoConfirmed: new(true)},
	}
	changed, err := store.Update(t.Context(), d, s.ID, in, now.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	read, err := store.ByID(t.Context(), d, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]*store.Store{"returned": changed, "read": read} {
		if got.Version != 2 || got.Name != (lang.Text{RU: "Атлас"}) || got.Status != store.Paused || got.IsOpen(now) || got.Languages[0] != lang.RU ||
			got.Contacts.Phone != "+998901234567" || got.Contacts.Telegram != "atlas_uz" || got.Contacts.Point.Latitude != 41.3 ||
			got.Legal.TaxID != "301234567" || got.Look.BrandColor != "#ab12cd" || *got.Look.LogoID != logo.UUID ||
			!got.Delivery.HasCourier || got.Delivery.HasPickup || got.Delivery.MinimumTiyin != 5_000_000 ||
			got.OrderRules.QuoteMinutes != 30 || got.OrderRules.AcceptWithinMinutes != 60 || !got.OrderRules.IsAutoConfirmed ||
			!got.OrderRules.TakesOrdersWhenClosed || len(got.Hours) != 7 || len(got.Hours[0].Spans) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	_, err = store.Update(t.Context(), d, s.ID, in, now)
	wantFaults(t, "the version read before", err, "STALE_VERSION input.expectedVersion")
	if got, err := store.Update(t.Context(), d, s.ID, store.UpdateInput{Contacts: &store.ContactsInput{Phone: new("")}}, now); err != nil ||
		got.Contacts.Phone != "" || got.Contacts.Telegram != "atlas_uz" || got.Version != 3 {
		t.Errorf("phone taken back: %+v, %v", got, err)
	}
	if untouched, err := store.ByID(t.Context(), d, other.ID); err != nil || untouched.Version != 1 || untouched.Name != other.Name {
		t.Errorf("the other store: %+v, %v", untouched, err)
	}
	_, err = store.Update(t.Context(), d, 999, store.UpdateInput{}, now)
	wantFaults(t, "no such store", err, "STORE_NOT_FOUND")
}

func TestUpdateReportsAllFaults(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	s := mustCreate(t, d, "atlas")
	product := id.Of(id.Product, id.New())
	_, err := store.Update(t.Context(), d, s.ID, store.UpdateInput{
		Name:       &lang.Text{},
		Status:     new(store.Status("active")),
		Languages:  []lang.Lang{},
		Hours:      []store.OpeningHours{{Weekday: "monday"}},
		Contacts:   &store.ContactsInput{Phone: new("12"), Telegram: new("no spaces"), Address: new("a\nb"), Point: &geo.Point{Latitude: 91, Longitude: -181}},
		Legal:      &store.LegalInput{Name: new(strings.Repeat("x", 201)), TaxID: new("12345"), TermsURL: new("http://atlas.example")},
		Look:       &store.LookInput{BrandColor: new("red"), LogoID: &product},
		Delivery:   &store.DeliveryInput{Minimum: new(money.Tiyin(-1))},
		OrderRules: &store.OrderRulesInput{AcceptWithinMinutes: new(4), QuoteMinutes: new(121)},
	}, now)
	wantFaults(t, "all", err, "REQUIRED input.name, INVALID input.status, REQUIRED input.languages, INVALID input.hours.0.weekday, "+
		"INVALID_PHONE input.contacts.phone, INVALID input.contacts.telegram, INVALID input.contacts.address, "+
		"OUT_OF_RANGE input.contacts.point.latitude, OUT_OF_RANGE input.contacts.point.longitude, TOO_LONG input.legal.name, "+
		"INVALID input.legal.taxId, INVALID input.legal.termsUrl, INVALID input.look.brandColor, INVALID_ID input.look.logoId, "+
		"OUT_OF_RANGE input.delivery.minimum, OUT_OF_RANGE input.orderRules.acceptWithinMinutes, OUT_OF_RANGE input.orderRules.quoteMinutes")
	if got, err := store.ByID(t.Context(), d, s.ID); err != nil || got.Version != 1 {
		t.Errorf("refused, and yet changed: %+v, %v", got, err)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	s := &store.Store{Languages: []lang.Lang{lang.RU, lang.UzLatn}}
	if s.Language(lang.UzLatn) != lang.UzLatn || s.Language(lang.EN) != lang.RU {
		t.Error("the shop's language")
	}
	if got := s.In(lang.Text{EN: "Silk", UzLatn: "Atlas"}, lang.RU); got != "Atlas" {
		t.Errorf("fell back to %q", got)
	}
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	s := mustCreate(t, d, "atlas", "atlas.example")
	dir := store.NewDirectory(d)
	read := map[string]func() (*store.Store, error){
		"id":   func() (*store.Store, error) { return dir.ByID(t.Context(), s.ID) },
		"slug": func() (*store.Store, error) { return dir.BySlug(t.Context(), "atlas") },
		"host": func() (*store.Store, error) { return dir.ByHost(t.Context(), "atlas.example") },
		"only": func() (*store.Store, error) { return dir.Only(t.Context()) },
	}
	for round := 1; round <= 3; round++ {
		for by, find := range read {
			if got, err := find(); err != nil || got.Version != round {
				t.Errorf("by %s: %+v, %v; want version %d", by, got, err, round)
			}
		}
		if _, err := store.Update(t.Context(), d, s.ID, store.UpdateInput{}, now); err != nil {
			t.Fatal(err)
		}
		dir.Forget(s.ID)
	}
	if _, err := dir.BySlug(t.Context(), "nafis"); !fault.Has(err, fault.StoreNotFound) {
		t.Errorf("unknown: %v", err)
	}
	mustCreate(t, d, "nafis")
	if _, err := dir.BySlug(t.Context(), "nafis"); err != nil {
		t.Errorf("what did not exist was remembered: %v", err)
	}
}

func TestBot(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	box, err := secret.NewBox(secret.NewKey("k1"))
	if err != nil {
		t.Fatal(err)
	}
	s, other := mustCreate(t, d, "atlas"), mustCreate(t, d, "nafis")
	token := "123456789:" + strings.Repeat("A", 35)
	bot, err := store.SetBot(t.Context(), d, box, s.ID, store.BotSetInput{Token: token, AppName: new("shop")}, now)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(bot.TokenSealed, []byte(token)) || bot.BotID != 123456789 || bot.Status != store.BotActive || len(bot.WebhookKey) < 20 || bot.Link() != "" {
		t.Errorf("bot %+v", bot)
	}
	if check, err := bot.Telegram(box); err != nil || !bytes.Equal(check.Secret, telegram.SecretOf(token)) {
		t.Errorf("check by %+v, %v", check, err)
	}
	if _, err := (&store.Bot{StoreID: other.ID, TokenSealed: bot.TokenSealed}).Token(box); err == nil {
		t.Error("the sealed token opens in another store")
	}
	if check, err := (&store.Bot{BotID: 7, IsTestServer: true}).Telegram(box); err != nil || check.Secret != nil || check.PublicKey != telegram.TestServers {
		t.Errorf("without a token: check by %+v, %v", check, err)
	}

	found, err := store.ByBot(t.Context(), d, 123456789)
	if err != nil || found.ID != s.ID {
		t.Errorf("by bot: %+v, %v", found, err)
	}
	_, err = store.SetBot(t.Context(), d, box, other.ID, store.BotSetInput{Token: token}, now)
	wantFaults(t, "another store's bot", err, "DUPLICATE input.token")
	_, err = store.SetBot(t.Context(), d, box, other.ID, store.BotSetInput{Token: "123:x", AppName: new("a b")}, now)
	wantFaults(t, "no token", err, "BOT_TOKEN_INVALID input.token, INVALID input.appName")
	if strings.Contains(err.Error(), "123:x") {
		t.Errorf("the error repeats the token: %v", err)
	}

	report := store.BotReport{BotID: 123456789, Status: store.BotActive, Username: new("atlas_bot"), HasMainWebApp: new(true)}
	if known, err := store.ReportBot(t.Context(), d, report, now); err != nil || !known {
		t.Errorf("report: %t, %v", known, err)
	}
	again, err := store.SetBot(t.Context(), d, box, s.ID, store.BotSetInput{Token: "123456789:" + strings.Repeat("B", 35)}, now)
	if err != nil || again.Username != "atlas_bot" || again.AppName != "shop" || again.WebhookKey != bot.WebhookKey || again.Link() != "https://t.me/atlas_bot/shop" {
		t.Errorf("a new token of the same bot: %+v, %v", again, err)
	}
	all, err := store.AllCredentials(t.Context(), d, box)
	if err != nil || len(all) != 1 || all[0].Store.ID != s.ID || all[0].Token != "123456789:"+strings.Repeat("B", 35) {
		t.Errorf("credentials: %v, %v", all, err)
	}
	replaced, err := store.SetBot(t.Context(), d, box, s.ID, store.BotSetInput{Token: "987654321:" + strings.Repeat("B", 35)}, now)
	if err != nil || replaced.Username != "" || replaced.Link() != "" {
		t.Errorf("another bot: %+v, %v", replaced, err)
	}
	if known, err := store.ReportBot(t.Context(), d, report, now); err != nil || known {
		t.Errorf("report of a bot that was replaced: %t, %v", known, err)
	}
	wantFaults(t, "status", second(store.ReportBot(t.Context(), d, store.BotReport{BotID: 1, Status: "ok"}, now)), "INVALID input.status")

	if err := d.Read(t.Context(), other.ID, func(ctx context.Context, q bun.IDB) error {
		b, err := store.BotOf(ctx, q, s.ID)
		if b != nil {
			t.Error("a store sees another's bot")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if got := (&store.Bot{Username: "atlas_bot"}).Link(); got != "https://t.me/atlas_bot?startapp" {
		t.Errorf("link %s", got)
	}
}
