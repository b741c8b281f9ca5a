package graph

import (
	"context"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/page"
)

// Limits of what callers may ask for. Those of a document are checked before anything is executed.
type Limits struct {
	BodyBytes int64 // of a request or a message on a socket
	Tokens    int   // of a document
	// Repetitions of one name in a document; see repetition.
	Repetitions int
	Depth       int // levels of fields
	Fields      int // with fragments expanded
	RootFields  int // aliases included
	Cost        int // fields of the answer, as far as the document tells; see measure
	Operations  int // running on one WebSocket
	PerMinute   int // operations of one caller who says who they are
	PerAddress  int // operations a minute that come from one address; a whole mobile network may stand behind it
	Sockets     int // open from one address, in one process

	Deadline   time.Duration // of a query or mutation
	Wait       time.Duration // the same for the bot, who waits for something to do
	InitWithin time.Duration // from the opening of a WebSocket to its connection_init
	Ping       time.Duration // between signs of life on streams and sockets
	Recheck    time.Duration // between looks whether the caller of a silent subscription may still listen
}

// DefaultLimits leave room for the largest document of our own clients and refuse what only an attacker would send.
func DefaultLimits() Limits {
	return Limits{
		BodyBytes: 256 << 10, Tokens: 2000, Repetitions: 300, Depth: 15, Fields: 1500, RootFields: 20, Cost: 200_000, Operations: 20,
		PerMinute: 1200, PerAddress: 6000, Sockets: 200,
		Deadline: 10 * time.Second, Wait: 40 * time.Second, InitWithin: 5 * time.Second, Ping: 20 * time.Second, Recheck: time.Minute,
	}
}

// shapeLimit refuses documents that are too deep, too wide or too dear, fragments expanded. Each fragment is measured once,
// so the measuring itself costs no more than reading the document, however often fragments are spread.
type shapeLimit struct{ limits Limits }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = shapeLimit{}

// ExtensionName names the extension in errors of the server.
func (shapeLimit) ExtensionName() string { return "ShapeLimit" }

// Validate accepts every schema.
func (shapeLimit) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext measures the operation that is about to run.
func (l shapeLimit) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	m := measure{known: map[string]shape{}, variables: op.Variables}
	s := m.of(op.Operation.SelectionSet)
	for _, check := range []struct {
		name       string
		is, allows int
	}{
		{"levels of fields", s.depth, l.limits.Depth}, {"fields", s.fields, l.limits.Fields},
		{"root fields", s.top, l.limits.RootFields}, {"fields in the answer", s.cost, l.limits.Cost},
	} {
		if check.is > check.allows {
			return refusal("too many " + check.name + ": " + strconv.Itoa(check.is) + ", at most " + strconv.Itoa(check.allows))
		}
	}
	op.Stats.SetExtension(costKey, s.cost)
	return nil
}

// costKey is where the cost of an operation is found: among its statistics, and in the extensions of its answer.
const costKey = "cost"

// shape of a selection. cost is the number of fields that its answer may have.
type shape struct{ depth, fields, top, cost int }

type measure struct {
	known     map[string]shape // fragments
	variables map[string]any
}

func (m measure) of(set ast.SelectionSet) shape {
	var s shape
	for _, selection := range set {
		var part shape
		switch selection := selection.(type) {
		case *ast.Field:
			part = m.field(selection)
		case *ast.InlineFragment:
			part = m.of(selection.SelectionSet)
		case *ast.FragmentSpread:
			part = m.fragment(selection)
		}
		s.depth = max(s.depth, part.depth)
		s.fields = add(s.fields, part.fields)
		s.top = add(s.top, part.top)
		s.cost = add(s.cost, part.cost)
	}
	return s
}

// introspection is the cost of looking at the schema. gqlparser has limits of its own for its depth.
const introspection = 5000

func (m measure) field(f *ast.Field) shape {
	if f.Name == "__schema" || f.Name == "__type" {
		return shape{depth: 1, fields: 1, top: 1, cost: introspection}
	}
	below := m.of(f.SelectionSet)
	return shape{depth: below.depth + 1, fields: add(below.fields, 1), top: 1, cost: add(times(m.length(f), below.cost), 1)}
}

// listed is how long a list counts whose length is not asked for: the variants of a product, the lines of an order.
const listed = 5

// length is how many things a field answers with. The rows of a connection are counted where its page size stands.
func (m measure) length(f *ast.Field) int {
	for _, name := range []string{"first", "last", "ids"} {
		given := f.Arguments.ForName(name)
		if given == nil {
			continue
		}
		value, err := given.Value.Value(m.variables)
		if err != nil {
			continue
		}
		switch v := value.(type) {
		case int64:
			return int(min(max(v, 1), math.MaxInt32))
		case json.Number:
			n, err := v.Int64()
			if err == nil {
				return int(min(max(n, 1), math.MaxInt32))
			}
		case []any:
			return len(v)
		}
	}
	if f.Definition == nil || f.ObjectDefinition == nil {
		return 1
	}
	switch {
	case f.Definition.Arguments.ForName("first") != nil:
		return page.Default
	case f.Definition.Type.Elem != nil && !strings.HasSuffix(f.ObjectDefinition.Name, "Connection"):
		return listed
	}
	return 1
}

func (m measure) fragment(spread *ast.FragmentSpread) shape {
	if s, ok := m.known[spread.Name]; ok {
		return s
	}
	m.known[spread.Name] = shape{} // validation refused cycles already; this only makes sure
	s := m.of(spread.Definition.SelectionSet)
	m.known[spread.Name] = s
	return s
}

// add sums without overflow: a bomb of fragments counts as very many.
func add(a, b int) int {
	if a > math.MaxInt32-b {
		return math.MaxInt32
	}
	return a + b
}

// times multiplies without overflow.
func times(a, b int) int {
	if b != 0 && a > math.MaxInt32/b {
		return math.MaxInt32
	}
	return a * b
}
