-- +goose Up
-- Sign-ins of web pages that a person confirms in the chat with the shop's bot. Of the code in the link, and of the secret
-- that stays in the page, only hashes are kept.
CREATE TABLE telegram_sign_ins (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  code_hash   bytea NOT NULL,
  secret_hash bytea NOT NULL,
  match_code  text NOT NULL,
  site        text NOT NULL, -- host of the page; empty when not known
  device      text NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  answered_at timestamptz,
  customer_id uuid,          -- who said yes; NULL beside answered_at: somebody said no
  used_at     timestamptz,   -- when the page got its session
  CONSTRAINT telegram_sign_ins_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT telegram_sign_ins_code_hash_key UNIQUE (store_id, code_hash),
  CONSTRAINT telegram_sign_ins_secret_hash_key UNIQUE (store_id, secret_hash),
  CONSTRAINT telegram_sign_ins_customer_id_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers (store_id, id) ON DELETE CASCADE,
  CONSTRAINT telegram_sign_ins_customer_id_check CHECK (customer_id IS NULL OR answered_at IS NOT NULL),
  CONSTRAINT telegram_sign_ins_used_at_check CHECK (used_at IS NULL OR customer_id IS NOT NULL)
);
CREATE INDEX telegram_sign_ins_expires_at_idx ON telegram_sign_ins (store_id, expires_at);
CREATE INDEX telegram_sign_ins_customer_id_idx ON telegram_sign_ins (store_id, customer_id);
SELECT protect_tenant_table('telegram_sign_ins');

-- +goose Down
DROP TABLE telegram_sign_ins;
