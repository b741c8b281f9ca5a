import { expect, test } from 'vitest';
import { emptyVariant } from './matrix';
import { cellText, doubledSkus, withCell } from './variant-cells';

const row = { ...emptyVariant(), price: 12_500_000, stock: 5 };

test('a cell is set from what a spreadsheet holds', () => {
  expect(withCell(row, 'price', '99 000 soʻm')?.price).toBe(9_900_000);
  expect(withCell(row, 'stock', ' 1 200 ')?.stock).toBe(1200);
  expect(withCell(row, 'compareAt', '')?.compareAt).toBeNull();
  expect(withCell(row, 'sku', ' A-1 ')?.sku).toBe('A-1');
});

test.each([
  ['price', 'dear'],
  ['stock', '-3'],
  ['stock', '2.5'],
] as const)('%s does not take %j', (column, text) => expect(withCell(row, column, text)).toBeUndefined());

test('a cell is shown as it is typed', () => {
  expect(cellText(row, 'price')).toBe('125\u00a0000');
  expect(cellText(emptyVariant(), 'stock')).toBe('');
});

test('doubled SKUs are found whatever their case', () => {
  const rows = ['A-1', 'b', 'a-1', ''].map((sku) => ({ ...emptyVariant(), sku }));
  expect([...doubledSkus(rows)]).toEqual([0, 2]);
});
