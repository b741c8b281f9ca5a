-- +goose Up
-- Transactions as Payme knows them. Times are milliseconds since 1970, exactly as they were first received or answered.
CREATE TABLE payme_transactions (
  store_id     bigint NOT NULL,
  id           text NOT NULL, -- Payme's
  payment_id   uuid NOT NULL,
  order_id     uuid NOT NULL,
  time         bigint NOT NULL, -- of its creation in Payme
  amount       bigint NOT NULL, -- tiyin
  account      text NOT NULL,   -- number of the order, as it was sent
  state        smallint NOT NULL,
  reason       smallint,
  create_time  bigint NOT NULL,
  perform_time bigint NOT NULL DEFAULT 0,
  cancel_time  bigint NOT NULL DEFAULT 0,
  CONSTRAINT payme_transactions_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT payme_transactions_payment_id_key UNIQUE (store_id, payment_id),
  CONSTRAINT payme_transactions_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT payme_transactions_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id),
  CONSTRAINT payme_transactions_state_check CHECK (state IN (1, 2, -1, -2))
);
-- One transaction of an order that may bring, or has brought, its money.
CREATE UNIQUE INDEX payme_transactions_live_key ON payme_transactions (store_id, order_id) WHERE state IN (1, 2);
CREATE INDEX payme_transactions_order_id_idx ON payme_transactions (store_id, order_id);
CREATE INDEX payme_transactions_time_idx ON payme_transactions (store_id, time, id);
CREATE INDEX payme_transactions_open_idx ON payme_transactions (store_id, time) WHERE state = 1;
SELECT protect_tenant_table('payme_transactions');

-- Receipts of the tax office's cash register, as providers tell of them.
CREATE TABLE fiscal_receipts (
  store_id      bigint NOT NULL,
  payment_id    uuid NOT NULL,
  kind          text NOT NULL, -- PERFORM: of the sale, CANCEL: of its return
  receipt_id    text NOT NULL DEFAULT '',
  status_code   integer NOT NULL,
  message       text NOT NULL DEFAULT '',
  terminal_id   text NOT NULL DEFAULT '',
  fiscal_sign   text NOT NULL DEFAULT '',
  qr_code_url   text NOT NULL DEFAULT '',
  registered_at timestamptz,
  updated_at    timestamptz NOT NULL,
  CONSTRAINT fiscal_receipts_pkey PRIMARY KEY (store_id, payment_id, kind),
  CONSTRAINT fiscal_receipts_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id),
  CONSTRAINT fiscal_receipts_kind_check CHECK (kind IN ('PERFORM', 'CANCEL'))
);
SELECT protect_tenant_table('fiscal_receipts');

-- Calls of providers and what they were answered, secrets masked. Append only.
CREATE TABLE payment_operations (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  provider    text NOT NULL,
  method      text NOT NULL,
  request     text NOT NULL,
  answer      text NOT NULL,
  code        integer NOT NULL, -- of the refusal; 0 for what was done
  address     text NOT NULL DEFAULT '',
  received_at timestamptz NOT NULL,
  CONSTRAINT payment_operations_pkey PRIMARY KEY (store_id, id)
);
SELECT protect_tenant_table('payment_operations', true);

-- +goose Down
DROP TABLE payment_operations, fiscal_receipts, payme_transactions;
