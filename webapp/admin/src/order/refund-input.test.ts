import { expect, test } from 'vitest';
import { inputOf, leftOf, noRefund, previewOf } from './refund-input';

const order = {
  id: 'ord_1',
  version: 4,
  totals: { paid: { minor: 1000 }, refunded: { minor: 300 }, delivery: { minor: 100 } },
  lines: [
    { id: 'a', quantity: 3, total: { minor: 600 } },
    { id: 'b', quantity: 1, total: { minor: 300 } },
  ],
} as unknown as Parameters<typeof inputOf>[0];

test('what went back once is not there to go back again', () => {
  expect(leftOf(order)).toBe(700);
  const refund = (state: 'PROCESSING' | 'DONE' | 'FAILED', minor: number) => ({ state, amount: { minor } });
  expect(leftOf(order, [refund('DONE', 300), refund('FAILED', 50), refund('PROCESSING', 200)])).toBe(500);
  expect(previewOf(order, noRefund, 700)).toBe(700);
});

test('pieces are counted at what they cost, with the delivery when it is asked for', () => {
  const draft = { ...noRefund, kind: 'lines' as const, pieces: { a: 2, b: 0 } };
  expect(previewOf(order, draft, 700)).toBe(400);
  expect(previewOf(order, { ...draft, withDelivery: true }, 700)).toBe(500);
  expect(inputOf(order, draft)).toEqual({
    orderId: 'ord_1',
    expectedVersion: 4,
    lines: [{ lineId: 'a', quantity: 2 }],
    withDelivery: false,
    reason: '',
  });
});

test('all that is left names neither an amount nor lines', () => {
  expect(inputOf(order, { ...noRefund, amount: 5, pieces: { a: 1 }, reason: ' x ' })).toEqual({
    orderId: 'ord_1',
    expectedVersion: 4,
    reason: 'x',
  });
});
