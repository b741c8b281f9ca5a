-- +goose Up
-- shop_fold brings Latin and Cyrillic Uzbek, Russian and English to one plain alphabet, so that «Кўйлак», «Koʻylak» and
-- «koylak» are one word. server/search/fold.go does the same in Go; both are tested on the same vectors.
-- +goose StatementBegin
CREATE FUNCTION shop_fold(source text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.unaccent('public.unaccent'::regdictionary,
    replace(replace(replace(replace(replace(replace(replace(
      translate(lower(source),
        'абвгдезийклмнопрстуфхқғҳўыэжъь''`ʻʼ’‘′´',
        'abvgdeziyklmnoprstufxqghoiej'),
      'ё', 'yo'), 'ю', 'yu'), 'я', 'ya'), 'ш', 'sh'), 'щ', 'sh'), 'ч', 'ch'), 'ц', 'ts'))
$$;
-- +goose StatementEnd
GRANT EXECUTE ON FUNCTION shop_fold(text) TO dokon_app;

-- Search documents stand outside row-level security on purpose: under it the trigram and full-text indexes are not used
-- (their operators are not leakproof). Only server/search reads this table, always with store_id.
CREATE TABLE search_documents (
  store_id   bigint NOT NULL REFERENCES stores (id),
  product_id uuid NOT NULL,
  title      text NOT NULL,
  body       text NOT NULL,
  fold       text GENERATED ALWAYS AS (shop_fold(title)) STORED,
  tsv        tsvector GENERATED ALWAYS AS (
               setweight(to_tsvector('simple', shop_fold(title)), 'A') ||
               setweight(to_tsvector('simple', shop_fold(body)), 'C')) STORED,
  is_active  boolean NOT NULL,
  popularity integer NOT NULL DEFAULT 0,
  CONSTRAINT search_documents_pkey PRIMARY KEY (store_id, product_id),
  CONSTRAINT search_documents_product_id_fkey FOREIGN KEY (store_id, product_id) REFERENCES products (store_id, id) ON DELETE CASCADE
);
CREATE INDEX search_documents_tsv_idx ON search_documents USING gin (store_id, tsv);
CREATE INDEX search_documents_fold_idx ON search_documents USING gin (store_id, fold gin_trgm_ops);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_documents TO dokon_app;

-- +goose Down
DROP TABLE search_documents;
DROP FUNCTION shop_fold(text);
