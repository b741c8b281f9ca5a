-- +goose Up
-- What whoever buys a digital variant gets: a link, a code, a text. Apart from the variants, which everybody reads.
CREATE TABLE digital_contents (
  store_id   bigint NOT NULL,
  variant_id uuid NOT NULL,
  content    text NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT digital_contents_pkey PRIMARY KEY (store_id, variant_id),
  CONSTRAINT digital_contents_variant_id_fkey FOREIGN KEY (store_id, variant_id) REFERENCES variants (store_id, id) ON DELETE CASCADE,
  CONSTRAINT digital_contents_content_check CHECK (content <> '')
);
SELECT protect_tenant_table('digital_contents');

-- What the buyer of a line got, as it was then.
CREATE TABLE digital_deliveries (
  store_id     bigint NOT NULL,
  line_id      uuid NOT NULL,
  order_id     uuid NOT NULL,
  state        text NOT NULL,
  content      text NOT NULL DEFAULT '',
  delivered_at timestamptz,
  updated_at   timestamptz NOT NULL,
  CONSTRAINT digital_deliveries_pkey PRIMARY KEY (store_id, line_id),
  CONSTRAINT digital_deliveries_line_id_fkey FOREIGN KEY (store_id, line_id) REFERENCES order_lines (store_id, id) ON DELETE CASCADE,
  CONSTRAINT digital_deliveries_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) ON DELETE CASCADE,
  CONSTRAINT digital_deliveries_state_check CHECK (state IN ('PENDING', 'DELIVERED', 'REVOKED')),
  CONSTRAINT digital_deliveries_delivered_check CHECK (state <> 'DELIVERED' OR content <> '' AND delivered_at IS NOT NULL)
);
CREATE INDEX digital_deliveries_order_id_idx ON digital_deliveries (store_id, order_id);
SELECT protect_tenant_table('digital_deliveries');

ALTER TABLE orders DROP CONSTRAINT orders_delivery_method_check,
  ADD CONSTRAINT orders_delivery_method_check CHECK (delivery_method IN ('COURIER', 'PICKUP', 'DIGITAL'));

-- What an attempt comes to in Telegram Stars, fixed when its page is made; amount stays in tiyin.
ALTER TABLE payments ADD COLUMN stars bigint,
  ADD CONSTRAINT payments_stars_check CHECK (stars > 0);

-- How many transactions of the bot's Stars were compared with the charges.
CREATE TABLE star_readings (
  store_id bigint NOT NULL REFERENCES stores (id),
  seen     bigint NOT NULL,
  read_at  timestamptz NOT NULL,
  CONSTRAINT star_readings_pkey PRIMARY KEY (store_id),
  CONSTRAINT star_readings_seen_check CHECK (seen >= 0)
);
SELECT protect_tenant_table('star_readings');

-- A session of a web page, not of the Mini App: there digital things may be paid by card.
ALTER TABLE sessions ADD COLUMN is_outside boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE sessions DROP COLUMN is_outside;
DROP TABLE star_readings;
ALTER TABLE payments DROP COLUMN stars;
ALTER TABLE orders DROP CONSTRAINT orders_delivery_method_check,
  ADD CONSTRAINT orders_delivery_method_check CHECK (delivery_method IN ('COURIER', 'PICKUP'));
DROP TABLE digital_deliveries;
DROP TABLE digital_contents;
