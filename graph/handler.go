package graph

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/fault"
)

// Limits of what one request may ask for. They are checked before anything is executed.
type Limits struct {
	BodyBytes  int64         // of a request or a message on a socket
	Tokens     int           // of a document
	Depth      int           // levels of fields
	Fields     int           // with fragments expanded
	RootFields int           // aliases included
	Deadline   time.Duration // of a query or mutation
	Sockets    int           // operations running on one WebSocket
}

// DefaultLimits leave room for the largest document of our own storefront and refuse what only an attacker would send.
func DefaultLimits() Limits {
	return Limits{BodyBytes: 256 << 10, Tokens: 2000, Depth: 15, Fields: 1500, RootFields: 20, Deadline: 10 * time.Second, Sockets: 20}
}

// Handler serves /graphql: GET and POST, Server-Sent Events and WebSocket.
type Handler struct {
	Resolver *Resolver
	Log      *slog.Logger
	Metrics  *Metrics
	Limits   Limits
	// Authenticate gives the context of a WebSocket whose connection_init carries what headers cannot.
	Authenticate transport.WebsocketInitFunc

	server *handler.Server
}

// NewHandler ties the parts together; it is ready to serve.
func NewHandler(h Handler) *Handler {
	config := exec.Config{Resolvers: h.Resolver}
	config.Directives.Auth = requirePermission
	config.Directives.Public = anybody
	s := handler.New(exec.NewExecutableSchema(config))
	out := &h
	out.server = s

	s.AddTransport(stream{transport.SSE{KeepAlivePingInterval: 20 * time.Second}, h.Limits.BodyBytes})
	s.AddTransport(transport.Websocket{
		Implementation:   sockets{operations: h.Limits.Sockets},
		InitFunc:         h.Authenticate,
		InitTimeout:      5 * time.Second,
		PingPongInterval: 25 * time.Second,
		PayloadReadLimit: &out.Limits.BodyBytes,
	})
	s.AddTransport(plain{limit: h.Limits.BodyBytes})

	s.SetQueryCache(smallDocuments{lru.New[*ast.QueryDocument](1000)})
	s.SetParserTokenLimit(h.Limits.Tokens)
	s.SetDisableSuggestion(true)
	s.SetErrorPresenter(out.present)
	s.SetRecoverFunc(out.recovered)
	s.Use(shapeLimit{h.Limits})
	s.Use(extension.Introspection{})
	s.AroundOperations(out.operation)
	s.AroundResponses(out.response)
	return out
}

// ServeHTTP answers one request. Whatever browser page calls is welcome: nothing here is authorised by a cookie.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Expose-Headers", "X-User-Errors, X-Request-Id, Retry-After")
	header.Add("Vary", "Accept-Language, Authorization, X-Store")
	switch r.Method {
	case http.MethodOptions:
		header.Set("Allow", "GET, POST, OPTIONS")
		header.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
		header.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept, Accept-Language, X-Store, Idempotency-Key")
		header.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet, http.MethodPost:
		h.server.ServeHTTP(w, r.WithContext(withNotes(r.Context())))
	default:
		header.Set("Allow", "GET, POST, OPTIONS")
		http.Error(w, "method not allowed: use POST", http.StatusMethodNotAllowed)
	}
}

// operation gives each operation its loaders and, unless it is live, a deadline.
func (h *Handler) operation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if op.Operation != nil && op.Operation.Operation == ast.Subscription {
		return next(ctx)
	}
	ctx, cancel := context.WithTimeout(h.Resolver.withLoaders(ctx), h.Limits.Deadline)
	answer := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		defer cancel()
		return answer(ctx)
	}
}

// response counts and logs each answer; an event of a subscription gets loaders of its own, since it lives long.
func (h *Handler) response(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	started := h.Resolver.Now()
	if op := graphql.GetOperationContext(ctx); op.Operation != nil && op.Operation.Operation == ast.Subscription {
		ctx = h.Resolver.withLoaders(ctx)
	}
	answer := next(ctx)
	if answer != nil {
		h.observe(ctx, answer, h.Resolver.Now().Sub(started))
	}
	return answer
}

func (h *Handler) recovered(ctx context.Context, panicked any) error {
	h.Log.LogAttrs(ctx, slog.LevelError, "panic in a resolver",
		slog.Any("panic", panicked), slog.String("stack", string(debug.Stack())))
	return fault.New(fault.Internal)
}

// smallDocuments keeps parsed documents, but not huge ones: the cache counts documents, not bytes.
type smallDocuments struct {
	graphql.Cache[*ast.QueryDocument]
}

func (c smallDocuments) Add(ctx context.Context, text string, document *ast.QueryDocument) {
	if len(text) <= 16<<10 {
		c.Cache.Add(ctx, text, document)
	}
}

var errBatch = gqlerror.Errorf("one operation per request: the body is a JSON object with query and variables")
