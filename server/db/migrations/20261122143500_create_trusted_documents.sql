-- +goose Up
-- GraphQL documents of the pages of all builds that still have visitors. Global: every store is served the same pages.
CREATE TABLE trusted_documents (
  hash        text NOT NULL,        -- hex SHA-256 of text
  text        text NOT NULL,
  replaced_at timestamptz,          -- when a build without it was started first; null while the newest one has it
  CONSTRAINT trusted_documents_pkey PRIMARY KEY (hash)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON trusted_documents TO dokon_app;

-- +goose Down
DROP TABLE trusted_documents;
