import { QueryClient } from '@tanstack/query-core';
import { expect, test } from 'vitest';
import { refusalAt } from './errors';
import { merged, patchEntity } from './patch';

test('merges known fields at any depth and leaves the rest the same object', () => {
  const other = { id: 'ord_2', status: 'x' };
  const before = { me: { orders: [{ id: 'ord_1', status: 'placed' }, other] }, store: { id: 'sto_1' } };
  const after = merged(before, { id: 'ord_1', status: 'confirmed', unknown: 1 }) as typeof before;
  expect(after.me.orders[0]).toEqual({ id: 'ord_1', status: 'confirmed' });
  expect(after.me.orders[1]).toBe(other);
  expect(after.store).toBe(before.store);
});

test('nothing new is the same object', () => {
  const before = [{ id: 'a', lines: [{ n: 1 }] }];
  expect(merged(before, { id: 'a', lines: [{ n: 1 }] })).toBe(before);
});

test('every cached answer is patched', () => {
  const cache = new QueryClient();
  cache.setQueryData(['order'], { order: { id: 'ord_1', n: 1 } });
  cache.setQueryData(['orders'], { nodes: [{ id: 'ord_1', n: 1 }] });
  patchEntity(cache, { id: 'ord_1', n: 2 });
  expect(cache.getQueryData(['order'])).toEqual({ order: { id: 'ord_1', n: 2 } });
  expect(cache.getQueryData(['orders'])).toEqual({ nodes: [{ id: 'ord_1', n: 2 }] });
});

test('refusals are found by the end of their path', () => {
  const phone = { code: 'INVALID_PHONE', message: '', path: ['input', 'contact', 'phone'] };
  expect(refusalAt([phone], 'contact', 'phone')).toBe(phone);
  expect(refusalAt([phone], 'contact')).toBeUndefined();
  expect(refusalAt([phone], 'name')).toBeUndefined();
});
