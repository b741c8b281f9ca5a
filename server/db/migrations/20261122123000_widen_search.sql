-- +goose Up
-- A search document now holds, besides its words, what results are filtered, sorted and counted by; the words are kept as
-- one narrow vector, since a search for a common word reads many thousand rows.
DROP INDEX search_documents_tsv_idx, search_documents_fold_idx;

-- search_vector gives the words of a document: those of its title as they are, keywords with + before them, those of its
-- body with ~. Russian is mostly written without ё: what is written with it is found by both spellings.
-- +goose StatementBegin
CREATE FUNCTION search_vector(title text, keywords text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_to_tsvector(ARRAY(
    SELECT DISTINCT part.mark || left(word, 40)
    FROM (VALUES ('', title), ('+', keywords), ('~', body)) AS part (mark, source),
         regexp_split_to_table(shop_fold(part.source) || CASE
           WHEN part.source ~ '[ёЁ]' THEN ' ' || shop_fold(translate(part.source, 'ёЁ', 'ее')) ELSE '' END, ' ') AS word
    WHERE word <> ''))
$$;
-- +goose StatementEnd
GRANT EXECUTE ON FUNCTION search_vector(text, text, text) TO dokon_app;

ALTER TABLE search_documents
  DROP COLUMN fold, DROP COLUMN tsv,
  ADD COLUMN words        tsvector,
  ADD COLUMN format       smallint NOT NULL DEFAULT 0, -- of the code that wrote it; older ones are written again
  ADD COLUMN revision     integer NOT NULL DEFAULT 1,  -- counts the writes of this document
  ADD COLUMN changed      xid8 NOT NULL DEFAULT pg_current_xact_id(), -- the transaction of the last write
  ADD COLUMN title_length smallint NOT NULL DEFAULT 1, -- words of the name
  ADD COLUMN category_id  uuid,
  ADD COLUMN price_min    bigint NOT NULL DEFAULT 0,   -- tiyin
  ADD COLUMN position     integer NOT NULL DEFAULT 0,
  ADD COLUMN published_at timestamptz,
  ADD COLUMN choices      text[] NOT NULL DEFAULT '{}'; -- one for each active variant, see search.Choice
UPDATE search_documents SET words = search_vector(title, '', body);
ALTER TABLE search_documents
  ALTER COLUMN words SET NOT NULL, DROP COLUMN title, DROP COLUMN body;
-- What is written and not yet sorted in is read through by every search: keep that short.
CREATE INDEX search_documents_words_idx ON search_documents USING gin (store_id, words) WITH (gin_pending_list_limit = 256);
CREATE INDEX search_documents_changed_idx ON search_documents (store_id, changed);

-- The lexicon: words of titles and keywords with the number of products that have them. Outside row-level security like
-- the documents, for the sake of the trigram index; only server/search reads it, always with store_id.
CREATE TABLE search_words (
  store_id bigint NOT NULL REFERENCES stores (id),
  word     text COLLATE "C" NOT NULL, -- folded
  sound    text NOT NULL,             -- as it is said, see search.sound
  products integer NOT NULL,
  latin    text NOT NULL DEFAULT '',  -- as shops write it, where they do
  cyrillic text NOT NULL DEFAULT '',
  CONSTRAINT search_words_pkey PRIMARY KEY (store_id, word)
);
CREATE INDEX search_words_sound_idx ON search_words USING gin (store_id, sound gin_trgm_ops) WITH (gin_pending_list_limit = 256);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_words TO dokon_app;

-- What writes of documents change in the lexicon. Writers only add rows, so they never wait for one another over a common
-- word; one job takes the rows of all stores and adds them up.
CREATE TABLE search_word_changes (
  store_id bigint NOT NULL REFERENCES stores (id),
  id       bigint GENERATED ALWAYS AS IDENTITY,
  word     text COLLATE "C" NOT NULL,
  sound    text NOT NULL,
  products integer NOT NULL,
  latin    text NOT NULL,
  cyrillic text NOT NULL,
  CONSTRAINT search_word_changes_pkey PRIMARY KEY (store_id, id)
);
GRANT SELECT, INSERT, DELETE ON search_word_changes TO dokon_app;

CREATE TABLE search_synonyms (
  store_id   bigint NOT NULL REFERENCES stores (id),
  groups     jsonb NOT NULL, -- [["futbolka", "mayka"], …] as typed
  version    integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CONSTRAINT search_synonyms_pkey PRIMARY KEY (store_id)
);
SELECT protect_tenant_table('search_synonyms');

-- +goose Down
DROP TABLE search_synonyms, search_word_changes, search_words;
DROP INDEX search_documents_words_idx, search_documents_changed_idx;
ALTER TABLE search_documents
  ADD COLUMN title text NOT NULL DEFAULT '', ADD COLUMN body text NOT NULL DEFAULT '',
  DROP COLUMN words, DROP COLUMN format, DROP COLUMN revision, DROP COLUMN changed, DROP COLUMN title_length,
  DROP COLUMN category_id, DROP COLUMN price_min, DROP COLUMN position, DROP COLUMN published_at, DROP COLUMN choices;
-- Words without their texts cannot be turned back: products are found again once they are saved.
ALTER TABLE search_documents ALTER COLUMN title DROP DEFAULT, ALTER COLUMN body DROP DEFAULT;
ALTER TABLE search_documents
  ADD COLUMN fold text GENERATED ALWAYS AS (shop_fold(title)) STORED,
  ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', shop_fold(title)), 'A') ||
    setweight(to_tsvector('simple', CASE WHEN title ~ '[ёЁ]' THEN shop_fold(translate(title, 'ёЁ', 'ее')) ELSE '' END), 'B') ||
    setweight(to_tsvector('simple', shop_fold(body)), 'C') ||
    setweight(to_tsvector('simple', CASE WHEN body ~ '[ёЁ]' THEN shop_fold(translate(body, 'ёЁ', 'ее')) ELSE '' END), 'D')) STORED;
CREATE INDEX search_documents_tsv_idx ON search_documents USING gin (store_id, tsv) WITH (gin_pending_list_limit = 256);
CREATE INDEX search_documents_fold_idx ON search_documents USING gin (store_id, fold gin_trgm_ops) WITH (gin_pending_list_limit = 256);
DROP FUNCTION search_vector(text, text, text);
