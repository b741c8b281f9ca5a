import { expect, test, vi } from 'vitest';
import { amount, counted, portionPrice, ruleWords } from './amount';
import { BY_ONE, type SaleRule } from './quantity';

vi.mock('../shell/lang', () => ({
  lang: { value: 'ru' },
  sum: (minor: number) => `${minor / 100} сум`,
  t: (key: string, args?: { amount: string }) => (args ? `${key} ${args.amount}` : key.replace('unit.', '')),
}));

const byWeight: SaleRule = { step: 1, minimum: 3, maximum: null, portion: { amount: '0.1', unit: 'KG' } };

test('an amount of a unit is said, not a number of portions', () => {
  expect(amount(3, byWeight)).toBe('0,3\u00a0KG');
  expect(counted(12, byWeight)).toBe('1,2\u00a0KG');
  expect(counted(12, BY_ONE)).toBe('12');
  expect(portionPrice(1_100_000, byWeight)).toBe('11000 сум / 0,1\u00a0KG');
});

test('a rule is in words where there is one', () => {
  expect(ruleWords(BY_ONE)).toBe('');
  expect(ruleWords(byWeight)).toBe('sale.from 0,3\u00a0KG, sale.by 0,1\u00a0KG');
  expect(ruleWords({ ...BY_ONE, step: 6, minimum: 6 })).toBe('sale.from 6\u00a0PIECE, sale.by 6\u00a0PIECE');
  expect(ruleWords({ ...BY_ONE, maximum: 10, portion: { amount: '1', unit: 'PACK' } })).toBe('sale.most 10\u00a0PACK');
});
