package graph_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/staff"
)

var updatePage = flag.Bool("update-permissions", false, "rewrite docs/api/permissions.md")

// TestPermissionsPage keeps docs/api/permissions.md equal to the contract; TestWholeSchemaPermissions checks that the server keeps to it.
func TestPermissionsPage(t *testing.T) {
	t.Parallel()
	roles := []staff.Role{staff.Owner, staff.Manager, staff.Operator, staff.Courier}
	var page bytes.Buffer
	page.WriteString("# Who may call what\n\nWritten from schema.graphql: `make generate`. A test tries every row with every kind of caller.\n" +
		"A caller needs one of the permissions named; an API token has those of its scopes. BOT is the bot process, PLATFORM the\nadministrator of the deployment.\n")
	for _, kind := range []string{"query", "mutation", "subscription"} {
		fmt.Fprintf(&page, "\n## %s\n\n| field | needs | visitor | shopper | owner | manager | operator | courier |\n|---|---|---|---|---|---|---|---|\n", strings.ToUpper(kind[:1])+kind[1:])
		for _, f := range rootFields() {
			if f.kind != kind {
				continue
			}
			needs := strings.Join(f.needs(), " or ")
			if needs == "" {
				needs = "–"
			}
			may := []bool{allowed(f, nil), allowed(f, []staff.Permission{staff.Shopper, staff.Cart})}
			for _, role := range roles {
				may = append(may, allowed(f, role.Permissions()))
			}
			fmt.Fprintf(&page, "| `%s` | %s |", f.name(), needs)
			for _, yes := range may {
				page.WriteString(map[bool]string{true: " ✓ |", false: "  |"}[yes])
			}
			page.WriteString("\n")
		}
	}
	page.WriteString("\n## Fields below\n\nThese fields of otherwise open types need a permission of their own.\n\n| field | needs |\n|---|---|\n")
	var below []string
	for _, d := range contract.Types {
		for _, f := range d.Fields {
			if auth := f.Directives.ForName("auth"); auth != nil && d != contract.Query && d != contract.Mutation && d != contract.Subscription {
				below = append(below, fmt.Sprintf("| `%s.%s` | %s |\n", d.Name, f.Name, strings.Join(rootField{field: f}.needs(), " or ")))
			}
		}
	}
	slices.Sort(below)
	page.WriteString(strings.Join(below, ""))
	const path = "../docs/api/permissions.md"
	if *updatePage {
		if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(kept, page.Bytes()) {
		t.Errorf("docs/api/permissions.md is out of date: run `make generate` (%v)", err)
	}
}
