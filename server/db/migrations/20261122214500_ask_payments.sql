-- +goose Up
-- When the provider is to be asked what became of an attempt; null: it is known, or cannot be asked.
ALTER TABLE payments ADD COLUMN ask_at timestamptz;
CREATE INDEX payments_ask_at_idx ON payments (store_id, ask_at) WHERE ask_at IS NOT NULL;

-- +goose Down
ALTER TABLE payments DROP COLUMN ask_at;
