-- +goose Up
-- Global: the register of stores. It holds no secret, so a host or slug can be resolved before a store is known.
CREATE TABLE stores (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uuid            uuid NOT NULL,
  slug            text NOT NULL,
  status          text NOT NULL DEFAULT 'ACTIVE',
  name            jsonb NOT NULL,
  description     jsonb NOT NULL DEFAULT '{}',
  currency        text NOT NULL DEFAULT 'UZS',
  languages       text[] NOT NULL DEFAULT '{uz-Latn,uz-Cyrl,ru,en}',
  time_zone       text NOT NULL DEFAULT 'Asia/Tashkent',
  hours           jsonb NOT NULL DEFAULT '[]',
  contacts        jsonb NOT NULL DEFAULT '{}',
  legal           jsonb NOT NULL DEFAULT '{}',
  delivery        jsonb NOT NULL DEFAULT '{}',
  orders          jsonb NOT NULL DEFAULT '{}',
  look            jsonb NOT NULL DEFAULT '{}',
  is_demo         boolean NOT NULL DEFAULT false,
  bot_id          bigint, -- Telegram's id of the shop's bot: what a bot process knows a shop by
  catalog_version bigint NOT NULL DEFAULT 1,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT stores_uuid_key UNIQUE (uuid),
  CONSTRAINT stores_slug_key UNIQUE (slug),
  CONSTRAINT stores_bot_id_key UNIQUE (bot_id),
  CONSTRAINT stores_slug_check CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) BETWEEN 2 AND 40),
  CONSTRAINT stores_status_check CHECK (status IN ('ACTIVE', 'PAUSED', 'CLOSED')),
  CONSTRAINT stores_currency_check CHECK (currency = 'UZS'),
  CONSTRAINT stores_languages_check CHECK (cardinality(languages) BETWEEN 1 AND 4)
);
GRANT SELECT, INSERT, UPDATE ON stores TO dokon_app;

-- Global: which host shows which store.
CREATE TABLE store_hosts (
  host     text PRIMARY KEY,
  store_id bigint NOT NULL REFERENCES stores (id)
);
CREATE INDEX store_hosts_store_id_idx ON store_hosts (store_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON store_hosts TO dokon_app;

-- Global: tokens of the platform itself: its bot process and the administrators who create stores.
CREATE TABLE service_tokens (
  id           uuid PRIMARY KEY,
  kind         text NOT NULL,
  name         text NOT NULL,
  token_hash   bytea NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at   timestamptz,
  CONSTRAINT service_tokens_token_hash_key UNIQUE (token_hash),
  CONSTRAINT service_tokens_kind_check CHECK (kind IN ('BOT', 'PLATFORM'))
);
GRANT SELECT, INSERT, UPDATE ON service_tokens TO dokon_app;

CREATE TABLE store_bots (
  store_id         bigint NOT NULL REFERENCES stores (id),
  bot_id           bigint NOT NULL,
  username         text NOT NULL,
  app_name         text NOT NULL DEFAULT '',
  token_sealed     bytea,
  webhook_key      text NOT NULL,
  is_test_server   boolean NOT NULL DEFAULT false,
  has_main_web_app boolean NOT NULL DEFAULT false,
  status           text NOT NULL DEFAULT 'ACTIVE',
  status_reason    text NOT NULL DEFAULT '',
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT store_bots_pkey PRIMARY KEY (store_id),
  CONSTRAINT store_bots_webhook_key_key UNIQUE (store_id, webhook_key),
  CONSTRAINT store_bots_status_check CHECK (status IN ('ACTIVE', 'UNAUTHORIZED', 'DISABLED'))
);
SELECT protect_tenant_table('store_bots');

-- +goose Down
DROP TABLE store_bots;
DROP TABLE service_tokens;
DROP TABLE store_hosts;
DROP TABLE stores;
