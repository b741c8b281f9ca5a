-- +goose Up
CREATE TABLE payments (
  store_id     bigint NOT NULL,
  id           uuid NOT NULL,
  order_id     uuid NOT NULL,
  method       text NOT NULL, -- what the buyer chose: CASH, …
  provider     text NOT NULL, -- who moves the money: cash, …
  provider_ref text,          -- the provider's own id of it
  state        text NOT NULL,
  amount       bigint NOT NULL,
  currency     text NOT NULL DEFAULT 'UZS',
  expires_at   timestamptz,
  captured_at  timestamptz,
  closed_at    timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT payments_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT payments_provider_ref_key UNIQUE (store_id, provider, provider_ref),
  CONSTRAINT payments_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT payments_state_check CHECK (state IN ('CREATED', 'PENDING', 'AUTHORIZED', 'CAPTURED', 'FAILED', 'CANCELED', 'EXPIRED')),
  CONSTRAINT payments_amount_check CHECK (amount > 0)
);
-- One live attempt of an order with a provider.
CREATE UNIQUE INDEX payments_live_key ON payments (store_id, order_id, provider) WHERE state IN ('CREATED', 'PENDING', 'AUTHORIZED');
CREATE INDEX payments_order_id_idx ON payments (store_id, order_id);
CREATE INDEX payments_created_at_idx ON payments (store_id, created_at DESC, id DESC);
SELECT protect_tenant_table('payments');

CREATE TABLE ledger_accounts (
  store_id bigint NOT NULL REFERENCES stores (id),
  id       uuid NOT NULL,
  code     text NOT NULL, -- 'buyer', 'cash:courier', 'cash:till', later 'provider:payme' …
  currency text NOT NULL DEFAULT 'UZS',
  CONSTRAINT ledger_accounts_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT ledger_accounts_code_key UNIQUE (store_id, code, currency)
);
SELECT protect_tenant_table('ledger_accounts');

CREATE TABLE ledger_transactions (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  kind       text NOT NULL, -- CAPTURE, REFUND, HANDOVER …
  order_id   uuid,
  payment_id uuid,
  dedup_key  text NOT NULL, -- a repeated command books once
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_transactions_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT ledger_transactions_dedup_key UNIQUE (store_id, dedup_key),
  CONSTRAINT ledger_transactions_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id),
  CONSTRAINT ledger_transactions_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id)
);
CREATE INDEX ledger_transactions_order_id_idx ON ledger_transactions (store_id, order_id);
CREATE INDEX ledger_transactions_payment_id_idx ON ledger_transactions (store_id, payment_id);
SELECT protect_tenant_table('ledger_transactions', true);

-- One row is one movement from an account to another, so debits and credits are equal by the shape of the table: no
-- state of it can fail to sum to zero. Append only.
CREATE TABLE ledger_entries (
  store_id       bigint NOT NULL,
  id             uuid NOT NULL,
  transaction_id uuid NOT NULL,
  debit_account  uuid NOT NULL,
  credit_account uuid NOT NULL,
  amount         bigint NOT NULL, -- tiyin
  currency       text NOT NULL DEFAULT 'UZS',
  CONSTRAINT ledger_entries_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT ledger_entries_transaction_id_fkey FOREIGN KEY (store_id, transaction_id) REFERENCES ledger_transactions (store_id, id),
  CONSTRAINT ledger_entries_debit_fkey FOREIGN KEY (store_id, debit_account) REFERENCES ledger_accounts (store_id, id),
  CONSTRAINT ledger_entries_credit_fkey FOREIGN KEY (store_id, credit_account) REFERENCES ledger_accounts (store_id, id),
  CONSTRAINT ledger_entries_amount_check CHECK (amount > 0 AND debit_account <> credit_account)
);
CREATE INDEX ledger_entries_transaction_id_idx ON ledger_entries (store_id, transaction_id);
CREATE INDEX ledger_entries_debit_idx ON ledger_entries (store_id, debit_account);
CREATE INDEX ledger_entries_credit_idx ON ledger_entries (store_id, credit_account);
SELECT protect_tenant_table('ledger_entries', true);

-- +goose Down
DROP TABLE ledger_entries, ledger_transactions, ledger_accounts, payments;
