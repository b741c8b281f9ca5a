-- +goose Up
-- Cards that shoppers keep with a provider. The number of a card never comes here; what pays is the provider's token, sealed.
CREATE TABLE saved_cards (
  store_id    bigint NOT NULL,
  id          uuid NOT NULL,
  customer_id uuid NOT NULL,
  provider    text NOT NULL,
  mode        text NOT NULL, -- of the account with which the token is good
  number      text NOT NULL, -- masked
  expiry      text NOT NULL, -- MM/YY; empty when the provider does not tell
  token       bytea NOT NULL,
  token_hash  bytea NOT NULL, -- by which a card that is kept already is known
  verified_at timestamptz, -- when its owner was asked by SMS; null: it does not pay yet
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  CONSTRAINT saved_cards_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT saved_cards_token_key UNIQUE (store_id, provider, token_hash),
  CONSTRAINT saved_cards_customer_id_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers (store_id, id),
  CONSTRAINT saved_cards_mode_check CHECK (mode IN ('TEST', 'LIVE'))
);
CREATE INDEX saved_cards_customer_id_idx ON saved_cards (store_id, customer_id, id);
SELECT protect_tenant_table('saved_cards');

-- An attempt that charges a saved card: the masked number, which outlives the card, and what the provider calls the charge.
ALTER TABLE payments ADD COLUMN card_number text NOT NULL DEFAULT '',
  ADD COLUMN charge_ref text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE payments DROP COLUMN card_number, DROP COLUMN charge_ref;
DROP TABLE saved_cards;
