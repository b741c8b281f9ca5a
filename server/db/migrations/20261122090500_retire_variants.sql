-- +goose Up
-- A retired variant is no longer part of its product; the row stays for the orders that know it, without the keys that
-- another variant may want.
ALTER TABLE variants ADD COLUMN retired_at timestamptz;
ALTER TABLE variants DROP CONSTRAINT variants_choice_key;
CREATE UNIQUE INDEX variants_choice_key ON variants (store_id, product_id, choice_key) WHERE retired_at IS NULL;
ALTER TABLE variants ADD CONSTRAINT variants_retired_check
  CHECK (retired_at IS NULL OR (NOT is_active AND sku IS NULL AND external_id IS NULL));

-- +goose Down
DELETE FROM variants WHERE retired_at IS NOT NULL;
ALTER TABLE variants DROP CONSTRAINT variants_retired_check;
DROP INDEX variants_choice_key;
ALTER TABLE variants ADD CONSTRAINT variants_choice_key UNIQUE (store_id, product_id, choice_key);
ALTER TABLE variants DROP COLUMN retired_at;
