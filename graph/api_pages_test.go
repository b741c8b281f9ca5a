package graph_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dokon-shop/dokon/graph"
)

var updatePages = flag.Bool("update-api", false, "rewrite the pages of docs/api from schema.graphql")

const pagesFolder = "../docs/api"

// chapter is a part of schema.graphql, and the page about it.
type chapter struct {
	name string
	line int // where it begins
}

func (c chapter) file() string { return strings.ReplaceAll(c.name, ", ", "-") + ".md" }

var chapterLine = regexp.MustCompile(`^# -{20,} (.+)$`)

func chapters() (all []chapter) {
	for i, line := range strings.Split(graph.SDL(), "\n") {
		if m := chapterLine.FindStringSubmatch(line); m != nil {
			all = append(all, chapter{m[1], i + 1})
		}
	}
	return all
}

func chapterOf(all []chapter, at *ast.Position) chapter {
	i, _ := slices.BinarySearchFunc(all, at.Line+1, func(c chapter, line int) int { return c.line - line })
	return all[i-1]
}

// TestWholeSchemaPages keeps docs/api equal to the contract: a page for each chapter.
func TestWholeSchemaPages(t *testing.T) {
	t.Parallel()
	b := book{t: t, chapters: chapters(), codes: faultCodes(t)}
	pages := map[string]string{"README.md": b.contents()}
	for _, c := range b.chapters {
		if text := b.page(c); text != "" {
			pages[c.file()] = text
		}
	}
	if *updatePages {
		for name, text := range pages {
			if err := os.WriteFile(filepath.Join(pagesFolder, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range pages {
		if kept, err := os.ReadFile(filepath.Join(pagesFolder, name)); err != nil || string(kept) != text {
			t.Errorf("docs/api/%s is out of date: run `make generate` (%v)", name, err)
		}
	}
	kept, err := filepath.Glob(pagesFolder + "/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range kept {
		if name := filepath.Base(path); name != "permissions.md" && pages[name] == "" {
			t.Errorf("docs/api/%s is about nothing any more", name)
		}
	}
}

// book writes the pages.
type book struct {
	t        *testing.T
	chapters []chapter
	codes    func(resolver string) []string
}

// link leads to where a type is described; scalars of GraphQL itself have no place.
func (b book) link(d *ast.Definition) string {
	if d.BuiltIn {
		return d.Name
	}
	return fmt.Sprintf("[%s](%s#type-%s)", d.Name, chapterOf(b.chapters, d.Position).file(), strings.ToLower(d.Name))
}

func (b book) typed(t *ast.Type) string {
	return strings.ReplaceAll(t.String(), t.Name(), b.link(contract.Types[t.Name()]))
}

// cell is a text for a table: one line, without what ends a cell.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}

func (b book) contents() string {
	var out bytes.Buffer
	out.WriteString("# The API\n\nWritten from [schema.graphql](../../schema.graphql): `make generate`. Tests keep these pages equal to it and run every example.\n" +
		"Who may call what, at a glance: [permissions.md](permissions.md). The schema for code generators: `/schema.graphql` of any server, and\n" +
		"`/schema/storefront.graphql`, `/schema/account.graphql`, `/schema/admin.graphql` for what one kind of client needs.\n\n" +
		"In examples `\"{product}\"` stands for the id of a product of yours, `\"{cartToken}\"` for the secret of a cart, and so on; numbers such as\n" +
		"1000001 for your bot's. They are asked at `/graphql` or in the [playground](http://localhost:8080/playground), with the headers that the\n" +
		"description says.\n\n| chapter | operations |\n|---|---|\n")
	for _, c := range b.chapters {
		var names []string
		for _, f := range b.operations(c) {
			names = append(names, fmt.Sprintf("[`%s`](%s#%s)", f.name(), c.file(), strings.ToLower(f.name())))
		}
		if len(names) > 0 {
			fmt.Fprintf(&out, "| [%s](%s) | %s |\n", c.name, c.file(), strings.Join(names, " · "))
		}
	}
	out.WriteString("\n## Codes\n\nEach operation lists which of [ErrorCode](basics.md#type-errorcode) it may say: in `userErrors` when it is refused, at the top level for an\n" +
		"argument of a query, or in the answer, as a cart does in `readiness.blockers`. They are read from the program, so now and then one is\n" +
		"listed that cannot come to pass. Codes that any request may meet stand [below](#before-the-first-request).\n")
	out.WriteString("\n## Before the first request\n\n" + contract.Description + "\n")
	return out.String()
}

func (b book) operations(c chapter) (all []rootField) {
	for _, f := range rootFields() {
		if chapterOf(b.chapters, f.field.Position) == c {
			all = append(all, f)
		}
	}
	return all
}

func (b book) page(c chapter) string {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s%s\n\n[All chapters](README.md). Written from schema.graphql: `make generate`.\n", strings.ToUpper(c.name[:1]), c.name[1:])
	for _, kind := range []string{"query", "mutation", "subscription"} {
		heading := map[string]string{"query": "Queries", "mutation": "Mutations", "subscription": "Subscriptions"}[kind]
		for _, f := range b.operations(c) {
			if f.kind != kind {
				continue
			}
			if heading != "" {
				fmt.Fprintf(&out, "\n## %s\n", heading)
				heading = ""
			}
			b.operation(&out, f)
		}
	}
	out.WriteString("\n## Types\n")
	types := slices.SortedFunc(maps.Values(contract.Types), func(x, y *ast.Definition) int { return x.Position.Line - y.Position.Line })
	for _, d := range types {
		if !d.BuiltIn && d != contract.Query && d != contract.Mutation && d != contract.Subscription && chapterOf(b.chapters, d.Position) == c {
			b.definition(&out, d)
		}
	}
	return out.String()
}

// operation tells of one operation.
func (b book) operation(out *bytes.Buffer, f rootField) {
	fmt.Fprintf(out, "\n### %s\n\n%s\n\n", f.name(), f.field.Description)
	needs := strings.Join(f.needs(), " or ")
	if needs == "" {
		needs = "nothing: anybody may call it"
	}
	var views []string
	for _, view := range graph.Views {
		if view.Shows(f.field) {
			views = append(views, string(view))
		}
	}
	if len(views) == 0 {
		views = []string{"none, it is for the deployment's own programs"}
	}
	fmt.Fprintf(out, "Needs %s. Views: %s. Answers %s.\n", needs, strings.Join(views, ", "), b.typed(f.field.Type))
	if len(f.field.Arguments) > 0 {
		out.WriteString("\n| argument | type | |\n|---|---|---|\n")
		for _, a := range f.field.Arguments {
			b.row(out, a.Name, a.Type, a.Description, a.DefaultValue, nil)
			if input := contract.Types[a.Type.Name()]; input.Kind == ast.InputObject {
				for _, below := range input.Fields {
					b.row(out, a.Name+"."+below.Name, below.Type, below.Description, below.DefaultValue, below.Directives)
				}
			}
		}
	}
	var codes []string
	enum := contract.Types["ErrorCode"]
	for _, code := range b.codes(f.kind + "." + f.name()) {
		if enum.EnumValues.ForName(code) != nil {
			codes = append(codes, "`"+code+"`")
		}
	}
	if len(codes) > 0 {
		fmt.Fprintf(out, "\n[Codes](README.md#codes): %s\n", strings.Join(codes, " "))
	}
	fmt.Fprintf(out, "\n```graphql\n%s\n```\n", f.example(b.t))
}

func (b book) row(out *bytes.Buffer, name string, t *ast.Type, description string, standard *ast.Value, directives ast.DirectiveList) {
	if standard != nil {
		description += " " + standard.String() + " when left out."
	}
	if old := directives.ForName("deprecated"); old != nil {
		description += " Deprecated: " + old.Arguments.ForName("reason").Value.Raw
	}
	fmt.Fprintf(out, "| `%s` | %s | %s |\n", name, b.typed(t), cell(description))
}

// definition tells of one type.
func (b book) definition(out *bytes.Buffer, d *ast.Definition) {
	fmt.Fprintf(out, "\n### type %s\n\n*%s*", d.Name, strings.ReplaceAll(strings.ToLower(string(d.Kind)), "_", " "))
	if d.Description != "" {
		out.WriteString(" · " + d.Description)
	}
	out.WriteString("\n")
	if len(d.EnumValues) > 0 {
		out.WriteString("\n| value | |\n|---|---|\n")
		for _, v := range d.EnumValues {
			fmt.Fprintf(out, "| `%s` | %s |\n", v.Name, cell(v.Description))
		}
	}
	if len(d.Fields) > 0 {
		out.WriteString("\n| field | type | |\n|---|---|---|\n")
	}
	for _, f := range d.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		var arguments []string
		for _, a := range f.Arguments {
			arguments = append(arguments, a.Name+": "+a.Type.String())
		}
		name := f.Name
		if len(arguments) > 0 {
			name += "(" + strings.Join(arguments, ", ") + ")"
		}
		description := f.Description
		if needs := (rootField{field: f}).needs(); len(needs) > 0 && !strings.Contains(description, needs[0]) {
			description += " Needs " + strings.Join(needs, " or ") + "."
		}
		b.row(out, name, f.Type, description, f.DefaultValue, f.Directives)
	}
}
