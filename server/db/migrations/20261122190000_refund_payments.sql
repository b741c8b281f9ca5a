-- +goose Up
-- What went back of a captured payment, tiyin.
ALTER TABLE payments ADD COLUMN refunded bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT payments_refunded_check CHECK (refunded >= 0 AND refunded <= amount AND (refunded = 0 OR state = 'CAPTURED'));

-- +goose Down
ALTER TABLE payments DROP COLUMN refunded;
