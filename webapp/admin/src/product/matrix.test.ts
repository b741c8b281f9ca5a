import { describe, expect, test } from 'vitest';
import { choiceKey, combinations, emptyVariant, matrix } from './matrix';

const colour = { code: 'colour', values: [{ code: 'red' }, { code: 'blue' }] };
const size = { code: 'size', values: [{ code: 's' }, { code: 'm' }, { code: 'l' }] };

describe('matrix', () => {
  test('no options make one row', () => {
    expect(matrix([], [])).toEqual([emptyVariant()]);
  });

  test('rows follow the order of options and values', () => {
    expect(matrix([colour, size], []).map((row) => choiceKey(row.choice))).toEqual([
      'colour=red&size=s',
      'colour=red&size=m',
      'colour=red&size=l',
      'colour=blue&size=s',
      'colour=blue&size=m',
      'colour=blue&size=l',
    ]);
  });

  test('typed cells stay when a value is added', () => {
    const typed = matrix([colour], []).map((row, at) => ({ ...row, id: `var_${at}`, price: 100 * (at + 1) }));
    const wider = matrix([{ ...colour, values: [...colour.values, { code: 'green' }] }], typed);
    expect(wider.map((row) => [row.id, row.price])).toEqual([
      ['var_0', 100],
      ['var_1', 200],
      [null, null],
    ]);
  });

  test('a new option inherits the price, and the id only once', () => {
    const typed = matrix([colour], []).map((row, at) => ({
      ...row,
      id: `var_${at}`,
      price: 100,
      sku: `S${at}`,
      stock: 5,
    }));
    const rows = matrix([colour, size], typed);
    expect(rows.map((row) => row.id)).toEqual(['var_0', null, null, 'var_1', null, null]);
    expect(rows.every((row) => row.price === 100)).toBe(true);
    expect(rows.map((row) => row.sku)).toEqual(['S0', '', '', 'S1', '', '']);
    expect(rows.map((row) => row.stock)).toEqual([5, null, null, 5, null, null]);
  });

  test('a removed option keeps the first of the rows that fall together', () => {
    const typed = matrix([colour, size], []).map((row, at) => ({ ...row, id: `var_${at}`, price: at }));
    expect(matrix([colour], typed).map((row) => row.id)).toEqual(['var_0', 'var_3']);
  });

  test('an option without values is no axis', () => {
    expect(matrix([colour, { code: 'length', values: [] }], [])).toHaveLength(2);
    expect(combinations([colour, size, { code: 'length', values: [] }])).toBe(6);
  });
});
