package graph

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/once"
	"github.com/dokon-shop/dokon/server/pace"
)

// Handler serves /graphql: GET and POST, Server-Sent Events and WebSocket.
type Handler struct {
	Resolver *Resolver
	Log      *slog.Logger
	Metrics  *Metrics
	Limits   Limits
	// Pace counts what callers ask for; nil counts in this process.
	Pace *pace.Pace
	// Documents are those that our own pages send.
	Documents Documents
	// OtherDocuments finds a document of another build's pages by its hash, hex SHA-256; empty for none. Nil: there are none.
	OtherDocuments func(ctx context.Context, hash string) (string, error)
	// Trust says who may send no others.
	Trust Trust
	// Introspection says who may ask for the schema.
	Introspection Introspection
	// SavedBytes bounds the memory of answers that callers share; 0 saves none.
	SavedBytes int64
	// Authenticate gives the context of a WebSocket whose connection_init carries what headers cannot.
	Authenticate transport.WebsocketInitFunc

	executor   *executor.Executor
	transports []graphql.Transport // each request goes to the first that takes it; the last takes all
	book       *once.Book
	keys       *busyKeys
	schema     *ast.Schema
	saved      *memory // nil: nothing is saved
	library    library
}

// NewHandler ties the parts together; it is ready to serve.
func NewHandler(h Handler) *Handler {
	out := &h
	if out.Pace == nil {
		out.Pace = pace.New(pace.Config{Now: h.Resolver.Now})
	}
	out.book = &once.Book{DB: h.Resolver.DB, Box: h.Resolver.Box, Now: h.Resolver.Now}
	out.keys = &busyKeys{busy: map[string]chan struct{}{}}
	resolver := *h.Resolver
	resolver.recheck, resolver.live, resolver.pace = h.Limits.Recheck, h.Metrics.live, out.Pace
	out.Resolver = &resolver

	config := exec.Config{Resolvers: out.Resolver}
	config.Directives.Auth = requirePermission
	config.Directives.Public = anybody
	executable := exec.NewExecutableSchema(config)
	s := executor.New(executable)
	out.executor, out.schema = s, executable.Schema()
	out.saved = newMemory(h.SavedBytes)
	out.library = newLibrary(h.Documents, h.Trust, h.OtherDocuments)

	out.transports = []graphql.Transport{
		sockets{gate: h.Resolver.Gate, limits: h.Limits, open: &openSockets{by: map[string]int{}}},
		stream{limit: h.Limits.BodyBytes, ping: h.Limits.Ping},
		plain{out},
	}

	documents := smallDocuments{lru.New[*ast.QueryDocument](mostDocuments)}
	s.SetQueryCache(documents)
	s.SetParserTokenLimit(h.Limits.Tokens)
	s.SetDisableSuggestion(true)
	s.SetErrorPresenter(out.present)
	s.SetRecoverFunc(out.recovered)
	s.Use(new(exactEnums))
	s.Use(out.library)
	s.Use(repetition{documents, h.Limits.Repetitions}) // behind whatever finds a document
	s.Use(shapeLimit{h.Limits})
	s.Use(remembering{out.library})
	s.Use(extension.Introspection{})
	s.AroundOperations(out.operation)
	s.AroundRootFields(out.rootField)
	s.AroundResponses(out.response)
	return out
}

// Values of headers of all answers, made once. Nobody changes them: Add copies, since there is no room behind them.
var (
	anyOrigin = []string{"*"}
	exposed   = []string{"X-User-Errors, X-Request-Id, X-Build-Id, Retry-After, ETag, Cache-Status"}
	vary      = []string{"Accept, Accept-Language, Authorization, X-Store"}
	varyZip   = []string{vary[0] + ", Accept-Encoding"}
)

// ServeHTTP answers one request. Whatever browser page calls is welcome: nothing here is authorised by a cookie.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header["Access-Control-Allow-Origin"], header["Access-Control-Expose-Headers"] = anyOrigin, exposed
	if len(header["Vary"]) == 0 {
		header["Vary"] = vary
	} else { // somebody before us named others
		header.Add("Vary", vary[0])
	}
	switch r.Method {
	case http.MethodOptions:
		header.Set("Allow", "GET, POST, OPTIONS")
		header.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
		header.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Accept-Language, X-Store, Idempotency-Key, If-None-Match")
		header.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet, http.MethodPost:
		h.answer(w, r)
	default:
		header.Set("Allow", "GET, POST, OPTIONS")
		http.Error(w, "method not allowed: use POST", http.StatusMethodNotAllowed)
	}
}

