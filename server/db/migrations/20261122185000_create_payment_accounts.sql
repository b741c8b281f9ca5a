-- +goose Up
-- Where a store's money of a provider goes: one account with each. The secret is sealed for the store, provider and mode.
CREATE TABLE payment_accounts (
  store_id            bigint NOT NULL REFERENCES stores (id),
  id                  uuid NOT NULL,
  provider            text NOT NULL,
  mode                text NOT NULL,
  is_active           boolean NOT NULL,
  settings            jsonb NOT NULL DEFAULT '{}',
  secret              bytea NOT NULL,
  secret_hint         text NOT NULL, -- its last four characters
  secret_before       bytea,
  secret_before_until timestamptz,
  allowed_ips         text[] NOT NULL DEFAULT '{}', -- empty: from everywhere
  version             integer NOT NULL DEFAULT 1,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  CONSTRAINT payment_accounts_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT payment_accounts_provider_key UNIQUE (store_id, provider),
  CONSTRAINT payment_accounts_mode_check CHECK (mode IN ('TEST', 'LIVE'))
);
SELECT protect_tenant_table('payment_accounts');

-- What storefronts read of active accounts, {"payme": {"mode": "LIVE", "settings": {…}}}, so that no request that has its
-- store asks once more. Written with payment_accounts.
ALTER TABLE stores ADD COLUMN payments jsonb NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE stores DROP COLUMN payments;
DROP TABLE payment_accounts;
