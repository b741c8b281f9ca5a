-- +goose Up
CREATE TABLE media (
  store_id   bigint NOT NULL REFERENCES stores (id),
  id         uuid NOT NULL,
  hash       text NOT NULL,
  mime       text NOT NULL,
  width      integer NOT NULL,
  height     integer NOT NULL,
  byte_size  integer NOT NULL,
  color      text NOT NULL,
  widths     integer[] NOT NULL,
  alt        jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT media_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT media_hash_key UNIQUE (store_id, hash),
  CONSTRAINT media_size_check CHECK (width > 0 AND height > 0 AND byte_size > 0)
);
SELECT protect_tenant_table('media');

CREATE TABLE categories (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  external_id text,
  parent_id   uuid,
  path        uuid[] NOT NULL, -- from the root to this category, this one included
  slug        text NOT NULL,
  name        jsonb NOT NULL,
  description jsonb NOT NULL DEFAULT '{}',
  media_id    uuid,
  position    integer NOT NULL DEFAULT 0,
  is_visible  boolean NOT NULL DEFAULT true,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT categories_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT categories_slug_key UNIQUE (store_id, slug),
  CONSTRAINT categories_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT categories_parent_id_fkey FOREIGN KEY (store_id, parent_id) REFERENCES categories (store_id, id),
  CONSTRAINT categories_media_id_fkey FOREIGN KEY (store_id, media_id) REFERENCES media (store_id, id),
  CONSTRAINT categories_path_check CHECK (path[cardinality(path)] = id AND cardinality(path) <= 5)
);
CREATE INDEX categories_parent_id_idx ON categories (store_id, parent_id, position);
CREATE INDEX categories_media_id_idx ON categories (store_id, media_id);
SELECT protect_tenant_table('categories');

