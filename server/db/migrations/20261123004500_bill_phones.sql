-- +goose Up
-- The phone in whose app the bill of an attempt is, beside its page; empty when it was sent to none.
ALTER TABLE payments ADD COLUMN billed_phone text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE payments DROP COLUMN billed_phone;
