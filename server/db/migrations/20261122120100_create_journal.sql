-- +goose Up
-- The number of the newest event of a store. Taken by the last statement of a transaction, so the row is locked for the
-- commit alone, and events become visible in the order of their numbers. Outside row-level security: one question over all
-- stores finds where something has happened, and there is nothing in it but the number.
CREATE TABLE journal_counters (
  store_id bigint NOT NULL REFERENCES stores (id),
  last_seq bigint NOT NULL,
  CONSTRAINT journal_counters_pkey PRIMARY KEY (store_id)
);
ALTER TABLE journal_counters SET (fillfactor = 20);
GRANT SELECT, INSERT, UPDATE, DELETE ON journal_counters TO dokon_app;

-- What happened in a store. Rows are added and, when they are old, forgotten; none is ever changed.
CREATE TABLE journal_events (
  store_id     bigint NOT NULL REFERENCES stores (id),
  seq          bigint NOT NULL, -- 1, 2, 3 … without gaps
  type         text NOT NULL,
  subject_kind text NOT NULL, -- prefix of the subject's id
  subject_id   uuid NOT NULL,
  version      integer NOT NULL,
  occurred_at  timestamptz NOT NULL,
  actor_kind   text NOT NULL,
  CONSTRAINT journal_events_pkey PRIMARY KEY (store_id, seq),
  CONSTRAINT journal_events_actor_kind_check CHECK (actor_kind IN ('CUSTOMER', 'STAFF', 'SYSTEM', 'PROVIDER', 'API'))
);
SELECT protect_tenant_table('journal_events');
REVOKE UPDATE ON journal_events FROM dokon_app;

-- +goose Down
DROP TABLE journal_events, journal_counters;
