-- +goose Up
CREATE TABLE brands (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  external_id text,
  slug        text NOT NULL,
  name        jsonb NOT NULL,
  description jsonb NOT NULL DEFAULT '{}',
  media_id    uuid,
  position    integer NOT NULL DEFAULT 0,
  version     integer NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT brands_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT brands_slug_key UNIQUE (store_id, slug),
  CONSTRAINT brands_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT brands_media_id_fkey FOREIGN KEY (store_id, media_id) REFERENCES media (store_id, id)
);
CREATE INDEX brands_media_id_idx ON brands (store_id, media_id);
SELECT protect_tenant_table('brands');

-- A product is published from one moment until another; either may be open. portion is how many thousandths of the unit
-- one of a quantity is: 100 of KG for goods sold by 100 grams. Steps and limits are whole quantities of one order.
ALTER TABLE products
  ADD COLUMN brand_id         uuid,
  ADD COLUMN unit             text NOT NULL DEFAULT 'PIECE',
  ADD COLUMN portion          integer NOT NULL DEFAULT 1000,
  ADD COLUMN quantity_step    integer NOT NULL DEFAULT 1,
  ADD COLUMN quantity_minimum integer NOT NULL DEFAULT 1,
  ADD COLUMN quantity_maximum integer,
  ADD COLUMN publish_from     timestamptz,
  ADD COLUMN publish_until    timestamptz,
  ADD CONSTRAINT products_brand_id_fkey FOREIGN KEY (store_id, brand_id) REFERENCES brands (store_id, id),
  ADD CONSTRAINT products_unit_check CHECK (unit IN ('PIECE', 'SET', 'PAIR', 'PACK', 'KG', 'G', 'L', 'ML', 'M', 'CM', 'M2', 'HOUR')),
  ADD CONSTRAINT products_portion_check CHECK (portion BETWEEN 1 AND 1000000000),
  ADD CONSTRAINT products_quantity_check CHECK (quantity_step >= 1 AND quantity_minimum >= 1 AND quantity_maximum >= quantity_minimum
    AND quantity_minimum % quantity_step = 0),
  ADD CONSTRAINT products_publish_check CHECK (publish_until > publish_from);
CREATE INDEX products_brand_id_idx ON products (store_id, brand_id, status, position, id);
-- What is due to appear or to vanish.
CREATE INDEX products_publish_from_idx ON products (store_id, publish_from) WHERE publish_from IS NOT NULL;
CREATE INDEX products_publish_until_idx ON products (store_id, publish_until) WHERE publish_until IS NOT NULL;

-- An order keeps what one of a quantity was.
ALTER TABLE order_lines
  ADD COLUMN unit    text NOT NULL DEFAULT 'PIECE',
  ADD COLUMN portion integer NOT NULL DEFAULT 1000;

-- Stopped until a moment; NULL with is_stopped: until somebody says otherwise.
ALTER TABLE variants
  ADD COLUMN stopped_until timestamptz,
  ADD CONSTRAINT variants_stopped_until_check CHECK (is_stopped OR stopped_until IS NULL);

CREATE TABLE variant_media (
  store_id   bigint NOT NULL,
  variant_id uuid NOT NULL,
  media_id   uuid NOT NULL,
  position   integer NOT NULL DEFAULT 0,
  CONSTRAINT variant_media_pkey PRIMARY KEY (store_id, variant_id, media_id),
  CONSTRAINT variant_media_variant_id_fkey FOREIGN KEY (store_id, variant_id) REFERENCES variants (store_id, id) ON DELETE CASCADE,
  CONSTRAINT variant_media_media_id_fkey FOREIGN KEY (store_id, media_id) REFERENCES media (store_id, id)
);
CREATE INDEX variant_media_media_id_idx ON variant_media (store_id, media_id);
SELECT protect_tenant_table('variant_media');

CREATE TABLE tags (
  store_id bigint NOT NULL REFERENCES stores (id),
  id       uuid NOT NULL,
  code     text NOT NULL,
  name     jsonb NOT NULL,
  version  integer NOT NULL DEFAULT 1,
  CONSTRAINT tags_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT tags_code_key UNIQUE (store_id, code)
);
SELECT protect_tenant_table('tags');

CREATE TABLE product_tags (
  store_id   bigint NOT NULL,
  product_id uuid NOT NULL,
  tag_id     uuid NOT NULL,
  position   integer NOT NULL DEFAULT 0,
  CONSTRAINT product_tags_pkey PRIMARY KEY (store_id, product_id, tag_id),
  CONSTRAINT product_tags_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_tags_tag_id_fkey FOREIGN KEY (store_id, tag_id) REFERENCES tags (store_id, id) ON DELETE CASCADE
);
CREATE INDEX product_tags_tag_id_idx ON product_tags (store_id, tag_id, product_id);
SELECT protect_tenant_table('product_tags');

