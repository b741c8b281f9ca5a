-- +goose Up
-- What is on its way back to the buyer, tiyin: a part of a payment is promised to one refund only.
ALTER TABLE payments ADD COLUMN refunding bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT payments_refunding_check CHECK (refunding >= 0 AND refunded + refunding <= amount AND (refunding = 0 OR state = 'CAPTURED'));

CREATE TABLE refunds (
  store_id     bigint NOT NULL,
  id           uuid NOT NULL, -- also the key under which the provider is asked
  order_id     uuid NOT NULL,
  payment_id   uuid NOT NULL,
  state        text NOT NULL,
  cause        text NOT NULL,
  amount       bigint NOT NULL, -- tiyin
  reason       text NOT NULL DEFAULT '',
  lines        jsonb NOT NULL DEFAULT '[]', -- [{"line": id, "quantity": n, "amount": tiyin}], when it is for goods
  is_by_hand   boolean NOT NULL DEFAULT false, -- staff have to give the money back
  provider_ref text NOT NULL DEFAULT '',
  failure      text NOT NULL DEFAULT '',
  asked_at     timestamptz, -- when the provider was asked first
  closed_at    timestamptz, -- done or failed
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  CONSTRAINT refunds_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT refunds_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id),
  CONSTRAINT refunds_payment_id_fkey FOREIGN KEY (store_id, payment_id) REFERENCES payments (store_id, id),
  CONSTRAINT refunds_state_check CHECK (state IN ('REQUESTED', 'PROCESSING', 'DONE', 'FAILED')),
  CONSTRAINT refunds_cause_check CHECK (cause IN ('STAFF', 'CANCELED', 'SURPLUS', 'PROVIDER')),
  CONSTRAINT refunds_amount_check CHECK (amount > 0)
);
CREATE INDEX refunds_order_id_idx ON refunds (store_id, order_id, id);
CREATE INDEX refunds_payment_id_idx ON refunds (store_id, payment_id);
CREATE INDEX refunds_open_idx ON refunds (store_id, id) WHERE state IN ('REQUESTED', 'PROCESSING', 'FAILED');
SELECT protect_tenant_table('refunds');

-- +goose Down
DROP TABLE refunds;
ALTER TABLE payments DROP COLUMN refunding;
