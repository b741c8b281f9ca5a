-- +goose Up
-- True while a price list for a group of shoppers is switched on: answers to shoppers are then not shared. It stands with the
-- store because every request has read that already.
ALTER TABLE stores ADD COLUMN has_group_prices boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE stores DROP COLUMN has_group_prices;
