package journal

import (
	"slices"
	"strconv"

	"github.com/dokon-shop/dokon/server/db"
)

// write makes the statements that end a transaction: they take the next numbers of the store and write its events under
// them. The counter's row is locked until the commit, so numbers become visible in their order, and whoever has read a
// number has seen all before it.
func write(inStore int64, rows []any) []db.Ending {
	byStore := map[int64][]*Event{}
	var stores []int64
	for _, row := range rows {
		e := row.(*Event)
		if byStore[e.StoreID] == nil {
			stores = append(stores, e.StoreID)
		}
		byStore[e.StoreID] = append(byStore[e.StoreID], e)
	}
	slices.Sort(stores) // two transactions of the platform lock in one order
	var statements []db.Ending
	for _, storeID := range stores {
		if storeID != inStore { // a transaction outside all stores changed one
			statements = append(statements, db.Ending{Query: enter, Args: []any{strconv.FormatInt(storeID, 10)}})
		}
		statements = append(statements, db.Ending{Query: insert, Args: columns(storeID, lastOfEach(byStore[storeID]))})
	}
	return statements
}

// lastOfEach drops an event that a later one of the same type and subject repeats.
func lastOfEach(events []*Event) []*Event {
	type key struct {
		what    Type
		subject string
	}
	of := func(e *Event) key { return key{e.Type, e.SubjectUUID.String()} }
	last := map[key]*Event{}
	for _, e := range events {
		last[of(e)] = e
	}
	return slices.DeleteFunc(events, func(e *Event) bool { return last[of(e)] != e })
}

const enter = db.Hot("SELECT set_config('app.store_id', $1, true)")

// insert: $1 store, $2 number of events, $3 … $7 their columns.
const insert = db.Hot(`WITH counter AS (
		INSERT INTO journal_counters AS c (store_id, last_seq) VALUES ($1, $2::bigint)
		ON CONFLICT (store_id) DO UPDATE SET last_seq = c.last_seq + excluded.last_seq RETURNING last_seq)
	INSERT INTO journal_events (store_id, seq, type, subject_kind, subject_id, version, occurred_at, actor_kind)
	SELECT $1, last_seq - $2::bigint + n, type, kind, subject::uuid, version, clock_timestamp(), actor
	FROM counter, unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::text[]) WITH ORDINALITY AS v (type, kind, subject, version, actor, n)`)

func columns(storeID int64, events []*Event) []any {
	types, kinds, subjects, actors := make([]string, len(events)), make([]string, len(events)), make([]string, len(events)), make([]string, len(events))
	versions := make([]int32, len(events))
	for i, e := range events {
		types[i], kinds[i], subjects[i] = string(e.Type), string(e.SubjectKind), e.SubjectUUID.String()
		versions[i], actors[i] = int32(e.Version), string(e.ActorKind)
	}
	return []any{storeID, int64(len(events)), types, kinds, subjects, versions, actors}
}
