-- +goose Up
-- Pictures by which buyers show that they have transferred money. The picture lies in the storage under the id.
CREATE TABLE payment_proofs (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL, -- of the upload that brought it
  payment_id uuid NOT NULL,
  state      text NOT NULL,
  reason     text NOT NULL DEFAULT '', -- why it was refused
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  CONSTRAINT payment_proofs_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT payment_proofs_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id),
  CONSTRAINT payment_proofs_state_check CHECK (state IN ('SENT', 'CONFIRMED', 'REFUSED'))
);
CREATE INDEX payment_proofs_payment_id_idx ON payment_proofs (store_id, payment_id, id);
SELECT protect_tenant_table('payment_proofs');

-- What happened, in the language of whom the message is for; empty where the bot words it alone.
ALTER TABLE notifications ADD COLUMN words text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE notifications DROP COLUMN words;
DROP TABLE payment_proofs;
