-- +goose Up
-- What is asked for in advance, percent of the product's lines. NULL: the store's rule.
ALTER TABLE products ADD COLUMN deposit_percent smallint,
  ADD CONSTRAINT products_deposit_percent_check CHECK (deposit_percent BETWEEN 0 AND 100);

-- Money that the shop owes: gift cards, whoever knows the code, and the cashback of customers. What orders hold cannot be
-- held twice, and nothing goes below zero.
CREATE TABLE purses (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  kind        text NOT NULL,
  customer_id uuid,  -- whose cashback
  code_hash   bytea, -- of a gift card
  hint        text NOT NULL DEFAULT '',  -- the last four characters of its code
  note        text NOT NULL DEFAULT '',
  issued      bigint NOT NULL DEFAULT 0, -- what a gift card had at first, tiyin
  balance     bigint NOT NULL,           -- tiyin, with what orders hold
  held        bigint NOT NULL DEFAULT 0,
  expires_at  timestamptz,
  voided_at   timestamptz,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  CONSTRAINT purses_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT purses_code_hash_key UNIQUE (store_id, code_hash),
  CONSTRAINT purses_customer_id_key UNIQUE (store_id, customer_id),
  CONSTRAINT purses_customer_id_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers (store_id, id),
  CONSTRAINT purses_kind_check CHECK (kind = 'GIFT_CARD' AND code_hash IS NOT NULL AND customer_id IS NULL
    OR kind = 'CASHBACK' AND code_hash IS NULL AND customer_id IS NOT NULL),
  CONSTRAINT purses_balance_check CHECK (balance >= 0 AND held >= 0 AND held <= balance)
);
CREATE INDEX purses_kind_idx ON purses (store_id, kind, id);
SELECT protect_tenant_table('purses');

-- What orders hold of purses until they are accepted.
CREATE TABLE purse_holds (
  store_id bigint NOT NULL,
  order_id uuid NOT NULL,
  purse_id uuid NOT NULL,
  amount   bigint NOT NULL, -- tiyin
  state    text NOT NULL,
  CONSTRAINT purse_holds_pkey PRIMARY KEY (store_id, order_id, purse_id),
  CONSTRAINT purse_holds_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT purse_holds_purse_id_fkey FOREIGN KEY (store_id, purse_id) REFERENCES purses (store_id, id),
  CONSTRAINT purse_holds_amount_check CHECK (amount > 0),
  CONSTRAINT purse_holds_state_check CHECK (state IN ('HELD', 'SPENT', 'RELEASED'))
);
CREATE INDEX purse_holds_purse_id_idx ON purse_holds (store_id, purse_id);
SELECT protect_tenant_table('purse_holds');

ALTER TABLE payments ADD COLUMN purse_id uuid,
  ADD CONSTRAINT payments_purse_id_fkey FOREIGN KEY (store_id, purse_id) REFERENCES purses (store_id, id);
CREATE INDEX payments_purse_id_idx ON payments (store_id, purse_id) WHERE purse_id IS NOT NULL;

-- What the buyer wants to pay with besides the method.
ALTER TABLE carts ADD COLUMN gift_card_id uuid,
  ADD COLUMN cashback bigint NOT NULL DEFAULT 0, -- at most so much of it, tiyin
  ADD CONSTRAINT carts_gift_card_id_fkey FOREIGN KEY (store_id, gift_card_id) REFERENCES purses (store_id, id),
  ADD CONSTRAINT carts_cashback_check CHECK (cashback >= 0);
CREATE INDEX carts_gift_card_id_idx ON carts (store_id, gift_card_id) WHERE gift_card_id IS NOT NULL;

ALTER TABLE quotes ADD COLUMN credit bigint NOT NULL DEFAULT 0, -- paid by gift card and cashback
  ADD COLUMN prepaid bigint NOT NULL DEFAULT 0;                 -- asked for in advance by the method

ALTER TABLE orders ADD COLUMN deposit bigint NOT NULL DEFAULT 0, -- asked for in advance, 0: all or nothing, as the method has it
  ADD COLUMN keeps_deposit boolean NOT NULL DEFAULT false, -- by the rule of then, when the buyer calls it off
  ADD COLUMN held bigint NOT NULL DEFAULT 0,                     -- of purses, not paid yet
  ADD COLUMN credit bigint NOT NULL DEFAULT 0,                   -- paid by purses, less what went back
  ADD CONSTRAINT orders_deposit_check CHECK (deposit >= 0 AND deposit <= total),
  ADD CONSTRAINT orders_credit_check CHECK (held >= 0 AND credit >= 0);

-- An order that is accepted at once spends its purses before its row, which carries the number, is written.
ALTER TABLE ledger_transactions ALTER CONSTRAINT ledger_transactions_order_id_fkey DEFERRABLE INITIALLY DEFERRED;

-- +goose Down
ALTER TABLE ledger_transactions ALTER CONSTRAINT ledger_transactions_order_id_fkey NOT DEFERRABLE;
ALTER TABLE orders DROP COLUMN deposit, DROP COLUMN keeps_deposit, DROP COLUMN held, DROP COLUMN credit;
ALTER TABLE quotes DROP COLUMN credit, DROP COLUMN prepaid;
ALTER TABLE carts DROP COLUMN gift_card_id, DROP COLUMN cashback;
ALTER TABLE payments DROP COLUMN purse_id;
DROP TABLE purse_holds, purses;
ALTER TABLE products DROP COLUMN deposit_percent;
