package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
)

// What the header Cache-Status (RFC 9211) says.
var (
	cacheHit     = []string{"dokon; hit"}
	cacheMiss    = []string{"dokon; fwd=miss; stored"}
	cacheRefused = []string{"dokon; fwd=miss"}
	neverStore   = []string{"no-store"}
)

// sharing is one request whose answer others may share.
type sharing struct {
	h     *Handler
	key   savedKey
	media string
	now   time.Time
}

// share gives how a request may be answered by what others were answered; nil when its caller never shares. Staff, programs,
// the bot and the platform see more than the public, so they are always answered anew.
func (h *Handler) share(ctx context.Context, media string, text []byte) *sharing {
	s, a := auth.StoreFrom(ctx), auth.From(ctx)
	if h.saved == nil || s == nil || a.IsRelayed {
		return nil
	}
	switch a.Kind {
	case auth.Anonymous, auth.CartHolder:
	case auth.Shopper:
		if s.HasGroupPrices { // they may be in the group
			return nil
		}
	default:
		return nil
	}
	audience := ""
	if h.library.holds(a) {
		audience = "trusted documents alone"
	}
	return &sharing{h: h, key: savedKeyOf(s, h.Resolver.Editions.Of(s), lang.FromContext(ctx), media, audience, text), media: media, now: h.Resolver.Now()}
}

// find answers with what is saved; false when nothing is.
func (s *sharing) find(ctx context.Context, w http.ResponseWriter, r *http.Request) bool {
	k := s.h.saved.find(s.key, s.now)
	if k == nil {
		return false
	}
	if s.count(ctx, w) {
		k.send(w, r, cacheHit)
		k.told.again(ctx, s.h.Resolver.Now().Sub(s.now))
	}
	return true
}

// count lets the caller's pace count the request too; false when they are refused, and answered.
func (s *sharing) count(ctx context.Context, w http.ResponseWriter) bool {
	_, err := s.h.admit(ctx)
	if err != nil {
		if !graphql.HasOperationContext(ctx) { // nothing was read yet
			ctx = graphql.WithOperationContext(ctx, &graphql.OperationContext{})
		}
		refused := &graphql.Response{Errors: gqlerror.List{s.h.present(ctx, err)}}
		s.h.observe(ctx, refused)
		write(w, s.media, refused)
	}
	return err == nil
}

// made is one execution for all who asked the same at once.
type made struct {
	saved    *saved // nil when the answer may not be kept
	response *graphql.Response
}

// make answers a request whose document may be saved, and saves the answer unless it has errors. It is executed as nobody,
// whoever asks, so that nothing private can get into it.
func (s *sharing) make(ctx context.Context, w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor, op *graphql.OperationContext, maxAge time.Duration) {
	if !s.count(ctx, w) {
		return
	}
	s.h.Metrics.saved.WithLabelValues("miss").Inc()
	flight := s.h.saved.flights.DoChan(string(s.key[:]), func() (out any, err error) {
		err = guarded(func() (err error) {
			out, err = s.execute(ctx, executor, op, maxAge)
			return err
		})
		return out, err
	})
	select {
	case <-ctx.Done(): // the others still wait for it
	case result := <-flight:
		if result.Err != nil {
			write(w, s.media, &graphql.Response{Errors: gqlerror.List{s.h.present(ctx, result.Err)}})
			return
		}
		m := result.Val.(made)
		if m.saved == nil {
			w.Header()["Cache-Status"] = cacheRefused
			write(w, s.media, m.response)
			return
		}
		m.saved.send(w, r, cacheMiss)
	}
}

func (s *sharing) execute(ctx context.Context, executor graphql.GraphExecutor, op *graphql.OperationContext, maxAge time.Duration) (any, error) {
	nobody := auth.NewContext(context.WithoutCancel(ctx), &auth.Actor{Kind: auth.Anonymous}, auth.StoreFrom(ctx))
	responses, nobody := executor.DispatchOperation(withNotes(nobody), op)
	response := responses(nobody)
	switch {
	case response == nil:
		return nil, fault.New(fault.Internal).Because(errors.New("no answer"))
	case len(response.Errors) > 0 || notesOf(nobody).userErrors.Load():
		return made{response: response}, nil
	}
	body, err := json.Marshal(response)
	if err != nil {
		return nil, err
	}
	k := newSaved(s.media, op.OperationName, bytes.Clone(body), s.now.Add(maxAge))
	k.field = rootOf(op.Operation)
	k.told = s.h.tell(k)
	s.h.saved.add(s.key, k)
	return made{saved: k, response: response}, nil
}