CREATE TABLE products (
  store_id     bigint NOT NULL REFERENCES stores (id),
  id           uuid NOT NULL,
  external_id  text,
  slug         text NOT NULL,
  kind         text NOT NULL DEFAULT 'GOODS',
  nature       text NOT NULL DEFAULT 'PHYSICAL',
  status       text NOT NULL DEFAULT 'DRAFT',
  name         jsonb NOT NULL,
  summary      jsonb NOT NULL DEFAULT '{}',
  description  jsonb NOT NULL DEFAULT '{}',
  category_id  uuid,
  attributes   jsonb NOT NULL DEFAULT '[]',
  ikpu         text NOT NULL DEFAULT '',
  package_code text NOT NULL DEFAULT '',
  vat_percent  smallint NOT NULL DEFAULT 0,
  position     integer NOT NULL DEFAULT 0,
  popularity   integer NOT NULL DEFAULT 0,
  price_min    bigint NOT NULL DEFAULT 0, -- tiyin, lowest price of an active variant; kept by the catalog's writes
  price_max    bigint NOT NULL DEFAULT 0,
  published_at timestamptz,
  version      integer NOT NULL DEFAULT 1,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT products_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT products_slug_key UNIQUE (store_id, slug),
  CONSTRAINT products_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT products_category_id_fkey FOREIGN KEY (store_id, category_id) REFERENCES categories (store_id, id),
  CONSTRAINT products_kind_check CHECK (kind IN ('GOODS', 'BOOKING', 'COURSE', 'TICKET', 'CONSULTATION', 'DIGITAL')),
  CONSTRAINT products_nature_check CHECK (nature IN ('PHYSICAL', 'IN_PERSON', 'DIGITAL')),
  CONSTRAINT products_status_check CHECK (status IN ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  CONSTRAINT products_vat_percent_check CHECK (vat_percent BETWEEN 0 AND 100),
  CONSTRAINT products_ikpu_check CHECK (ikpu ~ '^([0-9]{17})?$')
);
-- One index for each sort the storefront offers, with and without a category.
CREATE INDEX products_position_idx ON products (store_id, status, position, id);
CREATE INDEX products_popularity_idx ON products (store_id, status, popularity DESC, id DESC);
CREATE INDEX products_price_idx ON products (store_id, status, price_min, id);
CREATE INDEX products_published_at_idx ON products (store_id, status, published_at DESC, id DESC);
CREATE INDEX products_category_position_idx ON products (store_id, category_id, status, position, id);
CREATE INDEX products_updated_at_idx ON products (store_id, updated_at DESC, id DESC);
SELECT protect_tenant_table('products');

CREATE TABLE product_media (
  store_id        bigint NOT NULL,
  product_id      uuid NOT NULL,
  media_id        uuid NOT NULL,
  option_value_id uuid, -- the picture shows this value (a colour); NULL: it shows the product
  position        integer NOT NULL DEFAULT 0,
  CONSTRAINT product_media_pkey PRIMARY KEY (store_id, product_id, media_id),
  CONSTRAINT product_media_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_media_media_id_fkey FOREIGN KEY (store_id, media_id) REFERENCES media (store_id, id)
);
CREATE INDEX product_media_media_id_idx ON product_media (store_id, media_id);
SELECT protect_tenant_table('product_media');

CREATE TABLE options (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  product_id uuid NOT NULL,
  code       text NOT NULL,
  name       jsonb NOT NULL,
  display    text NOT NULL DEFAULT 'PILL',
  position   integer NOT NULL DEFAULT 0,
  CONSTRAINT options_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT options_code_key UNIQUE (store_id, product_id, code),
  CONSTRAINT options_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  CONSTRAINT options_display_check CHECK (display IN ('SWATCH', 'PILL'))
);
SELECT protect_tenant_table('options');

CREATE TABLE option_values (
  store_id  bigint NOT NULL,
  id        uuid NOT NULL,
  option_id uuid NOT NULL,
  code      text NOT NULL,
  name      jsonb NOT NULL,
  swatch    text NOT NULL DEFAULT '',
  position  integer NOT NULL DEFAULT 0,
  CONSTRAINT option_values_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT option_values_code_key UNIQUE (store_id, option_id, code),
  CONSTRAINT option_values_option_id_fkey FOREIGN KEY (store_id, option_id) REFERENCES options (store_id, id) ON DELETE CASCADE,
  CONSTRAINT option_values_swatch_check CHECK (swatch ~ '^(#[0-9a-f]{6})?$')
);
SELECT protect_tenant_table('option_values');
ALTER TABLE product_media ADD CONSTRAINT product_media_option_value_id_fkey
  FOREIGN KEY (store_id, option_value_id) REFERENCES option_values (store_id, id) ON DELETE CASCADE;
CREATE INDEX product_media_option_value_id_idx ON product_media (store_id, option_value_id);

CREATE TABLE variants (
  store_id     bigint NOT NULL,
  id           uuid NOT NULL,
  product_id   uuid NOT NULL,
  external_id  text,
  sku          text,
  barcode      text NOT NULL DEFAULT '',
  choice       jsonb NOT NULL DEFAULT '{}', -- option id → option value id
  choice_key   text NOT NULL DEFAULT '',    -- the same in one canonical string, for the unique key
  price        bigint,                      -- tiyin
  compare_at   bigint,                      -- tiyin, the crossed-out price
  tracks_stock boolean NOT NULL DEFAULT true,
  is_active    boolean NOT NULL DEFAULT true,
  is_stopped   boolean NOT NULL DEFAULT false, -- on the stop-list: shown, not sold now
  weight_grams integer,
  position     integer NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT variants_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT variants_sku_key UNIQUE (store_id, sku),
  CONSTRAINT variants_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT variants_choice_key UNIQUE (store_id, product_id, choice_key),
  CONSTRAINT variants_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  -- Never a hidden price: what can be bought has one.
  CONSTRAINT variants_price_check CHECK (price >= 0 AND price <= 900000000000000),
  CONSTRAINT variants_active_has_price_check CHECK (NOT is_active OR price IS NOT NULL),
  CONSTRAINT variants_compare_at_check CHECK (compare_at IS NULL OR compare_at > price)
);
SELECT protect_tenant_table('variants');

CREATE TABLE modifier_groups (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  external_id text,
  name        jsonb NOT NULL,
  minimum     integer NOT NULL DEFAULT 0,
  maximum     integer NOT NULL DEFAULT 1,
  position    integer NOT NULL DEFAULT 0,
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT modifier_groups_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT modifier_groups_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT modifier_groups_range_check CHECK (minimum >= 0 AND maximum >= 1 AND maximum >= minimum AND maximum <= 50)
);
SELECT protect_tenant_table('modifier_groups');

CREATE TABLE modifier_options (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  group_id   uuid NOT NULL,
  code       text NOT NULL,
  name       jsonb NOT NULL,
  price      bigint NOT NULL DEFAULT 0, -- tiyin, added to the unit price
  is_default boolean NOT NULL DEFAULT false,
  is_active  boolean NOT NULL DEFAULT true,
  position   integer NOT NULL DEFAULT 0,
  CONSTRAINT modifier_options_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT modifier_options_code_key UNIQUE (store_id, group_id, code),
  CONSTRAINT modifier_options_group_id_fkey FOREIGN KEY (store_id, group_id) REFERENCES modifier_groups (store_id, id) ON DELETE CASCADE,
  CONSTRAINT modifier_options_price_check CHECK (price >= 0)
);
SELECT protect_tenant_table('modifier_options');

CREATE TABLE product_modifier_groups (
  store_id   bigint NOT NULL,
  product_id uuid NOT NULL,
  group_id   uuid NOT NULL,
  position   integer NOT NULL DEFAULT 0,
  CONSTRAINT product_modifier_groups_pkey PRIMARY KEY (store_id, product_id, group_id),
  CONSTRAINT product_modifier_groups_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_modifier_groups_group_id_fkey FOREIGN KEY (store_id, group_id) REFERENCES modifier_groups (store_id, id) ON DELETE CASCADE
);
CREATE INDEX product_modifier_groups_group_id_idx ON product_modifier_groups (store_id, group_id);
SELECT protect_tenant_table('product_modifier_groups');

CREATE TABLE locations (
  store_id   bigint NOT NULL REFERENCES stores (id),
  id         uuid NOT NULL,
  external_id text,
  name       jsonb NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  position   integer NOT NULL DEFAULT 0,
  CONSTRAINT locations_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT locations_external_id_key UNIQUE (store_id, external_id)
);
CREATE UNIQUE INDEX locations_default_key ON locations (store_id) WHERE is_default;
SELECT protect_tenant_table('locations');

-- on_hand: in the house. reserved: held by placed orders. committed: promised to confirmed orders, still in the house.
-- What can be sold is on_hand − reserved − committed + backorder_limit. The last constraint is the last guard against
-- overselling: no code path and no script can get around it.
CREATE TABLE stock_levels (
  store_id        bigint NOT NULL,
  variant_id      uuid NOT NULL,
  location_id     uuid NOT NULL,
  on_hand         integer NOT NULL DEFAULT 0,
  reserved        integer NOT NULL DEFAULT 0,
  committed       integer NOT NULL DEFAULT 0,
  backorder_limit integer NOT NULL DEFAULT 0,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT stock_levels_pkey PRIMARY KEY (store_id, variant_id, location_id),
  CONSTRAINT stock_levels_variant_id_fkey FOREIGN KEY (store_id, variant_id) REFERENCES variants (store_id, id) ON DELETE CASCADE,
  CONSTRAINT stock_levels_location_id_fkey FOREIGN KEY (store_id, location_id) REFERENCES locations (store_id, id),
  CONSTRAINT stock_levels_signs_check CHECK (on_hand >= 0 AND reserved >= 0 AND committed >= 0 AND backorder_limit >= 0),
  CONSTRAINT stock_levels_oversold_check CHECK (reserved::bigint + committed <= on_hand::bigint + backorder_limit)
);
CREATE INDEX stock_levels_location_id_idx ON stock_levels (store_id, location_id);
ALTER TABLE stock_levels SET (fillfactor = 70);
SELECT protect_tenant_table('stock_levels');

-- Every change of on_hand, with its reason. Append only: stock is explained, never edited away.
CREATE TABLE stock_movements (
  store_id    bigint NOT NULL,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  variant_id  uuid NOT NULL,
  location_id uuid NOT NULL,
  delta       integer NOT NULL,
  on_hand     integer NOT NULL, -- after the change
  reason      text NOT NULL,
  order_id    uuid,
  actor       text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT stock_movements_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT stock_movements_reason_check CHECK (reason IN ('RECOUNT', 'RECEIVED', 'SOLD', 'RETURNED', 'DAMAGED', 'LOST', 'IMPORT'))
);
CREATE INDEX stock_movements_variant_id_idx ON stock_movements (store_id, variant_id, id DESC);
SELECT protect_tenant_table('stock_movements', true);

-- +goose Down
DROP TABLE stock_movements, stock_levels, locations, product_modifier_groups, modifier_options, modifier_groups,
  variants, product_media, option_values, options, products, categories, media;
