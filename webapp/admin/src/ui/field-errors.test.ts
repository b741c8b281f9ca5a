import { expect, test } from 'vitest';
import { byPath, elsewhere } from './field-errors';

const errors = [
  { code: 'REQUIRED', message: 'Write a name', path: ['name', 'uzLatn'] },
  { code: 'DUPLICATE', message: 'SKU is taken', path: ['variants', '2', 'sku'] },
  { code: 'TOO_LONG', message: 'second at the same place', path: ['variants', '2', 'sku'] },
  { code: 'ORDER_CLOSED', message: 'Closed', path: null },
];

test('byPath keys refusals by dotted path, the first of a path', () => {
  expect(byPath(errors)).toEqual({ 'name.uzLatn': 'Write a name', 'variants.2.sku': 'SKU is taken' });
});

test('elsewhere keeps what no field shows', () => {
  expect(elsewhere(errors, ['name']).map((e) => e.code)).toEqual(['DUPLICATE', 'TOO_LONG', 'ORDER_CLOSED']);
  expect(elsewhere(errors, ['name', 'variants'])).toHaveLength(1);
});
