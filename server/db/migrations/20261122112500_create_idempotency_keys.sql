-- +goose Up
-- What callers have asked for under an Idempotency-Key, and how it was answered. A row is written in the transaction of the
-- effect, whichever store that runs in, so the table stands outside row-level security; the answers are sealed for their
-- store, caller and key, so a row read in another's name says nothing. Only server/once reads it.
CREATE TABLE idempotency_keys (
  store_id     bigint NOT NULL, -- 0: a request that names no store, of the bot or the platform
  actor        text NOT NULL,
  key          text NOT NULL,
  request_hash bytea NOT NULL,
  run_id       uuid NOT NULL, -- of the attempt that carries it out: another one does not overwrite its answer
  answer       bytea,         -- sealed; null until it is known
  created_at   timestamptz NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (store_id, actor, key)
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (store_id, created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO dokon_app;

-- Carts that nobody came back to and promises that are over are swept away.
CREATE INDEX carts_left_idx ON carts (store_id, updated_at) WHERE token_hash IS NOT NULL AND status <> 'ORDERED';
CREATE INDEX quotes_expires_at_idx ON quotes (store_id, expires_at);

-- +goose Down
DROP INDEX quotes_expires_at_idx, carts_left_idx;
DROP TABLE idempotency_keys;
