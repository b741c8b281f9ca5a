-- +goose Up
-- Payments that Telegram told the shop's bot of. A row is written before anything is made of it, so that a payment of which
-- nothing can be made is not lost either.
CREATE TABLE telegram_charges (
  store_id           bigint NOT NULL,
  id                 text NOT NULL, -- telegram_payment_charge_id
  payload            text NOT NULL, -- of the invoice
  telegram_id        bigint NOT NULL, -- who paid
  currency           text NOT NULL,
  amount             bigint NOT NULL, -- in the smallest unit of the currency: tiyin, or whole Stars
  provider_charge_id text NOT NULL, -- empty for Stars
  state              text NOT NULL,
  payment_id         uuid, -- what it became
  received_at        timestamptz NOT NULL,
  refunded_at        timestamptz,
  CONSTRAINT telegram_charges_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT telegram_charges_payment_id_key UNIQUE (store_id, payment_id),
  CONSTRAINT telegram_charges_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT telegram_charges_state_check CHECK (state IN ('RECEIVED', 'APPLIED', 'STRANGE', 'REFUNDED')),
  CONSTRAINT telegram_charges_amount_check CHECK (amount > 0)
);
CREATE INDEX telegram_charges_open_idx ON telegram_charges (store_id, received_at) WHERE state IN ('RECEIVED', 'STRANGE');
SELECT protect_tenant_table('telegram_charges');

-- +goose Down
DROP TABLE telegram_charges;
