package graph

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/page"
)

// pageKey names a page of the list below a row; ask is what is asked of it as JSON, so that equal asks are one key.
type pageKey struct {
	id  uuid.UUID
	ask string
}

// pageOf is the page that is asked of the list below a row. Those of all rows that are answered together with it are read
// at once.
func pageOf[A, T any](ctx context.Context, l *loader[pageKey, *page.Connection[T]], together []uuid.UUID, of uuid.UUID, ask A) (*page.Connection[T], error) {
	text, err := json.Marshal(ask)
	if err != nil {
		return nil, err
	}
	asked := make([]pageKey, len(together))
	for i, key := range together {
		asked[i] = pageKey{key, string(text)}
	}
	l.expect(asked)
	return l.Load(ctx, pageKey{of, string(text)})
}

// pagesOf reads pages, those of one ask by one call of read.
func pagesOf[A, T any](keys []pageKey, read func(ids []uuid.UUID, ask A) (map[uuid.UUID]*page.Connection[T], error)) (map[pageKey]*page.Connection[T], error) {
	byAsk := map[string][]uuid.UUID{}
	for _, key := range keys {
		byAsk[key.ask] = append(byAsk[key.ask], key.id)
	}
	found := make(map[pageKey]*page.Connection[T], len(keys))
	for text, ids := range byAsk {
		var ask A
		if err := json.Unmarshal([]byte(text), &ask); err != nil {
			return nil, err
		}
		pages, err := read(ids, ask)
		if err != nil {
			return nil, err
		}
		for key, conn := range pages {
			found[pageKey{key, text}] = conn
		}
	}
	return found, nil
}
