-- +goose Up
CREATE TABLE carts (
  store_id        bigint NOT NULL REFERENCES stores (id),
  id              uuid NOT NULL,
  customer_id     uuid,
  token_hash      bytea, -- of an anonymous cart
  status          text NOT NULL DEFAULT 'OPEN',
  version         integer NOT NULL DEFAULT 1,
  contact_name    text NOT NULL DEFAULT '',
  contact_phone   text NOT NULL DEFAULT '',
  delivery_method text,
  address         jsonb, -- wished courier address
  pickup_point_id uuid,
  payment_method  text,
  comment         text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT carts_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT carts_token_hash_key UNIQUE (store_id, token_hash),
  CONSTRAINT carts_customer_id_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers (store_id, id),
  CONSTRAINT carts_pickup_point_id_fkey FOREIGN KEY (store_id, pickup_point_id) REFERENCES pickup_points (store_id, id)
    ON DELETE SET NULL (pickup_point_id),
  CONSTRAINT carts_status_check CHECK (status IN ('OPEN', 'ORDERED', 'MERGED')),
  CONSTRAINT carts_delivery_method_check CHECK (delivery_method IN ('COURIER', 'PICKUP')),
  CONSTRAINT carts_owner_check CHECK (customer_id IS NOT NULL OR token_hash IS NOT NULL)
);
CREATE UNIQUE INDEX carts_open_customer_key ON carts (store_id, customer_id) WHERE status = 'OPEN';
-- A new cart begins with contact, delivery and payment of the last one.
CREATE INDEX carts_customer_id_idx ON carts (store_id, customer_id, updated_at DESC);
CREATE INDEX carts_pickup_point_id_idx ON carts (store_id, pickup_point_id);
SELECT protect_tenant_table('carts');

CREATE TABLE cart_lines (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  cart_id    uuid NOT NULL,
  variant_id uuid NOT NULL,
  modifiers  jsonb NOT NULL DEFAULT '[]', -- [{"option": id, "quantity": n}], sorted
  config_key text NOT NULL DEFAULT '',    -- canonical text of modifiers: the same dish twice is one line
  quantity   integer NOT NULL,
  seen_price bigint NOT NULL, -- tiyin, unit price when the buyer last saw it; a change is shown, not hidden
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT cart_lines_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT cart_lines_config_key UNIQUE (store_id, cart_id, variant_id, config_key),
  CONSTRAINT cart_lines_cart_id_fkey FOREIGN KEY (store_id, cart_id) REFERENCES carts (store_id, id) ON DELETE CASCADE,
  CONSTRAINT cart_lines_variant_id_fkey FOREIGN KEY (store_id, variant_id) REFERENCES variants (store_id, id) ON DELETE CASCADE,
  CONSTRAINT cart_lines_quantity_check CHECK (quantity BETWEEN 1 AND 999)
);
CREATE INDEX cart_lines_variant_id_idx ON cart_lines (store_id, variant_id);
SELECT protect_tenant_table('cart_lines');

-- A quote is a promise: this cart, at this version, for this sum, until then.
CREATE TABLE quotes (
  store_id     bigint NOT NULL,
  id           uuid NOT NULL,
  cart_id      uuid NOT NULL,
  cart_version integer NOT NULL,
  items        bigint NOT NULL,
  discount     bigint NOT NULL,
  delivery     bigint NOT NULL,
  tax          bigint NOT NULL,
  total        bigint NOT NULL,
  fingerprint  text NOT NULL, -- of every unit price and the delivery that make the sum
  expires_at   timestamptz NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quotes_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT quotes_fingerprint_key UNIQUE (store_id, cart_id, cart_version, fingerprint),
  CONSTRAINT quotes_cart_id_fkey FOREIGN KEY (store_id, cart_id) REFERENCES carts (store_id, id) ON DELETE CASCADE,
  CONSTRAINT quotes_total_check CHECK (total = items - discount + delivery AND total >= 0)
);
SELECT protect_tenant_table('quotes');

-- +goose Down
DROP TABLE quotes, cart_lines, carts;
