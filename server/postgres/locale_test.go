package postgres

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestCheckLocale(t *testing.T) {
	server := mustStart(t, Config{StateDir: t.TempDir(), Settings: fast})
	mustExec(t, server.URL(Owner),
		"create database libc_c template template0 locale_provider libc locale 'C'",
		"create database ctype_c template template0 locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C'",
		"create role visitor login",
	)
	for _, example := range []struct {
		role, database string
		want           error
	}{
		{Owner, Owner, nil},
		{Owner, "libc_c", ErrLocale},
		{Owner, "ctype_c", ErrLocale},
		{"visitor", Owner, nil}, // may not install pg_trgm
		{"visitor", "libc_c", ErrLocale},
	} {
		conn, err := pgx.Connect(t.Context(), server.url(example.role, example.database))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if err := CheckLocale(t.Context(), conn); !errors.Is(err, example.want) {
			t.Errorf("%s in %s: %v, want %v", example.role, example.database, err, example.want)
		}
		var extensions string
		if err := conn.QueryRow(t.Context(), "select string_agg(extname, ' ') from pg_extension").Scan(&extensions); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(extensions, "pg_trgm") {
			t.Errorf("the check leaves %s in %s", extensions, example.database)
		}
	}
}