-- Attributes that a store has defined. Attributes that only are read, without a definition, stand in products.attributes.
CREATE TABLE attribute_definitions (
  store_id      bigint NOT NULL REFERENCES stores (id),
  id            uuid NOT NULL,
  external_id   text,
  code          text NOT NULL,
  name          jsonb NOT NULL,
  type          text NOT NULL,
  unit          jsonb NOT NULL DEFAULT '{}', -- of a number, in words: «см»
  is_filterable boolean NOT NULL DEFAULT false,
  position      integer NOT NULL DEFAULT 0,
  version       integer NOT NULL DEFAULT 1,
  CONSTRAINT attribute_definitions_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT attribute_definitions_code_key UNIQUE (store_id, code),
  CONSTRAINT attribute_definitions_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT attribute_definitions_type_check CHECK (type IN ('TEXT', 'NUMBER', 'BOOLEAN', 'CHOICE', 'COLOR'))
);
SELECT protect_tenant_table('attribute_definitions');

CREATE TABLE attribute_choices (
  store_id     bigint NOT NULL,
  id           uuid NOT NULL,
  attribute_id uuid NOT NULL,
  code         text NOT NULL,
  name         jsonb NOT NULL,
  color        text NOT NULL DEFAULT '',
  position     integer NOT NULL DEFAULT 0,
  CONSTRAINT attribute_choices_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT attribute_choices_code_key UNIQUE (store_id, attribute_id, code),
  CONSTRAINT attribute_choices_attribute_id_fkey FOREIGN KEY (store_id, attribute_id) REFERENCES attribute_definitions (store_id, id) ON DELETE CASCADE,
  CONSTRAINT attribute_choices_color_check CHECK (color ~ '^(#[0-9a-f]{6})?$')
);
SELECT protect_tenant_table('attribute_choices');

-- One row for each value; several choices are several rows. Exactly one of the four value columns is set.
CREATE TABLE product_attributes (
  store_id     bigint NOT NULL,
  product_id   uuid NOT NULL,
  attribute_id uuid NOT NULL,
  position     integer NOT NULL DEFAULT 0,
  text         jsonb,
  number       numeric(18, 6),
  flag         boolean,
  choice_id    uuid,
  CONSTRAINT product_attributes_pkey PRIMARY KEY (store_id, product_id, attribute_id, position),
  CONSTRAINT product_attributes_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_attributes_attribute_id_fkey FOREIGN KEY (store_id, attribute_id) REFERENCES attribute_definitions (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_attributes_choice_id_fkey FOREIGN KEY (store_id, choice_id) REFERENCES attribute_choices (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_attributes_value_check CHECK (num_nonnulls(text, number, flag, choice_id) = 1)
);
CREATE INDEX product_attributes_attribute_id_idx ON product_attributes (store_id, attribute_id, number, flag);
CREATE INDEX product_attributes_choice_id_idx ON product_attributes (store_id, choice_id, product_id);
SELECT protect_tenant_table('product_attributes');

CREATE TABLE product_relations (
  store_id   bigint NOT NULL,
  product_id uuid NOT NULL,
  kind       text NOT NULL,
  related_id uuid NOT NULL,
  position   integer NOT NULL DEFAULT 0,
  CONSTRAINT product_relations_pkey PRIMARY KEY (store_id, product_id, kind, related_id),
  CONSTRAINT product_relations_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_relations_related_id_fkey FOREIGN KEY (store_id, related_id) REFERENCES products (store_id, id) ON DELETE CASCADE,
  CONSTRAINT product_relations_kind_check CHECK (kind IN ('SIMILAR', 'GOES_WITH')),
  CONSTRAINT product_relations_self_check CHECK (related_id <> product_id)
);
CREATE INDEX product_relations_related_id_idx ON product_relations (store_id, related_id);
SELECT protect_tenant_table('product_relations');

-- +goose Down
DROP TABLE product_relations, product_attributes, attribute_choices, attribute_definitions, product_tags, tags, variant_media;
ALTER TABLE variants DROP COLUMN stopped_until;
ALTER TABLE order_lines DROP COLUMN unit, DROP COLUMN portion;
ALTER TABLE products DROP COLUMN brand_id, DROP COLUMN unit, DROP COLUMN portion, DROP COLUMN quantity_step,
  DROP COLUMN quantity_minimum, DROP COLUMN quantity_maximum, DROP COLUMN publish_from, DROP COLUMN publish_until;
DROP TABLE brands;
