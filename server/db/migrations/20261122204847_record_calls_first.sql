-- +goose Up
-- A call is written before anything is done about it, and what it was answered after; a call without an answer was cut off.
CREATE TABLE payment_answers (
  store_id     bigint NOT NULL,
  operation_id uuid NOT NULL,
  answer       text NOT NULL,
  code         integer NOT NULL, -- of the refusal; 0 for what was done
  answered_at  timestamptz NOT NULL,
  CONSTRAINT payment_answers_pkey PRIMARY KEY (store_id, operation_id),
  CONSTRAINT payment_answers_operation_id_fkey FOREIGN KEY (store_id, operation_id) REFERENCES payment_operations (store_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('payment_answers', true);
INSERT INTO payment_answers SELECT store_id, id, answer, code, received_at FROM payment_operations;
ALTER TABLE payment_operations DROP COLUMN answer, DROP COLUMN code;

-- Old calls go, with their answers; of the last 30 days none does, whoever asks.
GRANT DELETE ON payment_operations TO dokon_app;
CREATE POLICY keep_recent ON payment_operations AS RESTRICTIVE FOR DELETE USING (received_at < now() - interval '30 days');

-- With the version of the account, nobody who has the row of the store reads the account again before it has changed.
UPDATE stores s SET payments = jsonb_set(s.payments, ARRAY[a.provider, 'version'], to_jsonb(a.version))
FROM payment_accounts a WHERE a.store_id = s.id AND a.provider = 'payme' AND s.payments ? a.provider;

-- +goose Down
DROP POLICY keep_recent ON payment_operations;
REVOKE DELETE ON payment_operations FROM dokon_app;
ALTER TABLE payment_operations ADD COLUMN answer text NOT NULL DEFAULT '', ADD COLUMN code integer NOT NULL DEFAULT 0;
UPDATE payment_operations o SET answer = a.answer, code = a.code FROM payment_answers a WHERE a.store_id = o.store_id AND a.operation_id = o.id;
DROP TABLE payment_answers;
