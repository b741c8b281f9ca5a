package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/trusted"
	"github.com/dokon-shop/dokon/webapp"
)

// Times that a request may take. Streams have none of them.
const (
	headerTime = 10 * time.Second
	readTime   = 30 * time.Second // headers and body
	uploadTime = 5 * time.Minute  // a picture over a slow line
	writeTime  = 60 * time.Second
	idleTime   = 2 * time.Minute
	// lastWords is how long requests may go on after the order to stop.
	lastWords = 5 * time.Second
)

// webServer serves one app.
type webServer struct {
	app    *app
	server *http.Server
	pages  *pages
	// ready is false before everything is up and again while stopping: /readyz then sends traffic elsewhere.
	ready    readiness
	open     sync.WaitGroup // requests and streams being answered
	endAll   context.CancelFunc
	graphQL  *graph.Handler
	listener net.Listener
	requests *prometheus.HistogramVec
}

// listen takes the port. Error: a sentence, when somebody else has it.
func listen(ctx context.Context, c *Config) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		_, port, _ := net.SplitHostPort(c.Addr)
		if errors.Is(err, syscall.EADDRINUSE) {
			return nil, fmt.Errorf("port %s is in use by another program; stop it, or set PORT to another one", port)
		}
		return nil, fmt.Errorf("listen on port %s: %w", port, err)
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://localhost:" + strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	}
	return l, nil
}

// builtPages are the pages inside this program.
func builtPages() fs.FS {
	dist, err := fs.Sub(webapp.Dist, "dist")
	if err != nil {
		panic(err) // the name is valid
	}
	return dist
}

// trustedDocuments are those of our own pages and, for a storefront of the deployment's own, those of a manifest beside them.
func trustedDocuments(file string) (graph.Documents, error) {
	manifests := [][]byte{webapp.Documents}
	if file != "" {
		more, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("DOKON_DOCUMENTS_FILE: %w", err)
		}
		manifests = append(manifests, more)
	}
	return graph.ReadDocuments(manifests...)
}

// newWebServer mounts everything, with the pages of dist, and makes their documents known to the other processes. It does not accept requests before Serve.
func newWebServer(ctx context.Context, a *app, l net.Listener, dist fs.FS) (*webServer, error) {
	p, err := loadPages(a, dist)
	if err != nil {
		return nil, err
	}
	documents, err := trustedDocuments(a.config.DocumentsFile)
	if err != nil {
		return nil, err
	}
	if err := trusted.Announce(ctx, a.db, documents, a.now()); err != nil {
		return nil, err
	}
	s := &webServer{app: a, pages: p, listener: l, ready: readiness{app: a}}
	s.requests = promauto.With(a.metrics).NewHistogramVec(prometheus.HistogramOpts{
		Name: "dokon_http_request_seconds", Help: "Duration of HTTP requests, streams included, by route and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"route", "status"})
	limits := graph.DefaultLimits()
	limits.PerMinute, limits.PerAddress = a.config.PerCaller, a.config.PerAddress
	s.graphQL = graph.NewHandler(graph.Handler{
		Resolver: &graph.Resolver{
			DB: a.db, Hub: a.hub, Gate: a.gate, Payments: a.payments, Till: a.till, Box: a.box, Stores: a.stores, Editions: a.editions, Now: a.now,
			Shelves: a.shelves, AdminURL: a.config.PublicURL + "/admin/", TelegramURL: a.telegramURL, Files: a.files, Vault: a.vault, Webhooks: a.webhooks, Books: a.books,
		},
		Log: a.log, Metrics: graph.NewMetrics(a.metrics), Limits: limits, Pace: a.pace,
		Documents: documents, OtherDocuments: func(ctx context.Context, hash string) (string, error) { return trusted.Find(ctx, a.db, hash) }, Trust: a.config.Trust, Introspection: a.config.Introspection, SavedBytes: a.config.SavedBytes,
	})
	a.webhooks.Ask = s.graphQL.AskStored
	running, end := context.WithCancel(context.Background())
	s.endAll = end
	s.server = &http.Server{
		Handler:           s.edge(s.routes()),
		ReadHeaderTimeout: headerTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return running },
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelDebug), // broken handshakes and such of callers
	}
	s.server.RegisterOnShutdown(a.hub.Close) // ends the streams of subscriptions in good order
	return s, nil
}

func (s *webServer) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.signedIn(refuseGraphQL(s.app.log), s.graphQL))
	if disk, isOurs := s.app.files.Storage.(*media.Disk); isOurs {
		mux.Handle("PUT "+media.UploadPath, s.upload(disk))
		mux.HandleFunc("OPTIONS "+media.UploadPath, allowUpload)
	}
	mux.HandleFunc("/pay/payme/{store}", s.app.till.Payme)
	mux.HandleFunc("/pay/click/{store}", s.app.till.Click)
	mux.HandleFunc("/pay/uzum-checkout/{store}/{account}", s.app.till.Checkout)
	mux.HandleFunc("/pay/uzum/{store}/{action}", s.app.till.Uzum)
	mux.HandleFunc("/pay/hosted/{store}", s.app.till.Hosted)
	if s.app.simulators != nil {
		mux.Handle("/simulator/", s.app.simulators.mux)
	}
	mux.Handle("GET "+media.PrivatePath, s.app.vault.Handler(s.app.now, s.app.log))
	mux.Handle("GET /media/", s.app.files.Handler(s.app.log))
	mux.HandleFunc("GET /app/", s.pages.miniApp)
	mux.HandleFunc("GET /admin/", s.pages.admin)
	mux.HandleFunc("GET /playground", s.pages.playground)
	mux.HandleFunc("GET /playground/{file...}", s.pages.playground)
	mux.HandleFunc("GET /schema.graphql", contract)
	mux.HandleFunc("GET /schema/{file}", contract)
	mux.HandleFunc("GET /{$}", s.pages.index)
	mux.HandleFunc("GET /robots.txt", robots)
	mux.HandleFunc("GET /healthz", healthz)
	mux.Handle("GET /readyz", &s.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.app.metrics, promhttp.HandlerOpts{ErrorLog: promLog{s.app.log}}))
	return mux
}

// Serve answers requests until Shutdown. It returns nil after Shutdown was called.
func (s *webServer) Serve() error {
	s.ready.set(true)
	if err := s.server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// Shutdown says that the server is not ready and, if somebody follows that, goes on for as long as they need to hear it; then
// it stops listening, lets requests finish, ends streams, and returns when nothing is being answered any more.
func (s *webServer) Shutdown() {
	s.ready.set(false)
	if drain := s.app.config.Drain; drain > 0 && s.ready.isFollowed() {
		time.Sleep(drain)
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	if err := s.server.Shutdown(ctx); err != nil {
		s.app.log.Warn("requests were cut off", "error", err)
	}
	s.endAll() // sockets, of which net/http knows nothing any more, and whoever is late
	_ = s.server.Close()
	done := make(chan struct{})
	go func() { s.open.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(lastWords): // sockets of clients who are asleep do not answer the closing
		s.app.log.Warn("some connections did not end when told to")
	}
}

// signedIn puts caller, store and language into the request's context.
func (s *webServer) signedIn(refuse func(http.ResponseWriter, *http.Request, error), next http.Handler) http.Handler {
	let := s.paced(refuse, s.app.gate.Middleware(refuse)(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Build-Id", s.pages.build)
		if r.Method == http.MethodOptions { // a browser asks before it may say who it is
			next.ServeHTTP(w, r)
			return
		}
		let.ServeHTTP(w, r)
	})
}
