import { expect, test } from 'vitest';
import { type Attempt, standingOf } from './standing';

const attempt = (state: Attempt['state'], part: Partial<Attempt> = {}) => ({
  id: state,
  method: 'PAYME' as const,
  state,
  amount: { minor: 100 },
  capturedAt: null,
  checkoutUrl: 'https://checkout.example/x',
  fiscalReceipts: [],
  transfer: null,
  proofs: [],
  ...part,
});
const order = (payments: readonly object[], due = 100, method: Attempt['method'] = 'PAYME') =>
  ({
    lifecycle: 'PLACED',
    paymentMethod: method,
    payments,
    totals: { due: { minor: due } },
  }) as unknown as Parameters<typeof standingOf>[0];

test('a live attempt leads to its page', () => {
  expect(standingOf(order([attempt('CREATED')]))).toMatchObject({ kind: 'open', url: 'https://checkout.example/x' });
});

test('while the bank has the word nothing has failed', () => {
  expect(standingOf(order([attempt('EXPIRED'), attempt('PENDING')])).kind).toBe('pending');
});

test('after an attempt that came to nothing one may try again, and its page leads nowhere', () => {
  for (const state of ['FAILED', 'CANCELED'] as const)
    expect(standingOf(order([attempt(state)]))).toMatchObject({ kind: 'declined', url: undefined });
  expect(standingOf(order([attempt('EXPIRED')]))).toMatchObject({ kind: 'tooLate', url: undefined });
});

test('a transfer that was shown waits for staff, and may be shown again', () => {
  const shown = attempt('PENDING', { transfer: { text: '', fields: [] } });
  expect(standingOf(order([shown]))).toMatchObject({ kind: 'open', transfer: shown });
});

test('what is paid or closed is settled', () => {
  expect(standingOf(order([attempt('CAPTURED')], 0)).kind).toBe('settled');
  expect(standingOf({ ...order([attempt('CREATED')]), lifecycle: 'EXPIRED' }).kind).toBe('settled');
});

test('an attempt by the method before does not count', () => {
  expect(standingOf(order([attempt('CANCELED')], 100, 'CASH'))).toMatchObject({ kind: 'open', url: undefined });
});
