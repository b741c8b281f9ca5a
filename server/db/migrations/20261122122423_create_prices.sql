-- +goose Up
CREATE TABLE customer_groups (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  external_id text,
  name        jsonb NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT customer_groups_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT customer_groups_external_id_key UNIQUE (store_id, external_id)
);
SELECT protect_tenant_table('customer_groups');

ALTER TABLE customers
  ADD COLUMN group_id uuid,
  ADD CONSTRAINT customers_group_id_fkey FOREIGN KEY (store_id, group_id) REFERENCES customer_groups (store_id, id);
CREATE INDEX customers_group_id_idx ON customers (store_id, group_id);

-- Prices for a group, for a time, or both. Of all that hold for a buyer at a moment, and the variant's own, the lowest counts.
CREATE TABLE price_lists (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  external_id text,
  name        jsonb NOT NULL,
  group_id    uuid, -- NULL: for everybody
  starts_at   timestamptz,
  ends_at     timestamptz,
  is_active   boolean NOT NULL DEFAULT true,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT price_lists_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT price_lists_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT price_lists_group_id_fkey FOREIGN KEY (store_id, group_id) REFERENCES customer_groups (store_id, id),
  CONSTRAINT price_lists_window_check CHECK (ends_at > starts_at)
);
CREATE INDEX price_lists_group_id_idx ON price_lists (store_id, group_id);
SELECT protect_tenant_table('price_lists');

CREATE TABLE price_list_prices (
  store_id      bigint NOT NULL,
  price_list_id uuid NOT NULL,
  variant_id    uuid NOT NULL,
  price         bigint NOT NULL, -- tiyin
  CONSTRAINT price_list_prices_pkey PRIMARY KEY (store_id, variant_id, price_list_id),
  CONSTRAINT price_list_prices_price_list_id_fkey FOREIGN KEY (store_id, price_list_id) REFERENCES price_lists (store_id, id) ON DELETE CASCADE,
  CONSTRAINT price_list_prices_variant_id_fkey FOREIGN KEY (store_id, variant_id) REFERENCES variants (store_id, id) ON DELETE CASCADE,
  CONSTRAINT price_list_prices_price_check CHECK (price >= 0 AND price <= 900000000000000)
);
CREATE INDEX price_list_prices_price_list_id_idx ON price_list_prices (store_id, price_list_id, variant_id);
SELECT protect_tenant_table('price_list_prices');

-- +goose Down
DROP TABLE price_list_prices, price_lists;
ALTER TABLE customers DROP COLUMN group_id;
DROP TABLE customer_groups;