// answer gives a request to its transport. What panics there is answered in words as far as nothing was sent yet.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if panicked := recover(); panicked != nil {
			ctx := graphql.WithOperationContext(r.Context(), &graphql.OperationContext{})
			refuse(w, legacyType, http.StatusInternalServerError, h.present(ctx, h.recovered(ctx, panicked)))
		}
	}()
	for _, t := range h.transports {
		if t.Supports(r) {
			t.Do(w, r, h.executor)
			return
		}
	}
}

// operation lets an operation begin: with loaders of its own, and with a deadline unless it is live.
func (h *Handler) operation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	notes := notesOf(ctx)
	notes.started = h.Resolver.Now()
	ctx, notes.count = db.Counting(ctx)
	ctx, span := traced(ctx)
	ctx, err := h.admit(ctx)
	if err != nil {
		refused := &graphql.Response{Errors: gqlerror.List{h.present(ctx, err)}}
		h.observe(ctx, refused)
		endSpan(span, refused)
		return graphql.OneShot(refused) // a stream asks until there is nothing more
	}
	op := graphql.GetOperationContext(ctx)
	op.DisableIntrospection = !h.Introspection.allows(auth.From(ctx))
	if op.Operation.Operation == ast.Subscription {
		context.AfterFunc(ctx, func() { span.End() })
		return next(withLive(ctx))
	}
	deadline := h.Limits.Deadline
	if auth.From(ctx).Kind == auth.Bot {
		deadline = h.Limits.Wait
	}
	if s := auth.StoreFrom(ctx); s != nil && isCommon(auth.From(ctx), op) {
		ctx = h.Resolver.DB.FromReplica(ctx, s.ID, s.CatalogVersion)
	}
	ctx, cancel := context.WithTimeout(h.Resolver.withLoaders(byCaller(ctx)), deadline)
	var answer graphql.ResponseHandler
	if op.Operation.Operation == ast.Mutation && len(keysOf(op)) > 0 {
		answer = h.onlyOnce(ctx, next)
	} else {
		answer = next(ctx)
	}
	return func(ctx context.Context) *graphql.Response {
		defer cancel()
		response := answer(ctx)
		endSpan(span, response)
		return response
	}
}

// admit looks again at a caller who has been here for a while, and counts what they ask for.
func (h *Handler) admit(ctx context.Context) (context.Context, error) {
	if onSocket(ctx) {
		again, err := h.Resolver.Gate.Again(ctx)
		if err != nil {
			return ctx, err
		}
		ctx = again
	}
	return ctx, h.count(ctx)
}

// count takes one operation from what the caller has. Who does not say who they are is counted by their address alone, for
// each request in front of this handler and for each operation on a socket here. Fault: RATE_LIMITED.
func (h *Handler) count(ctx context.Context) error {
	var wait time.Duration
	switch a := auth.From(ctx); a.Kind {
	case auth.Shopper, auth.Staff, auth.Program:
		wait = h.Pace.Take(ctx, pace.Caller, keySpace(a), h.Limits.PerMinute)
	}
	if address := pace.AddressOf(ctx); wait == 0 && address != "" && onSocket(ctx) {
		wait = h.Pace.Take(ctx, pace.Address, address, h.Limits.PerAddress)
	}
	if wait > 0 {
		return fault.New(fault.RateLimited).With("seconds", int(wait.Seconds())+1)
	}
	return nil
}

// rootField gives each command of a mutation loaders of its own: the second must not be answered with what was read
// before it changed anything.
func (h *Handler) rootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
		ctx = h.Resolver.withLoaders(ctx)
	}
	return next(ctx)
}

// response counts and logs each answer; an event of a subscription gets loaders of its own, since it lives long.
func (h *Handler) response(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	op := graphql.GetOperationContext(ctx)
	if op.Operation != nil && op.Operation.Operation == ast.Subscription {
		ctx = h.Resolver.withLoaders(ctx)
	}
	answer := next(ctx)
	if answer == nil {
		return nil
	}
	if cost := op.Stats.GetExtension(costKey); cost != nil {
		answer.Extensions = map[string]any{costKey: cost}
	}
	h.observe(ctx, answer)
	return answer
}

func (h *Handler) recovered(ctx context.Context, panicked any) error {
	h.Log.LogAttrs(ctx, slog.LevelError, "panic in a resolver",
		slog.Any("panic", panicked), slog.String("stack", string(debug.Stack())))
	return fault.New(fault.Internal)
}

// What is kept of parsed documents. The cache counts documents, not bytes, and a parsed one takes some thirty times its
// text, so long ones are parsed each time; none of our own clients' is.
const (
	mostDocuments = 512
	longestCached = 8 << 10
)

type smallDocuments struct {
	graphql.Cache[*ast.QueryDocument]
}

func (c smallDocuments) Add(ctx context.Context, text string, document *ast.QueryDocument) {
	if len(text) <= longestCached {
		c.Cache.Add(ctx, text, document)
	}
}
