package journal

import (
	"fmt"
	"slices"
	"strings"
)

// write makes the statements that end a transaction: they take the next numbers of the store and write its events under
// them. The counter's row is locked until the commit, so numbers become visible in their order, and whoever has read a
// number has seen all before it. Values are numbers, ids and constants of ours: nothing of them needs to be quoted.
func write(inStore int64, rows []any) string {
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
	var statements []string
	for _, storeID := range stores {
		if storeID != inStore { // a transaction outside all stores changed one
			statements = append(statements, fmt.Sprintf("select set_config('app.store_id', '%d', true)", storeID))
		}
		statements = append(statements, insert(storeID, lastOfEach(byStore[storeID])))
	}
	return strings.Join(statements, "; ")
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

func insert(storeID int64, events []*Event) string {
	values := make([]string, len(events))
	for i, e := range events {
		values[i] = fmt.Sprintf("(%d, '%s', '%s', '%s'::uuid, %d, '%s')", i+1, e.Type, e.SubjectKind, e.SubjectUUID, e.Version, e.ActorKind)
	}
	return fmt.Sprintf(`with counter as (
		insert into journal_counters as c (store_id, last_seq) values (%[1]d, %[2]d)
		on conflict (store_id) do update set last_seq = c.last_seq + %[2]d returning last_seq)
	insert into journal_events (store_id, seq, type, subject_kind, subject_id, version, occurred_at, actor_kind)
	select %[1]d, last_seq - %[2]d + n, type, kind, subject, version, clock_timestamp(), actor
	from counter, (values %[3]s) v (n, type, kind, subject, version, actor)`, storeID, len(events), strings.Join(values, ", "))
}
