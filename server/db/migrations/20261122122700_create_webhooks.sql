-- +goose Up
CREATE TABLE webhooks (
  store_id            bigint NOT NULL REFERENCES stores (id),
  id                  uuid NOT NULL,
  name                text NOT NULL,
  url                 text NOT NULL,
  types               text[] NOT NULL DEFAULT '{}',
  scopes              text[] NOT NULL DEFAULT '{}',
  query               text NOT NULL DEFAULT '',
  secret              bytea NOT NULL, -- sealed
  secret_before       bytea,
  secret_before_until timestamptz,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  CONSTRAINT webhooks_pkey PRIMARY KEY (store_id, id)
);
SELECT protect_tenant_table('webhooks');

-- How far each webhook has come. Outside row-level security, as is the journal's counter: one question over all stores finds
-- who is due. Neither holds anything but numbers and times.
CREATE TABLE webhook_progress (
  store_id      bigint NOT NULL,
  webhook_id    uuid NOT NULL,
  is_on         boolean NOT NULL,
  seq           bigint NOT NULL,
  replay_after  bigint NOT NULL DEFAULT 0,
  replay_until  bigint NOT NULL DEFAULT 0,
  delivery_id   uuid,
  failures      integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  next_at       timestamptz NOT NULL,
  disabled_at   timestamptz,
  CONSTRAINT webhook_progress_pkey PRIMARY KEY (store_id, webhook_id),
  CONSTRAINT webhook_progress_webhook_id_fkey FOREIGN KEY (store_id, webhook_id) REFERENCES webhooks (store_id, id) ON DELETE CASCADE
);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_progress TO dokon_app;

CREATE TABLE webhook_deliveries (
  store_id      bigint NOT NULL,
  id            uuid NOT NULL,
  webhook_id    uuid NOT NULL,
  seq           bigint,
  type          text NOT NULL,
  state         text NOT NULL,
  attempts      integer NOT NULL,
  status        integer,
  duration_ms   integer NOT NULL,
  error         text NOT NULL DEFAULT '',
  request_body  text NOT NULL,
  response_body text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL,
  attempted_at  timestamptz NOT NULL,
  CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (store_id, webhook_id) REFERENCES webhooks (store_id, id) ON DELETE CASCADE,
  CONSTRAINT webhook_deliveries_state_check CHECK (state IN ('FAILING', 'DELIVERED', 'REFUSED', 'GIVEN_UP'))
);
CREATE INDEX webhook_deliveries_webhook_id_idx ON webhook_deliveries (store_id, webhook_id, id);
CREATE INDEX webhook_deliveries_created_at_idx ON webhook_deliveries (store_id, created_at);
SELECT protect_tenant_table('webhook_deliveries');

-- +goose Down
DROP TABLE webhook_deliveries, webhook_progress, webhooks;
