import { expect, test } from 'vitest';
import { amountOf, type Change, countOf, inputOf, keyOf, type Line, overlay, piecesOf, sumOf } from './lines';
import { BY_ONE } from './quantity';

const view = {
  productSlug: 's',
  name: 'n',
  variantName: '',
  picture: null,
  modifierNames: [],
  unitPrice: 1000,
  compareAt: null,
  available: null,
  sale: BY_ONE,
};

function line(variantId: string, quantity: number): Line {
  const wish = { variantId, modifiers: [] };
  return { ...wish, ...view, key: keyOf(wish), id: `cln_${variantId}`, quantity, problems: [] };
}

const change = (variantId: string, quantity: number): [string, Change] => {
  const wish = { variantId, modifiers: [] };
  return [keyOf(wish), { wish, view, quantity }];
};

test('a line is its variant with its modifiers, in whatever order', () => {
  const a = { optionId: 'a', quantity: 1 };
  const b = { optionId: 'b', quantity: 2 };
  expect(keyOf({ variantId: 'v', modifiers: [a, b] })).toBe(keyOf({ variantId: 'v', modifiers: [b, a] }));
  expect(keyOf({ variantId: 'v', modifiers: [a] })).not.toBe(keyOf({ variantId: 'v', modifiers: [] }));
});

test('changes lie over the lines: set, removed, added', () => {
  const shown = overlay(
    [line('a', 1), line('b', 2)],
    new Map([change('a', 5), change('b', 0), change('c', 1), change('d', 0)]),
  );
  expect(shown.map(({ variantId, quantity }) => [variantId, quantity])).toEqual([
    ['a', 5],
    ['c', 1],
  ]);
  expect([sumOf(shown), piecesOf(shown)]).toEqual([6000, 6]);
  expect(inputOf(shown)[0]).toEqual({ variantId: 'a', quantity: 5, modifiers: [] });
});

test('lines of a variant are counted together', () => {
  const extra = { ...line('a', 3), modifiers: [{ optionId: 'egg', quantity: 1 }] };
  expect(amountOf('a', [line('a', 2), line('b', 7), extra])).toBe(5);
});

test('what is weighed is one thing, however much of it', () => {
  const sale = { ...BY_ONE, portion: { amount: '0.1', unit: 'KG' as const } };
  const line = { ...view, variantId: 'a', modifiers: [], key: 'a', id: '', quantity: 3, problems: [] };
  expect(countOf([line, { ...line, key: 'b', sale }])).toBe(4);
});
