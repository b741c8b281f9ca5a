-- +goose Up
-- The number a human says. Incremented by the last statement of a placement, so the row is locked for microseconds and
-- a rolled back placement leaves no gap.
CREATE TABLE order_counters (
  store_id    bigint NOT NULL REFERENCES stores (id),
  last_number bigint NOT NULL DEFAULT 0,
  CONSTRAINT order_counters_pkey PRIMARY KEY (store_id)
);
ALTER TABLE order_counters SET (fillfactor = 20);
SELECT protect_tenant_table('order_counters');

CREATE TABLE orders (
  store_id          bigint NOT NULL REFERENCES stores (id),
  id                uuid NOT NULL,
  number            bigint NOT NULL,
  receipt_code      text NOT NULL, -- public and random: a buyer cannot guess a neighbour's
  cart_id           uuid NOT NULL,
  customer_id       uuid NOT NULL,
  lifecycle         text NOT NULL,
  payment_status    text NOT NULL,
  fulfilment_status text NOT NULL DEFAULT 'NONE',
  currency          text NOT NULL DEFAULT 'UZS',
  items             bigint NOT NULL, -- tiyin, as are the next seven
  discount          bigint NOT NULL DEFAULT 0,
  delivery          bigint NOT NULL DEFAULT 0,
  tax               bigint NOT NULL DEFAULT 0, -- VAT contained in total
  total             bigint NOT NULL,
  due               bigint NOT NULL, -- total without canceled lines
  paid              bigint NOT NULL DEFAULT 0,
  refunded          bigint NOT NULL DEFAULT 0,
  contact_name      text NOT NULL,
  contact_phone     text NOT NULL,
  -- Last digits are what people say. Row-level security keeps LIKE and reverse() from an index, but not a range of a column.
  phone_reversed    text COLLATE "C" NOT NULL GENERATED ALWAYS AS (reverse(contact_phone)) STORED,
  delivery_method   text NOT NULL,
  zone_id           uuid,
  pickup_point_id   uuid,
  delivery_name     jsonb NOT NULL DEFAULT '{}', -- zone or pickup point as it was called then
  address           jsonb,
  payment_method    text NOT NULL,
  comment           text NOT NULL DEFAULT '',
  staff_note        text NOT NULL DEFAULT '',
  language          text NOT NULL,
  cancel_reason     text NOT NULL DEFAULT '',
  canceled_by       text,
  placed_at         timestamptz NOT NULL,
  confirmed_at      timestamptz,
  promised_at       timestamptz,
  completed_at      timestamptz,
  closed_at         timestamptz, -- canceled or expired
  expires_at        timestamptz, -- while PLACED
  version           integer NOT NULL DEFAULT 1,
  updated_at        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT orders_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT orders_number_key UNIQUE (store_id, number),
  CONSTRAINT orders_receipt_code_key UNIQUE (store_id, receipt_code),
  CONSTRAINT orders_cart_id_key UNIQUE (store_id, cart_id), -- at most one order of a cart, whatever is retried
  CONSTRAINT orders_cart_id_fkey FOREIGN KEY (store_id, cart_id) REFERENCES carts (store_id, id),
  CONSTRAINT orders_customer_id_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers (store_id, id),
  CONSTRAINT orders_lifecycle_check CHECK (lifecycle IN ('DRAFT', 'PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELED', 'EXPIRED')),
  CONSTRAINT orders_payment_status_check CHECK (payment_status IN ('NOT_REQUIRED', 'UNPAID', 'PENDING', 'AUTHORIZED',
    'PARTIALLY_PAID', 'PAID', 'OVERPAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'NEEDS_REVIEW')),
  CONSTRAINT orders_fulfilment_status_check CHECK (fulfilment_status IN ('NONE', 'PARTIAL', 'FULFILLED',
    'PARTIALLY_RETURNED', 'RETURNED', 'CANCELED')),
  CONSTRAINT orders_delivery_method_check CHECK (delivery_method IN ('COURIER', 'PICKUP')),
  CONSTRAINT orders_total_check CHECK (total = items - discount + delivery AND total >= 0),
  CONSTRAINT orders_refunded_check CHECK (refunded >= 0 AND refunded <= paid),
  CONSTRAINT orders_expiry_check CHECK (lifecycle <> 'PLACED' OR expires_at IS NOT NULL)
);
CREATE INDEX orders_placed_at_idx ON orders (store_id, placed_at DESC, id DESC);
CREATE INDEX orders_lifecycle_idx ON orders (store_id, lifecycle, placed_at DESC, id DESC);
CREATE INDEX orders_customer_id_idx ON orders (store_id, customer_id, placed_at DESC, id DESC);
CREATE INDEX orders_payment_status_idx ON orders (store_id, payment_status, placed_at DESC, id DESC);
CREATE INDEX orders_phone_reversed_idx ON orders (store_id, phone_reversed);
CREATE INDEX orders_expires_at_idx ON orders (store_id, expires_at) WHERE lifecycle = 'PLACED';
SELECT protect_tenant_table('orders');

-- Foreign keys to orders are checked at commit: the order row, which carries the number, is written last.
CREATE TABLE order_lines (
  store_id          bigint NOT NULL,
  id                uuid NOT NULL,
  order_id          uuid NOT NULL,
  position          integer NOT NULL,
  product_id        uuid NOT NULL, -- no foreign key: a receipt outlives the product
  variant_id        uuid NOT NULL,
  kind              text NOT NULL,
  name              jsonb NOT NULL,
  variant_name      jsonb NOT NULL DEFAULT '{}',
  sku               text NOT NULL DEFAULT '',
  media_hash        text NOT NULL DEFAULT '',
  media_color       text NOT NULL DEFAULT '',
  modifiers         jsonb NOT NULL DEFAULT '[]', -- [{"option": id, "name": {…}, "price": tiyin, "quantity": n}]
  quantity          integer NOT NULL,
  canceled_quantity integer NOT NULL DEFAULT 0,
  returned_quantity integer NOT NULL DEFAULT 0,
  unit_price        bigint NOT NULL, -- tiyin, modifiers included
  discount          bigint NOT NULL DEFAULT 0,
  total             bigint NOT NULL,
  vat_percent       smallint NOT NULL DEFAULT 0,
  tax               bigint NOT NULL DEFAULT 0,
  ikpu              text NOT NULL DEFAULT '',
  package_code      text NOT NULL DEFAULT '',
  CONSTRAINT order_lines_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT order_lines_position_key UNIQUE (store_id, order_id, position),
  CONSTRAINT order_lines_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT order_lines_quantity_check CHECK (quantity > 0 AND canceled_quantity >= 0 AND returned_quantity >= 0
    AND canceled_quantity + returned_quantity <= quantity),
  CONSTRAINT order_lines_total_check CHECK (total = unit_price * quantity - discount AND discount >= 0 AND total >= 0)
);
CREATE INDEX order_lines_product_id_idx ON order_lines (store_id, product_id);
SELECT protect_tenant_table('order_lines');

-- Goods an order holds. RESERVED while PLACED, COMMITTED once CONFIRMED, SHIPPED when they left the house.
CREATE TABLE stock_holds (
  store_id    bigint NOT NULL,
  id          uuid NOT NULL,
  order_id    uuid NOT NULL,
  variant_id  uuid NOT NULL,
  location_id uuid NOT NULL,
  quantity    integer NOT NULL,
  state       text NOT NULL,
  expires_at  timestamptz,
  CONSTRAINT stock_holds_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT stock_holds_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT stock_holds_state_check CHECK (state IN ('RESERVED', 'COMMITTED', 'SHIPPED', 'RELEASED')),
  CONSTRAINT stock_holds_expiry_check CHECK (state <> 'RESERVED' OR expires_at IS NOT NULL),
  CONSTRAINT stock_holds_quantity_check CHECK (quantity > 0)
);
CREATE INDEX stock_holds_order_id_idx ON stock_holds (store_id, order_id);
CREATE INDEX stock_holds_variant_id_idx ON stock_holds (store_id, variant_id, location_id) WHERE state IN ('RESERVED', 'COMMITTED');
SELECT protect_tenant_table('stock_holds');

CREATE TABLE fulfilments (
  store_id     bigint NOT NULL,
  id           uuid NOT NULL,
  order_id     uuid NOT NULL,
  method       text NOT NULL,
  state        text NOT NULL DEFAULT 'PENDING',
  courier_id   uuid,
  fail_reason  text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT now(),
  accepted_at  timestamptz,
  packed_at    timestamptz,
  handed_at    timestamptz, -- ready for pickup, or given to the courier
  delivered_at timestamptz,
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT fulfilments_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT fulfilments_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT fulfilments_courier_id_fkey FOREIGN KEY (store_id, courier_id) REFERENCES staff_members (store_id, id),
  CONSTRAINT fulfilments_state_check CHECK (state IN ('PENDING', 'ACCEPTED', 'PACKED', 'READY_FOR_PICKUP',
    'HANDED_TO_COURIER', 'DELIVERED', 'FAILED_DELIVERY', 'CANCELED', 'RETURNING', 'RETURNED'))
);
CREATE INDEX fulfilments_order_id_idx ON fulfilments (store_id, order_id);
CREATE INDEX fulfilments_courier_id_idx ON fulfilments (store_id, courier_id, state);
CREATE INDEX fulfilments_state_idx ON fulfilments (store_id, state, order_id);
SELECT protect_tenant_table('fulfilments');

-- The timeline. Append only: one row for each transition, written with it.
CREATE TABLE order_events (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  order_id   uuid NOT NULL,
  at         timestamptz NOT NULL,
  kind       text NOT NULL,
  actor_kind text NOT NULL,
  actor_id   uuid,
  actor_name text NOT NULL DEFAULT '',
  data       jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT order_events_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT order_events_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT order_events_actor_kind_check CHECK (actor_kind IN ('CUSTOMER', 'STAFF', 'SYSTEM', 'PROVIDER', 'API'))
);
CREATE INDEX order_events_order_id_idx ON order_events (store_id, order_id, id);
SELECT protect_tenant_table('order_events', true);

-- +goose Down
DROP TABLE order_events, fulfilments, stock_holds, order_lines, orders, order_counters;
