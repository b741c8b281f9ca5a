package graph

import (
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Whether an answer may be saved stands in the schema alone.
func TestSaveFor(t *testing.T) {
	t.Parallel()
	s := gqlparser.MustLoadSchema(&ast.Source{Input: `
		directive @auth(requires: [String!]!) on FIELD_DEFINITION
		directive @cacheControl(maxAge: Int!, scope: Scope! = PUBLIC) on FIELD_DEFINITION | OBJECT
		enum Scope { PUBLIC PRIVATE }
		interface Node { id: ID! }
		type Query {
			shop: Shop! @cacheControl(maxAge: 60)
			quick: Shop! @cacheControl(maxAge: 5)
			none: Shop! @cacheControl(maxAge: 0)
			silent: Shop!
			guarded: Shop! @auth(requires: ["X"]) @cacheControl(maxAge: 60)
			mine: Shop! @cacheControl(maxAge: 60, scope: PRIVATE)
			node: Node @cacheControl(maxAge: 60)
			word: String @cacheControl(maxAge: 60)
		}
		type Mutation { shop: Shop! @cacheControl(maxAge: 60) }
		type Shop implements Node @cacheControl(maxAge: 30) {
			id: ID!
			name: String!
			isOpen: Boolean! @cacheControl(maxAge: 3)
			cost: Int @auth(requires: ["X"])
			liked: Boolean @cacheControl(maxAge: 60, scope: PRIVATE)
			owner: Person
			twin: Shop
		}
		type Person { name: String! }`})
	for query, want := range map[string]time.Duration{
		`{ word }`:                     60 * time.Second,
		`{ shop { name } }`:            30 * time.Second,
		`{ __typename shop { name } }`: 30 * time.Second,
		`{ shop { isOpen } }`:          3 * time.Second,
		`{ shop { ...f } } fragment f on Shop { twin { ...g } } fragment g on Shop { isOpen }`: 3 * time.Second,
		`{ shop { ... on Node { ... on Shop { isOpen } } } }`:                                  3 * time.Second,
		`{ quick { name } shop { name } }`:                                                     5 * time.Second,
		`{ none { name } }`:                                                                    0,
		`{ silent { name } }`:                                                                  0,
		`{ shop { name } silent { name } }`:                                                    0,
		`{ ...q } fragment q on Query { silent { name } }`:                                     0,
		`{ guarded { name } }`:                                                                 0,
		`{ mine { name } }`:                                                                    0,
		`{ node { id } }`:                                                                      0,
		`{ shop { cost } }`:                                                                    0,
		`{ shop { liked } }`:                                                                   0,
		`{ shop { owner { name } } }`:                                                          0,
		`{ shop { ...f } } fragment f on Shop { twin { cost } }`:                               0,
		`{ shop { name } __schema { queryType { name } } }`:                                    0,
		`mutation { shop { name } }`:                                                           0,
	} {
		document, errs := gqlparser.LoadQueryWithRules(s, query, nil)
		if errs != nil {
			t.Fatalf("%s: %v", query, errs)
		}
		if got := saveFor(s, document.Operations[0]); got != want {
			t.Errorf("%s may be saved for %s, want %s", query, got, want)
		}
	}
}
