-- +goose Up
-- The first shop_fold left punctuation to the text parser, which takes «BK-15» for a word and the number −15, and signs and
-- accents to the rules of unaccent, which differ between servers. Now the function itself gives plain words, by rules that
-- server/search/fold.go repeats letter for letter.
DROP INDEX search_documents_tsv_idx, search_documents_fold_idx;
ALTER TABLE search_documents DROP COLUMN fold, DROP COLUMN tsv;

-- shop_fold writes text as words of one plain alphabet with single spaces between them, so that «Кўйлак», «KOʻYLAK» and
-- «koylak» are one word. Apostrophes of all kinds, soft hyphens and zero-width characters vanish; Cyrillic and special Latin
-- letters are spelled; accents fall off; all else that is neither letter nor digit is a space.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION shop_fold(source text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(regexp_replace(normalize(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      translate(
        lower(normalize(regexp_replace(source,
          '[''`\u00AD\u00B4\u02B9\u02BA\u02BB\u02BC\u02BD\u02C8\u02CA\u02CB\u055A\u200B\u200C\u200D\u2018\u2019\u201B\u2032\u2035\uA78C\uFEFF\uFF07]+', '', 'g'), NFKC)),
        'абвгдезийклмнопрстуфхқғҳўыэжіїєґәңөүұһıøłđъь',
        'abvgdeziyklmnoprstufxqghoiejiieganouuhiold'),
      'ё', 'yo'), 'ю', 'yu'), 'я', 'ya'), 'ш', 'sh'), 'щ', 'sh'), 'ч', 'ch'), 'ц', 'ts'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    NFKD), '[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;
-- +goose StatementEnd

-- Russian is mostly written without ё: what is written with it is found by both spellings.
ALTER TABLE search_documents
  ADD COLUMN fold text GENERATED ALWAYS AS (shop_fold(title)) STORED,
  ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', shop_fold(title)), 'A') ||
    setweight(to_tsvector('simple', CASE WHEN title ~ '[ёЁ]' THEN shop_fold(translate(title, 'ёЁ', 'ее')) ELSE '' END), 'B') ||
    setweight(to_tsvector('simple', shop_fold(body)), 'C') ||
    setweight(to_tsvector('simple', CASE WHEN body ~ '[ёЁ]' THEN shop_fold(translate(body, 'ёЁ', 'ее')) ELSE '' END), 'D')) STORED;
-- What is written and not yet sorted in is read through by every search: keep that short.
CREATE INDEX search_documents_tsv_idx ON search_documents USING gin (store_id, tsv) WITH (gin_pending_list_limit = 256);
CREATE INDEX search_documents_fold_idx ON search_documents USING gin (store_id, fold gin_trgm_ops) WITH (gin_pending_list_limit = 256);

-- +goose Down
DROP INDEX search_documents_tsv_idx, search_documents_fold_idx;
ALTER TABLE search_documents DROP COLUMN fold, DROP COLUMN tsv;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION shop_fold(source text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.unaccent('public.unaccent'::regdictionary,
    replace(replace(replace(replace(replace(replace(replace(
      translate(lower(source),
        'абвгдезийклмнопрстуфхқғҳўыэжъь''`ʻʼ’‘′´',
        'abvgdeziyklmnoprstufxqghoiej'),
      'ё', 'yo'), 'ю', 'yu'), 'я', 'ya'), 'ш', 'sh'), 'щ', 'sh'), 'ч', 'ch'), 'ц', 'ts'))
$$;
-- +goose StatementEnd
ALTER TABLE search_documents
  ADD COLUMN fold text GENERATED ALWAYS AS (shop_fold(title)) STORED,
  ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', shop_fold(title)), 'A') ||
    setweight(to_tsvector('simple', shop_fold(body)), 'C')) STORED;
CREATE INDEX search_documents_tsv_idx ON search_documents USING gin (store_id, tsv);
CREATE INDEX search_documents_fold_idx ON search_documents USING gin (store_id, fold gin_trgm_ops);
