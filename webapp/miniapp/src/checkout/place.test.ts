import { type Client, GqlError, NetworkError } from '@dokon/gql';
import { expect, test } from 'vitest';
import type { CartSync } from '../cart/sync';
import { placeOrder } from './place';

interface Answer {
  order?: { id: string };
  userErrors?: object[];
}

const all = (total: number) => ({ total, toPay: total });

let worlds = 0;

/** A cart that is ready for `totals[n]` after n reloads, `credits[n]` of it out of a gift card, and a server that answers in turn. */
function world(totals: (number | undefined)[], answers: (Answer | Error)[], credits = [0]) {
  const keys: (string | undefined)[] = [];
  let reloads = 0;
  const name = `qte_${worlds++}`;
  const cart = {
    settle: async () => true,
    reload: async () => void reloads++,
    get server() {
      const credit = credits[Math.min(reloads, credits.length - 1)] ?? 0;
      const total = totals[Math.min(reloads, totals.length - 1)];
      const quote =
        total === undefined
          ? null
          : { id: `${name}_${Math.min(reloads, totals.length - 1)}`, total: { minor: total }, expiresAt: '' };
      const plan = { now: { minor: (total ?? 0) - credit }, later: { minor: 0 } };
      return { value: { readiness: { canPlace: quote !== null, blockers: [] }, quote, plan } };
    },
  } as unknown as CartSync;
  const client = {
    exec: async (_: unknown, __: unknown, options: { idempotencyKey?: string }) => {
      keys.push(options.idempotencyKey);
      const answer = answers[keys.length - 1];
      if (answer instanceof Error) throw answer;
      return { orderPlace: { order: null, userErrors: [], ...answer } };
    },
  } as unknown as Client;
  return { cart, client, keys, name };
}

const error = (code: string, more = {}) => ({ code, message: code, path: [], ...more });

test('places for the agreed sum, with the quote as the key', async () => {
  const { client, cart, keys, name } = world([500], [{ order: { id: 'ord_1' } }]);
  expect(await placeOrder(client, cart, all(500))).toEqual({ kind: 'placed', order: { id: 'ord_1' } });
  expect(keys).toEqual([`place-${name}_0`]);
});

test('asks before another sum, and sends nothing', async () => {
  const { client, cart, keys } = world([700], []);
  expect(await placeOrder(client, cart, all(500))).toEqual({ kind: 'changed', before: all(500), after: all(700) });
  expect(keys).toEqual([]);
});

test('the server may find the change too', async () => {
  const { client, cart } = world([500], [{ userErrors: [error('PRICE_CHANGED', { after: { minor: 900 } })] }]);
  expect(await placeOrder(client, cart, all(500))).toEqual({ kind: 'changed', before: all(500), after: all(900) });
});

test('an expired quote of the same sum is renewed without asking', async () => {
  const { client, cart, keys, name } = world(
    [500, 500],
    [{ userErrors: [error('QUOTE_EXPIRED')] }, { order: { id: 'ord_1' } }],
  );
  expect(await placeOrder(client, cart, all(500))).toEqual({ kind: 'placed', order: { id: 'ord_1' } });
  expect(keys).toEqual([`place-${name}_0`, `place-${name}_1`]);
});

test('after a refusal the same quote is tried under another key', async () => {
  const { client, cart, keys } = world([800], [{ userErrors: [error('PAUSED')] }, { order: { id: 'ord_1' } }]);
  expect(await placeOrder(client, cart, all(800))).toEqual({ kind: 'refused', message: 'PAUSED' });
  expect(await placeOrder(client, cart, all(800))).toEqual({ kind: 'placed', order: { id: 'ord_1' } });
  expect(new Set(keys).size).toBe(2);
});

test('a cart that is not ready is blocked, before or after asking', async () => {
  const early = world([undefined], []);
  expect(await placeOrder(early.client, early.cart, all(500))).toEqual({ kind: 'blocked' });
  const late = world([500, undefined], [{ userErrors: [error('INSUFFICIENT_STOCK')] }]);
  expect(await placeOrder(late.client, late.cart, all(500))).toEqual({ kind: 'blocked' });
});

test('refusals are told, silence is never called a failure', async () => {
  const refused = world([500], [{ userErrors: [error('CUSTOMER_BLOCKED')] }]);
  expect(await placeOrder(refused.client, refused.cart, all(500))).toEqual({
    kind: 'refused',
    message: 'CUSTOMER_BLOCKED',
  });
  const silent = world([500], [new NetworkError('down')]);
  expect(await placeOrder(silent.client, silent.cart, all(500))).toEqual({ kind: 'unsure' });
  const late = world([500], [new GqlError('CONFLICT_IN_PROGRESS', '')]);
  expect(await placeOrder(late.client, late.cart, all(500))).toEqual({ kind: 'unsure' });
  const broken = world([500], [new GqlError('INTERNAL', '')]);
  expect(await placeOrder(broken.client, broken.cart, all(500))).toEqual({ kind: 'refused', message: '' });
});

test('another order has spent the gift card: what is to be paid is asked anew', async () => {
  const { client, cart, keys } = world([500], [{ userErrors: [error('CREDIT_CHANGED')] }], [300, 100]);
  const agreed = { total: 500, toPay: 200 };
  expect(await placeOrder(client, cart, agreed)).toEqual({
    kind: 'changed',
    before: agreed,
    after: { total: 500, toPay: 400 },
  });
  expect(keys).toHaveLength(1);
});
