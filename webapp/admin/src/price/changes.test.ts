import { expect, test } from 'vitest';
import { changes, type Line, off } from './changes';

const line = (id: string, price: number | null): Line => ({
  id,
  product: '',
  name: '',
  picture: null,
  own: 100,
  price,
});

test('only what differs is sent, and what went is taken out', () => {
  const before = [line('a', 1), line('b', 2), line('c', 3)];
  const after = [line('a', 1), line('b', 5), line('d', 4), line('e', null)];
  expect(changes(before, after)).toEqual([
    { variantId: 'b', price: 5 },
    { variantId: 'd', price: 4 },
    { variantId: 'c', price: null },
  ]);
  expect(changes(before, [line('a', 1), line('b', null), line('c', 3)])).toEqual([{ variantId: 'b', price: null }]);
  expect(changes(before, before)).toEqual([]);
});

test('a percent off ends in whole soʻm and never in nothing', () => {
  expect(off(12_550_00, 15)).toBe(10_668_00);
  expect(off(100, 99)).toBe(100);
});
