package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// dump is every row of a store, by table, read past row-level security.
func dump(t *testing.T, pool *pgxpool.Pool, storeID int64) map[string]string {
	t.Helper()
	ctx := context.Background()
	rows, err := pool.Query(ctx, `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'store_id' order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if len(tables) < 20 {
		t.Fatalf("tables with store_id: %v", tables)
	}
	all := map[string]string{}
	for _, name := range append(tables, "stores") {
		column := "store_id"
		if name == "stores" {
			column = "id"
		}
		var text *string
		if err := pool.QueryRow(ctx, fmt.Sprintf("select string_agg(r::text, E'\n' order by r::text) from %s r where %s = $1", name, column), storeID).Scan(&text); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if text != nil {
			all[name] = *text
		}
	}
	return all
}

// isolated are callers of one store, as mighty as it has them.
func (s *site) isolated(w *shoptest.World) map[string]*caller {
	boss, _ := s.member(w, staff.Owner)
	buyer, _ := s.shopper(w)
	cart := s.anonymous().at(w).must(`mutation { cartCreate { cartToken } }`, nil).text("cartCreate.cartToken")
	return map[string]*caller{
		"owner": boss, "shopper": buyer, "token": s.program(w, staff.Owner.Permissions()...),
		"cart holder": s.bearer(cart).at(w), "visitor": s.anonymous().at(w).with("Authorization", "tma "+s.initData(w, 4711)),
		"nobody": s.anonymous().at(w),
	}
}

// ofEverything lets node be asked for all fields of all types at once, which no client does.
func ofEverything(l *graph.Limits) { l.Tokens, l.Fields = 10_000, 10_000 }

// Whoever calls from store A with names of things in store B finds nothing, is told nothing of it, and changes nothing in it.
// All operations of the schema are tried, by all kinds of callers.
func TestWholeSchemaIsolation(t *testing.T) {
	t.Parallel()
	s := open(t, limited(ofEverything))
	b := s.beside("begona")
	const mark = "Begona"
	theirs := s.furnish(b, mark)
	s.furnish(s.World, "Oʻziniki")
	callers := s.isolated(s.World)
	pool := s.owner()
	before := dump(t, pool, b.Store.ID)
	for name, table := range map[string]string{"orders": "orders", "sessions": "sessions", "search": "search_documents", "tokens": "api_tokens"} {
		if before[table] == "" {
			t.Errorf("the other store has no %s", name)
		}
	}
	var tried sync.WaitGroup
	for who, c := range callers {
		tried.Go(func() {
			for _, f := range rootFields() {
				if !f.known {
					continue // told by TestOperationsAreKnown
				}
				for _, way := range f.ways {
					document := f.document(t, theirs.fill(way), 3, who == "owner")
					if f.kind == "subscription" {
						stays := isLiveFor(who, f.name())
						l := c.listen(document, nil)
						if !stays {
							if e := l.take(); strings.Contains(e.data, mark) || !strings.Contains(e.data, `"errors"`) {
								t.Errorf("%s: %s: %s", who, document, e.data)
							}
						}
						l.cut()
						continue
					}
					a := c.ask(document, nil)
					if a.Status >= 500 || a.code() == "INTERNAL" || strings.Contains(string(a.Body), "too many") {
						t.Errorf("%s: %s: %.600s", who, document, a.Body)
					}
					if i := strings.Index(string(a.Body), mark); i >= 0 {
						t.Errorf("%s: %s: leaks …%s", who, document, a.Body[max(0, i-200):min(len(a.Body), i+100)])
					}
				}
			}
		})
	}
	tried.Wait()
	for table, rows := range dump(t, pool, b.Store.ID) {
		if rows != before[table] {
			t.Errorf("%s of the other store has changed:\n%s\nwas:\n%s", table, rows, before[table])
		}
	}
}

// isLiveFor tells subscriptions that begin well, and stay silent about other stores.
func isLiveFor(who, field string) bool {
	switch field {
	case "adminOrders":
		return who == "owner" || who == "token"
	case "cartUpdated":
		return who == "shopper"
	}
	return false
}

// The operations of the isolation test do find things, for those to whom they belong: else it would prove nothing.
func TestWholeSchemaOwnThings(t *testing.T) {
	t.Parallel()
	s := open(t, limited(ofEverything))
	const mark = "Begona"
	b := s.beside("begona")
	x := s.furnish(b, mark)
	boss, _ := s.member(b, staff.Owner)
	buyer := s.bearer(s.anonymous().at(b).must(`mutation ($d: String!) { sessionCreate(input: {initData: $d}) { tokens { accessToken } } }`,
		map[string]any{"d": x["initData"]}).text("sessionCreate.tokens.accessToken")).at(b)
	wordless := []string{"viewer", "paymentProviders", "events", "webhookDeliveries", "staffSessions", "ledgerAccounts", "ledgerCheck", "productsWithoutCodes", "giftCardBalance", "orderCounts", "deliveryQuote", "collectionRuleCount", "locations", "stockMovements"}
	for _, f := range rootFields() {
		if f.kind != "query" || slices.Contains(wordless, f.name()) {
			continue
		}
		found, last := false, ""
		for _, way := range f.ways {
			last = string(boss.ask(f.document(t, x.fill(way), 3, true), nil).Body)
			if !strings.Contains(last, mark) {
				last = string(buyer.ask(f.document(t, x.fill(way), 3, false), nil).Body)
			}
			found = found || strings.Contains(last, mark)
		}
		if !found && !slices.Contains(f.needs(), "BOT") && !slices.Contains(f.needs(), "PLATFORM") {
			t.Errorf("%s shows nothing of its own store: %.3000s", f.name(), last)
		}
	}
}

// A token is good in its own store alone: named together with another store it is refused before anything is read.
func TestTokensOfAnotherStore(t *testing.T) {
	t.Parallel()
	s := open(t)
	b := s.beside("begona")
	for who, c := range s.isolated(s.World) {
		if who == "nobody" {
			continue
		}
		a := c.at(b).ask(`{ store { slug } }`, nil)
		if a.Status != http.StatusUnauthorized || a.Data != nil {
			t.Errorf("%s in another store: %d %s", who, a.Status, a.Body)
		}
	}
	_, owner := s.member(s.World, staff.Owner)
	code := s.link(s.World, owner).Code
	a := s.anonymous().at(b).ask(`mutation ($c: String!) { staffSessionCreate(input: {code: $c}) { tokens { accessToken } userErrors { code } } }`, map[string]any{"c": code})
	if a.get("staffSessionCreate.tokens") != nil || a.text("staffSessionCreate.userErrors.0.code") != "LINK_INVALID" {
		t.Errorf("a sign-in link in another store: %s", a.Body)
	}
	s.anonymous().must(`mutation ($c: String!) { staffSessionCreate(input: {code: $c}) { tokens { accessToken } viewer { id } userErrors { code } } }`, map[string]any{"c": code})
	buyer := s.signIn(s.World, s.Buyer())
	refresh := map[string]any{"t": buyer.RefreshToken}
	const refreshing = `mutation ($t: String!) { sessionRefresh(input: {refreshToken: $t}) { tokens { refreshToken } userErrors { code } } }`
	if a := s.anonymous().at(b).must(refreshing, refresh); a.get("sessionRefresh.tokens") != nil {
		t.Errorf("a refresh token in another store: %s", a.Body)
	}
	if a := s.anonymous().must(refreshing, refresh); a.get("sessionRefresh.tokens") == nil {
		t.Errorf("a refresh token in its own: %s", a.Body)
	}
}

func TestOperationsAreKnown(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, f := range rootFields() {
		if !f.known {
			t.Errorf("%s %s has no entry in operations: say how it could name a thing of another store", f.kind, f.name())
		}
		names[f.name()] = true
	}
	for entry := range operations {
		if _, name, _ := strings.Cut(entry, "."); !names[name] {
			t.Errorf("%s is not in the schema any more", entry)
		}
	}
}

// ownRules are public operations that turn some callers away by themselves, as their descriptions say.
var ownRules = map[string][]string{
	"sessionEnd":      {"nobody", "bot", "platform"},               // who has no session and names another's
	"staffSessions":   {"OPERATOR", "COURIER", "token STORE_READ"}, // of others only with STAFF_WRITE
	"staffLinkCreate": {"OPERATOR", "COURIER", "token STORE_READ"}, // for others only with STAFF_WRITE
}

// Each kind of caller may do exactly what the schema declares.
func TestWholeSchemaPermissions(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.beside("other")
	_, err := s.owner().Exec(t.Context(), "update stores set is_demo = true")
	s.Must(err)
	x := unknown(s.furnish(s.World, "Choyxona"), s.Store.ID)
	callers := s.isolated(s.World)
	may := map[string][]staff.Permission{"owner": staff.Owner.Permissions(), "token": staff.Owner.Permissions(), "shopper": {staff.Shopper, staff.Cart}, "cart holder": {staff.Cart}}
	for _, role := range []staff.Role{staff.Manager, staff.Operator, staff.Courier} {
		callers[string(role)], _ = s.member(s.World, role)
		may[string(role)] = role.Permissions()
	}
	callers["bot"], may["bot"] = s.service(auth.Bot).at(s.World), []staff.Permission{staff.BotProcess}
	callers["platform"], may["platform"] = s.service(auth.Platform).at(s.World), []staff.Permission{staff.Platform}
	for _, scope := range []staff.Permission{staff.StoreRead, staff.CatalogRead, staff.OrdersRead} {
		name := "token " + string(scope)
		callers[name], may[name] = s.program(s.World, scope), []staff.Permission{scope}
	}
	var tried sync.WaitGroup
	for who, c := range callers {
		tried.Go(func() {
			for _, f := range rootFields() {
				if !f.known {
					continue
				}
				document := f.document(t, x.fill(f.ways[len(f.ways)-1]), -1, false)
				var a *answer
				if f.kind == "subscription" {
					l := c.listen(document, nil)
					if isLiveFor(who, f.name()) || f.name() == "adminOrders" && allowed(f, may[who]) {
						l.cut()
						continue
					}
					a = l.answer()
					l.cut()
				} else {
					a = c.ask(document, nil)
				}
				want := ""
				switch {
				case allowed(f, may[who]):
				case slices.Contains([]string{"nobody", "visitor", "cart holder"}, who):
					want = "UNAUTHENTICATED"
				default:
					want = "FORBIDDEN"
				}
				got := a.code()
				if got != "UNAUTHENTICATED" && got != "FORBIDDEN" {
					got = ""
				}
				if got != want && !slices.Contains(ownRules[f.name()], who) {
					t.Errorf("%s may %q on %s, want %q: %.300s", who, got, f.name(), want, a.Body)
				}
			}
		})
	}
	tried.Wait()
}

func allowed(f rootField, has []staff.Permission) bool {
	needs := f.needs()
	return len(needs) == 0 || slices.ContainsFunc(needs, func(p string) bool { return slices.Contains(has, staff.Permission(p)) })
}
