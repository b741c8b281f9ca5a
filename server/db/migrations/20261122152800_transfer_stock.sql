-- +goose Up
-- A place that is not used any more is archived: what came to it stays told. Pieces that are brought from one place to another
-- leave the one and come to the other under one transfer_id.
ALTER TABLE locations
  ADD COLUMN archived_at timestamptz,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT locations_default_check CHECK (NOT is_default OR archived_at IS NULL);

ALTER TABLE stock_movements
  ADD COLUMN transfer_id uuid,
  ADD COLUMN note text NOT NULL DEFAULT '',
  DROP CONSTRAINT stock_movements_reason_check,
  ADD CONSTRAINT stock_movements_reason_check
    CHECK (reason IN ('RECOUNT', 'RECEIVED', 'SOLD', 'RETURNED', 'DAMAGED', 'LOST', 'IMPORT', 'TRANSFERRED')),
  ADD CONSTRAINT stock_movements_transfer_check CHECK ((transfer_id IS NOT NULL) = (reason = 'TRANSFERRED'));
-- The history is asked for by place and by reason too, the newest first.
CREATE INDEX stock_movements_location_id_idx ON stock_movements (store_id, location_id, id DESC);
CREATE INDEX stock_movements_reason_idx ON stock_movements (store_id, reason, id DESC);

-- +goose Down
DROP INDEX stock_movements_location_id_idx, stock_movements_reason_idx;
ALTER TABLE stock_movements
  DROP CONSTRAINT stock_movements_transfer_check, DROP COLUMN transfer_id, DROP COLUMN note,
  DROP CONSTRAINT stock_movements_reason_check,
  ADD CONSTRAINT stock_movements_reason_check
    CHECK (reason IN ('RECOUNT', 'RECEIVED', 'SOLD', 'RETURNED', 'DAMAGED', 'LOST', 'IMPORT', 'TRANSFERRED'));
ALTER TABLE locations DROP CONSTRAINT locations_default_check, DROP COLUMN archived_at, DROP COLUMN version;
