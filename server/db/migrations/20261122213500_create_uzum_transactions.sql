-- +goose Up
-- Transactions as Uzum Bank knows them. Times are milliseconds since 1970, exactly as they were first answered; 0 for never.
CREATE TABLE uzum_transactions (
  store_id     bigint NOT NULL,
  service_id   text NOT NULL,
  id           text NOT NULL, -- the bank's transId
  payment_id   uuid NOT NULL,
  order_id     uuid NOT NULL,
  amount       bigint NOT NULL, -- tiyin
  account      text NOT NULL,   -- number of the order, as it was sent
  state        text NOT NULL,
  until        bigint NOT NULL, -- when it is over unless it was confirmed
  trans_time   bigint NOT NULL,
  confirm_time bigint NOT NULL DEFAULT 0,
  reverse_time bigint NOT NULL DEFAULT 0,
  source       text NOT NULL DEFAULT '', -- of the money, as the bank tells it
  card_type    text NOT NULL DEFAULT '',
  CONSTRAINT uzum_transactions_pkey PRIMARY KEY (store_id, service_id, id),
  CONSTRAINT uzum_transactions_payment_id_key UNIQUE (store_id, payment_id),
  CONSTRAINT uzum_transactions_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT uzum_transactions_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id),
  CONSTRAINT uzum_transactions_state_check CHECK (state IN ('CREATED', 'CONFIRMED', 'REVERSED', 'FAILED'))
);
-- One transaction of an order that may bring, or has brought, its money.
CREATE UNIQUE INDEX uzum_transactions_live_key ON uzum_transactions (store_id, order_id) WHERE state IN ('CREATED', 'CONFIRMED');
CREATE INDEX uzum_transactions_order_id_idx ON uzum_transactions (store_id, order_id);
CREATE INDEX uzum_transactions_open_idx ON uzum_transactions (store_id, until) WHERE state = 'CREATED';
SELECT protect_tenant_table('uzum_transactions');

-- +goose Down
DROP TABLE uzum_transactions;
