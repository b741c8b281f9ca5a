package db_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
)

var update = flag.Bool("update", false, "write schema.txt from the migrations")

// global tables belong to the deployment; every other table belongs to stores and keeps their rules.
var global = map[string]string{
	"stores":            "the register of stores, read before a store is known",
	"store_hosts":       "which host shows which store",
	"service_tokens":    "the platform's own tokens",
	"goose_db_version":  "the migrations that were applied",
	"trusted_documents": "what the pages of all builds ask, the same in every store",
}

// outsideRLS are tables of stores that row-level security would hurt; each has one package that reads it.
var outsideRLS = map[string]string{
	"search_documents":    "row-level security switches trigram and full-text indexes off",
	"search_words":        "row-level security switches trigram indexes off",
	"search_word_changes": "one job takes them of all stores",
	"notifications":       "the bot claims across all stores",
	"idempotency_keys":    "written in the transaction of whichever store an act changes; answers are sealed for their store and caller",
	"journal_counters":    "webhooks ask in which stores something has happened",
	"webhook_progress":    "one question over all stores finds what is due to be sent",
}

// appendOnly tables are the record of what happened: the application adds to them and changes nothing.
var appendOnly = []string{"cash_handovers", "ledger_entries", "ledger_transactions", "order_events", "payment_answers", "stock_movements"}

// collect reads one column of text.
func collect(t testing.TB, conn *pgx.Conn, sql string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%v in %s", err, sql)
	}
	return list
}

func TestEveryTableKeepsTheRulesOfStores(t *testing.T) {
	t.Parallel()
	conn := connect(t, dbtest.Create(t))
	tables := collect(t, conn, "select relname::text from pg_class where relkind in ('r','p') and relnamespace = 'public'::regnamespace order by 1")
	var tenants []string
	for _, name := range tables {
		if _, ok := global[name]; !ok {
			tenants = append(tenants, name)
		}
	}
	if len(tenants) < 20 {
		t.Fatalf("only %d tables of stores; the catalogue was read wrongly", len(tenants))
	}
	for list, reasons := range map[string]map[string]string{"global": global, "outsideRLS": outsideRLS} {
		for name := range reasons {
			if !slices.Contains(tables, name) {
				t.Errorf("%s lists %s, which does not exist", list, name)
			}
		}
	}
	none := func(rule, sql string, args ...any) {
		t.Helper()
		for _, found := range collect(t, conn, sql, args...) {
			t.Errorf("%s: %s", rule, found)
		}
	}
	none("no column store_id bigint NOT NULL", `
		select t from unnest($1::text[]) t where not exists (
			select from pg_attribute where attrelid = t::regclass and attname = 'store_id' and atttypid = 'bigint'::regtype and attnotnull)`, tenants)
	none("no primary key that begins with store_id", `
		select t from unnest($1::text[]) t where not exists (
			select from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
			where c.conrelid = t::regclass and c.contype = 'p' and a.attname = 'store_id')`, tenants)
	none("index that does not begin with store_id", `
		select i.indexrelid::regclass::text from pg_index i
		left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
		where i.indrelid::regclass::text = any ($1) and a.attname is distinct from 'store_id'
		  and (i.indisunique or i.indrelid::regclass::text <> 'notifications')`, tenants)
	none("exclusion without store_id", `
		select c.conname::text from pg_constraint c where c.contype = 'x' and c.conrelid::regclass::text = any ($1) and not exists (
			select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'store_id' and a.attnum = c.conkey[1])`, tenants)
	none("foreign key that could leave the store", `
		select c.conname::text from pg_constraint c
		join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
		join pg_attribute f on f.attrelid = c.confrelid and f.attnum = c.confkey[1]
		where c.contype = 'f' and c.conrelid::regclass::text = any ($1) and not (a.attname = 'store_id'
		  and (f.attname = 'store_id' or c.confrelid = 'stores'::regclass and f.attname = 'id'))`, tenants)
	none("foreign key from a global table to one of a store", `
		select conname::text from pg_constraint where contype = 'f' and confrelid::regclass::text = any ($1) and not conrelid::regclass::text = any ($1)`, tenants)
	none("foreign key without an index on its side", `
		select c.conname::text from pg_constraint c where c.contype = 'f' and cardinality(c.conkey) > 1 and not exists (
			select from pg_index i where i.indrelid = c.conrelid and (i.indkey::int2[])[0:cardinality(c.conkey)-1] @> c.conkey)`)

	none("trigger, which a sharded database refuses and nobody sees in the code", `
		select tgname || ' on ' || tgrelid::regclass::text from pg_trigger where not tgisinternal and tgrelid::regclass::text = any ($1)`, tables)

	var protected []string
	for _, name := range tenants {
		if _, ok := outsideRLS[name]; !ok {
			protected = append(protected, name)
		}
	}
	none("row-level security is off", `select relname::text from pg_class where relname = any ($1) and not relrowsecurity`, protected)
	// A restrictive policy can only take away.
	none("not exactly the policy store_isolation for all rows and commands", `
		select t from unnest($1::text[]) t where (
			select array_agg(row(policyname, permissive, roles, cmd, qual, with_check)::text) from pg_policies where tablename = t and permissive = 'PERMISSIVE'
		) is distinct from array[row('store_isolation'::name, 'PERMISSIVE', '{public}'::name[], 'ALL',
			'(store_id = (NULLIF(current_setting(''app.store_id''::text, true), ''''::text))::bigint)', null::text)::text]`, protected)
}

