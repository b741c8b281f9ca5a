-- +goose Up
-- Of a payment: the mode of the account by which it was made (null where providers have no accounts), the account of the
-- ledger in which its money was put, what is disputed, what was lost by a dispute, and what its provider says it has taken
-- when that is another sum than was asked for.
ALTER TABLE payments ADD COLUMN mode text,
  ADD COLUMN lies_at text NOT NULL DEFAULT '',
  ADD COLUMN disputed bigint NOT NULL DEFAULT 0,
  ADD COLUMN charged_back bigint NOT NULL DEFAULT 0,
  ADD COLUMN told bigint,
  ADD CONSTRAINT payments_mode_check CHECK (mode IN ('TEST', 'LIVE')),
  ADD CONSTRAINT payments_told_check CHECK (told >= 0),
  DROP CONSTRAINT payments_refunding_check,
  ADD CONSTRAINT payments_parts_check CHECK (refunding >= 0 AND disputed >= 0 AND charged_back >= 0
    AND refunded + refunding + disputed + charged_back <= amount
    AND (refunding + disputed + charged_back = 0 OR state = 'CAPTURED'));

UPDATE payments p SET lies_at = a.code
FROM ledger_transactions t JOIN ledger_entries e ON e.store_id = t.store_id AND e.transaction_id = t.id
  JOIN ledger_accounts a ON a.store_id = e.store_id AND a.id = e.debit_account
WHERE t.store_id = p.store_id AND t.payment_id = p.id AND t.kind = 'CAPTURE';

-- Money that a bank or a provider takes back by dispute.
CREATE TABLE chargebacks (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  order_id   uuid NOT NULL,
  payment_id uuid NOT NULL,
  state      text NOT NULL,
  source     text NOT NULL, -- who told of it
  amount     bigint NOT NULL, -- tiyin
  reason     text NOT NULL DEFAULT '',
  reference  text NOT NULL DEFAULT '', -- of the bank or the provider
  outcome    text NOT NULL DEFAULT '', -- words of the staff about its end
  opened_at  timestamptz NOT NULL,
  closed_at  timestamptz,
  CONSTRAINT chargebacks_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT chargebacks_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id),
  CONSTRAINT chargebacks_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id),
  CONSTRAINT chargebacks_state_check CHECK (state IN ('OPEN', 'WON', 'LOST') AND (state = 'OPEN') = (closed_at IS NULL)),
  CONSTRAINT chargebacks_source_check CHECK (source IN ('STAFF', 'PROVIDER')),
  CONSTRAINT chargebacks_amount_check CHECK (amount > 0)
);
CREATE INDEX chargebacks_order_id_idx ON chargebacks (store_id, order_id, id);
CREATE INDEX chargebacks_payment_id_idx ON chargebacks (store_id, payment_id);
CREATE INDEX chargebacks_open_idx ON chargebacks (store_id, id) WHERE state = 'OPEN';
SELECT protect_tenant_table('chargebacks');

-- Cash that couriers gave to the shop. Append only.
CREATE TABLE cash_handovers (
  store_id   bigint NOT NULL,
  id         uuid NOT NULL,
  courier_id uuid, -- null: a courier that nobody named
  taken_by   uuid, -- member of staff; null: a program
  amount     bigint NOT NULL, -- tiyin
  note       text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  CONSTRAINT cash_handovers_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT cash_handovers_courier_id_fkey FOREIGN KEY (store_id, courier_id) REFERENCES staff_members (store_id, id),
  CONSTRAINT cash_handovers_taken_by_fkey FOREIGN KEY (store_id, taken_by) REFERENCES staff_members (store_id, id),
  CONSTRAINT cash_handovers_amount_check CHECK (amount > 0)
);
CREATE INDEX cash_handovers_courier_id_idx ON cash_handovers (store_id, courier_id);
CREATE INDEX cash_handovers_taken_by_idx ON cash_handovers (store_id, taken_by);
SELECT protect_tenant_table('cash_handovers', true);

-- What was found when the books were held against each other.
CREATE TABLE ledger_checks (
  store_id bigint NOT NULL REFERENCES stores (id),
  id       uuid NOT NULL,
  at       timestamptz NOT NULL,
  drifts   jsonb NOT NULL DEFAULT '[]', -- [{"rule": …, "subject": id, "expected": tiyin, "found": tiyin}]
  count    integer NOT NULL,            -- of all drifts, also those that are not listed
  CONSTRAINT ledger_checks_pkey PRIMARY KEY (store_id, id)
);
SELECT protect_tenant_table('ledger_checks');

-- The purse that a transaction of the ledger is about, so that each purse is proven and not their sum alone.
ALTER TABLE ledger_transactions ADD COLUMN purse_id uuid,
  ADD CONSTRAINT ledger_transactions_purse_id_fkey FOREIGN KEY (store_id, purse_id) REFERENCES purses (store_id, id) DEFERRABLE INITIALLY DEFERRED;
