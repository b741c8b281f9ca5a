-- +goose Up
-- A collection is a list that the shop keeps by hand, or with a rule the products that fit it at the moment of asking. A rule
-- is read and written as one value; what it names may be gone, and then fits nothing.
CREATE TABLE collections (
  store_id      bigint NOT NULL REFERENCES stores (id),
  id            uuid NOT NULL,
  external_id   text,
  slug          text NOT NULL,
  name          jsonb NOT NULL,
  description   jsonb NOT NULL DEFAULT '{}',
  media_id      uuid,
  position      integer NOT NULL DEFAULT 0,
  sort          text NOT NULL DEFAULT 'ARRANGED',
  rule          jsonb, -- NULL: by hand
  publish_from  timestamptz,
  publish_until timestamptz,
  version       integer NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT collections_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT collections_slug_key UNIQUE (store_id, slug),
  CONSTRAINT collections_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT collections_media_id_fkey FOREIGN KEY (store_id, media_id) REFERENCES media (store_id, id),
  CONSTRAINT collections_sort_check CHECK (sort IN ('ARRANGED', 'POPULARITY', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST')),
  CONSTRAINT collections_publish_check CHECK (publish_until > publish_from)
);
CREATE INDEX collections_media_id_idx ON collections (store_id, media_id);
SELECT protect_tenant_table('collections');

CREATE TABLE collection_products (
  store_id      bigint NOT NULL,
  collection_id uuid NOT NULL,
  product_id    uuid NOT NULL,
  position      integer NOT NULL,
  CONSTRAINT collection_products_pkey PRIMARY KEY (store_id, collection_id, product_id),
  CONSTRAINT collection_products_collection_id_fkey FOREIGN KEY (store_id, collection_id) REFERENCES collections (store_id, id) ON DELETE CASCADE,
  CONSTRAINT collection_products_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE
);
CREATE INDEX collection_products_position_idx ON collection_products (store_id, collection_id, position, product_id);
CREATE INDEX collection_products_product_id_idx ON collection_products (store_id, product_id, collection_id);
SELECT protect_tenant_table('collection_products');

-- +goose Down
DROP TABLE collection_products, collections;
