-- +goose Up
CREATE TABLE staff_members (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  telegram_id bigint,
  name        text NOT NULL,
  role        text NOT NULL,
  language    text NOT NULL DEFAULT 'uz-Latn',
  is_active   boolean NOT NULL DEFAULT true,
  can_message boolean NOT NULL DEFAULT false,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz,
  CONSTRAINT staff_members_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT staff_members_telegram_id_key UNIQUE (store_id, telegram_id),
  CONSTRAINT staff_members_role_check CHECK (role IN ('OWNER', 'MANAGER', 'OPERATOR', 'COURIER')),
  CONSTRAINT staff_members_name_check CHECK (length(name) BETWEEN 1 AND 100)
);
SELECT protect_tenant_table('staff_members');

-- One-time sign-in links. Only the hash of the code is kept.
CREATE TABLE staff_links (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  staff_id   uuid NOT NULL,
  code_hash  bytea NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CONSTRAINT staff_links_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT staff_links_code_hash_key UNIQUE (store_id, code_hash),
  CONSTRAINT staff_links_staff_id_fkey FOREIGN KEY (store_id, staff_id) REFERENCES staff_members (store_id, id) ON DELETE CASCADE
);
CREATE INDEX staff_links_staff_id_idx ON staff_links (store_id, staff_id);
SELECT protect_tenant_table('staff_links');

CREATE TABLE customers (
  store_id          bigint NOT NULL REFERENCES stores (id),
  id                uuid NOT NULL,
  telegram_id       bigint,
  first_name        text NOT NULL DEFAULT '',
  last_name         text NOT NULL DEFAULT '',
  name_chosen       boolean NOT NULL DEFAULT false,
  username          text NOT NULL DEFAULT '',
  photo_url         text NOT NULL DEFAULT '',
  language          text NOT NULL DEFAULT 'uz-Latn',
  language_chosen   boolean NOT NULL DEFAULT false,
  phone             text,
  phone_source      text,
  phone_verified_at timestamptz,
  write_access      text NOT NULL DEFAULT 'UNKNOWN',
  marketing_opt_out boolean NOT NULL DEFAULT false,
  last_start_param  text NOT NULL DEFAULT '',
  note              text NOT NULL DEFAULT '',
  is_blocked        boolean NOT NULL DEFAULT false,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  last_seen_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT customers_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT customers_telegram_id_key UNIQUE (store_id, telegram_id),
  CONSTRAINT customers_phone_source_check CHECK (phone_source IN ('TELEGRAM', 'TYPED', 'STAFF')),
  CONSTRAINT customers_phone_check CHECK ((phone IS NULL) = (phone_source IS NULL)),
  CONSTRAINT customers_write_access_check CHECK (write_access IN ('UNKNOWN', 'ALLOWED', 'BLOCKED', 'GONE'))
);
CREATE INDEX customers_created_at_idx ON customers (store_id, created_at, id);
CREATE INDEX customers_phone_idx ON customers (store_id, phone);
SELECT protect_tenant_table('customers');

CREATE TABLE addresses (
  store_id    bigint NOT NULL,
  id          uuid NOT NULL,
  customer_id uuid NOT NULL,
  title       text NOT NULL DEFAULT '',
  address     jsonb NOT NULL,
  used_at     timestamptz NOT NULL DEFAULT now(),
  created_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT addresses_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT addresses_customer_id_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers (store_id, id) ON DELETE CASCADE
);
CREATE INDEX addresses_customer_id_idx ON addresses (store_id, customer_id, used_at);
SELECT protect_tenant_table('addresses');

-- A session is a refresh secret bound to one store and one person. previous_hash lets a reused secret be noticed.
CREATE TABLE sessions (
  store_id      bigint NOT NULL,
  id            uuid NOT NULL,
  kind          text NOT NULL,
  customer_id   uuid,
  staff_id      uuid,
  secret_hash   bytea NOT NULL,
  previous_hash bytea,
  rotated_at    timestamptz NOT NULL DEFAULT now(),
  device        text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL DEFAULT now(),
  last_used_at  timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  CONSTRAINT sessions_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT sessions_secret_hash_key UNIQUE (store_id, secret_hash),
  CONSTRAINT sessions_customer_id_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers (store_id, id) ON DELETE CASCADE,
  CONSTRAINT sessions_staff_id_fkey FOREIGN KEY (store_id, staff_id) REFERENCES staff_members (store_id, id) ON DELETE CASCADE,
  CONSTRAINT sessions_person_check CHECK (
    (kind = 'CUSTOMER' AND customer_id IS NOT NULL AND staff_id IS NULL) OR
    (kind = 'STAFF' AND staff_id IS NOT NULL AND customer_id IS NULL))
);
CREATE INDEX sessions_customer_id_idx ON sessions (store_id, customer_id);
CREATE INDEX sessions_staff_id_idx ON sessions (store_id, staff_id);
CREATE INDEX sessions_previous_hash_idx ON sessions (store_id, previous_hash);
SELECT protect_tenant_table('sessions');

CREATE TABLE api_tokens (
  store_id     bigint NOT NULL REFERENCES stores (id),
  id           uuid NOT NULL,
  name         text NOT NULL,
  hint         text NOT NULL,
  token_hash   bytea NOT NULL,
  scopes       text[] NOT NULL,
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  CONSTRAINT api_tokens_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT api_tokens_token_hash_key UNIQUE (store_id, token_hash)
);
SELECT protect_tenant_table('api_tokens');

-- +goose Down
DROP TABLE api_tokens;
DROP TABLE sessions;
DROP TABLE addresses;
DROP TABLE customers;
DROP TABLE staff_links;
DROP TABLE staff_members;