UPDATE ledger_transactions t SET purse_id = p.purse_id FROM payments p
WHERE p.store_id = t.store_id AND p.id = t.payment_id AND p.purse_id IS NOT NULL;
UPDATE ledger_transactions t SET purse_id = p.id FROM purses p
WHERE p.store_id = t.store_id AND t.dedup_key IN ('gift_card:' || p.id, 'gift_card_void:' || p.id);
UPDATE ledger_transactions t SET purse_id = p.id FROM orders o, purses p
WHERE o.store_id = t.store_id AND o.id = t.order_id AND p.store_id = o.store_id AND p.customer_id = o.customer_id AND t.kind = 'GRANT';
CREATE INDEX ledger_transactions_purse_id_idx ON ledger_transactions (store_id, purse_id) WHERE purse_id IS NOT NULL;

-- A movement is in the currency of both its accounts, so that each currency sums to zero by itself.
DROP INDEX ledger_entries_debit_idx, ledger_entries_credit_idx;
CREATE INDEX ledger_entries_debit_idx ON ledger_entries (store_id, debit_account, currency);
CREATE INDEX ledger_entries_credit_idx ON ledger_entries (store_id, credit_account, currency);
ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_currency_key UNIQUE (store_id, id, currency);
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_debit_fkey, DROP CONSTRAINT ledger_entries_credit_fkey,
  ADD CONSTRAINT ledger_entries_debit_fkey FOREIGN KEY (store_id, debit_account, currency) REFERENCES ledger_accounts (store_id, id, currency),
  ADD CONSTRAINT ledger_entries_credit_fkey FOREIGN KEY (store_id, credit_account, currency) REFERENCES ledger_accounts (store_id, id, currency);

-- Cashback that an order has brought its buyer, less what was taken back with refunds, and by which percent; what the fiscal
-- receipt says of its delivery, as the store had it then.
ALTER TABLE orders ADD COLUMN cashback bigint NOT NULL DEFAULT 0,
  ADD COLUMN cashback_percent smallint NOT NULL DEFAULT 0,
  ADD COLUMN delivery_ikpu text NOT NULL DEFAULT '',
  ADD COLUMN delivery_package_code text NOT NULL DEFAULT '',
  ADD COLUMN delivery_vat_percent smallint NOT NULL DEFAULT 0,
  ADD CONSTRAINT orders_cashback_check CHECK (cashback >= 0);
UPDATE orders o SET cashback = e.amount, cashback_percent = coalesce((s.orders->>'cashbackPercent')::smallint, 0)
FROM ledger_transactions t JOIN ledger_entries e ON e.store_id = t.store_id AND e.transaction_id = t.id JOIN stores s ON s.id = t.store_id
WHERE t.store_id = o.store_id AND t.order_id = o.id AND t.kind = 'GRANT';

-- Since when staff have been told that the provider of a refund does not answer.
ALTER TABLE refunds ADD COLUMN overdue_at timestamptz;

-- What fiscal receipts need of the store: {"isRequired": …, "deliveryIkpu": …, "deliveryPackageCode": …, "deliveryVatPercent": …}.
ALTER TABLE stores ADD COLUMN fiscal jsonb NOT NULL DEFAULT '{}';

-- +goose Down
ALTER TABLE stores DROP COLUMN fiscal;
ALTER TABLE refunds DROP COLUMN overdue_at;
ALTER TABLE orders DROP COLUMN cashback, DROP COLUMN cashback_percent, DROP COLUMN delivery_ikpu, DROP COLUMN delivery_package_code,
  DROP COLUMN delivery_vat_percent;
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_debit_fkey, DROP CONSTRAINT ledger_entries_credit_fkey,
  ADD CONSTRAINT ledger_entries_debit_fkey FOREIGN KEY (store_id, debit_account) REFERENCES ledger_accounts (store_id, id),
  ADD CONSTRAINT ledger_entries_credit_fkey FOREIGN KEY (store_id, credit_account) REFERENCES ledger_accounts (store_id, id);
ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_currency_key;
DROP INDEX ledger_entries_debit_idx, ledger_entries_credit_idx;
CREATE INDEX ledger_entries_debit_idx ON ledger_entries (store_id, debit_account);
CREATE INDEX ledger_entries_credit_idx ON ledger_entries (store_id, credit_account);
ALTER TABLE ledger_transactions DROP COLUMN purse_id;
DROP TABLE ledger_checks, cash_handovers, chargebacks;
ALTER TABLE payments DROP CONSTRAINT payments_parts_check, DROP COLUMN mode, DROP COLUMN lies_at, DROP COLUMN disputed,
  DROP COLUMN charged_back, DROP COLUMN told,
  ADD CONSTRAINT payments_refunding_check CHECK (refunding >= 0 AND refunded + refunding <= amount AND (refunding = 0 OR state = 'CAPTURED'));
