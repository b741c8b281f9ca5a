package graph_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/staff"
)

// Numbers that stand in examples for those of a store; everything else stands in quotes and is shown as its hole.
var exampleNumbers = map[string]string{"bot": "1000001", "telegram": "777000111", "staffTelegram": "777000222"}

// example is a document that shows how the operation is asked: its first way, and of the answer what tells it apart. Things
// of the caller's own store stand in it as holes.
func (f rootField) example(t *testing.T) string {
	t.Helper()
	text := f.kind + " { " + f.name() + things(exampleNumbers).fill(f.ways[0]) + brief(f.field.Type, 3) + " }"
	document, errs := gqlparser.LoadQueryWithRules(contract, text, nil)
	if len(errs) > 0 {
		t.Fatalf("%s: %v", text, errs)
	}
	var out bytes.Buffer
	formatter.NewFormatter(&out, formatter.WithIndent("  ")).FormatQueryDocument(document)
	return spaced(strings.TrimSpace(out.String()))
}

// spaced puts a blank behind colons and commas of values, as people write them.
func spaced(text string) string {
	var out strings.Builder
	inQuotes := false
	for i, c := range text {
		out.WriteRune(c)
		if c == '"' {
			inQuotes = !inQuotes
		}
		if !inQuotes && (c == ':' || c == ',') && i+1 < len(text) && text[i+1] != ' ' {
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// brief asks for the first few leaves of a type, and of what hangs below it for a payload's or a list's own sake.
func brief(t *ast.Type, levels int) string {
	d := contract.Types[t.Name()]
	switch {
	case d.IsLeafType():
		return ""
	case d.Name == "UserError":
		return " { code message path }"
	case d.IsAbstractType():
		return " { __typename id }"
	}
	hasLeaves := slices.ContainsFunc(d.Fields, func(f *ast.FieldDefinition) bool { return contract.Types[f.Type.Name()].IsLeafType() })
	var leaves, objects []string
	for _, f := range d.Fields {
		below := contract.Types[f.Type.Name()]
		switch isPayload := strings.HasSuffix(d.Name, "Payload"); {
		case strings.HasPrefix(f.Name, "__") || len(f.Arguments) > 0 || f.Directives.ForName("auth") != nil || f.Name == "edges":
		case below.IsLeafType() && len(leaves) < 5:
			leaves = append(leaves, f.Name)
		case below.Name == "Money" && len(objects) < 2:
			objects = append(objects, f.Name+" { minor formatted }")
		case !below.IsLeafType() && levels > 0 && (isPayload || f.Name == "nodes" || f.Name == "pageInfo" || (len(d.Fields) < 6 || !hasLeaves) && len(objects) < 2):
			objects = append(objects, f.Name+brief(f.Type, levels-1))
		}
	}
	return " { " + strings.Join(append(leaves, objects...), " ") + " }"
}

// The examples of the pages run: each in the name of a caller who may, and without an error of the whole request.
func TestWholeSchemaExamples(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, err := s.owner().Exec(t.Context(), "update stores set is_demo = true") // as the demo shops of `make run` are
	s.Must(err)
	x := s.furnish(s.World, "Namuna")
	boss, _ := s.member(s.World, staff.Owner)
	buyer := s.bearer(s.anonymous().at(s.World).must(`mutation ($d: String!) { sessionCreate(input: {initData: $d}) { tokens { accessToken } } }`,
		map[string]any{"d": x["initData"]}).text("sessionCreate.tokens.accessToken")).at(s.World)
	// What ends or removes something comes last.
	last := func(f rootField) bool {
		return slices.ContainsFunc([]string{"Delete", "Revoke", "End", "orderPlace", "orderCancel"}, func(word string) bool { return strings.Contains(f.name(), word) })
	}
	fields := rootFields()
	slices.SortStableFunc(fields, func(a, b rootField) int {
		return map[bool]int{true: 1}[last(a)] - map[bool]int{true: 1}[last(b)]
	})
	for _, f := range fields {
		document := x.fill(f.example(t))
		for name, number := range exampleNumbers {
			document = strings.ReplaceAll(document, number, x[name])
		}
		c := boss
		switch needs := f.needs(); {
		case slices.Contains(needs, "BOT"):
			c = s.service(auth.Bot)
		case slices.Contains(needs, "PLATFORM"):
			c = s.service(auth.Platform)
		case slices.Contains(needs, "SHOPPER"), len(needs) == 0 && f.kind == "mutation":
			c = buyer
		}
		if f.kind == "subscription" {
			if f.name() == "adminOrders" {
				c = boss
			}
			l := c.listen(document, nil)
			l.cut()
			continue
		}
		if a := c.ask(document, nil); a.Status != 200 || len(a.Errors) > 0 || a.Data == nil {
			t.Errorf("%s\n%s", document, a.Body)
		}
	}
}
