-- +goose Up
-- Messages owed to people: written with the change they tell of, kept until the bot acknowledges them. Outside row-level
-- security on purpose: one bot process serves every store and claims across them (FOR UPDATE SKIP LOCKED). Only
-- server/notify reads this table.
CREATE TABLE notifications (
  store_id       bigint NOT NULL REFERENCES stores (id),
  id             uuid NOT NULL,
  kind           text NOT NULL,
  recipient_kind text NOT NULL,
  recipient_id   uuid NOT NULL,
  telegram_id    bigint NOT NULL, -- with language: what the bot needs, as it was then, since the people are behind row-level security
  language       text NOT NULL,
  order_id       uuid,
  url            text NOT NULL DEFAULT '', -- a one-time sign-in link; emptied when the message leaves the queue
  dedup_key      text NOT NULL,
  lane           smallint NOT NULL DEFAULT 1, -- 0 order, 1 service, 2 marketing
  state          text NOT NULL DEFAULT 'PENDING',
  due_at         timestamptz NOT NULL DEFAULT now(),
  expires_at     timestamptz NOT NULL,
  leased_until   timestamptz,
  attempts       integer NOT NULL DEFAULT 0,
  message_id     bigint,
  error          text NOT NULL DEFAULT '',
  created_at     timestamptz NOT NULL DEFAULT now(),
  done_at        timestamptz,
  CONSTRAINT notifications_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT notifications_dedup_key UNIQUE (store_id, dedup_key),
  CONSTRAINT notifications_recipient_kind_check CHECK (recipient_kind IN ('CUSTOMER', 'STAFF')),
  CONSTRAINT notifications_state_check CHECK (state IN ('PENDING', 'LEASED', 'SENT', 'DEAD', 'UNREACHABLE', 'EXPIRED'))
);
CREATE INDEX notifications_due_idx ON notifications (lane, due_at) WHERE state = 'PENDING';
CREATE INDEX notifications_open_idx ON notifications (id) WHERE state IN ('PENDING', 'LEASED');
CREATE INDEX notifications_done_at_idx ON notifications (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX notifications_leased_idx ON notifications (leased_until) WHERE state = 'LEASED';
CREATE INDEX notifications_order_id_idx ON notifications (store_id, order_id, recipient_id, id);
CREATE INDEX notifications_recipient_id_idx ON notifications (store_id, recipient_id) WHERE state = 'PENDING';
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications TO dokon_app;

-- The one living card of an order in a chat: which message to edit. A member of staff who buys in the own shop has two in
-- one chat, the buyer's and the staff's.
CREATE TABLE order_cards (
  store_id       bigint NOT NULL,
  order_id       uuid NOT NULL,
  recipient_kind text NOT NULL,
  telegram_id    bigint NOT NULL,
  message_id     bigint NOT NULL,
  updated_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT order_cards_pkey PRIMARY KEY (store_id, order_id, recipient_kind, telegram_id),
  CONSTRAINT order_cards_order_id_fkey FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('order_cards');

-- +goose Down
DROP TABLE order_cards, notifications;
