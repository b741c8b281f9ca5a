-- +goose Up
-- When a demo shop was filled to the end; NULL for other stores, and for one that was interrupted. Demo shops of before were
-- whole once they had collections, which were written last.
ALTER TABLE stores ADD COLUMN filled_at timestamptz;
UPDATE stores SET filled_at = updated_at
WHERE is_demo AND EXISTS (SELECT FROM collections WHERE collections.store_id = stores.id);

-- +goose Down
ALTER TABLE stores DROP COLUMN filled_at;
