import { expect, test } from 'vitest';
import { type Attempt, standingOf } from './standing';

const attempt = (state: Attempt['state'], part: Partial<Attempt> = {}): Attempt => ({
  id: state,
  method: 'PAYME',
  state,
  checkoutUrl: 'https://checkout.example/x',
  fiscalReceipts: [],
  transfer: null,
  proofs: [],
  ...part,
});
const order = (payments: Attempt[], due = 100, method: Attempt['method'] = 'PAYME') =>
  ({
    lifecycle: 'PLACED',
    paymentMethod: method,
    paymentStatus: 'UNPAID',
    payments,
    totals: { due: { minor: due } },
  }) as Parameters<typeof standingOf>[0];

test('a live attempt leads to its page', () => {
  expect(standingOf(order([attempt('CREATED')]))).toMatchObject({ kind: 'open', url: 'https://checkout.example/x' });
});

test('while the bank has the word nothing has failed', () => {
  expect(standingOf(order([attempt('EXPIRED'), attempt('PENDING')])).kind).toBe('pending');
});

test('after an attempt that came to nothing one may try again, and its page leads nowhere', () => {
  for (const state of ['FAILED', 'CANCELED', 'EXPIRED'] as const)
    expect(standingOf(order([attempt(state)]))).toMatchObject({ kind: 'retry', url: undefined });
});

test('what is paid or closed is settled', () => {
  expect(standingOf(order([attempt('CAPTURED')], 0)).kind).toBe('settled');
  expect(standingOf({ ...order([attempt('CREATED')]), lifecycle: 'EXPIRED' }).kind).toBe('settled');
});

test('an attempt by the method before does not count', () => {
  expect(standingOf(order([attempt('CANCELED')], 100, 'CASH'))).toMatchObject({ kind: 'open', url: undefined });
});
