-- +goose Up
-- The page on which an attempt is paid, as the provider named it; empty where the page needs no asking.
ALTER TABLE payments ADD COLUMN page text NOT NULL DEFAULT '',
  ADD COLUMN openings integer NOT NULL DEFAULT 0; -- how often the provider was asked for a page

-- How long an order waits for the money, in minutes; null: as long as the provider says.
ALTER TABLE payment_accounts ADD COLUMN pay_within integer,
  ADD CONSTRAINT payment_accounts_pay_within_check CHECK (pay_within > 0);

-- +goose Down
ALTER TABLE payment_accounts DROP COLUMN pay_within;
ALTER TABLE payments DROP COLUMN page, DROP COLUMN openings;
