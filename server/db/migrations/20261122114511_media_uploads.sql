-- +goose Up
-- Where somebody was let to put one picture. The row outlives the upload by a day, so that whatever was put at its
-- address, even late, is found and removed.
CREATE TABLE media_uploads (
  store_id   bigint NOT NULL REFERENCES stores (id),
  id         uuid NOT NULL,
  byte_size  integer NOT NULL,
  expires_at timestamptz NOT NULL, -- of the address
  media_id   uuid,                 -- what became of it; NULL until finished
  created_at timestamptz NOT NULL,
  CONSTRAINT media_uploads_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT media_uploads_media_id_fkey FOREIGN KEY (store_id, media_id) REFERENCES media (store_id, id) ON DELETE CASCADE,
  CONSTRAINT media_uploads_byte_size_check CHECK (byte_size > 0)
);
CREATE INDEX media_uploads_media_id_idx ON media_uploads (store_id, media_id);
CREATE INDEX media_uploads_created_at_idx ON media_uploads (store_id, created_at);
SELECT protect_tenant_table('media_uploads');

-- LIVE: may be shown and attached. DELETED: gone for everybody, kept while an order shows it. PURGING: its files are being
-- removed, the row follows.
ALTER TABLE media
  ADD COLUMN state text NOT NULL DEFAULT 'LIVE',
  ADD COLUMN idle_since timestamptz, -- since when nothing has shown it, as far as the clean-up has noticed
  ADD CONSTRAINT media_state_check CHECK (state IN ('LIVE', 'DELETED', 'PURGING'));
CREATE INDEX media_idle_since_idx ON media (store_id, idle_since) WHERE idle_since IS NOT NULL;
CREATE INDEX media_state_idx ON media (store_id, state) WHERE state <> 'LIVE';

-- +goose Down
ALTER TABLE media DROP COLUMN state, DROP COLUMN idle_since;
DROP TABLE media_uploads;
