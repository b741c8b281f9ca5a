-- +goose Up
-- The note or notes that the buyer will pay in cash with, tiyin, so that change is brought along. NULL: no change is needed.
ALTER TABLE carts ADD COLUMN change_from bigint,
  ADD CONSTRAINT carts_change_from_check CHECK (change_from > 0);
ALTER TABLE orders ADD COLUMN change_from bigint,
  ADD CONSTRAINT orders_change_from_check CHECK (change_from > 0);
-- What the buyer handed over in cash; what is beyond the amount went back as change.
ALTER TABLE payments ADD COLUMN tendered bigint,
  ADD CONSTRAINT payments_tendered_check CHECK (tendered IS NULL OR tendered >= amount AND state = 'CAPTURED');

-- +goose Down
ALTER TABLE payments DROP COLUMN tendered;
ALTER TABLE orders DROP COLUMN change_from;
ALTER TABLE carts DROP COLUMN change_from;
