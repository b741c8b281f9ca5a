-- +goose Up
-- A picture's words are edited like everything else: against the version that was read.
ALTER TABLE media ADD COLUMN version integer NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE media DROP COLUMN version;
