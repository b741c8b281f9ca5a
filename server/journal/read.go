package journal

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/page"
)

// Edge is an event with its place.
type Edge = page.Edge[*Event]

// Page is a part of the journal, oldest first.
type Page struct {
	Edges    []Edge
	PageInfo page.PageInfo
	// HeadCursor is the place behind the newest event: whoever begins to follow reads on from there.
	HeadCursor string
}

// Nodes gives the events without their cursors; empty, never nil.
func (p *Page) Nodes() []*Event {
	nodes := make([]*Event, len(p.Edges))
	for i, e := range p.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// After reads the events of some types, all when there are none, behind a cursor; nil begins with the oldest that is kept.
// EndCursor of a page that is not full is the head, so that a reader of rare types does not look through the same events
// again; it is never nil.
//
// Faults: BAD_REQUEST for what is no cursor; OUT_OF_RANGE at first; EVENTS_EXPIRED for a cursor behind which events have been
// forgotten, or one from beyond the head, as there is after the database was set back: the reader must read everything anew.
func After(ctx context.Context, q bun.IDB, storeID int64, types []Type, first *int, after *string) (*Page, error) {
	limit := page.Default
	if first != nil {
		limit = *first
	}
	if limit < 1 || limit > page.Max {
		return nil, fault.New(fault.OutOfRange, "first").With("min", 1).With("max", page.Max)
	}
	oldest, head, err := bounds(ctx, q, storeID)
	if err != nil {
		return nil, err
	}
	from := oldest - 1
	if after != nil {
		if from, err = seqOf(*after); err != nil {
			return nil, err
		}
		if from < oldest-1 || from > head {
			return nil, fault.New(fault.EventsExpired, "after")
		}
	}
	events, err := Range(ctx, q, storeID, types, from, head, limit+1)
	if err != nil {
		return nil, err
	}
	p := &Page{HeadCursor: cursorOf(head), Edges: []Edge{}}
	p.PageInfo.HasPreviousPage = from >= oldest
	if p.PageInfo.HasNextPage = len(events) > limit; p.PageInfo.HasNextPage {
		events = events[:limit]
	}
	for _, e := range events {
		p.Edges = append(p.Edges, Edge{Cursor: e.Cursor(), Node: e})
	}
	end := p.HeadCursor
	if len(events) > 0 {
		start := events[0].Cursor()
		p.PageInfo.StartCursor = &start
	}
	if p.PageInfo.HasNextPage {
		end = events[limit-1].Cursor()
	}
	p.PageInfo.EndCursor = &end
	return p, nil
}

// Range reads events with after < seq ≤ until, oldest first, limit of them at most. Types narrow it, when there are any: the
// key finds the place, and what is passed over from there is passed once, since readers move on.
func Range(ctx context.Context, q bun.IDB, storeID int64, types []Type, after, until int64, limit int) ([]*Event, error) {
	var events []*Event
	sel := q.NewSelect().Model(&events).Where("store_id = ?", storeID).Where("seq > ?", after).Where("seq <= ?", until).Order("seq").Limit(int64(limit))
	if len(types) > 0 {
		sel = sel.Where("type IN (?)", bun.List(types))
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, fmt.Errorf("events of store %d after %d: %w", storeID, after, err)
	}
	return events, nil
}

// Head is the number of the newest event of a store, 0 before the first.
func Head(ctx context.Context, q bun.IDB, storeID int64) (int64, error) {
	_, head, err := bounds(ctx, q, storeID)
	return head, err
}

// SeqBefore is the number of the last event that is kept and occurred before a moment, 0 for none. Numbers and times rise together,
// so it is found by halving.
func SeqBefore(ctx context.Context, q bun.IDB, storeID int64, moment time.Time) (int64, error) {
	oldest, head, err := bounds(ctx, q, storeID)
	if err != nil {
		return 0, err
	}
	var failed error
	n := sort.Search(int(head-oldest+1), func(i int) bool {
		var at time.Time
		err := q.NewSelect().Model((*Event)(nil)).Column("occurred_at").Where("store_id = ?", storeID).Where("seq >= ?", oldest+int64(i)).
			Order("seq").Limit(1).Scan(ctx, &at)
		failed = cmp.Or(failed, err)
		return !at.Before(moment)
	})
	if failed != nil {
		return 0, fmt.Errorf("events of store %d before %s: %w", storeID, moment, failed)
	}
	return oldest - 1 + int64(n), nil
}

// bounds are the numbers of the oldest event that is kept and of the newest; with nothing kept the oldest is the next to come.
func bounds(ctx context.Context, q bun.IDB, storeID int64) (oldest, head int64, err error) {
	err = q.NewRaw(`SELECT coalesce((SELECT min(seq) FROM journal_events WHERE store_id = ?0), c.head + 1), c.head
		FROM (SELECT coalesce((SELECT last_seq FROM journal_counters WHERE store_id = ?0), 0) AS head) c`, storeID).Scan(ctx, &oldest, &head)
	if err != nil {
		return 0, 0, fmt.Errorf("bounds of the journal of store %d: %w", storeID, err)
	}
	return oldest, head, nil
}

const cursorMark = "event:"

func cursorOf(seq int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorMark + strconv.FormatInt(seq, 10)))
}

func seqOf(cursor string) (int64, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	number, isOurs := strings.CutPrefix(string(raw), cursorMark)
	seq, errNumber := strconv.ParseInt(number, 10, 64)
	if err != nil || !isOurs || errNumber != nil || seq < 0 {
		return 0, fault.New(fault.BadRequest, "after").With("reason", "after is not a cursor of events")
	}
	return seq, nil
}

// Valid tells whether t is one of Types.
func (t Type) Valid() bool { return slices.Contains(Types, t) }

// MarshalGQL writes the value of the enum.
func (t Type) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(t))) }

// UnmarshalGQL reads a value of the enum.
func (t *Type) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	if *t = Type(s); !t.Valid() {
		return fmt.Errorf("%v is not an EventType", v)
	}
	return nil
}