func TestTheAppRoleIsPowerless(t *testing.T) {
	t.Parallel()
	conn := connect(t, dbtest.Create(t))
	none := func(rule, sql string, args ...any) {
		t.Helper()
		for _, found := range collect(t, conn, sql, args...) {
			t.Errorf("%s: %s", rule, found)
		}
	}
	none("power", `select rolname::text from pg_roles where rolname = 'dokon_app' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`)
	none("member of", `select roleid::regrole::text from pg_auth_members where member = 'dokon_app'::regrole`)
	none("owned", `select c.oid::regclass::text from pg_class c where relowner = 'dokon_app'::regrole
		union all select p.oid::regproc::text from pg_proc p where proowner = 'dokon_app'::regrole
		union all select nspname::text from pg_namespace where nspowner = 'dokon_app'::regrole`)
	none("may create in", `select nspname::text from pg_namespace where has_schema_privilege('dokon_app', oid, 'create') and nspname not like 'pg_%'`)
	none("may do more than rows with", `select oid::regclass::text from pg_class where relkind in ('r','p') and relnamespace in ('public'::regnamespace, 'river'::regnamespace)
		and has_table_privilege('dokon_app', oid, 'truncate, references, trigger')`)
	none("may change the record", `select t from unnest($1::text[]) t where has_table_privilege('dokon_app', t, 'update, delete')
		or has_any_column_privilege('dokon_app', t, 'update')`, appendOnly)
	none("may change the migrations", `select 'goose_db_version' where has_table_privilege('dokon_app', 'goose_db_version', 'insert, update, delete')`)
	none("function that runs as its owner", `select oid::regproc::text from pg_proc where prosecdef and pronamespace in ('public'::regnamespace, 'river'::regnamespace)`)
	if got := collect(t, conn, `
		select c.relname::text from pg_class c join pg_policy p on p.polrelid = c.oid
		where not has_table_privilege('dokon_app', c.oid, 'update') and not has_table_privilege('dokon_app', c.oid, 'delete') order by 1`); !slices.Equal(got, appendOnly) {
		t.Errorf("append-only tables in the database: %v, listed: %v", got, appendOnly)
	}
}

// schema.txt shows the whole schema of today in a form that reviews can read and servers of any version agree on.
func TestSchemaIsWrittenDown(t *testing.T) {
	t.Parallel()
	conn := connect(t, dbtest.Create(t))
	lines := collect(t, conn, `
		select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
		       || case when a.attnotnull then ' not null' else '' end
		       || coalesce(case when a.attgenerated <> '' then ' generated ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), '')
		       || case when a.attidentity <> '' then ' identity' else '' end
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r','p') and c.relname <> 'goose_db_version'
		union all
		select 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid)
		from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p','u','f','x','c') and conrelid::regclass::text <> 'goose_db_version'
		union all
		select 'index ' || pg_get_indexdef(indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid
		where c.relnamespace = 'public'::regnamespace and c.relname <> 'goose_db_version'
		  and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
		union all
		select 'policy ' || tablename || '.' || policyname || ' ' || cmd || ' using ' || qual || coalesce(' check ' || with_check, '') from pg_policies where schemaname = 'public'
		union all
		select 'grant ' || lower(string_agg(privilege_type, ', ' order by privilege_type)) || ' on ' || table_name
		from information_schema.role_table_grants where grantee = 'dokon_app' and table_schema = 'public' group by table_name
		union all
		select 'function ' || p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid) || ' ' || md5(prosrc)
		from pg_proc p where pronamespace = 'public'::regnamespace and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
		union all
		select 'extension ' || extname from pg_extension`)
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile("schema.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	written := strings.Split(strings.TrimSpace(string(want)), "\n")
	for _, line := range lines {
		if !slices.Contains(written, line) {
			t.Errorf("not in schema.txt: %s", line)
		}
	}
	for _, line := range written {
		if !slices.Contains(lines, line) {
			t.Errorf("only in schema.txt: %s", line)
		}
	}
	t.Error("after a change of migrations run: go test ./server/db -run TestSchemaIsWrittenDown -update")
}

func TestMigrationsAreNamedAndUndone(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`^\d{14}_[a-z]+(_[a-z]+)+\.sql$`)
	for _, f := range files {
		text, err := os.ReadFile("migrations/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if !name.MatchString(f.Name()) {
			t.Errorf("%s is not named by UTC time, verb and subject", f.Name())
		}
		if !strings.Contains(string(text), "-- +goose Down\n") {
			t.Errorf("%s cannot be undone", f.Name())
		}
	}
	if rev, err := db.Revision(); err != nil || len(rev) != 16 {
		t.Errorf("revision %q, %v", rev, err)
	}
}
