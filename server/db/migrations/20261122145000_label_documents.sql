-- +goose Up
-- What search counts products by besides categories, prices and options; see search.Label and search.Number.
ALTER TABLE search_documents
  ADD COLUMN is_on_sale boolean NOT NULL DEFAULT false,
  ADD COLUMN labels     text[] NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE search_documents DROP COLUMN is_on_sale, DROP COLUMN labels;
